#include "diagnose/members.hpp"

namespace errdex {

std::optional<located_body> find_body(std::string_view text, std::size_t from) noexcept {
  while (from < text.size()) {
    const auto brace = text.find('{', from);
    if (brace == std::string_view::npos) return std::nullopt;
    std::size_t length = 0;
    const auto members = diagnose_detail::read_members(text.substr(brace), &length);
    if (diagnose_detail::envelope_of(members).envelope != envelope::none) {
      return located_body{brace, length == 0 ? text.size() - brace : length};
    }
    from = brace + 1;
  }
  return std::nullopt;
}

}  // namespace errdex
