#include "emulator/wecom/csv.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace errdex::emulation::wecom {
namespace {

using testing::ElementsAre;
using row = std::vector<std::string>;

TEST(csv, reads_what_spreadsheets_write) {
  EXPECT_THAT(parse_csv("\xef\xbb\xbf姓名,帐号\r\nAda, ada \r\n").value(),
              ElementsAre(row{"姓名", "帐号"}, row{"Ada", "ada"}));
  EXPECT_THAT(parse_csv("a,\"b,c\",\"d \"\"e\"\"\nf\"\n").value(),
              ElementsAre(row{"a", "b,c", "d \"e\"\nf"}));
  EXPECT_THAT(parse_csv("a,,\n,,\n\n,b").value(), ElementsAre(row{"a", "", ""}, row{"", "b"}));
  EXPECT_THAT(parse_csv("5\" pipe,x").value(), ElementsAre(row{"5\" pipe", "x"}));
  EXPECT_THAT(parse_csv("").value(), ElementsAre());
}

TEST(csv, refuses_what_it_cannot_read) {
  EXPECT_FALSE(parse_csv("a,\"b"));
  EXPECT_FALSE(parse_csv("\xd0\xd5\xc3\xfb,x"));  // GBK.
  EXPECT_FALSE(parse_csv("\xe5\xa7"));
}

}  // namespace
}  // namespace errdex::emulation::wecom
