// What becomes of an order for goods: the buyer's payment page, and what the merchant reads of it.
#include <boost/json/array.hpp>
#include <chrono>
#include <cstdio>

#include "emulator/wecom/local_time.hpp"
#include "emulator/wecom/merchant_orders.hpp"
#include "emulator/wecom/paytool.hpp"

namespace errdex::emulation::wecom {
namespace json = boost::json;
namespace {

constexpr code wrong = code::order_parameter_invalid;
constexpr std::int64_t usual_page = 100;

/// "2026-01-05 09:00:00", in Beijing; empty for 0.
std::string written_time(std::int64_t second) {
  if (second == 0) return {};
  const std::int64_t local = second + china_offset;
  const std::chrono::year_month_day day{std::chrono::sys_days(std::chrono::days(local / seconds_a_day))};
  const auto rest = static_cast<int>(local % seconds_a_day);
  std::array<char, 32> out{};
  std::snprintf(out.data(), out.size(), "%04d-%02u-%02u %02d:%02d:%02d", static_cast<int>(day.year()),
                static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()), rest / 3600,
                rest / 60 % 60, rest % 60);
  return out.data();
}

bool is_time(std::string_view text) {
  if (text.size() != 19 || text[4] != '-' || text[7] != '-' || text[10] != ' ' || text[13] != ':' ||
      text[16] != ':')
    return false;
  const auto digits = [&](std::size_t from) {
    return text[from] >= '0' && text[from] <= '9' && text[from + 1] >= '0' && text[from + 1] <= '9';
  };
  if (!digits(11) || !digits(14) || !digits(17)) return false;
  const std::string day = std::string(text.substr(0, 4)).append(text.substr(5, 2)).append(text.substr(8, 2));
  return day_start(day).has_value();
}

json::object show(const exchange& x, const goods_order& o) {
  json::object out{{"orderid", o.id},
                   {"transaction_id", o.transaction},
                   {"order_type", o.type},
                   {"buyer_corpid", o.buyer},
                   {"buyer_userid", o.user},
                   {"product_id", o.product_id},
                   {"product_name", o.product_name}};
  if (o.appid != 0) out["appid"] = o.appid;
  out["unit_name"] = o.unit_name;
  out["unit_price"] = o.unit_price;
  out["num"] = o.num;
  out["amt"] = o.amount;
  out["order_state"] = static_cast<int>(state_of(o, x.seconds()));
  out["order_time"] = written_time(o.created);
  out["pay_time"] = written_time(o.paid);
  out["refund_amt"] = refunded_amount(x, o.transaction);
  return out;
}

answer query_order(exchange& x) {
  json::array out;
  std::int64_t total = 0;
  if (x.has("orderid")) {
    out.push_back(show(x, need_goods_order(x, x.text("orderid"))));
    total = 1;
  } else {
    // Times are written so that their texts sort as they do.
    std::vector<std::string> ids;
    {
      auto rows = x.data().query(
          "SELECT id FROM wecom_goods_order WHERE corp = ?1 AND suite = ?2 AND (?3 = '' OR trans = ?3) ORDER "
          "BY created, id",
          x.caller.tenant, x.caller.app, x.text("transaction_id"));
      while (rows.next()) ids.emplace_back(rows.text(0));
    }
    const std::string from = x.text("starttime"), to = x.text("endtime");
    const std::int64_t first = x.integer("off_set"), most = x.integer("num", usual_page);
    for (const std::string& id : ids) {
      const goods_order order = need_goods_order(x, id);
      const std::string made = written_time(order.created);
      if (made < from || (!to.empty() && made > to)) continue;
      if (total >= first && static_cast<std::int64_t>(out.size()) < most) out.push_back(show(x, order));
      ++total;
    }
    if (x.has("transaction_id") && total == 0)
      throw failure(code::order_not_found, "the suite has no order " + x.text("transaction_id"));
  }
  return json::object{{"total_num", total}, {"order_list", std::move(out)}};
}

answer show_page(exchange& x) {
  const goods_order order = need_goods_token(x, x.text("token_id"));
  x.data().run("UPDATE wecom_goods_order SET opened = ? WHERE trans = ? AND opened = 0", x.seconds(),
               order.transaction);
  json::object out = show(x, order);
  out["product_detail"] = order.product_detail;
  return out;
}

answer pay(exchange& x) {
  const goods_order order = need_goods_token(x, x.text("token_id"));
  if (state_of(order, x.seconds()) != goods_state::unpaid)
    throw failure(code::order_state_invalid, "the order is paid or closed");
  x.data().run(
      "UPDATE wecom_goods_order SET paid = ?1, opened = CASE opened WHEN 0 THEN ?1 ELSE opened END WHERE "
      "trans = ?2",
      x.seconds(), order.transaction);
  return json::object{
      {"transaction_id", order.transaction}, {"amt", order.amount}, {"pay_time", written_time(x.seconds())}};
}

}  // namespace

void add_merchant_payment(endpoint_list& list) {
  const auto token = field("token_id").text(code::order_token_invalid).required(code::order_token_invalid);
  const claim unknown{code::order_token_invalid, "the token stands for no order"};
  const claim old{code::order_token_expired, "the token is older than two hours"};
  endpoint e{
      .name = "service/custompay/queryorder",
      .method = "POST",
      .path = "/cgi-bin/service/custompay/queryorder",
      .title = "Look up orders for goods (retired; path from the vendor's draft)",
      .group = "custompay",
      .credential = suite_access_token,
      .fields = {field("orderid")
                     .text(code::order_id_invalid)
                     .bytes(1, 32, code::order_id_invalid)
                     .charset("A-Za-z0-9_.-", code::order_id_invalid),
                 field("transaction_id").text(wrong),
                 field("starttime")
                     .text(wrong)
                     .form(is_time, "a time such as 2026-01-05 09:00:00", "yesterday", wrong),
                 field("endtime").text(wrong).form(is_time, "a time such as 2026-01-05 09:00:00", "tomorrow",
                                                   wrong),
                 field("num").integer(wrong).range(1, 1000, wrong), field("off_set").integer(wrong)},
      .raises = {{code::order_not_found, "the suite has no order with the id"}},
      .handle = query_order,
      .document = custompay_draft,
  };
  add_signature_fields(e.fields);
  list.push_back(e);

  list.push_back({
      .name = "service/custompay/goods_info",
      .method = "GET",
      .path = "/cgi-bin/service/custompay/goods_info",
      .title = "Open the buyer's payment page (retired; path not in the public documents)",
      .group = "custompay",
      .fields = {token, field("transaction_id").text()},
      .raises = {unknown, old},
      .handle = show_page,
  });
  list.push_back({
      .name = "service/custompay/payorder",
      .method = "POST",
      .path = "/cgi-bin/service/custompay/payorder",
      .title = "Pay on the buyer's payment page (retired; path not in the public documents)",
      .group = "custompay",
      .fields = {token},
      .raises = {unknown, old, {code::order_state_invalid, "the order is paid or closed already"}},
      .handle = pay,
  });
}

}  // namespace errdex::emulation::wecom
