// The part of a compiled catalog that an inlined lookup touches. Not a public interface: the
// layout may change with every version.
#ifndef ERRDEX_DETAIL_TABLES_HPP
#define ERRDEX_DETAIL_TABLES_HPP

#include <cstdint>
#include <cstring>

#include "errdex/detail/export.hpp"

namespace errdex::detail {

/// A perfect hash from (tag, number) to a 24-bit value: one multiplication, one displacement, one
/// slot. A slot is 8 bytes: the key (the number, above it the tag) in the low five, the value in the
/// high three. An empty slot is all zero and yields the value 0, which everywhere means "none".
struct perfect_hash {
  const unsigned char* slots;
  const unsigned char* displacements;
  std::uint64_t multiplier;
  std::uint64_t slot_mask;
  std::uint64_t bucket_mask;
};

/// Which bits of the product choose the slot and the bucket. Fixed, because a variable shift costs
/// two instructions: 24 bits for slots, as many as a value has, and 22 below them for buckets.
inline constexpr int slot_shift = 40;
inline constexpr int bucket_shift = 18;

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
  std::memcpy(&displacement, hash.displacements + 2 * (product >> bucket_shift & hash.bucket_mask), 2);
  const std::uint64_t index = ((product >> slot_shift) + displacement) & hash.slot_mask;
  std::uint64_t slot;
  std::memcpy(&slot, hash.slots + 8 * index, 8);
  // All ones when the key is the slot's, else zero, without a branch: on random hits and misses a
  // branch costs five times as much as the whole look-up, and GCC turns a plain mask back into one at -O3.
  std::uint64_t keep = (slot ^ key) << 24;
#if defined(__GNUC__) && defined(__x86_64__)
  __asm__("cmp $1, %0\n\tsbb %0, %0" : "+r"(keep) : : "cc");
#else
  keep = 0u - static_cast<std::uint64_t>(keep == 0);
#if defined(__GNUC__)
  __asm__("" : "+r"(keep));
#endif
#endif
  return static_cast<std::uint32_t>(slot >> 40 & keep);
}

/// The catalog that is linked into the library.
extern ERRDEX_API const tables builtin_tables;

}  // namespace errdex::detail

#endif
