// The older merchant interface (custompay), with which a suite sold goods of its own. Its public page is
// gone; the fields stand in the examples of the signature's document, openorder and queryorder in the
// vendor's draft.
#pragma once

#include "emulator/wecom/payments.hpp"

namespace errdex::emulation::wecom {

/// An order of goods. Times are seconds since 1970, 0 for never.
struct goods_order {
  std::string id, transaction, buyer, user, product_id, product_name, product_detail, unit_name;
  std::int64_t type = 0, appid = 0, unit_price = 0, num = 0, amount = 0, created = 0, opened = 0, paid = 0,
               closed = 0, token_ends = 0;
};
/// As the draft numbers them.
enum class goods_state : std::uint8_t { unpaid = 0, paid = 1, lapsed = 2 };

[[nodiscard]] goods_state state_of(const goods_order& order, std::int64_t now) noexcept;
/// An order of the calling suite's; throws order_not_found.
[[nodiscard]] goods_order need_goods_order(const exchange& x, std::string_view id);
/// The one that the token stands for, whoever calls; throws order_token_invalid and order_token_expired.
[[nodiscard]] goods_order need_goods_token(const exchange& x, std::string_view token);
/// What was paid back of it, in fen.
[[nodiscard]] std::int64_t refunded_amount(const exchange& x, std::string_view transaction);

/// The id of an order, which the merchant chooses: at most 32 letters, digits and "_-.".
[[nodiscard]] field merchant_id_field(std::string_view path, code error);
inline constexpr std::string_view custompay_draft = "https://github.com/sbzhu/wwcustompaysignature";

}  // namespace errdex::emulation::wecom
