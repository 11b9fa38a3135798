// Every rule of projects, by a small project that breaks this rule and no other; SARIF.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <functional>
#include <set>

#include "cli_run.hpp"
#include "govern/lint.hpp"
#include "govern/placeholders.hpp"
#include "govern/uses.hpp"
#include "govern/yaml_edit.hpp"
#include "project_sample.hpp"

namespace errdex::govern {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// A project on disk that lints clean until something is changed.
class ProjectLint : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("errdex-lint-" + std::to_string(::getpid()));
    fs::remove_all(folder_);
    fs::create_directories(folder_ / "errors");
    fs::create_directories(folder_ / "src");
    write("errdex.toml", sample::changed(sample::toml, "[project]", R"toml([uses]
files = ["src/**"]
patterns = ["errors.{Name}", "raise({code})"]
[project])toml"));
    write("errors/billing.yaml", codes());
    write("src/main.go", "return errors.CardExpired\nreturn errors.CardBlocked // 217011\nraise(217010)\n");
  }
  void TearDown() override {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }

  static std::string codes() {
    auto a = sample::entry("217010", "card_expired");
    a.message = "card {card} expired {days} days ago";
    a.parameters = {{"card", draft::parameter_type::string}, {"days", draft::parameter_type::integer}};
    a.example = "card 4242 expired 3 days ago";
    a.text = {"Your card {card} has expired.", "银行卡 {card} 已过期。"};
    return "space: acme.api\nentries:\n" + entry(a) + entry(sample::entry("217011", "card_blocked"));
  }

  static std::string entry(const draft::entry& e) {
    catalog_file f("x.yaml", "");
    std::string error;
    EXPECT_TRUE(f.insert(e, error)) << error;
    return f.text().substr(f.text().find("  - code"));
  }

