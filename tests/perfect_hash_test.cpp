// The index behind every look-up: it finds every key, and nothing else, for any set of keys.
#include "catalog/perfect_hash.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <vector>

#include "errdex/detail/tables.hpp"

namespace errdex {
namespace {

using key = std::pair<std::uint8_t, std::uint32_t>;

std::vector<hash_item> items_of(const std::vector<key>& keys) {
  std::vector<hash_item> items;
  std::uint32_t value = 0;
  for (const auto& [tag, number] : keys) items.push_back({tag, number, ++value});
  return items;
}

class prober {
 public:
  explicit prober(const std::vector<key>& keys) : built_(build_perfect_hash(items_of(keys))) {
    hash_ = {reinterpret_cast<const unsigned char*>(built_.slots.data()),
             reinterpret_cast<const unsigned char*>(built_.displacements.data()), built_.multiplier,
             built_.slot_mask, built_.bucket_mask};
  }
  std::uint32_t find(key k) const { return detail::probe(hash_, k.first, k.second); }
  std::size_t slots() const { return built_.slots.size(); }

 private:
  built_hash built_;
  detail::perfect_hash hash_{};
};

/// How many of these keys are found with their value.
std::size_t found(const prober& p, const std::vector<key>& keys) {
  std::size_t n = 0;
  for (std::uint32_t i = 0; i < keys.size(); ++i) {
    if (p.find(keys[i]) == i + 1) ++n;
  }
  return n;
}

RC_GTEST_PROP(PerfectHash, FindsEveryKeyOfARandomSetAndNothingElse,
              (const std::set<key>& set, const std::vector<key>& others)) {
  const std::vector<key> keys(set.begin(), set.end());
  const prober p(keys);
  RC_ASSERT(found(p, keys) == keys.size());
  for (const key& k : others) RC_ASSERT((p.find(k) != 0) == set.contains(k));
  for (const key& k : keys) {
    // Near misses: a neighbour, another space, a number that differs in one bit.
    for (const key& near : {key(k.first, k.second + 1), key(k.first, k.second - 1),
                            key(static_cast<std::uint8_t>(k.first + 1), k.second),
                            key(k.first, k.second ^ 0x8000'0000u), key(k.first, k.second ^ 1u)}) {
      RC_ASSERT((p.find(near) != 0) == set.contains(near));
    }
  }
}

TEST(PerfectHash, AnEmptySetFindsNothing) {
  const prober p({});
  EXPECT_EQ(p.find({0, 0}), 0u);
  EXPECT_EQ(p.find({0, 1}), 0u);
  EXPECT_EQ(p.find({255, 0xffff'ffffu}), 0u);
}

TEST(PerfectHash, TheKeyThatLooksLikeAnEmptySlotIsAKey) {
  // An empty slot is all zero; the key (0, 0) differs from it only by its value.
  const prober p({{0, 0}, {0, 7}});
  EXPECT_EQ(p.find({0, 0}), 1u);
  EXPECT_EQ(p.find({0, 7}), 2u);
}

TEST(PerfectHash, HoldsKeysThatFollowEachOther) {
  // Codes come in runs; so must a hash that is fond of randomness.
  for (const std::uint32_t stride : {1u, 2u, 100u, 1000u, 4096u, 65536u, 1u << 20}) {
    std::vector<key> keys;
    for (std::uint32_t i = 0; i < 4096; ++i) keys.emplace_back(std::uint8_t{3}, i * stride);
    std::sort(keys.begin(), keys.end());
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
    EXPECT_EQ(found(prober(keys), keys), keys.size()) << stride;
  }
}

TEST(PerfectHash, HoldsOneNumberInEverySpace) {
  std::vector<key> keys;
  for (int tag = 0; tag < 256; ++tag) keys.emplace_back(static_cast<std::uint8_t>(tag), 40014u);
  const prober p(keys);
  EXPECT_EQ(found(p, keys), keys.size());
  EXPECT_EQ(p.find({3, 40015}), 0u);
}

TEST(PerfectHash, HoldsAMillionKeys) {
  std::mt19937_64 random(11);
  std::set<key> set;
  std::uint32_t run = 0;
  while (set.size() < 1'000'000) {
    if (random() % 40 == 0) run = static_cast<std::uint32_t>(random());
    set.emplace(static_cast<std::uint8_t>(random() % 8), run++);
  }
  const std::vector<key> keys(set.begin(), set.end());
  const prober p(keys);
  EXPECT_EQ(found(p, keys), keys.size());
  std::size_t wrong = 0;
  for (int i = 0; i < 1'000'000; ++i) {
    const key k(static_cast<std::uint8_t>(random()), static_cast<std::uint32_t>(random()));
    if ((p.find(k) != 0) != set.contains(k)) ++wrong;
  }
  EXPECT_EQ(wrong, 0u);
  EXPECT_EQ(p.slots(), std::size_t{1} << 20) << "a load near one keeps the table small";
}

TEST(PerfectHash, TheSameKeysGiveTheSameTable) {
  std::vector<key> keys;
  for (std::uint32_t i = 0; i < 1000; ++i) keys.emplace_back(std::uint8_t{1}, i * i);
  const auto a = build_perfect_hash(items_of(keys));
  const auto b = build_perfect_hash(items_of(keys));
  EXPECT_EQ(a.slots, b.slots);
  EXPECT_EQ(a.displacements, b.displacements);
  EXPECT_EQ(a.multiplier, b.multiplier);
}

}  // namespace
}  // namespace errdex
