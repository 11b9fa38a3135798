// The text of a document: whether it is text at all, its lines, and the small questions that every
// reader asks of a line.
#ifndef ERRDEX_SRC_IMPORT_LINES_HPP
#define ERRDEX_SRC_IMPORT_LINES_HPP

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "import/document.hpp"

namespace errdex::importing {

/// Why these bytes are not a text that a reader can work on: nothing in them, another encoding than
/// UTF-8, control characters. Nothing when they are fine.
[[nodiscard]] std::optional<remark> unreadable(std::string_view bytes);

/// The lines without their ends, which may be LF or CRLF, and without a byte order mark. Views into
/// `bytes`. A last line without an end counts; an empty one does not.
[[nodiscard]] std::vector<std::string_view> split_lines(std::string_view bytes);

/// The number of a line for a message: 1-based, from an index into the lines.
[[nodiscard]] constexpr std::uint32_t line_number(std::size_t index) noexcept {
  return static_cast<std::uint32_t>(index + 1);
}

/// Without the blanks on either side: ASCII blanks, the no-break space, which fills the empty lines
/// of pages saved by a browser, and the ideographic space.
[[nodiscard]] std::string_view trim(std::string_view text) noexcept;
[[nodiscard]] std::string_view trim_left(std::string_view text) noexcept;

/// Trimmed, and every run of blanks inside made one ASCII blank.
[[nodiscard]] std::string with_single_blanks(std::string_view text);

/// Without any blank.
[[nodiscard]] std::string without_blanks(std::string_view text);

[[nodiscard]] constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

/// Number of digits at the beginning.
[[nodiscard]] std::size_t leading_digits(std::string_view text) noexcept;

/// The text is a code: a number as the platforms write it, with an optional minus sign, no leading
/// zero, and at most 18 digits.
[[nodiscard]] bool is_code(std::string_view text) noexcept;

/// Offset of the first Han character; npos when there is none.
[[nodiscard]] std::size_t first_han(std::string_view text) noexcept;

/// The text in quotation marks for a message, cut when it is long.
[[nodiscard]] std::string quoted(std::string_view text);

}  // namespace errdex::importing

#endif
