// A member logs in to a third-party app, and its provider learns who it was.
#include "emulator/wecom/suite_login.hpp"

#include <boost/json/object.hpp>

#include "emulator/wecom/login.hpp"
#include "emulator/wecom/members.hpp"
#include "emulator/wecom/suites.hpp"

namespace errdex::emulation::wecom {
namespace json = boost::json;
namespace {

constexpr const char* schema = R"(
CREATE TABLE IF NOT EXISTS wecom_suite_login(code TEXT PRIMARY KEY, suite TEXT NOT NULL, corp TEXT NOT NULL,
  userid TEXT NOT NULL, openid TEXT NOT NULL, details INTEGER NOT NULL, expires INTEGER NOT NULL, used INTEGER NOT NULL)
  WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS wecom_suite_user_ticket(ticket TEXT PRIMARY KEY, suite TEXT NOT NULL, corp TEXT NOT NULL,
  userid TEXT NOT NULL, expires INTEGER NOT NULL) WITHOUT ROWID;
)";

struct person {
  std::string corp, userid, openid;
  bool details = false;
};

person take_code(exchange& x) {
  const std::string given = x.text("code");
  auto row = x.data().query(
      "SELECT corp, userid, openid, details, expires, used FROM wecom_suite_login WHERE code = ? AND suite = "
      "?",
      given, x.caller.app);
  if (!row.next()) throw failure(code::login_code_invalid, "no such code was given to the suite");
  if (row.integer(5) != 0) throw failure(code::login_code_invalid, "it was used before");
  if (row.integer(4) <= x.seconds()) throw failure(code::login_code_invalid, "it is older than 5 minutes");
  person out{std::string(row.text(0)), std::string(row.text(1)), std::string(row.text(2)),
             row.integer(3) != 0};
  x.data().run("UPDATE wecom_suite_login SET used = 1 WHERE code = ?", given);
  return out;
}

void add_ticket(exchange& x, const person& who, json::object& out) {
  if (!who.details) return;
  const std::string ticket = x.ids().text("wecom.user_ticket", 64);
  x.data().run(
      "INSERT INTO wecom_suite_user_ticket(ticket, suite, corp, userid, expires) VALUES(?, ?, ?, ?, ?)",
      ticket, x.caller.app, who.corp, who.userid, x.seconds() + user_ticket_life);
  out["user_ticket"] = ticket;
  out["expires_in"] = user_ticket_life;
}

answer identify(exchange& x) {
  const person who = take_code(x);
  if (who.userid.empty()) return json::object{{"openid", who.openid}};
  json::object out{{"corpid", who.corp}, {"userid", who.userid}};
  add_ticket(x, who, out);
  out["open_userid"] = open_userid(x, who.corp, who.userid);
  return out;
}

/// The older path has other keys.
answer identify_as_before(exchange& x) {
  const person who = take_code(x);
  const std::string device =
      make_text(x.ids().seed(), "wecom.device " + who.userid + who.openid, 0, 32, alphabets::hex);
  if (who.userid.empty()) return json::object{{"OpenId", who.openid}, {"DeviceId", device}};
  json::object out{{"CorpId", who.corp}, {"UserId", who.userid}, {"DeviceId", device}};
  add_ticket(x, who, out);
  out["open_userid"] = open_userid(x, who.corp, who.userid);
  return out;
}

/// corpid and the member's details with these keys.
json::object details(exchange& x, std::initializer_list<std::string_view> keys) {
  auto row = x.data().query(
      "SELECT corp, userid, expires FROM wecom_suite_user_ticket WHERE ticket = ? AND suite = ?",
      x.text("user_ticket"), x.caller.app);
  if (!row.next()) throw failure(code::user_ticket_invalid, "the suite was given no such ticket");
  if (row.integer(2) <= x.seconds())
    throw failure(code::user_ticket_expired,
                  "it expired " + std::to_string(x.seconds() - row.integer(2)) + " s ago");
  x.caller.tenant = row.text(0);
  json::object out{{"corpid", row.text(0)}};
  add_details(out, show_member(x, need_member(x, row.text(1))), keys);
  return out;
}

answer show_details(exchange& x) {
  return details(x, {"userid", "gender", "avatar", "qr_code", "mobile", "email", "biz_mail", "address"});
}

answer show_details_as_before(exchange& x) {
  return details(x, {"userid", "name", "gender", "avatar", "qr_code"});
}

endpoint who_logged_in(std::string_view name, std::string_view path, endpoint_handler handle) {
  return {
      .name = name,
      .method = "GET",
      .path = path,
      .title = "Learn who has logged in to a third-party app",
      .group = "suites",
      .credential = suite_access_token,
      .fields = {login_code_field()},
      .raises = {{code::login_code_invalid,
                  "it was never given to the suite, was used before, or is older than five minutes"}},
      .handle = handle,
  };
}

endpoint details_of_login(std::string_view name, std::string_view path, endpoint_handler handle) {
  return {
      .name = name,
      .method = "POST",
      .path = path,
      .title = "Read the personal details of who has logged in to a third-party app",
      .group = "suites",
      .credential = suite_access_token,
      .fields = {user_ticket_field()},
      .raises = {{code::user_ticket_invalid, "the suite was never given the ticket"},
                 {code::user_ticket_expired, "the ticket is older than 1,800 seconds"},
                 {code::user_not_found, "the member has been deleted meanwhile"}},
      .handle = handle,
  };
}

}  // namespace

