#include "page/lattice.hpp"

#include <gmock/gmock.h>

#include <map>
#include <string>

#include "sample_catalog.hpp"

namespace errdex::page {
namespace {

using testing::ElementsAre;

/// What has to hold for the map of any space.
void expect_sound(const errdex::space& s) {
  SCOPED_TRACE(std::string(s.name()));
  std::map<std::string, int> seen;
  const lattice all = lattice_of(s);
  std::int64_t last = std::numeric_limits<std::int64_t>::min();
  for (const lattice_group& g : all.groups) {
    std::size_t codes = 0;
    for (const lattice_block& b : g.blocks) {
      EXPECT_EQ(b.from % 100, 0);
      EXPECT_GT(b.from, last) << "blocks ascend, and none comes twice";
      last = b.from;
      ASSERT_FALSE(b.codes.empty());
      for (const entry& e : b.codes) {
        EXPECT_GE(*e.number(), b.from);
        EXPECT_LT(*e.number() - b.from, 100);
        ++seen[std::string(e.code())];
        ++codes;
      }
    }
    EXPECT_EQ(codes, g.codes);
  }
  for (const entry& e : all.textual) ++seen[std::string(e.code())];
  for (const entry e : s.entries()) EXPECT_EQ(seen[std::string(e.code())], 1) << e.code();
}

TEST(Lattice, HasEveryCodeOfEverySpaceOnce) {
  for (const errdex::space s : catalog::builtin().spaces()) expect_sound(s);
  const catalog odd = sample::compile(sample::draft());
  for (const errdex::space s : odd.spaces()) expect_sound(s);
}

TEST(Lattice, PutsNegativeCodesBelowZero) {
  const catalog codes = sample::compile(sample::draft());
  const lattice_block block = block_around(codes.find("acme.billing", "-1"));
  EXPECT_EQ(block.from, -100);
  ASSERT_EQ(block.codes.size(), 1U);
}

TEST(Lattice, GroupsByTheNarrowestRange) {
  const catalog codes = sample::compile(sample::draft());
  for (const lattice_group& g : lattice_of(codes.space("acme.billing")).groups) {
    if (g.blocks[0].from != 217000) continue;
    ASSERT_TRUE(g.range);
    EXPECT_EQ(g.range->title(language::en), "invoices");
    EXPECT_EQ(g.codes, 2U);
    return;
  }
  FAIL() << "no group begins at 217000";
}

TEST(Lattice, ListsCodesThatAreTextsApart) {
  const catalog codes = sample::compile(sample::draft());
  std::vector<std::string> texts;
  for (const entry& e : lattice_of(codes.space("acme.text")).textual) texts.emplace_back(e.code());
  EXPECT_THAT(texts, testing::UnorderedElementsAre("007", "Forbidden", "Forbidden.AccessDenied", "Twice"));
  EXPECT_TRUE(block_around(codes.find("acme.text", "Twice")).codes.empty());
}

}  // namespace
}  // namespace errdex::page
