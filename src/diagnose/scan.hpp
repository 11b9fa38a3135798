// One pass over the members of the outermost JSON object, tolerant of damage behind what was read.
#ifndef ERRDEX_SRC_DIAGNOSE_SCAN_HPP
#define ERRDEX_SRC_DIAGNOSE_SCAN_HPP

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace errdex::diagnose_detail {

enum class value_kind : std::uint8_t { string, number, object, array, literal };

/// A member of the outermost object. `text` is the value without quotes; for objects and arrays the
/// whole of it.
struct member {
  std::string_view key;  // Escapes not undone.
  std::string_view text;
  value_kind kind = value_kind::literal;
};

/// Reads members one after another. `next` gives nothing at the end of the object, at the end of the
/// text, and at the first thing that is not JSON.
class object_scanner {
 public:
  /// `text` begins at the opening brace.
  explicit object_scanner(std::string_view text) noexcept : text_(text), at_(1) {}

  [[nodiscard]] std::optional<member> next() noexcept;

  /// The closing brace was read; `position` is then behind it.
  [[nodiscard]] bool closed() const noexcept { return closed_; }
  [[nodiscard]] std::size_t position() const noexcept { return at_; }

 private:
  void skip_blanks() noexcept;
  [[nodiscard]] std::optional<std::string_view> read_string() noexcept;
  [[nodiscard]] std::optional<std::string_view> read_nested() noexcept;

  std::string_view text_;
  std::size_t at_;
  bool first_ = true;
  bool closed_ = false;
};

/// The position of the opening brace behind a byte order mark and blanks, or npos.
[[nodiscard]] std::size_t object_start(std::string_view body) noexcept;

/// The number that a value stands for: a JSON integer, or one in quotes. Fractions and exponents are
/// not codes.
[[nodiscard]] std::optional<std::int64_t> integer_of(std::string_view text) noexcept;

}  // namespace errdex::diagnose_detail

#endif
