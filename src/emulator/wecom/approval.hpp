// What the files of approvals share.
#pragma once

#include <boost/json/object.hpp>

#include "emulator/wecom/wecom.hpp"

namespace errdex::emulation::wecom {

/// The text at a path of a form or a template; empty when there is none.
[[nodiscard]] std::string text_of(const boost::json::object& in, std::string_view key);
/// A call that needs the permission for approvals.
[[nodiscard]] endpoint approval_call(std::string_view path, std::string_view title, endpoint_handler handle);

}  // namespace errdex::emulation::wecom
