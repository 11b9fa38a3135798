// The lint of a project: the rules of every catalog, and those of its scheme, modules, sources and lock.
#ifndef ERRDEX_SRC_GOVERN_LINT_HPP
#define ERRDEX_SRC_GOVERN_LINT_HPP

#include <string_view>

#include "govern/lock.hpp"
#include "govern/project.hpp"

namespace errdex::govern {

/// The findings of the rules about schemes, modules and texts (authoring::project_rules).
[[nodiscard]] findings check_codes(const project& p, const authoring::authored_catalog& codes);

/// The findings of the rules about what was released.
[[nodiscard]] findings check_released(const project& p, const authoring::authored_catalog& codes,
                                      const released& lock);

/// Everything that `errdex lint` says about a project: all rules, the project's own outcomes, without what
/// its exemption file covers. `found` has what reading the codes and the lock gave.
[[nodiscard]] findings lint(const project& p, const authoring::authored_catalog& codes, const released& lock,
                            findings found);

/// The lines of an exemption file that count for exemption-growth: all but those of released-meaning, which
/// are meant to come and go with a release.
[[nodiscard]] std::size_t exemptions_in(std::string_view text);

/// The text of the project's exemption file; empty where there is none.
[[nodiscard]] std::string exemptions_of(const project& p);

}  // namespace errdex::govern

#endif
