// Checks that the bytes of an image can be read without leaving it.
#ifndef ERRDEX_SRC_CATALOG_VALIDATE_HPP
#define ERRDEX_SRC_CATALOG_VALIDATE_HPP

#include <cstddef>
#include <span>
#include <string>

namespace errdex {

/// True when every reference of the image stays inside it, every enumeration is in its set, and
/// every index leads to a record. Otherwise false, with the first fault found in `error`.
[[nodiscard]] bool validate_image(std::span<const std::byte> image, std::string& error);

}  // namespace errdex

#endif
