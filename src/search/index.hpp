// The data of an index: which entry has which term, how much that weighs, and where it stands.
//
// A term is a stem of a Latin word, a Han character or a pair of neighbouring Han characters. Its
// postings are the entries that have it, ascending, each with its weight: the whole BM25F score of that
// term in that entry, worked out when the index is built, so that a query only adds integers. Integers,
// because then the order of hits is the same for every compiler.
//
// A frequent term also has a set of bits, one for each entry, with the number of bits before every word:
// several terms are intersected 64 entries at a time, and the posting of an entry is found by counting.
#ifndef ERRDEX_SRC_SEARCH_INDEX_HPP
#define ERRDEX_SRC_SEARCH_INDEX_HPP

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "errdex/catalog.hpp"
#include "errdex/search.hpp"
#include "search/string_table.hpp"

namespace errdex::search {

/// Entries are counted from 0 here, in the order of the catalog; index() - 1 of the entry.
using entry_number = std::uint32_t;
using term_id = std::uint32_t;

/// One unit of score.
inline constexpr double weight_scale = 2048;

struct term {
  std::uint32_t first = 0;  // Position of the first posting.
  std::uint32_t count = 0;
  std::uint32_t bits = none;  // Number of its set of bits, if it has one.
};

/// Numbers Han characters and pairs of them; the second character of a single one is 0. A slot holds
/// both characters, of 18 bits each (is_han knows none beyond), and the number: at most 2^28 - 1.
class pair_table {
 public:
  pair_table() : slots_(256, 0) {}

  /// Makes room for this many, so that they come without growing. Only before the first.
  void reserve(std::size_t pairs) { slots_.resize(std::bit_ceil(pairs * 3 / 2)); }

  [[nodiscard]] std::uint32_t find(char32_t a, char32_t b) const noexcept {
    const std::uint64_t key = key_of(a, b);
    for (std::size_t i = home(key);; i = (i + 1) & (slots_.size() - 1)) {
      if ((slots_[i] & key_mask) == key) return id_in(slots_[i]);
      if (slots_[i] == 0) return none;
    }
  }

  /// The number of the pair, or `next` if it was not there: then it has that from now on.
  std::uint32_t intern(char32_t a, char32_t b, std::uint32_t next) {
    const std::uint64_t key = key_of(a, b);
    std::size_t i = home(key);
    for (; slots_[i] != 0; i = (i + 1) & (slots_.size() - 1)) {
      if ((slots_[i] & key_mask) == key) return id_in(slots_[i]);
    }
    slots_[i] = key | next;
    if (++count_ * 3 > slots_.size() * 2) grow();
    return next;
  }

  [[nodiscard]] std::size_t memory() const noexcept { return slots_.capacity() * sizeof(std::uint64_t); }

 private:
  static constexpr unsigned id_bits = 28;
  static constexpr std::uint64_t key_mask = ~std::uint64_t{0} << id_bits;

  static std::uint32_t id_in(std::uint64_t slot) noexcept {
    return static_cast<std::uint32_t>(slot & ~key_mask);
  }
  static std::uint64_t key_of(char32_t a, char32_t b) noexcept {
    return (std::uint64_t{a} << 18 | b) << id_bits;
  }
  [[nodiscard]] std::size_t home(std::uint64_t key) const noexcept {
    const std::uint64_t h = (key >> id_bits) * 0x9e37'79b9'7f4a'7c15u;
    return (h ^ h >> 32) & (slots_.size() - 1);
  }
  void grow() {
    std::vector<std::uint64_t> old(slots_.size() * 2, 0);
    old.swap(slots_);
    for (const std::uint64_t s : old) {
      if (s == 0) continue;
      std::size_t i = home(s & key_mask);
      while (slots_[i] != 0) i = (i + 1) & (slots_.size() - 1);
      slots_[i] = s;
    }
  }

  std::vector<std::uint64_t> slots_;
  std::size_t count_ = 0;
};

/// A phrase of a group of synonyms, as positions in `synonym_words`.
struct synonym_phrase {
  std::uint32_t first_word = 0;
  std::uint32_t word_count = 0;
  std::uint32_t group = 0;
  std::string_view text;  // In the table of synonyms.
};

/// A word of a phrase: a stem, or a Han run by its number in `synonym_runs`.
struct synonym_word {
  bool han = false;
  std::uint32_t id = 0;
  friend bool operator==(const synonym_word&, const synonym_word&) = default;
  // clang-tidy 14 takes the 0 that a rewritten comparison is compared with for a null pointer.
  // NOLINTNEXTLINE(modernize-use-nullptr)
  friend auto operator<=>(const synonym_word&, const synonym_word&) = default;
};

/// The entries of a space, which are consecutive.
struct entries_of_space {
  std::uint32_t space;  // Its id.
  entry_number from, to;
};

struct index_data {
  catalog codes;
  std::uint32_t entries = 0;
  std::uint32_t words_of_bits = 0;  // 64-bit words in one set of bits.

  // Terms: first the stems in the order of `stems`, then characters and pairs.
  std::vector<term> terms;
  std::vector<entry_number> posting_entries;
  std::vector<std::uint16_t> posting_weights;
  std::vector<std::uint64_t> bits;
  std::vector<std::uint32_t> bits_before;  // For each word of `bits`: postings of the term before it.

  // Where a pair stands in an entry: characters counted through the entry, with a gap between runs.
  // The positions of posting p are positions[position_starts[p - first_han_posting]] up to the next.
  std::uint32_t first_han_term = 0;
  std::uint32_t first_han_posting = 0;
  std::vector<std::uint32_t> position_starts;
  std::vector<std::uint32_t> positions;

  // The vocabulary: words as they stand in the catalog, folded; several have the same stem.
  string_table words;
  string_table stems;
  std::vector<term_id> stem_of_word;
  pair_table pairs;
  // Words in alphabetical order, with what rules most of them out in a search for spelling.
  std::vector<std::uint32_t> sorted_words;
  std::vector<std::uint32_t> sorted_letters;
  std::vector<std::uint16_t> sorted_lengths;

  std::vector<entries_of_space> spaces;
  std::array<std::vector<std::uint64_t>, status_count> entries_with_status;
  std::array<std::vector<std::uint64_t>, verdict_count> entries_with_verdict;

  string_table synonym_runs;
  std::vector<synonym_word> synonym_words;
  std::vector<synonym_phrase> synonym_phrases;             // By their words.
  std::vector<std::vector<std::uint32_t>> synonym_groups;  // Positions in `synonym_phrases`.

  [[nodiscard]] std::span<const entry_number> postings(const term& t) const noexcept {
    return {posting_entries.data() + t.first, t.count};
  }
  /// The phrases that begin with this word.
  [[nodiscard]] std::span<const synonym_phrase> phrases_beginning_with(
      const synonym_word& word) const noexcept {
    const auto first_of = [&](const synonym_phrase& p) { return synonym_words[p.first_word]; };
    const auto low = std::partition_point(synonym_phrases.begin(), synonym_phrases.end(),
                                          [&](const synonym_phrase& p) { return first_of(p) < word; });
    const auto high = std::partition_point(low, synonym_phrases.end(),
                                           [&](const synonym_phrase& p) { return first_of(p) == word; });
    return {low, high};
  }
  [[nodiscard]] const std::uint64_t* bits_of(const term& t) const noexcept {
    return t.bits == none ? nullptr : bits.data() + std::size_t{t.bits} * words_of_bits;
  }
};

}  // namespace errdex::search

#endif
