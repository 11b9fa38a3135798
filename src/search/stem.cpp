#include "search/stem.hpp"

#include <algorithm>

namespace errdex::search {
namespace {

bool is_vowel(char c) noexcept {
  return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
}

bool has_vowel(std::string_view s) noexcept { return std::any_of(s.begin(), s.end(), is_vowel); }

}  // namespace

stem::stem(std::string_view word) noexcept : size_(std::min(word.size(), bytes_.size())) {
  std::copy_n(word.begin(), size_, bytes_.begin());
  const bool letters_only =
      std::all_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  if (!letters_only || size_ < 3) return;
  const auto ends = [&](std::string_view tail) { return view().ends_with(tail); };

  if (ends("ies") && size_ > 4) {
    size_ -= 2;  // entries, entri; entry becomes entri below.
  } else if (ends("apis") || (ends("s") && !ends("ss") && !ends("us") && !ends("is"))) {
    --size_;
  }
  for (const std::string_view tail : {"ing", "ed"}) {
    if (!ends(tail) || ends("eed")) continue;  // exceed, need
    const auto rest = view().substr(0, size_ - tail.size());
    if (rest.size() < 3 || !has_vowel(rest)) break;
    size_ = rest.size();
    // dropped, drop; but missed, miss and called, call.
    const char last = bytes_[size_ - 1];
    if (size_ > 3 && last == bytes_[size_ - 2] && !is_vowel(last) && last != 's' && last != 'l' &&
        last != 'z') {
      --size_;
    }
    break;
  }
  if (size_ > 3 && bytes_[size_ - 1] == 'e') --size_;
  if (size_ > 3 && bytes_[size_ - 1] == 'y' && !is_vowel(bytes_[size_ - 2])) bytes_[size_ - 1] = 'i';
}

}  // namespace errdex::search
