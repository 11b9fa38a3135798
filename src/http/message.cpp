#include "http/message.hpp"

#include <algorithm>

#include "http/text.hpp"

namespace errdex::http {
namespace {

int hex_value(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  c = lower(c);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool is_unreserved(char c) noexcept {
  const char l = lower(c);
  return (l >= 'a' && l <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
}

/// Calls `see(name, value)`, both as sent, for each pair of the query until it returns false.
template <typename See>
void each_pair(std::string_view query, See see) {
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    const std::string_view pair = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    if (pair.empty()) continue;
    const std::size_t equals = std::min(pair.find('='), pair.size());
    const std::string_view value = equals < pair.size() ? pair.substr(equals + 1) : std::string_view();
    if (!see(pair.substr(0, equals), value)) return;
  }
}

std::string decoded(std::string_view text) { return percent_decode(text, true).value_or(std::string(text)); }

}  // namespace

void fields::add(std::string name, std::string value) {
  all_.emplace_back(std::move(name), std::move(value));
}

void fields::set(std::string_view name, std::string value) {
  const auto first =
      std::find_if(all_.begin(), all_.end(), [&](const auto& f) { return same_word(f.first, name); });
  if (first == all_.end()) return add(std::string(name), std::move(value));
  first->second = std::move(value);
  all_.erase(std::remove_if(first + 1, all_.end(), [&](const auto& f) { return same_word(f.first, name); }),
             all_.end());
}

std::optional<std::string_view> fields::get(std::string_view name) const noexcept {
  for (const auto& [n, value] : all_)
    if (same_word(n, name)) return value;
  return std::nullopt;
}

std::size_t fields::count(std::string_view name) const noexcept {
  return static_cast<std::size_t>(
      std::count_if(all_.begin(), all_.end(), [&](const auto& f) { return same_word(f.first, name); }));
}

void fields::erase(std::string_view name) {
  std::erase_if(all_, [&](const auto& f) { return same_word(f.first, name); });
}

std::string_view request::path() const noexcept {
  return std::string_view(target).substr(0, target.find('?'));
}

std::string_view request::query() const noexcept {
  const std::size_t mark = target.find('?');
  return mark == std::string::npos ? std::string_view() : std::string_view(target).substr(mark + 1);
}

std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space) {
  if (text.find_first_of(plus_is_space ? "%+" : "%") == std::string_view::npos) return std::string(text);
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus_is_space) {
      out += ' ';
    } else if (text[i] != '%') {
      out += text[i];
    } else {
      if (text.size() - i < 3) return std::nullopt;
      const int high = hex_value(text[i + 1]);
      const int low = hex_value(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      out += static_cast<char>(high * 16 + low);
      i += 2;
    }
  }
  return out;
}

std::string percent_encode(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    if (is_unreserved(c)) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += '%';
      out += digits[byte >> 4];
      out += digits[byte & 15];
    }
  }
  return out;
}

std::vector<std::pair<std::string, std::string>> parse_query(std::string_view query) {
  std::vector<std::pair<std::string, std::string>> pairs;
  each_pair(query, [&](std::string_view name, std::string_view value) {
    pairs.emplace_back(decoded(name), decoded(value));
    return true;
  });
  return pairs;
}

std::optional<std::string> query_value(std::string_view query, std::string_view name) {
  std::optional<std::string> found;
  each_pair(query, [&](std::string_view n, std::string_view value) {
    if (decoded(n) == name) found = decoded(value);
    return !found.has_value();
  });
  return found;
}

}  // namespace errdex::http
