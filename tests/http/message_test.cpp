#include "http/message.hpp"

#include <gmock/gmock.h>

namespace errdex::http {
namespace {

using testing::ElementsAre;
using testing::Pair;

TEST(Fields, CompareNamesWithoutCaseAndKeepTheirOrder) {
  fields f;
  f.add("Set-Cookie", "a");
  f.add("X-Id", "1");
  f.add("set-cookie", "b");
  EXPECT_EQ(f.get("SET-COOKIE"), "a");
  EXPECT_EQ(f.count("Set-Cookie"), 2U);
  f.set("set-cookie", "c");
  EXPECT_THAT(std::vector(f.begin(), f.end()), ElementsAre(Pair("Set-Cookie", "c"), Pair("X-Id", "1")));
  f.erase("x-ID");
  EXPECT_FALSE(f.contains("X-Id"));
}

TEST(Request, SplitsItsTargetAtTheFirstQuestionMark) {
  request r;
  r.target = "/cgi-bin/gettoken?corpid=a?b";
  EXPECT_EQ(r.path(), "/cgi-bin/gettoken");
  EXPECT_EQ(r.query(), "corpid=a?b");
  r.target = "/healthz";
  EXPECT_EQ(r.path(), "/healthz");
  EXPECT_EQ(r.query(), "");
}

TEST(PercentCoding, DecodesBothCasesAndRefusesHalfAnEscape) {
  EXPECT_EQ(percent_decode("%e4%BD%A0+"), "你+");
  EXPECT_EQ(percent_decode("a+b", true), "a b");
  EXPECT_EQ(percent_decode("100%"), std::nullopt);
  EXPECT_EQ(percent_decode("%4"), std::nullopt);
  EXPECT_EQ(percent_decode("%zz"), std::nullopt);
}

TEST(PercentCoding, ComesBackAsItWas) {
  std::string every;
  for (int i = 0; i < 256; ++i) every += static_cast<char>(i);
  EXPECT_EQ(percent_decode(percent_encode(every)), every);
  EXPECT_EQ(percent_encode("a b/~"), "a%20b%2F~");
}

TEST(Query, KeepsPairsInOrderAndWhatCannotBeDecoded) {
  EXPECT_THAT(parse_query("q=a+b&&flag&x=%zz&q=2"),
              ElementsAre(Pair("q", "a b"), Pair("flag", ""), Pair("x", "%zz"), Pair("q", "2")));
  EXPECT_EQ(query_value("q=1&q=2", "q"), "1");
  EXPECT_EQ(query_value("q=1", "p"), std::nullopt);
}

}  // namespace
}  // namespace errdex::http
