// What a long-running command writes down: one line an event, as text for people or as JSON for programs.
#ifndef ERRDEX_SRC_CLI_EVENT_LOG_HPP
#define ERRDEX_SRC_CLI_EVENT_LOG_HPP

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

namespace errdex::cli {

enum class log_form { text, json };

/// Lines go to a file descriptor, each with one write, so that lines of several threads and processes never
/// mix; a reader that is gone or slow loses lines, it does not stop the program.
class event_log {
 public:
  using value = std::variant<std::string_view, std::uint64_t>;
  struct member {
    std::string_view name;
    value is;
  };

  event_log(int descriptor, log_form form) : descriptor_(descriptor), form_(form) {}

  /// "2026-11-22T20:57:55.123Z listening url=http://127.0.0.1:7340", or the same as a JSON object with "time"
  /// and "event". Control characters are escaped in both.
  void write(std::string_view event, std::initializer_list<member> members);

  /// The line that `write` writes, for a time in milliseconds since 1970.
  [[nodiscard]] static std::string line(log_form form, std::int64_t milliseconds, std::string_view event,
                                        std::initializer_list<member> members);

 private:
  const int descriptor_;
  const log_form form_;
};

}  // namespace errdex::cli

#endif
