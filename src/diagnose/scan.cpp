#include "diagnose/scan.hpp"

#include <charconv>

namespace errdex::diagnose_detail {
namespace {

/// Deeper nesting is not an answer of any platform; the bound keeps a search over many opening braces linear.
constexpr std::size_t most_nesting = 64;

constexpr bool is_blank(char c) noexcept { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

}  // namespace

void object_scanner::skip_blanks() noexcept {
  while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
}

std::optional<std::string_view> object_scanner::read_string() noexcept {
  const std::size_t start = ++at_;  // Behind the quote.
  while (at_ < text_.size()) {
    const char c = text_[at_];
    if (c == '"') return text_.substr(start, at_++ - start);
    at_ += c == '\\' ? 2 : 1;
  }
  // Cut off inside the string: what is there still counts.
  at_ = text_.size();
  return start <= text_.size() ? std::optional(text_.substr(start)) : std::nullopt;
}

std::optional<std::string_view> object_scanner::read_nested() noexcept {
  const std::size_t start = at_;
  std::size_t depth = 0;
  while (at_ < text_.size()) {
    const char c = text_[at_];
    if (c == '"') {
      if (!read_string()) return std::nullopt;
      continue;
    }
    ++at_;
    if (c == '{' || c == '[') {
      if (++depth > most_nesting) return std::nullopt;
    } else if (c == '}' || c == ']') {
      if (--depth == 0) break;
    }
  }
  return text_.substr(start, at_ - start);
}

std::optional<member> object_scanner::next() noexcept {
  if (closed_) return std::nullopt;
  skip_blanks();
  if (at_ >= text_.size()) return std::nullopt;
  if (text_[at_] == '}') {
    ++at_;
    closed_ = true;
    return std::nullopt;
  }
  if (!first_) {
    if (text_[at_] != ',') return std::nullopt;
    ++at_;
    skip_blanks();
  }
  first_ = false;
  if (at_ >= text_.size() || text_[at_] != '"') return std::nullopt;
  member m;
  const auto key = read_string();
  skip_blanks();
  if (!key || at_ >= text_.size() || text_[at_] != ':') return std::nullopt;
  ++at_;
  skip_blanks();
  if (at_ >= text_.size()) return std::nullopt;
  m.key = *key;
  const char c = text_[at_];
  if (c == '"') {
    const auto value = read_string();
    if (!value) return std::nullopt;
    m.text = *value;
    m.kind = value_kind::string;
  } else if (c == '{' || c == '[') {
    const auto value = read_nested();
    if (!value) return std::nullopt;
    m.text = *value;
    m.kind = c == '{' ? value_kind::object : value_kind::array;
  } else {
    const std::size_t start = at_;
    while (at_ < text_.size() && !is_blank(text_[at_]) && text_[at_] != ',' && text_[at_] != '}' &&
           text_[at_] != ']')
      ++at_;
    m.text = text_.substr(start, at_ - start);
    if (m.text.empty()) return std::nullopt;
    m.kind = c == '-' || (c >= '0' && c <= '9') ? value_kind::number : value_kind::literal;
  }
  return m;
}

std::size_t object_start(std::string_view body) noexcept {
  std::size_t at = body.starts_with("\xef\xbb\xbf") ? 3 : 0;
  while (at < body.size() && is_blank(body[at])) ++at;
  return at < body.size() && body[at] == '{' ? at : std::string_view::npos;
}

std::optional<std::int64_t> integer_of(std::string_view text) noexcept {
  if (text.empty() || text.size() > 20) return std::nullopt;
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace errdex::diagnose_detail
