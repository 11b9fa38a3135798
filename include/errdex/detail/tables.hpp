// The part of a compiled catalog that an inlined lookup touches. Not a public interface: the
// layout may change with every version.
#ifndef ERRDEX_DETAIL_TABLES_HPP
#define ERRDEX_DETAIL_TABLES_HPP

#include <cstdint>
#include <cstring>

#include "errdex/detail/export.hpp"

namespace errdex::detail {

/// A perfect hash from (tag, number) to a 24-bit value: one multiplication, one displacement, one
/// slot. A slot is 8 bytes: the number in the low half, then the value, then the tag in the top
/// byte. An empty slot is all zero and yields the value 0, which everywhere means "none".
struct perfect_hash {
  const unsigned char* slots;
  const unsigned char* displacements;
  std::uint64_t multiplier;
  std::uint64_t mask;
  std::uint32_t bucket_shift;
  std::uint32_t slot_shift;
};

/// One compiled catalog. `image` is the whole of it; the hashes point into it.
struct tables {
  perfect_hash by_space_and_number;
  perfect_hash by_number;
  const unsigned char* image;
};

inline std::uint32_t probe(const perfect_hash& hash, std::uint32_t tag, std::uint32_t number) noexcept {
  const std::uint64_t key = std::uint64_t{tag} << 32 | number;
  const std::uint64_t product = key * hash.multiplier;
  std::uint16_t displacement;
  std::memcpy(&displacement, hash.displacements + 2 * (product >> hash.bucket_shift), 2);
  const std::uint64_t index = ((product >> hash.slot_shift) + displacement) & hash.mask;
  std::uint64_t slot;
  std::memcpy(&slot, hash.slots + 8 * index, 8);
  const std::uint64_t wanted = std::uint64_t{tag} << 56 | number;
  const bool same = ((slot ^ wanted) & 0xff00'0000'ffff'ffffu) == 0;
  std::uint32_t keep = 0u - static_cast<std::uint32_t>(same);
#if defined(__GNUC__)
  // On random hits and misses a branch here costs five times as much as the whole look-up; without
  // the barrier GCC turns the mask back into one at -O3.
  __asm__("" : "+r"(keep));
#endif
  return static_cast<std::uint32_t>(slot >> 32) & 0x00ff'ffffu & keep;
}

/// The catalog that is linked into the library.
extern ERRDEX_API const tables builtin_tables;

}  // namespace errdex::detail

#endif
