#include "emulator/wecom/suites.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>

#include "emulator/wecom/suite_events.hpp"

namespace errdex::emulation::wecom {
namespace json = boost::json;
namespace {

constexpr std::int64_t token_life = 7200;  // Seconds.
// Where the numbers of an organisation's own apps begin; those of the platform's apps are above 3,000,000.
constexpr std::int64_t first_agentid = 1'000'002, last_agentid = 2'999'999;

constexpr const char* schema = R"(
CREATE TABLE IF NOT EXISTS wecom_pre_auth(code TEXT PRIMARY KEY, corp TEXT NOT NULL, suite TEXT NOT NULL,
  expires INTEGER NOT NULL, apps TEXT NOT NULL, auth_type INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS wecom_suite_grant(code TEXT PRIMARY KEY, corp TEXT NOT NULL, suite TEXT NOT NULL, userid TEXT NOT NULL,
  apps TEXT NOT NULL, scope TEXT NOT NULL, state TEXT NOT NULL, register_code TEXT NOT NULL, expires INTEGER NOT NULL,
  used INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS wecom_authorization(permanent_code TEXT PRIMARY KEY, corp TEXT NOT NULL, suite TEXT NOT NULL,
  userid TEXT NOT NULL, since INTEGER NOT NULL, granted INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS wecom_authorization_pair ON wecom_authorization(corp, suite, granted);
CREATE TABLE IF NOT EXISTS wecom_suite_install(corp TEXT NOT NULL, app TEXT NOT NULL, suite TEXT NOT NULL, appid INTEGER NOT NULL,
  PRIMARY KEY(corp, app)) WITHOUT ROWID;
)";

void remove_apps(exchange& x, const std::string& corp, const std::string& suite) {
  x.data().run("UPDATE wecom_authorization SET granted = 0 WHERE corp = ? AND suite = ?", corp, suite);
  for (const char* table : {"wecom_token", "wecom_app_scope", "wecom_app"})
    x.data().run("DELETE FROM " + std::string(table) +
                     " WHERE corp = ?1 AND app IN (SELECT app FROM wecom_suite_install WHERE corp = ?1 AND "
                     "suite = ?2)",
                 corp, suite);
  x.data().run("DELETE FROM wecom_suite_install WHERE corp = ? AND suite = ?", corp, suite);
}

void add_app(exchange& x, const suite_grant& grant, std::int64_t appid) {
  const std::string app = grant.suite + "/" + std::to_string(appid);
  const std::int64_t agentid =
      x.data()
          .number("SELECT max(agentid) FROM wecom_app WHERE corp = ? AND agentid BETWEEN ? AND ?", grant.corp,
                  first_agentid, last_agentid)
          .value_or(first_agentid - 1) +
      1;
  x.data().run(
      "INSERT INTO wecom_app(corp, app, agentid, kind, name, secret, enabled, trusted_ips, description, "
      "redirect_domain, home_url, callback_url, report_location, report_enter) "
      "SELECT ?, ?, ?, ?, a.name, ?, 1, p.trusted_ips, a.description, s.redirect_domain, a.home_url, '', 0, "
      "0 FROM wecom_suite_app a JOIN wecom_suite s ON s.suite = a.suite JOIN wecom_provider p ON p.corp = "
      "s.corp WHERE a.suite = ? AND a.appid = ?",
      grant.corp, app, agentid, third_party, x.ids().text("wecom.app_secret", 43), grant.suite, appid);
  x.data().run("INSERT INTO wecom_suite_install(corp, app, suite, appid) VALUES(?, ?, ?, ?)", grant.corp, app,
               grant.suite, appid);
  for (const std::string& part : split(grant.scope, ',')) {
    const auto colon = part.find(':');
    x.data().run("INSERT OR IGNORE INTO wecom_app_scope(corp, app, kind, id) VALUES(?, ?, ?, ?)", grant.corp,
                 app, part.substr(0, colon), part.substr(colon + 1));
  }
}

}  // namespace

void create_suite_tables(store& data) { data.script(schema); }

std::string make_auth_code(world& w, const suite_grant& grant) {
  std::string issued = w.ids.text("wecom.auth_code", 128);
  w.data.run(
      "INSERT INTO wecom_suite_grant(code, corp, suite, userid, apps, scope, state, register_code, expires, "
      "used) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",
      issued, grant.corp, grant.suite, grant.userid, grant.apps, grant.scope, grant.state,
      grant.register_code, w.clock.seconds() + auth_code_life);
  tell_of_grant(w, grant.suite, issued, grant.state);
  return issued;
}

bool remove_suite(world& w, std::string_view corp, std::string_view suite) {
  if (w.data.run("UPDATE wecom_authorization SET granted = 0 WHERE corp = ? AND suite = ? AND granted", corp,
                 suite) == 0)
    return false;
  tell_of_change(w, suite, "cancel_auth", corp);
  return true;
}

std::string install_suite(exchange& x, const suite_grant& grant) {
  remove_apps(x, grant.corp, grant.suite);
  std::vector<std::int64_t> appids;
  auto apps = x.data().query("SELECT appid FROM wecom_suite_app WHERE suite = ? ORDER BY appid", grant.suite);
  const auto chosen = split(grant.apps, ',');
  while (apps.next())
    if (chosen.empty() || std::find(chosen.begin(), chosen.end(), apps.text(0)) != chosen.end())
      appids.push_back(apps.integer(0));
  for (const std::int64_t appid : appids) add_app(x, grant, appid);
  std::string issued = x.ids().text("wecom.permanent_code", 86);
  x.data().run(
      "INSERT INTO wecom_authorization(permanent_code, corp, suite, userid, since, granted) VALUES(?, ?, ?, "
      "?, ?, 1)",
      issued, grant.corp, grant.suite, grant.userid, x.seconds());
  return issued;
}

json::object corp_token(exchange& x, std::string_view corp, std::string_view suite) {
  // Of a suite with several apps the first stands in the token; a call that names another by its agentid is
  // taken as that app's.
  const auto app = x.data().value(
      "SELECT app FROM wecom_suite_install WHERE corp = ? AND suite = ? ORDER BY appid LIMIT 1", corp, suite);
  auto current = x.data().query(
      "SELECT token, expires FROM wecom_token WHERE corp = ? AND app = ? AND expires > ? AND NOT revoked",
      corp, app, x.seconds());
  if (current.next())
    return {{"access_token", current.text(0)}, {"expires_in", current.integer(1) - x.seconds()}};
  const std::string token = x.ids().text("wecom.access_token", 214);
  x.data().run("INSERT INTO wecom_token(token, corp, app, expires, revoked) VALUES(?, ?, ?, ?, 0)", token,
               corp, app, x.seconds() + token_life);
  return {{"access_token", token}, {"expires_in", token_life}};
}

void need_own_suite(const exchange& x) {
  const auto* named = x.json("suite_id");
  if (named && scalar_text(*named) != x.caller.app)
    throw failure(code::suite_token_of_other_suite, "the token is one of " + x.caller.app);
}

void need_corp(const exchange& x, std::string_view corp) {
  if (!x.data().exists("SELECT 1 FROM wecom_corp WHERE corpid = ?", corp))
    throw failure(code::corp_not_found, "there is no organisation " + std::string(corp));
}

void check_authorization(exchange& x) {
  if (x.caller.kind != third_party) return;
  const auto suite = x.data().value("SELECT suite FROM wecom_suite_install WHERE corp = ? AND app = ?",
                                    x.caller.tenant, x.caller.app);
  if (!x.data().exists("SELECT 1 FROM wecom_authorization WHERE corp = ? AND suite = ? AND granted",
                       x.caller.tenant, suite))
    throw failure(code::authorization_revoked, x.caller.tenant + " has removed the app");
  if (!x.has("agentid") || x.integer("agentid") == x.caller.number) return;
  auto other = x.data().query(
      "SELECT a.app, a.agentid FROM wecom_suite_install i JOIN wecom_app a ON a.corp = i.corp AND a.app = "
      "i.app WHERE i.corp = ? AND i.suite = ? AND a.agentid = ?",
      x.caller.tenant, suite, x.integer("agentid"));
  if (!other.next()) return;
  x.caller.app = other.text(0);
  x.caller.number = other.integer(1);
}

std::string open_userid(const exchange& x, std::string_view corp, std::string_view userid) {
  return "wo" + make_text(x.ids().seed(),
                          "wecom.open_userid " + std::string(corp) + ' ' + std::string(userid), 0, 30,
                          alphabets::token);
}

json::object show_person(const exchange& x, std::string_view corp, std::string_view userid) {
  json::object out{{"userid", userid}, {"open_userid", open_userid(x, corp, userid)}};
  auto row =
      x.data().query("SELECT name, details FROM wecom_member WHERE corp = ? AND userid = ?", corp, userid);
  if (!row.next()) return out;
  out["name"] = row.text(0);
  const json::value details = json::parse(row.text(1));
  const auto* avatar = find_path(details.get_object(), "avatar");
  out["avatar"] = avatar ? *avatar : json::value("");
  return out;
}

}  // namespace errdex::emulation::wecom
