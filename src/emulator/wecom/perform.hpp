// Endpoints whose rules are followed without a request: a row of an import, an administrator in the console.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <string>
#include <string_view>

#include "emulator/platform/platform.hpp"

namespace errdex::emulation::wecom {

/// What it came to.
struct performed {
  boost::json::value errcode = 0;
  std::string errmsg = "ok";    ///< As in an answer, without hint, address and link.
  std::string detail;           ///< What was wrong, in a sentence.
  boost::json::object members;  ///< The rest of a successful answer.

  [[nodiscard]] bool failed() const { return errcode != 0; }
};

/// Checks the fields of an endpoint and runs its handler for this caller: no credential, no permission, no
/// limits. Part of the transaction that is open; a failure takes back what it has changed and nothing else.
[[nodiscard]] performed perform(world& w, const platform& p, std::string_view endpoint,
                                const caller_identity& caller, const boost::json::object& arguments);

/// Only checks the fields.
[[nodiscard]] performed check_arguments(world& w, const platform& p, std::string_view endpoint,
                                        const caller_identity& caller, const boost::json::object& arguments);

}  // namespace errdex::emulation::wecom
