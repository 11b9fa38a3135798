// errdex.lock: what was released. `errdex release` writes it, and nothing else does.
//
// One JSON object a line, sorted, so that branches merge and a review shows what is promised:
//
//   {"errdex_lock":1,"version":"1.4.0","exemptions":0}
//   {"space":"acme.api","code":"2017042","name":"card_expired","since":"1.0.0","status":"FAILED_PRECONDITION",…}
//
// A code is in it for good. That is how lint knows a number that was deleted, reused, or given another
// meaning.
#ifndef ERRDEX_SRC_GOVERN_LOCK_HPP
#define ERRDEX_SRC_GOVERN_LOCK_HPP

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "govern/project.hpp"

namespace errdex::govern {

/// What a release promises about one entry.
struct released_entry {
  std::string space;
  std::string code;
  std::string name;
  std::string since;    ///< The version that released it first.
  std::string retired;  ///< The version that released it as obsolete; empty while it is active.
  errdex::status status = errdex::status::unknown;
  errdex::verdict verdict = errdex::verdict::contact_platform;
  std::string message;
  std::vector<draft::parameter> parameters;
  std::string title;  ///< In English, or in Chinese where there is no English.
  std::string replaced_by;
  std::vector<std::string> was;
};

struct released {
  std::string version;  ///< Of the last release; empty: nothing was released.
  std::size_t exemptions =
      0;  ///< Lines in the list of exemptions at that time, those of released-meaning left out.
  std::vector<released_entry> entries;

  /// The entry with this code and, when several share it, this name; else one with the code; else nullptr.
  [[nodiscard]] const released_entry* find(std::string_view space, std::string_view code,
                                           std::string_view name) const noexcept;
};

/// Reads the text of a lock file. Faults are findings of the rule lock-form.
[[nodiscard]] released read_lock(std::string_view text, const std::string& file_name, findings& out);

/// The lock of the project; an absent file is an empty one.
[[nodiscard]] released load_lock(const project& p, findings& out);

/// The text of the file: deterministic, undated.
[[nodiscard]] std::string to_text(const released& lock);

/// The lock after a release of these codes: new ones get `since`, those that became obsolete `retired`.
[[nodiscard]] released release(const released& before, const authoring::authored_catalog& codes,
                               const std::string& version, std::size_t exemptions);

/// The title that counts as the meaning of an entry.
[[nodiscard]] const std::string& headline_of(const draft::entry& e) noexcept;

}  // namespace errdex::govern

#endif
