// What a reader or a rule has to say about a place in a catalog file.
#ifndef ERRDEX_SRC_AUTHORING_FINDING_HPP
#define ERRDEX_SRC_AUTHORING_FINDING_HPP

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace errdex::authoring {

/// 1-based; 0 where a place is not known.
struct position {
  std::uint32_t line = 0;
  std::uint32_t column = 0;
};

/// What a finding asks for. `reject` must be mended. `decide` must be mended or written into the
/// exemption file. `warn` is for the reader to judge.
enum class outcome : std::uint8_t { reject, decide, warn };

[[nodiscard]] std::string_view name(outcome value) noexcept;

struct finding {
  std::string_view rule;  // The name of a rule of rules.hpp; static storage.
  outcome severity = outcome::reject;
  std::string file;
  position at;
  std::string subject;  // "space:code", or empty when the finding is about a file.
  std::string message;  // What is wrong and what would be right.
};

using findings = std::vector<finding>;

/// "file:line:column: reject rule-name: message (space:code)".
[[nodiscard]] std::string to_line(const finding& f);

}  // namespace errdex::authoring

#endif
