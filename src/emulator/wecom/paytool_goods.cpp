// What can be bought at the cash register: its fields, its rules and its prices.
#include <algorithm>
#include <boost/json/array.hpp>
#include <chrono>

#include "emulator/wecom/local_time.hpp"
#include "emulator/wecom/paytool.hpp"

namespace errdex::emulation::wecom {
namespace json = boost::json;
namespace {

constexpr std::int64_t most_apps = 20;
constexpr std::int64_t most_users = 1'000'000;
constexpr std::int64_t longest_term = 1825;  // Days.
constexpr std::int64_t days_a_year = 365;
constexpr std::int64_t any = std::numeric_limits<std::int64_t>::max();
constexpr code wrong = code::order_parameter_invalid;

/// An element of a buy_info_list.
class item {
 public:
  item(const json::object& object, std::string where) : object_(object), where_(std::move(where)) {}
  std::string text(std::string_view name) const {
    const auto* v = find_path(object_, name);
    return v ? scalar_text(*v).value_or("") : std::string();
  }
  std::int64_t integer(std::string_view name) const {
    const auto* v = find_path(object_, name);
    return v ? as_integer(*v).value_or(0) : 0;
  }
  bool has(std::string_view name) const { return find_path(object_, name) != nullptr; }
  [[noreturn]] void refuse(std::string_view name, std::string why) const {
    throw wrong_parameter(where_ + '.' + std::string(name), std::move(why));
  }

