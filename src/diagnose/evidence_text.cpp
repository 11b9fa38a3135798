#include "diagnose/evidence_text.hpp"

#include <algorithm>

namespace errdex::reading {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// Reads between `least` and `most` hexadecimal digits at `at`; the number of digits, 0 for too few.
std::size_t read_hex(std::string_view s, std::size_t at, std::size_t least, std::size_t most,
                     char32_t& value) {
  std::size_t n = 0;
  value = 0;
  while (n < most && at + n < s.size() && hex_value(s[at + n]) >= 0) {
    value = value * 16 + static_cast<char32_t>(hex_value(s[at + n]));
    ++n;
  }
  return n >= least ? n : 0;
}

/// Longer control sequences are not written by any program; the bound keeps hostile input linear.
constexpr std::size_t longest_control = 128;

/// Length of the terminal control sequence behind an escape character, which ends before `at`.
std::size_t control_tail(std::string_view s, std::size_t at) {
  if (at >= s.size()) return 0;
  const std::size_t stop = std::min(s.size(), at + longest_control);
  if (s[at] == '[') {
    std::size_t i = at + 1;
    while (i < stop && s[i] >= 0x20 && s[i] <= 0x3F) ++i;
    return i < stop && s[i] >= 0x40 && s[i] <= 0x7E ? i + 1 - at : 0;
  }
  if (s[at] == ']') {  // A title or a hyperlink, up to BEL or ESC backslash.
    for (std::size_t i = at + 1; i < stop; ++i) {
      if (s[i] == '\a') return i + 1 - at;
      if (s[i] == '\x1b' && i + 1 < stop && s[i + 1] == '\\') return i + 2 - at;
    }
    return 0;
  }
  return s[at] >= 0x30 && s[at] <= 0x7E ? 1 : 0;
}

/// Length of a control sequence whose escape character was spelt out by a logger; colours only.
std::size_t spelt_control(std::string_view s, std::size_t at) {
  static constexpr std::string_view spellings[] = {"\\x1b", "\\x1B", "\\u001b", "\\u001B",
                                                   "\\033", "\\e",   "^[",      "#033"};
  for (const auto spelling : spellings) {
    if (s.substr(at, spelling.size()) != spelling) continue;
    std::size_t i = at + spelling.size();
    if (i >= s.size() || s[i] != '[') continue;
    ++i;
    const std::size_t stop = std::min(s.size(), i + 24);
    while (i < stop && (is_digit(s[i]) || s[i] == ';')) ++i;
    if (i < stop && (s[i] == 'm' || s[i] == 'K')) return i + 1 - at;
  }
  return 0;
}

/// Length of whatever terminal control begins here, in bytes; 0 for none.
std::size_t control_at(std::string_view s, std::size_t at) {
  switch (s[at]) {
    case '\x1b': {
      const std::size_t tail = control_tail(s, at + 1);
      return tail == 0 ? 0 : tail + 1;
    }
    case '\\':
    case '^':
    case '#': return spelt_control(s, at);
    default: return 0;
  }
}

/// The next byte at or behind `at` with which a control sequence may begin, or npos. A loop of its own,
/// because find_first_of calls memchr for every byte of the text.
std::size_t next_control_start(std::string_view s, std::size_t at) {
  for (; at < s.size(); ++at) {
    const char c = s[at];
    if (c == '\x1b' || c == '\\' || c == '^' || c == '#') return at;
  }
  return std::string_view::npos;
}

bool is_high_surrogate(char32_t c) { return c >= 0xD800 && c <= 0xDBFF; }
bool is_low_surrogate(char32_t c) { return c >= 0xDC00 && c <= 0xDFFF; }
char32_t pair_of(char32_t high, char32_t low) { return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00); }

