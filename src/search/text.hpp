// Cuts text into what is searched for: words and Han characters.
//
// A word is a run of letters and digits, folded to lower case and half width. Joiners inside a word
// (user_id, mini-program, Forbidden.AccessDenied) and changes of case (userId) cut it into parts;
// the word without its joiners is kept too, so that access_token, accessToken and accesstoken are
// one word with the same parts.
//
// Han characters (and kana and hangul, which are not set apart by blanks either) are handed over one
// by one; the index makes pairs of neighbours.
#ifndef ERRDEX_SRC_SEARCH_TEXT_HPP
#define ERRDEX_SRC_SEARCH_TEXT_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace errdex::search {

struct code_point {
  char32_t value;    // Folded: full-width forms as their half-width twins.
  std::size_t size;  // Bytes; 1 for a byte that is not UTF-8.
};

/// The code point at the start of `text`, which is not empty. A byte that is not UTF-8 is U+FFFD.
[[nodiscard]] inline code_point decode(std::string_view text) noexcept {
  const auto c = static_cast<unsigned char>(text[0]);
  if (c < 0x80) return {c, 1};
  const std::size_t n = c >= 0xe0 && c < 0xf0 ? 3 : c >= 0xc2 && c < 0xe0 ? 2 : c >= 0xf0 && c < 0xf5 ? 4 : 1;
  if (n == 1 || n > text.size()) return {U'\ufffd', 1};
  char32_t value = c & (0xffu >> (n + 1));
  for (std::size_t k = 1; k < n; ++k) {
    const auto next = static_cast<unsigned char>(text[k]);
    if ((next & 0xc0) != 0x80) return {U'\ufffd', 1};
    value = value << 6 | (next & 0x3fu);
  }
  if (value >= 0xff01 && value <= 0xff5e) value -= 0xff01 - 0x21;
  return {value, n};
}

/// Han, kana, hangul: characters that are searched in pairs.
[[nodiscard]] constexpr bool is_han(char32_t c) noexcept {
  if (c >= 0x4e00 && c <= 0x9fff) return true;
  return (c >= 0x3400 && c <= 0x4dff) || (c >= 0x3041 && c <= 0x30ff && c != 0x30fb) ||
         (c >= 0x2e80 && c <= 0x2fdf) || (c >= 0xac00 && c <= 0xd7a3) || (c >= 0xf900 && c <= 0xfaff) ||
         (c >= 0x20000 && c <= 0x3ffff) || c == 0x3007;
}

/// True when a code point is part of a word: a letter or a digit, not Latin-1, general or CJK punctuation,
/// symbols, private use, specials, or one of the above.
[[nodiscard]] constexpr bool is_letter(char32_t c) noexcept {
  if (c < 0x80) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
  return c >= 0xc0 && c != 0xd7 && c != 0xf7 && !(c >= 0x2000 && c <= 0x2bff) &&
         !(c >= 0x3000 && c <= 0x303f) && c != 0x30fb && !(c >= 0xe000 && c <= 0xf8ff) &&
         !(c >= 0xfe00 && c <= 0xfe6f) && !(c >= 0xff00 && c <= 0xffff) && !(c >= 0x1f000 && c <= 0x1faff) &&
         c < 0xe0000 && !is_han(c);
}

/// What a byte begins.
enum class lead : std::uint8_t { skip = 0, word = 1, minus = 2, wide = 3 };
[[nodiscard]] constexpr lead lead_of(char byte) noexcept {
  const auto c = static_cast<unsigned char>(byte);
  if (c >= 0x80) return lead::wide;
  if (is_letter(c)) return lead::word;
  return c == '-' ? lead::minus : lead::skip;
}

/// A word with its parts. The views point into the piece itself.
class word_piece {
 public:
  // The longest word of the built-in catalog has 49 bytes. What is longer is cut into several.
  static constexpr std::size_t max_size = 128;
  static constexpr std::size_t max_parts = 24;

  /// The folded word without joiners.
  [[nodiscard]] std::string_view whole() const noexcept { return {bytes_.data(), size_}; }
  [[nodiscard]] std::size_t part_count() const noexcept { return parts_; }
  [[nodiscard]] std::string_view part(std::size_t i) const noexcept {
    return {bytes_.data() + starts_[i], std::size_t{starts_[i + 1]} - starts_[i]};
  }
  /// Of several parts, whether the whole is a word too. "2019-01-31" and "1.5" are only their parts.
  [[nodiscard]] bool joined() const noexcept { return joined_; }

  /// Reads the word that begins at text[from] and returns the position behind it.
  std::size_t read(std::string_view text, std::size_t from) noexcept;

 private:
  void cut_into_parts(const std::array<std::uint8_t, max_size>& kinds) noexcept;

  std::array<char, max_size> bytes_;
  std::array<std::uint8_t, max_parts + 1> starts_;
  std::size_t size_ = 0;
  std::size_t parts_ = 0;
  bool joined_ = false;
};

/// Calls `sink.word(const word_piece&, begin, end)` and `sink.han(char32_t, begin, end)` in the order
/// of the text; the positions are bytes of `text`. Any bytes are safe. A number keeps its minus sign
/// when nothing that belongs to a word stands before it: "-1" is another code than "1".
template <typename Sink>
void cut(std::string_view text, Sink& sink) {
  word_piece piece;
  bool after_word = false;
  for (std::size_t i = 0; i < text.size();) {
    const lead kind = lead_of(text[i]);
    bool starts = kind == lead::word;
    if (kind == lead::minus) {
      starts = !after_word && i + 1 < text.size() && text[i + 1] >= '0' && text[i + 1] <= '9';
    } else if (kind == lead::wide) {
      const code_point c = decode(text.substr(i));
      if (is_han(c.value)) {
        sink.han(c.value, i, i + c.size);
        i += c.size;
        after_word = false;
        continue;
      }
      starts = is_letter(c.value);
      if (!starts) {
        i += c.size;
        after_word = false;
        continue;
      }
    }
    if (!starts) {
      after_word = false;
      ++i;
      continue;
    }
    const std::size_t end = piece.read(text, i);
    sink.word(piece, i, end);
    after_word = true;
    i = end;
  }
}

}  // namespace errdex::search

#endif
