// Full text over a catalog, in both languages.
//
//   #include <errdex/search.hpp>
//
//   const errdex::search_index index;  // Of the built-in catalog.
//   errdex::search_result found = index.search("secrt 过期");
//   for (const errdex::search_hit& hit : found.hits) {
//     std::cout << hit.entry.space().name() << ':' << hit.entry.code() << ' '
//               << hit.entry.title(errdex::language::en) << '\n';
//   }
//   for (const errdex::search_word& w : found.words) {
//     if (w.reading == errdex::word_reading::spelling) std::cout << w.asked << " → " << w.taken << '\n';
//   }
//
// What is searched: code, name, title, message and aliases, cause, steps of the fix, fields and values
// of the limits, context, and the names of the space and its platform. A hit in the code or the name
// counts most, one in cause or fix least.
//
// How words are compared. Latin words: upper and lower case, full and half width and the endings of
// plurals and verbs are the same (expires, Expired). user_id, userId, user-id and userid are one word;
// its parts are words too. Numbers are words, "-1" another than "1". A run of Chinese characters has to
// stand in the text as it is, two characters are enough, one works. The characters are compared as they
// are: a query in traditional characters finds nothing.
//
// What counts as a hit. An entry that has all the words is an exact hit. When there are fewer exact hits
// than asked for, three kinds of weaker ones follow them: related (synonyms, the parts of a compound),
// approximate (one mistake in a Latin word of four letters or more, two from eight letters on; a
// beginning of a word where the last one is still being typed) and, only when nothing else was
// found, partial ones that lack some of the words. Question words (how, 怎么办) are left out unless there
// is nothing else, and "error", "code", "错误码" are welcome but not demanded.
//
// Choose `catalog::find` or `diagnose` when the code or the response is known: they are a thousand
// times cheaper and they do not guess. Building an index of the built-in catalog takes about 20 ms and 5 MB;
// a search takes some microseconds, takes no lock, and is safe from any number of threads.
#ifndef ERRDEX_SEARCH_HPP
#define ERRDEX_SEARCH_HPP

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "errdex/catalog.hpp"
#include "errdex/detail/export.hpp"

namespace errdex {

namespace search {
struct index_data;  // Not a public interface.
}

/// What is asked for beside the words. Spans and views have to live during the call only.
struct search_options {
  std::size_t limit = 10;                       ///< The most hits to return; 0 only counts.
  std::span<const space_id> spaces{};           ///< Only entries of one of these spaces; empty: of all.
  std::string_view platform{};                  ///< Only entries of this platform; empty: of all.
  std::span<const status> statuses{};           ///< Only entries with one of these; empty: with any.
  std::span<const errdex::verdict> verdicts{};  ///< Only entries with one of these; empty: with any.
};

/// How well an entry fits the query. Hits of a better kind always stand before those of a worse one.
enum class match_kind : std::uint8_t {
  exact = 0,        ///< Every word stands there.
  related = 1,      ///< Every word, or a synonym or the parts of it.
  approximate = 2,  ///< Every word, or one that is spelled nearly the same or begins with it.
  partial = 3,      ///< Some words are missing; those with the fewest missing come first.
};

/// "exact", "related", "approximate", "partial".
[[nodiscard]] ERRDEX_API std::string_view name(match_kind value) noexcept;

/// What a word of the query was taken as.
enum class word_reading : std::uint8_t {
  exact = 0,     ///< Itself.
  part = 1,      ///< A part of a compound, or characters out of a Chinese run.
  synonym = 2,   ///< A word with the same meaning in this field.
  prefix = 3,    ///< A word that begins with it.
  spelling = 4,  ///< A word that is spelled nearly the same.
};

/// "exact", "part", "synonym", "prefix", "spelling".
[[nodiscard]] ERRDEX_API std::string_view name(word_reading value) noexcept;

/// A word of the query, and what was found for it.
struct search_word {
  std::string asked;  ///< As in the query.
  std::string taken;  ///< As in the catalog; folded to lower case, a compound without its joiners.
  word_reading reading = word_reading::exact;
};

/// An entry that was found.
struct search_hit {
  errdex::entry entry;
  match_kind kind = match_kind::exact;
  /// Words that the entry lacks, 0 except for partial hits. In a Chinese run that was not found as
  /// it is, every pair of neighbouring characters counts as a word.
  std::uint32_t missing = 0;
  /// Comparable among hits of the same result, kind and `missing`.
  double score = 0;
  /// Bit i stands for `search_result::words[i]`: the words that this entry was found by.
  std::uint64_t words = 0;
};

/// What a search found.
struct search_result {
  /// Best first; of equal ones in the order of the catalog.
  std::vector<search_hit> hits;
  /// How many entries there are, also beyond the limit, of the kinds that were looked for: weaker
  /// kinds only count when the better ones did not fill the limit.
  std::size_t total = 0;
  /// The words by which the hits were found, at most 64. A word of the query that stands in no hit
  /// is not among them.
  std::vector<search_word> words;
  /// Words of the query that stand nowhere in the catalog and resemble nothing there.
  std::vector<std::string> unknown;
};

/// Part of a text, in bytes.
struct text_range {
  std::size_t offset = 0;
  std::size_t length = 0;
  friend bool operator==(const text_range&, const text_range&) = default;
};

/// Where the words of a search stand in a text, to be highlighted: in order, not overlapping, and
/// whole characters. Only words with their bit in `words` are looked for (a hit's, or all).
[[nodiscard]] ERRDEX_API std::vector<text_range> find_words(std::string_view text,
                                                            const search_result& result,
                                                            std::uint64_t words = ~std::uint64_t{0});

/// The full text of one catalog. Copies share the data.
class ERRDEX_API search_index {
 public:
  /// Of the built-in catalog.
  search_index() : search_index(catalog::builtin()) {}
  /// Keeps a copy of the catalog, so that the entries of results live as long as the index.
  explicit search_index(const catalog& codes);

  /// The entries for these words. Any bytes are a valid query; only the first `max_query` of them
  /// are looked at. An empty query finds nothing. Allocates for its result only (and, beyond 128 hits,
  /// once for ranking them); throws only std::bad_alloc.
  [[nodiscard]] search_result search(std::string_view query, const search_options& options = {}) const;

  /// The catalog that is searched.
  [[nodiscard]] const catalog& codes() const noexcept;
  /// Bytes of memory that the index takes, without the catalog.
  [[nodiscard]] std::size_t memory() const noexcept;

  static constexpr std::size_t max_query = 256;

 private:
  std::shared_ptr<const search::index_data> data_;
};

}  // namespace errdex

#endif
