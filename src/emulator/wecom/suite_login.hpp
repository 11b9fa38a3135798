// Logins of members in third-party apps: the page is the same as for the organisation's own apps, with the
// suite_id as its appid.
#pragma once

#include <string>
#include <string_view>

#include "emulator/wecom/wecom.hpp"

namespace errdex::emulation::wecom {

/// Whether the appid of a link is a suite's.
[[nodiscard]] bool is_suite(const exchange& x, std::string_view id);

struct suite_login {
  std::string suite;
  std::string corp;
  std::string userid;    ///< Empty for a person from outside.
  std::string openid;    ///< Of such a person.
  bool details = false;  ///< The person agreed that the suite sees personal details.
};

/// A new code for service/getuserinfo3rd: good once, for five minutes.
[[nodiscard]] std::string issue_suite_code(exchange& x, const suite_login& who);

void add_suite_logins(endpoint_list& list);
void create_suite_login_tables(store& data);

}  // namespace errdex::emulation::wecom
