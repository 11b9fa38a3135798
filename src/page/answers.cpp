// What the box answers: the same readings, in the same order, as `errdex explain`, then words.
#include <algorithm>
#include <chrono>
#include <utility>
#include <vector>

#include "errdex/handle.hpp"
#include "errdex/sighting.hpp"
#include "page/address.hpp"
#include "page/parts.hpp"
#include "page/views.hpp"
#include "page/words.hpp"
#include "present/question.hpp"

namespace errdex::page {
namespace {

constexpr std::size_t most_findings = 20;
constexpr std::size_t most_hits = 12;
constexpr std::size_t most_alike_beginnings = 8;
constexpr std::size_t longest_excerpt = 240;

std::string_view trim(std::string_view s) {
  const auto first = s.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return s.substr(first, s.find_last_not_of(" \t\r\n") - first + 1);
}

bool is_digits(std::string_view s) {
  return !s.empty() && std::all_of(s.begin(), s.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// The beginning of a long text, cut between characters.
std::string excerpt(std::string_view text) {
  if (text.size() <= longest_excerpt) return std::string(text);
  std::size_t end = longest_excerpt;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
  return std::string(text.substr(0, end)) + " …";
}

std::string in_words(std::chrono::milliseconds wait) {
  const auto ms = wait.count();
  if (ms % 3'600'000 == 0) return std::to_string(ms / 3'600'000) + " h";
  if (ms % 60'000 == 0) return std::to_string(ms / 60'000) + " min";
  if (ms % 1'000 == 0) return std::to_string(ms / 1'000) + " s";
  return std::to_string(ms) + " ms";
}

void show_rule(html& out, const advice& a, const words& w) {
  std::string rule;
  if (a.rule == "entry") {
    rule = w.rule_entry;
  } else if (a.rule == "sub_code") {
    rule = w.rule_sub_code;
  } else if (a.rule == "success") {
    rule = w.rule_success;
  } else if (a.rule == "unknown_code") {
    rule = w.rule_unknown;
  } else {
    rule = filled(w.rule_override, a.rule.substr(std::min(a.rule.find(':') + 1, a.rule.size())));
  }
  out.open("p", {{"class", "rule"}}).text(w.rule).text(": ").text(rule);
  if (!a.reason.empty()) out.text(" — ").text(a.reason);
  out.close();
}

std::string_view label_of(detail_kind kind, const words& w) {
  switch (kind) {
    case detail_kind::none: return {};
    case detail_kind::address: return w.named_address;
    case detail_kind::scope: return w.named_scope;
    case detail_kind::field: return w.named_field;
    case detail_kind::link: return w.named_link;
    case detail_kind::hint: return w.named_request;
  }
  return {};
}

/// What to do about this finding, with the rule that decided it and what the answer itself names.
void show_verdict(html& out, const present::finding& f, language lang) {
  const words& w = words_in(lang);
  const auto a = advise(f.reading, f.given);
  if (!a) return;
  const decision d = decide(f.reading, f.given, {.repeat = repeatability::idempotent});
  const std::string look = "verdict v-" + std::string(name(a->action));
  out.open("div", {{"class", look}});
  out.open("p", {{"class", "action"}});
  pill(out, a->action, lang);
  out.text(" ").text(meaning(a->action, lang));
  if (d.repeat && d.delay.count() > 0) out.text(" ").text(filled(w.wait_for, in_words(d.delay)));
  if (a->retry_limit) out.text(" ").text(filled(w.retries, std::to_string(*a->retry_limit)));
  out.close();
  if (d.detail.kind != detail_kind::none && !d.detail.text.empty()) {
    out.open("p", {{"class", "detail"}}).text(label_of(d.detail.kind, w)).text(": ");
    out.element("code", {}, d.detail.text).close();
  }
  show_rule(out, *a, w);
  out.close();
}

void show_reasons(html& out, const rule_set& rules, language lang) {
  out.open("p", {{"class", "because"}}).text(words_in(lang).ranked_because).text(": ");
  bool first = true;
  for (unsigned i = 0; i < rule_set::count; ++i) {
    const auto r = static_cast<evidence_rule>(i);
    if (!rules.has(r)) continue;
    if (!first) out.text(lang == language::zh ? "、" : ", ");
    out.text(reason(r, lang));
    first = false;
  }
  out.close();
}

void show_unlisted(html& out, const candidate& c, const catalog& codes, language lang) {
  const words& w = words_in(lang);
  out.open("article", {{"class", "reading"}});
  out.open("p", {{"class", "id"}}).element("code", {{"class", "number"}}, c.code);
  out.element("span", {{"class", "where"}}, space_label(c.space, lang)).close();
  out.open("p")
      .text(filled(w.unknown_here, space_label(c.space, lang)))
      .text(lang == language::zh ? "。" : ".");
  if (const auto range = is_digits(c.code) && c.code.size() < 19
                             ? c.space.range_of(std::stoll(std::string(c.code)))
                             : std::nullopt) {
    const std::string span = std::to_string(range->from) + "–" + std::to_string(range->to);
    out.text(" ").text(filled(w.in_range, span + " " + std::string(range->title(lang))));
    out.text(lang == language::zh ? "。" : ".");
  }
  out.close();
  const auto near = present::nearest(std::string(c.space.name()) + ":" + std::string(c.code), codes, 3);
  code_list(out, w.nearest, near, lang);
  out.close();
}

/// The likeliest reading, opened.
void show_lead(html& out, const present::finding& f, const candidate& c, language lang) {
  const words& w = words_in(lang);
  const entry& e = c.sub_entry ? c.sub_entry : c.entry;
  const std::string look = "reading best v-" + std::string(name(e.verdict()));
  const std::string address = meaning_address(e);
  out.open("article", {{"class", look}});
  out.open("p", {{"class", "id"}});
  out.element("code", {{"class", "number"}}, e.code());
  out.element("span", {{"class", "where"}}, space_label(e.space(), lang));
  if (c.sub_entry) {
    out.open("a", {{"class", "where"}, {"href", address_of(c.entry)}})
        .text(filled(w.inside, id_of(c.entry)))
        .close();
  }
  out.close();
  out.open("h3").element("a", {{"class", "answer"}, {"href", address}}, e.title(lang)).close();
  out.open("p", {{"class", "message"}}).element("code", {}, e.message()).close();
  show_verdict(out, f, lang);
  if (!e.cause(lang).empty()) out.element("p", {{"class", "cause"}}, e.cause(lang));
  if (!e.fix(lang).empty()) {
    out.open("ol", {{"class", "fix"}});
    for (const std::string_view step : e.fix(lang)) out.element("li", {}, step);
    out.close();
  }
  show_reasons(out, c.rules, lang);
  out.open("p", {{"class", "all"}}).element("a", {{"href", address}}, filled(w.all_of_it, id_of(e))).close();
  out.close();
}

void show_finding(html& out, const present::finding& f, const catalog& codes, language lang, bool quoted) {
  const words& w = words_in(lang);
  const auto candidates = f.reading.candidates();
  if (candidates.empty()) return;
  const std::string what(candidates[0].code);
  out.open("section", {{"class", "finding"}});
  if (quoted) out.open("pre", {{"class", "found"}}).element("code", {}, excerpt(f.text)).close();
  const std::string count = std::to_string(candidates.size());
  std::string heading = filled(w.one_reading, what);
  if (candidates.size() > 1)
    heading =
        lang == language::zh ? filled(w.many_readings, what, count) : filled(w.many_readings, count, what);
  out.element("h2", {}, heading);
  if (!candidates[0].entry && f.reading.body().success()) {
    out.element("p", {}, w.says_success);
  } else if (candidates[0].entry) {
    show_lead(out, f, candidates[0], lang);
  }
  std::vector<const candidate*> listed;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (!candidates[i].entry) {
      if (!f.reading.body().success()) show_unlisted(out, candidates[i], codes, lang);
    } else if (i > 0) {
      listed.push_back(&candidates[i]);
    }
  }
  if (!listed.empty()) {
    out.open("ol", {{"class", "rows"}, {"start", "2"}});
    for (const candidate* c : listed) {
      out.open("li");
      code_row(out, c->entry, lang);
      out.close();
    }
    out.close();
  }
  out.close();
}

/// While a number is being typed: what it can become.
std::vector<entry> beginning_with(std::string_view digits, const catalog& codes) {
  std::vector<entry> out;
  for (const entry e : codes.entries()) {
    if (out.size() == most_alike_beginnings) break;
    if (e.code().size() <= digits.size() || !e.code().starts_with(digits)) continue;
    if (out.empty() || out.back().code() != e.code() || !(out.back().space() == e.space())) out.push_back(e);
  }
  return out;
}

void show_marked(html& out, std::string_view text, const search_result& found, std::uint64_t bits) {
  std::size_t from = 0;
  for (const text_range& r : find_words(text, found, bits)) {
    out.text(text.substr(from, r.offset - from));
    out.element("mark", {}, text.substr(r.offset, r.length));
    from = r.offset + r.length;
  }
  out.text(text.substr(from));
}

/// One sentence a remark: what was read differently, what is missing.
void show_remarks(html& out, const search_result& found, language lang) {
  const words& w = words_in(lang);
  std::vector<std::string> said;
  for (const search_word& word : found.words) {
    if (word.reading != word_reading::spelling) continue;
    std::string line = filled(w.spelled_like, word.asked, word.taken);
    if (std::find(said.begin(), said.end(), line) == said.end()) said.push_back(std::move(line));
  }
  if (found.hits[0].kind == match_kind::partial) said.emplace_back(w.partial_hits);
  if (!found.unknown.empty()) {
    std::string list;
    for (const std::string& word : found.unknown) list += (list.empty() ? "" : ", ") + word;
    said.push_back(filled(w.nowhere, list));
  }
  for (const std::string& line : said) out.element("p", {{"class", "remark"}}, line);
}

/// Entries for the words; those in `shown` already stand above.
bool show_search(html& out, std::string_view question, const search_index& index,
                 const std::vector<entry>& shown, language lang) {
  const words& w = words_in(lang);
  const search_result found = index.search(question, {.limit = most_hits});
  std::vector<const search_hit*> hits;
  for (const search_hit& hit : found.hits) {
    if (std::find(shown.begin(), shown.end(), hit.entry) == shown.end()) hits.push_back(&hit);
  }
  // Below readings of a code, guesses at its digits are noise.
  if (hits.empty() || (!shown.empty() && hits.front()->kind != match_kind::exact)) return false;
  out.open("section", {{"class", "codes"}}).element("h2", {}, w.by_words);
  show_remarks(out, found, lang);
  out.open("ul", {{"class", "rows"}});
  for (const search_hit* hit : hits) {
    const entry& e = hit->entry;
    out.open("li").open("a", {{"class", "row"}, {"href", meaning_address(e)}});
    out.element("code", {{"class", "number"}}, e.code());
    out.open("span", {{"class", "what"}}).open("span", {{"class", "title"}});
    show_marked(out, e.title(lang), found, hit->words);
    out.close().open("span", {{"class", "where"}}).text(space_label(e.space(), lang)).text(" · ");
    show_marked(out, e.message(), found, hit->words);
    out.close().close();
    pill(out, e.verdict(), lang);
    out.close().close();
  }
  out.close();
  if (found.total > found.hits.size())
    out.element("p", {{"class", "remark"}}, filled(w.more_hits, grouped(found.total)));
  out.close();
  return true;
}

}  // namespace

html answers(std::string_view question, const search_index& index, language lang) {
  html out;
  const std::string_view q = trim(question);
  if (q.empty()) return out;
  const words& w = words_in(lang);
  const catalog& codes = index.codes();

  std::vector<present::finding> findings = present::answer(question, codes);
  // The same line a thousand times in a log is one error.
  std::vector<present::finding> distinct;
  for (present::finding& f : findings) {
    const auto same = [&](const present::finding& other) {
      return !f.reading.empty() && !other.reading.empty() &&
             other.reading.candidates()[0].code == f.reading.candidates()[0].code &&
             other.reading.candidates()[0].sub_code == f.reading.candidates()[0].sub_code &&
             other.reading.candidates()[0].space == f.reading.candidates()[0].space;
    };
    if (distinct.size() < most_findings && std::none_of(distinct.begin(), distinct.end(), same))
      distinct.push_back(std::move(f));
  }
  const bool pasted =
      !distinct.empty() && !distinct[0].reading.body().code.empty() && distinct[0].text.size() > 32;
  if (distinct.size() > 1 && pasted)
    out.element("p", {{"class", "remark"}}, filled(w.found_many, std::to_string(distinct.size())));

  std::vector<entry> shown;
  for (const present::finding& f : distinct) {
    // What was pasted as it is need not be shown twice.
    const bool quoted = pasted && (distinct.size() > 1 || f.text.size() < q.size());
    show_finding(out, f, codes, lang, quoted);
    for (const candidate& c : f.reading.candidates()) shown.push_back(c.entry);
  }
  if (distinct.empty()) {
    if (const std::string_view neighbour = neighbour_of(question, codes); !neighbour.empty()) {
      out.element("p", {{"class", "nothing"}}, filled(w.neighbour, neighbour));
      return out;
    }
  }
  if (is_digits(q) && q.size() >= 2) {
    const auto longer = beginning_with(q, codes);
    code_list(out, filled(w.begins_with, q), longer, lang);
    shown.insert(shown.end(), longer.begin(), longer.end());
  }
  const bool words_too = !pasted && q.size() <= search_index::max_query;
  const bool any_hit = words_too && show_search(out, q, index, shown, lang);
  if (shown.empty() && !any_hit) {
    out.open("section", {{"class", "nothing"}});
    out.element("h2", {}, w.nothing).element("p", {}, w.nothing_hint);
    code_list(out, w.nearest, present::nearest(question, codes, 5), lang);
    out.close();
  }
  return out;
}

frame find_page(std::string_view question, const search_index& index, language lang) {
  const words& w = words_in(lang);
  frame f;
  const std::string_view q = trim(question);
  const bool short_question = fits_address(q);
  f.title = q.empty() || !short_question ? std::string(w.answers_for) : std::string(q);
  f.path = short_question && !q.empty() ? find_address(q) : "/find";
  f.indexed = false;
  f.own_box = true;
  f.question = question;
  f.body.element("h1", {{"class", "unseen"}}, w.ask_title);
  ask_box(f.body, question, lang, true);
  f.body.open("div", {{"class", "answers"}}).add(answers(question, index, lang)).close();
  return f;
}

}  // namespace errdex::page
