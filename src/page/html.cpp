#include "page/html.hpp"

#include <cassert>

#include "text/unicode.hpp"

namespace errdex::page {
namespace {

constexpr std::string_view replacement = "\xef\xbf\xbd";

bool is_control(char32_t c) noexcept {
  return (c < 0x20 && c != U'\n' && c != U'\t') || (c >= 0x7f && c < 0xa0);
}

/// Direction overrides and invisible marks can make a text read as another one.
bool is_misleading(char32_t c) noexcept {
  return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

void append_escaped(std::string& out, std::string_view text) {
  while (!text.empty()) {
    const errdex::text::code_point c = errdex::text::decode(text);
    const std::string_view bytes = text.substr(0, c.size);
    text.remove_prefix(c.size);
    switch (c.value) {
      case U'&': out += "&amp;"; break;
      case U'<': out += "&lt;"; break;
      case U'>': out += "&gt;"; break;
      case U'"': out += "&quot;"; break;
      case U'\'': out += "&#39;"; break;
      default: out += !c.valid || is_control(c.value) || is_misleading(c.value) ? replacement : bytes; break;
    }
  }
}

}  // namespace

void html::begin(std::string_view tag, attributes with) {
  out_ += '<';
  out_ += tag;
  for (const attribute& a : with) {
    if (!a.present) continue;
    out_ += ' ';
    out_ += a.name;
    if (a.value.empty()) continue;
    out_ += "=\"";
    append_escaped(out_, a.value);
    out_ += '"';
  }
  out_ += '>';
}

html& html::open(std::string_view tag, attributes with) {
  begin(tag, with);
  open_.push_back(tag);
  return *this;
}

html& html::close() {
  assert(!open_.empty());
  out_ += "</";
  out_ += open_.back();
  out_ += '>';
  open_.pop_back();
  return *this;
}

html& html::element(std::string_view tag, attributes with, std::string_view content) {
  return open(tag, with).text(content).close();
}

html& html::lone(std::string_view tag, attributes with) {
  begin(tag, with);
  return *this;
}

html& html::text(std::string_view content) {
  append_escaped(out_, content);
  return *this;
}

html& html::add(const html& piece) {
  assert(piece.depth() == 0);
  out_ += piece.out_;
  return *this;
}

html& html::data_block(std::string_view json) {
  out_ += "<script type=\"application/ld+json\">";
  for (const char c : json) {
    if (c == '<') {
      out_ += "\\u003c";
    } else {
      out_ += c;
    }
  }
  out_ += "</script>";
  return *this;
}

std::string escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  append_escaped(out, text);
  return out;
}

std::string json_string(std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out = "\"";
  while (!text.empty()) {
    const errdex::text::code_point c = errdex::text::decode(text);
    const std::string_view bytes = text.substr(0, c.size);
    text.remove_prefix(c.size);
    if (!c.valid) {
      out += replacement;
    } else if (c.value < 0x20 || c.value == U'<' || c.value == U'>' || c.value == U'&') {
      out += "\\u00";
      out += digits[c.value >> 4];
      out += digits[c.value & 15];
    } else {
      if (c.value == U'"' || c.value == U'\\') out += '\\';
      out += bytes;
    }
  }
  return out + '"';
}

}  // namespace errdex::page
