// Exchanging the code of a login for who it was, and a ticket for personal details.
#include "emulator/wecom/login.hpp"

#include <boost/json/array.hpp>

#include "emulator/wecom/members.hpp"

namespace errdex::emulation::wecom {
namespace json = boost::json;
namespace {

constexpr const char* schema = R"(
CREATE TABLE IF NOT EXISTS wecom_login_code(code TEXT PRIMARY KEY, corp TEXT NOT NULL, kind INTEGER NOT NULL,
  app TEXT NOT NULL, userid TEXT NOT NULL, openid TEXT NOT NULL, host TEXT NOT NULL, details INTEGER NOT NULL,
  created INTEGER NOT NULL, used INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS wecom_user_ticket(ticket TEXT PRIMARY KEY, corp TEXT NOT NULL, app TEXT NOT NULL,
  userid TEXT NOT NULL, expires INTEGER NOT NULL) WITHOUT ROWID;
)";

/// The code must have been sent to the trusted domain of the app that exchanges it, from a link of that app.
void need_own_login(const exchange& x, const login& who) {
  const auto trusted = x.data().value("SELECT redirect_domain FROM wecom_app WHERE corp = ? AND app = ?",
                                      x.caller.tenant, x.caller.app);
  if (!who.app.empty() && who.app != x.caller.app)
    throw failure(code::url_not_trusted_domain,
                  "the code was issued in " + who.app + ", the access_token is that of " + x.caller.app);
  if (trusted != who.host)
    throw failure(code::url_not_trusted_domain, "the code was sent to " + who.host +
                                                    ", the trusted domain of " + x.caller.app + " is '" +
                                                    trusted.value_or("") + "'");
}

login exchange_code(exchange& x) {
  const std::string given = x.text("code");
  login who = find_code(x, login_kind::page, given);
  need_own_login(x, who);
  use_up_code(x, given);
  return who;
}

/// The ticket for personal details, when the person agreed and the app may see them.
void add_ticket(exchange& x, const login& who, json::object& out) {
  if (!who.details || !sees_member(x, who.userid)) return;
  const std::string ticket = x.ids().text("wecom.user_ticket", 64);
  x.data().run("INSERT INTO wecom_user_ticket(ticket, corp, app, userid, expires) VALUES(?, ?, ?, ?, ?)",
               ticket, x.caller.tenant, x.caller.app, who.userid, x.seconds() + user_ticket_life);
  out["user_ticket"] = ticket;
  out["expires_in"] = user_ticket_life;
}

answer identify(exchange& x) {
  const login who = exchange_code(x);
  if (who.userid.empty()) return json::object{{"openid", who.openid}};
  json::object out{{"userid", who.userid}};
  add_ticket(x, who, out);
  return out;
}

/// The path of before 2022 has other keys.
answer identify_as_before(exchange& x) {
  const login who = exchange_code(x);
  json::object out;
  if (who.userid.empty())
    out["OpenId"] = who.openid;
  else
    out["UserId"] = who.userid;
  out["DeviceId"] =
      make_text(x.ids().seed(), "wecom.device " + who.userid + who.openid, 0, 32, alphabets::hex);
  if (!who.userid.empty()) add_ticket(x, who, out);
  return out;
}

std::string find_ticket(const exchange& x) {
  auto row = x.data().query("SELECT corp, app, userid, expires FROM wecom_user_ticket WHERE ticket = ?",
                            x.text("user_ticket"));
  if (!row.next() || row.text(0) != x.caller.tenant || row.text(1) != x.caller.app)
    throw failure(code::user_ticket_invalid, "the app was given no such ticket");
  if (row.integer(3) <= x.seconds())
    throw failure(code::user_ticket_expired,
                  "the ticket expired " + std::to_string(x.seconds() - row.integer(3)) + " s ago");
  return need_visible_member(x, row.text(2));
}

answer show_details(exchange& x) {
  json::object out;
  add_details(out, show_member(x, find_ticket(x)),
              {"userid", "gender", "avatar", "qr_code", "mobile", "email", "biz_mail", "address"});
  return out;
}

answer show_details_as_before(exchange& x) {
  json::object out;
  add_details(out, show_member(x, find_ticket(x)),
              {"userid", "name", "department", "position", "mobile", "gender", "email", "avatar", "qr_code"});
  return out;
}

void add_identify(endpoint_list& list, std::string_view name, std::string_view path,
                  endpoint_handler handle) {
  list.push_back({
      .name = name,
      .method = "GET",
      .path = path,
      .title = "Learn who has logged in",
      .group = "oauth",
      .credential = access_token,
      .fields = {login_code_field()},
      .raises =
          {{code::login_code_invalid, "the code was never issued, was used, or is older than five minutes"},
           {code::url_not_trusted_domain,
            "the code was sent to another domain than the app's trusted one, or was issued in another app"}},
      .handle = handle,
      .document = "https://developer.work.weixin.qq.com/document/path/91023",
  });
}

void add_details_endpoint(endpoint_list& list, std::string_view name, std::string_view path,
                          endpoint_handler handle) {
  list.push_back({
      .name = name,
      .method = "POST",
      .path = path,
      .title = "Read the personal details of who has logged in",
      .group = "oauth",
      .credential = access_token,
      .fields = {user_ticket_field()},
      .raises = {{code::user_ticket_invalid, "the app was never given the ticket"},
                 {code::user_ticket_expired, "the ticket is older than 1,800 seconds"},
                 {code::user_not_found, "the member has been deleted meanwhile"},
                 {code::contact_range_no_permission, "the app does not see the member any more"}},
      .handle = handle,
      .document = "https://developer.work.weixin.qq.com/document/path/95833",
  });
}

}  // namespace

void create_login_tables(store& data) { data.script(schema); }

field login_code_field() {
  return field("code").text().required(code::auth_code_missing).bytes(1, 512, code::login_code_invalid);
}

field user_ticket_field() {
  return field("user_ticket")
      .text(code::user_ticket_invalid)
      .required(code::parameter_missing)
      .bytes(1, 512, code::user_ticket_invalid);
}

void add_details(json::object& out, const json::object& member,
                 std::initializer_list<std::string_view> keys) {
  for (const std::string_view key : keys) {
    const auto* v = member.if_contains(key);
    out[key] = v && !v->is_null() ? *v : json::value("");
  }
}

std::string issue_code(exchange& x, const login& who) {
  std::string made = x.ids().text("wecom.login_code", 43);
  x.data().run(
      "INSERT INTO wecom_login_code(code, corp, kind, app, userid, openid, host, details, created, used) "
      "VALUES(?, "
      "?, ?, ?, ?, ?, ?, ?, ?, 0)",
      made, x.caller.tenant, who.kind, who.app, who.userid, who.openid, who.host, who.details, x.seconds());
  return made;
}

login find_code(const exchange& x, login_kind kind, std::string_view given) {
  auto row = x.data().query(
      "SELECT app, userid, openid, host, details, created, used FROM wecom_login_code WHERE code = ? AND "
      "corp = ? "
      "AND kind = ?",
      given, x.caller.tenant, kind);
  if (!row.next()) throw failure(code::login_code_invalid, "no such code was issued to the organisation");
  if (row.integer(6) != 0) throw failure(code::login_code_invalid, "the code was used already");
  if (row.integer(5) + login_code_life <= x.seconds())
    throw failure(code::login_code_invalid, "the code is older than five minutes");
  return {kind,
          std::string(row.text(0)),
          std::string(row.text(1)),
          std::string(row.text(2)),
          std::string(row.text(3)),
          row.integer(4) != 0};
}

void use_up_code(exchange& x, std::string_view given) {
  x.data().run("UPDATE wecom_login_code SET used = 1 WHERE code = ?", given);
}

void enter(exchange& x, std::string_view corp, std::int64_t agentid) {
  if (!x.data().exists("SELECT 1 FROM wecom_corp WHERE corpid = ?", corp))
    throw failure(code::corp_id_invalid, "there is no organisation " + std::string(corp));
  x.caller.tenant = corp;
  if (agentid == 0) return;
  auto app = x.data().query(
      "SELECT app, kind FROM wecom_app WHERE corp = ? AND agentid = ? AND kind <> 'contacts'", corp, agentid);
  if (!app.next())
    throw failure(code::agent_id_invalid,
                  "the organisation has no app with the agentid " + std::to_string(agentid));
  x.caller.app = app.text(0);
  x.caller.kind = app.text(1);
  x.caller.number = agentid;
}

std::vector<claim> entering(std::vector<claim> more) {
  std::vector<claim> out{{code::corp_id_invalid, "there is no such organisation"},
                         {code::agent_id_invalid, "the organisation has no app with the agentid"}};
  out.insert(out.end(), more.begin(), more.end());
  return out;
}

void add_logins(endpoint_list& list) {
  add_identify(list, "auth/getuserinfo", "/cgi-bin/auth/getuserinfo", identify);
  add_identify(list, "user/getuserinfo", "/cgi-bin/user/getuserinfo", identify_as_before);
  add_details_endpoint(list, "auth/getuserdetail", "/cgi-bin/auth/getuserdetail", show_details);
  add_details_endpoint(list, "user/getuserdetail", "/cgi-bin/user/getuserdetail", show_details_as_before);
}

}  // namespace errdex::emulation::wecom
