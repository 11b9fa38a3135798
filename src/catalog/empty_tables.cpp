// The built-in catalog of programs that run before there is one: the catalog compiler.
#include <cstddef>

#include "catalog/image.hpp"
#include "errdex/detail/tables.hpp"

namespace errdex::detail {
namespace {

struct blank_image {
  image::header header;
  // Room for record 0 of every section, and for a hash of one empty slot.
  unsigned char blank[512];
};

constexpr blank_image make_blank() {
  blank_image b{};
  constexpr image::section one{sizeof(image::header), 1};
  constexpr image::section none{sizeof(image::header), 0};
  b.header.magic = image::magic;
  b.header.version = image::version;
  b.header.size = sizeof(blank_image);
  b.header.entries = b.header.spaces = b.header.documents = b.header.numbers = one;
  b.header.limits = b.header.overrides = b.header.ranges = b.header.texts = b.header.names =
      b.header.strings = none;
  return b;
}

constexpr blank_image blank = make_blank();
alignas(8) constexpr unsigned char zeros[8] = {};

}  // namespace

// NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): the image is bytes to its readers.
const tables builtin_tables{
    {zeros, zeros, 0, 0, 0}, {zeros, zeros, 0, 0, 0}, reinterpret_cast<const unsigned char*>(&blank)};

}  // namespace errdex::detail
