#include "cli/terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <cstdlib>
#include <cstring>

#include "text/unicode.hpp"

namespace errdex::cli {
namespace {

using text::decode;

/// Characters that must not begin a line.
bool closes(char32_t c) {
  static constexpr std::u32string_view marks = U"，。、；：？！）》」』】〉”’…,.;:?!)]}";
  return marks.find(c) != std::u32string_view::npos;
}

/// Characters that must not end a line.
bool opens(char32_t c) {
  static constexpr std::u32string_view marks = U"（《「『【〈“‘([{";
  return marks.find(c) != std::u32string_view::npos;
}

std::string_view variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string_view{} : std::string_view{value};
}

}  // namespace

terminal detect_terminal(std::string_view mode) {
  terminal t;
  t.interactive = isatty(STDOUT_FILENO) == 1;
  const bool wanted = t.interactive && variable("NO_COLOR").empty() && variable("TERM") != "dumb";
  t.color = mode == "always" ||
            (mode == "auto" &&
             (wanted || (!variable("CLICOLOR_FORCE").empty() && variable("CLICOLOR_FORCE") != "0")));
  winsize size{};
  if (t.interactive && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) t.width = size.ws_col;
  if (const auto columns = variable("COLUMNS"); !columns.empty()) {
    int value = 0;
    const auto [end, error] = std::from_chars(columns.data(), columns.data() + columns.size(), value);
    if (error == std::errc{} && *end == '\0' && value > 0) t.width = value;
  }
  // Prose wider than this is hard to read; narrower than this nothing fits.
  t.width = std::min(std::max(t.width, 30), 110);
  return t;
}

language language_of_locale() {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    if (const auto value = variable(name); !value.empty()) {
      return value.starts_with("zh") ? language::zh : language::en;
    }
  }
  return language::en;
}

std::string style::paint(std::string_view code, std::string_view text) const {
  if (!on_ || text.empty()) return std::string(text);
  return "\x1b[" + std::string(code) + "m" + std::string(text) + "\x1b[0m";
}

std::string style::verdict(errdex::verdict value) const {
  const auto text = name(value);
  switch (value) {
    case verdict::none: return paint("1;32", text);
    case verdict::retry:
    case verdict::slow_down:
    case verdict::refresh_token:
    case verdict::wait: return paint("1;33", text);
    case verdict::reauthorize:
    case verdict::fix_request:
    case verdict::fix_setup:
    case verdict::grant_permission:
    case verdict::fix_state:
    case verdict::raise_quota:
    case verdict::migrate:
    case verdict::contact_platform: return paint("1;31", text);
    case verdict::stop: return paint("1;35", text);
  }
  return std::string(text);
}

std::size_t display_width(std::string_view text) {
  std::size_t columns = 0;
  for (std::size_t i = 0; i < text.size();) {
    const auto d = decode(text.substr(i));
    columns += text::columns(d.value);
    i += d.size;
  }
  return columns;
}

std::string wrap(std::string_view text, std::size_t width, std::string_view first, std::string_view rest) {
  std::string out(first);
  if (width == 0) return out.append(text);
  std::string line;  // What is certain to stand in this line.
  std::size_t line_width = 0;
  std::size_t room = width > display_width(first) ? width - display_width(first) : 1;
  std::string piece;  // What cannot be broken.
  std::size_t piece_width = 0;
  bool blank = false;  // A blank stands between line and piece.
  char32_t before = 0;
  const auto flush = [&] {
    if (piece.empty()) return;
    if (line_width + (blank ? 1u : 0u) + piece_width > room && line_width > 0) {
      out += line;
      out += '\n';
      out += rest;
      room = width > display_width(rest) ? width - display_width(rest) : 1;
      line.clear();
      line_width = 0;
      blank = false;
    }
    if (blank) {
      line += ' ';
      ++line_width;
    }
    line += piece;
    line_width += piece_width;
    piece.clear();
    piece_width = 0;
    blank = false;
  };
  for (std::size_t i = 0; i < text.size();) {
    const auto d = decode(text.substr(i));
    if (d.value == ' ' || d.value == '\n') {
      flush();
      blank = line_width > 0;
    } else {
      const bool wide = text::columns(d.value) == 2;
      if (!piece.empty() && (wide || text::columns(before) == 2) && !closes(d.value) && !opens(before))
        flush();
      piece.append(text.substr(i, d.size));
      piece_width += text::columns(d.value);
    }
    before = d.value;
    i += d.size;
  }
  flush();
  return out + line;
}

std::string cut(std::string_view text, std::size_t width) {
  if (display_width(text) <= width) return std::string(text);
  std::string out;
  std::size_t columns = 0;
  for (std::size_t i = 0; i < text.size();) {
    const auto d = decode(text.substr(i));
    if (columns + text::columns(d.value) + 1 > width) break;
    out.append(text.substr(i, d.size));
    columns += text::columns(d.value);
    i += d.size;
  }
  return out + "…";
}

std::string pad(std::string_view text, std::size_t width) {
  std::string out(text);
  const auto columns = display_width(text);
  if (columns < width) out.append(width - columns, ' ');
  return out;
}

std::string printable(std::string_view text) {
  static constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const auto d = decode(text.substr(i));
    const bool control = d.value < 0x20 || (d.value >= 0x7f && d.value < 0xa0) || !d.valid;
    if (control) {
      for (std::size_t k = 0; k < d.size; ++k) {
        const auto b = static_cast<unsigned char>(text[i + k]);
        out += "\\x";
        out += digits[b >> 4];
        out += digits[b & 15];
      }
    } else {
      out.append(text.substr(i, d.size));
    }
    i += d.size;
  }
  return out;
}

}  // namespace errdex::cli
