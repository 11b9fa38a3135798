// One form for the forms of an English word: expire, expires, expired, expiring.
#ifndef ERRDEX_SRC_SEARCH_STEM_HPP
#define ERRDEX_SRC_SEARCH_STEM_HPP

#include <array>
#include <string_view>

#include "search/text.hpp"

namespace errdex::search {

/// Takes off plural and verb endings. The result is a key for comparison, not a word: "expire" has
/// the stem "expir". Words with anything but a to z keep their form, so numbers and identifiers with
/// digits are never confused.
///
/// Deliberately less than Porter's stemmer, which also takes off -ation, -ity and the like: here
/// "authorized" and "authorization" are different situations.
class stem {
 public:
  /// `word` is folded and has at most word_piece::max_size bytes.
  explicit stem(std::string_view word) noexcept;
  [[nodiscard]] std::string_view view() const noexcept { return {bytes_.data(), size_}; }

 private:
  std::array<char, word_piece::max_size> bytes_;
  std::size_t size_;
};

}  // namespace errdex::search

#endif
