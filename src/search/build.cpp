// Builds an index: reads every text of every entry once, weighs what was found in each entry, and
// sorts that by term.
#include <algorithm>
#include <bit>
#include <cmath>
#include <memory>
#include <numeric>

#include "search/index.hpp"
#include "search/spelling.hpp"
#include "search/stem.hpp"
#include "search/text.hpp"
#include "search/words.hpp"

namespace errdex {
namespace search {
namespace {

/// What a hit in a field is worth, and how much a long text takes from that. The typical sizes are
/// those of the built-in catalog; as constants they let an entry be weighed without knowing the others.
struct field {
  float worth;
  float slope;
  float typical_bytes;
};
constexpr field code_field{24, 0, 1};
constexpr field name_field{6, 0.2f, 22};
constexpr field title_field{4, 0.3f, 78};
constexpr field message_field{3, 0.3f, 42};
constexpr field body_field{1, 0.4f, 540};
// Where the code belongs. It narrows ("feishu token expired"), but it is no hit in itself.
constexpr field place_field{0.3f, 0, 1};

/// How soon more of the same adds nothing: half of the most that a term can count is reached here.
constexpr float saturation = 3;

constexpr std::uint32_t gap_between_runs = 1;

/// A term in the entry that is being read. Small, because there are hundreds of thousands, and touching
/// memory for the first time is a third of the cost of an index.
struct occurrence {
  std::uint32_t term;
  std::uint16_t impact;  // Of 65535.
  // Of Han characters how often the pair stands there; of a word whether it stands there without joiners,
  // while it may be a compound elsewhere.
  std::uint16_t detail;
};

/// The same, when it has been sorted to its term.
struct unweighted_posting {
  entry_number where;
  std::uint16_t impact;
  std::uint16_t detail;
};

constexpr std::uint16_t most_positions = 0xffff;

struct placed {
  std::uint32_t han;
  std::uint32_t position;
};

/// What the entry at hand has of one kind of term.
class tally {
 public:
  struct item {
    std::uint32_t term = 0;
    float worth = 0;
    std::uint16_t positions = 0;
    bool plain = false;
    bool compound = false;
  };

  item& add(std::uint32_t id, float worth) {
    if (id >= slot_.size()) slot_.resize(std::max<std::size_t>(id + 1, slot_.size() * 2), 0);
    // A slot of an earlier entry points behind the items, or at one of another term.
    std::uint32_t& s = slot_[id];
    if (s >= items_.size() || items_[s].term != id) {
      s = static_cast<std::uint32_t>(items_.size());
      items_.push_back({.term = id});
    }
    items_[s].worth += worth;
    return items_[s];
  }

  /// Hands over what the entry has and is ready for the next.
  void close_entry(std::vector<occurrence>& out) {
    for (const item& i : items_) {
      const float impact = i.worth / (i.worth + saturation);
      const bool plain = i.plain && !i.compound;
      out.push_back(
          {i.term, static_cast<std::uint16_t>(impact * 65535), plain ? std::uint16_t{1} : i.positions});
    }
    items_.clear();
  }

 private:
  std::vector<std::uint32_t> slot_;
  std::vector<item> items_;
};

class builder {
 public:
  explicit builder(const catalog& codes) { out_.codes = codes; }

  index_data build() && {
    const auto all = out_.codes.entries();
    out_.entries = static_cast<std::uint32_t>(all.size());
    out_.words_of_bits = (out_.entries + 63) / 64;
    // What entries like the built-in ones need; others only cost growing.
    out_.words.reserve(4 * std::size_t{out_.entries});
    out_.stems.reserve(4 * std::size_t{out_.entries});
    out_.pairs.reserve(16 * std::size_t{out_.entries} + 64);
    const std::size_t bytes = out_.codes.image().size();
    stem_occurrences_.reserve(bytes / 16);
    han_occurrences_.reserve(bytes / 8);
    placed_.reserve(bytes / 16);
    for (entry_number e = 0; e < out_.entries; ++e) read(all[e]);
    intern_synonyms();
    add_parts_of_plain_compounds();
    const auto stem_count = static_cast<std::uint32_t>(out_.stems.size());
    out_.terms.reserve(stem_count + han_count_);
    out_.first_han_term = stem_count;
    lay_out(stem_occurrences_, stem_ends_, stem_count);
    out_.first_han_posting = static_cast<std::uint32_t>(out_.posting_entries.size());
    lay_out(han_occurrences_, han_ends_, han_count_);
    place_positions();
    sort_vocabulary();
    set_filters();
    return std::move(out_);
  }

