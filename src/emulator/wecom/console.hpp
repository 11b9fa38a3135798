// What members and administrators do, as actions of the admin interface.
#pragma once

#include <vector>

#include "emulator/platform/console.hpp"

namespace errdex::emulation::wecom {

[[nodiscard]] const std::vector<console_action>& wecom_actions();

/// A buyer pays or confirms an order of the cash register.
[[nodiscard]] boost::json::value pay_order(console_call& c);

}  // namespace errdex::emulation::wecom
