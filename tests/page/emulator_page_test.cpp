// The page of the emulator without its script, and the section of a code's page that shows how it is met.
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>

#include "page/emulator_words.hpp"
#include "page/reading.hpp"
#include "page/site.hpp"

namespace errdex::page {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

http::response get(const site& pages, std::string target) {
  http::request r;
  r.method = "GET";
  r.target = std::move(target);
  r.headers.add("Host", "127.0.0.1:7340");
  return pages.answer(r);
}

reading read(const http::response& r) {
  reading seen = read_page(r.content());
  EXPECT_THAT(seen.problems, IsEmpty());
  return seen;
}

/// Knows one code, and counts how often it is played.
present::reproducer one_code(int& played) {
  return {[](const entry& e) { return e.code() == "60111"; },
          [&played](const entry& e, std::string_view base) {
            ++played;
            present::reproduction out;
            if (e.code() != "60111") return std::optional<present::reproduction>();
            out.endpoint = "user/get";
            out.when = "nobody has the <userid>";
            present::reproduction_step& step = out.steps.emplace_back();
            step.note = "credential of crm";
            step.command = "curl -s '" + std::string(base) + "/x'";
            step.answer = R"({"errcode":60111})";
            out.others.emplace_back("tag/get", "another way");
            return std::optional(out);
          }};
}

TEST(EmulatorPage, IsThereWhereThereIsAnEmulator) {
  const site with(catalog::builtin(), {.base = {}, .emulator = true});
  const http::response r = get(with, "/emulator");
  EXPECT_EQ(r.status, 200U);
  const reading seen = read(r);
  EXPECT_THAT(seen.text, HasSubstr("http://127.0.0.1:7340"));
  EXPECT_THAT(seen.text, HasSubstr("needs a script"));
  EXPECT_THAT(std::string(r.content()), HasSubstr("noindex"));
  EXPECT_THAT(read(get(with, "/wecom/40014")).links, Contains("/emulator"));
  EXPECT_THAT(read(get(with, "/emulator?lang=zh")).text, HasSubstr("模拟器"));

  const site without(catalog::builtin());
  EXPECT_EQ(get(without, "/emulator").status, 404U);
  EXPECT_THAT(read(get(without, "/wecom/40014")).links, Not(Contains("/emulator")));
}

TEST(EmulatorPage, HasEveryTextInBothLanguages) {
  std::set<std::string_view> keys;
  for (const emulator_word& w : emulator_word_list) {
    EXPECT_TRUE(keys.insert(w.key).second) << w.key;
    EXPECT_FALSE(w.en.empty() || w.zh.empty()) << w.key;
    const auto places = [](std::string_view text) {
      std::size_t n = 0;
      for (std::size_t at = 0; (at = text.find("{}", at)) != std::string_view::npos; at += 2) ++n;
      return n;
    };
    EXPECT_EQ(places(w.en), places(w.zh)) << w.key;
  }
}

TEST(EmulatorPage, HasEveryTextThatItsScriptAsksFor) {
  std::set<std::string> keys;
  for (const emulator_word& w : emulator_word_list) keys.emplace(w.key);
  const std::regex asked("word\\(\\s*\"([a-z_]+)\"");
  std::size_t found = 0;
  for (const auto& file :
       std::filesystem::directory_iterator(std::filesystem::path(ERRDEX_SOURCE_DIR) / "web/src/emulator")) {
    std::ifstream in(file.path());
    const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    for (std::sregex_iterator m(text.begin(), text.end(), asked), end; m != end; ++m, ++found)
      EXPECT_TRUE(keys.count((*m)[1])) << file.path() << ": " << (*m)[1];
  }
  EXPECT_GT(found, 50U);
}

TEST(Reproduction, IsOfferedForCodesThatHaveOneAndMadeWhenItIsAskedFor) {
  int played = 0;
  const site pages(catalog::builtin(), {.base = {}, .reproduce = one_code(played)});
  const reading offered = read(get(pages, "/wecom/60111"));
  EXPECT_THAT(offered.text, HasSubstr("errdex reproduce wecom:60111"));
  EXPECT_THAT(offered.links, Contains("/wecom/60111?reproduce=1#reproduce"));
  EXPECT_THAT(offered.ids, Contains("reproduce"));
  EXPECT_THAT(read(get(pages, "/wecom/40014")).ids, Not(Contains("reproduce")));
  EXPECT_EQ(played, 0);

  const reading shown = read(get(pages, "/wecom/60111?reproduce=1"));
  EXPECT_THAT(shown.text, HasSubstr("nobody has the <userid>"));
  EXPECT_THAT(shown.text, HasSubstr("curl -s 'http://127.0.0.1:7340/x'"));
  EXPECT_THAT(shown.text, HasSubstr(R"({"errcode":60111})"));
  EXPECT_THAT(shown.text, HasSubstr("another way"));
  EXPECT_EQ(played, 1);
}

TEST(Reproduction, ComesAsAPieceForTheScript) {
  int played = 0;
  const site pages(catalog::builtin(), {.base = {}, .reproduce = one_code(played)});
  const http::response piece = get(pages, "/wecom/60111?part=reproduce&name=user_not_found");
  EXPECT_EQ(piece.status, 200U);
  EXPECT_THAT(std::string(piece.content()), testing::StartsWith("<p>"));
  EXPECT_THAT(std::string(piece.content()), HasSubstr("&lt;userid&gt;"));
  EXPECT_EQ(get(pages, "/wecom/60111?part=reproduce&name=another").status, 404U);
  const site without(catalog::builtin());
  EXPECT_EQ(get(without, "/wecom/60111?part=reproduce&name=user_not_found").content(), "");
}

}  // namespace
}  // namespace errdex::page
