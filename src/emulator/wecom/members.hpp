// What the files of the member endpoints share.
#pragma once

#include "emulator/wecom/wecom.hpp"

namespace errdex::emulation::wecom {

/// Throws user_not_found for a userid that nobody has; returns it as it is written in the contacts.
std::string need_member(const exchange& x, std::string_view userid);
/// Likewise, and throws when the app does not see the member.
std::string need_visible_member(const exchange& x, std::string_view userid);
/// A member the way user/get shows one.
[[nodiscard]] boost::json::object show_member(const exchange& x, std::string_view userid);
/// The field that names a member.
[[nodiscard]] field userid_field();

void add_member_changes(endpoint_list& list);
void add_member_reads(endpoint_list& list);
void add_member_lookups(endpoint_list& list);

}  // namespace errdex::emulation::wecom
