// Schemes: what the digits of a code mean, and which number comes next.
//
//   const errdex::scheme& s = *errdex::find_scheme("a-bb-ccc");
//   if (auto read = s.parse("2-17-042")) {                        // or "217042"
//     for (errdex::scheme_part p : *read.code) std::cout << p.group->name << ' ' << p.value << '\n';
//   } else {
//     std::cerr << message(s, read.problem, errdex::language::en);  // which digits are wrong, and why
//   }
//   const errdex::group_choice block[] = {{"level", 2}, {"module", 17}};
//   if (auto next = s.next_free(block, numbers_in_use); next.code) use(next.code->number());
//
// A scheme is data: forms, each a row of named digit groups. Two are built in; a program can describe
// its own with the same structures, which only point to texts and arrays that it keeps.
//
// `parse` asks whether the digits have the form; a category that nobody has named yet is no fault to it.
// `validate` asks whether the code may be used: it also wants every value of a closed group to have a
// name. Neither allocates, locks or throws.
#ifndef ERRDEX_SCHEME_HPP
#define ERRDEX_SCHEME_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "errdex/catalog.hpp"
#include "errdex/detail/export.hpp"
#include "errdex/vocabulary.hpp"

namespace errdex {

/// A value of a digit group that has a name.
struct digit_value {
  /// The number that the digits form up to the end of this group: 1002 for the value 02 below the 10.
  std::uint64_t prefix = 0;
  std::string_view title_en;
  std::string_view title_zh;
};

/// Neighbouring digits that mean one thing together.
struct digit_group {
  std::string_view name;  ///< "module": one word, unique in its form.
  std::string_view title_en;
  std::string_view title_zh;
  std::uint32_t digits = 1;  ///< 1 to 9.
  std::uint32_t first = 0;   ///< Smallest and largest value that may be used.
  std::uint32_t last = 9;
  /// The values in use, in ascending order of their prefixes. Where there is none the group is open:
  /// every value from `first` to `last` may be used.
  std::span<const digit_value> values{};
};

/// One shape of a code: groups from left to right. The last group is the running number.
struct scheme_form {
  std::string_view name;  ///< "business"
  std::string_view title_en;
  std::string_view title_zh;
  std::span<const digit_group> groups{};  ///< 1 to scheme::max_groups.
};

/// A group of a code that was read.
struct scheme_part {
  const digit_group* group = nullptr;
  std::uint32_t value = 0;
  std::string_view title_en;  ///< Name of the value; empty in an open group and for an unnamed value.
  std::string_view title_zh;
  [[nodiscard]] std::string_view title(language lang) const noexcept {
    return lang == language::zh ? title_zh : title_en;
  }
};

/// A code that has the form of a scheme: its parts, from left to right. Points into the scheme.
class ERRDEX_API scheme_code : public detail::indexed_range<scheme_code, scheme_part> {
 public:
  static constexpr std::size_t max_groups = 6;

  [[nodiscard]] const scheme_form& form() const noexcept { return *form_; }
  [[nodiscard]] std::size_t size() const noexcept { return form_->groups.size(); }
  [[nodiscard]] scheme_part operator[](std::size_t i) const noexcept;
  /// The number on the wire.
  [[nodiscard]] std::int64_t number() const noexcept;

 private:
  friend struct scheme;
  const scheme_form* form_ = nullptr;
  std::array<std::uint32_t, max_groups> values_{};
};

/// What is wrong with a code, or with the groups given to `next_free`.
enum class scheme_fault : std::uint8_t {
  none = 0,
  empty = 1,            ///< There is no text.
  not_a_digit = 2,      ///< A character is neither a digit nor the separator.
  wrong_length = 3,     ///< No form has this many digits.
  wrong_groups = 4,     ///< No form has this many groups between separators.
  group_length = 5,     ///< A group between separators has too few or too many digits.
  out_of_range = 6,     ///< A value is below `first` or above `last`.
  unnamed = 7,          ///< A closed group has no such value; `parse` lets it pass.
  group_unknown = 8,    ///< No form has a group of this name.
  group_missing = 9,    ///< The group has to be given as well.
  group_repeated = 10,  ///< The group was given twice.
  group_running = 11,   ///< The last group is what `next_free` finds; it cannot be given.
};

/// A fault and its place. Points into the scheme and into the text that was given.
struct scheme_problem {
  scheme_fault fault = scheme_fault::none;
  const scheme_form* form = nullptr;   ///< The form that the code comes nearest to, if there is one.
  const digit_group* group = nullptr;  ///< The group that is wrong, where one can be told.
  std::size_t position = 0;            ///< Byte of the text where the fault begins.
  std::uint64_t value = 0;             ///< The offending value or length.
  std::uint64_t block = 0;             ///< For `unnamed`: the number formed by the groups before.
  std::string_view text{};             ///< The offending character or name.
};

/// Every problem of one code; empty when it is valid.
class scheme_problems {
 public:
  [[nodiscard]] std::span<const scheme_problem> all() const noexcept { return {items_.data(), count_}; }
  [[nodiscard]] bool empty() const noexcept { return count_ == 0; }
  [[nodiscard]] auto begin() const noexcept { return all().begin(); }
  [[nodiscard]] auto end() const noexcept { return all().end(); }

