// Spaces as template data: lists of entries with the identifiers of a language, groups, the map.
#include <algorithm>
#include <array>
#include <set>

#include "gen/model.hpp"
#include "gen/placeholder.hpp"

namespace errdex::gen {
namespace {

constexpr std::array<envelope_keys, 8> envelopes{
    {{"code", "code", "msg", "", false},
     {"errcode", "errcode", "errmsg", "", false},
     {"code_text", "code", "message", "", true},
     {"errno", "errno", "errString", "", false},
     {"errorCode", "errorCode", "errorMessage", "", false},
     {"error_code", "error_code", "error_msg", "", false},
     {"error", "error", "error_description", "", true},
     {"error_response", "code", "msg", "error_response", false}}};

/// A Java method, and the constant pool of a class, end at 64 KiB and 65,535 constants: an enum can have some
/// fifteen hundred constants with their texts. Larger spaces become several, by group.
constexpr std::size_t entries_in_a_chunk = 800;

/// Numbers beyond this are not exact in JavaScript.
constexpr std::int64_t largest_exact = (std::int64_t{1} << 53) - 1;

std::string identifier(const identifier_style& style, std::string_view name) {
  std::string out = std::string(style.prefix) + spell(name, style.how);
  const bool there = out.size() >= style.suffix.size() &&
                     out.compare(out.size() - style.suffix.size(), style.suffix.size(), style.suffix) == 0;
  return there ? out : out + std::string(style.suffix);
}

list parameters_of(const draft::entry* e, const target_language& target) {
  list out;
  if (e == nullptr) return out;
  name_pool names(target.name);
  for (const draft::parameter& p : e->parameters) {
    object o;
    o.set("name", std::string_view(p.name)).set("id", names.claim(identifier(target.parameter, p.name), "2"));
    o.set("type", name(p.type)).set("sample", sample_of(p));
    o.set("is_string", p.type == draft::parameter_type::string);
    o.set("is_integer", p.type == draft::parameter_type::integer);
    o.set("is_number", p.type == draft::parameter_type::number);
    o.set("is_boolean", p.type == draft::parameter_type::boolean);
    out.emplace_back(std::move(o));
  }
  return out;
}

/// Groups in the order of their first entry; one for each file name.
struct group {
  std::string id;
  std::string_view name;
  std::vector<std::size_t> entries;
};

std::vector<group> groups_of(const space_texts& s) {
  std::vector<group> out;
  for (std::size_t i = 0; i < s.entries.size(); ++i) {
    const entry& e = s.entries[i].source;
    std::string id = group_id(e);
    auto found = std::find_if(out.begin(), out.end(), [&](const group& g) { return g.id == id; });
    if (found == out.end()) {
      out.push_back({std::move(id), e.group().empty() ? std::string_view("codes") : e.group(), {}});
      found = out.end() - 1;
    }
    found->entries.push_back(i);
  }
  std::sort(out.begin(), out.end(), [](const group& a, const group& b) { return a.id < b.id; });
  return out;
}

/// For each entry the ending that tells its enumeration from the others: nothing in a space of one, else its
/// group and, beyond 800 entries of the group, a number.
std::vector<std::string> chunks_of(const space_texts& s, const std::vector<group>& groups) {
  std::vector<std::string> out(s.entries.size());
  if (s.entries.size() <= entries_in_a_chunk) return out;
  for (const group& g : groups) {
    for (std::size_t i = 0; i < g.entries.size(); ++i) {
      const std::size_t number = i / entries_in_a_chunk + 1;
      out[g.entries[i]] = spell(g.id, spelling::pascal) + (number == 1 ? "" : "N" + std::to_string(number));
    }
  }
  return out;
}

/// The endings, each with its entries.
list chunk_list(const std::vector<std::string>& chunks, const std::vector<shared_object>& entries) {
  std::map<std::string_view, list> by_ending;
  for (std::size_t i = 0; i < entries.size(); ++i) by_ending[chunks[i]].emplace_back(entries[i]);
  list out;
  for (auto& [ending, items] : by_ending) {
    object o;
    o.set("suffix", std::string(ending)).set("chunk_entries", std::move(items));
    out.emplace_back(std::move(o));
  }
  return out;
}

/// The entries of a space with their identifiers, in order.
std::vector<shared_object> with_identifiers(const space_texts& s, const std::vector<std::string>& chunks,
                                            const target_language& target, language lang) {
  std::vector<shared_object> out;
  name_pool constants(target.name);
  name_pool types(target.name);
  name_pool functions(target.name);
  // The base of all errors of a space is called after the space.
  types.reserve(spell(s.source.name(), spelling::pascal) + "Error");
  types.reserve("Code");
  std::set<std::string_view> codes;
  for (const entry_texts& e : s.entries) {
    const std::string_view code = e.source.code();
    object o(e.by_language[static_cast<std::size_t>(lang)]);
    o.set("constant", constants.claim(identifier(target.constant, e.source.name()), code));
    o.set("type", types.claim(identifier(target.type, e.source.name()), code));
    o.set("function", functions.claim(identifier(target.function, e.source.name()), code));
    o.set("parameters", parameters_of(e.written, target));
    o.set("chunk", std::string(chunks[out.size()]));
    o.set("position", std::to_string(out.size()));
    const bool first = codes.insert(code).second;
    o.set("first_meaning", first).set("several_meanings", !first || e.source.next_meaning());
    out.push_back(std::make_shared<const object>(std::move(o)));
  }
  return out;
}

/// Rows of a hundred numbers that have something in them: the map of a space. A row after others that are
/// empty says so.
list map_of(const space_texts& s, const std::vector<shared_object>& entries) {
  constexpr std::int64_t width = 100;
  list out;
  list cells;
  std::int64_t row = 0;
  bool any = false;
  std::int64_t previous = 0;
  const auto finish = [&] {
    if (cells.empty()) return;
    object o;
    o.set("from", std::to_string(row * width)).set("to", std::to_string(row * width + width - 1));
    o.set("gap", any && row != previous + 1).set("cells", std::move(cells));
    if (const auto range = s.source.range_of(row * width + width / 2)) {
      o.set("range_en", range->title_en).set("range_zh", range->title_zh);
    }
    out.emplace_back(std::move(o));
    cells = {};
    any = true;
    previous = row;
  };
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const auto n = s.entries[i].source.number();
    if (!n || (i != 0 && s.entries[i - 1].source.number() == n)) continue;
    const std::int64_t here = *n >= 0 ? *n / width : -((-*n + width - 1) / width);
    if (here != row) finish();
    row = here;
    object cell(entries[i]);
    cell.set("column", std::to_string(*n - row * width + 1));
    cells.emplace_back(std::move(cell));
  }
  finish();
  return out;
}

value envelope_data(const errdex::space& s) {
  const envelope_keys& e = envelope_of(s);
  return std::move(object()
                       .set("name", e.name)
                       .set("code_key", e.code)
                       .set("message_key", e.message)
                       .set("outer", e.outer)
                       .set("code_is_text", e.code_is_text));
}

/// The reason phrases of RFC 9110 for the HTTP statuses that there are; 499 is nginx's.
std::string_view http_text(std::string_view number) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 11> texts{
      {{"400", "Bad Request"},
       {"401", "Unauthorized"},
       {"403", "Forbidden"},
       {"404", "Not Found"},
       {"409", "Conflict"},
       {"429", "Too Many Requests"},
       {"499", "Client Closed Request"},
       {"500", "Internal Server Error"},
       {"501", "Not Implemented"},
       {"503", "Service Unavailable"},
       {"504", "Gateway Timeout"}}};
  const auto found =
      std::find_if(texts.begin(), texts.end(), [&](const auto& t) { return t.first == number; });
  return found == texts.end() ? std::string_view{} : found->second;
}

