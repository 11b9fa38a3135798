#include "emulator/wecom/merchant_orders.hpp"

#include <boost/json/array.hpp>

#include "emulator/wecom/paytool.hpp"

namespace errdex::emulation::wecom {
namespace json = boost::json;
namespace {

constexpr const char* schema = R"(
CREATE TABLE IF NOT EXISTS wecom_goods_order(corp TEXT NOT NULL, suite TEXT NOT NULL, id TEXT NOT NULL, type INTEGER NOT NULL,
  trans TEXT NOT NULL UNIQUE, token TEXT NOT NULL UNIQUE, token_ends INTEGER NOT NULL, buyer TEXT NOT NULL,
  user TEXT NOT NULL, product_id TEXT NOT NULL, product_name TEXT NOT NULL, product_detail TEXT NOT NULL,
  unit_name TEXT NOT NULL, appid INTEGER NOT NULL, unit_price INTEGER NOT NULL, num INTEGER NOT NULL, amount INTEGER NOT NULL,
  created INTEGER NOT NULL, opened INTEGER NOT NULL, paid INTEGER NOT NULL, closed INTEGER NOT NULL,
  PRIMARY KEY(corp, id)) WITHOUT ROWID;
-- settled: the id of the order that an advance order has become.
CREATE TABLE IF NOT EXISTS wecom_advance_order(corp TEXT NOT NULL, suite TEXT NOT NULL, id TEXT NOT NULL, buyer TEXT NOT NULL,
  user TEXT NOT NULL, amount INTEGER NOT NULL, created INTEGER NOT NULL, settled TEXT NOT NULL, PRIMARY KEY(corp, id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS wecom_refund(corp TEXT NOT NULL, refund_id TEXT NOT NULL, trans TEXT NOT NULL,
  amount INTEGER NOT NULL, reason INTEGER NOT NULL, created INTEGER NOT NULL, PRIMARY KEY(corp, refund_id)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS wecom_refund_trans ON wecom_refund(trans);
)";

constexpr code wrong = code::order_parameter_invalid;
constexpr std::int64_t token_life =
    7200;  // Seconds; no document gives it. Payment orders of WeChat live as long.
constexpr std::int64_t most_goods = 20'000'000;
constexpr std::int64_t most_settled = 20;
constexpr std::int64_t any = std::numeric_limits<std::int64_t>::max();

constexpr std::string_view select_orders =
    "SELECT id, trans, buyer, user, product_id, product_name, product_detail, unit_name, type, appid, "
    "unit_price, "
    "num, amount, created, opened, paid, closed, token_ends FROM wecom_goods_order WHERE ";

goods_order read_order(const query& row) {
  goods_order o;
  o.id = row.text(0), o.transaction = row.text(1), o.buyer = row.text(2), o.user = row.text(3);
  o.product_id = row.text(4), o.product_name = row.text(5), o.product_detail = row.text(6),
  o.unit_name = row.text(7);
  o.type = row.integer(8), o.appid = row.integer(9), o.unit_price = row.integer(10), o.num = row.integer(11);
  o.amount = row.integer(12), o.created = row.integer(13), o.opened = row.integer(14),
  o.paid = row.integer(15);
  o.closed = row.integer(16), o.token_ends = row.integer(17);
  return o;
}

void need_buyer(const exchange& x) {
  const std::string buyer = x.text("buyer_corpid");
  if (!x.data().exists("SELECT 1 FROM wecom_corp WHERE corpid = ?", buyer))
    throw wrong_parameter("buyer_corpid", "there is no organisation " + buyer);
  if (!x.data().exists("SELECT 1 FROM wecom_member WHERE corp = ? AND userid = ?", buyer,
                       x.text("buyer_userid")))
    throw wrong_parameter("buyer_userid", "the organisation has no such member");
}

void need_free_id(const exchange& x, std::string_view id) {
  if (x.data().exists("SELECT 1 FROM wecom_goods_order WHERE corp = ? AND id = ?", x.caller.tenant, id))
    throw failure(code::order_already_exists, "an order has the orderid");
}

bool is_advance_order(const exchange& x, std::string_view id) {
  return x.data().exists("SELECT 1 FROM wecom_advance_order WHERE corp = ? AND id = ?", x.caller.tenant, id);
}

/// Turns advance orders into this order; returns what they come to.
std::int64_t settle(exchange& x, std::string_view order) {
  std::int64_t sum = 0;
  const auto* list = x.json("credit_order_list");
  const auto* elements = list ? list->if_array() : nullptr;
  if (!elements) return 0;
  for (const auto& element : *elements) {
    if (!element.is_object()) throw wrong_parameter("credit_order_list", "an element is no object");
    const json::object& one = element.get_object();
    const std::string id = scalar_text(*find_path(one, "credit_orderid")).value_or("");
    const std::int64_t amount = as_integer(*find_path(one, "unit_price")).value_or(0) *
                                as_integer(*find_path(one, "num")).value_or(0);
    auto row = x.data().query(
        "SELECT buyer, amount, settled FROM wecom_advance_order WHERE corp = ? AND suite = ? AND id = ?",
        x.caller.tenant, x.caller.app, id);
    if (!row.next()) throw failure(code::advance_order_id_invalid, "the suite has no advance order " + id);
    if (!row.text(2).empty())
      throw failure(code::advance_order_settled, id + " has become the order " + std::string(row.text(2)));
    const auto refuse = [&](const std::string& why) {
      std::string text = "credit order " + id;
      text.append(": ").append(why);
      throw failure(code::settlement_order_failed, why).text(std::move(text));
    };
    if (row.text(0) != x.text("buyer_corpid")) refuse("it is of another buyer");
    if (amount > row.integer(1)) refuse("more is settled than was advanced");
    x.data().run("UPDATE wecom_advance_order SET settled = ? WHERE corp = ? AND id = ?", order,
                 x.caller.tenant, id);
    sum += amount;
  }
  return sum;
}

answer open_order(exchange& x) {
  need_single_app(x, x.caller.app);
  need_merchant(x);
  const std::string id = x.text("orderid");
  if (is_advance_order(x, id))
    throw failure(code::order_id_used_by_advance_order, "an advance order has the orderid");
  need_free_id(x, id);
  need_buyer(x);
  const bool settles = x.integer("order_type") == 1;
  for (const char* name : {"unit_price", "num"})
    if (!settles && !x.has(name)) throw wrong_parameter(name, "it is missing");
  const std::int64_t amount = settles ? settle(x, id) : x.integer("unit_price") * x.integer("num");
  const std::string token = x.ids().text("wecom.order_token", 32, alphabets::alphanumeric);
  const std::string transaction = "E-" + x.ids().text("wecom.transaction", 18, alphabets::digits);
  x.data().run(
      "INSERT INTO wecom_goods_order(corp, suite, id, type, trans, token, token_ends, buyer, user, "
      "product_id, "
      "product_name, product_detail, unit_name, appid, unit_price, num, amount, created, opened, paid, "
      "closed) "
      "VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0)",
      x.caller.tenant, x.caller.app, id, x.integer("order_type"), transaction, token,
      x.seconds() + token_life, x.text("buyer_corpid"), x.text("buyer_userid"), x.text("product_id"),
      x.text("product_name"), x.text("product_detail"), x.text("unit_name"), x.integer("appid"),
      x.integer("unit_price"), x.integer("num"), amount, x.seconds());
  return json::object{{"transaction_id", transaction},
                      {"token_id", token},
                      {"url_params", "/cgi-bin/service/custompay/goods_info?transaction_id=" + transaction +
                                         "&token_id=" + token}};
}

answer open_advance_order(exchange& x) {
  need_single_app(x, x.caller.app);
  need_merchant(x);
  const std::string id = x.text("credit_orderid");
  if (is_advance_order(x, id)) throw failure(code::advance_order_exists, "an advance order has the number");
  need_free_id(x, id);
  need_buyer(x);
  x.data().run(
      "INSERT INTO wecom_advance_order(corp, suite, id, buyer, user, amount, created, settled) VALUES(?, ?, "
      "?, ?, ?, ?, ?, '')",
      x.caller.tenant, x.caller.app, id, x.text("buyer_corpid"), x.text("buyer_userid"),
      x.integer("unit_price") * x.integer("num"), x.seconds());
  return json::object{{"credit_orderid", id}};
}

answer close_order(exchange& x) {
  const goods_order order = need_goods_order(x, x.text("orderid"));
  if (order.opened == 0) throw failure(code::order_close_failed, "nobody has opened its payment page");
  if (state_of(order, x.seconds()) != goods_state::unpaid)
    throw failure(code::order_close_failed, "it is paid, closed or lapsed already");
  x.data().run("UPDATE wecom_goods_order SET closed = ? WHERE trans = ?", x.seconds(), order.transaction);
  return {};
}

/// The fields that say who buys what.
std::vector<field> goods_fields() {
  return {field("buyer_corpid").text(wrong).required(wrong),
          field("buyer_userid").text(wrong).required(wrong),
          field("product_id").text(wrong).required(wrong),
          field("product_name")
              .text(wrong)
              .required(wrong)
              .bytes(1, 36, wrong)
              .without(" !\"#$%&'()*+,./:;<=>?@[\\]^`{|}~", wrong),
          field("product_detail").text(wrong).required(wrong).bytes(1, 255, wrong),
          field("unit_name").text(wrong).required(wrong),
          field("appid").integer(wrong)};
}
field price_field(std::string_view path) {
  return field(path)
      .integer(wrong)
      .required(wrong)
      .range(1, any, wrong)
      .range(0, highest_price, code::unit_price_too_high);
}
field number_field(std::string_view path) {
  return field(path)
      .integer(wrong)
      .required(wrong)
      .range(1, any, wrong)
      .range(0, most_goods, code::item_quantity_too_high);
}

}  // namespace

void create_merchant_tables(store& data) { data.script(schema); }

goods_state state_of(const goods_order& order, std::int64_t now) noexcept {
  if (order.paid != 0) return goods_state::paid;
  return order.closed != 0 || now >= order.token_ends ? goods_state::lapsed : goods_state::unpaid;
}

goods_order need_goods_order(const exchange& x, std::string_view id) {
  auto row = x.data().query(std::string(select_orders) + "corp = ? AND suite = ? AND id = ?", x.caller.tenant,
                            x.caller.app, id);
  if (!row.next()) throw failure(code::order_not_found, "the suite has no order " + std::string(id));
  return read_order(row);
}

goods_order need_goods_token(const exchange& x, std::string_view token) {
  auto row = x.data().query(std::string(select_orders) + "token = ?", token);
  if (!row.next()) throw failure(code::order_token_invalid, "the token stands for no order");
  goods_order order = read_order(row);
  if (x.seconds() >= order.token_ends)
    throw failure(code::order_token_expired,
                  "the token ended " + std::to_string(x.seconds() - order.token_ends) + " s ago");
  return order;
}

field merchant_id_field(std::string_view path, code error) {
  return field(path).text(error).required(error).bytes(1, 32, error).charset("A-Za-z0-9_.-", error);
}

void add_merchant_orders(endpoint_list& list) {
  const claim unregistered{code::supplier_not_registered, "the provider is not registered as a supplier"};
  const claim unbound{code::merchant_setup_invalid, "the supplier has no merchant account bound"};
  const claim several{code::multi_app_suite_payment_unsupported,
                      "the suite is an older one with several apps"};
  const claim taken{code::order_already_exists, "an order has the id"};

  endpoint e{
      .name = "service/custompay/openorder",
      .method = "POST",
      .path = "/cgi-bin/service/custompay/openorder",
      .title = "Place an order for goods (retired; path from the vendor's draft)",
      .group = "custompay",
      .credential = suite_access_token,
      .fields = goods_fields(),
      .raises = {several,
                 unregistered,
                 unbound,
                 taken,
                 {code::order_id_used_by_advance_order, "an advance order has the id"},
                 {code::advance_order_id_invalid, "the suite has no advance order with a number of the list"},
                 {code::advance_order_settled, "an advance order of the list has become an order already"},
                 {code::settlement_order_failed,
                  "an advance order of the list is another buyer's, or more is settled than it comes to"}},
      .handle = open_order,
      .document = custompay_draft,
  };
  e.fields.insert(e.fields.begin(), {merchant_id_field("orderid", code::order_id_invalid),
                                     field("order_type").integer(wrong).one_of({"0", "1"}, wrong)});
  e.fields.push_back(field("unit_price")
                         .integer(wrong)
                         .range(1, any, wrong)
                         .range(0, highest_price, code::unit_price_too_high));
  e.fields.push_back(
      field("num").integer(wrong).range(1, any, wrong).range(0, most_goods, code::item_quantity_too_high));
  e.fields.push_back(field("credit_order_list")
                         .array(wrong)
                         .required(wrong)
                         .count(1, most_settled, wrong)
                         .only_if("order_type", {"1"}));
  e.fields.push_back(merchant_id_field("credit_order_list[].credit_orderid", code::advance_order_id_invalid));
  e.fields.push_back(price_field("credit_order_list[].unit_price"));
  e.fields.push_back(number_field("credit_order_list[].num"));
  add_signature_fields(e.fields);
  list.push_back(e);

  e.name = "service/custompay/opencreditorder";
  e.path = "/cgi-bin/service/custompay/opencreditorder";
  e.title = "Make an advance order (retired; path not in the public documents)";
  e.fields = goods_fields();
  e.fields.insert(e.fields.begin(), merchant_id_field("credit_orderid", code::advance_order_id_invalid));
  e.fields.push_back(price_field("unit_price"));
  e.fields.push_back(number_field("num"));
  add_signature_fields(e.fields);
  e.raises = {
      several, unregistered, unbound, {code::advance_order_exists, "an advance order has the number"}, taken};
  e.handle = open_advance_order;
  e.document = {};
  list.push_back(e);

  e.name = "service/custompay/closeorder";
  e.path = "/cgi-bin/service/custompay/closeorder";
  e.title = "Close an order for goods (retired; path not in the public documents)";
  e.fields = {merchant_id_field("orderid", code::order_id_invalid)};
  add_signature_fields(e.fields);
  e.raises = {
      {code::order_not_found, "the suite has no order with the id"},
      {code::order_close_failed, "nobody has opened its payment page, or it is paid, closed or lapsed"}};
  e.handle = close_order;
  list.push_back(e);
}

}  // namespace errdex::emulation::wecom
