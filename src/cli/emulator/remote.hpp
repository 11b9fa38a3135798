// What the commands of `errdex emulator` share: the address of a running emulator, calls to its admin
// interface, and how each command is added.
#ifndef ERRDEX_SRC_CLI_EMULATOR_REMOTE_HPP
#define ERRDEX_SRC_CLI_EMULATOR_REMOTE_HPP

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "cli/program.hpp"
#include "cli/terminal.hpp"

namespace errdex::cli {

/// Where the emulator is, as the options of `errdex emulator` say it.
struct remote_options {
  std::string base = "http://127.0.0.1:7340";
  std::string world = "main";
  std::string token;
  bool json = false;
};

/// Calls the admin interface. What it refuses, and that nobody answers, is thrown as usage_error with a text
/// that says what to do.
class remote {
 public:
  explicit remote(const remote_options& where);
  ~remote();
  remote(const remote&) = delete;
  remote& operator=(const remote&) = delete;

  /// `path` stands behind /_errdex, with its query: "/journal?failed=true".
  [[nodiscard]] boost::json::value get(const std::string& path);
  boost::json::value post(const std::string& path, const boost::json::object& body = {});
  boost::json::value remove(const std::string& path);

 private:
  boost::json::value send(const std::string& method, const std::string& path, const std::string& body);

  struct state;
  std::unique_ptr<state> self_;
};

/// The commands below `errdex emulator`.
class emulator_commands {
 public:
  using run = std::function<int(context&, remote&, const remote_options&)>;

  emulator_commands(CLI::App& parent, std::shared_ptr<remote_options> where)
      : parent_(parent), where_(std::move(where)) {}

  CLI::App& add(const std::string& name, const std::string& summary, run what);
  /// Runs the one that was chosen.
  int operator()(context& c) const;

 private:
  CLI::App& parent_;
  std::shared_ptr<remote_options> where_;
  std::vector<std::pair<CLI::App*, run>> all_;
};

/// The JSON as the interface sent it, on a line of its own.
int print_json(context& c, const boost::json::value& v);

// Reading an answer: empty and 0 where a member is not there.
[[nodiscard]] std::string text_of(const boost::json::value& v, std::string_view key);
[[nodiscard]] std::int64_t number_of(const boost::json::value& v, std::string_view key);

/// "2026-01-05 01:00:00Z", from the interface's way to write a moment.
[[nodiscard]] std::string moment_text(std::string_view iso);
/// Text that may stand in a path or a query.
[[nodiscard]] std::string encoded(std::string_view text);

/// "2026-01-05 01:00:00Z frozen"
[[nodiscard]] std::string clock_text(const boost::json::value& clock);
/// One line for a record of the journal.
[[nodiscard]] std::string record_line(const boost::json::value& record, const style& paint);
/// Everything about it.
void print_record(const boost::json::value& record, context& c);

void add_emulator_callbacks(emulator_commands& all);
void add_emulator_clock(emulator_commands& all);
void add_emulator_data(emulator_commands& all);
void add_emulator_fault(emulator_commands& all);
void add_emulator_hint(emulator_commands& all);
void add_emulator_journal(emulator_commands& all);
void add_emulator_reset(emulator_commands& all);
void add_emulator_settings(emulator_commands& all);
void add_emulator_snapshot(emulator_commands& all);
void add_emulator_status(emulator_commands& all);
void add_emulator_world(emulator_commands& all);

}  // namespace errdex::cli

#endif
