// errdex scheme, as a person and as a script use it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli_run.hpp"

namespace errdex::cli {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

TEST(SchemeCommand, ListsTheSchemes) {
  const result r = run({"scheme"});
  EXPECT_EQ(r.code, success);
  EXPECT_THAT(r.out, StartsWith("a-bb-ccc  Level, module, running number\n"
                                "    level   1 digit   1 system-level error; 2 service-level error\n"
                                "    module  2 digits  01–99\n"
                                "    number  3 digits  001–999\n"
                                "  space openapi.oauth\n"));
  EXPECT_THAT(r.out, HasSubstr("feishu-errno"));
  EXPECT_THAT(run({"--lang", "zh", "scheme"}).out, HasSubstr("1 系统级错误；2 服务级错误"));
  EXPECT_THAT(run({"scheme", "--json"}).out, StartsWith(R"([{"scheme":"a-bb-ccc",)"));
}

TEST(SchemeCommand, TakesACodeApart) {
  EXPECT_EQ(run({"scheme", "parse", "a-bb-ccc", "217042"}).out,
            "2-17-042  Level, module, running number\n"
            "  2     level of the error  service-level error\n"
            "  17    project or module\n"
            "  042   running number\n");
  EXPECT_THAT(run({"scheme", "parse", "feishu-errno", "1012001"}).out, HasSubstr("(no meaning defined)"));
  EXPECT_EQ(
      run({"scheme", "parse", "a-bb-ccc", "2-17-042", "--json"}).out,
      R"({"scheme":"a-bb-ccc","form":"code","text":"2-17-042","number":217042,"parts":[)"
      R"({"group":"level","digits":"2","value":2,"title":{"en":"service-level error","zh":"服务级错误"}},)"
      R"({"group":"module","digits":"17","value":17},{"group":"number","digits":"042","value":42}]})"
      "\n");
}

TEST(SchemeCommand, ACodeThatHasNotTheFormIsExitCode1) {
  const result r = run({"scheme", "parse", "a-bb-ccc", "2-1-042"});
  EXPECT_EQ(r.code, not_found);
  EXPECT_EQ(r.out, "");
  EXPECT_EQ(r.err, "errdex: 2-1-042: module is `1`, 1 digit; it has 2\n");
  const result json = run({"scheme", "parse", "a-bb-ccc", "2-1-042", "--json"});
  EXPECT_EQ(json.code, not_found);
  EXPECT_THAT(json.out, HasSubstr(R"("fault":"group_length","group":"module")"));
}

TEST(SchemeCommand, HostileTextReachesNoTerminal) {
  const result r = run({"scheme", "parse", "a-bb-ccc", "2\x1b[31m7"});
  EXPECT_EQ(r.code, not_found);
  EXPECT_EQ(r.err.find('\x1b'), std::string::npos);
}

TEST(SchemeCommand, Validates) {
  const result fine = run({"scheme", "validate", "feishu-errno", "--space", "feishu.client"});
  EXPECT_EQ(fine.code, success);
  EXPECT_EQ(fine.out, "");
  EXPECT_EQ(fine.err, "0 of 140 codes break feishu-errno\n");
  const result broken =
      run({"scheme", "validate", "a-bb-ccc", "317042", "217042", "-"}, "# mine\n\n  2-00-001 \n");
  EXPECT_EQ(broken.code, not_found);
  EXPECT_EQ(broken.out,
            "317042: level 3 has no meaning in a-bb-ccc; known: 1 system-level error, 2 service-level error\n"
            "2-00-001: module is 00; it runs from 01 to 99\n");
  EXPECT_EQ(broken.err, "2 of 3 codes break a-bb-ccc\n");
  EXPECT_THAT(run({"scheme", "validate", "a-bb-ccc", "1", "--json"}).out,
              HasSubstr(R"("codes":1,"broken":1,"results":[{"code":"1","valid":false)"));
  EXPECT_EQ(run({"scheme", "validate", "a-bb-ccc"}).code, bad_usage);
  EXPECT_EQ(run({"scheme", "validate", "a-bb-ccc", "--space", "nowhere"}).code, bad_usage);
}

TEST(SchemeCommand, FindsTheNextNumber) {
  EXPECT_EQ(run({"scheme", "next", "a-bb-ccc", "--level", "2", "--module", "17"}).out, "2-17-001\n");
  EXPECT_EQ(run({"scheme", "next", "a-bb-ccc", "--level", "2", "--module", "17", "--taken", "-"},
                "217001\n2-17-041  # the old one\n")
                .out,
            "2-17-042\n");
  EXPECT_EQ(run({"scheme", "next", "--group", "top=10", "--group", "sub=02", "feishu-errno", "--space",
                 "feishu.client"})
                .out,
            "1002014\n");
  EXPECT_THAT(
      run({"scheme", "next", "feishu-errno", "--area", "2", "--space", "feishu.client", "--json"}).out,
      StartsWith(R"({"scheme":"feishu-errno","full":false,"code":{"scheme":"feishu-errno","form":"common",)"
                 R"("text":"215")"));
}

TEST(SchemeCommand, AFullBlockIsExitCode1) {
  std::string taken;
  for (int n = 1; n <= 999; ++n) taken += std::to_string(217000 + n) + "\n";
  const result r =
      run({"scheme", "next", "a-bb-ccc", "--level", "2", "--module", "17", "--taken", "-"}, taken);
  EXPECT_EQ(r.code, not_found);
  EXPECT_EQ(r.err, "errdex: every number of this block is taken\n");
}

TEST(SchemeCommand, SaysWhatIsMissing) {
  const auto refused = [](std::vector<std::string> words, const std::string& input = {}) {
    const result r = run(std::move(words), input);
    EXPECT_EQ(r.code, bad_usage);
    return r.err;
  };
  EXPECT_EQ(refused({"scheme", "next", "feishu-errno", "--top", "10"}),
            "errdex: the group `sub` is missing; give area, or top and sub\n");
  EXPECT_EQ(refused({"scheme", "next", "a-bb-ccc", "--level", "two", "--module", "1"}),
            "errdex: the group level takes a number, not `two`\n");
  EXPECT_EQ(refused({"scheme", "next", "a-bb-ccc", "--group", "level"}),
            "errdex: --group takes name=digits, such as top=10, not `level`\n");
  EXPECT_EQ(
      refused({"scheme", "next", "a-bb-ccc", "--level", "2", "--module", "1", "--taken", "-"}, "1\nx\n"),
      "errdex: -:2: `x` is not a code: `x` at position 1 is not a digit; a-bb-ccc is "
      "level(1)-module(2)-number(3)\n");
  EXPECT_EQ(refused({"scheme", "next", "a-bb-ccc", "--level", "2", "--module", "1", "--taken", "/no/such"}),
            "errdex: cannot read /no/such\n");
  EXPECT_EQ(refused({"scheme", "parse", "abc", "1"}),
            "errdex: there is no scheme `abc`; known: a-bb-ccc, feishu-errno\n");
}

}  // namespace
}  // namespace errdex::cli
