// The templates that are part of the program: templates/TARGET/NAME.
#ifndef ERRDEX_SRC_GEN_EMBEDDED_HPP
#define ERRDEX_SRC_GEN_EMBEDDED_HPP

#include <span>
#include <string_view>

namespace errdex::gen {

struct embedded_file {
  std::string_view path;  ///< Below templates/.
  std::string_view content;
};

/// Sorted by path. Defined in a file that CMake writes.
[[nodiscard]] std::span<const embedded_file> embedded_files() noexcept;

}  // namespace errdex::gen

#endif
