// What WeCom looks at before an endpoint's own rules, in its order: token, address, application, permission,
// limits, body, fields.
#pragma once

#include <vector>

#include "emulator/platform/platform.hpp"

namespace errdex::emulation::wecom {

[[nodiscard]] std::vector<check> checks_in_order();

/// Whether the address is in one of the ranges: "203.0.113.7", "198.51.100.0/24", separated by commas. An
/// empty list has every address in it. IPv4 only; an IPv6 address is in a range that is the same text.
[[nodiscard]] bool address_in(std::string_view address, std::string_view ranges);

/// The caller's address.
[[nodiscard]] std::string_view peer_of(const exchange& x);

}  // namespace errdex::emulation::wecom
