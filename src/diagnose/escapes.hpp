// Undoing the escapes of JSON strings, for keys and for the comparison of messages.
#ifndef ERRDEX_SRC_DIAGNOSE_ESCAPES_HPP
#define ERRDEX_SRC_DIAGNOSE_ESCAPES_HPP

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "diagnose/body_keys.hpp"

namespace errdex::detail {

/// Reads the characters of a JSON string's content one after the other as UTF-8.
class unescaped {
 public:
  explicit constexpr unescaped(std::string_view content) noexcept : rest_(content) {}

  /// The next byte of the text, or -1 at its end. An escape that JSON does not know stands for the
  /// character behind the backslash; half a surrogate pair for U+FFFD.
  [[nodiscard]] int next() noexcept;

 private:
  [[nodiscard]] int hex4(std::size_t from) const noexcept;
  void queue(std::uint32_t code_point) noexcept;

  std::string_view rest_;
  unsigned char queued_[4] = {};
  unsigned queued_count_ = 0;
  unsigned queued_next_ = 0;
};

/// Writes a key without its escapes to `out`, at most longest_body_key bytes, and returns its length,
/// or one more than that when it is longer.
std::size_t undo_escapes(const char* key, std::size_t size, char* out) noexcept;

}  // namespace errdex::detail

#endif
