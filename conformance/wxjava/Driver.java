// Makes calls through WxJava (weixin-java-cp); the protocol is described in runner/driver.py. The SDK's own setting
// setBaseApiUrl points it at the emulator.
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import me.chanjar.weixin.common.error.WxErrorException;
import me.chanjar.weixin.common.error.WxRuntimeException;
import me.chanjar.weixin.common.util.crypto.WxCryptUtil;
import me.chanjar.weixin.cp.api.WxCpService;
import me.chanjar.weixin.cp.api.impl.WxCpServiceImpl;
import me.chanjar.weixin.cp.bean.WxCpDepart;
import me.chanjar.weixin.cp.bean.WxCpUser;
import me.chanjar.weixin.cp.bean.message.WxCpMessage;
import me.chanjar.weixin.cp.config.impl.WxCpDefaultConfigImpl;
import me.chanjar.weixin.cp.util.json.WxCpGsonBuilder;

public final class Driver {
  interface Call {
    Object run(WxCpService service, JsonObject a) throws Exception;
  }

  static final class Unsupported extends RuntimeException {
    Unsupported(String why) {
      super(why);
    }
  }

  static final Gson GSON = new GsonBuilder().serializeNulls().disableHtmlEscaping().create();
  static final Map<String, Call> CALLS = new TreeMap<>();
  static final Map<String, WxCpService> SERVICES = new HashMap<>();
  static String base = "";

  static JsonObject only(JsonObject a, String... names) {
    Set<String> known = new TreeSet<>(Arrays.asList(names));
    for (String name : a.keySet())
      if (!known.contains(name)) throw new Unsupported("the SDK's call has no " + name);
    return a;
  }

  static String text(JsonObject a, String name) {
    JsonElement e = a.get(name);
    return e == null || e.isJsonNull() ? null : e.getAsString();
  }

  static Integer whole(JsonObject a, String name) {
    JsonElement e = a.get(name);
    return e == null || e.isJsonNull() ? null : Integer.valueOf(e.getAsInt());
  }

  static Long number(JsonObject a, String name) {
    JsonElement e = a.get(name);
    return e == null || e.isJsonNull() ? null : Long.valueOf(e.getAsLong());
  }

  static List<String> texts(JsonObject a, String name) {
    if (!a.has(name)) return null;
    List<String> out = new ArrayList<>();
    for (JsonElement e : a.getAsJsonArray(name)) out.add(e.getAsString());
    return out;
  }

  static JsonObject object(String name, Object value) {
    JsonObject out = new JsonObject();
    out.add(name, WxCpGsonBuilder.create().toJsonTree(value));
    return out;
  }

  static JsonArray users(List<WxCpUser> list) {
    JsonArray out = new JsonArray();
    for (WxCpUser user : list) out.add(user(user));
    return out;
  }

  // The SDK writes what it would send, in which the departments are those of the member.
  static JsonElement user(WxCpUser user) {
    JsonObject out = JsonParser.parseString(user.toJson()).getAsJsonObject();
    out.add("department", GSON.toJsonTree(user.getDepartIds()));
    return out;
  }

  static JsonArray departments(List<WxCpDepart> list) {
    JsonArray out = new JsonArray();
    for (WxCpDepart depart : list) out.add(JsonParser.parseString(depart.toJson()));
    return out;
  }

