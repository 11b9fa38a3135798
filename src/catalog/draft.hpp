// A catalog before it is compiled: plain values, as an author, an importer or a test writes them.
#ifndef ERRDEX_SRC_CATALOG_DRAFT_HPP
#define ERRDEX_SRC_CATALOG_DRAFT_HPP

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "errdex/detail/export.hpp"
#include "errdex/vocabulary.hpp"

namespace errdex::draft {

/// The same text in both languages.
struct bilingual {
  std::string en;
  std::string zh;
  friend bool operator==(const bilingual&, const bilingual&) = default;
};

using properties = std::vector<std::pair<std::string, std::string>>;

struct limit {
  std::string field;
  std::optional<double> min;
  std::optional<double> max;
  std::optional<double> count;
  std::string unit;
  std::string charset;
  std::vector<std::string> values;
  std::string window;
  std::string per;
  friend bool operator==(const limit&, const limit&) = default;
};

struct verdict_override {
  properties when;
  errdex::verdict verdict = errdex::verdict::none;
  std::string reason;
  friend bool operator==(const verdict_override&, const verdict_override&) = default;
};

/// What a placeholder of a message stands for.
enum class parameter_type : std::uint8_t { string = 0, integer = 1, number = 2, boolean = 3 };

/// A value that the message of a raised error carries: `{card}` in the texts.
struct parameter {
  std::string name;
  parameter_type type = parameter_type::string;
  friend bool operator==(const parameter&, const parameter&) = default;
};

struct entry {
  std::string space;
  std::string group;
  std::string code;
  std::string name;
  std::string message;
  std::vector<std::string> aliases;
  bilingual title;
  bilingual cause;
  std::vector<std::string> fix_en;
  std::vector<std::string> fix_zh;
  errdex::status status = errdex::status::unknown;
  errdex::verdict verdict = errdex::verdict::contact_platform;
  std::vector<verdict_override> overrides;
  std::vector<limit> limits;
  properties context;
  std::vector<std::string> see;
  errdex::basis basis = errdex::basis::derived;
  std::string document;
  std::uint32_t line = 0;
  std::vector<std::string> notes;
  lifecycle state = lifecycle::active;
  std::string replaced_by;
  std::optional<std::uint32_t> retry_limit;
  // For those who raise the error. They are not compiled into an image: who reads an error has no use for
  // them.
  std::vector<parameter> parameters{};  // In the order in which generated constructors take them.
  bilingual text{};                     // What the end user is shown; may have placeholders.
  std::string example{};                // The message with values put in, as it really goes out.
  std::vector<std::string> was{};       // Earlier names ("card_old") and codes ("space:code").
  friend bool operator==(const entry&, const entry&) = default;
};

struct range {
  std::int64_t from = 0;
  std::int64_t to = 0;
  bilingual title;
};

struct space {
  std::string name;
  std::string platform;
  bilingual platform_title;
  bilingual title;
  std::string scheme;
  std::vector<std::string> envelopes;
  std::vector<std::string> hosts;
  std::vector<range> ranges;
};

struct document {
  std::string platform;
  std::string id;
  std::string title;
  std::string url;
  std::string seen;
};

struct catalog {
  std::vector<space> spaces;  // In the order of their ids, from 1.
  std::vector<document> documents;
  std::vector<entry> entries;
};

/// "string", "integer", "number", "boolean".
[[nodiscard]] constexpr std::string_view name(parameter_type value) noexcept {
  switch (value) {
    case parameter_type::string: return "string";
    case parameter_type::integer: return "integer";
    case parameter_type::number: return "number";
    case parameter_type::boolean: return "boolean";
  }
  return {};
}

[[nodiscard]] constexpr std::optional<parameter_type> parse_parameter_type(std::string_view text) noexcept {
  for (const auto value :
       {parameter_type::string, parameter_type::integer, parameter_type::number, parameter_type::boolean}) {
    if (name(value) == text) return value;
  }
  return std::nullopt;
}

/// The number that a code stands for: an optional minus sign and up to 18 digits without a leading
/// zero. Nothing for a textual code. Exported for liberrdex_yaml.
[[nodiscard]] ERRDEX_API std::optional<std::int64_t> number_of(std::string_view code) noexcept;

}  // namespace errdex::draft

#endif