  void write(const std::string& name, const std::string& text) const {
    fs::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name, std::ios::binary) << text;
  }
  std::string text(const std::string& name) const {
    std::ifstream in(folder_ / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  void change(const std::string& name, const std::string& from, const std::string& to) const {
    write(name, sample::changed(text(name), from, to));
  }

  findings run() const {
    findings found;
    const auto p = load_project(folder_.string(), found);
    if (!p) return found;
    const auto all = read_codes(*p, found);
    const auto lock = load_lock(*p, found);
    return lint(*p, all, lock, std::move(found));
  }

  std::vector<std::string> rules() const {
    std::vector<std::string> out;
    for (const auto& f : run()) out.emplace_back(f.rule);
    return out;
  }

  void release(const std::string& version) const {
    findings found;
    const auto p = load_project(folder_.string(), found);
    ASSERT_TRUE(p);
    const auto all = read_codes(*p, found);
    write("errdex.lock",
          to_text(govern::release(load_lock(*p, found), all, version, exemptions_in(exemptions_of(*p)))));
  }

  fs::path folder_;
};

TEST_F(ProjectLint, EveryRuleIsBrokenByOneChange) {
  const std::string yaml = "errors/billing.yaml";
  const std::string toml = "errdex.toml";
  struct breach {
    const char* rule;
    std::function<void()> make;
  };
  const std::vector<breach> breaches{
      {"project-syntax", [&] { change(toml, "[project]", "[project"); }},
      {"project-key", [&] { change(toml, "owners", "owner"); }},
      {"project-value", [&] { change(toml, "name = \"acme\"", "name = \"Acme\""); }},
      {"module-overlap", [&] { change(toml, "{module = 18}", "{module = 17}"); }},
      {"module-owner", [&] { change(toml, "owners = [\"identity\"]\n", ""); }},
      {"scheme-format",
       [&] {
         change(yaml, "code: 217010", "code: 21701");
         change("src/main.go", "raise(217010)", "");
       }},
      {"scheme-registry",
       [&] {
         change(yaml, "code: 217011", "code: 317011");
         change(toml, "groups = {module = 18}", "groups = {level = 3, module = 17}");
       }},
      {"module-range", [&] { change(yaml, "code: 217011", "code: 219011"); }},
      {"name-as-code",
       [&] {
         change(toml, "[[space]]", "[[scheme]]\nname = \"reason\"\ncodes = \"name\"\n[[space]]");
         change(toml, "\"a-bb-ccc\"", "\"reason\"");
         change(toml, "groups = {level = 2, module = 17}", "");
         change(toml, "groups = {module = 18}", "");
         change(yaml, "code: 217010", "code: CARD_EXPIRED");
         change(yaml, "code: 217011", "code: CARD_STOPPED");
         change("src/main.go", "raise(217010)", "");
       }},
      {"number-hole",
       [&] {
         change(toml, "scheme =", "allocation = \"sequential\"\nscheme =");
         change(yaml, "code: 217011", "code: 217013");
       }},
      {"parameter-form",
       [&] { change(yaml, "{name: days, type: integer}", "{name: days, type: integer}, {name: days}"); }},
      {"placeholder-unknown", [&] { change(yaml, "card_blocked happened", "\"{reason} happened\""); }},
      {"placeholder-unused",
       [&] { change(yaml, "type: integer}]", "type: integer}, {name: spare, type: boolean}]"); }},
      {"placeholder-languages", [&] { change(yaml, "银行卡 {card} 已", "银行卡已"); }},
      {"example-matches", [&] { change(yaml, "expired 3 days", "expired three days"); }},
      {"fix-verb", [&] { change(yaml, "Mend card_blocked", "The card_blocked should be mended"); }},
      {"cause-is-fix",
       [&] {
         change(yaml, "Mend card_blocked.", "The cause of card_blocked.");
         change(yaml, "en: The cause of card_blocked.", "en: Fix the cause.");
         change(yaml, "[The cause of card_blocked.]", "[Fix the cause.]");
       }},
      {"same-message",
       [&] {
         change(yaml, "message: card_blocked happened", "message: same");
         change(yaml, "message: \"card {card} expired {days} days ago\"", "message: same");
         change(yaml, "    parameters: [{name: card, type: string}, {name: days, type: integer}]\n", "");
         change(yaml, "    example: card 4242 expired 3 days ago\n", "");
         change(yaml, "    text: {en: \"Your card {card} has expired.\", zh: \"银行卡 {card} 已过期。\"}\n",
                "");
       }},
      {"code-unused", [&] { change("src/main.go", "errors.CardBlocked // 217011", "nil"); }},
      {"name-undefined", [&] { change("src/main.go", "raise(217010)", "errors.CardLost"); }},
      {"lock-form", [&] { write("errdex.lock", "<<<<<<< ours\n"); }},
      {"released-gone",
       [&] {
         release("1.0.0");
         change(yaml, "code: 217011", "code: 217012");
       }},
      {"released-name",
       [&] {
         release("1.0.0");
         change(yaml, "name: card_blocked", "name: card_stopped");
         change("src/main.go", "CardBlocked", "CardStopped");
       }},
      {"released-reused",
       [&] {
         change(yaml, "name: card_blocked", "name: card_blocked\n    state: obsolete");
         release("1.0.0");
         change(yaml, "    state: obsolete\n", "");
       }},
      {"released-meaning",
       [&] {
         release("1.0.0");
         change(yaml, "verdict: fix_state", "verdict: retry");
       }},
      {"exemption-growth",
       [&] {
         release("1.0.0");
         change(toml, "owners = [\"identity\"]\n", "");
         write("errdex.exemptions", "module-owner module:users\n");
       }},
  };
  std::set<std::string> covered;
  for (const auto& b : breaches) {
    SCOPED_TRACE(b.rule);
    SetUp();
    ASSERT_THAT(rules(), IsEmpty());
    b.make();
    const auto found = run();
    std::set<std::string> broken;
    for (const auto& f : found) {
      broken.emplace(f.rule);
      EXPECT_FALSE(f.message.empty());
      EXPECT_FALSE(f.file.empty());
    }
    EXPECT_THAT(broken, ElementsAre(b.rule)) << (found.empty() ? "" : authoring::to_line(found.front()));
    covered.insert(b.rule);
  }
  for (const auto& r : authoring::project_rules())
    EXPECT_TRUE(covered.contains(std::string(r.name))) << r.name;
}

TEST_F(ProjectLint, OutcomesAreTheProjects) {
  change("errors/billing.yaml", "Mend card_blocked", "The card_blocked should be mended");
  EXPECT_THAT(rules(), ElementsAre("fix-verb"));
  const std::string toml = text("errdex.toml");
  write("errdex.toml", toml + "[lint]\nfix-verb = \"warn\"\n");
  EXPECT_EQ(run().front().severity, authoring::outcome::warn);
  write("errdex.toml", toml + "[lint]\nfix-verb = \"off\"\n");
  EXPECT_THAT(rules(), IsEmpty());
}

TEST_F(ProjectLint, AnExemptedChangeOfMeaningIsGoneWithTheNextRelease) {
  release("1.0.0");
  change("errors/billing.yaml", "verdict: fix_state", "verdict: retry");
  EXPECT_THAT(rules(), ElementsAre("released-meaning"));
  write("errdex.exemptions", "released-meaning acme.api:217010  # agreed with the callers\n");
  EXPECT_THAT(rules(), IsEmpty());
  release("2.0.0");
  EXPECT_THAT(rules(), ElementsAre("exemption-unused"));
}

TEST_F(ProjectLint, OneLanguageIsEnoughWhereTheProjectSaysSo) {
  change("errdex.toml", "name = \"acme\"", "name = \"acme\"\nlanguages = [\"en\"]");
  auto e = sample::entry("217010", "card_expired");
  e.title.zh = e.cause.zh = "";
  e.fix_zh = {};
  auto f = sample::entry("217011", "card_blocked");
  write("errors/billing.yaml", "space: acme.api\nentries:\n" + entry(e) + entry(f));
  EXPECT_THAT(rules(), IsEmpty());
}

TEST_F(ProjectLint, SarifHasWhatCodeHostsNeed) {
  change("errors/billing.yaml", "Mend card_blocked", "The card_blocked should be mended");
  change("src/main.go", "raise(217010)", "errors.CardLost");
  const auto r = cli::run({"lint", "--sarif", "--project", folder_.string()});
  EXPECT_EQ(r.code, cli::not_found);
  const auto log = boost::json::parse(r.out).as_object();
  EXPECT_EQ(log.at("version"), "2.1.0");
  const auto& run = log.at("runs").as_array().at(0).as_object();
  const auto& driver = run.at("tool").at("driver").as_object();
  EXPECT_EQ(driver.at("name"), "errdex");
  std::set<std::string> ids;
  for (const auto& rule : driver.at("rules").as_array()) {
    ids.emplace(rule.at("id").as_string());
    EXPECT_FALSE(rule.at("shortDescription").at("text").as_string().empty());
    EXPECT_THAT(std::string(rule.at("defaultConfiguration").at("level").as_string()),
                testing::AnyOf("error", "warning", "note", "none"));
  }
  ASSERT_EQ(run.at("results").as_array().size(), 2u);
  for (const auto& result : run.at("results").as_array()) {
    EXPECT_TRUE(ids.contains(std::string(result.at("ruleId").as_string())));
    EXPECT_FALSE(result.at("message").at("text").as_string().empty());
    const auto& place = result.at("locations").as_array().at(0).at("physicalLocation").as_object();
    EXPECT_FALSE(place.at("artifactLocation").at("uri").as_string().empty());
    EXPECT_GE(place.at("region").at("startLine").as_int64(), 1);
    EXPECT_GE(place.at("region").at("startColumn").as_int64(), 1);
  }
}

TEST(Placeholders, AreWordsInBraces) {
  EXPECT_THAT(placeholders_of("a {b} {c_1} {b}"), ElementsAre("b", "c_1"));
  EXPECT_THAT(placeholders_of(R"({"code": 1} {} {A} { b } {{c}})"), IsEmpty());
}

TEST(Placeholders, ExamplesMatchByType) {
  using draft::parameter_type;
  const std::vector<draft::parameter> p{{"n", parameter_type::integer},
                                        {"x", parameter_type::number},
                                        {"b", parameter_type::boolean},
                                        {"s", parameter_type::string}};
  EXPECT_TRUE(matches("3 of 4", "{n} of {n}", p));
  EXPECT_FALSE(matches("3.5 of 4", "{n} of {n}", p));
  EXPECT_TRUE(matches("-3.5", "{x}", p));
  EXPECT_FALSE(matches("3.", "{x}", p));
  EXPECT_TRUE(matches("true", "{b}", p));
  EXPECT_FALSE(matches("yes", "{b}", p));
  EXPECT_TRUE(matches("a, b, c and d", "{s}, {s} and {s}", p));
  EXPECT_FALSE(matches("", "{s}", p));
  EXPECT_TRUE(matches("{", "{{", p));
  EXPECT_FALSE(matches(std::string(3000, 'a') + "b", "{s}{s}{s}{s}{s}{s}c", p)) << "and soon";
}

TEST(Globs, StandForPaths) {
  EXPECT_TRUE(matches_glob("src/a/b.go", "src/**"));
  EXPECT_TRUE(matches_glob("src/a/b.go", "**/*.go"));
  EXPECT_TRUE(matches_glob("b.go", "**/*.go"));
  EXPECT_TRUE(matches_glob("src/a/b.go", "src/*/b.go"));
  EXPECT_TRUE(matches_glob("src/x/y/b.go", "src/**/b.g?"));
  EXPECT_FALSE(matches_glob("src/a/b.go", "src/*.go"));
  EXPECT_FALSE(matches_glob("src/a/b.go", "*.go"));
  EXPECT_FALSE(matches_glob("src/a/b.gox", "**/*.go"));
  EXPECT_TRUE(matches_glob("a/b/c/b/c/d.x", "**/b/c/*.x"));
}

}  // namespace
}  // namespace errdex::govern