  static {
    CALLS.put("user/create", (s, a) -> {
      s.getUserService().create(WxCpUser.fromJson(a.toString()));
      return null;
    });
    CALLS.put("user/update", (s, a) -> {
      s.getUserService().update(WxCpUser.fromJson(a.toString()));
      return null;
    });
    CALLS.put("user/get", (s, a) -> user(s.getUserService().getById(text(only(a, "userid"), "userid"))));
    CALLS.put("user/delete", (s, a) -> {
      s.getUserService().delete(text(only(a, "userid"), "userid"));
      return null;
    });
    CALLS.put("user/batchdelete", (s, a) -> {
      List<String> ids = texts(only(a, "useridlist"), "useridlist");
      if (ids == null || ids.size() < 2) throw new Unsupported("the SDK deletes one with user/delete");
      s.getUserService().delete(ids.toArray(new String[0]));
      return null;
    });
    CALLS.put("user/list", (s, a) -> users(s.getUserService().listByDepartment(
        number(only(a, "department_id", "fetch_child"), "department_id"), Integer.valueOf(1).equals(whole(a, "fetch_child")), null)));
    CALLS.put("user/simplelist", (s, a) -> users(s.getUserService().listSimpleByDepartment(
        number(only(a, "department_id", "fetch_child"), "department_id"), Integer.valueOf(1).equals(whole(a, "fetch_child")), null)));
    CALLS.put("user/convert_to_openid", (s, a) -> s.getUserService().userId2Openid(text(only(a, "userid", "agentid"), "userid"), whole(a, "agentid")));
    CALLS.put("user/convert_to_userid", (s, a) -> s.getUserService().openid2UserId(text(only(a, "openid"), "openid")));
    CALLS.put("user/getuserid", (s, a) -> s.getUserService().getUserId(text(only(a, "mobile"), "mobile")));
    CALLS.put("user/authsucc", (s, a) -> {
      s.getUserService().authenticate(text(only(a, "userid"), "userid"));
      return null;
    });
    CALLS.put("department/create", (s, a) -> s.getDepartmentService().create(WxCpDepart.fromJson(a.toString())));
    CALLS.put("department/update", (s, a) -> {
      s.getDepartmentService().update(WxCpDepart.fromJson(a.toString()));
      return null;
    });
    CALLS.put("department/delete", (s, a) -> {
      s.getDepartmentService().delete(number(only(a, "id"), "id"));
      return null;
    });
    CALLS.put("department/list", (s, a) -> departments(s.getDepartmentService().list(number(only(a, "id"), "id"))));
    CALLS.put("department/simplelist", (s, a) -> departments(s.getDepartmentService().simpleList(number(only(a, "id"), "id"))));
    CALLS.put("department/get", (s, a) -> JsonParser.parseString(s.getDepartmentService().get(number(only(a, "id"), "id")).toJson()));
    CALLS.put("tag/create", (s, a) -> s.getTagService().create(text(only(a, "tagname", "tagid"), "tagname"), whole(a, "tagid")));
    CALLS.put("tag/update", (s, a) -> {
      s.getTagService().update(text(only(a, "tagname", "tagid"), "tagid"), text(a, "tagname"));
      return null;
    });
    CALLS.put("tag/delete", (s, a) -> {
      s.getTagService().delete(text(only(a, "tagid"), "tagid"));
      return null;
    });
    CALLS.put("tag/get", (s, a) -> JsonParser.parseString(s.getTagService().get(text(only(a, "tagid"), "tagid")).toJson()));
    CALLS.put("tag/list", (s, a) -> {
      JsonArray out = new JsonArray();
      s.getTagService().listAll().forEach(t -> {
        JsonObject tag = new JsonObject();
        tag.addProperty("tagid", t.getId());
        tag.addProperty("tagname", t.getName());
        out.add(tag);
      });
      return out;
    });
    CALLS.put("tag/addtagusers", (s, a) -> object("result",
        s.getTagService().addUsers2Tag(text(only(a, "tagid", "userlist", "partylist"), "tagid"), texts(a, "userlist"), texts(a, "partylist"))));
    CALLS.put("tag/deltagusers", (s, a) -> object("result",
        s.getTagService().removeUsersFromTag(text(only(a, "tagid", "userlist", "partylist"), "tagid"), texts(a, "userlist"), texts(a, "partylist"))));
    CALLS.put("message/send", (s, a) -> {
      if (!"text".equals(text(a, "msgtype"))) throw new Unsupported("this driver builds texts");
      only(a, "touser", "toparty", "totag", "msgtype", "agentid", "text", "safe");
      JsonObject inner = only(a.getAsJsonObject("text"), "content");
      WxCpMessage m = WxCpMessage.TEXT().agentId(whole(a, "agentid")).toUser(text(a, "touser")).toParty(text(a, "toparty"))
          .toTag(text(a, "totag")).content(text(inner, "content")).build();
      return WxCpGsonBuilder.create().toJsonTree(s.getMessageService().send(m));
    });
    CALLS.put("appchat/create", (s, a) -> {
      JsonObject out = new JsonObject();
      out.addProperty("chatid", s.getChatService().create(text(only(a, "name", "owner", "userlist", "chatid"), "name"), text(a, "owner"),
          texts(a, "userlist"), text(a, "chatid")));
      return out;
    });
    CALLS.put("appchat/get", (s, a) -> JsonParser.parseString(
        WxCpGsonBuilder.create().toJson(s.getChatService().get(text(only(a, "chatid"), "chatid")))));
    CALLS.put("appchat/update", (s, a) -> {
      s.getChatService().update(text(only(a, "chatid", "name", "owner", "add_user_list", "del_user_list"), "chatid"), text(a, "name"),
          text(a, "owner"), texts(a, "add_user_list"), texts(a, "del_user_list"));
      return null;
    });
    CALLS.put("media/upload", (s, a) -> {
      File folder = Files.createTempDirectory("errdex").toFile();
      File file = new File(folder, text(a, "filename"));
      try {
        Files.write(file.toPath(), Base64.getDecoder().decode(text(a, "base64")));
        JsonObject out = new JsonObject();
        out.addProperty("media_id", s.getMediaService().upload(text(a, "type"), file).getMediaId());
        return out;
      } finally {
        file.delete();
        folder.delete();
      }
    });
    CALLS.put("media/get", (s, a) -> {
      File file = s.getMediaService().download(text(only(a, "media_id"), "media_id"));
      JsonObject out = new JsonObject();
      out.addProperty("base64", Base64.getEncoder().encodeToString(Files.readAllBytes(file.toPath())));
      file.delete();
      return out;
    });
    CALLS.put("getcallbackip", (s, a) -> GSON.toJsonTree((Object) s.getCallbackIp()));
    CALLS.put("user/getuserinfo", (s, a) -> GSON.toJsonTree(s.getOauth2Service().getUserInfo(text(only(a, "code"), "code"))));
    CALLS.put("agent/get", (s, a) -> JsonParser.parseString(s.getAgentService().get(whole(only(a, "agentid"), "agentid")).toJson()));
    CALLS.put("menu/get", (s, a) -> JsonParser.parseString(s.getMenuService().get(whole(only(a, "agentid"), "agentid")).toJson()));
    CALLS.put("menu/delete", (s, a) -> {
      s.getMenuService().delete(whole(only(a, "agentid"), "agentid"));
      return null;
    });
    CALLS.put("get_jsapi_ticket", (s, a) -> s.getJsapiTicket(true));
  }