mapped_text decode_utf16(std::string_view bytes, bool little) {
  const auto unit = [&](std::size_t at) {
    const auto a = static_cast<unsigned char>(bytes[at]);
    const auto b = static_cast<unsigned char>(bytes[at + 1]);
    return static_cast<char32_t>(little ? a | b << 8 : a << 8 | b);
  };
  mapped_text out;
  std::string piece;
  std::size_t at = 2;
  while (at + 1 < bytes.size()) {
    const std::size_t start = at;
    piece.clear();
    while (at + 1 < bytes.size() && unit(at) < 0x80) {
      piece.push_back(static_cast<char>(unit(at)));
      at += 2;
    }
    if (!piece.empty()) {
      out.copy(piece, start, 2);
      continue;
    }
    char32_t c = unit(at);
    at += 2;
    if (is_high_surrogate(c) && at + 1 < bytes.size() && is_low_surrogate(unit(at))) {
      c = pair_of(c, unit(at));
      at += 2;
    }
    append_utf8(piece, c);
    out.replace(piece, start);
  }
  out.close(bytes.size());
  return out;
}

/// The same text without terminal controls; offsets still lead to the source of `in`.
mapped_text without_controls(mapped_text in) {
  const std::string_view s = in.text();
  std::size_t found = next_control_start(s, 0);
  while (found != std::string_view::npos && control_at(s, found) == 0)
    found = next_control_start(s, found + 1);
  if (found == std::string_view::npos) return in;

  mapped_text out;
  std::size_t from = 0;
  const auto keep = [&](std::size_t to) {
    // A piece is cut where the offsets of the source jump, so that every run stays straight.
    while (from < to) {
      std::size_t n = 1;
      const std::size_t origin = in.origin(from);
      const std::size_t stride = from + 1 < s.size() ? in.origin(from + 1) - origin : 1;
      while (from + n < to && in.origin(from + n) == origin + n * stride) ++n;
      out.copy(s.substr(from, n), origin, stride);
      from += n;
    }
  };
  for (std::size_t at = found; at != std::string_view::npos; at = next_control_start(s, at)) {
    const std::size_t length = control_at(s, at);
    if (length == 0) {
      ++at;
      continue;
    }
    // In a string in a string the escape character is spelt with more than one backslash.
    std::size_t begin = at;
    while (s[at] == '\\' && begin > from && s[begin - 1] == '\\') --begin;
    keep(begin);
    at += length;
    from = at;
  }
  keep(s.size());
  out.close(in.origin(s.size()));
  return out;
}

/// Reads the escape that begins at the backslash `at` into `piece`. Its length in the source; 0 when
/// it is none.
std::size_t read_escape(std::string_view s, std::size_t at, std::string& piece) {
  piece.clear();
  if (at + 1 >= s.size()) return 0;
  const char c = s[at + 1];
  char32_t value = 0;
  switch (c) {
    case '"':
    case '\\':
    case '/':
    case '\'':
    case '`': piece.push_back(c); return 2;
    case 'n': piece.push_back('\n'); return 2;
    case 'r': piece.push_back('\r'); return 2;
    case 't': piece.push_back('\t'); return 2;
    case 'b': piece.push_back('\b'); return 2;
    case 'f': piece.push_back('\f'); return 2;
    case 'x':
      if (read_hex(s, at + 2, 2, 2, value) == 0) return 0;
      // A byte, as Python prints bytes: several of them make one UTF-8 character.
      piece.push_back(static_cast<char>(value));
      return 4;
    case 'u': {
      if (at + 2 < s.size() && s[at + 2] == '{') {
        const std::size_t n = read_hex(s, at + 3, 1, 6, value);
        if (n == 0 || at + 3 + n >= s.size() || s[at + 3 + n] != '}') return 0;
        append_utf8(piece, value);
        return n + 4;
      }
      if (read_hex(s, at + 2, 4, 4, value) == 0) return 0;
      char32_t low = 0;
      if (is_high_surrogate(value) && s.substr(at + 6, 2) == "\\u" && read_hex(s, at + 8, 4, 4, low) != 0 &&
          is_low_surrogate(low)) {
        append_utf8(piece, pair_of(value, low));
        return 12;
      }
      append_utf8(piece, value);
      return 6;
    }
    case 'U':
      if (read_hex(s, at + 2, 8, 8, value) == 0) return 0;
      append_utf8(piece, value);
      return 10;
    default: break;
  }
  if (c >= '0' && c <= '7') {
    unsigned octal = 0;
    std::size_t n = 0;
    while (n < 3 && at + 1 + n < s.size() && s[at + 1 + n] >= '0' && s[at + 1 + n] <= '7') {
      octal = octal * 8 + static_cast<unsigned>(s[at + 1 + n] - '0');
      ++n;
    }
    if (octal <= 0xFF && (n == 3 || octal == 0)) {
      piece.push_back(static_cast<char>(octal));
      return n + 1;
    }
  }
  return 0;
}

}  // namespace

