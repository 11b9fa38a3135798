#include "present/search_json.hpp"

#include <algorithm>
#include <cmath>

namespace errdex::present {
namespace {

/// The words as they stand in the entry.
void write_matched(json_writer& w, const search_hit& hit, const search_result& result, language lang) {
  std::vector<std::string_view> all{hit.entry.code(), hit.entry.name(), hit.entry.title(lang)};
  for (const std::string_view t : texts_of(hit.entry, lang)) all.push_back(t);
  std::vector<std::string_view> written;
  w.begin_array();
  for (const std::string_view text : all) {
    for (const text_range& r : find_words(text, result, hit.words)) {
      const std::string_view word = text.substr(r.offset, r.length);
      if (std::find(written.begin(), written.end(), word) != written.end()) continue;
      written.push_back(word);
      w.string(word);
    }
  }
  w.end_array();
}

/// The words that were taken as another one, by the word that was asked for.
void write_taken(json_writer& w, const search_hit& hit, const search_result& result) {
  std::vector<std::pair<std::string, std::string_view>> taken;
  for (std::size_t i = 0; i < result.words.size(); ++i) {
    const search_word& word = result.words[i];
    const bool as_it_is = word.reading == word_reading::exact || word.reading == word_reading::part;
    if ((hit.words >> i & 1) == 0 || as_it_is) continue;
    const std::string asked = utf8(word.asked);
    const auto same =
        std::find_if(taken.begin(), taken.end(), [&](const auto& known) { return known.first == asked; });
    if (same == taken.end()) {
      taken.emplace_back(asked, word.taken);
    } else {
      same->second = word.taken;
    }
  }
  if (taken.empty()) return;
  w.key("taken").begin_object();
  for (const auto& [asked, as] : taken) w.key(asked).string(as);
  w.end_object();
}

}  // namespace

std::vector<std::string_view> texts_of(const entry& e, language lang) {
  const language other = lang == language::en ? language::zh : language::en;
  std::vector<std::string_view> out{e.message()};
  for (const std::string_view t : e.aliases()) out.push_back(t);
  for (const language l : {lang, other}) {
    if (l == other) out.push_back(e.title(l));
    out.push_back(e.cause(l));
    for (const std::string_view t : e.fix(l)) out.push_back(t);
  }
  return out;
}

void write_hit(json_writer& w, const search_hit& hit, const search_result& result, language lang,
               texts which) {
  const entry& e = hit.entry;
  w.begin_object();
  w.key("space").string(e.space().name()).key("code").string(e.code()).key("name").string(e.name());
  w.key("match").string(name(hit.kind));
  w.key("score").number(static_cast<std::int64_t>(std::llround(hit.score * 1000)));
  write_matched(w.key("matched"), hit, result, lang);
  write_taken(w, hit, result);
  if (hit.missing > 0) w.key("missing").number(std::int64_t{hit.missing});
  w.key("message").string(e.message());
  write_text(w.key("title"), e.title(language::en), e.title(language::zh), which);
  w.key("status").string(name(e.status())).key("verdict").string(name(e.verdict()));
  w.end_object();
}

}  // namespace errdex::present
