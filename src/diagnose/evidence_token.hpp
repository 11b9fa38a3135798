// The smallest pieces of printed values: separators, strings in any quotes, numbers, words.
#ifndef ERRDEX_SRC_DIAGNOSE_EVIDENCE_TOKEN_HPP
#define ERRDEX_SRC_DIAGNOSE_EVIDENCE_TOKEN_HPP

#include <cstddef>
#include <string_view>

namespace errdex::reading {

[[nodiscard]] constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
[[nodiscard]] constexpr bool is_letter(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
[[nodiscard]] constexpr bool is_blank(char c) noexcept { return c == ' ' || c == '\t'; }
[[nodiscard]] constexpr bool is_quote(char c) noexcept { return c == '"' || c == '\'' || c == '`'; }
[[nodiscard]] constexpr char closer_of(char opener) noexcept {
  return opener == '{' ? '}' : opener == '[' ? ']' : opener == '(' ? ')' : '\0';
}

/// Behind blanks and tabs.
[[nodiscard]] std::size_t skip_blanks(std::string_view s, std::size_t at) noexcept;
/// Where the line that holds `at` begins, but no more than `reach` bytes before it. The bound keeps a search
/// that is made for every group linear on a text without line feeds.
[[nodiscard]] std::size_t line_begin(std::string_view s, std::size_t at, std::size_t reach) noexcept;
/// Where it ends, without the line feed, but no more than `reach` bytes behind.
[[nodiscard]] std::size_t line_end(std::string_view s, std::size_t at,
                                   std::size_t reach = std::string_view::npos) noexcept;

/// What stands between a name and its value.
enum class separator : unsigned char { none, colon, equals, arrow };

struct separator_at_result {
  separator what = separator::none;
  std::size_t length = 0;
};
/// ':', '=', "=>", and the Chinese colon; not "::", "==" or the colon of "https://".
[[nodiscard]] separator_at_result separator_at(std::string_view s, std::size_t at) noexcept;

/// Length of the bare name that begins at `at`: a letter, '_', '$' or a byte that is not ASCII, then name
/// bytes; 0 for none, and for one longer than any program would choose.
[[nodiscard]] std::size_t name_length(std::string_view s, std::size_t at) noexcept;

struct quoted {
  std::string_view content;  ///< Without quotes; escapes not undone.
  std::size_t end = 0;       ///< Behind the closing quote, or where the string broke off.
  bool closed = false;       ///< False at the end of a line or of the text.
  bool plain = false;        ///< A JSON string as it stands.
};
/// The string whose quote is at `at`. `strict` demands of a closing quote that something follows it which
/// can follow a string in a group; a quote before anything else is one that nobody escaped.
[[nodiscard]] quoted read_quoted(std::string_view s, std::size_t at, bool strict) noexcept;

struct number_token {
  std::size_t length = 0;  ///< 0 for none.
  bool plain = false;      ///< A JSON number as it stands.
};
/// A number that ends where a value may end: "40014" in "40014," but not in "40014abc", "1.2.3" or
/// "2024-05-01".
[[nodiscard]] number_token read_number(std::string_view s, std::size_t at) noexcept;

struct word_token {
  std::size_t length = 0;  ///< 0 for none.
  bool json = false;       ///< true, false, null.
  bool python = false;     ///< True, False, None.
};
[[nodiscard]] word_token read_word(std::string_view s, std::size_t at) noexcept;

}  // namespace errdex::reading

#endif
