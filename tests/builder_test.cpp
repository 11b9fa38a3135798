#include "catalog/builder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "sample_catalog.hpp"

namespace errdex {
namespace {

using testing::HasSubstr;

TEST(Builder, TheSameDraftGivesTheSameBytes) {
  EXPECT_EQ(sample::image_of(sample::draft()), sample::image_of(sample::draft()));
}

TEST(Builder, TheOrderOfTheEntriesDoesNotMatter) {
  const auto expected = sample::image_of(sample::draft());
  std::mt19937 random(5);
  for (int round = 0; round < 20; ++round) {
    draft::catalog shuffled = sample::draft();
    std::shuffle(shuffled.entries.begin(), shuffled.entries.end(), random);
    // Between meanings of one code the order is what the author wrote.
    const auto by_name = [&](const char* name) {
      return std::find_if(shuffled.entries.begin(), shuffled.entries.end(),
                          [&](const draft::entry& e) { return e.name == name; });
    };
    for (const auto& [first, second] :
         {std::pair{"two_things_v1", "two_things_v2"}, {"twice_a", "twice_b"}}) {
      if (by_name(second) < by_name(first)) std::iter_swap(by_name(first), by_name(second));
    }
    const catalog c = sample::compile(shuffled);
    const catalog original = sample::compile(sample::draft());
    ASSERT_EQ(c.size(), original.size());
    for (std::size_t i = 0; i < c.size(); ++i) {
      EXPECT_EQ(c.entries()[i].name(), original.entries()[i].name());
      EXPECT_EQ(c.entries()[i].message(), original.entries()[i].message());
    }
    EXPECT_EQ(sample::image_of(shuffled), expected);
  }
}

TEST(Builder, ADraftSurvivesCompiling) {
  const draft::catalog back = to_draft(sample::compile(sample::draft()));
  EXPECT_EQ(sample::image_of(back), sample::image_of(sample::draft()));
  const draft::catalog builtin = to_draft(catalog::builtin());
  const auto image = catalog::builtin().image();
  EXPECT_TRUE(std::equal(image.begin(), image.end(), sample::image_of(builtin).begin()));
}

TEST(Builder, AnEmptyCatalogIsACatalog) {
  const catalog c = sample::compile({});
  EXPECT_EQ(c.size(), 0u);
  EXPECT_EQ(c.spaces().size(), 0u);
  EXPECT_FALSE(c.find(space_id{1}, 40014));
  EXPECT_FALSE(c.find("wecom", "40014"));
  EXPECT_TRUE(c.find_all(40014).empty());
}

TEST(Builder, ASpaceMayBeEmpty) {
  draft::catalog d;
  d.spaces.resize(2);
  d.spaces[0].name = "empty";
  d.spaces[1].name = "full";
  d.entries.push_back(sample::entry("full", "1", "one"));
  const catalog c = sample::compile(d);
  EXPECT_TRUE(c.space("empty").entries().empty());
  EXPECT_FALSE(c.space("empty").nearest(1));
  EXPECT_FALSE(c.find_name(c.space("empty").id(), "one"));
  EXPECT_EQ(c.find("full", "1").name(), "one");
}

TEST(Builder, RefusesWhatItCannotCompile) {
  std::string error;
  draft::catalog d = sample::draft();
  d.entries.push_back(sample::entry("acme.nowhere", "7", "lost"));
  EXPECT_FALSE(build_image(d, error));
  EXPECT_EQ(error, "the code 7 is in the space acme.nowhere, which is not defined");

  d = sample::draft();
  d.spaces.push_back(d.spaces.front());
  EXPECT_FALSE(build_image(d, error));
  EXPECT_EQ(error, "the space acme.billing is defined twice");

  d = {};
  d.spaces.resize(256);
  EXPECT_FALSE(build_image(d, error));
  EXPECT_THAT(error, HasSubstr("at most 255 spaces; this one has 256"));
}

TEST(NumberOf, IsTheNumberAsItStandsOnTheWire) {
  EXPECT_EQ(draft::number_of("40014"), 40014);
  EXPECT_EQ(draft::number_of("-1"), -1);
  EXPECT_EQ(draft::number_of("0"), 0);
  EXPECT_EQ(draft::number_of("999999999999999999"), 999999999999999999);
  EXPECT_EQ(draft::number_of("-999999999999999999"), -999999999999999999);
  for (const char* text : {"", "-", "-0", "007", "+1", "1.0", " 1", "1 ", "1e3", "0x1", "Forbidden",
                           "1000000000000000000", "-01"}) {
    EXPECT_EQ(draft::number_of(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace errdex
