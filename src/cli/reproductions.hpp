// Codes met on the emulator, for whoever shows them (present/reproduction.hpp).
#ifndef ERRDEX_SRC_CLI_REPRODUCTIONS_HPP
#define ERRDEX_SRC_CLI_REPRODUCTIONS_HPP

#include <string_view>

#include "emulator/platform/scenario.hpp"
#include "present/reproduction.hpp"

namespace errdex::cli {

/// A run of a scenario, with `base` before the paths in its commands.
[[nodiscard]] present::reproduction as_reproduction(const emulation::scenario& s,
                                                    const emulation::scenario_result& result,
                                                    std::string_view base);

/// Whether an emulated platform declares that requests raise this code. The tests refuse a declaration
/// without a scenario, so none has to be read to know. The first call looks at every endpoint.
[[nodiscard]] bool reproducible(const entry& e);

/// Plays a scenario when its code is first asked for, in a world of its own, and remembers what came. Bodies
/// of more than some kilobytes are cut. Nothing is made before that.
[[nodiscard]] present::reproducer make_reproducer();

}  // namespace errdex::cli

#endif