 private:
  friend struct scheme;
  void add(const scheme_problem& p) noexcept {
    if (count_ < items_.size()) items_[count_++] = p;
  }
  std::array<scheme_problem, scheme_code::max_groups> items_{};
  std::size_t count_ = 0;
};

/// The answer of `parse`: a code, or the first problem.
struct scheme_reading {
  std::optional<scheme_code> code;
  scheme_problem problem;
  explicit operator bool() const noexcept { return code.has_value(); }
};

/// A group with the value that the new code shall have there.
struct group_choice {
  std::string_view name;
  std::uint32_t value = 0;
};

/// The answer of `next_free`: a code; or a problem with the groups; or neither, when every number of
/// the block is taken.
struct next_number {
  std::optional<scheme_code> code;
  scheme_problem problem;
  [[nodiscard]] bool full() const noexcept { return !code && problem.fault == scheme_fault::none; }
};

/// A layout of codes. See `well_formed` for what it has to fulfil.
struct ERRDEX_API scheme {
  static constexpr std::size_t max_groups = scheme_code::max_groups;

  std::string_view name;  ///< What `space::scheme` gives.
  std::string_view title_en;
  std::string_view title_zh;
  std::string_view note_en;  ///< What a reader of its document should know; may be empty.
  std::string_view note_zh;
  char separator = '\0';  ///< Stands between groups when people write a code; none: '\0'.
  std::span<const scheme_form> forms{};

  /// Reads a code written with all separators or with none. Leading zeros belong to their group.
  [[nodiscard]] scheme_reading parse(std::string_view text) const noexcept;

  /// Why this code must not be used: every value out of range, or the first without a name.
  [[nodiscard]] scheme_problems validate(std::string_view text) const noexcept;
  [[nodiscard]] scheme_problems validate(std::int64_t number) const noexcept;

  /// The canonical text, with separators: parse(format(c)) gives c again.
  [[nodiscard]] std::string format(const scheme_code& code) const;

  /// The next number of the block that `groups` selects: every group of one form but the last, in any
  /// order. It is the number after the highest one in use, because a gap may be a number that was
  /// withdrawn; only when the end of the block is reached, the lowest gap. `in_use` may hold numbers of
  /// other blocks, in any order.
  [[nodiscard]] next_number next_free(std::span<const group_choice> groups,
                                      std::span<const std::int64_t> in_use) const;
  /// The same with the entries of a space, obsolete ones included.
  [[nodiscard]] next_number next_free(std::span<const group_choice> groups, const errdex::space& codes) const;

  [[nodiscard]] std::string_view title(language lang) const noexcept {
    return lang == language::zh ? title_zh : title_en;
  }
  [[nodiscard]] std::string_view note(language lang) const noexcept {
    return lang == language::zh ? note_zh : note_en;
  }

 private:
  std::optional<scheme_code> read(std::string_view text, scheme_problems& problems) const noexcept;
  scheme_problem choose(std::span<const group_choice> groups, scheme_code& out) const noexcept;
};

/// The built-in schemes: "a-bb-ccc" of the generic open platform, "feishu-errno" of Feishu's client API.
[[nodiscard]] ERRDEX_API std::span<const scheme> builtin_schemes() noexcept;

/// The built-in scheme with this name, or nullptr.
[[nodiscard]] ERRDEX_API const scheme* find_scheme(std::string_view name) noexcept;

/// One sentence: what is wrong, where, and what would be right.
[[nodiscard]] ERRDEX_API std::string message(const scheme& s, const scheme_problem& p, language lang);

/// The name of a fault as in JSON: "out_of_range".
[[nodiscard]] ERRDEX_API std::string_view name(scheme_fault value) noexcept;

/// What every other function relies on: one to max_groups groups a form and at most 18 digits; bounds
/// that fit the digits; except in a form of one digit no leading zero, because a number has none; and
/// named values in ascending order, each with its titles.
[[nodiscard]] constexpr bool well_formed(const scheme& s) noexcept {
  for (const scheme_form& form : s.forms) {
    if (form.groups.empty() || form.groups.size() > scheme::max_groups) return false;
    std::uint32_t digits = 0;
    for (const digit_group& group : form.groups) {
      if (group.digits < 1 || group.digits > 9) return false;
      std::uint32_t bound = 1;
      for (std::uint32_t i = 0; i < group.digits; ++i) bound *= 10;
      if (group.first > group.last || group.last >= bound) return false;
      digits += group.digits;
      for (std::size_t i = 0; i < group.values.size(); ++i) {
        const digit_value& value = group.values[i];
        if (value.title_en.empty() || value.title_zh.empty()) return false;
        if (i > 0 && group.values[i - 1].prefix >= value.prefix) return false;
      }
    }
    std::uint32_t leading = 1;
    for (std::uint32_t i = 1; i < form.groups.front().digits; ++i) leading *= 10;
    if (digits > 18 || (digits > 1 && form.groups.front().first < leading)) return false;
  }
  return !s.forms.empty();
}

}  // namespace errdex

#endif
