// Robots of group chats: whoever has the key in the address of their webhook may send.
#pragma once

#include "emulator/wecom/wecom.hpp"

namespace errdex::emulation::wecom {

/// For endpoint::credential: the key in the query.
inline constexpr std::string_view robot_key = "key";

/// Finds the robot by its key; a file to upload is looked at before.
void check_robot(exchange& x);

}  // namespace errdex::emulation::wecom
