#include "gen/placeholder.hpp"

#include <algorithm>
#include <array>

namespace errdex::gen {
namespace {

constexpr std::array<std::string_view, 3> type_names{"string", "int", "bool"};

bool is_word(std::string_view s) {
  const auto lower = [](char c) { return c >= 'a' && c <= 'z'; };
  return !s.empty() && lower(s.front()) && std::all_of(s.begin(), s.end(), [&](char c) {
    return lower(c) || (c >= '0' && c <= '9') || c == '_';
  });
}

template <typename Write>
std::string replaced(std::string_view text, const Write& write) {
  std::string out;
  std::size_t at = 0;
  for (const placeholder& p : placeholders(text)) {
    out += text.substr(at, p.offset - at);
    write(p, out);
    at = p.offset + p.length;
  }
  return out += text.substr(at);
}

}  // namespace

std::string_view name(parameter_type type) noexcept { return type_names[static_cast<std::size_t>(type)]; }

std::vector<placeholder> placeholders(std::string_view text) {
  std::vector<placeholder> out;
  for (std::size_t at = text.find('{'); at != std::string_view::npos; at = text.find('{', at + 1)) {
    const std::size_t end = text.find_first_of("{}", at + 1);
    if (end == std::string_view::npos) break;
    if (text[end] == '{') continue;
    const std::string_view inside = text.substr(at + 1, end - at - 1);
    const std::size_t colon = inside.find(':');
    if (colon == std::string_view::npos || !is_word(inside.substr(0, colon))) continue;
    const auto type = std::find(type_names.begin(), type_names.end(), inside.substr(colon + 1));
    if (type == type_names.end()) continue;
    out.push_back(
        {inside.substr(0, colon), static_cast<parameter_type>(type - type_names.begin()), at, end - at + 1});
  }
  return out;
}

std::vector<placeholder> parameters(const std::vector<std::string_view>& texts) {
  std::vector<placeholder> out;
  for (const std::string_view text : texts) {
    for (const placeholder& p : placeholders(text)) {
      if (std::none_of(out.begin(), out.end(), [&](const auto& seen) { return seen.name == p.name; })) {
        out.push_back(p);
      }
    }
  }
  return out;
}

std::string with_samples(std::string_view text) {
  return replaced(text, [](const placeholder& p, std::string& out) {
    switch (p.type) {
      case parameter_type::string: out += p.name; break;
      case parameter_type::integer: out += "42"; break;
      case parameter_type::boolean: out += "true"; break;
    }
  });
}

std::string without_types(std::string_view text) {
  return replaced(text, [](const placeholder& p, std::string& out) {
    out += '{';
    out += p.name;
    out += '}';
  });
}

}  // namespace errdex::gen
