#include "authoring/text.hpp"

namespace errdex::authoring {
namespace {
constexpr char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
constexpr bool word_char(char c) noexcept {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
}  // namespace

std::vector<char32_t> code_points(std::string_view text) {
  std::vector<char32_t> out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const auto c = static_cast<unsigned char>(text[i]);
    const std::size_t n = c < 0x80 ? 1 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
    char32_t value = n == 1 ? c : c & (0xffu >> (n + 1));
    for (std::size_t k = 1; k < n && i + k < text.size(); ++k) {
      value = value << 6 | (static_cast<unsigned char>(text[i + k]) & 0x3fu);
    }
    out.push_back(value);
    i += n;
  }
  return out;
}

bool contains_word(std::string_view text, std::string_view word) {
  if (word.empty()) return false;
  for (std::size_t i = 0; i + word.size() <= text.size(); ++i) {
    std::size_t k = 0;
    while (k < word.size() && lower(text[i + k]) == lower(word[k])) ++k;
    if (k < word.size()) continue;
    const bool left = i == 0 || !word_char(text[i - 1]) || !word_char(word.front());
    const bool right = i + k == text.size() || !word_char(text[i + k]) || !word_char(word.back());
    if (left && right) return true;
  }
  return false;
}

}  // namespace errdex::authoring
