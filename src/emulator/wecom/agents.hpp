// Applications as their own settings API sees them, and their menus.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "emulator/wecom/wecom.hpp"

namespace errdex::emulation::wecom {

/// Throws agent_id_invalid when the caller's organisation has no app with this agentid, and
/// agent_id_of_another_app when the access token is another app's.
void need_own_agent(const exchange& x, std::int64_t agentid);

/// The field that names the app, and what `need_own_agent` raises followed by `more`.
[[nodiscard]] field agentid_field();
[[nodiscard]] std::vector<claim> agent_claims(std::vector<claim> more = {});

void add_agents(endpoint_list& list);
void create_agent_tables(store& data);
/// The organisation's domains: `{domain, icp, verified}`.
void load_domains(world& w, const std::string& corp, const boost::json::value& part);

void add_menus(endpoint_list& list);
void create_menu_tables(store& data);

}  // namespace errdex::emulation::wecom
