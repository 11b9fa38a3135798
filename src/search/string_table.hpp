// Numbers strings: the same string, the same number from 0. The strings lie one behind the other.
#ifndef ERRDEX_SRC_SEARCH_STRING_TABLE_HPP
#define ERRDEX_SRC_SEARCH_STRING_TABLE_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

namespace errdex::search {

inline constexpr std::uint32_t none = 0xffff'ffff;

/// An open-addressing hash table; a slot holds half of the hash and the number. std::unordered_map
/// would need a node for each string and three times the time to build.
class string_table {
 public:
  string_table() : slots_(256, 0), ends_(1, 0) {}

  /// Makes room for this many strings, so that they come without growing.
  void reserve(std::size_t strings) {
    while (slots_.size() < 2 * strings) slots_.resize(2 * slots_.size(), 0);
    place_all();
  }

  /// The number of the string; a new one when it was not there.
  std::uint32_t intern(std::string_view text) {
    std::size_t i = 0;
    const std::uint64_t hash = hash_of(text);
    if (const std::uint32_t found = probe(text, hash, i); found != none) return found;
    const auto id = static_cast<std::uint32_t>(size());
    slots_[i] = (hash & high) | (id + 1);
    bytes_.insert(bytes_.end(), text.begin(), text.end());
    ends_.push_back(static_cast<std::uint32_t>(bytes_.size()));
    if (size() * 2 > slots_.size()) grow();
    return id;
  }

  /// The number of the string, or `none`.
  [[nodiscard]] std::uint32_t find(std::string_view text) const noexcept {
    std::size_t i = 0;
    return probe(text, hash_of(text), i);
  }

  [[nodiscard]] std::string_view operator[](std::uint32_t id) const noexcept {
    return {bytes_.data() + ends_[id], ends_[id + 1] - ends_[id]};
  }
  [[nodiscard]] std::size_t size() const noexcept { return ends_.size() - 1; }
  [[nodiscard]] std::size_t memory() const noexcept {
    return slots_.capacity() * sizeof(std::uint64_t) + ends_.capacity() * sizeof(std::uint32_t) +
           bytes_.capacity();
  }

 private:
  static constexpr std::uint64_t high = 0xffff'ffff'0000'0000;

  template <typename Word>
  static std::uint64_t load(const char* p) noexcept {
    Word word;
    std::memcpy(&word, p, sizeof word);
    return word;
  }

  /// The bytes of a short text, or of the end of a long one, as one word. Loads that overlap are
  /// cheaper than a copy of so many bytes.
  static std::uint64_t tail_of(const char* p, std::size_t size) noexcept {
    if (size >= 4) return load<std::uint32_t>(p) << 32 | load<std::uint32_t>(p + size - 4);
    if (size == 0) return 0;
    const auto byte = [&](std::size_t i) { return std::uint64_t{static_cast<unsigned char>(p[i])}; };
    return byte(0) << 16 | byte(size / 2) << 8 | byte(size - 1);
  }

  static std::uint64_t hash_of(std::string_view text) noexcept {
    std::uint64_t hash = text.size() * 0x9e37'79b9'7f4a'7c15u;
    const auto mix = [&](std::uint64_t word) {
      hash = (hash ^ word) * 0x9fb2'1c65'1e98'df25u;
      hash ^= hash >> 32;
    };
    const char* p = text.data();
    std::size_t left = text.size();
    for (; left > 8; left -= 8, p += 8) mix(load<std::uint64_t>(p));
    mix(tail_of(p, left));
    return hash * 0x9e37'79b9'7f4a'7c15u;
  }

  /// The number, or `none` and the slot `i` where it belongs.
  std::uint32_t probe(std::string_view text, std::uint64_t hash, std::size_t& i) const noexcept {
    const std::size_t mask = slots_.size() - 1;
    for (i = (hash >> 20) & mask; slots_[i] != 0; i = (i + 1) & mask) {
      const auto id = static_cast<std::uint32_t>(slots_[i]) - 1;
      if (((slots_[i] ^ hash) & high) == 0 && (*this)[id] == text) return id;
    }
    return none;
  }

  void grow() {
    slots_.resize(slots_.size() * 4);
    place_all();
  }

  void place_all() {
    std::fill(slots_.begin(), slots_.end(), 0);
    const std::size_t mask = slots_.size() - 1;
    for (std::uint32_t id = 0; id < size(); ++id) {
      const std::uint64_t hash = hash_of((*this)[id]);
      std::size_t i = (hash >> 20) & mask;
      while (slots_[i] != 0) i = (i + 1) & mask;
      slots_[i] = (hash & high) | (id + 1);
    }
  }

  std::vector<std::uint64_t> slots_;
  std::vector<std::uint32_t> ends_;
  std::vector<char> bytes_;
};

}  // namespace errdex::search

#endif
