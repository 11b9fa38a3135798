// Parameters of a message: `{name:type}` in `message` and `title`.
//
//   message: card {card:string} expired {days:int} days ago
//
// A name is a snake_case word that begins with a letter. The types are `string`, `int` (64 bits, with a sign)
// and `bool`: those whose text is the same in every language. There is no type for fractions, because no two
// languages print them alike; give them as `string` in the form that you want. Everything else in braces,
// such as {id} or {}, is text. So no platform's own message becomes a template by accident.
#ifndef ERRDEX_SRC_GEN_PLACEHOLDER_HPP
#define ERRDEX_SRC_GEN_PLACEHOLDER_HPP

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace errdex::gen {

enum class parameter_type : std::uint8_t { string = 0, integer = 1, boolean = 2 };

/// "string", "int", "bool": as they are written.
[[nodiscard]] std::string_view name(parameter_type type) noexcept;

struct placeholder {
  std::string_view name;
  parameter_type type = parameter_type::string;
  std::size_t offset = 0;  ///< Of its opening brace.
  std::size_t length = 0;  ///< Up to and with its closing brace.
};

/// The placeholders of a text in their order, repetitions included.
[[nodiscard]] std::vector<placeholder> placeholders(std::string_view text);

/// Each name once, in the order of first use over the texts; of two types for one name the first counts.
[[nodiscard]] std::vector<placeholder> parameters(const std::vector<std::string_view>& texts);

/// The text with every placeholder replaced by a sample of its type: `card` → "card", 42, true.
[[nodiscard]] std::string with_samples(std::string_view text);

/// The text with every placeholder written as {name}.
[[nodiscard]] std::string without_types(std::string_view text);

}  // namespace errdex::gen

#endif
