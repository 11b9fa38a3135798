#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <map>
#include <sstream>

#include "cli_run.hpp"

namespace errdex::cli {
namespace {

using testing::HasSubstr;

std::vector<boost::json::object> rows(const std::string& out) {
  std::vector<boost::json::object> all;
  std::istringstream lines(out);
  for (std::string line; std::getline(lines, line);) all.push_back(boost::json::parse(line).as_object());
  return all;
}

TEST(List, HasEveryRowOfTheDocuments) {
  std::map<std::string, int> counts;
  for (const auto& row : rows(run({"list", "--json"}).out))
    ++counts[std::string(row.at("space").as_string())];
  const std::map<std::string, int> expected{{"feishu.client", 140}, {"feishu.h5sdk", 20}, {"feishu.hire", 46},
                                            {"feishu.server", 558}, {"dingtalk", 374},    {"wecom", 329},
                                            {"openapi.oauth", 10},  {"openapi.api", 27}};
  EXPECT_EQ(counts, expected);
}

TEST(List, JsonHasTheKeysThatProgramsReadInOneOrder) {
  const std::vector<std::string> keys{"space", "code",  "name",   "message", "aliases", "title",
                                      "cause", "fix",   "status", "verdict", "limits",  "context",
                                      "see",   "basis", "source", "notes",   "state"};
  for (const auto& row : rows(run({"list", "wecom", "--json"}).out)) {
    std::vector<std::string> found;
    for (const auto& pair : row) found.emplace_back(pair.key());
    found.resize(keys.size());
    ASSERT_EQ(found, keys);
    EXPECT_TRUE(row.at("code").is_string());
    for (const char* field : {"title", "cause", "fix"}) {
      EXPECT_TRUE(row.at(field).as_object().contains("en") && row.at(field).as_object().contains("zh"));
    }
  }
}

TEST(List, FiltersByStatusVerdictAndGroup) {
  const auto all = rows(run({"list", "--verdict", "wait", "--verdict", "migrate", "--json"}).out);
  EXPECT_FALSE(all.empty());
  for (const auto& row : all) {
    const auto v = std::string(row.at("verdict").as_string());
    EXPECT_TRUE(v == "wait" || v == "migrate");
  }
  for (const auto& row : rows(run({"list", "feishu", "--status", "NOT_FOUND", "--json"}).out)) {
    EXPECT_EQ(row.at("status").as_string(), "NOT_FOUND");
    EXPECT_TRUE(std::string(row.at("space").as_string()).starts_with("feishu."));
  }
  EXPECT_EQ(run({"list", "openapi", "--verdict", "wait"}).code, not_found);
}

TEST(List, ATableHasOneLineAnEntry) {
  const auto r = run({"list", "openapi.oauth"});
  EXPECT_EQ(r.code, success);
  EXPECT_EQ(std::count(r.out.begin(), r.out.end(), '\n'), 10);
  EXPECT_THAT(r.out, HasSubstr("openapi.oauth  10000  request_invalid"));
}

TEST(List, WrongNamesAreAnsweredWithTheRightOnes) {
  const auto space = run({"list", "wecon"});
  EXPECT_EQ(space.code, bad_usage);
  EXPECT_THAT(space.err, HasSubstr("wecom"));
  const auto verdict = run({"list", "--verdict", "retri"});
  EXPECT_EQ(verdict.code, bad_usage);
  EXPECT_THAT(verdict.err, HasSubstr("slow_down"));
}

TEST(List, AFilterTakesOneValueSoThatASpaceMayFollow) {
  const auto r = run({"list", "--verdict", "retry", "wecom", "--json"});
  EXPECT_EQ(r.code, success);
  for (const auto& row : rows(r.out)) EXPECT_EQ(row.at("space").as_string(), "wecom");
}

}  // namespace
}  // namespace errdex::cli
