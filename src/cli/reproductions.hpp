// Codes met on the emulator, for whoever shows them (present/reproduction.hpp).
#ifndef ERRDEX_SRC_CLI_REPRODUCTIONS_HPP
#define ERRDEX_SRC_CLI_REPRODUCTIONS_HPP

#include <string_view>

#include "emulator/platform/scenario.hpp"
#include "present/reproduction.hpp"

namespace errdex::cli {

/// What is shown first: the shorter of two ways to a code.
[[nodiscard]] bool simpler(const emulation::scenario& a, const emulation::scenario& b);

/// A run of a scenario, with `base` before the paths in its commands.
[[nodiscard]] present::reproduction as_reproduction(const emulation::scenario& s,
                                                    const emulation::scenario_result& result,
                                                    std::string_view base);

/// Whether there is a scenario that raises this code. Asks a table, so that nothing is read to know.
[[nodiscard]] bool reproducible(const entry& e);

/// Plays a scenario when its code is first asked for, in a world of its own, and remembers what came. Bodies
/// of more than some kilobytes are cut. Nothing is made before that.
[[nodiscard]] present::reproducer make_reproducer();

}  // namespace errdex::cli

#endif