void create_suite_login_tables(store& data) { data.script(schema); }

bool is_suite(const exchange& x, std::string_view id) {
  return x.data().exists("SELECT 1 FROM wecom_suite WHERE suite = ?", id);
}

answer log_in_to_suite(exchange& x) {
  const std::string suite = x.text("appid"), openid = x.text("openid");
  auto row = x.data().query("SELECT corp, redirect_domain FROM wecom_suite WHERE suite = ?", suite);
  row.next();
  need_redirect_domain(x, row.text(1));
  std::string corp = x.text("auth_corpid"), userid;
  if (corp.empty())
    corp =
        x.data()
            .value("SELECT corp FROM wecom_authorization WHERE suite = ? AND granted ORDER BY corp LIMIT 1",
                   suite)
            .value_or("");
  if (corp.empty())
    corp = x.data()
               .value("SELECT corpid FROM wecom_corp WHERE corpid <> ? ORDER BY corpid LIMIT 1", row.text(0))
               .value_or("");
  if (!x.data().exists("SELECT 1 FROM wecom_corp WHERE corpid = ?", corp))
    throw failure(code::corp_id_invalid, "there is no organisation " + corp);
  if (openid.empty()) {
    const auto found = x.data().value(
        "SELECT userid FROM wecom_member WHERE corp = ?1 AND (?2 = '' OR userid = ?2) ORDER BY "
        "creator DESC, userid LIMIT 1",
        corp, x.text("userid"));
    if (!found) throw failure(code::user_not_found, "nobody of " + corp + " has the userid");
    userid = *found;
  }
  const std::string issued = x.ids().text("wecom.login_code", 43);
  x.data().run(
      "INSERT INTO wecom_suite_login(code, suite, corp, userid, openid, details, expires, used) VALUES(?, ?, "
      "?, ?, ?, ?, ?, 0)",
      issued, suite, corp, userid, openid, x.text("scope") == "snsapi_privateinfo",
      x.seconds() + login_code_life);
  return go_back(x, {{"code", issued}, {"state", x.text("state")}});
}

void add_suite_logins(endpoint_list& list) {
  list.push_back(
      who_logged_in("service/auth/getuserinfo3rd", "/cgi-bin/service/auth/getuserinfo3rd", identify));
  list.push_back(
      who_logged_in("service/getuserinfo3rd", "/cgi-bin/service/getuserinfo3rd", identify_as_before));
  list.push_back(details_of_login("service/auth/getuserdetail3rd", "/cgi-bin/service/auth/getuserdetail3rd",
                                  show_details));
  list.push_back(details_of_login("service/getuserdetail3rd", "/cgi-bin/service/getuserdetail3rd",
                                  show_details_as_before));
}

}  // namespace errdex::emulation::wecom
