// Providers: organisations that make suites of third-party apps, which other organisations install.
#pragma once

#include "emulator/wecom/wecom.hpp"

namespace errdex::emulation::wecom {

/// Throws caller_ip_not_trusted when the provider has a list of trusted addresses and the caller's is not on
/// it.
void need_provider_address(const exchange& x, std::string_view provider);

/// The suite_ticket of a suite at the world's present time: a new one every 10 minutes. It is what the
/// platform pushes to the suite's callback.
[[nodiscard]] std::string suite_ticket(const world& w, std::string_view suite);
/// Whether it is one of the last 30 minutes.
[[nodiscard]] bool is_suite_ticket(const world& w, std::string_view suite, std::string_view ticket);

}  // namespace errdex::emulation::wecom
