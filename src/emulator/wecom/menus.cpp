// Menus of applications: up to three buttons, each with up to five below it.
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "emulator/wecom/agents.hpp"

namespace errdex::emulation::wecom {
namespace json = boost::json;
namespace {

constexpr const char* schema = R"(
CREATE TABLE IF NOT EXISTS wecom_menu(corp TEXT NOT NULL, app TEXT NOT NULL, buttons TEXT NOT NULL,
  PRIMARY KEY(corp, app)) WITHOUT ROWID;
)";

bool is_menu_url(std::string_view text) {
  constexpr std::string_view payment = "weixin://wxpay/bizpayurl";
  return forms::http_url(text) || text.substr(0, payment.size()) == payment;
}

std::string text_of(const json::object& button, std::string_view key) {
  const auto* v = button.if_contains(key);
  return v ? scalar_text(*v).value_or("") : std::string();
}

const json::array* below(const json::object& button) {
  const auto* v = button.if_contains("sub_button");
  const auto* list = v ? v->if_array() : nullptr;
  return list && !list->empty() ? list : nullptr;
}

/// Which errors a button without what its type needs is refused with; they differ by level.
struct level_errors {
  code type, key, url;
};
constexpr level_errors top{code::menu_button_type_invalid, code::menu_button_key_length_invalid,
                           code::menu_button_url_invalid};
constexpr level_errors second{code::menu_sub_button_type_invalid, code::menu_sub_button_key_length_invalid,
                              code::menu_sub_button_url_invalid};

/// What a button of this type has besides name and type. Those that go back to the app have a key.
void check_button(const json::object& button, const level_errors& errors) {
  const std::string type = text_of(button, "type"), name = text_of(button, "name");
  if (type.empty()) throw failure(errors.type, "the button " + name + " has no type");
  if (type == "view") {
    if (text_of(button, "url").empty()) throw failure(errors.url, "the button " + name + " has no url");
  } else if (type == "view_miniprogram") {
    if (text_of(button, "pagepath").empty() || text_of(button, "appid").empty())
      throw failure(code::parameter_invalid, "the button " + name + " has no pagepath or no appid");
  } else if (text_of(button, "key").empty()) {
    throw failure(errors.key, "the button " + name + " has no key");
  }
}

/// The documented members of a button and of those below it, in their order.
json::object cleaned(const json::object& button) {
  json::object out;
  for (const std::string_view key : {"type", "name", "key", "url", "pagepath", "appid"})
    if (const auto* v = button.if_contains(key); v && !v->is_null()) out[key] = *v;
  json::array inner;
  if (const auto* list = below(button))
    for (const auto& b : *list)
      if (const auto* o = b.if_object()) inner.push_back(cleaned(*o));
  out["sub_button"] = std::move(inner);
  return out;
}

/// Menus of a provider's app are the provider's business.
void need_own_menu(const exchange& x) {
  if (x.caller.kind == third_party)
    throw failure(code::access_token_no_permission, x.caller.app + " is an app of a provider");
  need_own_agent(x, x.integer("agentid"));
}

answer create_menu(exchange& x) {
  need_own_menu(x);
  json::array buttons;
  for (const auto& value : x.json("button")->get_array()) {
    const auto* button = value.if_object();
    if (!button) throw failure(code::menu_button_type_invalid, "a button is no object");
    const auto* inner = below(*button);
    if (!inner) check_button(*button, top);
    for (const auto& sub : inner ? *inner : json::array()) {
      const auto* b = sub.if_object();
      if (!b) throw failure(code::menu_sub_button_type_invalid, "a button is no object");
      if (below(*b))
        throw failure(code::menu_too_deep, "the button " + text_of(*b, "name") + " has buttons below it");
      check_button(*b, second);
    }
    buttons.push_back(cleaned(*button));
  }
  x.data().run("INSERT OR REPLACE INTO wecom_menu(corp, app, buttons) VALUES(?, ?, ?)", x.caller.tenant,
               x.caller.app, json::serialize(buttons));
  return {};
}

answer get_menu(exchange& x) {
  need_own_menu(x);
  const auto buttons = x.data().value("SELECT buttons FROM wecom_menu WHERE corp = ? AND app = ?",
                                      x.caller.tenant, x.caller.app);
  if (!buttons) throw failure(code::menu_not_set, "the app has no menu");
  return json::object{{"button", json::parse(*buttons)}};
}

answer delete_menu(exchange& x) {
  need_own_menu(x);
  x.data().run("DELETE FROM wecom_menu WHERE corp = ? AND app = ?", x.caller.tenant, x.caller.app);
  return {};
}

field one_of_the_types(field f, error_ref error) {
  return f.one_of({"click", "view", "scancode_push", "scancode_waitmsg", "pic_sysphoto", "pic_photo_or_album",
                   "pic_weixin", "location_select", "view_miniprogram"},
                  error);
}

constexpr std::string_view url_form = "a URL with http://, https:// or weixin://wxpay/bizpayurl";

std::vector<field> menu_fields() {
  field agentid = agentid_field();
  agentid.in_query();
  return {
      agentid,
      field("button")
          .array(code::menu_button_count_invalid)
          .required(code::menu_button_count_invalid)
          .count(1, 3, code::menu_button_count_invalid),
      one_of_the_types(field("button[].type").text(code::menu_button_type_invalid),
                       code::menu_button_type_invalid),
      field("button[].name")
          .text(code::menu_button_name_length_invalid)
          .required(code::menu_button_name_length_invalid)
          .bytes(1, 16, code::menu_button_name_length_invalid),
      field("button[].key")
          .text(code::menu_button_key_length_invalid)
          .bytes(0, 128, code::menu_button_key_length_invalid),
      field("button[].url")
          .text(code::menu_button_url_invalid)
          .bytes(0, 1024, code::menu_button_url_length_invalid)
          .form(is_menu_url, url_form, "ftp://beacon.example/", code::menu_button_url_invalid),
      field("button[].pagepath").text(),
      field("button[].appid").text(),
      field("button[].sub_button")
          .array(code::menu_sub_button_count_invalid)
          .count(1, 5, code::menu_sub_button_count_invalid),
      one_of_the_types(field("button[].sub_button[].type")
                           .text(code::menu_sub_button_type_invalid)
                           .required(code::menu_sub_button_type_invalid),
                       code::menu_sub_button_type_invalid),
      field("button[].sub_button[].name")
          .text(code::menu_sub_button_name_length_invalid)
          .required(code::menu_sub_button_name_length_invalid)
          .bytes(1, 40, code::menu_sub_button_name_length_invalid),
      field("button[].sub_button[].key")
          .text(code::menu_sub_button_key_length_invalid)
          .bytes(0, 60, code::menu_sub_button_key_length_invalid),
      field("button[].sub_button[].url")
          .text(code::menu_sub_button_url_invalid)
          .bytes(0, 1024, code::menu_sub_button_url_length_invalid)
          .form(is_menu_url, url_form, "ftp://beacon.example/", code::menu_sub_button_url_invalid),
      field("button[].sub_button[].pagepath").text(),
      field("button[].sub_button[].appid").text(),
  };
}

}  // namespace

