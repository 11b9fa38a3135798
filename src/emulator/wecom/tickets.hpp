// Tickets with which an app signs its pages for the JS-SDK.
#pragma once

#include "emulator/wecom/wecom.hpp"

namespace errdex::emulation::wecom {

void add_tickets(endpoint_list& list);
void create_ticket_tables(store& data);

}  // namespace errdex::emulation::wecom
