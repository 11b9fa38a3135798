// Paid apps: what providers sell, who has bought it, and until when. The cash register (paytool), the orders
// of app editions (service/get_order) and the older merchant interface (custompay) share it.
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/wecom/wecom.hpp"

namespace errdex::emulation::wecom {

inline constexpr std::int64_t seconds_a_day = 86'400;
/// The highest price of one item, in fen: what the cash register's document gives for total_price.
inline constexpr std::int64_t highest_price = 5'000'000;

/// order_parameter_invalid, with the field's name in errmsg as the platform has it.
[[nodiscard]] failure wrong_parameter(std::string_view name, std::string why);
/// Puts the name into errmsg when the failure is order_parameter_invalid.
void name_wrong_parameter(failure& f, std::string_view path);

/// Throws supplier_not_registered or merchant_setup_invalid when the provider cannot take money.
void need_merchant(const exchange& x);
/// Throws multi_app_suite_payment_unsupported for a suite with several apps.
void need_single_app(const exchange& x, std::string_view suite);

enum class order_state : std::uint8_t {
  // As paytool numbers them.
  unpaid = 1,
  paid = 2,
  cancelled = 3,
  lapsed = 4,
  refunded = 6,
  complete = 7,
  to_confirm = 8,
};
/// As service/get_order numbers them.
[[nodiscard]] int edition_order_state(order_state state) noexcept;

/// An order of one or more apps. Times are seconds since 1970, 0 for never; prices are in fen.
struct app_order {
  std::string id, provider, buyer, creator, operator_id, channel_order;
  std::int64_t business = 1, pay_type = 0, from = 2, test = 0, created = 0, confirmed = 0, closed = 0,
               refunded = 0, channel = 0, origin_price = 0, paid_price = 0;
  std::int64_t paid = 0;
  std::string content, case_id, case_edition;
};
/// What it is for: an app for some people and days.
struct app_order_line {
  std::string suite, edition, edition_name;
  std::int64_t appid = 0, order_type = 0, users = 0, days = 0, takes_effect = 0, origin_price = 0,
               paid_price = 0;
};

/// An order of this provider.
[[nodiscard]] std::optional<app_order> find_order(store& data, std::string_view provider,
                                                  std::string_view id);
[[nodiscard]] std::vector<app_order_line> order_lines(store& data, std::string_view order);
void insert_order(store& data, const app_order& order, const std::vector<app_order_line>& lines);
/// At this second: unpaid orders lapse, and those that only have to be confirmed confirm themselves.
[[nodiscard]] order_state state_of(const app_order& order, std::int64_t now) noexcept;

/// What all the paid orders of an organisation for a suite come to.
struct subscription {
  std::int64_t begins = 0, ends = 0, users = 0;
  bool limited = false;  ///< Bought for a number of people.
};
/// Nothing when it has bought none. With `until` only the orders up to that one count, and `begins` is when
/// what that order buys begins.
[[nodiscard]] std::optional<subscription> subscription_of(store& data, std::string_view suite,
                                                          std::string_view buyer, std::int64_t now,
                                                          std::string_view until = {});

/// The check of every access_token that is a third-party app's: throws paid_app_expired when what the
/// organisation bought is over, and paid_app_user_limit_reached when the app sees more people than it is paid
/// for.
void check_paid_app(exchange& x);

}  // namespace errdex::emulation::wecom