  // The SDK's own way to calls that it has no method for.
  static Object any(WxCpService service, JsonObject m) throws Exception {
    StringBuilder query = new StringBuilder();
    for (Map.Entry<String, JsonElement> e : m.getAsJsonObject("query").entrySet())
      query.append(query.length() == 0 ? "" : "&").append(e.getKey()).append('=')
          .append(URLEncoder.encode(e.getValue().getAsString(), StandardCharsets.UTF_8));
    String url = base + m.get("path").getAsString();
    if (m.get("method").getAsString().equals("GET")) return JsonParser.parseString(service.get(url, query.toString()));
    if (query.length() > 0) url += "?" + query;
    return JsonParser.parseString(service.post(url, m.get("body").toString()));
  }

  static Object decrypt(JsonObject a) {
    WxCryptUtil crypto = new WxCryptUtil(text(a, "token"), text(a, "aes_key"), text(a, "corp"));
    if (a.has("echostr")) return crypto.decryptContent(text(a, "signature"), text(a, "timestamp"), text(a, "nonce"), text(a, "echostr"));
    return crypto.decryptXml(text(a, "signature"), text(a, "timestamp"), text(a, "nonce"), text(a, "xml"));
  }

  static JsonObject error(Throwable e) {
    JsonObject error = new JsonObject();
    error.addProperty("type", e.getClass().getSimpleName());
    error.add("code", JsonNull.INSTANCE);
    error.addProperty("message", e.getMessage());
    error.addProperty("printed", e.toString());
    if (e instanceof WxErrorException) {
      var known = ((WxErrorException) e).getError();
      error.addProperty("code", known.getErrorCode());
      error.addProperty("message", known.getErrorMsg());
      // The text that the platform sent is kept beside the SDK's own.
      JsonElement wire = known.getJson() == null ? JsonNull.INSTANCE : JsonParser.parseString(known.getJson());
      if (wire.isJsonObject() && wire.getAsJsonObject().has("errmsg")) error.add("wire", wire.getAsJsonObject().get("errmsg"));
    }
    JsonObject out = new JsonObject();
    out.add("error", error);
    return out;
  }

