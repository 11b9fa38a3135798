// Status codes and their reason phrases (RFC 9110, section 15).
#pragma once

#include <string>
#include <string_view>

#include "http/message.hpp"

namespace errdex::http {

/// "Not Found" for 404; "Status" for a number without a registered phrase.
[[nodiscard]] std::string_view reason_phrase(unsigned status) noexcept;

/// Whether an answer with this status has a body at all: not 1xx, 204 and 304.
[[nodiscard]] constexpr bool has_body(unsigned status) noexcept {
  return status >= 200 && status != 204 && status != 304;
}

/// An answer that tells a caller what was wrong, as problem details (RFC 9457): the status, its phrase as
/// the title, and `detail`, one sentence in plain words that says what would be right.
[[nodiscard]] response problem(unsigned status, std::string_view detail);

/// The text as a JSON string, with its quotes; bytes that are no UTF-8 become U+FFFD.
[[nodiscard]] std::string json_string(std::string_view text);

}  // namespace errdex::http
