// Which code is raised by which condition, as declared, and by which scenario that is shown.
#pragma once

#include <string>
#include <vector>

#include "emulator/platform/scenario.hpp"

namespace errdex::emulation {

/// How a code of a platform can be met.
enum class coverage_kind : std::uint8_t {
  behaviour = 1,   ///< By requests; there is a scenario.
  fault_only = 2,  ///< No request can raise it, for a written reason; a fault rule can.
  open = 3,        ///< By a fault rule only, so far, and for no reason.
};
[[nodiscard]] std::string_view name(coverage_kind kind) noexcept;

/// One way in which a code is raised.
struct covered_condition {
  std::string endpoint;
  std::string when;
  const scenario* proof = nullptr;
};

struct covered_code {
  errdex::entry entry;
  coverage_kind kind = coverage_kind::open;
  std::string reason;  ///< Of fault_only.
  std::vector<covered_condition> conditions;
};

/// Something that a declaration claims and no scenario shows.
struct missing_proof {
  std::string platform;
  std::string endpoint;
  errdex::entry entry;
  std::string when;
};

struct coverage_table {
  std::vector<covered_code>
      codes;  ///< Every code of the platform's spaces but success, in the catalog's order.
  std::vector<missing_proof> unproven;
  [[nodiscard]] std::size_t count(coverage_kind kind) const noexcept;
};

/// The table of one platform. It believes the scenarios; the tests run them.
[[nodiscard]] coverage_table cover(const platform& p, const scenario_book& book);

/// The table as a page of Markdown: what docs/coverage-PLATFORM.md consists of.
[[nodiscard]] std::string as_markdown(const platform& p, const coverage_table& table);

}  // namespace errdex::emulation
