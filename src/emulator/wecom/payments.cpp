#include "emulator/wecom/payments.hpp"

#include <algorithm>

#include "emulator/platform/fixture.hpp"

namespace errdex::emulation::wecom {
namespace json = boost::json;
namespace {

constexpr const char* schema = R"(
-- supplier: whether the provider is registered for taking money; merchant: the number of its account, empty
-- until that is set up; key: what its requests are signed with; refundable: what its account has, in fen.
CREATE TABLE IF NOT EXISTS wecom_payment_account(corp TEXT PRIMARY KEY, supplier INTEGER NOT NULL, merchant TEXT NOT NULL,
  key TEXT NOT NULL, trusted_ips TEXT NOT NULL, cashiers TEXT NOT NULL) WITHOUT ROWID;
-- price: fen for one person and year, or for a year whoever uses it when fixed.
CREATE TABLE IF NOT EXISTS wecom_edition(corp TEXT NOT NULL, suite TEXT NOT NULL, edition TEXT NOT NULL, name TEXT NOT NULL,
  price INTEGER NOT NULL, fixed INTEGER NOT NULL, PRIMARY KEY(suite, edition)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS wecom_promotion_case(corp TEXT NOT NULL, case_id TEXT NOT NULL, edition TEXT NOT NULL,
  suite TEXT NOT NULL, price INTEGER NOT NULL, PRIMARY KEY(corp, case_id, edition, suite)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS wecom_order(id TEXT PRIMARY KEY, corp TEXT NOT NULL, business INTEGER NOT NULL, buyer TEXT NOT NULL,
  pay_type INTEGER NOT NULL, order_from INTEGER NOT NULL, creator TEXT NOT NULL, operator TEXT NOT NULL, test INTEGER NOT NULL,
  created INTEGER NOT NULL, confirmed INTEGER NOT NULL, paid INTEGER NOT NULL, closed INTEGER NOT NULL,
  refunded INTEGER NOT NULL, channel INTEGER NOT NULL, channel_order TEXT NOT NULL, origin_price INTEGER NOT NULL,
  paid_price INTEGER NOT NULL, content TEXT NOT NULL, case_id TEXT NOT NULL, case_edition TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS wecom_order_time ON wecom_order(corp, created, id);
CREATE TABLE IF NOT EXISTS wecom_order_line(corp TEXT NOT NULL, order_id TEXT NOT NULL, position INTEGER NOT NULL,
  suite TEXT NOT NULL, appid INTEGER NOT NULL, edition TEXT NOT NULL, edition_name TEXT NOT NULL, order_type INTEGER NOT NULL,
  users INTEGER NOT NULL, days INTEGER NOT NULL, takes_effect INTEGER NOT NULL, origin_price INTEGER NOT NULL,
  paid_price INTEGER NOT NULL, PRIMARY KEY(order_id, position)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS wecom_order_line_suite ON wecom_order_line(suite);
CREATE TABLE IF NOT EXISTS wecom_trial(corp TEXT NOT NULL, suite TEXT NOT NULL, buyer TEXT NOT NULL, ends INTEGER NOT NULL,
  prolonged INTEGER NOT NULL, PRIMARY KEY(suite, buyer)) WITHOUT ROWID;
)";

// The document says that orders lapse and not when; that those which only have to be confirmed confirm
// themselves after 72 hours it does.
constexpr std::int64_t payment_time = 3 * seconds_a_day;
constexpr std::int64_t confirmation_time = 3 * seconds_a_day;

std::string joined(const json::array& list) {
  std::string out;
  for (const auto& v : list) out += (out.empty() ? "" : ",") + scalar_text(v).value_or("");
  return out;
}

void load_order(world& w, const std::string& corp, const fixture_part& p) {
  p.only({"order_id", "buyer", "operator", "suite", "edition", "user_count", "days", "created", "paid",
          "price", "test"});
  app_order order;
  order.id = p.needed("order_id");
  order.provider = corp;
  order.buyer = p.needed("buyer");
  order.operator_id = p.text("operator");
  order.from = 1;
  order.test = p.number("test", 0);
  order.created = p.number("created", 0);
  order.paid = p.number("paid", 0);
  order.channel = order.paid == 0 ? 0 : 1;
  app_order_line line;
  line.suite = p.needed("suite");
  line.edition = p.needed("edition");
  line.users = p.number("user_count", 0);
  line.days = p.number("days", 365);
  const auto name = w.data.value("SELECT name FROM wecom_edition WHERE suite = ? AND edition = ?", line.suite,
                                 line.edition);
  if (!name) p.refuse("names an edition that the provider does not have");
  line.edition_name = *name;
  line.origin_price = line.paid_price = p.number("price", 0);
  order.origin_price = order.paid_price = line.origin_price;
  order.content = line.edition_name;
  insert_order(w.data, order, {line});
}

app_order read_order(const query& row) {
  app_order o;
  o.id = row.text(0), o.provider = row.text(1), o.business = row.integer(2), o.buyer = row.text(3);
  o.pay_type = row.integer(4), o.from = row.integer(5), o.creator = row.text(6), o.operator_id = row.text(7);
  o.test = row.integer(8), o.created = row.integer(9), o.confirmed = row.integer(10),
  o.paid = row.integer(11);
  o.closed = row.integer(12), o.refunded = row.integer(13), o.channel = row.integer(14);
  o.channel_order = row.text(15), o.origin_price = row.integer(16), o.paid_price = row.integer(17);
  o.content = row.text(18), o.case_id = row.text(19), o.case_edition = row.text(20);
  return o;
}

}  // namespace

void create_payment_tables(store& data) { data.script(schema); }

void load_payments(world& w, const std::string& corp, const json::value& part) {
  const fixture_part p(part, corp + ", payments");
  p.only({"supplier", "merchant", "key", "trusted_ips", "cashiers", "editions", "cases", "orders", "trials"});
  w.data.run(
      "INSERT INTO wecom_payment_account(corp, supplier, merchant, key, trusted_ips, cashiers) VALUES(?, ?, "
      "?, ?, ?, ?)",
      corp, p.number("supplier", 1), p.text("merchant"), p.needed("key"), joined(p.list("trusted_ips")),
      joined(p.list("cashiers")));
  for (const auto& value : p.list("editions")) {
    const fixture_part e(value, p.where() + ", edition");
    e.only({"suite", "edition_id", "name", "price", "fixed"});
    w.data.run("INSERT INTO wecom_edition(corp, suite, edition, name, price, fixed) VALUES(?, ?, ?, ?, ?, ?)",
               corp, e.needed("suite"), e.needed("edition_id"), e.needed("name"), e.number("price", 0),
               e.number("fixed", 0));
  }
  for (const auto& value : p.list("cases")) {
    const fixture_part c(value, p.where() + ", case");
    c.only({"case_id", "edition", "suite", "price"});
    w.data.run("INSERT INTO wecom_promotion_case(corp, case_id, edition, suite, price) VALUES(?, ?, ?, ?, ?)",
               corp, c.needed("case_id"), c.needed("edition"), c.needed("suite"), c.number("price", 0));
  }
  for (const auto& value : p.list("orders")) load_order(w, corp, fixture_part(value, p.where() + ", order"));
  for (const auto& value : p.list("trials")) {
    const fixture_part t(value, p.where() + ", trial");
    t.only({"suite", "buyer", "ends"});
    w.data.run("INSERT INTO wecom_trial(corp, suite, buyer, ends, prolonged) VALUES(?, ?, ?, ?, 0)", corp,
               t.needed("suite"), t.needed("buyer"), t.number("ends", 0));
  }
}

failure wrong_parameter(std::string_view name, std::string why) {
  failure out(code::order_parameter_invalid, std::string(name) + ": " + why);
  name_wrong_parameter(out, name);
  return out;
}

void name_wrong_parameter(failure& f, std::string_view path) {
  if (f.error == error_ref(code::order_parameter_invalid))
    f.wire_text = "invalid param `" + std::string(path) + "`";
}

void need_merchant(const exchange& x) {
  auto row =
      x.data().query("SELECT supplier, merchant FROM wecom_payment_account WHERE corp = ?", x.caller.tenant);
  if (!row.next() || row.integer(0) == 0)
    throw failure(code::supplier_not_registered, "the provider is not registered as a supplier");
  if (row.text(1).empty())
    throw failure(code::merchant_setup_invalid, "the provider has no merchant account")
        .text("no merchant account is bound to the supplier");
}

void need_single_app(const exchange& x, std::string_view suite) {
  if (x.data().number("SELECT count(*) FROM wecom_suite_app WHERE suite = ?", suite).value_or(0) > 1)
    throw failure(code::multi_app_suite_payment_unsupported, "the suite has several apps");
}

int edition_order_state(order_state state) noexcept {
  switch (state) {
    case order_state::unpaid:
    case order_state::to_confirm: return 0;
    case order_state::paid:
    case order_state::complete: return 1;
    case order_state::cancelled: return 2;
    case order_state::lapsed: return 3;
    case order_state::refunded: return 5;
  }
  return 0;
}

std::optional<app_order> find_order(store& data, std::string_view provider, std::string_view id) {
  auto row = data.query(
      "SELECT id, corp, business, buyer, pay_type, order_from, creator, operator, test, created, confirmed, "
      "paid, "
      "closed, refunded, channel, channel_order, origin_price, paid_price, content, case_id, case_edition "
      "FROM wecom_order WHERE corp = ? AND id = ?",
      provider, id);
  if (!row.next()) return std::nullopt;
  return read_order(row);
}

std::vector<app_order_line> order_lines(store& data, std::string_view order) {
  std::vector<app_order_line> out;
  auto row = data.query(
      "SELECT suite, appid, edition, edition_name, order_type, users, days, takes_effect, origin_price, "
      "paid_price "
      "FROM wecom_order_line WHERE order_id = ? ORDER BY position",
      order);
  while (row.next()) {
    app_order_line l;
    l.suite = row.text(0), l.appid = row.integer(1), l.edition = row.text(2), l.edition_name = row.text(3);
    l.order_type = row.integer(4), l.users = row.integer(5), l.days = row.integer(6);
    l.takes_effect = row.integer(7), l.origin_price = row.integer(8), l.paid_price = row.integer(9);
    out.push_back(std::move(l));
  }
  return out;
}

void insert_order(store& data, const app_order& o, const std::vector<app_order_line>& lines) {
  data.run(
      "INSERT INTO wecom_order(id, corp, business, buyer, pay_type, order_from, creator, operator, test, "
      "created, "
      "confirmed, paid, closed, refunded, channel, channel_order, origin_price, paid_price, content, "
      "case_id, "
      "case_edition) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      o.id, o.provider, o.business, o.buyer, o.pay_type, o.from, o.creator, o.operator_id, o.test, o.created,
      o.confirmed, o.paid, o.closed, o.refunded, o.channel, o.channel_order, o.origin_price, o.paid_price,
      o.content, o.case_id, o.case_edition);
  std::int64_t position = 0;
  for (const app_order_line& l : lines)
    data.run(
        "INSERT INTO wecom_order_line(corp, order_id, position, suite, appid, edition, edition_name, "
        "order_type, users, "
        "days, takes_effect, origin_price, paid_price) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        o.provider, o.id, position++, l.suite, l.appid, l.edition, l.edition_name, l.order_type, l.users,
        l.days, l.takes_effect, l.origin_price, l.paid_price);
}

order_state state_of(const app_order& order, std::int64_t now) noexcept {
  if (order.closed != 0) return order_state::cancelled;
  if (order.refunded != 0) return order_state::refunded;
  if (order.pay_type != 0) {
    const bool confirmed = order.confirmed != 0 || now >= order.created + confirmation_time;
    return confirmed ? order_state::complete : order_state::to_confirm;
  }
  if (order.paid != 0) return order_state::paid;
  return now >= order.created + payment_time ? order_state::lapsed : order_state::unpaid;
}

std::optional<subscription> subscription_of(store& data, std::string_view suite, std::string_view buyer,
                                            std::int64_t now, std::string_view until) {
  std::vector<app_order> orders;
  {
    auto rows = data.query(
        "SELECT o.id, o.corp, o.business, o.buyer, o.pay_type, o.order_from, o.creator, o.operator, o.test, "
        "o.created, "
        "o.confirmed, o.paid, o.closed, o.refunded, o.channel, o.channel_order, o.origin_price, "
        "o.paid_price, "
        "o.content, o.case_id, o.case_edition FROM wecom_order_line l JOIN wecom_order o ON o.id = "
        "l.order_id "
        "WHERE l.suite = ? AND o.buyer = ? AND NOT o.test GROUP BY o.id ORDER BY o.created, o.id",
        suite, buyer);
    while (rows.next()) orders.push_back(read_order(rows));
  }
  std::optional<subscription> out;
  for (const app_order& order : orders) {
    const order_state state = state_of(order, now);
    if (state != order_state::paid && state != order_state::complete) continue;
    const std::int64_t since = order.paid != 0        ? order.paid
                               : order.confirmed != 0 ? order.confirmed
                                                      : order.created + confirmation_time;
    for (const app_order_line& line : order_lines(data, order.id)) {
      if (line.suite != suite) continue;
      if (!out) out.emplace();
      if (line.order_type == 1) {
        out->users += line.users;
        continue;
      }
      out->begins = std::max({since, line.takes_effect, out->ends});
      out->ends = out->begins + line.days * seconds_a_day;
      if (line.order_type == 0) out->users = line.users;
      out->limited = out->users > 0;
    }
    if (order.id == until) break;
  }
  return out;
}

}  // namespace errdex::emulation::wecom
