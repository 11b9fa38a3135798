#include "gen/placeholder.hpp"

#include <algorithm>

namespace errdex::gen {

std::string_view sample_of(const draft::parameter& p) noexcept {
  switch (p.type) {
    case draft::parameter_type::string: return p.name;
    case draft::parameter_type::integer: return "42";
    case draft::parameter_type::number: return "1.5";
    case draft::parameter_type::boolean: return "true";
  }
  return {};
}

std::string with_samples(std::string_view text, std::span<const draft::parameter> parameters) {
  std::string out;
  std::size_t at = 0;
  for (std::size_t open = text.find('{'); open != std::string_view::npos; open = text.find('{', open + 1)) {
    const std::size_t close = text.find('}', open);
    if (close == std::string_view::npos) break;
    const std::string_view name = text.substr(open + 1, close - open - 1);
    const auto p =
        std::find_if(parameters.begin(), parameters.end(), [&](const auto& x) { return x.name == name; });
    if (p == parameters.end()) continue;
    out += text.substr(at, open - at);
    out += sample_of(*p);
    at = close + 1;
    open = close;
  }
  return out += text.substr(at);
}

}  // namespace errdex::gen
