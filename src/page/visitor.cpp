#include "page/visitor.hpp"

#include <algorithm>

namespace errdex::page {
namespace {

std::string_view trim(std::string_view s) noexcept {
  const auto first = s.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return s.substr(first, s.find_last_not_of(" \t") - first + 1);
}

std::string_view next_part(std::string_view& rest, char separator) noexcept {
  const std::size_t end = std::min(rest.find(separator), rest.size());
  const std::string_view part = trim(rest.substr(0, end));
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return part;
}

/// q values in thousandths: "1", "0.8", "0.123"; a malformed one counts as 0, so that it never wins.
int quality(std::string_view parameters) noexcept {
  while (!parameters.empty()) {
    const std::string_view p = next_part(parameters, ';');
    if (p.size() < 3 || (p[0] != 'q' && p[0] != 'Q') || p[1] != '=') continue;
    int value = 0;
    int weight = 1000;
    for (const char c : p.substr(2)) {
      if (c == '.') continue;
      if (c < '0' || c > '9' || weight == 0) return 0;
      value += (c - '0') * weight;
      weight /= 10;
    }
    return value;
  }
  return 1000;
}

std::optional<language> language_of(std::string_view tag) noexcept {
  const std::string_view primary = tag.substr(0, tag.find_first_of("-_"));
  if (primary.size() != 2) return std::nullopt;
  const char a = static_cast<char>(primary[0] | 0x20);
  const char b = static_cast<char>(primary[1] | 0x20);
  if (a == 'e' && b == 'n') return language::en;
  if (a == 'z' && b == 'h') return language::zh;
  return std::nullopt;
}

theme theme_of(std::string_view value) noexcept {
  if (value == "light") return theme::light;
  if (value == "dark") return theme::dark;
  return theme::automatic;
}

}  // namespace

std::string_view name(theme value) noexcept {
  switch (value) {
    case theme::automatic: return "auto";
    case theme::light: return "light";
    case theme::dark: return "dark";
  }
  return {};
}

std::optional<language> accepted_language(std::string_view field) noexcept {
  std::optional<language> best;
  int best_quality = 0;
  while (!field.empty()) {
    std::string_view item = next_part(field, ',');
    const std::string_view tag = next_part(item, ';');
    const int q = quality(item);
    if (q <= best_quality) continue;
    if (const auto lang = tag == "*" ? std::optional(language::en) : language_of(tag)) {
      best = lang;
      best_quality = q;
    }
  }
  return best;
}

std::string_view cookie(std::string_view field, std::string_view name) noexcept {
  while (!field.empty()) {
    const std::string_view pair = next_part(field, ';');
    if (pair.size() > name.size() && pair.starts_with(name) && pair[name.size()] == '=')
      return pair.substr(name.size() + 1);
  }
  return {};
}

visitor visitor_of(const http::request& request) {
  visitor v;
  const std::string_view cookies = request.headers.get("Cookie").value_or(std::string_view());
  v.theme = theme_of(cookie(cookies, "theme"));
  if (const auto asked = http::query_value(request.query(), "lang")) {
    if (const auto lang = language_of(*asked)) {
      v.lang = *lang;
      v.chose_language = true;
      return v;
    }
  }
  if (const auto kept = language_of(cookie(cookies, "lang"))) {
    v.lang = *kept;
    return v;
  }
  v.lang = accepted_language(request.headers.get("Accept-Language").value_or(std::string_view()))
               .value_or(language::en);
  return v;
}

}  // namespace errdex::page
