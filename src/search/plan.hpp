// How a query is answered: what an entry has to have, as lists of postings.
//
// A plan is a list of requirements. A requirement is met by any of its alternatives (the word itself, a
// synonym, another spelling); an alternative by having all of its terms, of which those of a Han run
// have to stand one behind the other. There is one plan for each kind of match, made when it is needed.
#ifndef ERRDEX_SRC_SEARCH_PLAN_HPP
#define ERRDEX_SRC_SEARCH_PLAN_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "search/index.hpp"
#include "search/query.hpp"

namespace errdex::search {

// A plan has room for hundreds of these and most searches use three: none of them has a constructor.

/// A std::string_view without a constructor.
struct plain_view {
  const char* data;
  std::size_t size;
  // NOLINTNEXTLINE(google-explicit-constructor): it is one.
  operator std::string_view() const noexcept { return {data, size}; }
};

/// The postings of one term.
struct posting_list {
  const entry_number* entries;
  const std::uint16_t* weights;
  const std::uint64_t* bits;  // Null for a rare term.
  const std::uint32_t* bits_before;
  const std::uint32_t* position_starts;  // Of the first posting; null for a Latin word.
  std::uint32_t count;
  std::uint32_t next;  // The first posting that is not before the block at hand.
};

struct alternative {
  std::uint16_t first_list, list_count;
  std::uint16_t first_adjacent, adjacent_count;  // The lists that have to follow each other.
  std::uint16_t factor;                          // What its score counts, in 256ths.
  word_reading reading;
  plain_view asked, taken;
};

struct requirement {
  std::uint16_t first, count;  // Alternatives, the best first.
  bool optional;
};

class plan {
 public:
  plan(const index_data& index, const query& asked) noexcept : index_(index), query_(asked) {}
  plan(const plan&) = delete;
  plan& operator=(const plan&) = delete;

  /// Plans for matches of this kind. False when there is none that a better kind would not find: a
  /// word is unknown, or nothing is different. A plan for partial matches has a single term
  /// in every alternative.
  bool make(match_kind kind);

  [[nodiscard]] std::span<const requirement> requirements() const noexcept {
    return {requirements_.data(), requirement_count_};
  }
  [[nodiscard]] std::span<const alternative> alternatives(const requirement& r) const noexcept {
    return {alternatives_.data() + r.first, r.count};
  }
  [[nodiscard]] std::span<posting_list> lists(const alternative& a) noexcept {
    return {lists_.data() + a.first_list, a.list_count};
  }
  [[nodiscard]] std::span<posting_list> adjacent(const alternative& a) noexcept {
    return {lists_.data() + a.first_adjacent, a.adjacent_count};
  }
  [[nodiscard]] const index_data& index() const noexcept { return index_; }

  /// How many words of a plan for partial matches no entry has: they are missing everywhere.
  [[nodiscard]] std::uint32_t missing_everywhere() const noexcept { return missing_everywhere_; }

  /// Words that no entry has, in any way that the last call of `make` looked for; the first few.
  [[nodiscard]] std::span<const std::string_view> unknown() const noexcept {
    return {unknown_.data(), unknown_count_};
  }

 private:
  void open(bool optional) noexcept;
  bool close(const query_item& item) noexcept;
  void add_unknown(std::string_view asked) noexcept;
  bool begin_alternative(word_reading reading, unsigned factor, std::string_view asked,
                         std::string_view taken) noexcept;
  bool add_term(term_id id) noexcept;
  bool add_run(std::span<const char32_t> chars) noexcept;
  void drop_alternative() noexcept;
  bool add_single(word_reading reading, unsigned factor, std::string_view asked, std::string_view taken,
                  term_id id) noexcept;

  [[nodiscard]] bool known(term_id id) const noexcept { return id != none && index_.terms[id].count > 0; }
  [[nodiscard]] term_id pair(char32_t a, char32_t b) const noexcept;

  bool require(const query_item& item);
  bool require_word(const query_item& word, const query_item& item);
  bool require_run(const query_item& run);
  bool require_pieces(const query_item& run);
  bool require_pairs(const query_item& run);
  std::size_t require_synonyms(std::size_t from);
  bool add_phrase(const synonym_phrase& phrase, std::string_view asked) noexcept;
  void add_spellings(const query_item& word, std::string_view asked) noexcept;
  void add_prefixed(const query_item& word, std::string_view asked) noexcept;
  [[nodiscard]] bool same(const query_item& item, const synonym_word& word) const noexcept;
  [[nodiscard]] bool is_last(const query_item& item) const noexcept;
  [[nodiscard]] bool has_term(term_id id) const noexcept;

  // Every requirement takes a byte of the query; the rest is room for other ways to say it.
  static constexpr std::size_t most_requirements = search_index::max_query;
  static constexpr std::size_t most_alternatives = 2 * search_index::max_query;
  static constexpr std::size_t most_lists = 3 * search_index::max_query;

  const index_data& index_;
  const query& query_;
  match_kind kind_ = match_kind::exact;
  bool different_ = false;  // From the plan of the better kind.
  std::array<requirement, most_requirements> requirements_;
  std::array<alternative, most_alternatives> alternatives_;
  std::array<posting_list, most_lists> lists_;
  std::array<std::string_view, 8> unknown_;
  std::size_t requirement_count_ = 0;
  std::size_t alternative_count_ = 0;
  std::size_t list_count_ = 0;
  std::size_t unknown_count_ = 0;
  std::uint32_t missing_everywhere_ = 0;
};

}  // namespace errdex::search

#endif
