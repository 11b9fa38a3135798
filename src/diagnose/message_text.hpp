// Compares a message of a body with the texts of the catalog.
#ifndef ERRDEX_SRC_DIAGNOSE_MESSAGE_TEXT_HPP
#define ERRDEX_SRC_DIAGNOSE_MESSAGE_TEXT_HPP

#include <array>
#include <cstddef>
#include <string_view>

#include "errdex/catalog.hpp"

namespace errdex::diagnose_detail {

/// The first bytes of a JSON string with its escapes undone. Enough to compare a message; a longer one is
/// cut. A text without escapes is not copied, so what it was made from must outlive it.
class plain_text {
 public:
  explicit plain_text(std::string_view raw) noexcept;
  plain_text(const plain_text&) = delete;
  plain_text& operator=(const plain_text&) = delete;
  [[nodiscard]] std::string_view view() const noexcept { return text_; }

 private:
  void put(unsigned code_point) noexcept;
  static constexpr std::size_t capacity = 768;
  std::string_view text_;
  std::size_t size_ = 0;
  std::array<char, capacity> bytes_;  // Only what `size_` counts was written.
};

/// How well a message fits an entry: 0 not at all, 1 its beginning or the fixed part of a text with
/// placeholders (%s, %v, <id>), 2 the text itself. Case does not count, nor what a platform appends
/// (WeCom's hint, a full stop).
[[nodiscard]] int message_fit(std::string_view message, const entry& code) noexcept;

/// True when a Chinese character stands in the text.
[[nodiscard]] bool has_han(std::string_view text) noexcept;

/// True when `part` stands in `text`; ASCII case does not count.
[[nodiscard]] bool contains_folded(std::string_view text, std::string_view part) noexcept;

}  // namespace errdex::diagnose_detail

#endif
