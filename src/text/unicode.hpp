// Reading UTF-8 one code point at a time, and the two properties of a code point that matter here:
// how many columns of a terminal it takes, and whether it is a Han character.
#ifndef ERRDEX_SRC_TEXT_UNICODE_HPP
#define ERRDEX_SRC_TEXT_UNICODE_HPP

#include <cstddef>
#include <string_view>

namespace errdex::text {

struct code_point {
  char32_t value = 0;
  std::size_t size = 1;  ///< Bytes it stands on.
  bool valid = true;     ///< False for a byte that is not UTF-8; then value is U+FFFD and size 1.
};

/// The code point at the beginning of a text that is not empty. Overlong forms, surrogates and
/// numbers above U+10FFFF are not UTF-8.
[[nodiscard]] constexpr code_point decode(std::string_view s) noexcept {
  constexpr code_point broken{U'\ufffd', 1, false};
  const auto lead = static_cast<unsigned char>(s[0]);
  if (lead < 0x80) return {char32_t{lead}, 1, true};
  const std::size_t size = lead >= 0xc2 && lead < 0xe0 ? 2 : lead >= 0xe0 && lead < 0xf0 ? 3 : 4;
  if (lead < 0xc2 || lead > 0xf4 || size > s.size()) return broken;
  char32_t value = lead & (0xffu >> (size + 1));
  for (std::size_t k = 1; k < size; ++k) {
    const auto next = static_cast<unsigned char>(s[k]);
    if ((next & 0xc0) != 0x80) return broken;
    value = value << 6 | (next & 0x3fu);
  }
  const bool overlong = (size == 3 && value < 0x800) || (size == 4 && value < 0x10000);
  if (overlong || (value >= 0xd800 && value <= 0xdfff) || value > 0x10ffff) return broken;
  return {value, size, true};
}

/// Columns of a terminal: two for East Asian wide characters, none for combining ones and controls.
[[nodiscard]] constexpr std::size_t columns(char32_t c) noexcept {
  if (c < 0x20 || (c >= 0x7f && c < 0xa0)) return 0;
  if ((c >= 0x300 && c <= 0x36f) || (c >= 0x200b && c <= 0x200f) || (c >= 0xfe00 && c <= 0xfe0f)) return 0;
  const bool wide = (c >= 0x1100 && c <= 0x115f) || (c >= 0x2e80 && c <= 0xa4cf && c != 0x303f) ||
                    (c >= 0xac00 && c <= 0xd7a3) || (c >= 0xf900 && c <= 0xfaff) ||
                    (c >= 0xfe30 && c <= 0xfe6f) || (c >= 0xff00 && c <= 0xff60) ||
                    (c >= 0xffe0 && c <= 0xffe6) || (c >= 0x1f300 && c <= 0x1faff) ||
                    (c >= 0x20000 && c <= 0x3fffd);
  return wide ? 2 : 1;
}

[[nodiscard]] constexpr bool is_han(char32_t c) noexcept {
  return (c >= 0x3400 && c <= 0x9fff) || (c >= 0xf900 && c <= 0xfaff) || (c >= 0x20000 && c <= 0x3ffff);
}

}  // namespace errdex::text

#endif
