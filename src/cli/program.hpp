// The program: subcommands declared once, from which the parser, the help, the man page and the
// shell completions come.
//
// A subcommand is one file with one function `add_NAME(program&)`. It declares its options on the
// CLI11 subcommand that `program::command` makes, and gives the action to run. An action writes to
// the streams of its context, never to std::cout, and returns the exit code.
#ifndef ERRDEX_SRC_CLI_PROGRAM_HPP
#define ERRDEX_SRC_CLI_PROGRAM_HPP

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <functional>
#include <iosfwd>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "errdex/catalog.hpp"

namespace errdex::cli {

/// Exit codes of every subcommand.
inline constexpr int success = 0;
inline constexpr int not_found = 1;  ///< Unknown code, nothing matched, a rule is broken.
inline constexpr int bad_usage = 2;  ///< Wrong options, unreadable or malformed input.

/// A wrong use of the program: printed as "errdex: …" with exit code 2.
class usage_error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Whether standard output takes colours, and how wide it is.
struct terminal {
  bool color = false;
  bool interactive = false;
  int width = 80;
};

/// What an action works with.
struct context {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  terminal screen;
  language lang = language::en;
  const catalog* codes = nullptr;            // The built-in catalog with the user's files beside it.
  std::vector<std::string> catalog_files{};  // Those files and folders, for what an image does not keep.
};

using action = std::function<int(context&)>;

/// A worked example for the help and the man page.
struct example {
  std::string command;
  std::string meaning;
};

class program {
 public:
  program();

  /// A new subcommand. `run` is called when it was chosen; options that it captured are set then.
  CLI::App& command(const std::string& name, const std::string& summary, action run,
                    std::vector<example> examples = {});

  /// Parses the arguments and runs the chosen action. Catches every exception.
  int main(int argc, const char* const* argv, std::istream& in, std::ostream& out, std::ostream& err);

  [[nodiscard]] CLI::App& app() { return app_; }
  [[nodiscard]] const std::vector<example>& examples_of(const CLI::App& command) const;

 private:
  int dispatch(context& c);

  CLI::App app_;
  std::map<const CLI::App*, action> actions_;
  std::map<const CLI::App*, std::vector<example>> examples_;
  std::string lang_;
  std::string color_ = "auto";
  std::vector<std::string> catalogs_;
};

/// Adds every subcommand; the list of them stands in commands.cpp.
void add_commands(program& p);
/// Adds only the subcommand with this name, which is what a command line begins with; all where it is none.
/// Declaring every option of every subcommand costs as much time as a look-up's whole process.
void add_commands(program& p, std::string_view first);

void add_annotate(program& p);
void add_completions(program& p);
void add_coverage(program& p);
void add_diff(program& p);
void add_emulate(program& p);
void add_emulator(program& p);
void add_endpoints(program& p);
void add_explain(program& p);
void add_gen(program& p);
void add_import(program& p);
void add_init(program& p);
void add_lint(program& p);
void add_list(program& p);
void add_man(program& p);
void add_mcp(program& p);
void add_merge(program& p);
void add_new(program& p);
void add_release(program& p);
void add_rename(program& p);
void add_retire(program& p);
void add_reproduce(program& p);
void add_scheme(program& p);
void add_search(program& p);
void add_split(program& p);
void add_serve(program& p);

}  // namespace errdex::cli

#endif
