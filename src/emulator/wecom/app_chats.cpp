// Group chats that an app makes and writes to.
#include <array>

#include "emulator/wecom/chats.hpp"
#include "emulator/wecom/message_contents.hpp"
#include "emulator/wecom/messages.hpp"

namespace errdex::emulation::wecom {
namespace json = boost::json;
namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr chat_family family = chat_family::of_apps;
constexpr chat_size size{2, 2000};
constexpr std::int64_t people_a_minute = 20'000;
constexpr std::int64_t people_an_hour_small = 150'000;  ///< Of organisations that are not certified.
constexpr std::int64_t people_an_hour = 350'000;

constexpr std::array<std::string_view, 9> chat_types{"text",     "image", "voice",  "video",   "file",
                                                     "textcard", "news",  "mpnews", "markdown"};

/// Only an organisation's own app that everybody sees has chats.
void need_whole_scope(const exchange& x) {
  if (x.caller.kind != "app" || !sees_everything(x))
    throw failure(code::access_token_no_permission,
                  "the app is a system app, or its scope is not the root department");
}

chat need_own_chat(const exchange& x) {
  auto found = find_chat(x, family, x.text("chatid"));
  if (!found) throw failure(code::appchat_not_found, "there is no chat with the chatid");
  if (found->app != x.caller.app) throw failure(code::chat_of_another_app, "it was made by " + found->app);
  return *std::move(found);
}

answer create_app_chat(exchange& x) {
  need_whole_scope(x);
  const std::string id = x.text("chatid").empty() ? x.ids().text("wecom.appchat", 32, alphabets::alphanumeric)
                                                  : x.text("chatid");
  return json::object{{"chatid", create_chat(x, family, id, size).id}};
}

answer get_app_chat(exchange& x) {
  need_whole_scope(x);
  return json::object{{"chat_info", show_chat(need_own_chat(x))}};
}

answer update_app_chat(exchange& x) {
  need_whole_scope(x);
  change_chat(x, family, need_own_chat(x), read_change(x), size);
  return {};
}

answer send_to_app_chat(exchange& x) {
  need_whole_scope(x);
  const chat to = need_own_chat(x);
  json::object content = read_content(x);
  check_safe(x);
  const bool certified =
      x.data().number("SELECT certified FROM wecom_corp WHERE corpid = ?", x.caller.tenant).value_or(0) != 0;
  const std::string whose = "appchat " + x.caller.tenant;
  count_people(x, whose, people_a_minute, minutes(1), to.members.size());
  count_people(x, whose, certified ? people_an_hour : people_an_hour_small, hours(1), to.members.size());
  keep_message(x, {"appchat",
                   to.id,
                   x.text("msgtype"),
                   std::move(content),
                   to.members,
                   {{200, minutes(1)}, {10'000, hours(24)}}});
  return {};
}

void append(std::vector<claim>& to, std::vector<claim> more) {
  std::move(more.begin(), more.end(), std::back_inserter(to));
}

}  // namespace

void add_app_chats(endpoint_list& list) {
  const claim unknown{code::appchat_not_found, "no app has made a chat with the chatid"};
  const claim foreign{code::chat_of_another_app, "another app has made the chat"};
  endpoint e{
      .name = "appchat/create",
      .method = "POST",
      .path = "/cgi-bin/appchat/create",
      .title = "Make a group chat",
      .group = "appchats",
      .credential = access_token,
      .permission = messages,
      .fields = {chat_name(), field("owner").text(code::chat_owner_invalid), chat_members(2, 2000),
                 new_chat_id()},
      .raises = creation_claims(),
      .limits = {{1000, hours(24), rate_limit::scope::tenant}},
      .handle = create_app_chat,
  };
  list.push_back(e);

  e.name = "appchat/get";
  e.method = "GET";
  e.path = "/cgi-bin/appchat/get";
  e.title = "Read a group chat";
  e.fields = {known_chat_id()};
  e.raises = {unknown, foreign};
  e.limits = {};
  e.handle = get_app_chat;
  list.push_back(e);

  e.name = "appchat/update";
  e.method = "POST";
  e.path = "/cgi-bin/appchat/update";
  e.title = "Change a group chat";
  e.fields = {known_chat_id(), chat_name(), field("owner").text(code::chat_owner_invalid),
              field("add_user_list").array(code::chat_member_not_found),
              field("del_user_list").array(code::chat_member_not_found)};
  e.raises = {unknown, foreign};
  append(e.raises, change_claims());
  e.limits = {{1000, hours(1), rate_limit::scope::tenant}};
  e.handle = update_app_chat;
  list.push_back(e);

  e.name = "appchat/send";
  e.path = "/cgi-bin/appchat/send";
  e.title = "Send a message to a group chat";
  e.fields = content_fields(chat_types);
  e.fields.insert(e.fields.begin(), known_chat_id());
  e.fields.push_back(field("safe").integer().one_of({"0", "1", "2"}));
  e.raises = {unknown, foreign, {code::news_message_not_confidential, "msgtype is news and safe is not 0"}};
  append(e.raises, content_claims(chat_types));
  e.limits = {};
  e.handle = send_to_app_chat;
  list.push_back(e);
}

}  // namespace errdex::emulation::wecom
