// What a person sees below the box.
#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

#include "page/reading.hpp"
#include "page/views.hpp"
#include "sample_catalog.hpp"

namespace errdex::page {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

const search_index& index() {
  static const search_index made;
  return made;
}

reading ask(std::string_view question, language lang = language::en) {
  const html piece = answers(question, index(), lang);
  EXPECT_EQ(piece.depth(), 0U);
  reading seen = read_page(piece.str());
  EXPECT_THAT(seen.problems, IsEmpty()) << question;
  return seen;
}

/// The path of the entry with this name, so that no number stands in a test twice.
std::string path_of(space_id space, std::string_view name) {
  const entry e = catalog::builtin().find_name(space, name);
  EXPECT_TRUE(e) << name;
  return "/" + std::string(e.space().name()) + "/" + std::string(e.code());
}

TEST(Answers, NothingForNothing) {
  EXPECT_TRUE(answers("", index(), language::en).empty());
  EXPECT_TRUE(answers(" \n\t", index(), language::en).empty());
}

TEST(Answers, ANumberHasEveryReading) {
  const reading seen = ask("40014");
  EXPECT_THAT(seen.text, HasSubstr("4 readings of 40014, likeliest first"));
  for (const std::string_view path : {"/wecom/40014", "/dingtalk/40014", "/feishu.server/40014#meaning-2"})
    EXPECT_THAT(seen.links, testing::Contains(std::string(path)));
}

TEST(Answers, ABodyOfWeComIsWeComs) {
  const reading seen = ask(
      R"({"errcode":60020,"errmsg":"not allow to access from your ip, hint: [1549531943_1], from ip: 1.2.3.4, more info at https://open.work.weixin.qq.com/devtool/query?e=60020"})");
  ASSERT_FALSE(seen.links.empty());
  EXPECT_EQ(seen.links[0], path_of(spaces::wecom, "caller_ip_not_trusted"));
  EXPECT_THAT(seen.text, HasSubstr("Calling address:  1.2.3.4")) << "the address that has to be allowed";
}

TEST(Answers, UnderDingTalks88StandsTheCodeInside) {
  const reading seen =
      ask(R"({"errcode":88,"sub_code":"60020","sub_msg":"x","errmsg":"ding talk error","request_id":"15r"})");
  ASSERT_GE(seen.links.size(), 2U);
  EXPECT_EQ(seen.links[0], "/dingtalk/88");
  EXPECT_EQ(seen.links[1], path_of(spaces::dingtalk, "caller_ip_not_trusted"));
  EXPECT_THAT(seen.text, HasSubstr("Inside dingtalk:88"));
}

TEST(Answers, ABodyOfFeishuIsFeishus) {
  const reading seen = ask(
      R"({"code":99991663,"msg":"Invalid access token for authorization. Please make a test attempt with the correct token.","error":{"log_id":"2022"}})");
  ASSERT_FALSE(seen.links.empty());
  EXPECT_EQ(seen.links[0], "/feishu.server/99991663#meaning-1");
}

TEST(Answers, ALineThatRepeatsIsOneError) {
  std::string log;
  for (int i = 0; i < 50; ++i)
    log += R"(2024-01-01 ERROR {"errcode":40014,"errmsg":"invalid access_token"})"
           "\n";
  log += R"({"errcode":45009,"errmsg":"api freq out of limit"})";
  EXPECT_THAT(ask(log).text, HasSubstr("2 errors in what you pasted"));
}

TEST(Answers, WordsAreSearchedAndMarked) {
  const html piece = answers("expird token", index(), language::en);
  EXPECT_THAT(piece.str(), HasSubstr("<mark>expired</mark>"));
  EXPECT_THAT(piece.str(), HasSubstr("expird was read as expired"));
  EXPECT_THAT(ask("密钥错误", language::zh).text, HasSubstr("按关键词"));
}

TEST(Answers, AHalfTypedNumberShowsWhatItCanBecome) {
  const reading seen = ask("9999166");
  EXPECT_THAT(seen.text, HasSubstr("Codes that begin with 9999166"));
  EXPECT_THAT(seen.links, testing::Contains(testing::StartsWith("/feishu.server/99991663")));
}

TEST(Answers, AnUnknownNumberHasItsRangeAndNeighbours) {
  const reading seen = ask("wecom:40015");
  EXPECT_THAT(seen.text,
              HasSubstr("WeCom does not list this code. It falls into 40000–40999 a value is not valid."));
  EXPECT_THAT(seen.links, testing::Contains("/wecom/40014"));
}

TEST(Answers, SuccessIsSaidToBeOne) {
  EXPECT_THAT(ask(R"({"errcode":0,"errmsg":"ok"})").text, HasSubstr("succe"));
}

TEST(Answers, NonsenseGetsAdvice) { EXPECT_THAT(ask("qqzzxxyy").text, HasSubstr("Nothing known of this")); }

TEST(Answers, AnyTextIsHarmless) {
  for (const std::string_view hostile :
       {"<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "40014<b>", "wecom:\xff\xfe",
        R"({"errcode":40014,"errmsg":"</code><script>alert(1)</script>"})", "javascript:alert(1)", "${{7*7}}",
        R"({"errcode":"<script>alert(1)</script>","errmsg":"x"})"}) {
    ask(hostile);
    ask(hostile, language::zh);
  }
  ask(std::string(200'000, '{'));
  ask(std::string(100'000, '9'));
}

// What changes what people see shall be seen by a reviewer: the file is this output, and a test that fails
// prints how to write it anew.
TEST(Answers, LookAsTheyDidBefore) {
  const std::string path = std::string(ERRDEX_SOURCE_DIR) + "/tests/page/golden/dingtalk_88.html";
  std::string lines =
      answers(R"({"errcode":88,"sub_code":"60020","errmsg":"ding talk error","request_id":"15r"})", index(),
              language::en)
          .str();
  // One element a line, so that a difference can be read.
  for (std::size_t at = lines.find("><"); at != std::string::npos; at = lines.find("><", at + 2))
    lines.insert(at + 1, "\n");
  lines += '\n';
  if (std::getenv("ERRDEX_WRITE_GOLDEN") != nullptr) std::ofstream(path) << lines;
  std::ifstream file(path);
  std::stringstream expected;
  expected << file.rdbuf();
  EXPECT_EQ(lines, expected.str()) << "ERRDEX_WRITE_GOLDEN=1 page_test writes the file anew";
}

}  // namespace
}  // namespace errdex::page
