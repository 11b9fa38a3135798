// `errdex import` as a person and a script meet it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <filesystem>
#include <fstream>

#include "cli_run.hpp"
#include "import_documents.hpp"
#include "import_writer.hpp"

namespace errdex::cli {
namespace {

using importing::find_format;
using importing::with;
using importing::write_document;
using testing::HasSubstr;

/// Our name of the code that the changed document lacks.
std::string lost_name() { return std::string(find(spaces::openapi_oauth, 10000).name()); }

std::string return_codes() { return write_document(*find_format("return-codes"), catalog::builtin()); }

/// The document with one code more, one less and one worded otherwise.
std::string changed_return_codes() {
  auto text = return_codes();
  text = with(text, "| 10000 | 非法的请求参数 | Invalid request |\n", "");
  text = with(text, "| 10001 | 用户认证失败 | Invalid client |\n",
              "| 10001 | 用户认证失败 | Unknown client |\n");
  return with(text, "| 10009 |", "| 10010 | 灯已过期 | The lamp has expired |\n| 10009 |");
}

TEST(ImportCommand, SaysThatNothingIsMissing) {
  const auto r = run({"import", "return-codes", "-"}, return_codes());
  EXPECT_EQ(r.code, success);
  EXPECT_EQ(r.err, "");
  EXPECT_EQ(r.out, R"(standard input: return-codes, 37 rows

  space               rows  unchanged      added   reworded       gone
  openapi.oauth         10         10          0          0          0
  openapi.api           27         27          0          0          0

The catalog has every row, letter for letter, and the document has every code of the catalog.
)");
}

TEST(ImportCommand, ShowsDifferencesBeforeAndAfter) {
  const auto r = run({"import", "auto", "-"}, changed_return_codes());
  EXPECT_EQ(r.code, not_found);
  EXPECT_EQ(r.err, "");
  EXPECT_EQ(r.out, R"(standard input: return-codes, 37 rows

  space               rows  unchanged      added   reworded       gone
  openapi.oauth         10          8          1          1          1
  openapi.api           27         27          0          0          0

added
  openapi.oauth:10010  line 13
      + The lamp has expired

re-worded
  openapi.oauth:10001  line 5
      - Invalid client
      + Unknown client

gone
  openapi.oauth:10000  )" +
                       lost_name() + R"(
      - Invalid request

1 added, 1 re-worded, 1 gone.
)");
}

TEST(ImportCommand, ADifferenceOfBlanksCanBeSeen) {
  const auto r =
      run({"import", "return-codes", "-"}, with(return_codes(), "Invalid client", "Invalid  \tclient"));
  EXPECT_EQ(r.code, not_found);
  EXPECT_THAT(r.out, HasSubstr("  openapi.oauth:10001  line 6, the spacing only\n"
                               "      - Invalid·client\n"
                               "      + Invalid··\\x09client\n"));
}

TEST(ImportCommand, DamageIsAnErrorWithItsLine) {
  const auto r =
      run({"import", "return-codes", "-"}, with(return_codes(), "| 10001 | 用户认证失败 |", "| 10001 |"));
  EXPECT_EQ(r.code, bad_usage);
  EXPECT_EQ(r.err,
            "standard input:6: error: the row has 2 columns, its table has 3: 错误码 | 错误描述 | "
            "ErrorDescription\n");
  EXPECT_THAT(r.out, HasSubstr("The document is damaged in 1 place"));
}

TEST(ImportCommand, ManyProblemsAreCounted) {
  std::string text = "| 错误码 | 错误描述 | Error Description |\n|---|---|---|\n";
  for (int i = 0; i < 200; ++i) text += "| nonsense |\n";
  const auto r = run({"import", "return-codes", "-"}, text);
  EXPECT_EQ(r.code, bad_usage);
  EXPECT_EQ(std::count(r.err.begin(), r.err.end(), '\n'), 51);
  EXPECT_THAT(r.err, HasSubstr("more errors (all with --json)"));
}

TEST(ImportCommand, JsonHasEveryDifference) {
  const auto r = run({"import", "return-codes", "-", "--json"}, changed_return_codes());
  EXPECT_EQ(r.code, not_found);
  EXPECT_EQ(boost::json::parse(r.out), boost::json::parse(R"({
    "format": "return-codes", "file": "-", "rows": 37,
    "spaces": [{"space": "openapi.oauth", "rows": 10, "unchanged": 8}, {"space": "openapi.api", "rows": 27, "unchanged": 27}],
    "added": [{"space": "openapi.oauth", "code": "10010", "line": 13, "text": "The lamp has expired"}],
    "gone": [{"space": "openapi.oauth", "code": "10000", "name": ")" +
                                                          lost_name() + R"("}],
    "reworded": [{"space": "openapi.oauth", "code": "10001", "line": 5, "text": "message", "was": "Invalid client",
                  "now": "Unknown client", "only_spacing": false}],
    "problems": [], "warnings": []})"));
}

TEST(ImportCommand, JsonHasProblemsAndWarnings) {
  const auto bad = run({"import", "dingtalk", "-", "--json"}, "\xff");
  EXPECT_EQ(bad.code, bad_usage);
  const auto problems = boost::json::parse(bad.out).at("problems").as_array();
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems[0].at("line"), 1);
  EXPECT_EQ(problems[0].at("column"), 1);
  const auto odd = run({"import", "dingtalk", "-", "--json"}, std::string(importing::lamp_blocks));
  EXPECT_EQ(boost::json::parse(odd.out).at("warnings").as_array().size(), 1u);
}

