// The provider's cash register: what its files share.
#pragma once

#include "emulator/wecom/payments.hpp"

namespace errdex::emulation::wecom {

/// Whether a member of the provider may take payments and handle their invoices.
[[nodiscard]] bool is_cashier(const exchange& x, std::string_view userid);

/// The start of a day in Beijing that is written as 20260131; nothing for a text that is no day.
[[nodiscard]] std::optional<std::int64_t> day_start(std::string_view written);

/// What a paytool/open_order asks for, with its prices; throws order_parameter_invalid and what else is wrong
/// with the goods.
struct purchase {
  std::vector<app_order_line> lines;
  std::string case_id, case_edition;
};
[[nodiscard]] purchase read_purchase(const exchange& x, std::string_view buyer);

/// The member of `product_list` for a business_type: "third_app", "customized_app" or "promotion_case".
[[nodiscard]] std::string_view product_key(std::int64_t business) noexcept;

/// nonce_str, ts and sig.
void add_signature_fields(std::vector<field>& fields);
/// Those of paytool/open_order.
[[nodiscard]] std::vector<field> order_fields();

}  // namespace errdex::emulation::wecom
