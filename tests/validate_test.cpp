// A compiled catalog from anywhere is either refused with a reason or can be read without leaving it.
#include "catalog/validate.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <random>
#include <set>

#include "catalog/image.hpp"
#include "catalog_walk.hpp"
#include "sample_catalog.hpp"

namespace errdex {
namespace {

using testing::HasSubstr;
using bytes = std::vector<std::byte>;

/// Makes size and checksum right again, so that a damaged image reaches the checks behind them.
void seal(bytes& image) {
  if (image.size() < sizeof(image::header)) return;
  image::header h;
  std::memcpy(&h, image.data(), sizeof h);
  h.magic = image::magic;
  h.version = image::version;
  h.size = image.size();
  h.checksum = image::checksum(reinterpret_cast<const unsigned char*>(image.data()) + sizeof h,
                               (image.size() - sizeof h) / 8 * 8);
  std::memcpy(image.data(), &h, sizeof h);
}

std::string refusal(const bytes& image) {
  std::string error;
  return catalog::from_image(image, error) ? "" : error;
}

TEST(Image, SaysWhatItIsNot) {
  const bytes whole = sample::image_of(sample::draft());
  EXPECT_EQ(refusal(whole), "");
  EXPECT_THAT(refusal({}), HasSubstr("too short"));
  EXPECT_THAT(refusal(bytes(5000)), HasSubstr("first bytes differ"));

  bytes damaged = whole;
  damaged.back() ^= std::byte{1};
  EXPECT_THAT(refusal(damaged), HasSubstr("checksum"));

  bytes longer = whole;
  longer.resize(whole.size() + 8);
  EXPECT_THAT(refusal(longer), HasSubstr("cut off or extended"));

  bytes newer = whole;
  newer[offsetof(image::header, version)] = std::byte{99};
  EXPECT_THAT(refusal(newer), HasSubstr("layout 99"));
}

TEST(Image, EveryTruncationIsRefused) {
  const bytes whole = sample::image_of(sample::draft());
  for (std::size_t size = 0; size < whole.size(); ++size) {
    bytes cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
    EXPECT_NE(refusal(cut), "") << size;
    seal(cut);
    // Only the padding behind the last text may be missing without a loss.
    const std::string reason = refusal(cut);
    if (size + 8 <= whole.size()) {
      EXPECT_NE(reason, "") << size;
    }
  }
}

TEST(Image, WhateverDamageIsAcceptedCanBeRead) {
  const bytes whole = sample::image_of(sample::draft());
  std::mt19937_64 random(20260202);
  std::set<std::string> reasons;
  std::size_t accepted = 0;
  std::uint64_t sum = 0;
  for (int round = 0; round < 60'000; ++round) {
    bytes image = whole;
    const auto edits = 1 + random() % 3;
    for (std::uint64_t i = 0; i < edits; ++i) {
      // Half of the damage in the tables in front of the texts, where it hurts.
      const auto limit = random() % 2 == 0 ? image.size() : image.size() / 2;
      switch (random() % 4) {
        case 0: image[random() % limit] = static_cast<std::byte>(random()); break;
        case 1: image[random() % limit] ^= static_cast<std::byte>(1u << random() % 8); break;
        case 2: {  // A whole field becomes large, small or negative.
          const std::uint32_t values[] = {
              0, 1, 2, 0x7fff'ffff, 0x8000'0000, 0xffff'ffff, static_cast<std::uint32_t>(random())};
          const auto at = random() % (limit / 4) * 4;
          std::memcpy(image.data() + at, &values[random() % std::size(values)], 4);
          break;
        }
        case 3: {  // A field becomes that of another place.
          const auto to = random() % (limit / 8) * 8;
          const auto from = random() % (limit / 8) * 8;
          std::memcpy(image.data() + to, whole.data() + from, 8);
          break;
        }
      }
    }
    seal(image);
    std::string error;
    if (const auto c = catalog::from_image(image, error)) {
      ++accepted;
      sum += catalog_walk::everything(*c);
      // Combining reads all of it once more, and builds from it.
      if (round % 16 == 0) (void)catalog::combine(*c, sample::compile(sample::draft()), error);
    } else {
      reasons.insert(error);
    }
  }
  EXPECT_GT(accepted, 5'000u) << "most damage to texts is accepted";
  EXPECT_GT(reasons.size(), 15u) << "the checks behind the checksum were reached";
  EXPECT_NE(sum, 0u);
}

/// Changes one field of the header.
template <typename Change>
std::string with_header(Change change) {
  bytes image = sample::image_of(sample::draft());
  image::header h;
  std::memcpy(&h, image.data(), sizeof h);
  change(h);
  std::memcpy(image.data(), &h, sizeof h);
  seal(image);
  return refusal(image);
}

TEST(Image, SectionsStayInside) {
  EXPECT_THAT(with_header([](image::header& h) { h.entries.count += 1000; }),
              HasSubstr("section of entries"));
  EXPECT_THAT(with_header([](image::header& h) { h.strings.offset = h.size + 8; }),
              HasSubstr("section of strings"));
  EXPECT_THAT(with_header([](image::header& h) { h.texts.count = ~0ull; }), HasSubstr("section of texts"));
  EXPECT_THAT(with_header([](image::header& h) { h.spaces.offset += 4; }), HasSubstr("section of spaces"));
  EXPECT_THAT(with_header([](image::header& h) { h.documents.count = 0; }), HasSubstr("count"));
  EXPECT_THAT(with_header([](image::header& h) { h.by_number.slot_mask = 6; }),
              HasSubstr("impossible sizes"));
  EXPECT_THAT(with_header([](image::header& h) { h.by_number.bucket_mask = ~0ull; }),
              HasSubstr("impossible sizes"));
  EXPECT_THAT(with_header([](image::header& h) { h.strings.count = 3; }), HasSubstr("text leaves"));
}

TEST(Image, ListsOfNumbersDoNotOverlap) {
  // Many slots that lead to one long list would take quadratic time to check.
  bytes image = sample::image_of(sample::draft());
  image::header h;
  std::memcpy(&h, image.data(), sizeof h);
  std::uint64_t used = 0;
  for (std::uint64_t i = 0; i < h.by_number.slots.count; ++i) {
    const auto at = h.by_number.slots.offset + 8 * i;
    std::uint64_t slot;
    std::memcpy(&slot, image.data() + at, 8);
    if (slot >> 40 == 0) continue;
    // Every number has the list of the first.
    slot = (slot & 0xffff'ffffu) | std::uint64_t{1} << 40;
    std::memcpy(image.data() + at, &slot, 8);
    ++used;
  }
  ASSERT_GT(used, 2u);
  std::uint32_t count = static_cast<std::uint32_t>(h.numbers.count - 2);
  std::memcpy(image.data() + h.numbers.offset + 4, &count, 4);
  seal(image);
  EXPECT_THAT(refusal(image), HasSubstr("overlap"));
}

}  // namespace
}  // namespace errdex
