// What a suite is told at its callback: its ticket every 10 minutes, and who authorizes it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "emulator/wecom/events.hpp"

namespace errdex::emulation::wecom {

/// Where a suite takes callbacks; nothing when it has no URL, Token or EncodingAESKey.
[[nodiscard]] std::optional<receiver> suite_receiver(store& data, std::string_view suite);

/// Queues the present suite_ticket; nothing without a callback.
void push_ticket(world& w, std::string_view suite);
/// A callback was delivered or given up: behind a suite_ticket comes the next, when it is time.
void push_next_ticket(world& w, const callback_message& sent);

/// create_auth: an administrator has authorized the suite.
void tell_of_grant(world& w, std::string_view suite, std::string_view auth_code, std::string_view state);
/// change_auth or cancel_auth: what an organisation allows has changed.
void tell_of_change(world& w, std::string_view suite, std::string_view what, std::string_view corp);

}  // namespace errdex::emulation::wecom
