// The few questions that the rules ask of UTF-8 text.
#ifndef ERRDEX_SRC_AUTHORING_TEXT_HPP
#define ERRDEX_SRC_AUTHORING_TEXT_HPP

#include <cstddef>
#include <string_view>
#include <vector>

#include "text/unicode.hpp"

namespace errdex::authoring {

/// The code points; the text is valid UTF-8 (the reader refuses anything else).
[[nodiscard]] std::vector<char32_t> code_points(std::string_view text);

using text::is_han;

[[nodiscard]] constexpr bool is_ascii_word(char32_t c) noexcept {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// True when `word` stands in `text` with no ASCII letter or digit on either side; upper and lower
/// case are the same.
[[nodiscard]] bool contains_word(std::string_view text, std::string_view word);

}  // namespace errdex::authoring

#endif
