// The sizes that keep memory bounded whatever the input is.
#ifndef ERRDEX_SRC_ANNOTATE_BOUNDS_HPP
#define ERRDEX_SRC_ANNOTATE_BOUNDS_HPP

#include <cstddef>

namespace errdex::annotate {

/// A line of up to `longest_line` bytes is judged as a whole. A longer one is judged in windows: window
/// number k is responsible for the errors that begin in [k * stride, (k + 1) * stride) of the line, and sees
/// `context` bytes to either side of that. So a body of up to `context` bytes is seen whole wherever it
/// stands, a larger one by its beginning, and the answer does not depend on how the input was read.
///
/// Tests make these small; `valid` says what must hold.
struct bounds {
  std::size_t read_size = 1u << 20;  ///< Bytes asked for at once; a multiple of the page size.
  std::size_t longest_line = 1u << 16;
  std::size_t context = 1u << 13;

  /// A window with its context is no longer than the longest line.
  [[nodiscard]] constexpr std::size_t stride() const noexcept { return longest_line - 2 * context; }
  [[nodiscard]] constexpr bool valid() const noexcept {
    return read_size > 0 && context > 0 && longest_line > 2 * context;
  }
};

}  // namespace errdex::annotate

#endif
