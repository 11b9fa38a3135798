// gzip and br for bodies.
#pragma once

#include <string>
#include <string_view>

namespace errdex::http {

/// Fast, for an answer that is made once; or hard, for bytes that are kept.
enum class effort { fast, hard };

/// Throws std::bad_alloc only.
[[nodiscard]] std::string to_gzip(std::string_view text, effort how);
[[nodiscard]] std::string to_brotli(std::string_view text, effort how);

}  // namespace errdex::http
