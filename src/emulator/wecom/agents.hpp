// Applications as their own settings API sees them, and their menus.
#pragma once

#include <cstdint>

#include "emulator/wecom/wecom.hpp"

namespace errdex::emulation::wecom {

/// Throws agent_id_invalid when the caller's organisation has no app with this agentid, and
/// agent_id_of_another_app when the access token is another app's.
void need_own_agent(const exchange& x, std::int64_t agentid);

void add_agents(endpoint_list& list);

}  // namespace errdex::emulation::wecom
