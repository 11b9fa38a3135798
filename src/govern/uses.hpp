// Uses of codes in the sources of a project: which are never raised, and which are raised but do not exist.
//
// A code counts as used when its name stands in a source as a word, in any of the spellings of generated
// code (card_expired, CARD_EXPIRED, CardExpired, cardExpired), or its code does. What is raised is found by
// patterns: the text around a placeholder, such as `errors.{Name}` or `raise({code})`; a pattern is a text,
// not a regular expression, so that it reads like the source that it finds and costs no more than a search.
#ifndef ERRDEX_SRC_GOVERN_USES_HPP
#define ERRDEX_SRC_GOVERN_USES_HPP

#include <string_view>

#include "govern/project.hpp"

namespace errdex::govern {

/// The findings of the rules code-unused and name-undefined; none where the project names no sources.
[[nodiscard]] findings check_uses(const project& p, const authoring::authored_catalog& codes);

/// True when the path has the form of the glob: `*` and `?` stand within one folder, `**` for any folders.
[[nodiscard]] bool matches_glob(std::string_view path, std::string_view glob) noexcept;

/// The words that differ in spelling only, as one: "CardExpired", "CARD_EXPIRED" -> "cardexpired".
[[nodiscard]] std::string squashed(std::string_view word);

}  // namespace errdex::govern

#endif