/// The entries for which `keep` holds.
template <typename Keep>
list chosen(const space_texts& s, const std::vector<shared_object>& entries, const Keep& keep) {
  list out;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (keep(s.entries[i].source, i)) out.emplace_back(entries[i]);
  }
  return out;
}

object space_data(const space_texts& s, const target_language& target, language lang,
                  const std::vector<group>& groups, const std::vector<std::string>& chunks,
                  const std::vector<shared_object>& entries, const std::string& identifier_of_space,
                  shared_object root) {
  object o(std::move(root));
  o.set("space", s.source.name()).set("id", identifier_of_space).set("file", s.id);
  o.set("space_type", spell(s.source.name(), spelling::pascal));
  o.set("space_constant", spell(s.source.name(), spelling::upper_snake));
  o.set("platform", s.source.platform()).set("scheme", s.source.scheme());
  o.set("platform_title", s.source.platform_title(lang));
  o.set("space_title", s.source.title(lang)).set("space_title_en", s.source.title(language::en));
  o.set("space_title_zh", s.source.title(language::zh));
  o.set("envelope", envelope_data(s.source)).set("count", std::to_string(entries.size()));
  o.set("entries", list(entries.begin(), entries.end()));
  o.set("failures", chosen(s, entries, [](const entry& e, std::size_t) { return e.status() != status::ok; }));
  o.set("codes", chosen(s, entries, [&](const entry& e, std::size_t i) {
          return i == 0 || s.entries[i - 1].source.code() != e.code();
        }));
  const auto with_parameters = [&](const entry&, std::size_t i) {
    return s.entries[i].written != nullptr && !s.entries[i].written->parameters.empty();
  };
  o.set("parametrized", chosen(s, entries, with_parameters));
  const auto every = [&](const auto& holds) {
    return std::all_of(s.entries.begin(), s.entries.end(), [&](const auto& e) { return holds(e.source); });
  };
  o.set("numbers_only", every([](const entry& e) { return e.number().has_value(); }));
  o.set("exact_in_javascript", every([](const entry& e) {
          return e.number() && *e.number() <= largest_exact && *e.number() >= -largest_exact;
        }));
  o.set("has_several_meanings",
        every([](const entry& e) { return !e.next_meaning(); }) ? value() : value(true));
  const auto failure = std::find_if(s.entries.begin(), s.entries.end(),
                                    [](const auto& e) { return e.source.status() != status::ok; });
  const auto shown =
      failure == s.entries.end() ? std::size_t{0} : static_cast<std::size_t>(failure - s.entries.begin());
  if (!entries.empty()) o.set("example", entries[shown]);
  // Failures by their HTTP status, in its order.
  std::map<std::string_view, list> by_http;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (s.entries[i].source.status() == status::ok) continue;
    by_http[entries[i]->find("http_status")->text()].emplace_back(entries[i]);
  }
  list http;
  for (auto& [number, members] : by_http) {
    object one;
    one.set("http", std::string(number))
        .set("http_text", http_text(number))
        .set("members", std::move(members));
    http.emplace_back(std::move(one));
  }
  o.set("failures_by_http", std::move(http));
  // Numbers of an enumeration that stand twice there, or beside its own 0.
  std::set<std::string_view> numbers{"0"};
  bool aliases = false;
  for (const shared_object& e : entries)
    aliases = !numbers.insert(e->find("stable_number")->text()).second || aliases;
  o.set("has_aliases", aliases);
  list ranges;
  for (std::size_t i = 0; i < s.source.range_count(); ++i) {
    const code_range r = s.source.range(i);
    ranges.emplace_back(std::move(object()
                                      .set("from", std::to_string(r.from))
                                      .set("to", std::to_string(r.to))
                                      .set("title_en", r.title_en)
                                      .set("title_zh", r.title_zh)
                                      .set("title", r.title(lang))));
  }
  o.set("ranges", std::move(ranges));
  list group_items;
  for (const group& g : groups) {
    group_items.emplace_back(std::move(object()
                                           .set("group", g.name)
                                           .set("group_file", g.id)
                                           .set("group_count", std::to_string(g.entries.size()))
                                           .set("group_page", s.id + "." + g.id + ".html")));
  }
  o.set("groups", std::move(group_items));
  o.set("chunks", chunk_list(chunks, entries));
  o.set("ambiguous", chosen(s, entries, [&](const entry& e, std::size_t i) {
          return e.next_meaning() && (i == 0 || s.entries[i - 1].source.code() != e.code());
        }));
  if (target.name == "text") o.set("map", map_of(s, entries));
  return o;
}

