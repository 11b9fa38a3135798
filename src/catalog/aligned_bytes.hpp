// Memory for a catalog that is loaded at run time.
#ifndef ERRDEX_SRC_CATALOG_ALIGNED_BYTES_HPP
#define ERRDEX_SRC_CATALOG_ALIGNED_BYTES_HPP

#include <cstddef>
#include <memory>
#include <span>

namespace errdex::detail {

/// A copy of some bytes that never moves, aligned for every record. Look-ups in it are random, so from a few
/// megabytes on each of them also misses the table of pages; a block of that size asks the system for large
/// pages, where there are such.
class aligned_bytes {
 public:
  /// Throws std::bad_alloc.
  explicit aligned_bytes(std::span<const std::byte> source);
  [[nodiscard]] const unsigned char* data() const noexcept { return bytes_.get(); }

 private:
  struct release {
    void operator()(unsigned char* bytes) const noexcept;
  };
  std::unique_ptr<unsigned char[], release> bytes_;
};

}  // namespace errdex::detail

#endif
