#include "catalog/aligned_bytes.hpp"

#include <cstdlib>
#include <cstring>
#include <new>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace errdex::detail {
namespace {

constexpr std::size_t large_page = std::size_t{2} << 20;
// Below it the pages that stay half empty cost more memory than their number costs time.
constexpr std::size_t large_from = 2 * large_page;

}  // namespace

aligned_bytes::aligned_bytes(std::span<const std::byte> source) {
  const std::size_t alignment = source.size() < large_from ? alignof(std::max_align_t) : large_page;
  const std::size_t size = (source.size() / alignment + 1) * alignment;
  bytes_.reset(static_cast<unsigned char*>(std::aligned_alloc(alignment, size)));
  if (!bytes_) throw std::bad_alloc();
#ifdef __linux__
  // Before the first write, which is what makes the pages. A refusal only means small ones.
  if (alignment == large_page) ::madvise(bytes_.get(), size, MADV_HUGEPAGE);
#endif
  if (!source.empty()) std::memcpy(bytes_.get(), source.data(), source.size());
}

void aligned_bytes::release::operator()(unsigned char* bytes) const noexcept { std::free(bytes); }

}  // namespace errdex::detail
