// How a provider signs what it sends to the cash register: HMAC-SHA256 with its payment key over the leaves
// of the JSON body, with a nonce_str that comes once in 15 minutes and a ts that is not further off than
// that.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <string>
#include <string_view>

#include "emulator/platform/platform.hpp"

namespace errdex::emulation::wecom {

/// What is signed: each leaf as "name=value", sorted by its bytes, joined by '&'. Objects and arrays are not
/// signed themselves, and their names are not part of it. Empty values and `sig` are left out.
[[nodiscard]] std::string payment_text(const boost::json::object& body);
/// The signature of a body, in Base64.
[[nodiscard]] std::string payment_signature(const boost::json::object& body, std::string_view key);

/// Adds nonce_str and ts where they are not there, and then sig.
void sign_payment(boost::json::object& body, std::string_view key, std::int64_t second, std::uint64_t n);

/// For endpoints with a field `sig`: the caller's address, the nonce, the time and the signature.
[[nodiscard]] check payment_signature_check();

}  // namespace errdex::emulation::wecom
