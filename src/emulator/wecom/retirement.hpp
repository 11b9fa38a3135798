// APIs that the platform has retired, and whose paths it still knows. Which they are stands in the fixture:
// what a client does when one of its calls goes away can be tried with any of them.
#pragma once

#include <string>

#include "emulator/wecom/wecom.hpp"

namespace errdex::emulation::wecom {

/// Throws api_retired when the endpoint is one of them.
void check_retirement(exchange& x);

void create_retirement_tables(store& data);
/// A sequence of names such as "material/get_count".
void load_retired_apis(world& w, const std::string& corp, const boost::json::value& part);

}  // namespace errdex::emulation::wecom
