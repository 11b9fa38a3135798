#include <algorithm>

#include "present/search_json.hpp"
#include "service/answers.hpp"
#include "service/filters.hpp"
#include "service/operations.hpp"
#include "service/search.hpp"

namespace errdex::service {

search_result find_hits(state& s, const search_query& q) {
  // No space at all is left when a space of one platform is asked for together with another platform.
  if (q.wanted.spaces.empty()) return {};
  return s.index().search(q.text, {.limit = q.offset + q.limit,
                                   .spaces = q.wanted.spaces,
                                   .statuses = q.wanted.statuses,
                                   .verdicts = q.wanted.verdicts});
}

std::string search_document(const search_query& q, const search_result& found) {
  std::string body;
  present::json_writer w(body);
  w.begin_object().key("hits").begin_array();
  const language lang = q.which == present::texts::zh ? language::zh : language::en;
  for (std::size_t i = q.offset; i < found.hits.size(); ++i)
    present::write_hit(w, found.hits[i], found, lang, q.which);
  w.end_array().key("total").number(static_cast<std::int64_t>(found.total));
  const std::size_t next = q.offset + q.limit;
  w.key("next");
  if (next < found.total && found.hits.size() == next) {
    w.number(static_cast<std::int64_t>(next));
  } else {
    w.null();
  }
  w.key("words").begin_array();
  for (const search_word& word : found.words) {
    w.begin_object().key("asked").string(present::utf8(word.asked)).key("taken").string(word.taken);
    w.key("reading").string(name(word.reading)).end_object();
  }
  w.end_array().key("unknown").begin_array();
  for (const std::string& word : found.unknown) w.string(present::utf8(word));
  w.end_array().end_object();
  return body;
}

http::response search(state& s, const call& c) {
  auto read = read_filters(c, s.codes());
  if (const auto* wrong = std::get_if<refusal>(&read)) return refused(c, *wrong);
  const search_query q{.text = c.value("q"),
                       .wanted = std::move(std::get<filters>(read)),
                       .offset = static_cast<std::size_t>(c.number("offset", 0)),
                       .limit = static_cast<std::size_t>(c.number("limit", 20)),
                       .which = c.texts};
  return catalog_answer(c, search_document(q, find_hits(s, q)));
}

}  // namespace errdex::service
