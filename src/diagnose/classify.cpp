#include "diagnose/members.hpp"

namespace errdex {

classification classify(std::string_view body) noexcept {
  const auto start = diagnose_detail::object_start(body);
  if (start == std::string_view::npos) return {};
  return diagnose_detail::envelope_of(diagnose_detail::read_members(body.substr(start)));
}

}  // namespace errdex
