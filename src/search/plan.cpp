#include "search/plan.hpp"

#include <algorithm>
#include <bit>

#include "search/spelling.hpp"
#include "search/words.hpp"

namespace errdex::search {
namespace {

// What a weaker reading counts, in 256ths. It only orders hits of the same kind.
constexpr unsigned full = 256;
constexpr unsigned synonym_factor = 192;
constexpr unsigned prefix_factor = 176;
constexpr std::array<unsigned, 3> spelling_factor{256, 208, 144};

// A beginning is expanded to the most frequent words only: one letter begins hundreds.
constexpr std::size_t most_prefixed = 32;
constexpr std::size_t most_spellings = 8;
constexpr std::size_t shortest_prefix = 2;
constexpr std::size_t shortest_prefix_of_number = 3;

// Runs shorter than this are one word to their reader; taking a piece of one would mean another.
constexpr std::size_t shortest_run_in_pieces = 4;

plain_view plain(std::string_view text) noexcept { return {text.data(), text.size()}; }

}  // namespace

void plan::open(bool optional) noexcept {
  requirements_[requirement_count_] = {static_cast<std::uint16_t>(alternative_count_), 0, optional};
}

/// Ends the requirement that was opened. False when there is no way to meet it and it has to be met.
bool plan::close(const query_item& item) noexcept {
  requirement& r = requirements_[requirement_count_];
  r.count = static_cast<std::uint16_t>(alternative_count_ - r.first);
  if (r.count > 0) {
    if (requirement_count_ + 1 < most_requirements) ++requirement_count_;
    return true;
  }
  if (r.optional) return true;
  ++missing_everywhere_;
  add_unknown(query_.asked(item));
  return false;
}

void plan::add_unknown(std::string_view asked) noexcept {
  if (unknown_count_ < unknown_.size()) unknown_[unknown_count_++] = asked;
}

bool plan::begin_alternative(word_reading reading, unsigned factor, std::string_view asked,
                             std::string_view taken) noexcept {
  if (alternative_count_ == most_alternatives) return false;
  const auto first = static_cast<std::uint16_t>(list_count_);
  alternatives_[alternative_count_++] = {
      first, 0, first, 0, static_cast<std::uint16_t>(factor), reading, plain(asked), plain(taken)};
  return true;
}

void plan::drop_alternative() noexcept {
  --alternative_count_;
  list_count_ = alternatives_[alternative_count_].first_list;
}

/// Adds a term to the alternative at hand; false when no entry has it.
bool plan::add_term(term_id id) noexcept {
  if (!known(id) || list_count_ == most_lists) return false;
  const term& t = index_.terms[id];
  posting_list& list = lists_[list_count_++];
  list.entries = index_.posting_entries.data() + t.first;
  list.weights = index_.posting_weights.data() + t.first;
  list.bits = index_.bits_of(t);
  list.bits_before =
      list.bits == nullptr ? nullptr : index_.bits_before.data() + std::size_t{t.bits} * index_.words_of_bits;
  list.position_starts = id < index_.first_han_term
                             ? nullptr
                             : index_.position_starts.data() + (t.first - index_.first_han_posting);
  list.count = t.count;
  list.next = 0;
  ++alternatives_[alternative_count_ - 1].list_count;
  return true;
}

term_id plan::pair(char32_t a, char32_t b) const noexcept {
  const term_id id = index_.pairs.find(a, b);
  return id == none ? none : id + index_.first_han_term;
}

bool plan::add_run(std::span<const char32_t> chars) noexcept {
  if (chars.size() == 1) return add_term(pair(chars[0], 0));
  alternative& a = alternatives_[alternative_count_ - 1];
  const auto first = static_cast<std::uint16_t>(list_count_);
  for (std::size_t i = 0; i + 1 < chars.size(); ++i) {
    if (!add_term(pair(chars[i], chars[i + 1]))) return false;
  }
  if (chars.size() > 2) {
    a.first_adjacent = first;
    a.adjacent_count = static_cast<std::uint16_t>(chars.size() - 1);
  }
  return true;
}

bool plan::add_single(word_reading reading, unsigned factor, std::string_view asked, std::string_view taken,
                      term_id id) noexcept {
  if (!known(id) || !begin_alternative(reading, factor, asked, taken)) return false;
  if (add_term(id)) return true;
  drop_alternative();
  return false;
}

bool plan::is_last(const query_item& item) const noexcept {
  const query_item& last = query_.items().back();
  return item.asked_begin + item.asked_size == last.asked_begin + last.asked_size;
}

/// Whether the requirement at hand has an alternative of just this term.
bool plan::has_term(term_id id) const noexcept {
  const requirement& r = requirements_[requirement_count_];
  const entry_number* const postings = index_.posting_entries.data() + index_.terms[id].first;
  return std::any_of(
      alternatives_.begin() + r.first,
      alternatives_.begin() + static_cast<std::ptrdiff_t>(alternative_count_),
      [&](const alternative& a) { return a.list_count == 1 && lists_[a.first_list].entries == postings; });
}

void plan::add_spellings(const query_item& word, std::string_view asked) noexcept {
  const std::string_view text = query_.folded(word);
  unsigned most = forgiven(text);
  if (most == 0) return;
  struct candidate {
    std::uint32_t count;
    std::uint32_t word;
    bool other_beginning;
  };
  std::array<candidate, most_spellings> best;
  std::size_t count = 0;
  const auto better = [](const candidate& a, const candidate& b) {
    if (a.other_beginning != b.other_beginning) return b.other_beginning;
    return a.count != b.count ? a.count > b.count : a.word < b.word;
  };
  const std::uint32_t letters = letters_of(text);
  for (std::size_t i = 0; i < index_.sorted_words.size(); ++i) {
    if (index_.sorted_lengths[i] + most < text.size() || index_.sorted_lengths[i] > text.size() + most)
      continue;
    if (!near_letters(letters, index_.sorted_letters[i], most)) continue;
    const std::uint32_t w = index_.sorted_words[i];
    const unsigned distance = edit_distance(text, index_.words[w], most);
    if (distance > most) continue;
    if (distance < most) {  // Only the nearest.
      most = distance;
      count = 0;
    }
    const candidate c{index_.terms[index_.stem_of_word[w]].count, w, index_.words[w][0] != text[0]};
    if (count == best.size() && !better(c, best[count - 1])) continue;
    if (count < best.size()) ++count;
    std::size_t at = count - 1;
    for (; at > 0 && better(c, best[at - 1]); --at) best[at] = best[at - 1];
    best[at] = c;
  }
  for (std::size_t i = 0; i < count; ++i) {
    const term_id id = index_.stem_of_word[best[i].word];
    if (has_term(id)) continue;
    if (add_single(word_reading::spelling, spelling_factor[most], asked, index_.words[best[i].word], id)) {
      different_ = true;
    }
  }
}

void plan::add_prefixed(const query_item& word, std::string_view asked) noexcept {
  const std::string_view text = query_.folded(word);
  const bool number = text[0] == '-' || (text[0] >= '0' && text[0] <= '9');
  if (text.size() < (number ? shortest_prefix_of_number : shortest_prefix)) return;
  const auto first =
      std::lower_bound(index_.sorted_words.begin(), index_.sorted_words.end(), text,
                       [&](std::uint32_t w, std::string_view t) { return index_.words[w] < t; });
  struct candidate {
    std::uint32_t count;
    std::uint32_t word;
  };
  const auto better = [](const candidate& a, const candidate& b) {
    return a.count != b.count ? a.count > b.count : a.word < b.word;
  };
  std::array<candidate, most_prefixed> best;
  std::size_t count = 0;
  for (auto i = first; i != index_.sorted_words.end() && index_.words[*i].starts_with(text); ++i) {
    const candidate c{index_.terms[index_.stem_of_word[*i]].count, *i};
    if (count < best.size()) {
      best[count++] = c;
      std::push_heap(best.begin(), best.begin() + static_cast<std::ptrdiff_t>(count), better);
    } else if (better(c, best[0])) {
      std::pop_heap(best.begin(), best.end(), better);
      best.back() = c;
      std::push_heap(best.begin(), best.end(), better);
    }
  }
  std::sort(best.begin(), best.begin() + static_cast<std::ptrdiff_t>(count), better);
  for (std::size_t i = 0; i < count; ++i) {
    const term_id id = index_.stem_of_word[best[i].word];
    if (has_term(id)) continue;
    if (add_single(word_reading::prefix, prefix_factor, asked, index_.words[best[i].word], id)) {
      different_ = true;
    }
  }
}

/// `word` is the item or a part of it.
bool plan::require_word(const query_item& word, const query_item& item) {
  open(item.optional);
  const bool part = &word != &item;
  const std::string_view asked = part ? query_.folded(word) : query_.asked(word);
  add_single(part ? word_reading::part : word_reading::exact, full, asked, query_.folded(word), word.term);
  if (kind_ >= match_kind::approximate && !item.optional) {
    const bool last = is_last(item) && (!part || &word == &query_.parts(item).back());
    if (last) add_prefixed(word, asked);
    // A word that is the beginning of another is still being typed, not misspelled.
    if (alternative_count_ == requirements_[requirement_count_].first) add_spellings(word, asked);
  }
  return close(word);
}

/// A run that has to stand there as it is.
bool plan::require_run(const query_item& run) {
  open(run.optional);
  if (begin_alternative(word_reading::exact, full, query_.asked(run), query_.asked(run)) &&
      !add_run(query_.chars(run))) {
    drop_alternative();
  }
  return close(run);
}

/// A run as the words that it most likely consists of: the division into pairs and single characters
/// whose pairs are the most frequent ones. 不存在的部门 becomes 存在 and 部门. The pairs between two
/// words count when they are there.
bool plan::require_pieces(const query_item& run) {
  constexpr std::size_t longest = search_index::max_query / 3 + 1;
  const auto chars = query_.chars(run);
  std::array<unsigned, longest + 1> best;  // Of the first i characters.
  std::array<bool, longest + 1> ends_pair;
  best[0] = best[1] = 0;
  ends_pair[0] = ends_pair[1] = false;
  for (std::size_t i = 2; i <= chars.size(); ++i) {
    const term_id id = pair(chars[i - 2], chars[i - 1]);
    const bool word = known(id) && !is_particle(chars[i - 2]) && !is_particle(chars[i - 1]);
    // Sixteenths of the logarithm, so that two rare words do not outweigh a frequent one by rounding.
    const unsigned value = word ? 16 + 16 * static_cast<unsigned>(std::bit_width(index_.terms[id].count)) +
                                      std::min(index_.terms[id].count, 15u)
                                : 0;
    ends_pair[i] = word && best[i - 2] + value > best[i - 1];
    best[i] = ends_pair[i] ? best[i - 2] + value : best[i - 1];
  }
  if (best[chars.size()] == 0) return false;
  std::array<bool, longest + 1> begins_pair{};
  for (std::size_t i = chars.size(); i >= 2;) {
    if (ends_pair[i]) begins_pair[i - 2] = true;
    i -= ends_pair[i] ? 2u : 1u;
  }
  for (std::size_t i = 0; i + 1 < chars.size(); ++i) {
    const std::string_view text = query_.asked(run, i, 2);
    open(!begins_pair[i] || run.optional);
    add_single(word_reading::part, full, text, text, pair(chars[i], chars[i + 1]));
    close(run);
  }
  different_ = true;
  return true;
}

/// Every pair of a run on its own.
bool plan::require_pairs(const query_item& run) {
  const auto chars = query_.chars(run);
  if (chars.size() <= 2) return require_run(run);
  bool any = false;
  for (std::size_t i = 0; i + 1 < chars.size(); ++i) {
    const term_id id = pair(chars[i], chars[i + 1]);
    const bool binds = is_particle(chars[i]) || is_particle(chars[i + 1]);
    if (!known(id)) {
      if (!binds && !run.optional) ++missing_everywhere_;
      continue;
    }
    const std::string_view text = query_.asked(run, i, 2);
    open(binds || run.optional);
    any = add_single(word_reading::part, full, text, text, id) || any;
    close(run);
  }
  if (!any) add_unknown(query_.asked(run));
  return any;
}

bool plan::require(const query_item& item) {
  if (item.han()) {
    if (kind_ == match_kind::partial) return require_pairs(item);
    if (kind_ != match_kind::exact && item.char_count >= shortest_run_in_pieces) return require_pieces(item);
    return require_run(item);
  }
  // A compound that the catalog writes is meant as such; else, and where that is not enough, its parts.
  const bool whole = item.part_count == 0 ||
                     (known(item.term) && (kind_ == match_kind::exact || kind_ == match_kind::partial));
  if (whole) return require_word(item, item);
  if (known(item.term)) different_ = true;
  bool met = true;
  for (const query_item& part : query_.parts(item)) met = require_word(part, item) && met;
  return met;
}

bool plan::same(const query_item& item, const synonym_word& word) const noexcept {
  if (item.han() != word.han) return false;
  return word.han ? query_.asked(item) == index_.synonym_runs[word.id] : item.term == word.id;
}

bool plan::add_phrase(const synonym_phrase& phrase, std::string_view asked) noexcept {
  if (!begin_alternative(word_reading::synonym, synonym_factor, asked, phrase.text)) return false;
  for (std::uint32_t i = 0; i < phrase.word_count; ++i) {
    const synonym_word& word = index_.synonym_words[phrase.first_word + i];
    bool added = false;
    if (word.han) {
      const std::string_view run = index_.synonym_runs[word.id];
      std::array<char32_t, 16> chars;
      std::size_t count = 0;
      for (std::size_t k = 0; k < run.size() && count < chars.size();) {
        const code_point c = decode(run.substr(k));
        chars[count++] = c.value;
        k += c.size;
      }
      added = add_run({chars.data(), count});
    } else {
      added = add_term(word.id);
    }
    if (!added) {
      drop_alternative();
      return false;
    }
  }
  return true;
}

/// Requires the longest phrase that begins at this item and has synonyms, or one of those. Returns the
/// number of items that it takes, 0 when there is no such phrase or nobody uses its synonyms.
std::size_t plan::require_synonyms(std::size_t from) {
  const auto items = query_.items().subspan(from);
  const synonym_phrase* longest = nullptr;
  const synonym_word first{items[0].han(),
                           items[0].han() ? index_.synonym_runs.find(query_.asked(items[0])) : items[0].term};
  for (const synonym_phrase& p : index_.phrases_beginning_with(first)) {
    if (p.word_count > items.size() || (longest != nullptr && p.word_count <= longest->word_count)) continue;
    bool equal = true;
    for (std::uint32_t i = 0; i < p.word_count && equal; ++i) {
      equal = same(items[i], index_.synonym_words[p.first_word + i]);
    }
    if (equal) longest = &p;
  }
  if (longest == nullptr) return 0;
  const auto used = items.first(longest->word_count);
  const query_item& end = used.back();
  const std::string_view asked = query_.asked_between(used.front(), end);
  open(std::all_of(used.begin(), used.end(), [](const query_item& i) { return i.optional; }));
  bool itself =
      begin_alternative(used.size() == 1 ? word_reading::exact : word_reading::part, full, asked, asked);
  for (const query_item& i : used) {
    itself = itself && (i.han() ? add_run(query_.chars(i)) : add_term(i.term));
  }
  if (!itself) drop_alternative();
  const std::size_t before = alternative_count_;
  for (const std::uint32_t other : index_.synonym_groups[longest->group]) {
    if (&index_.synonym_phrases[other] != longest) add_phrase(index_.synonym_phrases[other], asked);
  }
  if (alternative_count_ > before) different_ = true;
  if (kind_ == match_kind::approximate && is_last(end) && !end.han()) add_prefixed(end, asked);
  // Left to `require`, which knows more ways.
  if (alternative_count_ == requirements_[requirement_count_].first) return 0;
  close(used.front());
  return used.size();
}

bool plan::make(match_kind kind) {
  kind_ = kind;
  different_ = kind == match_kind::exact || kind == match_kind::partial;
  requirement_count_ = alternative_count_ = list_count_ = unknown_count_ = 0;
  missing_everywhere_ = 0;
  const auto items = query_.items();
  bool met = true;
  for (std::size_t i = 0; i < items.size();) {
    std::size_t used = 0;
    if (kind == match_kind::related || kind == match_kind::approximate) used = require_synonyms(i);
    if (used == 0) {
      met = require(items[i]) && met;
      used = 1;
    }
    i += used;
  }
  if (query_.together() != none) {
    open(true);
    add_single(word_reading::exact, full, query_.text(), query_.folded(), query_.together());
    close(items[0]);
  }
  return (met || kind == match_kind::partial) && different_ && requirement_count_ > 0;
}

}  // namespace errdex::search
