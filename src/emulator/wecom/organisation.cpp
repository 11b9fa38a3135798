// The tables that all groups share, and the reader of the fixture.
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <set>
#include <stdexcept>

#include "emulator/platform/fixture.hpp"
#include "emulator/wecom/wecom.hpp"

namespace errdex::emulation::wecom {
namespace json = boost::json;
namespace {

constexpr const char* schema = R"(
CREATE TABLE IF NOT EXISTS wecom_corp(corpid TEXT PRIMARY KEY, name TEXT NOT NULL, certified INTEGER NOT NULL,
  member_limit INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS wecom_app(corp TEXT NOT NULL, app TEXT NOT NULL, agentid INTEGER NOT NULL, kind TEXT NOT NULL,
  name TEXT NOT NULL, secret TEXT NOT NULL UNIQUE, enabled INTEGER NOT NULL, trusted_ips TEXT NOT NULL,
  description TEXT NOT NULL, redirect_domain TEXT NOT NULL, home_url TEXT NOT NULL, callback_url TEXT NOT NULL,
  report_location INTEGER NOT NULL, report_enter INTEGER NOT NULL, PRIMARY KEY(corp, app)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS wecom_app_number ON wecom_app(corp, agentid);
CREATE TABLE IF NOT EXISTS wecom_app_scope(corp TEXT NOT NULL, app TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL,
  PRIMARY KEY(corp, app, kind, id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS wecom_token(token TEXT PRIMARY KEY, corp TEXT NOT NULL, app TEXT NOT NULL,
  expires INTEGER NOT NULL, revoked INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS wecom_token_app ON wecom_token(corp, app, expires);
CREATE TABLE IF NOT EXISTS wecom_department(corp TEXT NOT NULL, id INTEGER NOT NULL, parent INTEGER NOT NULL,
  name TEXT NOT NULL, name_en TEXT NOT NULL, sort INTEGER NOT NULL, PRIMARY KEY(corp, id)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS wecom_department_parent ON wecom_department(corp, parent, name);
-- What only is read back as it was written stands in details, as JSON.
CREATE TABLE IF NOT EXISTS wecom_member(corp TEXT NOT NULL, userid TEXT NOT NULL COLLATE NOCASE, name TEXT NOT NULL,
  mobile TEXT, email TEXT COLLATE NOCASE, status INTEGER NOT NULL, main_department INTEGER NOT NULL, openid TEXT,
  creator INTEGER NOT NULL, renameable INTEGER NOT NULL, details TEXT NOT NULL, PRIMARY KEY(corp, userid)) WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS wecom_member_mobile ON wecom_member(corp, mobile);
CREATE UNIQUE INDEX IF NOT EXISTS wecom_member_email ON wecom_member(corp, email);
CREATE INDEX IF NOT EXISTS wecom_member_openid ON wecom_member(corp, openid);
CREATE TABLE IF NOT EXISTS wecom_membership(corp TEXT NOT NULL, department INTEGER NOT NULL,
  userid TEXT NOT NULL COLLATE NOCASE, position INTEGER NOT NULL, sort INTEGER NOT NULL, leader INTEGER NOT NULL,
  PRIMARY KEY(corp, department, userid)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS wecom_membership_user ON wecom_membership(corp, userid, position);
CREATE TABLE IF NOT EXISTS wecom_tag(corp TEXT NOT NULL, tagid INTEGER NOT NULL, name TEXT NOT NULL, creator TEXT NOT NULL,
  PRIMARY KEY(corp, tagid)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS wecom_tag_member(corp TEXT NOT NULL, tagid INTEGER NOT NULL, kind TEXT NOT NULL,
  id TEXT NOT NULL COLLATE NOCASE, PRIMARY KEY(corp, tagid, kind, id)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS wecom_tag_member_id ON wecom_tag_member(corp, kind, id);
)";

std::string joined(const json::array& list) {
  std::string out;
  for (const auto& v : list) out += (out.empty() ? "" : ",") + scalar_text(v).value_or("");
  return out;
}

void load_department(store& data, const std::string& corp, const fixture_part& p, std::int64_t parent) {
  p.only({"id", "name", "name_en", "order", "departments"});
  const std::int64_t id = p.number("id", 0);
  if (id < 1) p.refuse("needs an 'id' of 1 or more");
  data.run("INSERT INTO wecom_department(corp, id, parent, name, name_en, sort) VALUES(?, ?, ?, ?, ?, ?)",
           corp, id, parent, p.needed("name"), p.text("name_en"), p.number("order", 100'000'000 - id));
  for (const auto& child : p.list("departments"))
    load_department(data, corp, fixture_part(child, "department below " + std::to_string(id)), id);
}

void load_member(store& data, const std::string& corp, const fixture_part& p) {
  p.only({"userid", "name", "departments", "leads", "mobile", "email", "status", "openid", "creator",
          "renameable", "details"});
  const std::string userid = p.needed("userid");
  const json::array& departments = p.list("departments");
  if (departments.empty()) p.refuse("needs 'departments'");
  const auto* details = p.object().if_contains("details");
  data.run(
      "INSERT INTO wecom_member(corp, userid, name, mobile, email, status, main_department, openid, creator, "
      "renameable, details) "
      "VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      corp, userid, p.needed("name"), p.maybe("mobile"), p.maybe("email"), p.number("status", 1),
      as_integer(departments.front()).value_or(1), p.maybe("openid"), p.number("creator", 0),
      p.number("renameable", 0), details ? json::serialize(*details) : "{}");
  std::set<std::int64_t> leads;
  for (const auto& d : p.list("leads")) leads.insert(as_integer(d).value_or(0));
  std::int64_t position = 0;
  for (const auto& d : departments) {
    const auto id = as_integer(d);
    if (!id || !data.exists("SELECT 1 FROM wecom_department WHERE corp = ? AND id = ?", corp, *id))
      p.refuse("is in a department that the fixture does not have");
    data.run(
        "INSERT INTO wecom_membership(corp, department, userid, position, sort, leader) VALUES(?, ?, ?, ?, "
        "0, ?)",
        corp, *id, userid, position++, leads.count(*id));
  }
}

void load_app(store& data, const std::string& corp, const fixture_part& p) {
  p.only({"id", "agentid", "kind", "name", "secret", "enabled", "trusted_ips", "description",
          "redirect_domain", "home_url", "callback_url", "scope"});
  const std::string id = p.needed("id"), kind = p.text("kind", "app");
  if (!allows(kind, messages) && !allows(kind, contacts_write))
    p.refuse("there is no kind of app '" + kind + "'");
  data.run(
      "INSERT INTO wecom_app(corp, app, agentid, kind, name, secret, enabled, trusted_ips, description, "
      "redirect_domain, home_url, "
      "callback_url, report_location, report_enter) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0)",
      corp, id, p.number("agentid", 0), kind, p.text("name", id), p.needed("secret"), p.number("enabled", 1),
      joined(p.list("trusted_ips")), p.text("description"), p.text("redirect_domain"), p.text("home_url"),
      p.text("callback_url"));
  const auto* scope = p.object().if_contains("scope");
  if (!scope) return;
  const fixture_part s(*scope, p.where() + ", scope");
  s.only({"users", "departments", "tags"});
  for (const auto& [key, word] :
       {std::pair("users", "user"), std::pair("departments", "party"), std::pair("tags", "tag")})
    for (const auto& v : s.list(key))
      data.run("INSERT OR IGNORE INTO wecom_app_scope(corp, app, kind, id) VALUES(?, ?, ?, ?)", corp, id,
               word, scalar_text(v));
}

void load_tag(store& data, const std::string& corp, const fixture_part& p) {
  p.only({"tagid", "name", "creator", "users", "departments"});
  const std::int64_t id = p.number("tagid", 0);
  data.run("INSERT INTO wecom_tag(corp, tagid, name, creator) VALUES(?, ?, ?, ?)", corp, id, p.needed("name"),
           p.text("creator", "contacts"));
  for (const auto& [key, word] : {std::pair("users", "user"), std::pair("departments", "party")})
    for (const auto& v : p.list(key))
      data.run("INSERT OR IGNORE INTO wecom_tag_member(corp, tagid, kind, id) VALUES(?, ?, ?, ?)", corp, id,
               word, scalar_text(v));
}

}  // namespace

void create_core_tables(store& data) { data.script(schema); }

void load_corps(world& w, const json::object& fixture, const std::vector<group>& groups) {
  const json::value whole(fixture);
  const fixture_part top(whole, "wecom");
  top.only({"corps"});
  for (const auto& value : top.list("corps")) {
    const fixture_part corp(value, "corp " + fixture_part(value, "corp").text("corpid"));
    std::vector<std::string_view> keys{"corpid",      "name",    "certified", "member_limit",
                                       "departments", "members", "tags",      "apps"};
    for (const group& g : groups)
      if (g.load) keys.push_back(g.fixture_key);
    corp.only(keys);
    const std::string id = corp.needed("corpid");
    try {
      w.data.run("INSERT INTO wecom_corp(corpid, name, certified, member_limit) VALUES(?, ?, ?, ?)", id,
                 corp.needed("name"), corp.number("certified", 1), corp.number("member_limit", 100'000));
      for (const auto& d : corp.list("departments"))
        load_department(w.data, id, fixture_part(d, id + ", department"), 0);
      for (const auto& m : corp.list("members")) {
        const fixture_part named(m, id + ", member");
        load_member(w.data, id, fixture_part(m, id + ", member " + named.text("userid")));
      }
      for (const auto& t : corp.list("tags")) load_tag(w.data, id, fixture_part(t, id + ", tag"));
      for (const auto& a : corp.list("apps")) load_app(w.data, id, fixture_part(a, id + ", app"));
      for (const group& g : groups) {
        const auto* own = g.load ? corp.object().if_contains(g.fixture_key) : nullptr;
        if (own) g.load(w, id, *own);
      }
    } catch (const store_error& e) {
      corp.refuse(std::string("two things have the same id, or a text is missing: ") + e.what());
    }
  }
}

}  // namespace errdex::emulation::wecom