 private:
  const json::object& object_;
  std::string where_;
};

/// fen for a year, for so many days; rounded up.
std::int64_t for_days(std::int64_t price, std::int64_t days) {
  return (price * days + days_a_year - 1) / days_a_year;
}

std::int64_t read_effect(const exchange& x, const item& i, std::int64_t earliest_day) {
  if (!i.has("take_effect_date")) return 0;
  const std::int64_t today = day_start(x.seconds());
  const auto day = day_start(i.text("take_effect_date"));
  if (!day || *day < today + earliest_day * seconds_a_day || *day > today + days_a_year * seconds_a_day)
    i.refuse("take_effect_date", "it is in the past, or more than a year away");
  return *day;
}

std::int64_t discounted(const item& i, std::int64_t order_type, std::string_view buyer, std::int64_t origin) {
  if (!i.has("discount_info")) return origin;
  if (i.integer("discount_info.discount_type") == 2) {
    if (!i.has("discount_info.discount_ratio")) i.refuse("discount_info.discount_ratio", "it is missing");
    return (origin * i.integer("discount_info.discount_ratio") + 99) / 100;
  }
  const std::int64_t amount = i.integer("discount_info.discount_amount");
  if (!i.has("discount_info.discount_amount")) i.refuse("discount_info.discount_amount", "it is missing");
  if (amount * 10 > origin * 9) i.refuse("discount_info.discount_amount", "it is more than 90% of the price");
  if (order_type != 0 && buyer.empty())
    i.refuse("discount_info.discount_type",
             "a fixed discount is for a given organisation, unless the app is new to it");
  return origin - amount;
}

/// Fills in the edition and the prices of an app that is sold in editions.
void price_edition(const exchange& x, const item& i, std::string_view buyer, app_order_line& line) {
  auto edition = x.data().query(
      "SELECT name, price, fixed FROM wecom_edition WHERE corp = ? AND suite = ? AND edition = ?",
      x.caller.tenant, line.suite, i.text("edition_id"));
  if (!edition.next()) i.refuse("edition_id", "the suite has no such edition");
  line.edition = i.text("edition_id");
  line.edition_name = edition.text(0);
  const bool fixed = edition.integer(2) != 0;
  if (line.order_type != 2 && !fixed && line.users == 0) i.refuse("user_count", "it is missing");
  if (line.order_type != 1 && line.days == 0) i.refuse("duration_days", "it is missing");
  std::int64_t days = line.days, users = line.users;
  if (line.order_type != 0) {
    const auto now = buyer.empty() ? std::nullopt : subscription_of(x.data(), line.suite, buyer, x.seconds());
    if (!now) throw wrong_parameter("order_type", "the organisation has not bought the app yet");
    if (line.order_type == 1) {
      if (now->ends <= x.seconds())
        throw failure(code::paid_app_expired,
                      "what the organisation bought is over: there is no term to add people to");
      days = (now->ends - x.seconds() + seconds_a_day - 1) / seconds_a_day;
    } else {
      users = now->users;
    }
  }
  line.origin_price = for_days(edition.integer(1) * (fixed ? 1 : users), days);
  line.paid_price = discounted(i, line.order_type, buyer, line.origin_price);
}

app_order_line read_line(const exchange& x, const item& i, std::int64_t business, std::int64_t order_type,
                         std::string_view buyer) {
  app_order_line line;
  line.suite = i.text("suiteid");
  line.appid = i.integer("appid");
  line.order_type = order_type;
  line.users = i.integer("user_count");
  line.days = i.integer("duration_days");
  if (!x.data().exists("SELECT 1 FROM wecom_suite WHERE corp = ? AND suite = ?", x.caller.tenant, line.suite))
    i.refuse("suiteid", "the provider has no such suite");
  need_single_app(x, line.suite);
  line.takes_effect = read_effect(x, i, business == 2 ? 0 : 1);
  if (business == 1) price_edition(x, i, buyer, line);
  if (business == 2) {
    if (order_type != 2 && line.users == 0) i.refuse("user_count", "it is missing");
    if (order_type != 1 && line.days == 0) i.refuse("duration_days", "it is missing");
    line.origin_price = line.paid_price = i.integer("total_price");
  }
  return line;
}

void price_case(const exchange& x, purchase& out) {
  for (app_order_line& line : out.lines) {
    const auto price = x.data().number(
        "SELECT price FROM wecom_promotion_case WHERE corp = ? AND case_id = ? AND edition = ? AND suite = ?",
        x.caller.tenant, out.case_id, out.case_edition, line.suite);
    if (!price)
      throw wrong_parameter("product_list.promotion_case.buy_info_list",
                            "the case does not hold " + line.suite);
    line.edition_name = out.case_edition;
    line.origin_price = line.paid_price = for_days(*price, line.days);
  }
}

/// The apps of a case, when the order does not say which.
void add_all_of_case(const exchange& x, purchase& out, const app_order_line& like) {
  auto rows = x.data().query(
      "SELECT suite FROM wecom_promotion_case WHERE corp = ? AND case_id = ? AND edition = ? ORDER BY suite",
      x.caller.tenant, out.case_id, out.case_edition);
  while (rows.next()) {
    out.lines.push_back(like);
    out.lines.back().suite = rows.text(0);
  }
  if (out.lines.empty())
    throw wrong_parameter("product_list.promotion_case.case_id", "the provider has no such case");
}

bool is_day(std::string_view text) { return day_start(text).has_value(); }

field day_field(std::string_view path) {
  return field(path).text(wrong).form(is_day, "a day such as 20260131", "20261301", wrong);
}

field order_type_field(std::string_view path) {
  return field(path).integer(wrong).required(wrong).one_of({"0", "1", "2"}, wrong);
}
field apps_field(std::string_view path) { return field(path).array(wrong).count(1, most_apps, wrong); }
field suite_field(std::string_view path) {
  return field(path).text(wrong).required(wrong).bytes(1, 64, wrong);
}
field users_field(std::string_view path) {
  return field(path).integer(wrong).range(1, any, wrong).range(0, most_users, code::item_quantity_too_high);
}
field term_field(std::string_view path) { return field(path).integer(wrong).range(1, longest_term, wrong); }
field notify_field(std::string_view path) { return field(path).integer(wrong).one_of({"0", "1"}, wrong); }

}  // namespace

std::optional<std::int64_t> day_start(std::string_view written) {
  if (written.size() != 8 || written.find_first_not_of("0123456789") != std::string_view::npos)
    return std::nullopt;
  const auto number = [&](std::size_t from, std::size_t length) {
    int out = 0;
    for (const char c : written.substr(from, length)) out = out * 10 + (c - '0');
    return out;
  };
  const std::chrono::year_month_day day{std::chrono::year(number(0, 4)),
                                        std::chrono::month(static_cast<unsigned>(number(4, 2))),
                                        std::chrono::day(static_cast<unsigned>(number(6, 2)))};
  if (!day.ok()) return std::nullopt;
  return std::chrono::sys_days(day).time_since_epoch().count() * seconds_a_day - china_offset;
}

std::string_view product_key(std::int64_t business) noexcept {
  return business == 1 ? "third_app" : business == 2 ? "customized_app" : "promotion_case";
}

purchase read_purchase(const exchange& x, std::string_view buyer) {
  const std::int64_t business = x.integer("business_type");
  const std::string at = "product_list." + std::string(product_key(business));
  const std::int64_t order_type = x.integer(at + ".order_type");
  purchase out;
  const auto* list = x.json(at + ".buy_info_list");
  std::size_t n = 0;
  if (const auto* items = list ? list->if_array() : nullptr)
    for (const auto& value : *items) {
      const std::string where = at + ".buy_info_list[" + std::to_string(n++) + ']';
      if (!value.is_object()) throw wrong_parameter(where, "it is no object");
      app_order_line line = read_line(x, item(value.get_object(), where), business, order_type, buyer);
      for (const app_order_line& other : out.lines)
        if (other.suite == line.suite && other.appid == line.appid)
          throw wrong_parameter(where, "the app is there twice");
      out.lines.push_back(std::move(line));
    }
  if (business != 3) return out;
  const item whole(x.json(at)->get_object(), at);
  out.case_id = whole.text("case_id");
  out.case_edition = whole.text("promotion_edition_name");
  app_order_line like;
  like.order_type = order_type;
  like.days = whole.integer("duration_days");
  like.takes_effect = read_effect(x, whole, 1);
  if (order_type != 1 && like.days == 0) whole.refuse("duration_days", "it is missing");
  if (out.lines.empty()) add_all_of_case(x, out, like);
  for (app_order_line& line : out.lines) line.days = like.days, line.takes_effect = like.takes_effect;
  price_case(x, out);
  return out;
}

void add_signature_fields(std::vector<field>& fields) {
  fields.push_back(field("nonce_str").text().about("once in 15 minutes, at most 32 bytes"));
  fields.push_back(field("ts").integer().about("in seconds, at most 15 minutes off"));
  fields.push_back(
      field("sig").text().about("HMAC-SHA256 of the body with the provider's payment key, in Base64"));
}

std::vector<field> order_fields() {
  std::vector<field> out{
      field("business_type").integer(wrong).required(wrong).one_of({"1", "2", "3"}, wrong),
      field("custom_corpid").text(wrong).bytes(0, 64, wrong),
      field("custom_corpid").required(wrong).only_if("business_type", {"2"}),
      field("pay_type").integer(wrong).required(wrong).one_of({"0", "1", "2"}, wrong),
      field("bank_receipt_media_id").text(wrong).required(wrong).only_if("pay_type", {"1"}),
      field("creator").text(wrong),
      field("product_list").object(wrong).required(wrong),
      field("product_list.third_app").object(wrong).required(wrong).only_if("business_type", {"1"}),
      order_type_field("product_list.third_app.order_type"),
      apps_field("product_list.third_app.buy_info_list").required(wrong),
      suite_field("product_list.third_app.buy_info_list[].suiteid"),
      field("product_list.third_app.buy_info_list[].appid").integer(wrong),
      suite_field("product_list.third_app.buy_info_list[].edition_id"),
      users_field("product_list.third_app.buy_info_list[].user_count"),
      term_field("product_list.third_app.buy_info_list[].duration_days"),
      day_field("product_list.third_app.buy_info_list[].take_effect_date"),
      field("product_list.third_app.buy_info_list[].discount_info").object(wrong),
      field("product_list.third_app.buy_info_list[].discount_info.discount_type")
          .integer(wrong)
          .required(wrong)
          .one_of({"1", "2"}, wrong),
      field("product_list.third_app.buy_info_list[].discount_info.discount_amount")
          .integer(wrong)
          .range(1, 10'000'000, wrong),
      field("product_list.third_app.buy_info_list[].discount_info.discount_ratio")
          .integer(wrong)
          .range(10, 99, wrong),
      field("product_list.third_app.buy_info_list[].discount_info.discount_remarks")
          .text(wrong)
          .required(wrong)
          .bytes(1, 256, wrong),
      notify_field("product_list.third_app.notify_custom_corp"),
      field("product_list.customized_app").object(wrong).required(wrong).only_if("business_type", {"2"}),
      order_type_field("product_list.customized_app.order_type"),
      apps_field("product_list.customized_app.buy_info_list").required(wrong),
      suite_field("product_list.customized_app.buy_info_list[].suiteid"),
      users_field("product_list.customized_app.buy_info_list[].user_count"),
      term_field("product_list.customized_app.buy_info_list[].duration_days"),
      day_field("product_list.customized_app.buy_info_list[].take_effect_date"),
      field("product_list.customized_app.buy_info_list[].total_price")
          .integer(wrong)
          .required(wrong)
          .range(1, any, wrong)
          .range(0, highest_price, code::unit_price_too_high),
      notify_field("product_list.customized_app.notify_custom_corp"),
      field("product_list.promotion_case").object(wrong).required(wrong).only_if("business_type", {"3"}),
      order_type_field("product_list.promotion_case.order_type"),
      suite_field("product_list.promotion_case.case_id"),
      field("product_list.promotion_case.promotion_edition_name")
          .text(wrong)
          .required(wrong)
          .bytes(1, 128, wrong),
      term_field("product_list.promotion_case.duration_days"),
      day_field("product_list.promotion_case.take_effect_date"),
      apps_field("product_list.promotion_case.buy_info_list"),
      suite_field("product_list.promotion_case.buy_info_list[].suiteid"),
      field("product_list.promotion_case.buy_info_list[].appid").integer(wrong),
      users_field("product_list.promotion_case.buy_info_list[].user_count"),
      notify_field("product_list.promotion_case.notify_custom_corp"),
  };
  add_signature_fields(out);
  return out;
}

}  // namespace errdex::emulation::wecom
