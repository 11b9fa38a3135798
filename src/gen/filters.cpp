#include "gen/filters.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "gen/spelling.hpp"
#include "text/unicode.hpp"

namespace errdex::gen {
namespace {

using text::code_point;

/// Characters that change the direction in which a source is shown, and separators that some languages take
/// for the end of a line.
bool is_tricky(char32_t c) {
  return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0x200e || c == 0x200f ||
         c == 0x061c || c == 0x2028 || c == 0x2029 || c == 0xfeff;
}

bool is_control(char32_t c) { return c < 0x20 || (c >= 0x7f && c < 0xa0); }

void append(std::string& out, char32_t c) {
  const auto byte = [&](char32_t value) { out += static_cast<char>(static_cast<unsigned char>(value)); };
  if (c < 0x80) {
    byte(c);
  } else if (c < 0x800) {
    byte(0xc0 | c >> 6);
    byte(0x80 | (c & 0x3f));
  } else if (c < 0x10000) {
    byte(0xe0 | c >> 12);
    byte(0x80 | (c >> 6 & 0x3f));
    byte(0x80 | (c & 0x3f));
  } else {
    byte(0xf0 | c >> 18);
    byte(0x80 | (c >> 12 & 0x3f));
    byte(0x80 | (c >> 6 & 0x3f));
    byte(0x80 | (c & 0x3f));
  }
}

void append_number(std::string& out, char32_t value, int base, int digits) {
  std::array<char, 16> buffer{};
  const auto end =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), static_cast<std::uint32_t>(value), base)
          .ptr;
  const std::string_view made(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
  for (int i = static_cast<int>(made.size()); i < digits; ++i) out += '0';
  out += made;
}

/// Calls `each(character)` for every character; bytes that are no UTF-8 come as U+FFFD.
template <typename Each>
void each_character(std::string_view s, const Each& each) {
  while (!s.empty()) {
    const code_point c = text::decode(s);
    each(c.value);
    s.remove_prefix(c.size);
  }
}

/// A string literal between double quotes whose escapes for quotes, backslashes and ends of lines are C's.
/// `other(out, character)` writes what has no short escape.
template <typename Other>
void quoted(std::string_view s, std::string& out, const Other& other) {
  each_character(s, [&](char32_t c) {
    if (c == '"' || c == '\\') {
      out += '\\';
      append(out, c);
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (c == '\r') {
      out += "\\r";
    } else if (is_control(c) || is_tricky(c)) {
      other(out, c);
    } else {
      append(out, c);
    }
  });
}

void unicode_escape(std::string& out, char32_t c) {
  out += "\\u";
  append_number(out, c, 16, 4);
}

// Octal escapes end after three digits; a hexadecimal one would take the letters that follow.
void octal_escape(std::string& out, char32_t c) {
  std::string bytes;
  append(bytes, c);
  for (const char b : bytes) {
    out += '\\';
    append_number(out, static_cast<unsigned char>(b), 8, 3);
  }
}

void cpp(std::string_view s, std::string_view, std::string& out) {
  std::string plain;
  quoted(s, plain, octal_escape);
  // Two question marks may begin a trigraph.
  for (std::size_t i = 0; i < plain.size(); ++i) {
    if (plain[i] == '?' && i != 0 && plain[i - 1] == '?') out += '\\';
    out += plain[i];
  }
}

void go(std::string_view s, std::string_view, std::string& out) { quoted(s, out, unicode_escape); }

// Java reads \uXXXX before anything else, so that a control character has to come as an octal escape.
void java(std::string_view s, std::string_view, std::string& out) {
  quoted(s, out, [](std::string& o, char32_t c) {
    if (c >= 0x100) return unicode_escape(o, c);
    o += '\\';  // An octal escape is a character of Latin-1 there, not a byte.
    append_number(o, c, 8, 3);
  });
}

void json(std::string_view s, std::string_view, std::string& out) { quoted(s, out, unicode_escape); }

// The end tag of a script would end the element that the text stands in, also inside a string.
void script(std::string_view s, std::string_view, std::string& out) {
  std::string plain;
  quoted(s, plain, unicode_escape);
  for (const char c : plain) {
    if (c == '<') {
      out += "\\u003c";
    } else {
      out += c;
    }
  }
}

void rust(std::string_view s, std::string_view, std::string& out) {
  quoted(s, out, [](std::string& o, char32_t c) {
    o += "\\u{";
    append_number(o, c, 16, 1);
    o += '}';
  });
}

void sql(std::string_view s, std::string_view, std::string& out) {
  each_character(s, [&](char32_t c) {
    append(out, c == 0 ? U'\ufffd' : c);
    if (c == '\'') out += '\'';
  });
}

void html(std::string_view s, std::string_view, std::string& out) {
  each_character(s, [&](char32_t c) {
    switch (c) {
      case '&': out += "&amp;"; return;
      case '<': out += "&lt;"; return;
      case '>': out += "&gt;"; return;
      case '"': out += "&quot;"; return;
      case '\'': out += "&#39;"; return;
      default: append(out, is_control(c) && c != '\n' && c != '\t' ? U'\ufffd' : c);
    }
  });
}

/// One line of plain text: what comments of every language are made of.
std::string one_line(std::string_view s) {
  std::string out;
  bool blank = false;
  each_character(s, [&](char32_t c) {
    if (c == ' ' || (is_control(c) && c < 0x21) || c == 0x85 || c == 0x2028 || c == 0x2029) {
      blank = !out.empty();
      return;
    }
    if (blank) out += ' ';
    blank = false;
    if (is_control(c) || is_tricky(c)) {
      out += "U+";
      append_number(out, c, 16, 4);
    } else {
      append(out, c);
    }
  });
  return out;
}

// A backslash at the end of a line would take the next line into the comment.
void comment(std::string_view s, std::string_view, std::string& out) {
  out += one_line(s);
  if (!out.empty() && out.back() == '\\') out += '.';
}

void block(std::string_view s, std::string_view, std::string& out) {
  const std::string line = one_line(s);
  for (std::size_t i = 0; i < line.size(); ++i) {
    const bool edge =
        i != 0 && ((line[i - 1] == '*' && line[i] == '/') || (line[i - 1] == '/' && line[i] == '*'));
    if (edge) out += ' ';
    out += line[i];
  }
}

// As HTML, without anything that Java or its documentation tool would read.
void javadoc(std::string_view s, std::string_view, std::string& out) {
  for (const char c : one_line(s)) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '@': out += "&#64;"; break;
      case '\\': out += "&#92;"; break;
      case '*': out += "&#42;"; break;
      case '{': out += "&#123;"; break;
      case '}': out += "&#125;"; break;
      default: out += c;
    }
  }
}

