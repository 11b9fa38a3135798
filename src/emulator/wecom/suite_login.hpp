// Logins of members in third-party apps: the page is the same as for the organisation's own apps, with the
// suite_id as its appid.
#pragma once

#include <string>
#include <string_view>

#include "emulator/wecom/wecom.hpp"

namespace errdex::emulation::wecom {

/// Whether the appid of a link is a suite's.
[[nodiscard]] bool is_suite(const exchange& x, std::string_view id);

/// Logs in who the query names: `userid` of the organisation `auth_corpid`, or `openid`; without them a
/// member of an organisation that has the suite. Leaves a code for service/getuserinfo3rd, good once, for
/// five minutes. Throws url_not_trusted_domain, user_not_found and corp_id_invalid.
[[nodiscard]] answer log_in_to_suite(exchange& x);

}  // namespace errdex::emulation::wecom
