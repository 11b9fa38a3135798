// How far two words are apart, and which words can be near at all.
#ifndef ERRDEX_SRC_SEARCH_SPELLING_HPP
#define ERRDEX_SRC_SEARCH_SPELLING_HPP

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace errdex::search {

/// The number of insertions, deletions, substitutions and exchanges of neighbours that make `a`
/// into `b` (optimal string alignment), or `most + 1` as soon as it is more than `most`. `most` is
/// at most 2; words beyond 64 bytes are never near.
[[nodiscard]] unsigned edit_distance(std::string_view a, std::string_view b, unsigned most) noexcept;

/// How many mistakes are forgiven in a word: none below 4 letters or with anything but a to z, one
/// below 8, else two.
[[nodiscard]] unsigned forgiven(std::string_view word) noexcept;

/// The set of letters of a word. One mistake changes at most two members of it, so that most words
/// are ruled out without looking at them.
[[nodiscard]] std::uint32_t letters_of(std::string_view word) noexcept;

[[nodiscard]] constexpr bool near_letters(std::uint32_t a, std::uint32_t b, unsigned most) noexcept {
  std::uint32_t different = a ^ b;
  for (unsigned k = 0; k < 2 * most; ++k) different &= different - 1;  // Takes off one member; 0 stays 0.
  return different == 0;
}

}  // namespace errdex::search

#endif
