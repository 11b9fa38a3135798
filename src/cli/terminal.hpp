// Colours, widths and wrapping for people's terminals.
#ifndef ERRDEX_SRC_CLI_TERMINAL_HPP
#define ERRDEX_SRC_CLI_TERMINAL_HPP

#include <string>
#include <string_view>

#include "cli/program.hpp"

namespace errdex::cli {

/// Looks at file descriptor 1, COLUMNS, NO_COLOR, CLICOLOR_FORCE and TERM. `mode` is auto, always
/// or never.
[[nodiscard]] terminal detect_terminal(std::string_view mode);

/// The language that the locale asks for: Chinese for LC_ALL, LC_MESSAGES or LANG that begin with
/// "zh", else English.
[[nodiscard]] language language_of_locale();

/// Styles for a terminal; on one without colour they return the text as it is.
class style {
 public:
  explicit style(const terminal& screen) : on_(screen.color) {}
  [[nodiscard]] std::string bold(std::string_view text) const { return paint("1", text); }
  [[nodiscard]] std::string dim(std::string_view text) const { return paint("2", text); }
  [[nodiscard]] std::string red(std::string_view text) const { return paint("31", text); }
  [[nodiscard]] std::string green(std::string_view text) const { return paint("32", text); }
  [[nodiscard]] std::string yellow(std::string_view text) const { return paint("33", text); }
  [[nodiscard]] std::string blue(std::string_view text) const { return paint("34", text); }
  [[nodiscard]] std::string cyan(std::string_view text) const { return paint("36", text); }
  /// Green for nothing to do, yellow for what time or a program heals, red for what needs a person.
  [[nodiscard]] std::string verdict(errdex::verdict value) const;

 private:
  [[nodiscard]] std::string paint(std::string_view code, std::string_view text) const;
  bool on_;
};

/// Columns that the text takes: two for East Asian wide characters, none for combining ones.
[[nodiscard]] std::size_t display_width(std::string_view text);

/// Breaks text into lines of at most `width` columns, the first after `first` and the others after
/// `rest`. Breaks at blanks and between Han characters, never before closing punctuation. A width
/// of 0 does not break.
[[nodiscard]] std::string wrap(std::string_view text, std::size_t width, std::string_view first,
                               std::string_view rest);

/// The text cut to `width` columns, with an ellipsis where something was cut.
[[nodiscard]] std::string cut(std::string_view text, std::size_t width);

/// The text followed by blanks up to `width` columns.
[[nodiscard]] std::string pad(std::string_view text, std::size_t width);

/// The text with control characters shown as \xNN, so that hostile input cannot write to a terminal.
[[nodiscard]] std::string printable(std::string_view text);

}  // namespace errdex::cli

#endif
