// Providers: organisations that make suites of third-party apps, which other organisations install.
#pragma once

#include "emulator/wecom/wecom.hpp"

namespace errdex::emulation::wecom {

/// Throws caller_ip_not_trusted when the provider has a list of trusted addresses and the caller's is not on
/// it.
void need_provider_address(const exchange& x, std::string_view provider);

/// Seconds from one suite_ticket to the next.
inline constexpr std::int64_t ticket_interval = 600;
/// The suite_ticket of a suite at a moment, in seconds since 1970.
[[nodiscard]] std::string suite_ticket(const world& w, std::string_view suite, std::int64_t at);
/// Whether it is one of the last 30 minutes.
[[nodiscard]] bool is_suite_ticket(const world& w, std::string_view suite, std::string_view ticket);

}  // namespace errdex::emulation::wecom
