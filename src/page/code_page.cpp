// The page of one code.
#include <algorithm>
#include <vector>

#include "http/message.hpp"
#include "page/address.hpp"
#include "page/parts.hpp"
#include "page/views.hpp"
#include "page/words.hpp"

namespace errdex::page {
namespace {

std::string bound_of(const limit& l, const words& w) {
  std::string out;
  if (l.min && l.max) {
    out = filled(w.to, number_text(*l.min), number_text(*l.max));
  } else if (l.max) {
    out = filled(w.at_most, number_text(*l.max));
  } else if (l.min) {
    out = filled(w.at_least, number_text(*l.min));
  } else if (l.count) {
    out = filled(w.exactly, number_text(*l.count));
  }
  if (!out.empty() && !l.unit.empty()) out += " " + std::string(l.unit);
  return out;
}

void crumbs(html& out, const entry& e, language lang) {
  const words& w = words_in(lang);
  const errdex::space s = e.space();
  out.open("nav", {{"class", "crumbs"}, {"aria-label", w.codes}}).open("ol");
  const auto crumb = [&](std::string_view href, std::string_view text) {
    out.open("li").element("a", {{"href", href}}, text).close();
  };
  if (s.name() != s.platform()) crumb("/" + std::string(s.platform()), s.platform_title(lang));
  crumb(address_of(s), s.name() == s.platform() ? s.platform_title(lang) : s.title(lang));
  if (const auto number = e.number()) {
    if (const auto range = s.range_of(*number)) {
      const std::string at =
          map_of(s) + "#range-" + std::to_string(range->from) + "-" + std::to_string(range->to);
      const std::string text = std::to_string(range->from) + "–" + std::to_string(range->to) + " " +
                               std::string(range->title(lang));
      crumb(at, text);
    }
  }
  out.close().close();
}

/// The conditions of an exception; a code inside leads to its own page.
void conditions(html& out, const property_list& when, const entry& e, const catalog& codes) {
  bool first = true;
  for (const property p : when) {
    if (!first) out.text(", ");
    first = false;
    const entry inside = p.key == "sub_code" ? codes.find(e.space().id(), p.value) : entry();
    out.open("code").text(p.key).text(" = ");
    if (inside) {
      out.element("a", {{"href", address_of(inside)}}, p.value);
    } else {
      out.text(p.value);
    }
    out.close();
  }
}

void verdict_box(html& out, const entry& e, const catalog& codes, language lang) {
  const words& w = words_in(lang);
  const std::string look = "verdict v-" + std::string(name(e.verdict()));
  out.open("section", {{"class", look}, {"aria-label", w.verdict}});
  out.open("p", {{"class", "action"}});
  pill(out, e.verdict(), lang);
  out.text(" ").text(meaning(e.verdict(), lang));
  if (const auto n = e.retry_limit()) out.text(" ").text(filled(w.retries, std::to_string(*n)));
  out.close();
  out.open("p", {{"class", "rule"}}).element("code", {}, name(e.verdict())).text(" · ");
  out.text(actor(e.verdict(), lang)).close();
  if (!e.overrides().empty()) {
    out.open("div", {{"class", "scroll"}}).open("table");
    out.open("thead").open("tr");
    out.element("th", {{"scope", "col"}}, w.when_column).element("th", {{"scope", "col"}}, w.then_column);
    out.element("th", {{"scope", "col"}}, w.reason_column).close().close().open("tbody");
    for (const verdict_override o : e.overrides()) {
      out.open("tr").open("td");
      conditions(out, o.when, e, codes);
      out.close().open("td");
      pill(out, o.verdict, lang);
      out.close().element("td", {}, o.reason).close();
    }
    out.close().close().close();
  }
  out.close();
}

void limits_table(html& out, const entry& e, const words& w) {
  const limit_list limits = e.limits();
  if (limits.empty()) return;
  bool bounds = false, charsets = false, values = false, windows = false, pers = false;
  for (const limit l : limits) {
    bounds = bounds || l.min || l.max || l.count;
    charsets = charsets || !l.charset.empty();
    values = values || !l.values.empty();
    windows = windows || !l.window.empty();
    pers = pers || !l.per.empty();
  }
  const auto column = [&](bool there, std::string_view title) {
    if (there) out.element("th", {{"scope", "col"}}, title);
  };
  const auto cell = [&](bool there, std::string_view text) {
    if (there) out.element("td", {}, text);
  };
  out.open("section", {{"class", "limits"}}).element("h2", {}, w.limits);
  out.open("div", {{"class", "scroll"}}).open("table").open("thead").open("tr");
  column(true, w.field);
  column(bounds, w.bound);
  column(values, w.values);
  column(charsets, w.charset);
  column(windows, w.window);
  column(pers, w.per);
  out.close().close().open("tbody");
  for (const limit l : limits) {
    std::string listed;
    for (const std::string_view v : l.values) listed += (listed.empty() ? "" : ", ") + std::string(v);
    out.open("tr").open("th", {{"scope", "row"}}).element("code", {}, l.field).close();
    cell(bounds, bound_of(l, w));
    cell(values, listed);
    cell(charsets, l.charset);
    cell(windows, l.window);
    cell(pers, l.per);
    out.close();
  }
  out.close().close().close().close();
}

void fact(html& out, std::string_view term, std::string_view text, bool code = false) {
  if (text.empty()) return;
  out.open("div").element("dt", {}, term).open("dd");
  if (code) {
    out.element("code", {}, text);
  } else {
    out.text(text);
  }
  out.close().close();
}

void facts(html& out, const entry& e, const catalog& codes, language lang) {
  const words& w = words_in(lang);
  out.open("dl", {{"class", "facts"}});
  const auto linked = [&](std::string_view term, std::string_view name, std::string_view filter) {
    out.open("div").element("dt", {}, term).open("dd");
    const std::string href = address_of(e.space()) + query().set(filter, name).str();
    out.open("a", {{"href", href}}).element("code", {}, name).close().close().close();
  };
  linked(w.status, name(e.status()), "status");
  fact(out, w.name, e.name(), true);
  linked(w.group, e.group(), "group");
  fact(out, w.basis, e.basis() == basis::documented ? w.documented : w.derived);
  if (e.state() == lifecycle::obsolete) {
    out.open("div").element("dt", {}, w.state).open("dd").text(w.obsolete);
    if (const entry successor = entry_of(e.replaced_by(), codes)) {
      out.text(", ").text(w.replaced_by).text(" ");
      out.element("a", {{"href", address_of(successor)}}, id_of(successor));
    }
    out.close().close();
  }
  const citation from = e.source();
  if (!from.title.empty()) {
    out.open("div").element("dt", {}, w.source).open("dd");
    if (from.url.starts_with("https://") || from.url.starts_with("http://")) {
      out.element("a", {{"href", from.url}, {"rel", "noopener noreferrer"}}, from.title);
    } else {
      out.text(from.title);
    }
    if (from.line != 0)
      out.text(lang == language::zh ? "，" : ", ").text(filled(w.line, std::to_string(from.line)));
    if (!from.seen.empty()) out.text(lang == language::zh ? "，" : ", ").text(filled(w.seen, from.seen));
    out.close().close();
  }
  out.close();
}

/// Offers the requests that raise the code: they are made when somebody wants to see them.
void reproduction_section(html& out, const entry& e, const code_surroundings& around, language lang) {
  const words& w = words_in(lang);
  out.open("section", {{"class", "reproduce"}, {"id", "reproduce"}});
  out.element("h2", {}, w.reproduce);
  if (around.reproduced) {
    out.add(reproduction_piece(e, around, lang));
  } else {
    const std::string command = present::reproduce_command(e);
    out.open("p").text(w.reproduce_lead).text(" ").element("code", {}, command).text(" ");
    copy_button(out, command, w.copy);
    out.close();
    const std::string page = address_of(e) + "?reproduce=1#reproduce";
    const std::string piece = address_of(e) + query().set("part", "reproduce").set("name", e.name()).str();
    out.open("p").open("a", {{"href", page}, {"rel", "nofollow"}, {"data-reproduce", piece}});
    out.text(w.reproduce_show).close().close();
  }
  out.close();
}

void meaning_section(html& out, const entry& e, const catalog& codes, const alike_index& alike,
                     const code_surroundings& around, language lang) {
  const words& w = words_in(lang);
  const std::string anchor = anchor_of(e);
  out.open("article", {{"class", "meaning"}, {"id", anchor, !anchor.empty()}});
  out.open("div", {{"class", "text"}});
  const std::string context = context_of(e);
  if (!anchor.empty()) out.element("h2", {{"class", "title"}}, e.title(lang));
  if (!context.empty()) {
    out.open("p", {{"class", "context"}}).text(w.applies_to).text(" ").element("code", {}, context).close();
  }
  if (!e.message().empty()) {
    out.open("div", {{"class", "message"}}).element("code", {}, e.message());
    copy_button(out, e.message(), w.copy);
    out.close();
  }
  if (!e.aliases().empty()) {
    out.open("details", {{"class", "aliases"}}).element("summary", {}, w.also_sent).open("ul");
    for (const std::string_view alias : e.aliases()) out.open("li").element("code", {}, alias).close();
    out.close().close();
  }
  verdict_box(out, e, codes, lang);
  if (!e.cause(lang).empty()) {
    out.open("section", {{"class", "cause"}})
        .element("h2", {}, w.cause)
        .element("p", {}, e.cause(lang))
        .close();
  }
  if (!e.fix(lang).empty()) {
    out.open("section", {{"class", "fix"}}).element("h2", {}, w.fix).open("ol");
    for (const std::string_view step : e.fix(lang)) out.element("li", {}, step);
    out.close().close();
  }
  limits_table(out, e, w);
  if (!e.notes().empty()) {
    out.open("section", {{"class", "notes"}}).element("h2", {}, w.notes).open("ul");
    for (const std::string_view note : e.notes()) out.element("li", {}, note);
    out.close().close();
  }
  if (around.reproduce.offers(e)) reproduction_section(out, e, around, lang);
  std::vector<entry> elsewhere;
  for (const alike_entry& a : alike.of(e)) elsewhere.push_back(a.entry);
  std::vector<entry> see;
  for (const std::string_view id : e.see()) {
    const entry other = entry_of(id, codes);
    // What is the same situation stands below, once.
    const bool below = std::find(elsewhere.begin(), elsewhere.end(), other) != elsewhere.end();
    if (other && !below) see.push_back(other);
  }
  code_list(out, w.see, see, lang);
  code_list(out, w.elsewhere, elsewhere, lang);
  out.close();

  out.open("aside");
  facts(out, e, codes, lang);
  out.close().close();
}

/// The codes before and behind this one in its space.
std::pair<entry, entry> beside(const entry& e) {
  entry before;
  entry here;
  for (const entry other : e.space().entries()) {
    if (other.code() == e.code()) {
      here = other;
    } else if (here) {
      return {before, other};
    } else {
      before = other;
    }
  }
  return {before, entry()};
}

std::string first_sentence(std::string_view text, language lang) {
  const std::string_view stop = lang == language::zh ? "。" : ". ";
  const auto end = text.find(stop);
  return std::string(end == std::string_view::npos ? text
                                                   : text.substr(0, end + (lang == language::zh ? 3 : 1)));
}

std::string structured_data(const entry& e, const frame& f, language lang, std::string_view base) {
  const errdex::space s = e.space();
  const auto item = [&](int position, std::string_view text, const std::string& path) {
    return R"({"@type":"ListItem","position":)" + std::to_string(position) + R"(,"name":)" +
           json_string(text) + R"(,"item":)" + json_string(std::string(base) + path) + "}";
  };
  return R"({"@context":"https://schema.org","@graph":[{"@type":"TechArticle","headline":)" +
         json_string(f.title) + R"(,"inLanguage":)" + json_string(words_in(lang).html_lang) +
         R"(,"description":)" + json_string(f.description) + R"(,"url":)" +
         json_string(std::string(base) + f.path) + R"(},{"@type":"BreadcrumbList","itemListElement":[)" +
         item(1, space_label(s, lang), address_of(s)) + "," + item(2, e.code(), f.path) + "]}]}";
}

}  // namespace

html reproduction_piece(const entry& e, const code_surroundings& around, language lang) {
  const words& w = words_in(lang);
  html out;
  const auto made = around.reproduce.offers(e) ? around.reproduce.play(e, around.here) : std::nullopt;
  if (!made) return out;
  out.open("p").text(w.reproduce_when).text(" ").element("code", {}, made->endpoint).text(": ");
  out.text(made->when).close();
  out.open("ol", {{"class", "requests"}});
  for (const present::reproduction_step& step : made->steps) {
    out.open("li");
    if (!step.note.empty()) out.element("p", {{"class", "note"}}, step.note);
    if (!step.command.empty()) {
      out.open("div", {{"class", "command"}}).open("pre", {{"tabindex", "0"}});
      out.element("code", {}, step.command).close();
      copy_button(out, step.command, w.copy);
      out.close();
      out.open("pre", {{"class", "answer"}, {"tabindex", "0"}}).element("code", {}, step.answer).close();
    }
    out.close();
  }
  out.close();
  if (!made->others.empty()) {
    out.open("details").element("summary", {}, w.reproduce_others).open("ul");
    for (const auto& [endpoint, when] : made->others)
      out.open("li").element("code", {}, endpoint).text(": " + when).close();
    out.close().close();
  }
  return out;
}

frame code_page(const entry& first, const alike_index& alike, const catalog& codes, language lang,
                const code_surroundings& around) {
  const words& w = words_in(lang);
  const errdex::space s = first.space();
  frame f;
  f.section = section::codes;
  f.path = address_of(first);
  const std::string label = space_label(s, lang);
  const bool several = static_cast<bool>(first.next_meaning());
  std::size_t count = 0;
  for (entry m = first; m; m = m.next_meaning()) ++count;
  const std::string headline =
      several ? filled(w.meanings, first.code(), std::to_string(count)) : std::string(first.title(lang));
  f.title = label + " " + std::string(first.code()) + (lang == language::zh ? "：" : ": ") + headline;
  f.description = first_sentence(first.cause(lang), lang);
  if (!first.fix(lang).empty())
    f.description += (lang == language::zh ? "" : " ") + std::string(first.fix(lang)[0]);

  html& out = f.body;
  crumbs(out, first, lang);
  out.open("header", {{"class", "code-head"}});
  out.open("p", {{"class", "id"}});
  out.element("code", {{"class", "number"}}, first.code());
  out.element("span", {{"class", "where"}}, label);
  copy_button(out, first.code(), w.copy_code);
  out.close();
  out.element("h1", {}, headline);
  out.close();
  if (several) {
    out.open("ul", {{"class", "meanings"}});
    for (entry m = first; m; m = m.next_meaning()) {
      const std::string to = "#" + anchor_of(m);
      out.open("li").element("a", {{"href", to}}, m.title(lang)).close();
    }
    out.close();
  }
  for (entry m = first; m; m = m.next_meaning()) meaning_section(out, m, codes, alike, around, lang);

  const std::string id = id_of(first);
  out.open("div", {{"class", "below"}});
  const lattice_block block = block_around(first);
  if (!block.codes.empty()) {
    out.open("section", {{"class", "around"}, {"data-lattice"}}).element("h2", {}, w.neighbourhood);
    block_grid(out, block, lang, first);
    const auto [before, behind] = beside(first);
    out.open("p", {{"class", "steps"}});
    if (before)
      out.element("a", {{"rel", "prev"}, {"href", address_of(before)}}, "← " + std::string(before.code()));
    if (behind)
      out.element("a", {{"rel", "next"}, {"href", address_of(behind)}}, std::string(behind.code()) + " →");
    out.close().close();
  }
  out.open("section", {{"class", "programs"}}).element("h2", {}, w.for_programs);
  const std::string command = "errdex explain " + id;
  out.open("p").element("code", {}, command);
  copy_button(out, command, w.copy);
  out.close();
  const std::string call = "curl -s " + std::string(around.here) + "/api/v1/codes/" + std::string(s.name()) +
                           "/" + http::percent_encode(first.code());
  out.open("p").element("code", {}, call);
  copy_button(out, call, w.copy);
  out.close().close();
  out.close();

  f.structured = structured_data(first, f, lang, around.base);
  return f;
}

}  // namespace errdex::page