bool any_failure(std::span<const space_texts> spaces) {
  return std::any_of(spaces.begin(), spaces.end(), [](const space_texts& s) {
    return std::any_of(s.entries.begin(), s.entries.end(),
                       [](const auto& e) { return e.source.status() != status::ok; });
  });
}

list vocabulary(std::span<const std::string_view> names, bool verdicts, language lang) {
  list out;
  for (std::size_t i = 0; i < names.size(); ++i) {
    object o;
    o.set("word", names[i]).set("number", std::to_string(i));
    if (verdicts)
      o.set("meaning", meaning(static_cast<verdict>(i), lang))
          .set("meaning_en", meaning(static_cast<verdict>(i), language::en));
    if (!verdicts) o.set("http_status", std::to_string(http_status(static_cast<status>(i))));
    out.emplace_back(std::move(o));
  }
  return out;
}

}  // namespace

const envelope_keys& envelope_of(const errdex::space& s) noexcept {
  if (s.envelopes().empty()) return envelopes[0];
  const auto found = std::find_if(envelopes.begin(), envelopes.end(),
                                  [&](const auto& e) { return e.name == s.envelopes()[0]; });
  return found == envelopes.end() ? envelopes[0] : *found;
}

target_data make_data(std::span<const space_texts> spaces, const target_language& target, language lang,
                      const std::map<std::string, std::string>& options) {
  object base;
  for (const auto& [name, text] : options) base.set(std::string_view(name), std::string_view(text));
  base.set("language", target.name).set("lang", name(lang));
  base.set("en", lang == language::en).set("zh", lang == language::zh);
  base.set("statuses", vocabulary(status_names(), false, lang));
  base.set("verdicts", vocabulary(verdict_names(), true, lang));
  const auto shared_base = std::make_shared<const object>(std::move(base));

  target_data out;
  name_pool space_names(target.name);
  list space_items;
  std::size_t total = 0;
  for (const space_texts& s : spaces) {
    const auto groups_here = groups_of(s);
    const auto chunks = chunks_of(s, groups_here);
    const auto entries = with_identifiers(s, chunks, target, lang);
    total += entries.size();
    object with_place(space_data(s, target, lang, groups_here, chunks, entries,
                                 space_names.claim(identifier(target.space, s.source.name()), "2"),
                                 shared_base));
    // For lists over all spaces that a comma separates.
    with_place.set("last_space", !any_failure(spaces.subspan(out.spaces.size() + 1)));
    const auto data = std::make_shared<const object>(std::move(with_place));
    out.spaces.emplace_back(data);
    space_items.emplace_back(data);
    std::vector<value> groups;
    for (const group& g : groups_here) {
      list items;
      for (const std::size_t i : g.entries) items.emplace_back(entries[i]);
      object o(data);
      o.set("group", g.name).set("group_file", g.id).set("group_entries", std::move(items));
      o.set("group_count", std::to_string(g.entries.size()));
      groups.emplace_back(std::move(o));
    }
    out.groups.push_back(std::move(groups));
    std::vector<value> parts;
    for (const value& chunk : *data->find("chunks")->items()) {
      object o(data);
      o.set("suffix", *chunk.members()->find("suffix"));
      o.set("chunk_entries", *chunk.members()->find("chunk_entries"));
      parts.emplace_back(std::move(o));
    }
    out.chunks.push_back(std::move(parts));
  }
  object root(shared_base);
  root.set("spaces", std::move(space_items)).set("total", std::to_string(total));
  out.root = value(std::move(root));
  return out;
}

}  // namespace errdex::gen
