// change_external_contact: the app for customer contact is told what customers and time have done.
#pragma once

#include <string>
#include <string_view>

#include <boost/json/array.hpp>

#include "emulator/wecom/wecom.hpp"

namespace errdex::emulation::wecom {

/// One change between a member and a customer.
struct customer_change {
  std::string_view type;  ///< ChangeType, such as "add_external_contact".
  std::string_view userid, customer;
  std::string_view state{};         ///< Of the contact way through which a customer came.
  std::string_view welcome_code{};  ///< With which the customer can be greeted.
  std::string_view fail_reason{};   ///< Of transfer_fail.
};

/// Queues the event for each app for customer contact that takes callbacks, as part of the transaction that
/// is open; returns the ids of the callbacks.
boost::json::array tell_customer_change(world& w, const std::string& corp, const customer_change& change);

}  // namespace errdex::emulation::wecom
