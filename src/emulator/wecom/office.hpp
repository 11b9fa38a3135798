// What the offices of an organisation do with its members: check-in, approvals, invoices, support. Each group
// is one file and its data.
#pragma once

#include "emulator/platform/console.hpp"
#include "emulator/wecom/wecom.hpp"

namespace errdex::emulation::wecom {

void create_checkin_tables(store& data);
void load_checkin(world& w, const std::string& corp, const boost::json::value& part);
void add_checkin(endpoint_list& list);
void add_checkin_reports(endpoint_list& list);

void create_approval_tables(store& data);
void load_approval(world& w, const std::string& corp, const boost::json::value& part);
void add_approval(endpoint_list& list);
void add_approval_lists(endpoint_list& list);
/// What approvers do, as an action of the admin interface.
[[nodiscard]] console_action approval_action();

void create_invoice_tables(store& data);
void load_invoices(world& w, const std::string& corp, const boost::json::value& part);
void add_invoices(endpoint_list& list);

void create_support_agent_tables(store& data);
void load_support_agents(world& w, const std::string& corp, const boost::json::value& part);
void add_support_agents(endpoint_list& list);

}  // namespace errdex::emulation::wecom
