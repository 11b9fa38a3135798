// What docs/running.md and packaging/ say of `errdex serve` is so.
#include <gmock/gmock.h>

#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "cli/program.hpp"

namespace errdex {
namespace {

std::string text_of(const std::string& path) {
  std::ostringstream out;
  out << std::ifstream(ERRDEX_SOURCE_DIR "/" + path).rdbuf();
  EXPECT_FALSE(out.str().empty()) << path;
  return out.str();
}

std::set<std::string> all_of(const std::string& text, const char* pattern) {
  const std::regex wanted(pattern);
  std::set<std::string> out;
  for (std::sregex_iterator at(text.begin(), text.end(), wanted), end; at != end; ++at) out.insert((*at)[1]);
  return out;
}

class Running : public testing::Test {
 protected:
  Running() {
    cli::add_commands(program_);
    for (const CLI::Option* o : program_.app().get_subcommand("serve")->get_options()) {
      for (const auto& name : o->get_lnames()) flags_.insert("--" + name);
      if (!o->get_envname().empty()) variables_.insert(o->get_envname());
    }
    flags_.erase("--help");
  }

  cli::program program_;
  std::set<std::string> flags_;
  std::set<std::string> variables_;
};

TEST_F(Running, NamesOnlyFlagsThatExist) {
  // Of the other programs that the texts show.
  const std::set<std::string> others = {"--help", "--cacert", "--now", "--rm", "--no-install-recommends",
                                        "--from"};
  for (const char* file : {"docs/running.md", "packaging/errdex.service", "packaging/Containerfile"})
    for (const auto& flag : all_of(text_of(file), "(--[a-z][a-z-]*)"))
      EXPECT_TRUE(flags_.count(flag) == 1 || others.count(flag) == 1) << file << ": " << flag;
}

TEST_F(Running, NamesOnlyVariablesThatExist) {
  for (const char* file : {"docs/running.md", "packaging/errdex.service", "packaging/Containerfile"})
    for (const auto& variable : all_of(text_of(file), "(ERRDEX_[A-Z_]+)"))
      EXPECT_EQ(variables_.count(variable), 1U) << file << ": " << variable;
}

TEST_F(Running, ExplainsEveryFlag) {
  const auto named = all_of(text_of("docs/running.md"), "(--[a-z][a-z-]*)");
  for (const auto& flag : flags_) EXPECT_EQ(named.count(flag), 1U) << flag << " is not in docs/running.md";
}

TEST_F(Running, ShowsATomlFileOfKeysThatExist) {
  const std::string doc = text_of("docs/running.md");
  const std::size_t begin = doc.find("[serve]\n") + 8;
  for (const auto& key : all_of(doc.substr(begin, doc.find("```", begin) - begin), "(?:^|\n)([a-z-]+) ="))
    EXPECT_EQ(flags_.count("--" + key), 1U) << key;
}

TEST_F(Running, GivesSystemdLongerThanDraining) {
  const auto stop = all_of(text_of("packaging/errdex.service"), "TimeoutStopSec=([0-9]+)");
  ASSERT_EQ(stop.size(), 1U);
  EXPECT_GT(std::stoi(*stop.begin()),
            std::stoi(program_.app().get_subcommand("serve")->get_option("--drain-time")->get_default_str()));
}

}  // namespace
}  // namespace errdex
