// One field of a request, declared with its limits and with the error that breaking each of them raises.
//
//   field("name").text().required(code::user_name_missing).chars(1, 64, code::user_name_invalid)
//   field("gender").integer().one_of({"1", "2"})
//   field("department").array(code::department_list_invalid).count(1, 100, code::user_departments_too_many)
//   field("news.articles[].title").text().required(code::title_missing).only_if("msgtype", {"news"})
//
// Fields are checked in the order of their declaration, and the rules of a field in the order in which they
// are written. A rule without an error raises the platform's general error for malformed fields.
//
// A path descends with '.', and goes through all elements of an array with "[]". What stands below
// something that is absent is not looked at: declare the outer field `required` when it is.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "emulator/platform/error_ref.hpp"

namespace errdex::emulation {

enum class value_type : std::uint8_t {
  any = 0,
  text = 1,
  integer = 2,
  boolean = 3,
  array = 4,
  object = 5,
  number = 6
};
[[nodiscard]] std::string_view name(value_type type) noexcept;

enum class rule_kind : std::uint8_t {
  type = 1,        ///< The JSON type.
  required = 2,    ///< Present, not null, and for a text not empty.
  characters = 3,  ///< Length in Unicode characters.
  bytes = 4,       ///< Length in bytes of UTF-8.
  count = 5,       ///< Elements of an array, or parts of a text with a separator.
  range = 6,       ///< Value of a number.
  one_of = 7,      ///< Among the values listed.
  charset = 8,     ///< Consists of the characters listed.
  without = 9,     ///< Contains none of the characters listed.
  form = 10,       ///< Any other rule on a text, as a function.
};
[[nodiscard]] std::string_view name(rule_kind kind) noexcept;

/// True for a text that obeys.
using text_predicate = bool (*)(std::string_view);

struct rule {
  rule_kind kind = rule_kind::type;
  std::int64_t low = 0;
  std::int64_t high = std::numeric_limits<std::int64_t>::max();
  std::string_view characters{};           ///< Of charset and without.
  std::vector<std::string_view> values{};  ///< Of one_of.
  text_predicate obeys = nullptr;          ///< Of form.
  std::string_view says{};    ///< Of form: what it asks for, such as "a URL with http:// or https://".
  std::string_view breaks{};  ///< Of form: a text that breaks it, so that the rule can be provoked.
  error_ref error{};          ///< None: the platform's general error.
};

class field {
 public:
  explicit field(std::string_view path) : path_(path) {}

  // The type. A value of another type raises the error, unless the platform converts it.
  field& text(error_ref error = {}) { return type(value_type::text, error); }
  field& integer(error_ref error = {}) { return type(value_type::integer, error); }
  field& number(error_ref error = {}) { return type(value_type::number, error); }
  field& boolean(error_ref error = {}) { return type(value_type::boolean, error); }
  field& array(error_ref error = {}) { return type(value_type::array, error); }
  field& object(error_ref error = {}) { return type(value_type::object, error); }

  // The limits; each may be given more than once, for different errors.
  field& required(error_ref error = {});
  field& chars(std::int64_t low, std::int64_t high, error_ref error = {});
  field& bytes(std::int64_t low, std::int64_t high, error_ref error = {});
  field& count(std::int64_t low, std::int64_t high, error_ref error = {});
  field& range(std::int64_t low, std::int64_t high, error_ref error = {});
  field& one_of(std::vector<std::string_view> values, error_ref error = {});
  /// `characters` lists them; a '-' between two characters stands for those between them, at the end for
  /// itself.
  field& charset(std::string_view characters, error_ref error = {});
  field& without(std::string_view characters, error_ref error = {});
  /// `says` completes "must be …"; `breaks` is a text that does not obey.
  field& form(text_predicate obeys, std::string_view says, std::string_view breaks, error_ref error = {});

  // Where and when.
  /// Read from the query although the method is POST.
  field& in_query() { return query_ = true, *this; }
  /// A text that is a list, such as "ada|grace": `count` counts its parts.
  field& separated_by(char separator) { return separator_ = separator, *this; }
  /// Looked at only when another field has one of these values; an empty one stands for a field that is not
  /// given. When both go through the same array, as in "items[].url" and "items[].type", each element is
  /// looked at by its own value.
  field& only_if(std::string_view other, std::initializer_list<std::string_view> values);
  /// A word for the reference page: what the field is for.
  field& about(std::string_view text) { return about_ = text, *this; }

  [[nodiscard]] std::string_view path() const noexcept { return path_; }
  [[nodiscard]] value_type type() const noexcept { return type_; }
  [[nodiscard]] const std::vector<rule>& rules() const noexcept { return rules_; }
  [[nodiscard]] bool is_in_query() const noexcept { return query_; }
  [[nodiscard]] bool is_required() const noexcept;
  [[nodiscard]] char separator() const noexcept { return separator_; }
  [[nodiscard]] std::string_view condition_field() const noexcept { return condition_field_; }
  [[nodiscard]] const std::vector<std::string_view>& condition_values() const noexcept {
    return condition_values_;
  }
  /// Whether the field is looked at when the one that it depends on has this value, or none.
  [[nodiscard]] bool depends_on(const std::optional<std::string>& value) const;
  [[nodiscard]] std::string_view about() const noexcept { return about_; }

 private:
  field& type(value_type type, error_ref error);
  field& add(rule r);

  std::string_view path_;
  value_type type_ = value_type::any;
  bool query_ = false;
  char separator_ = '\0';
  std::string_view condition_field_;
  std::vector<std::string_view> condition_values_;
  std::string_view about_;
  std::vector<rule> rules_;
};

/// What a rule asks for, in words: "1 to 64 characters".
[[nodiscard]] std::string describe(const rule& r, const field& f);

// Forms that many platforms ask for.
namespace forms {
[[nodiscard]] bool http_url(std::string_view text);  ///< Begins with http:// or https:// and a host.
[[nodiscard]] bool email(std::string_view text);     ///< name@host.tld, without blanks.
}  // namespace forms

/// How many Unicode characters a text in UTF-8 has.
[[nodiscard]] std::int64_t count_characters(std::string_view text) noexcept;
/// Whether `c` is among characters written as for `field::charset`.
[[nodiscard]] bool in_charset(char c, std::string_view characters) noexcept;

}  // namespace errdex::emulation
