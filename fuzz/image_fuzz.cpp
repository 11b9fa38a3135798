// Any bytes are either refused as a compiled catalog, or can be read to the last text, combined, and
// compiled again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <span>
#include <string>
#include <vector>

#include "../tests/catalog_walk.hpp"
#include "catalog/image.hpp"
#include "errdex/catalog.hpp"

namespace {

using namespace errdex;

/// Makes the fixed fields right, so that the fuzzer need not guess a checksum.
void seal(std::vector<std::byte>& bytes) {
  bytes.resize(bytes.size() / 8 * 8);
  if (bytes.size() < sizeof(image::header)) return;
  image::header h;
  std::memcpy(&h, bytes.data(), sizeof h);
  h.magic = image::magic;
  h.version = image::version;
  h.size = bytes.size();
  h.checksum = image::checksum(reinterpret_cast<const unsigned char*>(bytes.data()) + sizeof h,
                               bytes.size() - sizeof h);
  std::memcpy(bytes.data(), &h, sizeof h);
}

void read(std::span<const std::byte> bytes) {
  std::string error;
  const auto c = catalog::from_image(bytes, error);
  if (c.has_value() == !error.empty()) std::abort();
  if (!c) return;
  volatile std::uint64_t sum = catalog_walk::everything(*c);
  (void)sum;
  if (const auto both = catalog::combine(*c, catalog(*c), error)) sum = catalog_walk::everything(*both);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto* first = reinterpret_cast<const std::byte*>(data);
  read({first, size});
  std::vector<std::byte> sealed(first, first + size);
  seal(sealed);
  read(sealed);
  return 0;
}
