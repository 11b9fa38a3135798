// The maps of the code spaces.
#include <array>
#include <set>

#include "page/address.hpp"
#include "page/lattice.hpp"
#include "page/parts.hpp"
#include "page/views.hpp"
#include "page/words.hpp"

namespace errdex::page {
namespace {

/// What the colours mean, with how often each occurs in the space.
void legend(html& out, const errdex::space& s, bool by_status, language lang) {
  std::array<std::size_t, status_count> statuses{};
  std::array<std::size_t, verdict_count> verdicts{};
  for (const entry e : s.entries()) {
    ++statuses.at(static_cast<std::size_t>(e.status()));
    ++verdicts.at(static_cast<std::size_t>(e.verdict()));
  }
  const auto item = [&](const std::string& look, std::string_view text, std::string_view filter,
                        std::string_view value, std::size_t count) {
    const std::string href = address_of(s) + query().set(filter, value).str();
    out.open("li").open("a", {{"href", href}});
    out.open("span", {{"class", "dot " + look}}).close();
    out.element("span", {}, text).element("span", {{"class", "count"}}, grouped(count));
    out.close().close();
  };
  out.open("ul", {{"class", "legend of-verdicts"}, {"hidden", {}, by_status}});
  for (std::size_t i = 0; i < verdicts.size(); ++i) {
    const auto v = static_cast<verdict>(i);
    if (verdicts.at(i) > 0)
      item("v-" + std::string(name(v)), label(v, lang), "verdict", name(v), verdicts.at(i));
  }
  out.close().open("ul", {{"class", "legend of-statuses"}, {"hidden", {}, !by_status}});
  for (std::size_t i = 0; i < statuses.size(); ++i) {
    const auto st = static_cast<status>(i);
    if (statuses.at(i) > 0) item("s-" + std::string(name(st)), name(st), "status", name(st), statuses.at(i));
  }
  out.close();
}

void switches(html& out, const errdex::space& s, bool by_status, const words& w) {
  out.open("p", {{"class", "switches"}}).text(w.colour_by).text(" ");
  out.open("a", {{"href", map_of(s)}, {"data-colour", "verdict"}, {"aria-current", "true", !by_status}});
  out.text(w.by_verdict).close().text(" ");
  const std::string other = map_of(s) + "?colour=status";
  out.open("a", {{"href", other}, {"data-colour", "status"}, {"aria-current", "true", by_status}});
  out.text(w.by_status).close().close();
}

/// `anchored`: an address can point to it. A range with another one inside has two cards; the first is it.
void group_card(html& out, const lattice_group& group, bool anchored, const words& w, language lang) {
  std::string anchor;
  std::string span;
  std::string title(w.outside_ranges);
  if (group.range) {
    if (anchored)
      anchor = "range-" + std::to_string(group.range->from) + "-" + std::to_string(group.range->to);
    span = std::to_string(group.range->from) + "–" + std::to_string(group.range->to);
    title = group.range->title(lang);
  }
  out.open("section",
           {{"class", group.blocks.size() > 1 ? "range wide" : "range"}, {"id", anchor, !anchor.empty()}});
  out.open("h2").element("span", {{"class", "title"}}, title).text(" ");
  out.element("span", {{"class", "span"}}, span).close();
  out.open("div", {{"class", "blocks"}});
  for (const lattice_block& block : group.blocks) block_grid(out, block, lang);
  out.close().close();
}

/// A grid as a picture: three pixels a number, and neighbours of one colour as one rectangle.
void small_block(html& out, const lattice_block& block) {
  constexpr std::size_t cell = 3;
  const auto place = [&](std::size_t i) {
    return static_cast<std::size_t>(block.codes[i].number().value_or(block.from) - block.from);
  };
  out.open("svg", {{"viewBox", "0 0 30 30"}, {"width", "30"}, {"height", "30"}});
  for (std::size_t i = 0; i < block.codes.size();) {
    std::size_t behind = i + 1;
    while (behind < block.codes.size() && place(behind) == place(behind - 1) + 1 &&
           place(behind) / 10 == place(i) / 10 && block.codes[behind].verdict() == block.codes[i].verdict())
      ++behind;
    const std::string look = "v-" + std::string(name(block.codes[i].verdict()));
    const std::string x = std::to_string(place(i) % 10 * cell);
    const std::string y = std::to_string(place(i) / 10 * cell);
    const std::string width = std::to_string((behind - i) * cell);
    out.open("rect", {{"class", look}, {"x", x}, {"y", y}, {"width", width}, {"height", "3"}}).close();
    i = behind;
  }
  out.close();
}

}  // namespace

frame map_index_page(const catalog& codes, language lang) {
  const words& w = words_in(lang);
  frame f;
  f.section = section::map;
  f.title = w.map_title;
  f.description = w.map_lead;
  f.path = "/map";
  html& out = f.body;
  out.open("header", {{"class", "list-head"}}).element("h1", {}, w.map_title);
  out.element("p", {{"class", "lead"}}, w.map_lead).close();
  out.open("div", {{"class", "maps"}});
  for (const errdex::space s : codes.spaces()) {
    out.open("section", {{"class", "small-map"}}).open("h2");
    out.element("a", {{"href", map_of(s)}}, space_label(s, lang));
    out.text(" ")
        .element("span", {{"class", "count"}}, filled(w.code_count, grouped(s.entries().size())))
        .close();
    // A picture of the map behind the link; its squares are links only there.
    out.open("a", {{"class", "picture"}, {"href", map_of(s)}, {"tabindex", "-1"}, {"aria-hidden", "true"}});
    for (const lattice_group& g : lattice_of(s).groups) {
      for (const lattice_block& b : g.blocks) small_block(out, b);
    }
    out.close().close();
  }
  out.close();
  return f;
}

frame map_page(const errdex::space& s, bool by_status, language lang) {
  const words& w = words_in(lang);
  const lattice all = lattice_of(s);
  frame f;
  f.section = section::map;
  f.title = filled(w.map_of, space_label(s, lang));
  f.description = f.title + ". " + std::string(w.map_lead);
  f.path = map_of(s);
  html& out = f.body;
  out.open("header", {{"class", "list-head"}}).element("h1", {}, f.title);
  out.open("p", {{"class", "lead"}}).text(filled(w.code_count, grouped(s.entries().size()))).text(" · ");
  out.element("a", {{"href", address_of(s)}}, w.open_list).text(" · ").text(w.map_lead).close();
  switches(out, s, by_status, w);
  legend(out, s, by_status, lang);
  out.close();
  out.open("div", {{"class", "lattice"}, {"data-lattice"}, {"data-by", by_status ? "status" : "verdict"}});
  std::set<std::pair<std::int64_t, std::int64_t>> ranges;
  for (const lattice_group& group : all.groups) {
    const bool first = group.range && ranges.emplace(group.range->from, group.range->to).second;
    group_card(out, group, first, w, lang);
  }
  out.close();
  out.element("p", {{"class", "hint"}}, w.map_hint);
  code_list(out, w.textual_codes, all.textual, lang);
  return f;
}

}  // namespace errdex::page
