#include "present/json_writer.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>

namespace errdex::present {
namespace {

/// What stands behind the backslash for each byte; 0 for a byte that stands for itself.
constexpr std::array<char, 256> escapes = [] {
  std::array<char, 256> table{};
  for (std::size_t i = 0; i < 0x20; ++i) table[i] = 'u';
  table['\b'] = 'b';
  table['\f'] = 'f';
  table['\n'] = 'n';
  table['\r'] = 'r';
  table['\t'] = 't';
  table['"'] = '"';
  table['\\'] = '\\';
  return table;
}();

constexpr std::uint64_t every(unsigned char byte) { return 0x0101010101010101u * byte; }

std::uint64_t eight_bytes(const char* text) noexcept {
  std::uint64_t word = 0;
  std::memcpy(&word, text, sizeof word);
  return word;
}

/// How many of the next eight bytes stand before the first control, quote or backslash; 8 without one.
std::size_t plain_bytes(const char* text) noexcept {
  const std::uint64_t word = eight_bytes(text);
  const auto has_zero = [](std::uint64_t w) { return (w - every(0x01)) & ~w; };
  const std::uint64_t control = (word - every(0x20)) & ~word;
  // A borrow makes false finds, but only above a true one, so the lowest is exact.
  const std::uint64_t found =
      (control | has_zero(word ^ every('"')) | has_zero(word ^ every('\\'))) & every(0x80);
  if (found == 0) return 8;
  if constexpr (std::endian::native != std::endian::little) return 0;
  return static_cast<std::size_t>(std::countr_zero(found)) / 8;
}

void append_escaped(std::string& out, std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::size_t plain = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    while (text.size() - i >= 8) {
      const std::size_t plain_here = plain_bytes(text.data() + i);
      i += plain_here;
      if (plain_here < 8) break;
    }
    if (i == text.size()) break;
    const auto byte = static_cast<unsigned char>(text[i]);
    const char escape = escapes[byte];
    if (escape == 0) continue;
    out.append(text, plain, i - plain);
    plain = i + 1;
    out += '\\';
    out += escape;
    if (escape == 'u') {
      out += "00";
      out += digits[byte >> 4];
      out += digits[byte & 15];
    }
  }
  out.append(text, plain);
}

}  // namespace

// What precedes a value decides about the comma; a string ends with its quote, so that no text can look
// like an opening bracket.
bool json_writer::needs_comma() const noexcept {
  if (out_.size() == start_) return false;
  const char last = out_.back();
  return last != '{' && last != '[' && last != ':';
}

void json_writer::separate() {
  if (needs_comma()) out_ += ',';
}

json_writer& json_writer::open(char bracket) {
  separate();
  out_ += bracket;
  return *this;
}

json_writer& json_writer::close(char bracket) {
  out_ += bracket;
  return *this;
}

json_writer& json_writer::key(std::string_view name) {
  // An answer has a hundred keys, and one append is cheaper than four.
  std::array<char, 48> bytes;
  if (name.size() + 4 > bytes.size()) return text_key(name);
  std::size_t size = 0;
  if (needs_comma()) bytes[size++] = ',';
  bytes[size++] = '"';
  std::memcpy(bytes.data() + size, name.data(), name.size());
  size += name.size();
  bytes[size++] = '"';
  bytes[size++] = ':';
  out_.append(bytes.data(), size);
  return *this;
}

json_writer& json_writer::text_key(std::string_view text) {
  string(text);
  out_ += ':';
  return *this;
}

json_writer& json_writer::string(std::string_view text) {
  separate();
  out_ += '"';
  append_escaped(out_, text);
  out_ += '"';
  return *this;
}

json_writer& json_writer::any_string(std::string_view bytes) {
  const bool ascii = std::all_of(bytes.begin(), bytes.end(), [](char c) { return (c & '\x80') == 0; });
  return ascii ? string(bytes) : string(utf8(bytes));
}

json_writer& json_writer::number(std::int64_t value) {
  separate();
  std::array<char, 24> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  out_.append(digits.data(), end);
  return *this;
}

json_writer& json_writer::number(double value) {
  if (!std::isfinite(value)) return null();
  if (std::floor(value) == value && std::fabs(value) < 9e15) return number(static_cast<std::int64_t>(value));
  separate();
  std::array<char, 32> digits;
  const auto end =
      std::to_chars(digits.data(), digits.data() + digits.size(), value, std::chars_format::scientific).ptr;
  // 4.3e+00 becomes 4.3E0, the form of Boost.JSON, which programs have been reading.
  const std::string_view text(digits.data(), static_cast<std::size_t>(end - digits.data()));
  const std::size_t mark = text.find('e');
  out_.append(text, 0, mark);
  out_ += 'E';
  std::string_view exponent = text.substr(mark + 1);
  if (exponent.starts_with('-')) out_ += '-';
  exponent.remove_prefix(1);
  while (exponent.size() > 1 && exponent.starts_with('0')) exponent.remove_prefix(1);
  out_ += exponent;
  return *this;
}

json_writer& json_writer::raw(std::string_view json) {
  separate();
  out_ += json;
  return *this;
}

std::string utf8(std::string_view s) {
  std::string out;
  out.reserve(s.size());
  for (std::size_t i = 0; i < s.size();) {
    std::size_t ascii = i;
    while (s.size() - ascii >= 8 && (eight_bytes(s.data() + ascii) & every(0x80)) == 0) ascii += 8;
    out.append(s.substr(i, ascii - i));
    i = ascii;
    if (i == s.size()) break;
    const auto c = static_cast<unsigned char>(s[i]);
    std::size_t n = c < 0x80                ? 1
                    : c >= 0xc2 && c < 0xe0 ? 2
                    : c >= 0xe0 && c < 0xf0 ? 3
                    : c >= 0xf0 && c < 0xf5 ? 4
                                            : 0;
    bool sound = n != 0 && i + n <= s.size();
    for (std::size_t k = 1; sound && k < n; ++k)
      sound = (static_cast<unsigned char>(s[i + k]) & 0xc0) == 0x80;
    if (sound && n == 3) {
      // Overlong forms and surrogates are not UTF-8 either.
      const auto second = static_cast<unsigned char>(s[i + 1]);
      sound = !(c == 0xe0 && second < 0xa0) && !(c == 0xed && second >= 0xa0);
    } else if (sound && n == 4) {
      const auto second = static_cast<unsigned char>(s[i + 1]);
      sound = !(c == 0xf0 && second < 0x90) && !(c == 0xf4 && second >= 0x90);
    }
    if (sound) {
      out.append(s.substr(i, n));
      i += n;
    } else {
      out += "\xef\xbf\xbd";
      ++i;
    }
  }
  return out;
}

}  // namespace errdex::present
