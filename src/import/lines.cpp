#include "import/lines.hpp"

#include <algorithm>

#include "catalog/draft.hpp"
#include "text/unicode.hpp"

namespace errdex::importing {
namespace {

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

/// Bytes of the blank at the beginning; 0 when there is none.
std::size_t leading_blank(std::string_view text) noexcept {
  if (text.empty()) return 0;
  if (text[0] == ' ' || (text[0] >= '\t' && text[0] <= '\r')) return 1;
  if (text.starts_with("\u00a0")) return 2;
  if (text.starts_with("\u3000")) return 3;
  return 0;
}

std::size_t trailing_blank(std::string_view text) noexcept {
  if (text.empty()) return 0;
  if (text.back() == ' ' || (text.back() >= '\t' && text.back() <= '\r')) return 1;
  if (text.ends_with("\u00a0")) return 2;
  if (text.ends_with("\u3000")) return 3;
  return 0;
}

std::string hexadecimal(unsigned char byte) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  return {'0', 'x', digits[byte >> 4], digits[byte & 15]};
}

/// The bytes at the end of the text are the beginning of a character that does not end.
bool cut_character(std::string_view rest) noexcept {
  const auto lead = static_cast<unsigned char>(rest[0]);
  const std::size_t wanted = lead >= 0xc2 && lead < 0xe0   ? 2
                             : lead >= 0xe0 && lead < 0xf0 ? 3
                             : lead >= 0xf0 && lead < 0xf5 ? 4
                                                           : 1;
  return rest.size() < wanted && std::all_of(rest.begin() + 1, rest.end(), [](char c) {
           return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
         });
}

}  // namespace

std::optional<remark> unreadable(std::string_view bytes) {
  if (bytes.starts_with("\xff\xfe") || bytes.starts_with("\xfe\xff")) {
    return remark{1, 1, "the document is UTF-16; save it as UTF-8"};
  }
  if (bytes.starts_with(byte_order_mark)) bytes.remove_prefix(byte_order_mark.size());
  if (trim(bytes).empty()) return remark{1, 0, "the document is empty"};
  std::uint32_t line = 1;
  std::size_t line_begin = 0;
  for (std::size_t i = 0; i < bytes.size();) {
    const auto c = text::decode(bytes.substr(i));
    const auto column = static_cast<std::uint32_t>(i - line_begin + 1);
    if (!c.valid) {
      if (cut_character(bytes.substr(i))) {
        return remark{line, column, "the document ends in the middle of a character: it was cut off"};
      }
      return remark{line, column,
                    "byte " + hexadecimal(static_cast<unsigned char>(bytes[i])) +
                        " is not UTF-8; save the document as UTF-8 (from GBK: iconv -f GB18030 -t UTF-8)"};
    }
    const bool line_end =
        c.value == '\n' || (c.value == '\r' && (i + 1 == bytes.size() || bytes[i + 1] == '\n'));
    if ((c.value < 0x20 && c.value != '\t' && !line_end) || c.value == 0x7f) {
      return remark{line, column,
                    "control character " + hexadecimal(static_cast<unsigned char>(bytes[i])) +
                        ": this is not a text document, or it is damaged"};
    }
    i += c.size;
    if (c.value == '\n') {
      ++line;
      line_begin = i;
    }
  }
  return std::nullopt;
}

std::vector<std::string_view> split_lines(std::string_view bytes) {
  if (bytes.starts_with(byte_order_mark)) bytes.remove_prefix(byte_order_mark.size());
  std::vector<std::string_view> out;
  while (!bytes.empty()) {
    const auto end = bytes.find('\n');
    auto line = bytes.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    out.push_back(line);
    bytes.remove_prefix(end == std::string_view::npos ? bytes.size() : end + 1);
  }
  return out;
}

std::string_view trim_left(std::string_view text) noexcept {
  while (const auto n = leading_blank(text)) text.remove_prefix(n);
  return text;
}

std::string_view trim(std::string_view text) noexcept {
  text = trim_left(text);
  while (const auto n = trailing_blank(text)) text.remove_suffix(n);
  return text;
}

std::string with_single_blanks(std::string_view text) {
  text = trim(text);
  std::string out;
  while (!text.empty()) {
    if (leading_blank(text) > 0) {
      out += ' ';
      text = trim_left(text);
    } else {
      out += text[0];
      text.remove_prefix(1);
    }
  }
  return out;
}

std::string without_blanks(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const auto blank = leading_blank(text);
    if (blank == 0) out += text[0];
    text.remove_prefix(std::max<std::size_t>(blank, 1));
  }
  return out;
}

std::size_t leading_digits(std::string_view text) noexcept {
  std::size_t n = 0;
  while (n < text.size() && is_digit(text[n])) ++n;
  return n;
}

bool is_code(std::string_view text) noexcept { return draft::number_of(text).has_value(); }

std::size_t first_han(std::string_view s) noexcept {
  for (std::size_t i = 0; i < s.size();) {
    const auto c = text::decode(s.substr(i));
    if (text::is_han(c.value)) return i;
    i += c.size;
  }
  return std::string_view::npos;
}

std::string quoted(std::string_view s) {
  constexpr std::size_t most = 40;  // Code points: enough to find the place in its line.
  s = trim(s);
  std::size_t end = 0;
  for (std::size_t n = 0; n < most && end < s.size(); ++n) end += text::decode(s.substr(end)).size;
  return "\"" + std::string(s.substr(0, end)) + (end < s.size() ? "…\"" : "\"");
}

}  // namespace errdex::importing