  static JsonObject answer(JsonObject m) {
    JsonObject out = new JsonObject();
    String what = m.get("do").getAsString();
    if (what.equals("hello")) {
      String version = WxCpServiceImpl.class.getProtectionDomain().getCodeSource().getLocation().getPath();
      out.addProperty("version", version.replaceAll(".*weixin-java-cp-(.*)\\.jar", "$1"));
      List<String> calls = new ArrayList<>(CALLS.keySet());
      calls.add("decrypt");
      out.add("calls", GSON.toJsonTree(calls));
      out.addProperty("any", true);
      return out;
    }
    if (what.equals("open")) {
      base = m.get("base").getAsString();
      WxCpDefaultConfigImpl config = new WxCpDefaultConfigImpl();
      config.setBaseApiUrl(base);
      config.setCorpId(text(m, "corp"));
      config.setCorpSecret(text(m, "secret"));
      config.setAgentId(whole(m, "agent"));
      WxCpService service = new WxCpServiceImpl();
      service.setWxCpConfigStorage(config);
      SERVICES.put(m.get("client").getAsString(), service);
      return out;
    }
    if (what.equals("close")) {
      try {
        Object http = SERVICES.remove(m.get("client").getAsString()).getRequestHttp().getRequestHttpClient();
        if (http instanceof Closeable) ((Closeable) http).close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return out;
    }
    String name = m.get("call").getAsString();
    JsonObject a = m.getAsJsonObject("with");
    try {
      boolean generic = m.get("generic").getAsBoolean();
      Object result;
      if (name.equals("decrypt")) {
        result = decrypt(a);
      } else {
        WxCpService service = SERVICES.get(m.get("client").getAsString());
        Call call = generic ? null : CALLS.get(name);
        result = call != null ? call.run(service, a) : any(service, m);
      }
      out.add("result", result instanceof JsonElement ? (JsonElement) result : GSON.toJsonTree(result));
      return out;
    } catch (WxErrorException | WxRuntimeException e) {
      return error(e);
    } catch (Unsupported | IllegalStateException | ClassCastException | NumberFormatException | NullPointerException
             | com.google.gson.JsonParseException | UnsupportedOperationException e) {
      out.addProperty("unsupported", e.toString());
      return out;
    } catch (Exception e) {
      return error(e);
    }
  }

  public static void main(String[] arguments) throws Exception {
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PrintStream protocol = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.setOut(System.err);  // What libraries print is no part of the protocol.
    for (String line = in.readLine(); line != null; line = in.readLine())
      protocol.println(GSON.toJson(answer(JsonParser.parseString(line).getAsJsonObject())));
    System.exit(0);
  }
}
