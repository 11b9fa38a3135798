// The codes of openapi.oauth (Authorization and token endpoints) as an enumeration and as std::error_code.
//
//   std::error_code ec = errdex::openapi_oauth::code::request_invalid;
//   if (ec == errdex::verdict::fix_request) …
//
// Generated from catalog/openapi by catalogc; change the catalog, not this file.
// clang-format off
#ifndef ERRDEX_CODES_OPENAPI_OAUTH_HPP
#define ERRDEX_CODES_OPENAPI_OAUTH_HPP

#include <system_error>
#include <type_traits>

#include "errdex/error_code.hpp"

namespace errdex::openapi_oauth {

/// Each enumerator has the number that stands on the wire. Where a number has several meanings,
/// each has an enumerator of its own with the same value.
enum class code : int {
  request_invalid = 10000,  ///< The authorization or token request is malformed.
  client_credentials_invalid = 10001,  ///< The app could not be authenticated.
  grant_invalid = 10002,  ///< The authorization code or refresh token is not valid.
  grant_type_not_permitted = 10003,  ///< The app is not permitted to use this grant_type.
  grant_type_unsupported = 10004,  ///< The platform does not know this grant_type.
  scope_invalid = 10005,  ///< scope asks for something unknown or more than allowed.
  refresh_token_expired = 10006,  ///< The refresh token has expired.
  redirect_uri_mismatch = 10007,  ///< redirect_uri is not the one registered for the app.
  response_type_unsupported = 10008,  ///< The platform does not know this response_type.
  access_denied = 10009,  ///< The user or the authorization server said no.
};

/// The category of the space: its messages are the titles of the catalog.
[[nodiscard]] inline const std::error_category& category() noexcept {
  return errdex::category(spaces::openapi_oauth);
}

[[nodiscard]] inline std::error_code make_error_code(code c) noexcept {
  return {static_cast<int>(c), category()};
}

}  // namespace errdex::openapi_oauth

template <>
struct std::is_error_code_enum<errdex::openapi_oauth::code> : std::true_type {};

#endif
