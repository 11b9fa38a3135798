// Entries as template data, without what depends on a target.
#include <algorithm>
#include <array>
#include <charconv>
#include <set>

#include "gen/model.hpp"
#include "gen/placeholder.hpp"
#include "text/unicode.hpp"

namespace errdex::gen {
namespace {

std::string format(double value) {
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
  return {buffer.data(), end};
}

value optional_number(const std::optional<double>& n) { return n ? value(format(*n)) : value(); }

template <typename Range>
list texts(const Range& range) {
  list out;
  for (const std::string_view text : range) out.emplace_back(text);
  return out;
}

list limits(const entry& e) {
  list out;
  for (const limit l : e.limits()) {
    object o;
    o.set("field", l.field).set("min", optional_number(l.min)).set("max", optional_number(l.max));
    o.set("count", optional_number(l.count)).set("unit", l.unit).set("charset", l.charset);
    o.set("values", texts(l.values)).set("window", l.window).set("per", l.per);
    out.emplace_back(std::move(o));
  }
  return out;
}

list properties(const property_list& from) {
  list out;
  for (const property p : from) out.emplace_back(std::move(object().set("key", p.key).set("value", p.value)));
  return out;
}

list overrides(const entry& e) {
  list out;
  for (const verdict_override o : e.overrides()) {
    out.emplace_back(std::move(
        object().set("when", properties(o.when)).set("verdict", name(o.verdict)).set("reason", o.reason)));
  }
  return out;
}

/// What templates say about both languages at once, and about neither.
shared_object core(const entry& e, const draft::entry& written, std::int32_t stable, std::string page) {
  object o;
  o.set("code", e.code()).set("name", e.name()).set("message", e.message());
  o.set("title_en", e.title(language::en)).set("title_zh", e.title(language::zh));
  o.set("status", name(e.status())).set("verdict", name(e.verdict()));
  o.set("failure", e.status() != status::ok);
  o.set("is_number", e.number().has_value());
  o.set("stable_number", std::to_string(stable));
  o.set("status_number", std::to_string(static_cast<int>(e.status())));
  o.set("http_status", std::to_string(http_status(e.status())));
  o.set("obsolete", e.state() == lifecycle::obsolete).set("replaced_by", e.replaced_by());
  o.set("cause_en", e.cause(language::en)).set("cause_zh", e.cause(language::zh));
  o.set("fix_en", texts(e.fix(language::en))).set("fix_zh", texts(e.fix(language::zh)));
  o.set("aliases", texts(e.aliases())).set("basis", name(e.basis())).set("group", e.group());
  o.set("limits", limits(e)).set("context", properties(e.context())).set("overrides", overrides(e));
  o.set("notes", texts(e.notes()));
  o.set("retry_limit", e.retry_limit() ? value(std::to_string(*e.retry_limit())) : value());
  o.set("sample_message",
        written.example.empty() ? with_samples(e.message(), written.parameters) : written.example);
  o.set("text_en", std::string_view(written.text.en)).set("text_zh", std::string_view(written.text.zh));
  o.set("was", texts(written.was));
  o.set("source_document", e.source().document).set("source_title", e.source().title);
  o.set("source_url", e.source().url).set("source_seen", e.source().seen);
  o.set("source_line", e.source().line != 0 ? value(std::to_string(e.source().line)) : value());
  o.set("page", std::move(page)).set("anchor", e.name());
  return std::make_shared<const object>(std::move(o));
}

}  // namespace

int http_status(status value) noexcept {
  switch (value) {
    case status::ok: return 200;
    case status::invalid_argument:
    case status::failed_precondition:
    case status::out_of_range: return 400;
    case status::unauthenticated: return 401;
    case status::permission_denied: return 403;
    case status::not_found: return 404;
    case status::already_exists:
    case status::aborted: return 409;
    case status::resource_exhausted: return 429;
    case status::cancelled: return 499;
    case status::unknown:
    case status::internal:
    case status::data_loss: return 500;
    case status::unimplemented: return 501;
    case status::unavailable: return 503;
    case status::deadline_exceeded: return 504;
  }
  return 500;
}

std::vector<std::int32_t> stable_numbers(std::span<const entry> entries) {
  std::vector<std::int32_t> out;
  std::set<std::int32_t> taken;
  std::map<std::string_view, std::int32_t> hashed;
  for (const entry& e : entries) {
    const auto n = e.number();
    if (n && *n == static_cast<std::int32_t>(*n)) taken.insert(static_cast<std::int32_t>(*n));
  }
  constexpr std::uint32_t low = 1u << 30;
  for (const entry& e : entries) {
    const auto n = e.number();
    if (n && *n == static_cast<std::int32_t>(*n)) {
      out.push_back(static_cast<std::int32_t>(*n));
      continue;
    }
    const auto [known, is_new] = hashed.try_emplace(e.code(), 0);
    if (is_new) {
      std::uint32_t h = key(e.code()).hash;
      while (!taken.insert(static_cast<std::int32_t>(low | (h & (low - 1)))).second) ++h;
      known->second = static_cast<std::int32_t>(low | (h & (low - 1)));
    }
    out.push_back(known->second);
  }
  return out;
}

std::string group_id(const entry& e) {
  return e.group().empty() ? "codes" : spell(e.group(), spelling::snake);
}

std::vector<space_texts> prepare(const catalog& codes, std::span<const errdex::space> spaces,
                                 std::span<const draft::entry> written) {
  static const draft::entry nothing;
  std::map<std::pair<std::string_view, std::string_view>, const draft::entry*> by_name;
  for (const draft::entry& e : written) by_name[{e.space, e.name}] = &e;

  std::vector<space_texts> out;
  name_pool ids("text");
  std::map<std::string_view, std::string> id_of;
  for (const errdex::space& s : spaces) id_of[s.name()] = ids.claim(spell(s.name(), spelling::snake), "2");
  const auto page_of = [&](const entry& e) { return id_of[e.space().name()] + "." + group_id(e) + ".html"; };
  const auto see_also = [&](const entry& e, language lang) {
    list see;
    for (const std::string_view reference : e.see()) {
      const std::size_t colon = reference.rfind(':');
      const entry target = colon == std::string_view::npos
                               ? entry()
                               : codes.find(reference.substr(0, colon), reference.substr(colon + 1));
      const bool here = target && std::find(spaces.begin(), spaces.end(), target.space()) != spaces.end();
      object o;
      o.set("reference", reference).set("title", target.title(lang));
      o.set("page", here ? value(page_of(target)) : value()).set("anchor", target.name());
      see.emplace_back(std::move(o));
    }
    return see;
  };
  for (const errdex::space& s : spaces) {
    space_texts made{s, id_of[s.name()], {}};
    const std::vector<entry> all(s.entries().begin(), s.entries().end());
    const auto stable = stable_numbers(all);
    for (std::size_t i = 0; i < all.size(); ++i) {
      const entry& e = all[i];
      const auto known = by_name.find({e.space().name(), e.name()});
      const shared_object shared =
          core(e, known == by_name.end() ? nothing : *known->second, stable[i], page_of(e));
      entry_texts texts_of_entry{e, known == by_name.end() ? nullptr : known->second, {}};
      for (const language lang : {language::en, language::zh}) {
        object o(shared);
        // Who writes in one language only has it in both places.
        const language other = lang == language::en ? language::zh : language::en;
        o.set("title", e.title(lang).empty() ? e.title(other) : e.title(lang));
        o.set("cause", e.cause(lang).empty() ? e.cause(other) : e.cause(lang));
        o.set("fix", texts(e.fix(lang).empty() ? e.fix(other) : e.fix(lang)));
        o.set("see", see_also(e, lang)).set("verdict_meaning", meaning(e.verdict(), lang));
        texts_of_entry.by_language[static_cast<std::size_t>(lang)] =
            std::make_shared<const object>(std::move(o));
      }
      made.entries.push_back(std::move(texts_of_entry));
    }
    out.push_back(std::move(made));
  }
  return out;
}

}  // namespace errdex::gen
