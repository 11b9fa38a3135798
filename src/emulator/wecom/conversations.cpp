// The conversations of the former enterprise accounts, in which apps speak in the name of members. Where the
// fixture says that these APIs are retired, they answer with that.
#include <algorithm>
#include <array>
#include <boost/json/array.hpp>

#include "emulator/wecom/chats.hpp"
#include "emulator/wecom/message_contents.hpp"
#include "emulator/wecom/messages.hpp"
#include "emulator/wecom/receivers.hpp"

namespace errdex::emulation::wecom {
namespace json = boost::json;
namespace {

constexpr chat_family family = chat_family::conversations;
constexpr chat_size size{3, 1000};
/// What other messages have too; a link is only here.
constexpr std::array<std::string_view, 4> file_types{"text", "image", "file", "voice"};

chat need_chat(const exchange& x, std::string_view id) {
  auto found = find_chat(x, family, id);
  if (!found) throw failure(code::chat_not_found, "there is no conversation with the chatid");
  return *std::move(found);
}

std::string need_member(const exchange& x, const std::string& userid) {
  auto found = find_member(x, userid);
  if (!found) throw failure(code::user_not_found, "there is no member " + userid);
  return *std::move(found);
}

answer create_conversation(exchange& x) {
  create_chat(x, family, x.text("chatid"), size);
  return {};
}

answer get_conversation(exchange& x) {
  return json::object{{"chat_info", show_chat(need_chat(x, x.text("chatid")))}};
}

answer update_conversation(exchange& x) {
  chat c = need_chat(x, x.text("chatid"));
  if (find_member(x, x.text("op_user")) != c.owner)
    throw failure(code::not_chat_owner, "the owner is " + c.owner);
  change_chat(x, family, std::move(c), read_change(x), size);
  return {};
}

answer quit_conversation(exchange& x) {
  const chat c = need_chat(x, x.text("chatid"));
  const auto who = find_member(x, x.text("op_user"));
  if (!who || !c.has(*who))
    throw failure(code::chat_member_not_found, x.text("op_user") + " is not in the conversation");
  x.data().run("DELETE FROM wecom_chat_member WHERE corp = ? AND family = ? AND chatid = ? AND userid = ?",
               x.caller.tenant, family, c.id, *who);
  if (*who != c.owner) return {};
  // Another member inherits it; the last one takes it along.
  const auto heir =
      std::find_if(c.members.begin(), c.members.end(), [&](const std::string& m) { return m != *who; });
  if (heir == c.members.end())
    x.data().run("DELETE FROM wecom_chat WHERE corp = ? AND family = ? AND chatid = ?", x.caller.tenant,
                 family, c.id);
  else
    x.data().run("UPDATE wecom_chat SET owner = ? WHERE corp = ? AND family = ? AND chatid = ?", *heir,
                 x.caller.tenant, family, c.id);
  return {};
}

answer clear_unread(exchange& x) {
  const std::string who = need_member(x, x.text("op_user"));
  const std::string kind = x.text("chat.type"), id = x.text("chat.id");
  if (kind == "single") {
    need_member(x, id);
  } else if (!need_chat(x, id).has(who)) {
    throw failure(code::chat_member_not_found, who + " is not in the conversation");
  }
  x.data().run("DELETE FROM wecom_conversation_unread WHERE corp = ? AND userid = ? AND kind = ? AND id = ?",
               x.caller.tenant, who, kind, id);
  return {};
}

answer mute_members(exchange& x) {
  json::array unknown;
  for (const json::value& value : x.json("user_mute_list")->as_array()) {
    const auto* one = value.if_object();
    const auto* userid = one ? one->if_contains("userid") : nullptr;
    const std::string named = userid ? scalar_text(*userid).value_or("") : "";
    const auto found = find_member(x, named);
    if (!found) {
      unknown.emplace_back(lower_case(named));
      continue;
    }
    const auto* status = one->if_contains("status");
    x.data().run(status && as_integer(*status) == 1
                     ? "INSERT OR IGNORE INTO wecom_conversation_mute(corp, userid) VALUES(?, ?)"
                     : "DELETE FROM wecom_conversation_mute WHERE corp = ? AND userid = ?",
                 x.caller.tenant, *found);
  }
  return json::object{{"invaliduser", std::move(unknown)}};
}

/// What is sent: a text, one of the files, or a link.
json::object read_words(exchange& x) {
  const std::string type = x.text("msgtype");
  if (type != "link") return read_content(x);
  const auto* link = x.json("link");
  json::object content = link && link->is_object() ? link->get_object() : json::object();
  if (!x.text("link.thumb_media_id").empty()) need_media(x, x.text("link.thumb_media_id"), "image");
  check_words(x, content);
  return content;
}

answer say(exchange& x) {
  const std::string kind = x.text("receiver.type"), id = x.text("receiver.id");
  const auto sender = find_member(x, x.text("sender"));
  std::vector<std::string> users;
  if (kind == "single") {
    need_member(x, x.text("sender"));
    users = {need_member(x, id)};
  } else {
    users = need_chat(x, id).members;
    const auto own = sender ? std::find(users.begin(), users.end(), *sender) : users.end();
    if (own == users.end())
      throw failure(code::sender_not_in_chat, x.text("sender") + " is not in the conversation");
    users.erase(own);
  }
  json::object content = read_words(x);
  for (const std::string& user : users)
    x.data().run(
        "INSERT INTO wecom_conversation_unread(corp, userid, kind, id, messages) VALUES(?, ?, ?, ?, 1) "
        "ON CONFLICT DO UPDATE SET messages = messages + 1",
        x.caller.tenant, user, kind, kind == "single" ? *sender : id);
  keep_message(x, {"chat", id, x.text("msgtype"), std::move(content), users, {}});
  return {};
}

std::vector<field> say_fields() {
  std::vector<field> out{
      field("receiver").object(code::chat_parameter_invalid).required(code::chat_parameter_invalid),
      field("receiver.type")
          .text(code::chat_parameter_invalid)
          .required(code::chat_parameter_invalid)
          .one_of({"single", "group"}, code::chat_parameter_invalid),
      field("receiver.id").text().required(code::parameter_missing),
      field("sender").text().required(code::parameter_missing),
      field("msgtype")
          .text(code::chat_parameter_invalid)
          .required(code::chat_parameter_invalid)
          .one_of({"text", "image", "file", "voice", "link"}, code::chat_parameter_invalid)};
  for (field& f : content_fields(file_types))
    if (f.path() != "msgtype") out.push_back(std::move(f));
  out.push_back(field("link").object().required(code::title_missing).only_if("msgtype", {"link"}));
  out.push_back(field("link.title").text().required(code::title_missing).only_if("msgtype", {"link"}));
  out.push_back(field("link.description").text().only_if("msgtype", {"link"}));
  out.push_back(field("link.url").text().required(code::url_missing).only_if("msgtype", {"link"}));
  out.push_back(field("link.thumb_media_id").text(code::media_id_invalid).only_if("msgtype", {"link"}));
  return out;
}

std::vector<claim> say_claims() {
  std::vector<claim> out = content_claims(file_types);
  out.push_back({code::chat_not_found, "there is no conversation with the id"});
  out.push_back({code::sender_not_in_chat, "the sender is not in the conversation"});
  out.push_back({code::user_not_found, "sender or receiver of a single conversation does not exist"});
  return out;
}

endpoint conversation(std::string_view name, std::string_view path, std::string_view title,
                      endpoint_handler handle) {
  return {.name = name,
          .method = "POST",
          .path = path,
          .title = title,
          .group = "conversations",
          .credential = access_token,
          .permission = messages,
          .handle = handle};
}

}  // namespace

void add_conversations(endpoint_list& list) {
  const claim unknown{code::chat_not_found, "there is no conversation with the chatid"};
  endpoint e =
      conversation("chat/create", "/cgi-bin/chat/create", "Begin a conversation", create_conversation);
  e.fields = {new_chat_id().required(code::chat_id_missing), chat_name().required(code::chat_name_missing),
              field("owner").text(code::chat_owner_invalid).required(code::chat_owner_missing),
              chat_members(3, 1000)};
  e.raises = creation_claims();
  list.push_back(e);

  e = conversation("chat/get", "/cgi-bin/chat/get", "Read a conversation", get_conversation);
  e.method = "GET";
  e.fields = {known_chat_id()};
  e.raises = {unknown};
  list.push_back(e);

  e = conversation("chat/update", "/cgi-bin/chat/update", "Change a conversation", update_conversation);
  e.fields = {known_chat_id(),
              field("op_user").text().required(code::parameter_missing),
              chat_name(),
              field("owner").text(code::chat_owner_invalid),
              field("add_user_list").array(code::chat_member_not_found),
              field("del_user_list").array(code::chat_member_not_found)};
  e.raises = change_claims();
  e.raises.push_back(unknown);
  e.raises.push_back({code::not_chat_owner, "op_user is not the owner"});
  list.push_back(e);

  e = conversation("chat/quit", "/cgi-bin/chat/quit", "Leave a conversation", quit_conversation);
  e.fields = {known_chat_id(), field("op_user").text().required(code::parameter_missing)};
  e.raises = {unknown, {code::chat_member_not_found, "op_user is not in the conversation"}};
  list.push_back(e);

  e = conversation("chat/clearnotify", "/cgi-bin/chat/clearnotify", "Mark a conversation as read",
                   clear_unread);
  e.fields = {field("op_user").text().required(code::parameter_missing),
              field("chat").object(code::chat_parameter_invalid).required(code::chat_parameter_invalid),
              field("chat.type")
                  .text(code::chat_parameter_invalid)
                  .required(code::chat_parameter_invalid)
                  .one_of({"single", "group"}, code::chat_parameter_invalid),
              field("chat.id").text().required(code::parameter_missing)};
  e.raises = {unknown,
              {code::user_not_found, "op_user or the other member does not exist"},
              {code::chat_member_not_found, "op_user is not in the conversation"}};
  list.push_back(e);

  e = conversation("chat/setmute", "/cgi-bin/chat/setmute", "Mute conversations for members", mute_members);
  e.fields = {field("user_mute_list")
                  .array(code::parameter_invalid)
                  .required(code::parameter_missing)
                  .count(1, 10'000),
              field("user_mute_list[].userid").text().required(code::parameter_missing),
              field("user_mute_list[].status").integer().one_of({"0", "1"})};
  e.empty_arrays = {"invaliduser"};
  list.push_back(e);

  e = conversation("chat/send", "/cgi-bin/chat/send", "Say something in a conversation", say);
  e.fields = say_fields();
  e.raises = say_claims();
  list.push_back(e);
}

}  // namespace errdex::emulation::wecom
