// Files that are part of the program: the fixture that it starts with, and the scenarios.
#pragma once

#include <string_view>
#include <vector>

namespace errdex::emulation {

/// The text of a file by its path in the source tree; empty when it is not one of those embedded.
[[nodiscard]] std::string_view embedded_file(std::string_view path) noexcept;
/// The paths of all of them, sorted.
[[nodiscard]] std::vector<std::string_view> embedded_files();

}  // namespace errdex::emulation