  // The sink of `cut`.
  void word(const word_piece& piece, std::size_t, std::size_t) {
    if (piece.part_count() == 1) {
      add(piece.whole()).plain = true;
      return;
    }
    std::array<term_id, word_piece::max_parts> parts;
    for (std::size_t i = 0; i < piece.part_count(); ++i) {
      tally::item& part = add(piece.part(i));
      part.plain = true;
      parts[i] = part.term;
    }
    if (!piece.joined()) return;
    tally::item& whole = add(piece.whole());
    whole.compound = true;
    know_parts(whole.term, {parts.data(), piece.part_count()});
  }

  void han(char32_t c, std::size_t begin, std::size_t end) {
    add_han(c, 0);
    if (begin == han_end_ && before_ != 0) {
      tally::item& pair = add_han(before_, c);
      if (pair.positions < most_positions) {
        ++pair.positions;
        placed_.push_back({pair.term, position_});
      }
      ++position_;
    } else {
      position_ += gap_between_runs;
    }
    before_ = c;
    han_end_ = end;
  }

 private:
  tally::item& add(std::string_view text) {
    const std::uint32_t word = out_.words.intern(text);
    if (word == out_.stem_of_word.size()) out_.stem_of_word.push_back(out_.stems.intern(stem(text).view()));
    return stems_here_.add(out_.stem_of_word[word], worth_);
  }

  tally::item& add_han(char32_t a, char32_t b) {
    const std::uint32_t id = out_.pairs.intern(a, b, han_count_);
    if (id == han_count_) ++han_count_;
    return han_here_.add(id, worth_);
  }

  void know_parts(term_id whole, std::span<const term_id> parts) {
    if (whole >= parts_of_.size()) parts_of_.resize(std::max<std::size_t>(whole + 1, parts_of_.size() * 2));
    if (parts_of_[whole].empty()) parts_of_[whole].assign(parts.begin(), parts.end());
  }

  void read_field(const field& f) {
    std::size_t bytes = 0;
    for (const std::string_view t : texts_) bytes += t.size();
    worth_ = f.worth / (1 - f.slope + f.slope * static_cast<float>(bytes) / f.typical_bytes);
    for (const std::string_view t : texts_) {
      before_ = 0;
      cut(t, *this);
    }
    texts_.clear();
  }

  template <typename Texts>
  void collect(const Texts& texts) {
    for (const std::string_view t : texts) texts_.push_back(t);
  }

  void read(const entry& e) {
    constexpr std::array languages{language::en, language::zh};
    position_ = 0;
    texts_.push_back(e.code());
    read_field(code_field);
    texts_.push_back(e.name());
    read_field(name_field);
    for (const auto lang : languages) texts_.push_back(e.title(lang));
    read_field(title_field);
    texts_.push_back(e.message());
    collect(e.aliases());
    read_field(message_field);
    for (const auto lang : languages) {
      texts_.push_back(e.cause(lang));
      collect(e.fix(lang));
    }
    for (const limit l : e.limits()) {
      texts_.push_back(l.field);
      collect(l.values);
    }
    for (const property p : e.context()) texts_.push_back(p.value);
    read_field(body_field);
    const space s = e.space();
    texts_.push_back(s.name());
    texts_.push_back(s.platform());
    for (const auto lang : languages) {
      texts_.push_back(s.platform_title(lang));
      texts_.push_back(s.title(lang));
    }
    read_field(place_field);
    stems_here_.close_entry(stem_occurrences_);
    stem_ends_.push_back(stem_occurrences_.size());
    han_here_.close_entry(han_occurrences_);
    han_ends_.push_back(han_occurrences_.size());
  }

  /// Synonyms that no entry uses get a stem too, so that a query is recognised by them.
  void intern_synonyms() {
    struct collect {
      index_data& out;
      std::vector<synonym_word>& words;
      std::string run;
      std::size_t end = 0;
      void flush() {
        if (!run.empty()) words.push_back({true, out.synonym_runs.intern(run)});
        run.clear();
      }
      void word(const word_piece& piece, std::size_t, std::size_t) {
        flush();
        words.push_back({false, out.stems.intern(stem(piece.whole()).view())});
      }
      void han(char32_t, std::size_t b, std::size_t e) {
        if (b != end) flush();
        run.append(phrase.substr(b, e - b));
        end = e;
      }
      std::string_view phrase;
    };
    for (const std::string_view group : synonym_groups()) {
      out_.synonym_groups.emplace_back();
      for (std::size_t from = 0; from <= group.size();) {
        const std::size_t to = std::min(group.find('|', from), group.size());
        const auto first = static_cast<std::uint32_t>(out_.synonym_words.size());
        collect sink{out_, out_.synonym_words, {}, 0, group.substr(from, to - from)};
        cut(sink.phrase, sink);
        sink.flush();
        const auto count = static_cast<std::uint32_t>(out_.synonym_words.size()) - first;
        out_.synonym_phrases.push_back(
            {first, count, static_cast<std::uint32_t>(out_.synonym_groups.size() - 1), sink.phrase});
        from = to + 1;
      }
    }
    const auto words_of = [&](const synonym_phrase& p) {
      return std::span(out_.synonym_words).subspan(p.first_word, p.word_count);
    };
    std::sort(out_.synonym_phrases.begin(), out_.synonym_phrases.end(),
              [&](const synonym_phrase& a, const synonym_phrase& b) {
                const auto x = words_of(a);
                const auto y = words_of(b);
                return std::lexicographical_compare(x.begin(), x.end(), y.begin(), y.end());
              });
    for (std::uint32_t i = 0; i < out_.synonym_phrases.size(); ++i) {
      out_.synonym_groups[out_.synonym_phrases[i].group].push_back(i);
    }
  }

