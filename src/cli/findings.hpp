// Findings for people, for programs and for code review.
#ifndef ERRDEX_SRC_CLI_FINDINGS_HPP
#define ERRDEX_SRC_CLI_FINDINGS_HPP

#include <boost/json/object.hpp>
#include <string>
#include <vector>

#include "authoring/finding.hpp"
#include "cli/program.hpp"

namespace errdex::cli {

/// One finding with rule, outcome, file, line, column, subject and message.
[[nodiscard]] boost::json::object to_json(const authoring::finding& f);

/// A SARIF 2.1.0 log with one run: the rules that were broken and a result for each finding. Paths are
/// relative to the folder that the program runs in, as code hosts expect them.
[[nodiscard]] boost::json::object to_sarif(const authoring::findings& found);

/// One line a finding, in the colour of its outcome.
void print(const authoring::findings& found, context& c);

/// How many must be mended: all but the warnings.
[[nodiscard]] std::size_t broken(const authoring::findings& found) noexcept;

/// Prints the findings to the error stream and gives the exit code of a command that could not begin.
int complain(const authoring::findings& found, context& c);

/// Adds "Exit codes:" and this text to the help of a command.
void exit_codes(CLI::App& command, const std::string& text);

/// The project file that --project names, or the nearest one; throws usage_error where there is none.
[[nodiscard]] std::string project_file(const std::string& given);

}  // namespace errdex::cli

#endif
