// The provider's cash register: orders for its apps, which the buyer pays on a page of the platform.
#include "emulator/wecom/paytool.hpp"

#include <boost/json/array.hpp>

namespace errdex::emulation::wecom {
namespace json = boost::json;
namespace {

constexpr code wrong = code::order_parameter_invalid;

app_order need_order(const exchange& x) {
  auto order = find_order(x.data(), x.caller.tenant, x.text("order_id"));
  if (!order) throw failure(code::order_not_found, "the provider has no order " + x.text("order_id"));
  return std::move(*order);
}

std::string describe_goods(const std::vector<app_order_line>& lines) {
  std::string out;
  for (const app_order_line& l : lines) {
    out += (out.empty() ? "" : "; ") + (l.edition_name.empty() ? l.suite : l.edition_name);
    if (l.users != 0) out += ", " + std::to_string(l.users) + " people";
    if (l.days != 0) out += ", " + std::to_string(l.days) + " days";
  }
  return out;
}

answer open_order(exchange& x) {
  app_order order;
  order.provider = x.caller.tenant;
  order.business = x.integer("business_type");
  order.pay_type = x.integer("pay_type");
  order.buyer = x.text("custom_corpid");
  order.creator = x.text("creator");
  // Nothing is paid for those that are free.
  if (order.pay_type != 2) need_merchant(x);
  if (!order.buyer.empty() && !x.data().exists("SELECT 1 FROM wecom_corp WHERE corpid = ?", order.buyer))
    throw wrong_parameter("custom_corpid", "there is no organisation " + order.buyer);
  if (!order.creator.empty() && !is_cashier(x, order.creator))
    throw wrong_parameter("creator", order.creator + " may not take payments");
  purchase goods = read_purchase(x, order.buyer);
  for (app_order_line& line : goods.lines) {
    if (order.pay_type == 2) line.paid_price = 0;
    order.origin_price += line.origin_price;
    order.paid_price += line.paid_price;
  }
  order.id = "N" + x.ids().text("wecom.order", 31, alphabets::alphanumeric);
  order.created = x.seconds();
  order.content = describe_goods(goods.lines);
  order.case_id = goods.case_id;
  order.case_edition = goods.case_edition;
  insert_order(x.data(), order, goods.lines);
  return json::object{
      {"order_id", order.id},
      {"order_url", "https://open.work.weixin.qq.com/wwopen/paytool/order?order_id=" + order.id},
      {"origin_price", order.origin_price},
      {"paid_price", order.paid_price}};
}

answer close_order(exchange& x) {
  need_merchant(x);
  const app_order order = need_order(x);
  const order_state state = state_of(order, x.seconds());
  if (state != order_state::unpaid && state != order_state::to_confirm)
    throw failure(code::order_close_failed,
                  "the order is in the state " + std::to_string(static_cast<int>(state)));
  x.data().run("UPDATE wecom_order SET closed = ? WHERE corp = ? AND id = ?", x.seconds(), order.provider,
               order.id);
  return {};
}

json::object show_order(const app_order& order, std::int64_t now) {
  return {{"order_id", order.id},
          {"create_time", order.created},
          {"custom_corpid", order.buyer},
          {"buy_content", order.content},
          {"origin_price", order.origin_price},
          {"paid_price", order.paid_price},
          {"order_status", static_cast<int>(state_of(order, now))},
          {"order_from", order.from},
          {"creator", order.creator},
          {"pay_type", order.pay_type}};
}

answer list_orders(exchange& x) {
  std::int64_t after_time = 0;
  std::string after_id;
  if (x.has("cursor") && !x.text("cursor").empty()) {
    const auto last = find_order(x.data(), x.caller.tenant, x.text("cursor"));
    if (!last) throw wrong_parameter("cursor", "it comes from no earlier answer");
    after_time = last->created;
    after_id = last->id;
  }
  std::vector<std::string> ids;
  {
    auto rows = x.data().query(
        "SELECT id FROM wecom_order WHERE corp = ?1 AND (created, id) > (?2, ?3) AND (?4 = 0 OR business = "
        "?4) AND "
        "created >= ?5 AND created <= ?6 ORDER BY created, id LIMIT ?7",
        x.caller.tenant, after_time, after_id, x.integer("business_type"), x.integer("start_time"),
        x.integer("end_time", std::numeric_limits<std::int64_t>::max()), x.integer("limit") + 1);
    while (rows.next()) ids.emplace_back(rows.text(0));
  }
  const bool more = static_cast<std::int64_t>(ids.size()) > x.integer("limit");
  if (more) ids.pop_back();
  json::array out;
  for (const std::string& id : ids)
    if (const auto order = find_order(x.data(), x.caller.tenant, id))
      out.push_back(show_order(*order, x.seconds()));
  return json::object{{"next_cursor", more ? ids.back() : ""},
                      {"has_more", more ? 1 : 0},
                      {"pay_order_list", std::move(out)}};
}

json::object show_goods(const app_order& order, const std::vector<app_order_line>& lines) {
  json::array bought;
  for (const app_order_line& l : lines) {
    json::object one{{"suiteid", l.suite}};
    if (l.appid != 0) one["appid"] = l.appid;
    if (!l.edition.empty()) one["edition_id"] = l.edition;
    one["user_count"] = l.users;
    if (order.business != 3) one["duration_days"] = l.days;
    one["take_effect_date"] = l.takes_effect;
    one["origin_price"] = l.origin_price;
    one["paid_price"] = l.paid_price;
    bought.push_back(std::move(one));
  }
  json::object inner{{"order_type", lines.empty() ? 0 : lines.front().order_type}};
  if (order.business == 3) {
    inner["case_id"] = order.case_id;
    inner["promotion_edition_name"] = order.case_edition;
    inner["duration_days"] = lines.empty() ? 0 : lines.front().days;
  }
  inner["buy_info_list"] = std::move(bought);
  return {{product_key(order.business), std::move(inner)}};
}

answer get_order(exchange& x) {
  const app_order order = need_order(x);
  json::object shown = show_order(order, x.seconds());
  shown["custom_corp_name"] =
      x.data().value("SELECT name FROM wecom_corp WHERE corpid = ?", order.buyer).value_or("");
  if (order.paid != 0) {
    shown["pay_channel"] = order.channel;
    shown["channel_order_id"] = order.channel_order;
    shown["paid_time"] = order.paid;
  }
  shown["business_type"] = order.business;
  shown["product_list"] = show_goods(order, order_lines(x.data(), order.id));
  return json::object{{"pay_order", std::move(shown)}};
}

}  // namespace

bool is_cashier(const exchange& x, std::string_view userid) {
  const std::string cashiers =
      x.data()
          .value("SELECT cashiers FROM wecom_payment_account WHERE corp = ?", x.caller.tenant)
          .value_or("");
  for (const std::string& cashier : split(cashiers, ','))
    if (cashier == userid) return true;
  return false;
}

void add_paytool(endpoint_list& list) {
  const claim unregistered{code::supplier_not_registered, "the provider is not registered as a supplier"};
  const claim unbound{code::merchant_setup_invalid, "the supplier has no merchant account bound"};
  const claim unknown{code::order_not_found, "the provider has no order with the id"};
  const auto order_id = field("order_id").text(wrong).required(wrong).bytes(1, 64, wrong);
  endpoint e{
      .name = "paytool/open_order",
      .method = "POST",
      .path = "/cgi-bin/paytool/open_order",
      .title = "Open an order at the cash register",
      .group = "paytool",
      .credential = provider_access_token,
      .fields = order_fields(),
      .raises = {unregistered,
                 unbound,
                 {code::multi_app_suite_payment_unsupported, "the suite is an older one with several apps"},
                 {code::paid_app_expired, "people are to be added to an app whose term is over"}},
      .handle = open_order,
      .document = "https://developer.work.weixin.qq.com/document/path/98045",
  };
  list.push_back(e);

  e.name = "paytool/close_order";
  e.path = "/cgi-bin/paytool/close_order";
  e.title = "Cancel an order of the cash register";
  e.fields = {order_id};
  add_signature_fields(e.fields);
  e.raises = {unregistered,
              unbound,
              unknown,
              {code::order_close_failed, "the order is paid, cancelled or lapsed already"}};
  e.handle = close_order;
  e.document = "https://developer.work.weixin.qq.com/document/path/98046";
  list.push_back(e);

  e.name = "paytool/get_order_list";
  e.path = "/cgi-bin/paytool/get_order_list";
  e.title = "List the orders of the cash register";
  e.fields = {field("business_type").integer(wrong).one_of({"1", "2", "3"}, wrong),
              field("start_time").integer(wrong), field("end_time").integer(wrong),
              field("cursor").text(wrong),
              field("limit").integer(wrong).required(wrong).range(1, 2000, wrong)};
  add_signature_fields(e.fields);
  e.raises = {};
  e.handle = list_orders;
  e.document = "https://developer.work.weixin.qq.com/document/path/98053";
  list.push_back(e);

  e.name = "paytool/get_order_detail";
  e.path = "/cgi-bin/paytool/get_order_detail";
  e.title = "Read an order of the cash register";
  e.fields = {order_id};
  add_signature_fields(e.fields);
  e.raises = {unknown};
  e.handle = get_order;
  e.document = "https://developer.work.weixin.qq.com/document/path/98054";
  list.push_back(e);
}

}  // namespace errdex::emulation::wecom
