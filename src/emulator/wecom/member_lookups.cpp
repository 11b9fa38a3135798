// From one id of a member to another, and what else is asked about members.
#include <algorithm>
#include <boost/json/array.hpp>

#include "emulator/wecom/members.hpp"

namespace errdex::emulation::wecom {
namespace json = boost::json;
namespace {

answer to_openid(exchange& x) {
  const std::string userid = need_member(x, x.text("userid"));
  if (!sees_member(x, userid))
    throw failure(code::user_outside_visible_range, "the app does not see " + userid);
  const auto openid = x.data().value("SELECT openid FROM wecom_member WHERE corp = ? AND userid = ?",
                                     x.caller.tenant, userid);
  if (!openid) throw failure(code::user_not_bound_to_wechat, userid + " has no WeChat account linked");
  return json::object{{"openid", *openid}};
}

answer to_userid(exchange& x) {
  const auto userid = x.data().value("SELECT userid FROM wecom_member WHERE corp = ? AND openid = ?",
                                     x.caller.tenant, x.text("openid"));
  if (!userid) throw failure(code::openid_not_found, "nobody has the openid");
  return json::object{{"userid", *userid}};
}

/// Look-ups that find nobody are counted: more than a fifth of the head count block the API for a day.
answer look_up(exchange& x, const char* sql, std::string_view name) {
  const std::string key = "missed look-ups " + x.caller.tenant + ' ' + std::string(x.endpoint.name);
  if (x.world.limits.is_shut(key, x.now()))
    throw failure(code::rate_limited, "too many look-ups have found nobody; the API is blocked for a day");
  const auto userid = x.data().value(sql, x.caller.tenant, x.text(name));
  if (userid) return json::object{{"userid", *userid}};
  const auto heads =
      x.data().number("SELECT count(*) FROM wecom_member WHERE corp = ?", x.caller.tenant).value_or(0);
  if (x.world.settings.rate_limits &&
      !x.world.limits.take(key, std::max<std::int64_t>(1, heads / 5), std::chrono::hours(24), x.now()))
    throw failure(code::rate_limited, "more look-ups than a fifth of the head count have found nobody");
  throw failure(code::user_not_found_by_lookup, "nobody has it");
}

answer by_mobile(exchange& x) {
  return look_up(x, "SELECT userid FROM wecom_member WHERE corp = ? AND mobile = ?", "mobile");
}
answer by_email(exchange& x) {
  return look_up(x, "SELECT userid FROM wecom_member WHERE corp = ? AND email = ?", "email");
}

answer confirm_member(exchange& x) {
  const std::string userid = need_member(x, x.text("userid"));
  x.data().run("UPDATE wecom_member SET status = 1 WHERE corp = ? AND userid = ?", x.caller.tenant, userid);
  return {};
}

answer invite(exchange& x) {
  const auto users = x.texts("user"), parties = x.texts("party"), tags = x.texts("tag");
  if (users.empty() && parties.empty() && tags.empty())
    throw failure(code::recipients_missing_or_invalid, "user, party and tag are all empty");
  json::array bad_users, bad_parties, bad_tags;
  for (const auto& id : users)
    if (const auto found = find_member(x, id); !found || !sees_member(x, *found)) bad_users.emplace_back(id);
  for (const std::int64_t id : x.integers("party"))
    if (!department_exists(x, id) || !sees_department(x, id)) bad_parties.emplace_back(id);
  for (const std::int64_t id : x.integers("tag"))
    if (!x.data().exists("SELECT 1 FROM wecom_tag WHERE corp = ? AND tagid = ?", x.caller.tenant, id))
      bad_tags.emplace_back(id);
  const bool none = bad_users.size() == users.size() && bad_parties.size() == parties.size() &&
                    bad_tags.size() == tags.size();
  json::object out{{"invaliduser", std::move(bad_users)},
                   {"invalidparty", std::move(bad_parties)},
                   {"invalidtag", std::move(bad_tags)}};
  if (none)
    throw failure(code::recipients_all_invalid, "nobody of those given exists and is seen by the app")
        .with(std::move(out));
  return out;
}

answer join_code(exchange& x) {
  return json::object{{"join_qrcode", "https://work.weixin.qq.com/wework_admin/genqrcode?action=join&vcode=" +
                                          x.ids().text("wecom.join_code", 32, alphabets::hex)}};
}

answer active_members(exchange& x) {
  return json::object{
      {"active_cnt",
       x.data()
           .number("SELECT count(*) FROM wecom_member WHERE corp = ? AND status = 1", x.caller.tenant)
           .value_or(0)}};
}

bool is_date(std::string_view text) {
  return text.size() == 10 && parse_instant(std::string(text) + "T00:00:00Z").has_value();
}

}  // namespace

void add_member_lookups(endpoint_list& list) {
  const auto post = [](std::string_view name, std::string_view path, std::string_view title) {
    endpoint e;
    e.name = name;
    e.method = "POST";
    e.path = path;
    e.title = title;
    e.group = "members";
    e.credential = access_token;
    return e;
  };
  endpoint e =
      post("user/convert_to_openid", "/cgi-bin/user/convert_to_openid", "From a userid to an openid");
  e.fields = {userid_field()};
  e.raises = {{code::user_not_found, "nobody has the userid"},
              {code::user_outside_visible_range, "the member is outside what the app may see"},
              {code::user_not_bound_to_wechat, "the member has no WeChat account linked"}};
  e.handle = to_openid;
  list.push_back(e);

  e = post("user/convert_to_userid", "/cgi-bin/user/convert_to_userid", "From an openid to a userid");
  e.fields = {field("openid").text().required(code::parameter_missing)};
  e.raises = {{code::openid_not_found, "nobody has the openid"}};
  e.handle = to_userid;
  list.push_back(e);

  e = post("user/getuserid", "/cgi-bin/user/getuserid", "From a mobile number to a userid");
  e.fields = {field("mobile")
                  .text()
                  .required(code::parameter_missing)
                  .bytes(5, 32, code::mobile_invalid)
                  .charset("0-9+-", code::mobile_invalid)};
  e.raises = {{code::user_not_found_by_lookup, "nobody has the number"},
              {code::rate_limited, "more look-ups than a fifth of the head count found nobody within a day"}};
  e.handle = by_mobile;
  list.push_back(e);

  e = post("user/get_userid_by_email", "/cgi-bin/user/get_userid_by_email",
           "From an e-mail address to a userid");
  e.fields = {field("email")
                  .text()
                  .required(code::parameter_missing)
                  .form(forms::email, "an e-mail address", "not an address", code::email_invalid),
              field("email_type").one_of({"1", "2"}, code::parameter_invalid)};
  e.raises = {{code::user_not_found_by_lookup, "nobody has the address"},
              {code::rate_limited, "more look-ups than a fifth of the head count found nobody within a day"}};
  e.handle = by_email;
  list.push_back(e);

  e = post("user/authsucc", "/cgi-bin/user/authsucc", "Let a member in after a second verification");
  e.method = "GET";
  e.fields = {userid_field()};
  e.raises = {{code::user_not_found, "nobody has the userid"}};
  e.handle = confirm_member;
  list.push_back(e);

  e = post("batch/invite", "/cgi-bin/batch/invite", "Invite members");
  e.fields = {field("user").array().count(0, 1000, code::user_list_length_invalid),
              field("party").array().count(0, 100, code::parameter_invalid),
              field("tag").array().count(0, 100, code::parameter_invalid)};
  e.raises = {{code::recipients_missing_or_invalid, "user, party and tag are all empty"},
              {code::recipients_all_invalid, "nobody of those given exists and is seen by the app"}};
  e.handle = invite;
  list.push_back(e);

  e = post("corp/get_join_qrcode", "/cgi-bin/corp/get_join_qrcode", "A QR code to join the organisation");
  e.method = "GET";
  e.permission = contacts_write;
  e.fields = {field("size_type").one_of({"1", "2", "3", "4"}, code::parameter_invalid)};
  e.handle = join_code;
  list.push_back(e);

  e = post("user/get_active_stat", "/cgi-bin/user/get_active_stat", "How many members were active on a day");
  e.permission = contacts_write;
  e.fields = {field("date")
                  .text()
                  .required(code::parameter_missing)
                  .form(is_date, "a day such as 2026-01-05", "yesterday", code::parameter_invalid)};
  e.handle = active_members;
  list.push_back(e);
}

}  // namespace errdex::emulation::wecom
