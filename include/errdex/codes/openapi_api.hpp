// The codes of openapi.api (Codes common to all API calls) as an enumeration and as std::error_code.
//
//   std::error_code ec = errdex::openapi_api::code::unknown_error;
//   if (ec == errdex::verdict::contact_platform) …
//
// Generated from catalog/openapi by catalogc; change the catalog, not this file.
// clang-format off
#ifndef ERRDEX_CODES_OPENAPI_API_HPP
#define ERRDEX_CODES_OPENAPI_API_HPP

#include <system_error>
#include <type_traits>

#include "errdex/error_code.hpp"

namespace errdex::openapi_api {

/// Each enumerator has the number that stands on the wire. Where a number has several meanings,
/// each has an enumerator of its own with the same value.
enum class code : int {
  success = 0,  ///< The call succeeded.
  unknown_error = 1,  ///< The platform failed for a reason it does not name.
  system_busy = 2,  ///< The service is down for the moment.
  api_method_unknown = 3,  ///< The platform has no method of this name.
  rate_limited = 4,  ///< The call count has reached its limit.
  caller_ip_not_trusted = 5,  ///< The calling address is not allowed for this app.
  user_data_no_permission = 6,  ///< The app may not read this user's data.
  referer_not_allowed = 7,  ///< Requests from this referring page are not allowed.
  parameter_invalid = 100,  ///< A request parameter is missing or wrong.
  api_key_invalid = 101,  ///< The platform does not know this api key.
  signature_invalid = 104,  ///< The signature does not match the request.
  too_many_parameters = 105,  ///< More parameters than the platform accepts.
  signature_method_unsupported = 106,  ///< The platform does not know this signature method.
  timestamp_invalid = 107,  ///< The timestamp is malformed, stale or already used.
  user_field_invalid = 109,  ///< A requested profile field does not exist.
  access_token_invalid = 110,  ///< The access token is not, or no longer, a valid one.
  access_token_expired = 111,  ///< The access token has expired.
  user_field_no_permission = 210,  ///< The app asked for a user field it was not granted.
  parameter_invalid_user_data = 211,  ///< A parameter of the user-data request is invalid.
  user_email_no_permission = 212,  ///< The app may not read the user's email.
  data_store_unknown_error = 800,  ///< The data store failed for an unknown reason.
  data_store_operation_invalid = 801,  ///< The data store does not know this operation.
  data_store_full = 802,  ///< The app's data store is full.
  data_object_not_found = 803,  ///< The named object is not in the data store.
  data_object_exists = 804,  ///< An object of this key is in the data store already.
  database_error = 805,  ///< The platform's database failed; the call may be repeated.
  app_not_found = 900,  ///< The application does not exist on the platform.
};

/// The category of the space: its messages are the titles of the catalog.
[[nodiscard]] inline const std::error_category& category() noexcept {
  return errdex::category(spaces::openapi_api);
}

[[nodiscard]] inline std::error_code make_error_code(code c) noexcept {
  return {static_cast<int>(c), category()};
}

}  // namespace errdex::openapi_api

template <>
struct std::is_error_code_enum<errdex::openapi_api::code> : std::true_type {};

#endif
