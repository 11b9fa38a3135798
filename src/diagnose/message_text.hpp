// Compares a message of a body with the texts of the catalog.
#ifndef ERRDEX_SRC_DIAGNOSE_MESSAGE_TEXT_HPP
#define ERRDEX_SRC_DIAGNOSE_MESSAGE_TEXT_HPP

#include <array>
#include <cstddef>
#include <string_view>

#include "errdex/catalog.hpp"

namespace errdex::diagnose_detail {

/// The first bytes of a JSON string with its escapes undone, in a buffer of its own. Enough to compare
/// a message; a longer one is cut.
class plain_text {
 public:
  explicit plain_text(std::string_view raw) noexcept;
  [[nodiscard]] std::string_view view() const noexcept { return {bytes_.data(), size_}; }

 private:
  void put(unsigned code_point) noexcept;
  std::array<char, 768> bytes_{};
  std::size_t size_ = 0;
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
