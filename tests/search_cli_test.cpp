// `errdex search` as a person and a script see it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <sstream>

#include "cli_run.hpp"

namespace errdex::cli {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

TEST(SearchCommand, ShowsCodeNameVerdictTitleAndWhy) {
  const auto r = run({"search", "clipboard"});
  EXPECT_EQ(r.code, success);
  EXPECT_EQ(r.err, "");
  EXPECT_THAT(r.out, StartsWith("feishu.client:1507001  clipboard_background_forbidden  fix_state\n"
                                "  The clipboard may be used only in the foreground\n"));
}

TEST(SearchCommand, TakesSeveralWordsAndBothLanguages) {
  EXPECT_THAT(run({"search", "pre-auth", "code", "过期"}).out, StartsWith("wecom:42007  "));
  const auto title = catalog::builtin().find("feishu.client", "1510001").title(language::zh);
  EXPECT_THAT(run({"search", "截屏", "--lang", "zh"}).out, HasSubstr("\n  " + std::string(title) + "\n"));
}

TEST(SearchCommand, SaysHowAMistakeWasRead) {
  const auto r = run({"search", "secrt"});
  EXPECT_EQ(r.code, success);
  EXPECT_EQ(r.err, "spelled like: secrt → secret\n");
  const auto partial = run({"search", "clipboard", "wombatoid"});
  EXPECT_EQ(partial.err,
            "no entry has all of the words; those that lack the fewest come first. Nothing has: wombatoid\n");
}

TEST(SearchCommand, WritesOneJsonObjectALine) {
  const auto r = run({"search", "secrt 过期", "--json", "--limit", "3"});
  std::istringstream lines(r.out);
  int count = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    const auto o = boost::json::parse(line).as_object();
    std::string keys;
    for (const auto& [key, value] : o) keys += std::string(key) + " ";
    EXPECT_THAT(keys, StartsWith("space code name match score matched taken "));
    EXPECT_EQ(o.at("taken").at("secrt").as_string(), "secret");
    EXPECT_TRUE(o.at("score").is_int64());
    EXPECT_FALSE(o.at("matched").as_array().empty());
    EXPECT_TRUE(o.at("title").at("zh").is_string());
  }
  EXPECT_GE(count, 1);
  EXPECT_LE(count, 3);
}

TEST(SearchCommand, FiltersAndLimits) {
  const auto r = run({"search", "--space", "wecom", "部门", "--limit", "4"});
  EXPECT_EQ(r.code, success);
  std::istringstream lines(r.out);
  int heads = 0;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with(" ")) continue;
    EXPECT_THAT(line, StartsWith("wecom:"));
    ++heads;
  }
  EXPECT_EQ(heads, 4);
  EXPECT_THAT(run({"search", "token", "--verdict", "refresh_token", "--limit", "1"}).out,
              HasSubstr("  refresh_token\n"));
}

TEST(SearchCommand, HighlightsOnAColourTerminal) {
  const char* const argv[] = {"errdex", "--lang", "en", "--color", "always", "search", "clipboard"};
  std::istringstream in;
  std::ostringstream out;
  std::ostringstream err;
  program p;
  add_commands(p);
  EXPECT_EQ(p.main(7, argv, in, out, err), success);
  EXPECT_THAT(out.str(), HasSubstr("The \x1b[33mclipboard\x1b[0m may"));
}

TEST(SearchCommand, NothingFoundIsOneAndSaysWhatToTry) {
  const auto r = run({"search", "wombatoid"});
  EXPECT_EQ(r.code, not_found);
  EXPECT_EQ(r.out, "");
  EXPECT_EQ(r.err, "nothing found for: wombatoid\ntry other or fewer words; errdex list shows every code.\n");
  EXPECT_EQ(run({"search", "123123123"}).err,
            "nothing found for: 123123123\ntry: errdex explain 123123123\n");
  const auto filtered = run({"search", "clipboard", "--space", "wecom"});
  EXPECT_EQ(filtered.code, not_found);
  EXPECT_EQ(filtered.err, "nothing found for: clipboard\nwithout the filters: 1\n");
}

TEST(SearchCommand, WrongUseIsTwo) {
  EXPECT_EQ(run({"search"}).code, bad_usage);
  EXPECT_EQ(run({"search", "token", "--limit", "0"}).code, bad_usage);
  const auto verdict = run({"search", "token", "--verdict", "retri"});
  EXPECT_EQ(verdict.code, bad_usage);
  EXPECT_THAT(verdict.err, HasSubstr("refresh_token"));
  const auto space = run({"search", "token", "--space", "wecm"});
  EXPECT_EQ(space.code, bad_usage);
  EXPECT_THAT(space.err,
              StartsWith("errdex: no space or platform is called wecm; there are feishu.client, "));
}

TEST(SearchCommand, HostileBytesDoNotReachTheTerminal) {
  const auto r = run({"search", "wombat\x1b[31m\xff"});
  EXPECT_THAT(r.err, Not(HasSubstr("\x1b")));
  EXPECT_THAT(r.err, HasSubstr("wombat\\x1b[31m\\xff"));
}

}  // namespace
}  // namespace errdex::cli
