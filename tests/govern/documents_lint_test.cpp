// The platforms' documents break the schemes that they state themselves. Loaded as they stand, lint says
// where.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

#include <unistd.h>

#include "govern/lint.hpp"
#include "govern/uses.hpp"
#include "import/formats.hpp"
#include "project_sample.hpp"

namespace errdex::govern {
namespace {

namespace fs = std::filesystem;
using testing::Contains;
using testing::HasSubstr;

std::string document(const std::string& prefix) {
  const char* given = std::getenv("ERRDEX_SEEDS");
  const fs::path folder =
      given != nullptr ? fs::path(given) : fs::path(ERRDEX_SOURCE_DIR) / ".." / "shared" / "seeds";
  std::error_code ignored;
  for (const auto& file : fs::directory_iterator(folder, ignored)) {
    if (!file.path().filename().string().starts_with(prefix)) continue;
    std::ifstream in(file.path(), std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  return {};
}

/// The rows of a document as the entries of a project's space.
authoring::authored_catalog rows_of(const std::string& text, const char* format, const std::string& space) {
  authoring::authored_catalog codes;
  codes.files = {"document.txt"};
  const auto d = importing::read_document(text, *importing::find_format(format), catalog::builtin());
  EXPECT_TRUE(d.problems.empty());
  for (const auto& row : d.rows) {
    authoring::authored_entry e;
    e.value = sample::entry(row.code, "row_" + row.code);
    e.value.space = space;
    e.value.message = row.message;
    e.at = {row.line, 1};
    codes.entries.push_back(std::move(e));
  }
  return codes;
}

std::map<std::string, std::vector<std::string>> by_rule(const findings& found) {
  std::map<std::string, std::vector<std::string>> out;
  for (const auto& f : found) out[std::string(f.rule)].push_back(f.subject);
  return out;
}

TEST(Documents, TheOneThatDeclaresLevelModuleNumberHasNoCodeOfThatForm) {
  const std::string text = document("004");
  if (text.empty()) GTEST_SKIP() << "the document is not at hand";
  ASSERT_THAT(text, HasSubstr("A-BB-CCC"));
  const project p = sample::read(
      "[project]\nname = \"openapi\"\n[[space]]\nname = \"openapi.api\"\nscheme = \"a-bb-ccc\"\n");
  const auto codes = rows_of(text, "return-codes", "openapi.api");
  const auto found = by_rule(check_codes(p, codes));
  EXPECT_EQ(codes.entries.size(), 37u);
  EXPECT_EQ(found.at("scheme-format").size(), codes.entries.size()) << "every single one";
}

TEST(Documents, TheExampleOfTheClientErrnoContradictsItsTable) {
  const std::string text = document("000");
  if (text.empty()) GTEST_SKIP() << "the document is not at hand";
  // The scheme as the prose gives it: 10 is the open interface, 01 below it login, 02 user information.
  ASSERT_THAT(text, HasSubstr("登录 （二级类目: 01）"));
  ASSERT_THAT(text, HasSubstr("用户信息（二级类目：02）"));
  const project declared = sample::read(R"([project]
name = "feishu"
[[scheme]]
name = "errno"
[[scheme.form]]
name = "success"
[[scheme.form.group]]
name = "error"
digits = 1
last = 0
[[scheme.form]]
name = "common"
[[scheme.form.group]]
name = "error"
digits = 3
[[scheme.form]]
name = "business"
[[scheme.form.group]]
name = "category"
digits = 2
[[scheme.form.group]]
name = "sub"
digits = 2
values = {1001 = "登录", 1002 = "用户信息"}
[[scheme.form.group]]
name = "error"
digits = 3
[[space]]
name = "feishu.client"
scheme = "errno"
)");
  auto codes = rows_of(text, "feishu-errno", "feishu.client");
  // The login codes of the table, which its last column links to login, begin with 1000.
  ASSERT_THAT(text, HasSubstr("| 1000001   | server error | 服务端返回错误 |[login]"));
  const auto found = by_rule(check_codes(declared, codes));
  EXPECT_THAT(found.at("scheme-registry"), Contains("feishu.client:1000001"));
  EXPECT_THAT(found.at("scheme-registry"), Contains("feishu.client:1000002"));

  // And the code that the prose says login answers with is in no row: a source that raises what does not
  // exist.
  const fs::path folder = fs::temp_directory_path() / ("errdex-documents-" + std::to_string(::getpid()));
  fs::create_directories(folder);
  std::ofstream(folder / "document.txt", std::ios::binary) << text;
  project p = declared;
  p.root = folder.string();
  p.uses.files = {"*.txt"};
  p.uses.patterns = {"会返回{code}这样的biz errno", "res.errno === {code}"};
  const auto undefined = check_uses(p, codes);
  fs::remove_all(folder);
  const auto f = std::find_if(undefined.begin(), undefined.end(),
                              [](const auto& x) { return x.rule == "name-undefined"; });
  ASSERT_NE(f, undefined.end());
  EXPECT_THAT(f->message, HasSubstr("1001020"));
}

TEST(Documents, TheBuiltInSchemesKnowWhatTheTablesReallyUse) {
  const std::string text = document("000");
  if (text.empty()) GTEST_SKIP() << "the document is not at hand";
  const project p = sample::read(
      "[project]\nname = \"feishu\"\n[[space]]\nname = \"feishu.client\"\nscheme = \"feishu-errno\"\n");
  auto codes = rows_of(text, "feishu-errno", "feishu.client");
  const auto found = by_rule(check_codes(p, codes));
  // What is left are the codes of h5sdk.config, which stand in the same document and follow no scheme.
  const auto odd = found.count("scheme-format") == 0 ? 0 : found.at("scheme-format").size();
  EXPECT_LE(odd, 20u);
}

}  // namespace
}  // namespace errdex::govern
