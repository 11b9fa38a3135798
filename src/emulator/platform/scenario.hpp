// Scenarios: the requests that make a platform answer with a given code. They are data
// (scenarios/PLATFORM/*.yaml, format in docs/emulator-authoring.md), run by the tests, shown by `errdex
// reproduce`, and counted by `errdex coverage`.
#pragma once

#include <boost/json/value.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "emulator/platform/emulator.hpp"

namespace errdex::emulation {

/// One step: a call, or a change of the world.
struct scenario_step {
  const emulation::endpoint* endpoint = nullptr;             ///< Null for a step that only changes the world.
  std::string method;                                        ///< Empty for the endpoint's.
  std::string path;                                          ///< Empty for the endpoint's.
  std::string as;                                            ///< Whose credential is used; empty for none.
  boost::json::object arguments;                             ///< Query of a GET, JSON body of a POST.
  std::vector<std::pair<std::string, std::string>> query;    ///< Besides.
  std::vector<std::pair<std::string, std::string>> headers;  ///< Besides.
  std::optional<std::string> body;                           ///< Sent as it is instead of JSON.
  std::string sign;  ///< The key with which the platform signs the arguments; empty: they are not signed.
  boost::json::object upload;  ///< field, filename, type, and hex, text, size of a file to send as a form.
  std::vector<std::pair<std::string, std::string>> save;  ///< Name of a variable and where its value stands.
  boost::json::object expect;                             ///< Members that the answer must have.
  error_ref answers;  ///< The code that it must answer with; none: success.
  /// Where in a successful answer that code stands, for calls that report each item by itself:
  /// "customer[0].errcode". Empty: it is the answer's own.
  std::string inside;
  std::uint64_t repeat = 1;
  // Changes of the world.
  std::optional<std::chrono::milliseconds> advance;
  std::optional<emulation::profile> profile;
  std::optional<bool> rate_limits;
  std::string console;       ///< What an administrator does outside of the API: a statement of SQL.
  boost::json::value fault;  ///< Of read_fault; null for none.
};

struct scenario {
  const emulation::platform* platform = nullptr;
  error_ref raises;      ///< The code that the last step answers with; none for an example of success.
  std::string when;      ///< The condition, in words.
  std::string file;      ///< Where it is written; "derived" when it was made from a declaration.
  std::string endpoint;  ///< The endpoint of the last call.
  std::vector<scenario_step> steps;
};

/// How a scenario gets the credential that a step names in `as`: a call, and where its result goes.
struct credential_recipe {
  std::string name;
  scenario_step call;
  std::vector<std::pair<std::string, std::string>> query;  ///< What is added to the calls that use it.
};

struct scenario_book {
  std::vector<scenario> scenarios;
  std::vector<credential_recipe> credentials;
  /// Codes that no request can raise, and why: "wecom:90001".
  std::vector<std::pair<error_ref, std::string>> by_fault_only;
};

/// Reads every scenario file that is compiled in, and derives one for each declared limit of a field from the
/// examples of success. Throws std::invalid_argument that names the file.
[[nodiscard]] scenario_book read_scenarios(const std::vector<std::unique_ptr<platform>>& platforms);
/// Adds what one file says.
void read_scenario_file(scenario_book& book, const std::vector<std::unique_ptr<platform>>& platforms,
                        const std::string& name, const std::string& yaml);
/// From each example of success, one scenario for each rule of a field that has an error of its own.
[[nodiscard]] std::vector<scenario> derive_scenarios(const std::vector<scenario>& examples);

/// One thing that happened in a run: a request with its answer, or a change of the world.
struct played_step {
  std::string note;  ///< "credential of contacts", "the clock moves on by 2h"; empty for a plain request.
  std::optional<http::request> request;
  http::response response;
  /// What the scenario keeps of the answer: a variable and the path of its value.
  std::vector<std::pair<std::string, std::string>> saved;
  std::uint64_t times = 1;  ///< Sent so often in a row; `response` is the last answer.
  bool again = false;       ///< Repeats the step before with other values.
};

struct scenario_result {
  std::vector<played_step> steps;
  std::string problem;  ///< What was not as the scenario says; empty when all was.
  /// The variables with the values that they had at the end.
  std::vector<std::pair<std::string, std::string>> variables;
};

/// Runs a scenario in a world that is reset before. Several threads need a world each.
[[nodiscard]] scenario_result play(emulator& e, const scenario_book& book, const scenario& s,
                                   std::string_view world = "main");

/// The request of a step as a command of a shell, with `base` before its path ("http://127.0.0.1:7340"). What
/// it keeps of its answer goes into shell variables with jq, and values that steps before it kept are read
/// from these, so that the commands of a run work on any emulator.
[[nodiscard]] std::string as_command(const played_step& step, const scenario_result& run,
                                     std::string_view base);

}  // namespace errdex::emulation
