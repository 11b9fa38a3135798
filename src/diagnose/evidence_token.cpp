#include "diagnose/evidence_token.hpp"

#include <algorithm>

#include "diagnose/evidence_keys.hpp"

namespace errdex::reading {

std::size_t skip_blanks(std::string_view s, std::size_t at) noexcept {
  while (at < s.size() && is_blank(s[at])) ++at;
  return at;
}

std::size_t line_begin(std::string_view s, std::size_t at, std::size_t reach) noexcept {
  const std::size_t floor = at > reach ? at - reach : 0;
  while (at > floor && s[at - 1] != '\n') --at;
  return at;
}

std::size_t line_end(std::string_view s, std::size_t at, std::size_t reach) noexcept {
  at = std::min(at, s.size());
  const std::string_view rest = s.substr(at, reach);
  return at + std::min(rest.find('\n'), rest.size());
}

separator_at_result separator_at(std::string_view s, std::size_t at) noexcept {
  const std::string_view rest = s.substr(std::min(at, s.size()), 3);
  if (rest.starts_with("=>")) return {separator::arrow, 2};
  if (rest.starts_with("：")) return {separator::colon, 3};
  if (rest.starts_with("==") || rest.starts_with("::") || rest.starts_with("://") || rest.starts_with(":="))
    return {};
  if (rest.starts_with('=')) return {separator::equals, 1};
  if (rest.starts_with(':')) return {separator::colon, 1};
  return {};
}

std::size_t name_length(std::string_view s, std::size_t at) noexcept {
  constexpr std::size_t longest = 64;
  if (at >= s.size() || is_digit(s[at]) || s[at] == '-' || s[at] == '.' || !is_name_byte(s[at])) return 0;
  // A name is Latin or it is not: in "失败errcode" two words meet.
  const bool ascii = static_cast<unsigned char>(s[at]) < 0x80;
  std::size_t n = 0;
  while (n <= longest && at + n < s.size() && is_name_byte(s[at + n]) &&
         (static_cast<unsigned char>(s[at + n]) < 0x80) == ascii) {
    // Punctuation of Chinese: ，：（） and 、。「」.
    if (!ascii && (s.substr(at + n, 2) == "\xEF\xBC" || s.substr(at + n, 2) == "\xE3\x80")) break;
    ++n;
  }
  return n <= longest ? n : 0;
}

namespace {

/// What follows the quote at `at` can follow a string in a group whose names are in quotes.
bool ends_string(std::string_view s, std::size_t at) {
  std::size_t i = skip_blanks(s, at + 1);
  if (i >= s.size() || i > at + 1) return true;
  if (s[i] != ',') return std::string_view(":}])=;\n\r\\'\"").find(s[i]) != std::string_view::npos;
  i = skip_blanks(s, i + 1);
  return i >= s.size() || std::string_view("\"'}])\n\r\\.").find(s[i]) != std::string_view::npos ||
         !is_letter(s[i]);
}

}  // namespace

quoted read_quoted(std::string_view s, std::size_t at, bool strict) noexcept {
  const char quote = s[at];
  bool plain = quote == '"';
  std::size_t i = at + 1;
  for (; i < s.size() && s[i] != '\n'; ++i) {
    if (s[i] == '\\') {
      if (i + 1 >= s.size() || s[i + 1] == '\n') break;
      switch (s[i + 1]) {
        case '"':
        case '\\':
        case '/':
        case 'b':
        case 'f':
        case 'n':
        case 'r':
        case 't': break;
        case 'u':
          if (i + 5 >= s.size() ||
              s.substr(i + 2, 4).find_first_not_of("0123456789abcdefABCDEF") != std::string_view::npos)
            plain = false;
          break;
        default: plain = false;
      }
      ++i;
      continue;
    }
    if (static_cast<unsigned char>(s[i]) < 0x20) plain = false;
    if (s[i] != quote) continue;
    if (!strict || ends_string(s, i)) return {s.substr(at + 1, i - at - 1), i + 1, true, plain};
    plain = false;
  }
  std::size_t end = i;
  while (end > at + 1 && (s[end - 1] == '\r' || is_blank(s[end - 1]))) --end;
  return {s.substr(at + 1, end - at - 1), end, false, false};
}

number_token read_number(std::string_view s, std::size_t at) noexcept {
  std::size_t i = at;
  bool plain = true;
  if (i < s.size() && s[i] == '-') ++i;
  const std::size_t digits = i;
  while (i < s.size() && is_digit(s[i])) ++i;
  if (i == digits) return {};
  if (s[digits] == '0' && i > digits + 1) plain = false;
  if (i + 1 < s.size() && s[i] == '.' && is_digit(s[i + 1])) {
    ++i;
    while (i < s.size() && is_digit(s[i])) ++i;
  }
  if (i + 1 < s.size() && (s[i] == 'e' || s[i] == 'E') &&
      (is_digit(s[i + 1]) ||
       (i + 2 < s.size() && (s[i + 1] == '+' || s[i + 1] == '-') && is_digit(s[i + 2])))) {
    i += 2;
    while (i < s.size() && is_digit(s[i])) ++i;
  }
  // BigInt and Java's long.
  if (i < s.size() && (s[i] == 'n' || s[i] == 'L') && (i + 1 >= s.size() || !is_name_byte(s[i + 1]))) {
    ++i;
    plain = false;
  }
  if (i < s.size()) {
    const char c = s[i];
    // A full stop at the end of a sentence ends the number as well; Chinese punctuation is not ASCII.
    const bool sentence_end = c == '.' && (i + 1 >= s.size() || s[i + 1] == ' ' || s[i + 1] == '\n');
    const bool chinese =
        (c == '\xEF' && s.substr(i, 2) == "\xEF\xBC") || (c == '\xE3' && s.substr(i, 2) == "\xE3\x80");
    if (std::string_view(" \t\r\n,;}])>&\"'`|<\\").find(c) == std::string_view::npos && !sentence_end &&
        !chinese)
      return {};
  }
  return {i - at, plain};
}

word_token read_word(std::string_view s, std::size_t at) noexcept {
  struct known {
    std::string_view word;
    bool json;
    bool python;
  };
  static constexpr known words[] = {
      {"true", true, false},       {"false", true, false},    {"null", true, false},  {"True", false, true},
      {"False", false, true},      {"None", false, true},     {"nil", false, false},  {"<nil>", false, false},
      {"undefined", false, false}, {"nullptr", false, false}, {"NULL", false, false}, {"Null", false, false},
      {"(null)", false, false},    {"<null>", false, false},  {"NaN", false, false},
  };
  if (at >= s.size() || std::string_view("tfnTFNu<(").find(s[at]) == std::string_view::npos) return {};
  for (const auto& w : words) {
    if (s.substr(at, w.word.size()) != w.word) continue;
    const std::size_t behind = at + w.word.size();
    if (behind < s.size() && is_name_byte(s[behind])) continue;
    return {w.word.size(), w.json, w.python};
  }
  return {};
}

}  // namespace errdex::reading