TEST(ImportCommand, ReadsFiles) {
  const auto path =
      (std::filesystem::temp_directory_path() / ("errdex-import-" + std::to_string(::getpid()) + ".md"))
          .string();
  std::ofstream(path) << return_codes();
  const auto r = run({"import", "auto", path});
  std::filesystem::remove(path);
  EXPECT_EQ(r.code, success);
  EXPECT_THAT(r.out, HasSubstr(path + ": return-codes, 37 rows"));
}

TEST(ImportCommand, WrongUseSaysWhatWouldBeRight) {
  const auto expect_wrong = [](std::vector<std::string> words, const std::string& input,
                               const std::string& message) {
    const auto r = run(std::move(words), input);
    EXPECT_EQ(r.code, bad_usage);
    EXPECT_EQ(r.out, "");
    EXPECT_THAT(r.err, HasSubstr(message));
  };
  expect_wrong({"import"}, "", "name a format and a document: errdex import FORMAT FILE (--list-formats");
  expect_wrong({"import", "wecom"}, "", "name a format and a document");
  expect_wrong({"import", "yaml", "-"}, "", "feishu-errno");
  expect_wrong({"import", "wecom", "/no/such/file"}, "",
               "errdex: cannot read /no/such/file: No such file or directory");
  expect_wrong({"import", "wecom", "/tmp"}, "", "/tmp is a folder; name one document");
  expect_wrong({"import", "auto", "-"}, "hello",
               "standard input is in none of the known formats (feishu-errno, ");
  expect_wrong({"import", "auto", "-"},
               std::string(importing::lamp_errno) + std::string(importing::lamp_table),
               "standard input could be feishu-errno, wecom: it has signs of each; name the format");
}

TEST(ImportCommand, ListsTheFormatsWithTheirSpaces) {
  const auto r = run({"import", "--list-formats"});
  EXPECT_EQ(r.code, success);
  for (const auto& f : importing::all_formats()) EXPECT_THAT(r.out, HasSubstr(std::string(f.summary)));
  EXPECT_THAT(r.out, HasSubstr("feishu.hire, feishu.server"));
  const auto json = boost::json::parse(run({"import", "--list-formats", "--json"}).out).as_array();
  ASSERT_EQ(json.size(), 5u);
  EXPECT_EQ(json[0].at("format"), "feishu-errno");
}

TEST(ImportCommand, HostileTextCannotWriteToTheTerminal) {
  const auto r = run({"import", "return-codes", "-"}, with(return_codes(), "Invalid client",
                                                           "a\xc2\x9b"
                                                           "31m"));
  EXPECT_EQ(r.out.find('\x9b'), std::string::npos);
  EXPECT_THAT(r.out, HasSubstr("a\\xc2\\x9b31m"));
}

}  // namespace
}  // namespace errdex::cli
