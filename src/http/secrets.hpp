// Keeps credentials out of logs, journals and traces.
#pragma once

#include <string>
#include <string_view>

namespace errdex::http {

/// What stands in a secret's place.
inline constexpr std::string_view masked = "***";

/// Whether a query parameter, form field or header of this name carries a credential: every …token…,
/// …secret…, …password…, …ticket…, …signature…, …cookie…, …authorization…, and sign, key, authcode,
/// jsapi-like names of the platforms. Compared without case, '_' and '-'.
[[nodiscard]] bool names_secret(std::string_view name);

/// A request target that may be written down: values of secret names are masked, and so are values that look
/// like pasted text (longer than 64 bytes, or with a secret's name inside), because what people paste into a
/// search box has tokens in it.
[[nodiscard]] std::string masked_target(std::string_view target);

/// A header field's value that may be written down. Of an Authorization the scheme is kept.
[[nodiscard]] std::string masked_field(std::string_view name, std::string_view value);

}  // namespace errdex::http
