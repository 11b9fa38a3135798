// Which number a new code gets, and whose a number is.
//
// Two branches that allocate at the same time cannot see each other. With `allocation::spread` a number is
// looked for from a place that the hash of the module and the name chooses, so that two branches meet as
// rarely as two random numbers do, and never twice for the same pair; with `allocation::sequential` they
// always meet. Either way `plan_repair` finds the collision after the merge and mends it as long as one of
// the two was not released. A number that was ever in the catalog or in errdex.lock is never handed out
// again.
#ifndef ERRDEX_SRC_GOVERN_NUMBERS_HPP
#define ERRDEX_SRC_GOVERN_NUMBERS_HPP

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "govern/project.hpp"

namespace errdex::govern {

/// The codes of one space that may not be handed out, as on the wire.
using taken_codes = std::set<std::string, std::less<>>;

/// A code, or why there is none and what would help.
struct allocated {
  std::optional<std::string> code;
  std::string problem;
};

using group_values = std::vector<std::pair<std::string, std::uint32_t>>;

/// The next code for `name` in the module. `groups` chooses the digit groups that the module leaves open,
/// such as the level of A-BB-CCC.
[[nodiscard]] allocated allocate(const project& p, const project_module& module, const group_values& groups,
                                 std::string_view name, const taken_codes& taken);

/// Another code from the block of `code`: the same groups but the last, the same module.
[[nodiscard]] allocated allocate_beside(const project& p, const project_space& s, std::string_view code,
                                        std::string_view name, const taken_codes& taken);

/// The digits of a code as a number: 2017042 for "2017042" and for "ACME-2-17-042". Nothing where the
/// code has not the form of the scheme (without a scheme: where it is no number).
[[nodiscard]] std::optional<std::int64_t> digits_of(const project& p, const project_space& s,
                                                    std::string_view code);

/// The value of each digit group but the last, where the code has the form of its scheme.
[[nodiscard]] group_values groups_of(const project& p, const project_space& s, std::string_view code);

/// The module whose numbers the code lies in, or nullptr.
[[nodiscard]] const project_module* module_of(const project& p, const project_space& s,
                                              std::string_view code);

/// True when the module says which numbers are its own, by groups or ranges.
[[nodiscard]] inline bool has_numbers(const project_module& m) noexcept {
  return !m.groups.empty() || !m.ranges.empty();
}

/// card_expired as CARD_EXPIRED.
[[nodiscard]] std::string in_capitals(std::string_view name);

}  // namespace errdex::govern

#endif
