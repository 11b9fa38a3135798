// The program as a whole: help, completions, the man page, user catalogs, lint.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

#include <unistd.h>

#include "cli_run.hpp"
#include "errdex/version.hpp"

namespace errdex::cli {
namespace {

using testing::HasSubstr;

class folder {
 public:
  folder() : path_(std::filesystem::temp_directory_path() / ("errdex-test-" + std::to_string(::getpid()))) {
    std::filesystem::create_directories(path_);
  }
  ~folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  folder(const folder&) = delete;
  folder& operator=(const folder&) = delete;
  std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(path_ / name) << text;
    return (path_ / name).string();
  }

 private:
  std::filesystem::path path_;
};

constexpr const char* own_codes = R"(space: acme.billing
entries:
  - code: 2017001
    name: card_expired
    message: card expired
    title: {en: The card on file has expired, zh: 绑定的银行卡已过期}
    status: FAILED_PRECONDITION
    verdict: fix_state
    cause:
      en: The expiry month of the card lies before the month of the charge.
      zh: 银行卡有效期早于扣款月份。
    fix:
      en: [Ask the payer for another card with PUT /cards.]
      zh: [让付款人通过 PUT /cards 换一张卡。]
    basis: documented
)";

TEST(Program, EveryCommandHasHelpWithAnExample) {
  program p;
  add_commands(p);
  for (const CLI::App* c : p.app().get_subcommands([](const CLI::App*) { return true; })) {
    const auto r = run({c->get_name(), "--help"});
    SCOPED_TRACE(c->get_name());
    EXPECT_EQ(r.code, success);
    EXPECT_THAT(r.out, HasSubstr(c->get_description()));
    EXPECT_THAT(r.out, HasSubstr("Examples:"));
  }
}

TEST(Program, ACommandLineDeclaresOnlyItsOwnCommand) {
  const auto count = [](std::string_view first) {
    program p;
    add_commands(p, first);
    return p.app().get_subcommands([](const CLI::App*) { return true; }).size();
  };
  EXPECT_EQ(count("explain"), 1U);
  const std::size_t all = count("");
  EXPECT_GT(all, 1U);
  for (const char* tells_of_all : {"man", "completions", "--lang", "explian"})
    EXPECT_EQ(count(tells_of_all), all);
}

TEST(Program, VersionIsTheProjects) { EXPECT_EQ(run({"--version"}).out, "errdex " ERRDEX_VERSION "\n"); }

TEST(Program, WithoutACommandItPrintsTheHelp) {
  const auto r = run({});
  EXPECT_EQ(r.code, success);
  EXPECT_THAT(r.out, HasSubstr("explain"));
}

TEST(Program, AnUnknownCommandIsWrongUse) {
  const auto r = run({"explian", "40014"});
  EXPECT_EQ(r.code, bad_usage);
  EXPECT_THAT(r.err, HasSubstr("explian"));
}

TEST(Program, CompletionsAndManPageNameEveryCommandAndOption) {
  program p;
  add_commands(p);
  std::vector<std::string> pages{run({"man"}).out};
  for (const char* shell : {"bash", "zsh", "fish"}) pages.push_back(run({"completions", shell}).out);
  for (std::size_t i = 0; i < pages.size(); ++i) {
    for (const CLI::App* c : p.app().get_subcommands([](const CLI::App*) { return true; })) {
      EXPECT_THAT(pages[i], HasSubstr(c->get_name()));
      for (const CLI::Option* o : c->get_options()) {
        for (std::string name : o->get_lnames()) {
          if (i == 0) {  // troff writes a minus as \-.
            for (std::size_t k = 0; (k = name.find('-', k)) != std::string::npos; k += 2)
              name.replace(k, 1, "\\-");
          }
          EXPECT_THAT(pages[i], HasSubstr(name)) << c->get_name();
        }
      }
    }
  }
}

TEST(Program, UserCatalogsStandBesideTheBuiltInOne) {
  const folder f;
  const auto path = f.write("billing.yaml", own_codes);
  const auto own = run({"--catalog", path, "explain", "2017001"});
  EXPECT_EQ(own.code, success);
  EXPECT_THAT(own.out, HasSubstr("The card on file has expired"));
  EXPECT_EQ(run({"--catalog", path, "explain", "wecom:40014"}).code, success);
  EXPECT_EQ(run({"explain", "acme.billing:2017001"}).code, not_found);
}

TEST(Program, ABrokenUserCatalogSaysWhere) {
  const folder f;
  const auto path = f.write("broken.yaml", "space: acme\nentries:\n  - code: [1\n");
  const auto r = run({"--catalog", path, "explain", "40014"});
  EXPECT_EQ(r.code, bad_usage);
  EXPECT_THAT(r.err, HasSubstr("broken.yaml:"));
  EXPECT_EQ(run({"--catalog", "/no/such/file", "list"}).code, bad_usage);
}

TEST(Lint, ACleanCatalogPassesAndABrokenOneDoesNot) {
  const folder f;
  EXPECT_EQ(run({"lint", f.write("good.yaml", own_codes)}).code, success);
  std::string bad(own_codes);
  bad.replace(bad.find("FAILED_PRECONDITION"), 19, "BROKEN");
  const auto r = run({"lint", f.write("bad.yaml", bad)});
  EXPECT_EQ(r.code, not_found);
  EXPECT_THAT(r.out, HasSubstr("bad.yaml:7:13: reject unknown-value"));
}

TEST(Lint, TheBuiltInCatalogKeepsItsRules) {
  const std::string root = ERRDEX_SOURCE_DIR "/catalog";
  const auto r =
      run({"lint", root, "--glossary", root + "/glossary.yaml", "--exemptions", root + "/exemptions.txt"});
  EXPECT_EQ(r.code, success) << r.out;
}

TEST(Lint, WithoutPathsItSaysWhatToName) {
  const auto r = run({"lint"});
  EXPECT_EQ(r.code, bad_usage);
  EXPECT_THAT(r.err, HasSubstr("--rules"));
  EXPECT_THAT(run({"lint", "--rules"}).out, HasSubstr("see-target"));
}

}  // namespace
}  // namespace errdex::cli
