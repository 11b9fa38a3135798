// Lays out entries and readings for people.
#ifndef ERRDEX_SRC_CLI_RENDER_HPP
#define ERRDEX_SRC_CLI_RENDER_HPP

#include <string>

#include "cli/program.hpp"
#include "errdex/diagnose.hpp"

namespace errdex::cli {

/// The headline of a reading: code, name, verdict, then the title.
[[nodiscard]] std::string headline(const candidate& c, const context& how);

/// The whole of a reading: message, cause, fix, limits, verdict, why it was ranked here, references,
/// source and notes.
[[nodiscard]] std::string full(const candidate& c, const std::optional<advice>& what_to_do,
                               const context& how);

/// A bound in words: "name: 1 to 64 bytes".
[[nodiscard]] std::string in_words(const limit& l, language lang);

}  // namespace errdex::cli

#endif
