// Settings of a long-running command, each declared once: a flag, an environment variable and a key of a TOML
// file come from the one declaration. A flag wins over the environment, and that over the file.
//
//     settings s(sub, "serve");
//     s.add("port", o.port, "Port; 0 takes any free one");       --port, ERRDEX_PORT, [serve] port = …
//     s.read_file();                                             in the action, once flags are parsed
#ifndef ERRDEX_SRC_CLI_SETTINGS_HPP
#define ERRDEX_SRC_CLI_SETTINGS_HPP

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

#include "cli/program.hpp"

namespace errdex::cli {

/// "500ms", "10s", "2m", "1h"; a number alone is seconds. Throws CLI::ValidationError that shows the forms.
[[nodiscard]] std::chrono::milliseconds read_duration(const std::string& text);
/// "64KiB", "1MiB"; a number alone is bytes. Throws CLI::ValidationError that shows the forms.
[[nodiscard]] std::size_t read_size(const std::string& text);
/// The shortest form that reads back as the same value: "10s", "64KiB".
[[nodiscard]] std::string to_text(std::chrono::milliseconds time);
[[nodiscard]] std::string size_text(std::size_t bytes);

class settings {
 public:
  /// Adds --config (ERRDEX_CONFIG) to the command; `table` is the file's table that holds its keys.
  settings(CLI::App& command, std::string table);

  /// The value as it is now is the default that the help shows.
  template <typename T>
  CLI::Option& add(const std::string& name, T& value, const std::string& help) {
    return named(*command_.add_option("--" + name, value, help)->capture_default_str(), name);
  }
  CLI::Option& add_time(const std::string& name, std::chrono::milliseconds& value, const std::string& help);
  CLI::Option& add_size(const std::string& name, std::size_t& value, const std::string& help);
  CLI::Option& add_flag(const std::string& name, bool& value, const std::string& help);

  /// Takes from the file what neither flags nor environment have set. Throws usage_error with file, line and
  /// what would be right: for a file that is no TOML, a key that there is not, a value that does not fit.
  void read_file();

 private:
  CLI::Option& named(CLI::Option& made, const std::string& name);

  CLI::App& command_;
  std::string table_;
  std::string file_;
};

}  // namespace errdex::cli

#endif
