// Refunds of orders for goods, under the rules of the platform's other refund interface: a year, and one
// request a minute for an order.
#include "emulator/wecom/merchant_orders.hpp"
#include "emulator/wecom/paytool.hpp"

namespace errdex::emulation::wecom {
namespace json = boost::json;
namespace {

constexpr std::int64_t refund_period = 365 * seconds_a_day;
constexpr std::chrono::minutes between_requests{1};
constexpr code wrong = code::order_parameter_invalid;

answer refund(exchange& x) {
  const goods_order order = need_goods_order(x, x.text("orderid"));
  if (x.world.settings.rate_limits &&
      !x.world.limits.take("refund " + order.transaction, 1, between_requests, x.now()))
    throw failure(code::refund_rate_limited, "a refund of the order was requested less than a minute ago");
  if (order.paid == 0) throw failure(code::order_state_invalid, "the order is not paid");
  if (x.seconds() > order.paid + refund_period)
    throw failure(code::refund_period_over, "the order was paid more than a year ago");
  if (x.data().exists("SELECT 1 FROM wecom_refund WHERE corp = ? AND refund_id = ?", x.caller.tenant,
                      x.text("refund_id")))
    throw failure(code::refund_id_taken, "a refund has the refund_id");
  const std::int64_t left = order.amount - refunded_amount(x, order.transaction);
  const std::int64_t amount = x.integer("refund_amt", left);
  if (amount > left || left == 0)
    throw failure(code::refund_failed, "what is left of the order is " + std::to_string(left))
        .text("refund amount exceeds what is left of the order");
  x.data().run(
      "INSERT INTO wecom_refund(corp, refund_id, trans, amount, reason, created) VALUES(?, ?, ?, ?, ?, ?)",
      x.caller.tenant, x.text("refund_id"), order.transaction, amount, x.integer("refund_reason"),
      x.seconds());
  return json::object{{"refund_id", x.text("refund_id")}, {"refund_amt", amount}};
}

}  // namespace

std::int64_t refunded_amount(const exchange& x, std::string_view transaction) {
  return x.data().number("SELECT sum(amount) FROM wecom_refund WHERE trans = ?", transaction).value_or(0);
}

void add_refunds(endpoint_list& list) {
  endpoint e{
      .name = "service/custompay/refund",
      .method = "POST",
      .path = "/cgi-bin/service/custompay/refund",
      .title = "Pay an order for goods back (retired; path not in the public documents)",
      .group = "custompay",
      .credential = suite_access_token,
      .fields =
          {merchant_id_field("orderid", code::order_id_invalid), merchant_id_field("refund_id", wrong),
           field("refund_reason")
               .integer(code::refund_reason_invalid)
               .required(code::refund_reason_invalid)
               .one_of({"1", "2", "3", "4", "5"}, code::refund_reason_invalid)
               .about("the platform's list of reasons is not public; five are taken here"),
           field("refund_amt").integer(wrong).range(1, std::numeric_limits<std::int64_t>::max(), wrong)},
      .raises = {{code::order_not_found, "the suite has no order with the id"},
                 {code::refund_rate_limited, "a refund of the order was requested less than a minute ago"},
                 {code::order_state_invalid, "the order is not paid"},
                 {code::refund_period_over, "the order was paid more than a year ago"},
                 {code::refund_id_taken, "a refund has the refund_id"},
                 {code::refund_failed, "more is to be paid back than is left of the order"}},
      .handle = refund,
  };
  add_signature_fields(e.fields);
  list.push_back(e);
}

}  // namespace errdex::emulation::wecom
