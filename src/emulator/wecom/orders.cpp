// Orders of the editions of paid apps, as the provider of a suite reads them.
#include <boost/json/array.hpp>

#include "emulator/wecom/payments.hpp"

namespace errdex::emulation::wecom {
namespace json = boost::json;
namespace {

constexpr std::int64_t longest_prolongation = 60;  // Days, all of a trial's together.

/// An order as its suite sees it: nothing when none of it is for the suite.
std::optional<json::object> show(const exchange& x, const app_order& order) {
  for (const app_order_line& line : order_lines(x.data(), order.id)) {
    if (line.suite != x.caller.app) continue;
    const order_state state = state_of(order, x.seconds());
    json::object out{{"orderid", order.id},
                     {"order_status", edition_order_state(state)},
                     {"order_type", line.order_type},
                     {"paid_corpid", order.buyer}};
    if (!order.operator_id.empty()) out["operator_id"] = order.operator_id;
    out["suiteid"] = line.suite;
    if (line.appid != 0) out["appid"] = line.appid;
    out["edition_id"] = line.edition;
    out["edition_name"] = line.edition_name;
    out["price"] = line.paid_price;
    out["user_count"] = line.users;
    out["order_period"] = line.days;
    out["order_time"] = order.created;
    const bool bought = state == order_state::paid || state == order_state::complete;
    const auto term =
        bought ? subscription_of(x.data(), line.suite, order.buyer, x.seconds(), order.id) : std::nullopt;
    out["paid_time"] = order.paid;
    out["begin_time"] = term ? term->begins : 0;
    out["end_time"] = term ? term->ends : 0;
    out["order_from"] = order.from == 1 ? 0 : 3;
    out["operator_corpid"] = order.from == 1 ? order.buyer : order.provider;
    // What the platform keeps is a matter of its contracts; here it keeps nothing.
    out["service_share_amount"] = line.paid_price;
    out["platform_share_amount"] = 0;
    out["dealer_share_amount"] = 0;
    return out;
  }
  return std::nullopt;
}

answer get_order(exchange& x) {
  const std::string id = x.text("orderid");
  const auto order = find_order(x.data(), x.caller.tenant, id);
  auto shown = order ? show(x, *order) : std::nullopt;
  if (!shown) throw failure(code::order_not_found, "the suite has no order " + id);
  return std::move(*shown);
}

answer list_orders(exchange& x) {
  std::vector<std::string> ids;
  {
    auto rows = x.data().query(
        "SELECT id FROM wecom_order WHERE corp = ? AND created >= ? AND created <= ? AND test = ? ORDER BY "
        "created, id",
        x.caller.tenant, x.integer("start_time"), x.integer("end_time"), x.integer("test_mode"));
    while (rows.next()) ids.emplace_back(rows.text(0));
  }
  json::array out;
  for (const std::string& id : ids) {
    const auto order = find_order(x.data(), x.caller.tenant, id);
    if (auto shown = order ? show(x, *order) : std::nullopt) out.push_back(std::move(*shown));
  }
  return json::object{{"order_list", std::move(out)}};
}

answer prolong_trial(exchange& x) {
  const std::string buyer = x.text("buyer_corpid");
  auto row = x.data().query("SELECT ends, prolonged FROM wecom_trial WHERE suite = ? AND buyer = ?",
                            x.caller.app, buyer);
  if (!row.next()) throw failure(code::corp_id_invalid, buyer + " is not trying the suite");
  const std::int64_t days = x.integer("prolong_days"), ends = row.integer(0) + days * seconds_a_day;
  if (row.integer(1) + days > longest_prolongation)
    throw failure(
        code::parameter_invalid,
        "a trial can be prolonged by 60 days in all, and this one was by " + std::to_string(row.integer(1)));
  x.data().run("UPDATE wecom_trial SET ends = ?, prolonged = prolonged + ? WHERE suite = ? AND buyer = ?",
               ends, days, x.caller.app, buyer);
  return json::object{{"try_end_time", ends}};
}

}  // namespace

void add_orders(endpoint_list& list) {
  list.push_back({
      .name = "service/get_order",
      .method = "POST",
      .path = "/cgi-bin/service/get_order",
      .title = "Read an order of a paid app",
      .group = "orders",
      .credential = suite_access_token,
      .fields = {field("orderid")
                     .text(code::order_id_invalid)
                     .required(code::order_id_invalid)
                     .bytes(1, 32, code::order_id_invalid)
                     .charset("A-Za-z0-9_-", code::order_id_invalid)},
      .raises = {{code::order_not_found, "the suite has no order with the id"}},
      .handle = get_order,
      .document = "https://developer.work.weixin.qq.com/document/path/91909",
  });
  list.push_back({
      .name = "service/get_order_list",
      .method = "POST",
      .path = "/cgi-bin/service/get_order_list",
      .title = "List the orders of a paid app",
      .group = "orders",
      .credential = suite_access_token,
      .fields = {field("start_time").integer().required(), field("end_time").integer().required(),
                 field("test_mode").integer().one_of({"0", "1"})},
      .empty_arrays = {"order_list"},
      .handle = list_orders,
      .document = "https://developer.work.weixin.qq.com/document/path/91910",
  });
  list.push_back({
      .name = "service/prolong_try",
      .method = "POST",
      .path = "/cgi-bin/service/prolong_try",
      .title = "Prolong a trial of a paid app",
      .group = "orders",
      .credential = suite_access_token,
      .fields = {field("buyer_corpid").text().required(),
                 field("prolong_days").integer().required().range(1, longest_prolongation),
                 field("appid").integer()},
      .raises = {{code::corp_id_invalid, "the organisation is not trying the suite"},
                 {code::parameter_invalid, "the trial would have been prolonged by more than 60 days"}},
      .handle = prolong_trial,
      .document = "https://developer.work.weixin.qq.com/document/path/91913",
  });
}

}  // namespace errdex::emulation::wecom