// Rust's documentation is Markdown; brackets would be links.
void rustdoc(std::string_view s, std::string_view, std::string& out) {
  for (const char c : one_line(s)) {
    if (std::string_view("[]<>`*_\\#").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
}

void markdown(std::string_view s, std::string_view, std::string& out) {
  const std::string line = one_line(s);
  std::size_t digits = 0;
  while (digits < line.size() && line[digits] >= '0' && line[digits] <= '9') ++digits;
  const auto is_word = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  };
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    const bool inner = i != 0 && i + 1 < line.size() && is_word(line[i - 1]) && is_word(line[i + 1]);
    const bool marks_start = i == 0 && std::string_view("#+-=").find(c) != std::string_view::npos;
    const bool numbers_list = digits != 0 && i == digits && (c == '.' || c == ')');
    if (c == '<') {
      out += "&lt;";
      continue;
    }
    if (c == '&') {
      out += "&amp;";
      continue;
    }
    if (std::string_view("\\`*[]|~$").find(c) != std::string_view::npos || (c == '_' && !inner) ||
        marks_start || numbers_list) {
      out += '\\';
    }
    out += c;
  }
}

// A part of an address or of a file's name.
void url(std::string_view s, std::string_view, std::string& out) {
  constexpr std::string_view hex = "0123456789ABCDEF";
  for (const char c : s) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                       c == '-' || c == '_' || c == '.' || c == '~';
    if (plain) {
      out += c;
    } else {
      const auto b = static_cast<unsigned char>(c);
      out += '%';
      out += hex[b >> 4];
      out += hex[b & 15];
    }
  }
}

// Lines of at most 100 columns; those after the first begin with the argument.
void wrap(std::string_view s, std::string_view prefix, std::string& out) {
  constexpr std::size_t limit = 100;
  const std::size_t room = limit - std::min<std::size_t>(prefix.size(), limit / 2);
  std::size_t column = 0;
  while (!s.empty()) {
    const std::size_t end = std::min(s.find(' '), s.size());
    const std::string_view word = s.substr(0, end);
    std::size_t width = 0;
    each_character(word, [&](char32_t c) { width += text::columns(c); });
    if (column != 0 && column + 1 + width > room) {
      if (out.back() == '\\') out += '.';
      out += '\n';
      out += prefix;
      column = 0;
    } else if (column != 0) {
      out += ' ';
      ++column;
    }
    out += word;
    column += width;
    s.remove_prefix(std::min(end + 1, s.size()));
  }
}

void upper(std::string_view s, std::string_view, std::string& out) {
  for (const char c : s) out += c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
}

void lower(std::string_view s, std::string_view, std::string& out) {
  for (const char c : s) out += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

void raw(std::string_view s, std::string_view, std::string& out) { out += s; }

template <spelling How>
void spelled(std::string_view s, std::string_view, std::string& out) {
  out += spell(s, How);
}

constexpr std::array filters{
    filter{"block", block},
    filter{"camel", spelled<spelling::camel>},
    filter{"comment", comment},
    filter{"cpp", cpp},
    filter{"flat", spelled<spelling::flat>},
    filter{"go", go},
    filter{"go_camel", spelled<spelling::go_camel>},
    filter{"go_pascal", spelled<spelling::go_pascal>},
    filter{"html", html},
    filter{"java", java},
    filter{"javadoc", javadoc},
    filter{"json", json},
    filter{"kebab", spelled<spelling::kebab>},
    filter{"lower", lower},
    filter{"markdown", markdown},
    filter{"pascal", spelled<spelling::pascal>},
    filter{"python", json},
    filter{"raw", raw},
    filter{"rust", rust},
    filter{"rustdoc", rustdoc},
    filter{"script", script},
    filter{"snake", spelled<spelling::snake>},
    filter{"sql", sql},
    filter{"upper", upper},
    filter{"upper_snake", spelled<spelling::upper_snake>},
    filter{"url", url},
    filter{"wrap", wrap},
};

}  // namespace

std::span<const filter> all_filters() noexcept { return filters; }

filter_function find_filter(std::string_view name) noexcept {
  const auto found =
      std::find_if(filters.begin(), filters.end(), [&](const filter& f) { return f.name == name; });
  return found == filters.end() ? nullptr : found->apply;
}

}  // namespace errdex::gen
