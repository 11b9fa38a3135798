// What a query asks for: its words, looked up in an index.
#ifndef ERRDEX_SRC_SEARCH_QUERY_HPP
#define ERRDEX_SRC_SEARCH_QUERY_HPP

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "search/index.hpp"
#include "search/text.hpp"

namespace errdex::search {

/// A Latin word or a Han run of the query. Without constructors: a query has room for hundreds and
/// most searches use three. The text of it is asked for at the query.
struct query_item {
  std::uint16_t asked_begin, asked_size;
  // A Latin word: folded, without joiners.
  std::uint16_t folded_begin, folded_size;
  std::uint16_t first_part, part_count;  // Of a compound; part_count is 0 for any other word.
  std::uint16_t first_char, char_count;  // Of a Han run; char_count is 0 for a Latin word.
  term_id term;                          // Of the folded word, or `none` when no entry has its stem.
  bool optional;                         // Counts where it stands, but need not stand there.
  bool filler;

  [[nodiscard]] bool han() const noexcept { return char_count > 0; }
};

/// The query, cut into items. Holds all of it in itself: a search allocates for its result only.
class query {
 public:
  /// `text` has at most search_index::max_query bytes. It and the index have to live as long as the query.
  query(const index_data& index, std::string_view text);
  query(const query&) = delete;
  query& operator=(const query&) = delete;

  /// The items, without fillers unless there is nothing else.
  [[nodiscard]] std::span<const query_item> items() const noexcept { return {items_.data(), item_count_}; }
  /// The term of all words together, fillers too, when the catalog writes them as one: the words of a
  /// name, "department not found". `none` for a single word or one that is no such name.
  [[nodiscard]] term_id together() const noexcept { return together_; }
  /// The whole query.
  [[nodiscard]] std::string_view text() const noexcept { return text_; }
  /// All words together, folded.
  [[nodiscard]] std::string_view folded() const noexcept { return {folded_.data(), folded_size_}; }
  /// The parts of a compound, in order.
  [[nodiscard]] std::span<const query_item> parts(const query_item& item) const noexcept {
    return {parts_.data() + item.first_part, item.part_count};
  }
  [[nodiscard]] std::span<const char32_t> chars(const query_item& run) const noexcept {
    return {chars_.data() + run.first_char, run.char_count};
  }
  /// As in the query.
  [[nodiscard]] std::string_view asked(const query_item& item) const noexcept {
    return text_.substr(item.asked_begin, item.asked_size);
  }
  /// From the first item to the last, as in the query.
  [[nodiscard]] std::string_view asked_between(const query_item& first,
                                               const query_item& last) const noexcept {
    return text_.substr(first.asked_begin,
                        last.asked_begin + std::size_t{last.asked_size} - first.asked_begin);
  }
  /// `count` characters of a run from `from` on, as in the query.
  [[nodiscard]] std::string_view asked(const query_item& run, std::size_t from,
                                       std::size_t count) const noexcept {
    const std::size_t last = run.first_char + from + count - 1;
    const std::size_t begin = char_begins_[run.first_char + from];
    return text_.substr(begin, char_begins_[last] + std::size_t{char_sizes_[last]} - begin);
  }
  [[nodiscard]] std::string_view folded(const query_item& item) const noexcept {
    return {folded_.data() + item.folded_begin, item.folded_size};
  }

  // The sink of `cut`.
  void word(const word_piece& piece, std::size_t begin, std::size_t end);
  void han(char32_t c, std::size_t begin, std::size_t end);

 private:
  void close_run();
  void add_run(std::size_t first, std::size_t count, bool filler);
  void leave_out_fillers() noexcept;
  [[nodiscard]] query_item make_word(std::string_view folded, std::size_t begin, std::size_t end);

  // Every word and every part takes at least one byte of the query, a Han character at least three
  // (the folded copy holds a compound twice: as a whole and in parts).
  static constexpr std::size_t most = search_index::max_query;

  const index_data& index_;
  std::string_view text_;
  std::array<query_item, most> items_;
  std::array<query_item, most> parts_;
  std::array<char, 2 * most> folded_;
  std::array<char32_t, most / 3 + 1> chars_;
  std::array<std::uint16_t, most / 3 + 1> char_begins_;
  std::array<std::uint8_t, most / 3 + 1> char_sizes_;
  term_id together_ = none;
  std::size_t item_count_ = 0;
  std::size_t part_count_ = 0;
  std::size_t folded_size_ = 0;
  std::size_t char_count_ = 0;
  std::size_t run_first_ = 0;
};

}  // namespace errdex::search

#endif
