#include "search/spelling.hpp"

#include <algorithm>
#include <array>

namespace errdex::search {

unsigned edit_distance(std::string_view a, std::string_view b, unsigned most) noexcept {
  constexpr std::size_t longest = 64;
  const std::size_t gap = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
  if (gap > most || a.size() > longest || b.size() > longest) return most + 1;
  std::array<unsigned, longest + 1> two_before{};
  std::array<unsigned, longest + 1> before{};
  std::array<unsigned, longest + 1> row{};
  for (std::size_t j = 0; j <= b.size(); ++j) before[j] = static_cast<unsigned>(j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = static_cast<unsigned>(i);
    unsigned least = row[0];
    for (std::size_t j = 1; j <= b.size(); ++j) {
      unsigned d = std::min(before[j], row[j - 1]) + 1;
      d = std::min(d, before[j - 1] + (a[i - 1] == b[j - 1] ? 0u : 1u));
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        d = std::min(d, two_before[j - 2] + 1);
      row[j] = d;
      least = std::min(least, d);
    }
    // Not `> most`: an exchange reaches over this row.
    if (least > most + 1) return most + 1;
    std::swap(two_before, before);
    std::swap(before, row);
  }
  return std::min(before[b.size()], most + 1);
}

unsigned forgiven(std::string_view word) noexcept {
  const bool letters = std::all_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  if (!letters || word.size() < 4) return 0;
  return word.size() < 8 ? 1 : 2;
}

std::uint32_t letters_of(std::string_view word) noexcept {
  std::uint32_t set = 0;
  for (const char c : word) {
    if (c >= 'a' && c <= 'z') {
      set |= 1u << (c - 'a');
    } else {
      set |= 1u << 26;
    }
  }
  return set;
}

}  // namespace errdex::search
