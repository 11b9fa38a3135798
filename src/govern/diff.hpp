// What changed between two catalogs, and whom it breaks.
//
//   auto d = compare(before, after);
//   if (d.verdict == impact::major) return refuse(d.changes);
//
// The code is the contract: who handles errors decides by code, name, status, verdict and parameters.
// Texts are for people and may change at any time.
#ifndef ERRDEX_SRC_GOVERN_DIFF_HPP
#define ERRDEX_SRC_GOVERN_DIFF_HPP

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "authoring/yaml_reader.hpp"

namespace errdex::govern {

/// The part of a semantic version that a change asks to raise.
enum class impact : std::uint8_t { none = 0, patch = 1, minor = 2, major = 3 };

[[nodiscard]] std::string_view name(impact value) noexcept;

/// What changed. diff.cpp has the impact of each, with its reason, in one table.
enum class change_kind : std::uint8_t {
  added = 0,
  removed = 1,
  renumbered = 2,
  renamed = 3,
  retired = 4,
  revived = 5,
  status_changed = 6,
  verdict_changed = 7,
  overrides_changed = 8,
  parameter_added = 9,
  parameter_removed = 10,
  parameter_retyped = 11,
  limit_tightened = 12,
  limit_loosened = 13,
  retry_changed = 14,
  context_changed = 15,
  message_changed = 16,
  texts_changed = 17,
  lineage_changed = 18,
};

[[nodiscard]] std::string_view name(change_kind value) noexcept;
[[nodiscard]] impact impact_of(change_kind value) noexcept;
/// One sentence: whom it breaks, or why nobody.
[[nodiscard]] std::string_view reason_of(change_kind value) noexcept;

struct change {
  change_kind kind = change_kind::added;
  std::string space;
  std::string code;  ///< The new one, for what was not removed.
  std::string name;
  std::string before;  ///< What stood there; empty where there was nothing.
  std::string after;
};

struct catalog_diff {
  std::vector<change> changes;  ///< The heaviest first, then in the order of space and code.
  impact verdict = impact::none;
  [[nodiscard]] std::size_t count(impact of) const noexcept;
};

[[nodiscard]] catalog_diff compare(const authoring::authored_catalog& before,
                                   const authoring::authored_catalog& after);

}  // namespace errdex::govern

#endif