std::size_t mapped_text::origin(std::size_t at) const noexcept {
  if (!copied_) return std::min(at, view_.size());
  if (at >= own_.size()) return end_;
  const auto behind =
      std::upper_bound(runs_.begin(), runs_.end(), at, [](std::size_t a, const run& r) { return a < r.at; });
  if (behind == runs_.begin()) return 0;
  const run& r = *(behind - 1);
  return r.origin + (at - r.at) * r.stride;
}

void mapped_text::copy(std::string_view piece, std::size_t origin, std::size_t stride) {
  copied_ = true;
  if (piece.empty()) return;
  const bool continues = !runs_.empty() && runs_.back().stride == stride && stride != 0 &&
                         origin == runs_.back().origin + (own_.size() - runs_.back().at) * stride;
  if (!continues) runs_.push_back({own_.size(), origin, stride});
  own_ += piece;
}

void append_utf8(std::string& out, char32_t c) {
  if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) c = 0xFFFD;
  if (c < 0x80) {
    out.push_back(static_cast<char>(c));
    return;
  }
  if (c < 0x800) {
    out.push_back(static_cast<char>(0xC0 | c >> 6));
  } else if (c < 0x10000) {
    out.push_back(static_cast<char>(0xE0 | c >> 12));
    out.push_back(static_cast<char>(0x80 | (c >> 6 & 0x3F)));
  } else {
    out.push_back(static_cast<char>(0xF0 | c >> 18));
    out.push_back(static_cast<char>(0x80 | (c >> 12 & 0x3F)));
    out.push_back(static_cast<char>(0x80 | (c >> 6 & 0x3F)));
  }
  out.push_back(static_cast<char>(0x80 | (c & 0x3F)));
}

mapped_text decode(std::string_view bytes) {
  if (bytes.starts_with("\xFF\xFE")) return without_controls(decode_utf16(bytes, true));
  if (bytes.starts_with("\xFE\xFF")) return without_controls(decode_utf16(bytes, false));
  if (bytes.starts_with("\xEF\xBB\xBF")) {
    mapped_text out;
    out.copy(bytes.substr(3), 3);
    out.close(bytes.size());
    return without_controls(std::move(out));
  }
  return without_controls(mapped_text(bytes));
}

mapped_text unescape(std::string_view raw) {
  std::size_t at = raw.find('\\');
  if (at == std::string_view::npos) return without_controls(mapped_text(raw));
  mapped_text out;
  std::string piece;
  std::size_t from = 0;
  while (at != std::string_view::npos) {
    const std::size_t length = read_escape(raw, at, piece);
    if (length != 0) {
      out.copy(raw.substr(from, at - from), from);
      out.replace(piece, at);
      from = at + length;
    }
    at = raw.find('\\', length != 0 ? from : at + 1);
  }
  out.copy(raw.substr(from), from);
  out.close(raw.size());
  return without_controls(std::move(out));
}

std::string unescaped(std::string_view raw) { return std::string(unescape(raw).text()); }

}  // namespace errdex::reading
