#include "search/evaluate.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <functional>

namespace errdex::search {
namespace {

/// Entries are looked at in blocks, so that what is worked on stays in the first cache however large
/// the catalog is. The built-in catalog is one block.
constexpr std::size_t block_words = 32;
constexpr std::size_t block_entries = block_words * 64;

/// Bits of a word below position `bit`.
constexpr std::uint64_t below(std::uint32_t bit) noexcept { return (std::uint64_t{1} << bit) - 1; }

/// As std::popcount, which is a call into the compiler's library where the processor's instruction
/// may not be assumed.
std::uint32_t count_bits(std::uint64_t x) noexcept {
  x -= x >> 1 & 0x5555'5555'5555'5555u;
  x = (x & 0x3333'3333'3333'3333u) + (x >> 2 & 0x3333'3333'3333'3333u);
  x = (x + (x >> 4)) & 0x0f0f'0f0f'0f0f'0f0fu;
  return static_cast<std::uint32_t>(x * 0x0101'0101'0101'0101u >> 56);
}

/// The set of bits of one block.
struct block_set {
  std::array<std::uint64_t, block_words> words;
};

/// One block of entries during an evaluation.
class block {
 public:
  block(std::uint32_t first_word, std::size_t words) noexcept
      : first_word_(first_word), words_(words), base_(first_word * 64) {}

  void fill(block_set& set, std::uint32_t entries) const noexcept {
    std::fill_n(set.words.begin(), words_, ~std::uint64_t{0});
    const std::uint32_t end = base_ + static_cast<std::uint32_t>(words_) * 64;
    if (end > entries) set.words[words_ - 1] >>= end - entries;
  }
  void clear(block_set& set) const noexcept { std::fill_n(set.words.begin(), words_, 0); }
  [[nodiscard]] bool empty(const block_set& set) const noexcept {
    std::uint64_t any = 0;
    for (std::size_t i = 0; i < words_; ++i) any |= set.words[i];
    return any == 0;
  }
  void keep(block_set& set, const block_set& other) const noexcept {
    for (std::size_t i = 0; i < words_; ++i) set.words[i] &= other.words[i];
  }
  void unite(block_set& set, const block_set& other) const noexcept {
    for (std::size_t i = 0; i < words_; ++i) set.words[i] |= other.words[i];
  }

  /// Keeps the entries that the list has.
  void keep(block_set& set, posting_list& list) const noexcept {
    if (list.bits != nullptr) {
      for (std::size_t i = 0; i < words_; ++i) set.words[i] &= list.bits[first_word_ + i];
      return;
    }
    block_set own;
    clear(own);
    skip(list);
    const std::uint32_t end = base_ + static_cast<std::uint32_t>(words_) * 64;
    for (std::uint32_t p = list.next; p < list.count && list.entries[p] < end; ++p) {
      const std::uint32_t at = list.entries[p] - base_;
      own.words[at / 64] |= std::uint64_t{1} << at % 64;
    }
    keep(set, own);
  }

  /// Moves the list to the first posting of this block.
  void skip(posting_list& list) const noexcept {
    if (list.bits != nullptr) {
      list.next = list.bits_before[first_word_];
    } else {
      while (list.next < list.count && list.entries[list.next] < base_) ++list.next;
    }
  }

  /// Calls f(k, posting) for every candidate k that the list has. The candidates are entries of this
  /// block, ascending.
  template <typename Function>
  void for_each_posting(posting_list& list, std::span<const entry_number> candidates,
                        Function f) const noexcept {
    if (list.bits != nullptr) {
      for (std::size_t k = 0; k < candidates.size(); ++k) {
        const std::uint32_t word = candidates[k] / 64;
        const std::uint32_t bit = candidates[k] % 64;
        const std::uint64_t bits = list.bits[word];
        if ((bits >> bit & 1) != 0) f(k, list.bits_before[word] + count_bits(bits & below(bit)));
      }
      return;
    }
    skip(list);
    std::uint32_t p = list.next;
    for (std::size_t k = 0; k < candidates.size() && p < list.count; ++k) {
      while (p < list.count && list.entries[p] < candidates[k]) ++p;
      if (p < list.count && list.entries[p] == candidates[k]) f(k, p);
    }
  }

  std::span<const entry_number> members(const block_set& set,
                                        std::array<entry_number, block_entries>& room) const noexcept {
    std::size_t count = 0;
    for (std::size_t i = 0; i < words_; ++i) {
      for (std::uint64_t w = set.words[i]; w != 0; w &= w - 1) {
        room[count++] =
            base_ + static_cast<std::uint32_t>(i * 64) + static_cast<std::uint32_t>(std::countr_zero(w));
      }
    }
    return {room.data(), count};
  }

  void remove(block_set& set, entry_number e) const noexcept {
    if (e >= base_ && e < base_ + words_ * 64) set.words[(e - base_) / 64] &= ~(std::uint64_t{1} << e % 64);
  }

  [[nodiscard]] std::uint32_t first_word() const noexcept { return first_word_; }
  [[nodiscard]] std::uint32_t base() const noexcept { return base_; }
  [[nodiscard]] std::size_t words() const noexcept { return words_; }

 private:
  std::uint32_t first_word_;
  std::size_t words_;
  std::uint32_t base_;
};

/// Calls f(block) for every block of the index.
template <typename Function>
void for_each_block(const index_data& index, Function f) noexcept {
  for (std::uint32_t first = 0; first < index.words_of_bits; first += block_words) {
    f(block(first, std::min<std::size_t>(block_words, index.words_of_bits - first)));
  }
}

/// The posting of an entry, or `none`.
std::uint32_t posting_of(const posting_list& list, entry_number where) noexcept {
  if (list.bits != nullptr) {
    const std::uint64_t bits = list.bits[where / 64];
    if ((bits >> where % 64 & 1) == 0) return none;
    return list.bits_before[where / 64] + count_bits(bits & below(where % 64));
  }
  const entry_number* const end = list.entries + list.count;
  const entry_number* const at = std::lower_bound(list.entries, end, where);
  return at != end && *at == where ? static_cast<std::uint32_t>(at - list.entries) : none;
}

/// Whether the terms stand one behind the other somewhere in the entry, which has all of them.
bool adjacent_in(const index_data& index, std::span<const posting_list> run, entry_number where) noexcept {
  struct places {
    const std::uint32_t* begin;
    const std::uint32_t* end;
  };
  std::array<places, search_index::max_query / 3 + 1> of;
  for (std::size_t i = 0; i < run.size(); ++i) {
    const std::uint32_t p = posting_of(run[i], where);
    of[i] = {index.positions.data() + run[i].position_starts[p],
             index.positions.data() + run[i].position_starts[p + 1]};
  }
  // Positions ascend, so each is passed once.
  for (const std::uint32_t* start = of[0].begin; start != of[0].end; ++start) {
    std::size_t i = 1;
    for (; i < run.size(); ++i) {
      const auto wanted = *start + static_cast<std::uint32_t>(i);
      while (of[i].begin != of[i].end && *of[i].begin < wanted) ++of[i].begin;
      if (of[i].begin == of[i].end) return false;
      if (*of[i].begin != wanted) break;
    }
    if (i == run.size()) return true;
  }
  return false;
}

void keep_adjacent(const index_data& index, const block& b, std::span<const posting_list> run,
                   block_set& set) noexcept {
  for (std::size_t i = 0; i < b.words(); ++i) {
    for (std::uint64_t w = set.words[i]; w != 0; w &= w - 1) {
      const entry_number e =
          b.base() + static_cast<std::uint32_t>(i * 64) + static_cast<std::uint32_t>(std::countr_zero(w));
      if (!adjacent_in(index, run, e)) b.remove(set, e);
    }
  }
}

/// The entries that meet the requirement, out of those in `set`. Whether Han characters follow each
/// other is left to be checked where there is no other alternative: after all else, when fewer are left.
void keep_meeting(plan& p, const block& b, const requirement& r, block_set& set) noexcept {
  const auto alternatives = p.alternatives(r);
  if (alternatives.size() == 1) {
    for (posting_list& list : p.lists(alternatives[0])) b.keep(set, list);
    return;
  }
  block_set any;
  b.clear(any);
  for (const alternative& a : alternatives) {
    block_set own = set;
    for (posting_list& list : p.lists(a)) b.keep(own, list);
    if (a.adjacent_count > 0) keep_adjacent(p.index(), b, p.adjacent(a), own);
    b.unite(any, own);
  }
  b.keep(set, any);
}

/// Positions of the requirements that have to be met, the one with the fewest postings first: what has
/// many alternatives is then only looked at where the rest is met.
class selective_order {
 public:
  explicit selective_order(plan& p) noexcept {
    const auto requirements = p.requirements();
    for (std::size_t i = 0; i < requirements.size(); ++i) {
      if (requirements[i].optional) continue;
      const std::uint64_t size = postings_of(p, requirements[i]);
      std::size_t at = count_++;
      for (; at > 0 && sizes_[at - 1] > size; --at) {
        sizes_[at] = sizes_[at - 1];
        places_[at] = places_[at - 1];
      }
      sizes_[at] = size;
      places_[at] = static_cast<std::uint16_t>(i);
    }
  }
  [[nodiscard]] std::span<const std::uint16_t> places() const noexcept { return {places_.data(), count_}; }

 private:
  static std::uint64_t postings_of(plan& p, const requirement& r) noexcept {
    std::uint64_t sum = 0;
    for (const alternative& a : p.alternatives(r)) {
      std::uint32_t least = none;
      for (const posting_list& list : p.lists(a)) least = std::min(least, list.count);
      sum += least;
    }
    return sum;
  }

  std::array<std::uint64_t, search_index::max_query> sizes_;
  std::array<std::uint16_t, search_index::max_query> places_;
  std::size_t count_ = 0;
};

/// Adds to each candidate's score what the best alternative that it meets is worth.
void add_scores(plan& p, const block& b, const requirement& r, std::span<const entry_number> candidates,
                std::array<std::uint32_t, block_entries>& scores) noexcept {
  const auto alternatives = p.alternatives(r);
  if (alternatives.size() == 1) {
    for (posting_list& list : p.lists(alternatives[0])) {
      b.for_each_posting(list, candidates,
                         [&](std::size_t k, std::uint32_t posting) { scores[k] += list.weights[posting]; });
    }
    return;
  }
  std::array<std::uint32_t, block_entries> best;
  std::fill_n(best.begin(), candidates.size(), 0);
  for (const alternative& a : alternatives) {
    const auto lists = p.lists(a);
    if (lists.size() == 1) {
      b.for_each_posting(lists[0], candidates, [&](std::size_t k, std::uint32_t posting) {
        best[k] = std::max(best[k], lists[0].weights[posting] * std::uint32_t{a.factor} / 256);
      });
      continue;
    }
    for (std::size_t k = 0; k < candidates.size(); ++k) {
      if (!meets(p, a, candidates[k])) continue;
      std::uint32_t sum = 0;
      for (const posting_list& list : lists) sum += list.weights[posting_of(list, candidates[k])];
      best[k] = std::max(best[k], sum * std::uint32_t{a.factor} / 256);
    }
  }
  for (std::size_t k = 0; k < candidates.size(); ++k) scores[k] += best[k];
}

/// A single term and nothing else: its postings are the answer.
bool offer_single(plan& p, const filter& allowed, std::span<const search_hit> found, best_of& best) noexcept {
  const auto requirements = p.requirements();
  if (requirements.size() != 1 || !allowed.all() || !found.empty()) return false;
  const auto alternatives = p.alternatives(requirements[0]);
  if (alternatives.size() != 1 || alternatives[0].list_count != 1) return false;
  const posting_list& list = p.lists(alternatives[0])[0];
  std::uint32_t at = 0;
  for (; at < list.count && !best.full(); ++at) best.offer({0, list.weights[at], list.entries[at]});
  std::uint32_t kept = at;
  std::uint32_t bound = at < list.count && at > 0 ? best.worst().score() : 0xffff'ffff;
  for (; at < list.count; ++at) {
    // An equal one stands behind in the catalog.
    if (list.weights[at] <= bound) continue;
    best.offer({0, list.weights[at], list.entries[at]});
    bound = best.worst().score();
    ++kept;
  }
  best.count(list.count - kept);
  return true;
}

}  // namespace

void best_of::insert(ranked r) noexcept {
  room_[count_++] = r;
  std::push_heap(room_.begin(), room_.begin() + static_cast<std::ptrdiff_t>(count_), std::greater<>());
}

void best_of::replace_worst(ranked r) noexcept {
  std::size_t hole = 0;
  for (std::size_t child = 1; child < count_; child = 2 * hole + 1) {
    if (child + 1 < count_ && room_[child + 1] < room_[child]) ++child;
    if (r <= room_[child]) break;
    room_[hole] = room_[child];
    hole = child;
  }
  room_[hole] = r;
}

std::span<const ranked> best_of::sorted() noexcept {
  const auto kept = room_.first(count_);
  std::sort(kept.begin(), kept.end(), std::greater<>());
  return kept;
}

filter::filter(const index_data& index, const search_options& options) noexcept
    : index_(index),
      options_(options),
      all_(options.spaces.empty() && options.platform.empty() && options.statuses.empty() &&
           options.verdicts.empty()),
      by_space_(!options.spaces.empty() || !options.platform.empty()) {
  if (!by_space_) return;
  spaces_.fill(false);
  for (const space s : index.codes.spaces()) {
    const bool named = options.spaces.empty() || std::find(options.spaces.begin(), options.spaces.end(),
                                                           s.id()) != options.spaces.end();
    spaces_[static_cast<std::size_t>(s.id())] =
        named && (options.platform.empty() || s.platform() == options.platform);
  }
}

void filter::apply(std::size_t first, std::span<std::uint64_t> mask) const noexcept {
  const auto keep_any = [&](const auto& values, const auto& sets) {
    if (values.empty()) return;
    for (std::size_t i = 0; i < mask.size(); ++i) {
      std::uint64_t any = 0;
      for (const auto v : values) {
        if (static_cast<std::size_t>(v) < sets.size()) any |= sets[static_cast<std::size_t>(v)][first + i];
      }
      mask[i] &= any;
    }
  };
  keep_any(options_.statuses, index_.entries_with_status);
  keep_any(options_.verdicts, index_.entries_with_verdict);
  if (!by_space_) return;
  // The entries of a space are consecutive.
  const std::size_t begin = first * 64;
  const std::size_t end = begin + mask.size() * 64;
  for (const auto& [s, from, to] : index_.spaces) {
    if (spaces_[s]) continue;
    for (std::size_t e = std::max<std::size_t>(from, begin); e < std::min<std::size_t>(to, end);) {
      const std::size_t stop = std::min({std::size_t{to}, end, (e / 64 + 1) * 64});
      const std::uint64_t bits =
          (stop - e == 64 ? ~std::uint64_t{0} : below(static_cast<std::uint32_t>(stop - e))) << e % 64;
      mask[e / 64 - first] &= ~bits;
      e = stop;
    }
  }
}

bool meets(plan& p, const alternative& a, entry_number where) noexcept {
  for (const posting_list& list : p.lists(a)) {
    if (posting_of(list, where) == none) return false;
  }
  return a.adjacent_count == 0 || adjacent_in(p.index(), p.adjacent(a), where);
}

void evaluate_all(plan& p, const filter& allowed, std::span<const search_hit> found, best_of& best) noexcept {
  if (offer_single(p, allowed, found, best)) return;
  const index_data& index = p.index();
  const auto requirements = p.requirements();
  const selective_order order(p);
  for_each_block(index, [&](const block& b) {
    block_set set;
    b.fill(set, index.entries);
    if (!allowed.all()) allowed.apply(b.first_word(), std::span(set.words).first(b.words()));
    for (const search_hit& hit : found) b.remove(set, hit.entry.index() - 1);
    for (const std::uint16_t i : order.places()) {
      keep_meeting(p, b, requirements[i], set);
      if (b.empty(set)) return;
    }
    for (const std::uint16_t i : order.places()) {
      const alternative& only = p.alternatives(requirements[i])[0];
      if (requirements[i].count == 1 && only.adjacent_count > 0)
        keep_adjacent(index, b, p.adjacent(only), set);
    }
    std::array<entry_number, block_entries> room;
    std::array<std::uint32_t, block_entries> scores;
    const auto candidates = b.members(set, room);
    std::fill_n(scores.begin(), candidates.size(), 0);
    for (const requirement& r : requirements) add_scores(p, b, r, candidates, scores);
    for (std::size_t k = 0; k < candidates.size(); ++k) best.offer({0, scores[k], candidates[k]});
  });
}

void evaluate_some(plan& p, const filter& allowed, best_of& best) noexcept {
  const index_data& index = p.index();
  std::uint32_t wanted = 0;
  for (const requirement& r : p.requirements()) wanted += r.optional ? 0 : 1;
  for_each_block(index, [&](const block& b) {
    block_set possible;
    b.fill(possible, index.entries);
    if (!allowed.all()) allowed.apply(b.first_word(), std::span(possible.words).first(b.words()));
    std::array<entry_number, block_entries> room;
    std::array<std::uint32_t, block_entries> scores;
    std::array<std::uint16_t, block_entries> met;
    // Those that meet anything at all, then what each of them meets.
    block_set any;
    b.clear(any);
    for (const requirement& r : p.requirements()) {
      if (r.optional && wanted > 0) continue;
      block_set own = possible;
      keep_meeting(p, b, r, own);
      b.unite(any, own);
    }
    const auto candidates = b.members(any, room);
    std::fill_n(scores.begin(), candidates.size(), 0);
    std::fill_n(met.begin(), candidates.size(), std::uint16_t{0});
    for (const requirement& r : p.requirements()) {
      if (!r.optional) {
        block_set own = any;
        keep_meeting(p, b, r, own);
        for (std::size_t k = 0; k < candidates.size(); ++k) {
          const std::uint32_t at = candidates[k] - b.base();
          met[k] = static_cast<std::uint16_t>(met[k] + (own.words[at / 64] >> at % 64 & 1));
        }
      }
      add_scores(p, b, r, candidates, scores);
    }
    for (std::size_t k = 0; k < candidates.size(); ++k)
      best.offer({wanted - met[k], scores[k], candidates[k]});
  });
}

}  // namespace errdex::search
