#include "errdex/search.hpp"

#include <algorithm>
#include <array>

#include "catalog/access.hpp"
#include "search/evaluate.hpp"
#include "search/plan.hpp"
#include "search/query.hpp"

namespace errdex {
namespace search {
namespace {

/// Bytes of the query that are looked at: whole characters.
std::string_view head_of(std::string_view text) noexcept {
  if (text.size() <= search_index::max_query) return text;
  std::size_t end = search_index::max_query;
  while (end > search_index::max_query - 3 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return text.substr(0, end);
}

/// The bit of this word in the result, which it is added to. 0 when there are 64 words already.
std::uint64_t bit_of(std::vector<search_word>& words, const alternative& a) {
  const std::string_view asked = a.asked;
  const std::string_view taken = a.taken;
  std::size_t i = 0;
  while (i < words.size() &&
         !(words[i].taken == taken && words[i].asked == asked && words[i].reading == a.reading))
    ++i;
  if (i >= 64) return 0;
  if (i == words.size()) words.push_back({std::string(asked), std::string(taken), a.reading});
  return std::uint64_t{1} << i;
}

/// The words that an entry was found by: for every requirement the best alternative that it meets.
std::uint64_t words_of(plan& p, entry_number where, match_kind kind, std::vector<search_word>& words) {
  std::uint64_t bits = 0;
  for (const requirement& r : p.requirements()) {
    for (const alternative& a : p.alternatives(r)) {
      // What has to be there and has no alternative is there.
      const bool sure = !r.optional && r.count == 1 && kind != match_kind::partial;
      if (!sure && !meets(p, a, where)) continue;
      bits |= bit_of(words, a);
      break;
    }
  }
  return bits;
}

/// Answers a query with plans of one kind after another.
class answer {
 public:
  answer(const index_data& index, const query& asked, const search_options& options, search_result& out)
      : index_(index), allowed_(index, options), plan_(index, asked), out_(out) {
    const std::size_t limit = std::min<std::size_t>(options.limit, index.entries);
    if (limit > few_.size()) many_.resize(limit);
    room_ = limit > few_.size() ? std::span(many_) : std::span(few_).first(limit);
    out_.hits.reserve(limit);
  }

  void run() {
    for (const match_kind kind : {match_kind::exact, match_kind::related, match_kind::approximate}) {
      if (kind != match_kind::exact && out_.hits.size() == room_.size() && out_.total > 0) return;
      if (plan_.make(kind)) take(kind);
    }
    if (out_.total == 0) {
      if (plan_.make(match_kind::partial)) take(match_kind::partial);
      out_.unknown.assign(plan_.unknown().begin(), plan_.unknown().end());
    }
  }

 private:
  void take(match_kind kind) {
    best_of best(room_.subspan(out_.hits.size()));
    if (kind == match_kind::partial) {
      evaluate_some(plan_, allowed_, best);
    } else {
      evaluate_all(plan_, allowed_, out_.hits, best);
    }
    out_.total += best.total();
    const auto* tables = detail::access::of(index_.codes);
    for (const ranked& r : best.sorted()) {
      out_.hits.push_back({detail::access::make_entry(tables, r.where() + 1), kind,
                           kind == match_kind::partial ? r.missing() + plan_.missing_everywhere() : 0,
                           r.score() / weight_scale, words_of(plan_, r.where(), kind, out_.words)});
    }
  }

  const index_data& index_;
  filter allowed_;
  plan plan_;
  search_result& out_;
  std::array<ranked, 128> few_;
  std::vector<ranked> many_;
  std::span<ranked> room_;
};

}  // namespace
}  // namespace search

std::string_view name(match_kind value) noexcept {
  switch (value) {
    case match_kind::exact: return "exact";
    case match_kind::related: return "related";
    case match_kind::approximate: return "approximate";
    case match_kind::partial: return "partial";
  }
  return {};
}

std::string_view name(word_reading value) noexcept {
  switch (value) {
    case word_reading::exact: return "exact";
    case word_reading::part: return "part";
    case word_reading::synonym: return "synonym";
    case word_reading::prefix: return "prefix";
    case word_reading::spelling: return "spelling";
  }
  return {};
}

search_result search_index::search(std::string_view query, const search_options& options) const {
  search_result result;
  const search::query asked(*data_, search::head_of(query));
  if (!asked.items().empty()) search::answer(*data_, asked, options, result).run();
  return result;
}

}  // namespace errdex
