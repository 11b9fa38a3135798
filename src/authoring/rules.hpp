// The lint rules: their names, outcomes and reasons in one table, and the checks.
//
// The reader (yaml_reader.hpp) reports the rules about the form of a file while it reads; `check`
// runs all others over whole catalogs.
#ifndef ERRDEX_SRC_AUTHORING_RULES_HPP
#define ERRDEX_SRC_AUTHORING_RULES_HPP

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "authoring/finding.hpp"
#include "authoring/yaml_reader.hpp"
#include "errdex/catalog.hpp"

namespace errdex::authoring {

struct rule {
  std::string_view name;
  outcome severity;
  std::string_view reason;  // One sentence: what it asks for and why.
  std::string_view mend;    // What to do about a finding.
};

/// The rules of every catalog, in the order in which `errdex lint --rules` prints them.
[[nodiscard]] std::span<const rule> all_rules() noexcept;

/// The rules that only hold where a project file (errdex.toml) declares what they need.
[[nodiscard]] std::span<const rule> project_rules() noexcept;

/// The rule of either table with this name, or nullptr.
[[nodiscard]] const rule* find_rule(std::string_view name) noexcept;

/// The outcome of a rule; the name must be one of the table.
[[nodiscard]] outcome severity_of(std::string_view rule_name);

/// True for a word that may name an entry (rule name-form).
[[nodiscard]] bool is_entry_name(std::string_view word) noexcept;

/// One term that has one translation, and the words to avoid for it.
struct term {
  std::string en;
  std::string zh;
  std::vector<std::string> avoid_en;
  std::vector<std::string> avoid_zh;
};

/// The languages that every text must be in. A text in another one is checked where there is one.
struct written_languages {
  bool en = true;
  bool zh = true;
};

/// Runs the rules of `all_rules` over what was read. `known` resolves references to codes that are not in
/// `read` (nullptr: only those in `read` count).
[[nodiscard]] findings check(const authored_catalog& read, std::span<const term> glossary,
                             const catalog* known, written_languages languages = {});

/// Findings that an exemption file covers are taken out; an exemption that covers nothing is a
/// finding of its own, so that the file can only shrink. `text` has lines "rule space:code"; '#'
/// starts a comment.
[[nodiscard]] findings apply_exemptions(findings all, std::string_view text, const std::string& file_name);

}  // namespace errdex::authoring

#endif
