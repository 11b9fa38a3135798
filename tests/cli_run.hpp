// Runs the program inside the test, as a shell would call it.
#ifndef ERRDEX_TESTS_CLI_RUN_HPP
#define ERRDEX_TESTS_CLI_RUN_HPP

#include <sstream>
#include <string>
#include <vector>

#include "cli/program.hpp"

namespace errdex::cli {

struct result {
  int code = 0;
  std::string out;
  std::string err;
};

/// `errdex WORDS…` with `input` on standard input; English and without colours unless the words say
/// otherwise.
inline result run(std::vector<std::string> words, const std::string& input = {}) {
  bool lang = false;
  for (const auto& w : words) lang = lang || w == "--lang";
  if (!lang) words.insert(words.begin(), {"--lang", "en"});
  words.insert(words.begin(), {"errdex", "--color", "never"});
  std::vector<const char*> argv;
  for (const auto& w : words) argv.push_back(w.c_str());
  std::istringstream in(input);
  std::ostringstream out;
  std::ostringstream err;
  program p;
  add_commands(p);
  result r;
  r.code = p.main(static_cast<int>(argv.size()), argv.data(), in, out, err);
  r.out = out.str();
  r.err = err.str();
  return r;
}

}  // namespace errdex::cli

#endif
