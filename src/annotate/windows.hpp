// The windows of a line that is too long to be judged as a whole.
#ifndef ERRDEX_SRC_ANNOTATE_WINDOWS_HPP
#define ERRDEX_SRC_ANNOTATE_WINDOWS_HPP

#include <algorithm>
#include <cstdint>

#include "annotate/bounds.hpp"

namespace errdex::annotate {

/// A window of a long line, in bytes from the start of the line.
struct window {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;        ///< Clipped to the end of the line.
  std::uint64_t own_begin = 0;  ///< Errors that begin in [own_begin, own_end) belong to this window.
  std::uint64_t own_end = 0;
};

/// Window number `k` of a line of `length` bytes; there is one for each k with k * stride < length.
constexpr window window_of(std::uint64_t k, std::uint64_t length, const bounds& sizes) noexcept {
  const std::uint64_t own = k * sizes.stride();
  return {own < sizes.context ? 0 : own - sizes.context,
          std::min(length, own + sizes.stride() + sizes.context), own,
          std::min(length, own + sizes.stride())};
}

/// The first window that begins at or behind `position`.
constexpr std::uint64_t first_window(std::uint64_t position, const bounds& sizes) noexcept {
  return position == 0 ? 0 : (position + sizes.context + sizes.stride() - 1) / sizes.stride();
}

}  // namespace errdex::annotate

#endif
