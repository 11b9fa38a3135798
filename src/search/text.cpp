#include "search/text.hpp"

#include <algorithm>

namespace errdex::search {
namespace {

// What a folded character of a word is, for the places where a word is cut.
constexpr std::uint8_t lower = 0;
constexpr std::uint8_t upper = 1;
constexpr std::uint8_t digit = 2;
constexpr std::uint8_t kind_mask = 3;
constexpr std::uint8_t joint = 4;  // A joiner stood before this character.

/// The size of the joiner at text[i], or 0: one of _ - . between parts, an apostrophe inside a word.
std::size_t joiner_size(std::string_view text, std::size_t i) noexcept {
  const char c = text[i];
  if (c == '_' || c == '-' || c == '.' || c == '\'') return 1;
  return text.substr(i, 3) == "\u2019" ? 3 : 0;
}

bool goes_on(std::string_view text, std::size_t i) noexcept {
  return i < text.size() && is_letter(decode(text.substr(i)).value);
}

}  // namespace

std::size_t word_piece::read(std::string_view text, std::size_t from) noexcept {
  std::array<std::uint8_t, max_size> kinds;
  size_ = 0;
  bool plain = true;        // Nothing so far at which the word may be cut.
  std::uint8_t before = 0;  // `joint` behind a joiner.
  const auto add = [&](char byte, std::uint8_t kind) {
    // A capital at the start is the usual case: Token.
    const bool as_before = size_ == 0 || kind == (kinds[size_ - 1] & kind_mask) ||
                           (size_ == 1 && kind == lower && kinds[0] == upper);
    plain = plain && as_before && before == 0;
    bytes_[size_] = byte;
    kinds[size_++] = static_cast<std::uint8_t>(kind | before);
    before = 0;
  };
  std::size_t i = from;
  if (text[i] == '-') add(text[i++], digit);
  for (; i < text.size() && size_ < max_size;) {
    code_point c{static_cast<unsigned char>(text[i]), 1};
    if (c.value >= 0x80) c = decode(text.substr(i));
    if (c.value >= 'a' && c.value <= 'z') {
      add(static_cast<char>(c.value), lower);
    } else if (c.value >= '0' && c.value <= '9') {
      add(static_cast<char>(c.value), digit);
    } else if (c.value >= 'A' && c.value <= 'Z') {
      add(static_cast<char>(c.value - 'A' + 'a'), upper);
    } else if (c.value >= 0x80 && is_letter(c.value)) {
      if (size_ + c.size > max_size) break;
      for (std::size_t k = 0; k < c.size; ++k) add(text[i + k], lower);
    } else {
      const std::size_t size = joiner_size(text, i);
      if (size == 0 || !goes_on(text, i + size)) break;
      if (text[i] == '_' || text[i] == '-' || text[i] == '.') before = joint;
      i += size;
      continue;
    }
    i += c.size;
  }
  parts_ = 1;
  starts_[0] = 0;
  starts_[1] = static_cast<std::uint8_t>(size_);
  joined_ = false;
  if (!plain) cut_into_parts(kinds);
  return i;
}

void word_piece::cut_into_parts(const std::array<std::uint8_t, max_size>& kinds) noexcept {
  const auto kind = [&](std::size_t k) { return kinds[k] & kind_mask; };
  // The number of characters of one kind from k on, or up to k; joints end it.
  const auto run_from = [&](std::size_t k, auto same) {
    std::size_t n = 1;
    while (k + n < size_ && (kinds[k + n] & joint) == 0 && same(kind(k + n))) ++n;
    return n;
  };
  const auto run_up_to = [&](std::size_t k, auto same) {
    std::size_t n = 1;
    while (n <= k && (kinds[k - n + 1] & joint) == 0 && same(kind(k - n))) ++n;
    return n;
  };
  const auto letters = [](int c) { return c != digit; };
  const auto digits = [](int c) { return c == digit; };
  const auto small = [](int c) { return c == lower; };

  std::size_t count = 0;
  std::size_t begin = 0;
  for (std::size_t k = 1; k < size_ && count + 1 < max_parts; ++k) {
    bool cut = (kinds[k] & joint) != 0;
    if (!cut) {
      const int before = kind(k - 1);
      const int here = kind(k);
      if (letters(before) && letters(here)) {
        // userId, HTTPServer; not OAuth, iOS or IDs, whose parts would be single letters.
        const bool hump = before == lower && here == upper;
        const bool last_of_capitals = before == upper && here == upper && k + 2 < size_ &&
                                      run_from(k + 1, small) >= 2 && kind(k + 1) == lower &&
                                      (kinds[k + 1] & joint) == 0;
        cut = (hump || last_of_capitals) && k - begin >= 2 && run_from(k, letters) >= 2;
      } else if (letters(before) != letters(here)) {
        // errcode40014; not v3, md5 or utf8mb4.
        const bool to_digits = digits(here);
        cut = (to_digits ? run_from(k, digits) : run_up_to(k - 1, digits)) >= 3 &&
              (to_digits ? run_up_to(k - 1, letters) : run_from(k, letters)) >= 2;
      }
    }
    if (cut) {
      starts_[count++] = static_cast<std::uint8_t>(begin);
      begin = k;
    }
  }
  starts_[count++] = static_cast<std::uint8_t>(begin);
  starts_[count] = static_cast<std::uint8_t>(size_);
  parts_ = count;
  joined_ = count > 1 && std::any_of(kinds.begin(), kinds.begin() + static_cast<std::ptrdiff_t>(size_),
                                     [&](std::uint8_t c) { return letters(c & kind_mask); });
}

}  // namespace errdex::search
