// Logging in to mini programs. What the client does stands under /wecom-client/: wx.qy.login and
// wx.qy.checkSession.
#include "emulator/wecom/callback_crypto.hpp"
#include "emulator/wecom/login.hpp"
#include "emulator/wecom/members.hpp"

namespace errdex::emulation::wecom {
namespace json = boost::json;
namespace {

// The platform says no more than that a session which is not used ends some day.
constexpr std::int64_t session_life = 86'400;  // Seconds.

constexpr const char* schema = R"(
CREATE TABLE IF NOT EXISTS wecom_mini_session(corp TEXT NOT NULL, app TEXT NOT NULL, userid TEXT NOT NULL COLLATE NOCASE,
  session_key TEXT NOT NULL, expires INTEGER NOT NULL, PRIMARY KEY(corp, app, userid)) WITHOUT ROWID;
)";

answer start_session(exchange& x) {
  const std::string given = x.text("js_code");
  const login who = find_code(x, login_kind::mini_program, given);
  if (who.app != x.caller.app)
    throw failure(code::login_code_invalid,
                  "the mini program belongs to " + who.app + ", the access_token to " + x.caller.app);
  use_up_code(x, given);
  const std::string key = base64_encode(x.ids().text("wecom.session_key", 16));
  x.data().run(
      "INSERT OR REPLACE INTO wecom_mini_session(corp, app, userid, session_key, expires) VALUES(?, ?, ?, ?, "
      "?)",
      x.caller.tenant, x.caller.app, who.userid, key, x.seconds() + session_life);
  return json::object{{"corpid", x.caller.tenant}, {"userid", who.userid}, {"session_key", key}};
}

/// A new login makes the old session key void until the new code has been exchanged.
answer log_in(exchange& x) {
  enter(x, x.text("corpid"), x.integer("agentid"));
  const std::string userid = need_member(x, x.text("userid"));
  x.data().run("DELETE FROM wecom_mini_session WHERE corp = ? AND app = ? AND userid = ?", x.caller.tenant,
               x.caller.app, userid);
  return json::object{
      {"login_code", issue_code(x, {login_kind::mini_program, x.caller.app, userid, {}, {}, false})}};
}

answer check_session(exchange& x) {
  enter(x, x.text("corpid"), x.integer("agentid"));
  const auto expires =
      x.data().number("SELECT expires FROM wecom_mini_session WHERE corp = ? AND app = ? AND userid = ?",
                      x.caller.tenant, x.caller.app, need_member(x, x.text("userid")));
  if (!expires)
    throw failure(code::mini_program_session_expired, "the member has not logged in to the mini program");
  if (*expires <= x.seconds()) throw failure(code::mini_program_session_expired, "the session is over");
  return json::object{{"expireIn", *expires - x.seconds()}};
}

std::vector<field> client_fields() {
  return {field("corpid").text().required(code::corp_id_missing),
          field("agentid").integer(code::agent_id_invalid).required(code::agent_id_missing),
          field("userid").text().required(code::user_id_missing)};
}

}  // namespace

void create_mini_program_tables(store& data) { data.script(schema); }

void add_mini_programs(endpoint_list& list) {
  list.push_back({
      .name = "miniprogram/jscode2session",
      .method = "GET",
      .path = "/cgi-bin/miniprogram/jscode2session",
      .title = "Learn who has logged in to a mini program",
      .group = "oauth",
      .credential = access_token,
      .fields = {field("js_code").text().required(code::auth_code_missing),
                 field("grant_type").text().required().one_of({"authorization_code"})},
      .raises = {{code::login_code_invalid,
                  "the code was never issued for the app's mini program, was used, or is "
                  "older than five minutes"}},
      .members_first = true,
      .handle = start_session,
      .document = "https://developer.work.weixin.qq.com/document/path/91507",
  });
  list.push_back({
      .name = "client/wx.qy.login",
      .method = "GET",
      .path = "/wecom-client/wx.qy.login",
      .title = "What a mini program does to get a code: wx.qy.login",
      .group = "clients",
      .fields = client_fields(),
      .raises = entering({{code::user_not_found, "nobody has the userid"}}),
      .handle = log_in,
      .document = "https://developer.work.weixin.qq.com/document/path/91506",
  });
  list.push_back({
      .name = "client/wx.qy.checkSession",
      .method = "GET",
      .path = "/wecom-client/wx.qy.checkSession",
      .title = "What a mini program does to see whether its session key is good: wx.qy.checkSession",
      .group = "clients",
      .fields = client_fields(),
      .raises =
          entering({{code::user_not_found, "nobody has the userid"},
                    {code::mini_program_session_expired,
                     "the member has not logged in, the code of the last login was not exchanged, or the "
                     "session is older than a day"}}),
      .handle = check_session,
      .document = "https://developer.work.weixin.qq.com/document/path/91508",
  });
}

}  // namespace errdex::emulation::wecom
