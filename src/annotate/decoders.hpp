// Inputs that are not plain UTF-8 on the disk: gzip and zstd files, and UTF-16 as Windows tools write it.
#ifndef ERRDEX_SRC_ANNOTATE_DECODERS_HPP
#define ERRDEX_SRC_ANNOTATE_DECODERS_HPP

#include <cstdint>
#include <memory>
#include <string_view>

#include "annotate/byte_source.hpp"

namespace errdex::annotate {

/// How the bytes of an input are written, told by its first bytes.
enum class encoding : std::uint8_t {
  plain = 0,
  gzip = 1,
  zstd = 2,
  utf16_little = 3,  ///< With a byte order mark.
  utf16_big = 4,
};

/// Bytes that `encoding_of` wants to see when there are as many.
inline constexpr std::size_t encoding_prefix = 4;

/// Recognises an encoding by the first bytes of an input.
[[nodiscard]] encoding encoding_of(std::string_view first_bytes) noexcept;

/// A source that looks at its own first bytes and from then on delivers what they stand for: gzip with any
/// number of members, zstd with any number of frames, and UTF-16 as UTF-8. UTF-16 inside gzip is read too.
/// Memory: at most 34 MB for zstd (a window of 32 MB; a frame that needs more is refused with a read_error
/// that says how to go on), below 200 KB for all else.
[[nodiscard]] std::unique_ptr<byte_source> decoded(std::unique_ptr<byte_source> raw);

/// Whether the input begins as one that `decoded` would change.
[[nodiscard]] inline bool is_encoded(std::string_view first_bytes) noexcept {
  return encoding_of(first_bytes) != encoding::plain;
}

}  // namespace errdex::annotate

#endif