void create_menu_tables(store& data) { data.script(schema); }

void add_menus(endpoint_list& list) {
  list.push_back({
      .name = "menu/create",
      .method = "POST",
      .path = "/cgi-bin/menu/create",
      .title = "Publish an app's menu",
      .group = "menus",
      .credential = access_token,
      .permission = messages,
      .fields = menu_fields(),
      .raises = agent_claims(
          {{code::menu_button_type_invalid, "a button without buttons below it has no type"},
           {code::menu_button_key_length_invalid, "a button that goes back to the app has no key"},
           {code::menu_button_url_invalid, "a button of the type view has no url"},
           {code::menu_too_deep, "a button on the second level has buttons below it"},
           {code::menu_sub_button_type_invalid, "an element of sub_button is no object"},
           {code::menu_sub_button_key_length_invalid,
            "a button on the second level that needs a key has none"},
           {code::menu_sub_button_url_invalid, "a view button on the second level has no url"},
           {code::parameter_invalid, "a button of the type view_miniprogram lacks pagepath or appid"}}),
      .handle = create_menu,
      .document = "https://developer.work.weixin.qq.com/document/path/90231",
  });
  list.push_back({
      .name = "menu/get",
      .method = "GET",
      .path = "/cgi-bin/menu/get",
      .title = "Read an app's menu",
      .group = "menus",
      .credential = access_token,
      .permission = messages,
      .fields = {agentid_field()},
      .raises = agent_claims({{code::menu_not_set, "the app has no menu"}}),
      .handle = get_menu,
      .document = "https://developer.work.weixin.qq.com/document/path/90232",
  });
  list.push_back({
      .name = "menu/delete",
      .method = "GET",
      .path = "/cgi-bin/menu/delete",
      .title = "Take an app's menu away",
      .group = "menus",
      .credential = access_token,
      .permission = messages,
      .fields = {agentid_field()},
      .raises = agent_claims(),
      .handle = delete_menu,
      .document = "https://developer.work.weixin.qq.com/document/path/90233",
  });
}

}  // namespace errdex::emulation::wecom
