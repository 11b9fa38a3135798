// A project in memory, and the same after a change.
#ifndef ERRDEX_TESTS_GOVERN_PROJECT_SAMPLE_HPP
#define ERRDEX_TESTS_GOVERN_PROJECT_SAMPLE_HPP

#include <gtest/gtest.h>

#include <string>

#include "govern/project.hpp"

namespace errdex::govern::sample {

inline constexpr const char* toml = R"([project]
name = "acme"

[[space]]
name = "acme.api"
scheme = "a-bb-ccc"

[[module]]
name = "billing"
owners = ["payments"]
groups = {level = 2, module = 17}

[[module]]
name = "users"
owners = ["identity"]
groups = {module = 18}
)";

/// The text with its first `from` replaced; a test that replaces nothing is wrong.
inline std::string changed(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

inline project read(const std::string& text) {
  findings found;
  auto p = read_project(text, "errdex.toml", found);
  for (const auto& f : found) ADD_FAILURE() << authoring::to_line(f);
  return p ? *p : project{};
}

inline draft::entry entry(const std::string& code, const std::string& name) {
  draft::entry e;
  e.space = "acme.api";
  e.code = code;
  e.name = name;
  e.message = name + " happened";
  e.title = {"The title of " + name, "标题 " + name};
  e.cause = {"The cause of " + name + ".", "原因 " + name + "。"};
  e.fix_en = {"Mend " + name + "."};
  e.fix_zh = {"修复 " + name + "。"};
  e.status = status::failed_precondition;
  e.verdict = verdict::fix_state;
  e.basis = basis::documented;
  return e;
}

}  // namespace errdex::govern::sample

#endif
