#include "catalog/aligned_bytes.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstring>
#include <vector>

namespace errdex::detail {
namespace {

class AlignedBytes : public testing::TestWithParam<std::size_t> {};

TEST_P(AlignedBytes, HoldACopy) {
  std::vector<std::byte> source(GetParam());
  for (std::size_t i = 0; i < source.size(); ++i) source[i] = static_cast<std::byte>(i * 31 >> 3);
  const aligned_bytes copy(source);
  ASSERT_NE(copy.data(), nullptr);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(copy.data()) % 8, 0U);
  EXPECT_TRUE(source.empty() || std::memcmp(copy.data(), source.data(), source.size()) == 0);
}

TEST_P(AlignedBytes, StayWhereTheyAreWhenTheyAreMoved) {
  const std::vector<std::byte> source(GetParam());
  aligned_bytes first(source);
  const unsigned char* const where = first.data();
  const aligned_bytes second = std::move(first);
  EXPECT_EQ(second.data(), where);
}

// Around the size from which a block asks for large pages, too.
INSTANTIATE_TEST_SUITE_P(Sizes, AlignedBytes,
                         testing::Values(0U, 1U, 4096U, (4U << 20) - 1, 4U << 20, (4U << 20) + 1));

}  // namespace
}  // namespace errdex::detail
