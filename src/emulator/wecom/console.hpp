// What members and administrators do, as actions of the admin interface.
#pragma once

#include <vector>

#include "emulator/platform/console.hpp"

namespace errdex::emulation::wecom {

[[nodiscard]] const std::vector<console_action>& wecom_actions();

}  // namespace errdex::emulation::wecom
