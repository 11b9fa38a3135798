// The codes of feishu.h5sdk (h5sdk.config) as an enumeration and as std::error_code.
//
//   std::error_code ec = errdex::feishu_h5sdk::code::parameter_invalid;
//   if (ec == errdex::verdict::fix_request) …
//
// Generated from catalog/feishu by catalogc; change the catalog, not this file.
// clang-format off
#ifndef ERRDEX_CODES_FEISHU_H5SDK_HPP
#define ERRDEX_CODES_FEISHU_H5SDK_HPP

#include <system_error>
#include <type_traits>

#include "errdex/error_code.hpp"

namespace errdex::feishu_h5sdk {

/// Each enumerator has the number that stands on the wire. Where a number has several meanings,
/// each has an enumerator of its own with the same value.
enum class code : int {
  parameter_invalid = 1012,  ///< A field of h5sdk.config has the wrong type.
  network_error = 1014,  ///< The device's network is not working.
  network_request_failed = 10001,  ///< The client's request to verify the page failed.
  network_response_invalid = 10002,  ///< The answer to the verification request could not be read.
  app_or_user_id_invalid = 333430,  ///< The user id or the app id is not acceptable.
  app_not_found = 333440,  ///< No app has this appId.
  signature_invalid = 333441,  ///< The page's signature differs from the one the server computes.
  jsapi_ticket_invalid = 333442,  ///< The app has no valid jsapi_ticket.
  signature_reused = 333443,  ///< This signature was already used within the last 10 minutes.
  signature_expired = 333444,  ///< The signature is older than 10 minutes.
  jsapi_not_listed = 333445,  ///< The called API is missing from jsApiList.
  jsapi_not_found = 333446,  ///< jsApiList holds a name that is no API.
  trusted_domain_missing = 333447,  ///< The app has no trusted domain for web pages.
  url_not_trusted_domain = 333448,  ///< The page's domain is not among the app's trusted domains.
  app_not_visible_to_user = 333449,  ///< The user is outside the app's availability.
  user_id_invalid = 333450,  ///< The open_id of the user is wrong.
  session_missing = 99991691,  ///< The page has no login session of the user.
  session_authentication_failed = 99991692,  ///< The user's login session did not pass authentication.
  session_not_found = 99991693,  ///< The user's login session is unknown to the server.
  session_invalid = 99991694,  ///< The user's login session failed the check.
};

/// The category of the space: its messages are the titles of the catalog.
[[nodiscard]] inline const std::error_category& category() noexcept {
  return errdex::category(spaces::feishu_h5sdk);
}

[[nodiscard]] inline std::error_code make_error_code(code c) noexcept {
  return {static_cast<int>(c), category()};
}

}  // namespace errdex::feishu_h5sdk

template <>
struct std::is_error_code_enum<errdex::feishu_h5sdk::code> : std::true_type {};

#endif