  /// "accesstoken" has the parts "access" and "token" as soon as any text writes access_token.
  void add_parts_of_plain_compounds() {
    std::size_t i = 0;
    for (entry_number e = 0; e < out_.entries; ++e) {
      for (; i < stem_ends_[e]; ++i) {
        const occurrence o = stem_occurrences_[i];
        if (o.detail == 0 || o.term >= parts_of_.size()) continue;
        for (const term_id part : parts_of_[o.term]) late_parts_.push_back({part, {e, o.impact, 0}});
      }
    }
    std::stable_sort(late_parts_.begin(), late_parts_.end(),
                     [](const late_part& a, const late_part& b) { return a.term < b.term; });
  }

  /// Appends terms and their postings. Occurrences come entry by entry, so that handing them out by
  /// term leaves them in order.
  void lay_out(std::vector<occurrence>& occurrences, const std::vector<std::size_t>& ends,
               std::uint32_t term_count) {
    std::vector<std::uint32_t> next(term_count + 1, 0);
    for (const occurrence& o : occurrences) ++next[o.term + 1];
    std::partial_sum(next.begin(), next.end(), next.begin());
    const auto sorted = std::make_unique_for_overwrite<unweighted_posting[]>(occurrences.size());
    std::size_t i = 0;
    for (entry_number e = 0; e < out_.entries; ++e) {
      for (; i < ends[e]; ++i) {
        const occurrence& o = occurrences[i];
        sorted[next[o.term]++] = {e, o.impact, o.detail};
      }
    }
    occurrences = {};
    out_.posting_entries.reserve(out_.posting_entries.size() + i);
    out_.posting_weights.reserve(out_.posting_weights.size() + i);
    std::size_t begin = 0;
    for (std::uint32_t t = 0; t < term_count; ++t) {
      add_term({sorted.get() + begin, next[t] - begin});  // By now each `next` is the end of its term.
      begin = next[t];
    }
  }

  void add_term(std::span<const unweighted_posting> own) {
    const bool han = out_.terms.size() >= out_.first_han_term;
    if (!han) own = with_late_parts(static_cast<term_id>(out_.terms.size()), own);
    term made{static_cast<std::uint32_t>(out_.posting_entries.size()), static_cast<std::uint32_t>(own.size()),
              none};
    const double df = static_cast<double>(own.size());
    const double most = std::log(1 + (out_.entries - df + 0.5) / (df + 0.5)) * weight_scale / 65535;
    for (const unweighted_posting& p : own) {
      out_.posting_entries.push_back(p.where);
      out_.posting_weights.push_back(
          static_cast<std::uint16_t>(std::clamp(p.impact * most + 0.5, 1.0, 65535.0)));
      if (han) out_.position_starts.push_back(p.detail);
    }
    if (made.count >= std::max<std::uint32_t>(16, out_.entries / 32)) made.bits = add_bits(made);
    out_.terms.push_back(made);
  }

  /// Of the same entry only the weightiest.
  std::span<const unweighted_posting> with_late_parts(term_id id, std::span<const unweighted_posting> own) {
    if (late_ == late_parts_.size() || late_parts_[late_].term != id) return own;
    merged_.assign(own.begin(), own.end());
    for (; late_ < late_parts_.size() && late_parts_[late_].term == id; ++late_) {
      merged_.push_back(late_parts_[late_].posting);
    }
    std::sort(merged_.begin(), merged_.end(), [](const unweighted_posting& a, const unweighted_posting& b) {
      return a.where != b.where ? a.where < b.where : a.impact > b.impact;
    });
    const auto same = [](const unweighted_posting& a, const unweighted_posting& b) {
      return a.where == b.where;
    };
    merged_.erase(std::unique(merged_.begin(), merged_.end(), same), merged_.end());
    return merged_;
  }

