#include "catalog/perfect_hash.hpp"

#include <algorithm>
#include <bit>
#include <cstddef>

#include "errdex/detail/tables.hpp"

namespace errdex {
namespace {

struct placed_key {
  std::uint32_t bucket;
  std::uint32_t base;  // Slot at displacement 0.
  std::uint32_t item;
};

class placement {
 public:
  placement(std::span<const hash_item> items, std::uint64_t slot_count, std::uint64_t multiplier)
      : items_(items), slot_count_(slot_count) {
    result_.multiplier = multiplier;
    result_.slot_mask = slot_count - 1;
    // Four keys a bucket: fewer displacements cost time to build, more cost cache when probing.
    const auto buckets = std::bit_ceil(std::max<std::uint64_t>(items.size() / 4, 2));
    result_.bucket_mask = buckets - 1;
    result_.displacements.assign(buckets, 0);
  }

  bool run() {
    sort_into_buckets();
    if (!keys_of_a_bucket_differ()) return false;
    result_.slots.assign(slot_count_, 0);
    taken_.assign(slot_count_, false);
    // Full buckets first: they have the fewest displacements to choose from.
    std::vector<std::uint32_t> order(result_.displacements.size());
    for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
      return starts_[a + 1] - starts_[a] > starts_[b + 1] - starts_[b];
    });
    return std::all_of(order.begin(), order.end(), [&](std::uint32_t b) { return place(b); });
  }

  built_hash take() { return std::move(result_); }

 private:
  void sort_into_buckets() {
    keys_.reserve(items_.size());
    for (std::uint32_t i = 0; i < items_.size(); ++i) {
      const std::uint64_t key = std::uint64_t{items_[i].tag} << 32 | items_[i].number;
      const std::uint64_t product = key * result_.multiplier;
      keys_.push_back({static_cast<std::uint32_t>(product >> detail::bucket_shift & result_.bucket_mask),
                       static_cast<std::uint32_t>(product >> detail::slot_shift & result_.slot_mask), i});
    }
    std::sort(keys_.begin(), keys_.end(), [](const placed_key& a, const placed_key& b) {
      return a.bucket != b.bucket ? a.bucket < b.bucket : a.base < b.base;
    });
    starts_.assign(result_.displacements.size() + 1, 0);
    for (const placed_key& k : keys_) ++starts_[k.bucket + 1];
    for (std::size_t b = 1; b < starts_.size(); ++b) starts_[b] += starts_[b - 1];
  }

  [[nodiscard]] bool keys_of_a_bucket_differ() const {
    return std::adjacent_find(keys_.begin(), keys_.end(), [](const placed_key& a, const placed_key& b) {
             return a.bucket == b.bucket && a.base == b.base;
           }) == keys_.end();
  }

  bool place(std::uint32_t bucket) {
    const auto first = keys_.begin() + starts_[bucket];
    const auto last = keys_.begin() + starts_[bucket + 1];
    for (std::uint32_t displacement = 0; displacement < 65536; ++displacement) {
      const auto slot = [&](const placed_key& k) { return (k.base + displacement) & result_.slot_mask; };
      if (std::any_of(first, last, [&](const placed_key& k) { return taken_[slot(k)]; })) continue;
      for (auto k = first; k != last; ++k) {
        const hash_item& item = items_[k->item];
        taken_[slot(*k)] = true;
        result_.slots[slot(*k)] =
            std::uint64_t{item.value} << 40 | std::uint64_t{item.tag} << 32 | std::uint64_t{item.number};
      }
      result_.displacements[bucket] = static_cast<std::uint16_t>(displacement);
      return true;
    }
    return false;
  }

  std::span<const hash_item> items_;
  std::uint64_t slot_count_;
  built_hash result_;
  std::vector<placed_key> keys_;
  std::vector<std::uint32_t> starts_;
  std::vector<bool> taken_;
};

}  // namespace

built_hash build_perfect_hash(std::span<const hash_item> items) {
  // A load of at most 0.97 keeps the table small enough for the cache and the search short.
  auto slot_count = std::bit_ceil(std::max<std::uint64_t>(items.size() + items.size() / 32, 8));
  std::uint64_t state = 0x9e3779b97f4a7c15u;
  for (int attempt = 1;; ++attempt) {
    placement p(items, slot_count, state | 1);
    if (p.run()) return p.take();
    // splitmix64
    state += 0x9e3779b97f4a7c15u;
    std::uint64_t z = state;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    state = z ^ z >> 31;
    if (attempt % 64 == 0) slot_count *= 2;
  }
}

}  // namespace errdex
