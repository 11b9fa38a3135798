// Builds the perfect hash that detail::probe reads.
#ifndef ERRDEX_SRC_CATALOG_PERFECT_HASH_HPP
#define ERRDEX_SRC_CATALOG_PERFECT_HASH_HPP

#include <cstdint>
#include <span>
#include <vector>

namespace errdex {

/// One key with its value. `value` is 1 to 2^24-1; (tag, number) is unique.
struct hash_item {
  std::uint8_t tag;
  std::uint32_t number;
  std::uint32_t value;
};

struct built_hash {
  std::uint64_t multiplier = 0;
  std::uint64_t slot_mask = 0;
  std::uint64_t bucket_mask = 0;
  std::vector<std::uint64_t> slots;
  std::vector<std::uint16_t> displacements;
};

/// Places every item without collision. Deterministic. Terminates for every set of distinct keys:
/// each failed multiplier leads to another one, and after some failures to a table of twice the size.
[[nodiscard]] built_hash build_perfect_hash(std::span<const hash_item> items);

}  // namespace errdex

#endif