  std::uint32_t add_bits(const term& t) {
    const std::size_t begin = out_.bits.size();
    out_.bits.resize(begin + out_.words_of_bits, 0);
    for (const entry_number e : out_.postings(t)) out_.bits[begin + e / 64] |= std::uint64_t{1} << e % 64;
    std::uint32_t before = 0;
    for (std::size_t i = begin; i < out_.bits.size(); ++i) {
      out_.bits_before.push_back(before);
      before += static_cast<std::uint32_t>(std::popcount(out_.bits[i]));
    }
    return static_cast<std::uint32_t>(begin / out_.words_of_bits);
  }

  void place_positions() {
    // So far the numbers of positions; from here on their sums.
    out_.position_starts.push_back(0);
    std::exclusive_scan(out_.position_starts.begin(), out_.position_starts.end(),
                        out_.position_starts.begin(), 0u);
    out_.positions.resize(placed_.size());
    std::vector<std::uint32_t> next(han_count_);
    for (std::uint32_t h = 0; h < han_count_; ++h) {
      next[h] = out_.position_starts[out_.terms[out_.first_han_term + h].first - out_.first_han_posting];
    }
    for (const placed& p : placed_) out_.positions[next[p.han]++] = p.position;
  }

  void sort_vocabulary() {
    struct key {
      std::uint64_t first_bytes;
      std::uint32_t word;
    };
    std::vector<key> keys(out_.words.size());
    for (std::uint32_t w = 0; w < keys.size(); ++w) {
      const std::string_view text = out_.words[w];
      std::uint64_t first = 0;
      for (std::size_t k = 0; k < 8; ++k) {
        first = first << 8 | (k < text.size() ? static_cast<unsigned char>(text[k]) : 0u);
      }
      keys[w] = {first, w};
    }
    std::sort(keys.begin(), keys.end(), [&](const key& a, const key& b) {
      return a.first_bytes != b.first_bytes ? a.first_bytes < b.first_bytes
                                            : out_.words[a.word] < out_.words[b.word];
    });
    for (const key& k : keys) {
      out_.sorted_words.push_back(k.word);
      out_.sorted_letters.push_back(letters_of(out_.words[k.word]));
      out_.sorted_lengths.push_back(static_cast<std::uint16_t>(out_.words[k.word].size()));
    }
  }

  void set_filters() {
    for (const space s : out_.codes.spaces()) {
      const auto count = static_cast<std::uint32_t>(s.entries().size());
      if (count == 0) continue;
      const entry_number from = s.entries()[0].index() - 1;
      out_.spaces.push_back({static_cast<std::uint32_t>(s.id()), from, from + count});
    }
    for (auto& set : out_.entries_with_status) set.assign(out_.words_of_bits, 0);
    for (auto& set : out_.entries_with_verdict) set.assign(out_.words_of_bits, 0);
    const auto all = out_.codes.entries();
    for (entry_number e = 0; e < out_.entries; ++e) {
      const std::uint64_t bit = std::uint64_t{1} << e % 64;
      out_.entries_with_status[static_cast<std::size_t>(all[e].status())][e / 64] |= bit;
      out_.entries_with_verdict[static_cast<std::size_t>(all[e].verdict())][e / 64] |= bit;
    }
  }

  index_data out_;
  tally stems_here_;
  tally han_here_;
  std::vector<occurrence> stem_occurrences_;
  std::vector<occurrence> han_occurrences_;
  std::vector<std::size_t> stem_ends_;  // Behind the occurrences of each entry.
  std::vector<std::size_t> han_ends_;
  struct late_part {
    term_id term;
    unweighted_posting posting;
  };
  std::vector<late_part> late_parts_;
  std::size_t late_ = 0;  // Those before it have been laid out.
  std::vector<unweighted_posting> merged_;
  std::vector<placed> placed_;
  std::vector<std::vector<term_id>> parts_of_;
  std::uint32_t han_count_ = 0;
  std::vector<std::string_view> texts_;
  float worth_ = 0;
  std::uint32_t position_ = 0;
  char32_t before_ = 0;
  std::size_t han_end_ = 0;
};

}  // namespace
}  // namespace search

search_index::search_index(const catalog& codes)
    : data_(std::make_shared<const search::index_data>(search::builder(codes).build())) {}

const catalog& search_index::codes() const noexcept { return data_->codes; }

std::size_t search_index::memory() const noexcept {
  const auto of = [](const auto& v) { return v.capacity() * sizeof(v[0]); };
  const search::index_data& d = *data_;
  std::size_t sum = sizeof d + of(d.terms) + of(d.posting_entries) + of(d.posting_weights) + of(d.bits) +
                    of(d.bits_before) + of(d.position_starts) + of(d.positions) + d.words.memory() +
                    d.stems.memory() + of(d.stem_of_word) + d.pairs.memory() + of(d.sorted_words) +
                    of(d.sorted_letters) + of(d.sorted_lengths);
  for (const auto& set : d.entries_with_status) sum += of(set);
  for (const auto& set : d.entries_with_verdict) sum += of(set);
  return sum;
}

}  // namespace errdex
