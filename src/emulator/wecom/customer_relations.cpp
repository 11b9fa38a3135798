// Who serves which customer: the data, its fixture, and what the calls of customer contact ask of it.
#include <boost/json/serialize.hpp>

#include "emulator/platform/fixture.hpp"
#include "emulator/wecom/customer_events.hpp"
#include "emulator/wecom/customers.hpp"

namespace errdex::emulation::wecom {
namespace json = boost::json;
namespace {

constexpr const char* schema = R"(
CREATE TABLE IF NOT EXISTS wecom_customer_setting(corp TEXT PRIMARY KEY, contact_way_limit INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS wecom_customer_server(corp TEXT NOT NULL, userid TEXT NOT NULL COLLATE NOCASE,
  verified INTEGER NOT NULL, customer_limit INTEGER NOT NULL, PRIMARY KEY(corp, userid)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS wecom_customer_departure(corp TEXT NOT NULL, userid TEXT NOT NULL COLLATE NOCASE,
  left_at INTEGER NOT NULL, PRIMARY KEY(corp, userid)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS wecom_customer(corp TEXT NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL, type INTEGER NOT NULL,
  gender INTEGER NOT NULL, unionid TEXT, openid TEXT, avatar TEXT NOT NULL, position TEXT NOT NULL, corp_name TEXT NOT NULL,
  corp_full_name TEXT NOT NULL, PRIMARY KEY(corp, id)) WITHOUT ROWID;
CREATE UNIQUE INDEX IF NOT EXISTS wecom_customer_unionid ON wecom_customer(corp, unionid);
CREATE TABLE IF NOT EXISTS wecom_customer_relation(corp TEXT NOT NULL, userid TEXT NOT NULL COLLATE NOCASE,
  customer TEXT NOT NULL, remark TEXT NOT NULL, description TEXT NOT NULL, company TEXT NOT NULL, mobiles TEXT NOT NULL,
  added INTEGER NOT NULL, add_way INTEGER NOT NULL, oper_userid TEXT NOT NULL, state TEXT NOT NULL,
  chat_ends INTEGER, PRIMARY KEY(corp, userid, customer)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS wecom_customer_relation_customer ON wecom_customer_relation(corp, customer);
CREATE INDEX IF NOT EXISTS wecom_customer_relation_end ON wecom_customer_relation(corp, chat_ends)
  WHERE chat_ends IS NOT NULL;
CREATE TABLE IF NOT EXISTS wecom_customer_transfer(number INTEGER PRIMARY KEY, corp TEXT NOT NULL, customer TEXT NOT NULL,
  handover TEXT NOT NULL COLLATE NOCASE, takeover TEXT NOT NULL COLLATE NOCASE, status INTEGER NOT NULL,
  started INTEGER NOT NULL, ended INTEGER);
CREATE INDEX IF NOT EXISTS wecom_customer_transfer_open ON wecom_customer_transfer(corp, status, started);
CREATE TABLE IF NOT EXISTS wecom_customer_welcome(corp TEXT NOT NULL, code TEXT NOT NULL, userid TEXT NOT NULL,
  customer TEXT NOT NULL, expires INTEGER NOT NULL, message TEXT, PRIMARY KEY(corp, code)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS wecom_customer_auth_code(corp TEXT NOT NULL, code TEXT NOT NULL, customer TEXT NOT NULL,
  PRIMARY KEY(corp, code)) WITHOUT ROWID;
)";

constexpr std::int64_t transfer_wait = 86'400;
constexpr std::int64_t usual_customer_limit = 20'000;
constexpr std::int64_t usual_contact_way_limit = 500'000;
constexpr std::int64_t assigned_by_administrator = 202;  // How a relation came to be: add_way.

// States of a hand-over, as transfer_result tells them.
constexpr std::int64_t transferred = 1, waiting = 2, over_limit = 4;

void load_relation(world& w, const std::string& corp, const std::string& customer, const fixture_part& p) {
  p.only({"userid", "remark", "description", "company", "mobiles", "added", "add_way", "state", "tags",
          "chat_for"});
  const std::string userid = p.needed("userid");
  const auto* chat_for = p.object().if_contains("chat_for");
  w.data.run(
      "INSERT INTO wecom_customer_relation(corp, userid, customer, remark, description, company, mobiles, "
      "added, "
      "add_way, oper_userid, state, chat_ends) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      corp, userid, customer, p.text("remark"), p.text("description"), p.text("company"),
      json::serialize(p.list("mobiles")), p.number("added", w.clock.seconds()), p.number("add_way", 1),
      userid, p.text("state"),
      chat_for ? std::optional(w.clock.seconds() + p.number("chat_for", 0)) : std::optional<std::int64_t>());
  for (const auto& tag : p.list("tags"))
    w.data.run("INSERT INTO wecom_customer_tag_mark(corp, userid, customer, tag) VALUES(?, ?, ?, ?)", corp,
               userid, customer, scalar_text(tag));
}

void load_customer(world& w, const std::string& corp, const fixture_part& p) {
  p.only({"id", "name", "type", "gender", "unionid", "openid", "avatar", "position", "corp_name",
          "corp_full_name", "served_by"});
  const std::string id = p.needed("id");
  w.data.run(
      "INSERT INTO wecom_customer(corp, id, name, type, gender, unionid, openid, avatar, position, "
      "corp_name, "
      "corp_full_name) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      corp, id, p.needed("name"), p.number("type", 1), p.number("gender", 0), p.maybe("unionid"),
      p.maybe("openid"), p.text("avatar"), p.text("position"), p.text("corp_name"), p.text("corp_full_name"));
  for (const auto& r : p.list("served_by"))
    load_relation(w, corp, id, fixture_part(r, p.where() + ", served_by"));
}

/// The relation goes from one member to the other, as far as that one still has room.
void complete_transfer(const exchange& x, std::int64_t number, const std::string& customer,
                       const std::string& handover, const std::string& takeover, std::int64_t when) {
  const bool room = static_cast<std::int64_t>(customers_of(x, takeover).size()) < customer_limit(x, takeover);
  x.data().run("UPDATE wecom_customer_transfer SET status = ?, ended = ? WHERE number = ?",
               room ? transferred : over_limit, when, number);
  if (!room) {
    tell_customer_change(x.world, x.caller.tenant,
                         {.type = "transfer_fail",
                          .userid = takeover,
                          .customer = customer,
                          .fail_reason = "customer_limit_exceed"});
    return;
  }
  end_relation(x, handover, customer);
  x.data().run(
      "INSERT OR IGNORE INTO wecom_customer_relation(corp, userid, customer, remark, description, company, "
      "mobiles, added, add_way, oper_userid, state) VALUES(?, ?, ?, '', '', '', '[]', ?, ?, ?, '')",
      x.caller.tenant, takeover, customer, when, assigned_by_administrator, takeover);
}

}  // namespace

void create_customer_tables(store& data) { data.script(schema); }

void load_customers(world& w, const std::string& corp, const json::value& part) {
  const fixture_part p(part, corp + ", customers");
  p.only({"contact_way_limit", "servers", "departed", "list", "welcome_codes", "auth_codes"});
  w.data.run("INSERT INTO wecom_customer_setting(corp, contact_way_limit) VALUES(?, ?)", corp,
             p.number("contact_way_limit", usual_contact_way_limit));
  for (const auto& value : p.list("servers")) {
    const fixture_part s(value, p.where() + ", server");
    s.only({"userid", "verified", "customer_limit"});
    w.data.run("INSERT INTO wecom_customer_server(corp, userid, verified, customer_limit) VALUES(?, ?, ?, ?)",
               corp, s.needed("userid"), s.number("verified", 1),
               s.number("customer_limit", usual_customer_limit));
  }
  for (const auto& value : p.list("departed")) {
    const fixture_part d(value, p.where() + ", departed");
    d.only({"userid", "left"});
    w.data.run("INSERT INTO wecom_customer_departure(corp, userid, left_at) VALUES(?, ?, ?)", corp,
               d.needed("userid"), d.number("left", w.clock.seconds()));
  }
  for (const auto& value : p.list("list")) {
    const fixture_part c(value, p.where());
    load_customer(w, corp, fixture_part(value, p.where() + ", " + c.text("id")));
  }
  for (const auto& value : p.list("welcome_codes")) {
    const fixture_part c(value, p.where() + ", welcome code");
    c.only({"code", "userid", "customer", "issued"});
    w.data.run(
        "INSERT INTO wecom_customer_welcome(corp, code, userid, customer, expires) VALUES(?, ?, ?, ?, ?)",
        corp, c.needed("code"), c.needed("userid"), c.needed("customer"),
        c.number("issued", w.clock.seconds()) + welcome_code_life);
  }
  for (const auto& value : p.list("auth_codes")) {
    const fixture_part c(value, p.where() + ", auth code");
    c.only({"code", "customer"});
    w.data.run("INSERT INTO wecom_customer_auth_code(corp, code, customer) VALUES(?, ?, ?)", corp,
               c.needed("code"), c.needed("customer"));
  }
}

bool serves_customers(const exchange& x, std::string_view userid) {
  return x.data().exists(
      "SELECT 1 FROM wecom_customer_server s JOIN wecom_member m ON m.corp = s.corp AND m.userid = s.userid "
      "WHERE "
      "s.corp = ? AND s.userid = ?",
      x.caller.tenant, userid);
}

bool has_verified_name(const exchange& x, std::string_view userid) {
  return x.data().exists("SELECT 1 FROM wecom_customer_server WHERE corp = ? AND userid = ? AND verified",
                         x.caller.tenant, userid);
}

std::int64_t customer_limit(const exchange& x, std::string_view userid) {
  return x.data()
      .number("SELECT customer_limit FROM wecom_customer_server WHERE corp = ? AND userid = ?",
              x.caller.tenant, userid)
      .value_or(usual_customer_limit);
}

std::string need_server(const exchange& x, std::string_view userid) {
  auto found = find_member(x, userid);
  if (!found || !sees_member(x, *found))
    throw failure(code::user_not_found, "no member that the app sees has the userid " + std::string(userid));
  if (!serves_customers(x, *found))
    throw failure(code::user_outside_customer_contact_range,
                  "customer contact is not switched on for " + *found);
  return std::move(*found);
}

void note_departure(const exchange& x, std::string_view userid) {
  x.data().run(
      "INSERT OR REPLACE INTO wecom_customer_departure(corp, userid, left_at) SELECT ?1, ?2, ?3 WHERE EXISTS "
      "(SELECT 1 FROM wecom_customer_relation WHERE corp = ?1 AND userid = ?2)",
      x.caller.tenant, userid, x.seconds());
  x.data().run("DELETE FROM wecom_customer_server WHERE corp = ? AND userid = ?", x.caller.tenant, userid);
}

bool has_left(const exchange& x, std::string_view userid) {
  return !find_member(x, userid) &&
         x.data().exists("SELECT 1 FROM wecom_customer_departure WHERE corp = ? AND userid = ?",
                         x.caller.tenant, userid);
}

void settle_relations(const exchange& x) {
  x.data().run("DELETE FROM wecom_customer_relation WHERE corp = ? AND chat_ends <= ?", x.caller.tenant,
               x.seconds());
  struct open_transfer {
    std::int64_t number, started;
    std::string customer, handover, takeover;
  };
  std::vector<open_transfer> due;
  auto rows = x.data().query(
      "SELECT number, started, customer, handover, takeover FROM wecom_customer_transfer WHERE corp = ? AND "
      "status = ? AND started <= ? ORDER BY number",
      x.caller.tenant, waiting, x.seconds() - transfer_wait);
  while (rows.next())
    due.push_back({rows.integer(0), rows.integer(1), std::string(rows.text(2)), std::string(rows.text(3)),
                   std::string(rows.text(4))});
  for (const open_transfer& t : due)
    complete_transfer(x, t.number, t.customer, t.handover, t.takeover, t.started + transfer_wait);
}

void need_customer(const exchange& x, std::string_view customer) {
  if (!x.data().exists("SELECT 1 FROM wecom_customer WHERE corp = ? AND id = ?", x.caller.tenant, customer))
    throw failure(code::external_user_id_invalid, "there is no customer " + std::string(customer));
}

bool has_relation(const exchange& x, std::string_view userid, std::string_view customer) {
  return x.data().exists(
      "SELECT 1 FROM wecom_customer_relation WHERE corp = ? AND userid = ? AND customer = ?", x.caller.tenant,
      userid, customer);
}

void need_relation(const exchange& x, std::string_view userid, std::string_view customer) {
  need_customer(x, customer);
  if (!has_relation(x, userid, customer))
    throw failure(code::external_contact_relation_missing,
                  std::string(userid) + " does not serve " + std::string(customer));
}

std::string any_server(const exchange& x, std::string_view customer) {
  return x.data()
      .value(
          "SELECT r.userid FROM wecom_customer_relation r JOIN wecom_member m ON m.corp = r.corp AND "
          "m.userid = "
          "r.userid WHERE r.corp = ? AND r.customer = ? ORDER BY r.added, r.userid",
          x.caller.tenant, customer)
      .value_or("");
}

std::vector<std::string> customers_of(const exchange& x, std::string_view userid) {
  std::vector<std::string> out;
  auto rows = x.data().query(
      "SELECT customer FROM wecom_customer_relation WHERE corp = ? AND userid = ? ORDER BY added, customer",
      x.caller.tenant, userid);
  while (rows.next()) out.emplace_back(rows.text(0));
  return out;
}

void end_relation(const exchange& x, std::string_view userid, std::string_view customer) {
  x.data().run("DELETE FROM wecom_customer_tag_mark WHERE corp = ? AND userid = ? AND customer = ?",
               x.caller.tenant, userid, customer);
  x.data().run("DELETE FROM wecom_customer_relation WHERE corp = ? AND userid = ? AND customer = ?",
               x.caller.tenant, userid, customer);
}

page cut_page(const exchange& x, const json::array& all, std::int64_t limit) {
  constexpr std::string_view mark = "after-";
  const std::string cursor = x.text("cursor");
  std::size_t from = 0;
  if (!cursor.empty()) {
    const auto position = cursor.substr(0, mark.size()) == mark
                              ? as_integer(json::value(json::string(cursor.substr(mark.size()))))
                              : std::nullopt;
    if (!position || *position < 1 || static_cast<std::size_t>(*position) >= all.size())
      throw failure(code::parameter_invalid, "no answer had the cursor " + cursor);
    from = static_cast<std::size_t>(*position);
  }
  const std::size_t end =
      std::min(all.size(), from + static_cast<std::size_t>(std::max<std::int64_t>(limit, 1)));
  page out;
  for (std::size_t i = from; i < end; ++i) out.items.push_back(all[i]);
  if (end < all.size()) out.next_cursor = std::string(mark) + std::to_string(end);
  return out;
}

endpoint customer_endpoint(std::string_view method, std::string_view path, std::string_view title,
                           std::string_view group, endpoint_handler handle) {
  endpoint e;
  e.name = path.substr(std::string_view("/cgi-bin/").size());
  e.method = method;
  e.path = path;
  e.title = title;
  e.group = group;
  e.credential = access_token;
  e.permission = customer_contact;
  e.handle = handle;
  return e;
}

field server_field(std::string_view name) { return field(name).text().required(code::user_id_missing); }

field customer_field() { return field("external_userid").text().required(code::external_user_id_missing); }

}  // namespace errdex::emulation::wecom
