// errdex.toml: what it says, and where it is wrong.
#include "govern/project.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "govern/starter.hpp"
#include "project_sample.hpp"

namespace errdex::govern {
namespace {

using sample::changed;
using testing::ElementsAre;
using testing::HasSubstr;

std::string first_finding(const std::string& text) {
  findings found;
  const auto p = read_project(text, "errdex.toml", found);
  EXPECT_EQ(p.has_value(), found.empty());
  return found.empty() ? "" : authoring::to_line(found.front());
}

TEST(Project, SaysSpacesModulesAndScheme) {
  const project p = sample::read(sample::toml);
  EXPECT_EQ(p.name, "acme");
  EXPECT_THAT(p.catalog, ElementsAre("errors"));
  ASSERT_EQ(p.spaces.size(), 1u);
  EXPECT_EQ(p.spaces[0].allocate, allocation::spread);
  const auto* s = p.scheme_of(p.spaces[0]);
  ASSERT_NE(s, nullptr);
  EXPECT_TRUE(s->digits->parse("2-17-042"));
  ASSERT_EQ(p.modules.size(), 2u);
  EXPECT_EQ(p.modules[0].file, "errors/billing.yaml");
  EXPECT_EQ(p.modules[0].space, "acme.api");
}

TEST(Project, ASchemeIsData) {
  const project p = sample::read(changed(sample::toml, "[[space]]", R"([[scheme]]
name = "mine"
separator = "."
[[scheme.form]]
name = "business"
[[scheme.form.group]]
name = "area"
digits = 2
first = 10
values = {10 = "login", 11 = {en = "chats", zh = "聊天"}}
[[scheme.form.group]]
name = "part"
digits = 1
values = {0 = "all", 111 = "one"}
[[scheme.form.group]]
name = "error"
digits = 3
[[space]])"));
  const auto* s = p.find_scheme("mine");
  ASSERT_NE(s, nullptr);
  EXPECT_TRUE(s->digits->validate("10.0.007").empty()) << "0 stands below 10";
  EXPECT_TRUE(s->digits->validate("11.0.007").empty()) << "and below 11";
  EXPECT_TRUE(s->digits->validate("111007").empty()) << "111 is 1 below 11";
  EXPECT_FALSE(s->digits->validate("101007").empty()) << "and not below 10";
  EXPECT_EQ((*s->digits->parse("10.0.007").code)[0].title_zh, "login") << "one title is enough";
}

TEST(Project, EveryFaultHasItsPlaceAndSaysWhatIsRight) {
  const std::string t = sample::toml;
  EXPECT_THAT(first_finding("[project"), HasSubstr("errdex.toml:1:9: reject project-syntax"));
  EXPECT_THAT(first_finding(""), HasSubstr("[project]"));
  EXPECT_THAT(
      first_finding(changed(t, "scheme =", "shceme =")),
      HasSubstr(
          "errdex.toml:6:1: reject project-key: `shceme` is not a key of [[space]]; did you mean `scheme`?"));
  EXPECT_THAT(first_finding(changed(t, "\"a-bb-ccc\"", "\"a-b-ccc\"")),
              HasSubstr("did you mean `a-bb-ccc`?"));
  EXPECT_THAT(first_finding(changed(t, "\"acme.api\"", "\"other.api\"")),
              HasSubstr("write \"acme\" or \"acme.area\""));
  EXPECT_THAT(first_finding(changed(t, "module = 17", "modul = 17")), HasSubstr("has no group `modul`"));
  EXPECT_THAT(first_finding(changed(t, "module = 17", "module = 170")), HasSubstr("between 1 and 99"));
  EXPECT_THAT(first_finding(changed(t, "name = \"users\"", "name = \"billing\"")),
              HasSubstr("described twice"));
  EXPECT_THAT(first_finding(changed(t, "[project]", "[project]\ncatalog = [\"../x\"]")),
              HasSubstr("inside the project"));
  EXPECT_THAT(first_finding(changed(t, "[project]", "[project]\nlock = \"/etc/passwd\"")),
              HasSubstr("inside the project"));
  EXPECT_THAT(first_finding(changed(t, "[project]", "[project]\nlanguages = [\"fr\"]")), HasSubstr("en, zh"));
  EXPECT_THAT(first_finding(t + "[lint]\nno-pleas = \"off\"\n"), HasSubstr("did you mean `no-please`?"));
  EXPECT_THAT(first_finding(t + "[lint]\nno-please = \"maybe\"\n"), HasSubstr("\"off\""));
  EXPECT_THAT(first_finding(t + "[uses]\npatterns = [\"errors.x\"]\n"), HasSubstr("{Name}"));
  EXPECT_THAT(first_finding(t + "[[generate]]\nlang = \"go\"\n"), HasSubstr("`out`"));
  EXPECT_THAT(first_finding(changed(t, "groups = {module = 18}", "ranges = [[9, 3]]")),
              HasSubstr("the lower one first"));
}

TEST(Project, ASchemeThatCannotBeReadBackIsRefused) {
  const auto scheme = [](const std::string& groups) {
    return first_finding("[project]\nname = \"acme\"\n[[scheme]]\nname = \"s\"\n[[scheme.form]]\n" + groups);
  };
  const std::string group = "[[scheme.form.group]]\nname = \"a\"\n";
  EXPECT_THAT(scheme(""), HasSubstr("0 groups"));
  EXPECT_THAT(scheme(group + "digits = 2\nfirst = 0\n" + "[[scheme.form.group]]\nname = \"b\"\n"),
              HasSubstr("no leading zero"));
  EXPECT_THAT(scheme(group + group), HasSubstr("stands twice"));
  EXPECT_THAT(scheme(group + "first = 5\nlast = 3\n"), HasSubstr("the lower first"));
  EXPECT_THAT(scheme(group + "digits = 10\n"), HasSubstr("from 1 to 9"));
  EXPECT_THAT(scheme(group + "values = {77 = \"x\"}\n"), HasSubstr("1 digits"));
}

TEST(Project, TheSchemeOfTheManualReads) {
  std::ifstream in(ERRDEX_SOURCE_DIR "/docs/project-file.md", std::ios::binary);
  const std::string page(std::istreambuf_iterator<char>(in), {});
  const auto start = page.find("[[scheme]]\nname");
  ASSERT_NE(start, std::string::npos);
  const std::string scheme = page.substr(start, page.find("```", start) - start);
  const project p = sample::read("[project]\nname = \"acme\"\n" + scheme +
                                 "[[space]]\nname = \"acme.api\"\nscheme = \"errno\"\n");
  ASSERT_NE(p.find_scheme("errno"), nullptr);
  EXPECT_TRUE(p.find_scheme("errno")->digits->validate("10-00-042").empty());
  EXPECT_TRUE(p.find_scheme("errno")->digits->validate("11-01-042").empty());
  EXPECT_FALSE(p.find_scheme("errno")->digits->validate("11-00-042").empty());
}

TEST(Starter, EverySchemeMakesAProjectThatReads) {
  for (const auto& s : starter_schemes()) {
    SCOPED_TRACE(s.name);
    for (const bool zh : {true, false}) {
      starter_options o;
      o.name = "acme";
      o.scheme = s.name;
      o.zh = zh;
      std::string error;
      const auto files = starter(o, error);
      ASSERT_TRUE(files) << error;
      const project p = sample::read(files->front().text);
      EXPECT_EQ(p.languages.zh, zh);
    }
  }
}

TEST(Starter, RefusesNamesThatAreNone) {
  starter_options o;
  o.name = "Acme Ltd";
  std::string error;
  EXPECT_FALSE(starter(o, error));
  EXPECT_THAT(error, HasSubstr("lower-case"));
  o.name = "acme";
  o.owner = "\"\nowner";
  EXPECT_FALSE(starter(o, error));
}

}  // namespace
}  // namespace errdex::govern
