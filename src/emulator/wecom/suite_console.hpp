// What administrators and providers do with suites in their consoles, as actions of the admin interface.
#pragma once

#include <boost/json/value.hpp>

#include "emulator/platform/console.hpp"

namespace errdex::emulation::wecom {

/// auth_code and expires_in; no pre-auth code is needed, as when an administrator finds the suite in the
/// list of apps.
boost::json::value authorize_suite(console_call& c);
boost::json::value withdraw_suite(console_call& c);
/// suite_ticket, and whether it is `pushed`.
boost::json::value push_suite_ticket(console_call& c);

}  // namespace errdex::emulation::wecom
