#include <map>

#include "service/answers.hpp"
#include "service/operations.hpp"

namespace errdex::service {
namespace {

/// How many entries there are of each kind.
struct tally {
  std::array<std::int64_t, verdict_count> verdicts{};
  std::array<std::int64_t, status_count> statuses{};
  std::int64_t entries = 0;
  std::int64_t obsolete = 0;

  void add(const entry& e) {
    ++verdicts[static_cast<std::size_t>(e.verdict())];
    ++statuses[static_cast<std::size_t>(e.status())];
    ++entries;
    if (e.state() == lifecycle::obsolete) ++obsolete;
  }
};

void write_counts(present::json_writer& w, const tally& t) {
  w.key("entries").number(t.entries).key("obsolete").number(t.obsolete);
  w.key("verdicts").begin_object();
  for (std::size_t i = 0; i < verdict_count; ++i)
    if (t.verdicts[i] > 0) w.key(name(static_cast<verdict>(i))).number(t.verdicts[i]);
  w.end_object().key("statuses").begin_object();
  for (std::size_t i = 0; i < status_count; ++i)
    if (t.statuses[i] > 0) w.key(name(static_cast<status>(i))).number(t.statuses[i]);
  w.end_object();
}

void write_names(present::json_writer& w, const text_list& names) {
  w.begin_array();
  for (const std::string_view n : names) w.string(n);
  w.end_array();
}

void write_space(present::json_writer& w, const space& s, present::texts which) {
  tally all;
  std::map<std::string_view, std::int64_t> groups;
  std::vector<tally> in_range(s.range_count());
  std::optional<std::int64_t> least;
  std::optional<std::int64_t> greatest;
  for (const entry e : s.entries()) {
    all.add(e);
    ++groups[e.group()];
    const auto number = e.number();
    if (!number) continue;
    // Numeric codes come in ascending order.
    if (!least) least = *number;
    greatest = *number;
    for (std::size_t i = 0; i < s.range_count(); ++i) {
      const code_range r = s.range(i);
      if (*number >= r.from && *number <= r.to) in_range[i].add(e);
    }
  }

  w.begin_object().key("name").string(s.name()).key("platform").string(s.platform());
  present::write_text(w.key("platform_title"), s.platform_title(language::en), s.platform_title(language::zh),
                      which);
  present::write_text(w.key("title"), s.title(language::en), s.title(language::zh), which);
  w.key("scheme").string_or_null(s.scheme());
  write_names(w.key("envelopes"), s.envelopes());
  write_names(w.key("hosts"), s.hosts());
  w.key("numbers");
  if (least) {
    w.begin_object().key("from").number(*least).key("to").number(*greatest).end_object();
  } else {
    w.null();
  }
  write_counts(w, all);
  w.key("groups").begin_object();
  for (const auto& [group, count] : groups) w.key(group).number(count);
  w.end_object().key("ranges").begin_array();
  for (std::size_t i = 0; i < s.range_count(); ++i) {
    const code_range r = s.range(i);
    w.begin_object().key("from").number(r.from).key("to").number(r.to);
    present::write_text(w.key("title"), r.title_en, r.title_zh, which);
    write_counts(w, in_range[i]);
    w.end_object();
  }
  w.end_array().end_object();
}

}  // namespace

const shared_document& state::spaces(present::texts which) {
  const auto i = static_cast<std::size_t>(which);
  std::call_once(spaces_once_[i], [&] {
    std::string body;
    present::json_writer w(body);
    w.begin_object()
        .key("entries")
        .number(static_cast<std::int64_t>(codes().size()))
        .key("spaces")
        .begin_array();
    for (const space s : codes().spaces()) write_space(w, s, which);
    w.end_array().end_object();
    spaces_[i].etag = etag_of(body);
    spaces_[i].body = std::make_shared<const std::string>(std::move(body));
  });
  return spaces_[i];
}

http::response list_spaces(state& s, const call& c) {
  const shared_document& d = s.spaces(c.texts);
  return catalog_answer(c, d.body, d.etag);
}

}  // namespace errdex::service
