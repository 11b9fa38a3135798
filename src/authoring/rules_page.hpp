// Writes docs/rules.md: every lint rule with its reason and what to do about a finding.
#ifndef ERRDEX_SRC_AUTHORING_RULES_PAGE_HPP
#define ERRDEX_SRC_AUTHORING_RULES_PAGE_HPP

#include "authoring/codegen.hpp"

namespace errdex::authoring {

/// The page, with a heading for each rule, so that docs/rules.md#name leads to it.
[[nodiscard]] generated_file rules_page();

}  // namespace errdex::authoring

#endif
