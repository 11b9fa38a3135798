#include <algorithm>

#include "errdex/sighting.hpp"
#include "present/diagnosis_json.hpp"
#include "service/answers.hpp"
#include "service/explain.hpp"
#include "service/operations.hpp"

namespace errdex::service {

std::string findings_document(state& s, const std::vector<present::finding>& found, source from,
                              std::string_view question, present::texts which,
                              const std::optional<operation>& op) {
  const catalog& codes = s.codes();
  std::string body;
  body.reserve(8192);
  present::json_writer w(body);
  const present::finding_style style{
      .which = which,
      .codes = &codes,
      .entries = [&s, which](present::json_writer& to,
                             const entry& e) { to.raw(s.documents.get(e, which).entry); },
      .reproducible = s.options.reproduce.can,
      .decide_for = op};
  w.begin_object().key("findings").begin_array();
  for (const present::finding& f : found) {
    s.metrics.count_lookup(f.reading.known() || f.reading.body().success());
    present::write_finding(w, f, style);
  }
  w.end_array();
  const bool understood =
      std::any_of(found.begin(), found.end(), [](const present::finding& f) { return !f.reading.empty(); });
  // A text in which answers were found was examined for this already; evidence may be read as an answer of
  // these platforms although it is somebody else's, unless the caller says whose it is.
  const bool platform_given = !found.empty() && !found.front().given.platform.empty();
  if (!understood || (from == source::evidence && !platform_given)) {
    if (const std::string_view other = neighbour_of(question, codes); !other.empty())
      w.key("neighbour").string(other);
  }
  if (!understood) {
    if (found.empty()) s.metrics.count_lookup(false);
    w.key("nearest").begin_array();
    for (const entry& e : present::nearest(question, codes, 5)) present::write_brief(w, e, which);
    w.end_array();
  }
  w.end_object();
  return body;
}

http::response explain(state& s, const call& c) {
  const std::string_view question = c.value("q");
  return catalog_answer(
      c, findings_document(s, present::answer(question, s.codes()), source::text, question, c.texts, {}));
}

}  // namespace errdex::service
