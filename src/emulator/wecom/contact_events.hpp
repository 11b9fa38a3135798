// change_contact: who keeps a copy of the contacts is told of each change that somebody else has made.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/wecom/wecom.hpp"

namespace errdex::emulation::wecom {

/// Whether anybody would be told of a change that this caller makes; when not, nothing need be prepared.
[[nodiscard]] bool contact_changes_are_heard(const exchange& x);

/// After a member was made.
void tell_member_created(exchange& x, std::string_view userid);
/// After a change; `before` is what show_member said before it, and `userid` the id that the member had.
void tell_member_updated(exchange& x, std::string_view userid, std::string_view new_userid,
                         const boost::json::object& before);
/// Before the member is gone, as only those are told who see the member.
void tell_member_deleted(exchange& x, std::string_view userid);

void tell_department_created(exchange& x, std::int64_t id);
/// `name` and `parent` are those before the change.
void tell_department_updated(exchange& x, std::int64_t id, std::string_view name, std::int64_t parent);
/// Before it is gone.
void tell_department_deleted(exchange& x, std::int64_t id);

/// After members and departments were given a tag, or it was taken from them.
struct tag_change {
  std::vector<std::string> added_users, removed_users;
  std::vector<std::string> added_parties, removed_parties;
};
void tell_tag_changed(exchange& x, std::int64_t tagid, const tag_change& change);

}  // namespace errdex::emulation::wecom
