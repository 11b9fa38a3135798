#include "errdex/vocabulary.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace errdex {
namespace {

TEST(Vocabulary, NamesAndValuesBelongTogether) {
  ASSERT_EQ(status_names().size(), status_count);
  for (std::size_t i = 0; i < status_count; ++i) {
    const auto value = static_cast<status>(i);
    EXPECT_EQ(name(value), status_names()[i]);
    EXPECT_EQ(parse_status(name(value)), value);
  }
  ASSERT_EQ(verdict_names().size(), verdict_count);
  for (std::size_t i = 0; i < verdict_count; ++i) {
    const auto value = static_cast<verdict>(i);
    EXPECT_EQ(name(value), verdict_names()[i]);
    EXPECT_EQ(parse_verdict(name(value)), value);
    EXPECT_FALSE(meaning(value, language::en).empty());
    EXPECT_FALSE(meaning(value, language::zh).empty());
  }
  for (const basis value : {basis::documented, basis::derived}) EXPECT_EQ(parse_basis(name(value)), value);
  for (const lifecycle value : {lifecycle::active, lifecycle::obsolete}) {
    EXPECT_EQ(parse_lifecycle(name(value)), value);
  }
  EXPECT_EQ(name(language::en), "en");
  EXPECT_EQ(name(language::zh), "zh");
}

TEST(Vocabulary, StatusesHaveTheNumbersOfGoogleRpcCode) {
  EXPECT_EQ(static_cast<int>(status::invalid_argument), 3);
  EXPECT_EQ(static_cast<int>(status::permission_denied), 7);
  EXPECT_EQ(static_cast<int>(status::unauthenticated), 16);
  EXPECT_EQ(name(status::unauthenticated), "UNAUTHENTICATED");
  EXPECT_EQ(name(status::failed_precondition), "FAILED_PRECONDITION");
}

TEST(Vocabulary, OnlyTheExactNameIsParsed) {
  for (const char* text : {"", "not_found", "Not_Found", "NOT_FOUND ", "NOT_FOUN", "5"}) {
    EXPECT_FALSE(parse_status(text)) << text;
  }
  for (const char* text : {"", "Retry", "retry ", "slow-down", "1"})
    EXPECT_FALSE(parse_verdict(text)) << text;
  EXPECT_FALSE(parse_basis("Documented"));
  EXPECT_FALSE(parse_lifecycle(""));
}

TEST(Vocabulary, NoTwoVerdictsSayTheSame) {
  std::set<std::string> all;
  for (std::size_t i = 0; i < verdict_count; ++i) {
    all.emplace(meaning(static_cast<verdict>(i), language::en));
    all.emplace(meaning(static_cast<verdict>(i), language::zh));
  }
  EXPECT_EQ(all.size(), 2 * verdict_count);
}

TEST(Vocabulary, AValueOutsideTheSetHasNoName) {
  EXPECT_EQ(name(static_cast<status>(17)), "");
  EXPECT_EQ(name(static_cast<verdict>(14)), "");
  EXPECT_EQ(name(static_cast<basis>(2)), "");
  EXPECT_EQ(name(static_cast<lifecycle>(255)), "");
  EXPECT_EQ(name(static_cast<language>(2)), "");
  EXPECT_EQ(meaning(static_cast<verdict>(14), language::zh), "");
}

}  // namespace
}  // namespace errdex
