// Lists of codes, narrowed by what they have in common.
#include <algorithm>
#include <functional>
#include <map>
#include <vector>

#include "page/address.hpp"
#include "page/parts.hpp"
#include "page/views.hpp"
#include "page/words.hpp"

namespace errdex::page {
namespace {

constexpr std::size_t codes_a_page = 100;

bool in_space(const entry& e, std::string_view wanted) {
  return wanted.empty() || e.space().name() == wanted || e.space().platform() == wanted;
}
bool has_status(const entry& e, std::string_view wanted) {
  return wanted.empty() || name(e.status()) == wanted;
}
bool has_verdict(const entry& e, std::string_view wanted) {
  return wanted.empty() || name(e.verdict()) == wanted;
}
bool in_group(const entry& e, std::string_view wanted) { return wanted.empty() || e.group() == wanted; }

/// The address of this list with one filter set otherwise; a list of one space alone has the space's own.
std::string address_with(filters by, std::string filters::*which, std::string value) {
  by.*which = std::move(value);
  if (which == &filters::space) by.group.clear();
  query q;
  q.set("status", by.status).set("verdict", by.verdict).set("group", by.group);
  if (!by.space.empty()) return "/" + by.space + q.str();
  return "/browse" + q.str();
}

std::string address_of_page(const filters& by, std::size_t page) {
  std::string address = address_with(by, &filters::status, by.status);
  if (page == 1) return address;
  address += address.find('?') == std::string::npos ? '?' : '&';
  return address + "page=" + std::to_string(page);
}

struct choice {
  std::string value;
  std::string text;
  std::size_t codes = 0;
};

/// One filter: what can be chosen, with how many codes each choice leaves.
void facet(html& out, std::string_view title, const std::vector<choice>& choices, const filters& by,
           std::string filters::*which, std::string_view look, const words& w) {
  if (choices.size() < 2 && (by.*which).empty()) return;
  // A long one is folded while nothing of it is chosen.
  out.open("details", {{"class", "facet"}, {"open", {}, choices.size() <= 20}});
  out.element("summary", {}, title).open("ul");
  for (const choice& c : choices) {
    const bool chosen = c.value == by.*which;
    const std::string href = address_with(by, which, chosen ? std::string() : c.value);
    const std::string dot = look.empty() ? std::string() : "dot " + std::string(look) + c.value;
    out.open("li").open("a", {{"href", href}, {"aria-current", "true", chosen}});
    if (!dot.empty()) out.open("span", {{"class", dot}}).close();
    out.element("span", {{"class", "choice"}}, c.text);
    out.element("span", {{"class", "count"}}, grouped(c.codes));
    if (chosen) out.element("span", {{"class", "unseen"}}, w.clear);
    out.close().close();
  }
  out.close().close();
}

/// The values that `value_of` gives for the entries, in the order in which `order` has them or they come.
std::vector<choice> choices_of(
    const std::vector<entry>& entries,
    const std::function<std::pair<std::string, std::string>(const entry&)>& value_of) {
  std::vector<choice> out;
  std::map<std::string, std::size_t> places;
  for (const entry& e : entries) {
    auto [value, text] = value_of(e);
    const auto [at, added] = places.try_emplace(value, out.size());
    if (added) out.push_back({std::move(value), std::move(text), 0});
    ++out[at->second].codes;
  }
  return out;
}

void most_first(std::vector<choice>& choices) {
  std::stable_sort(choices.begin(), choices.end(),
                   [](const choice& a, const choice& b) { return a.codes > b.codes; });
}

std::string title_of(const catalog& codes, const filters& by, language lang) {
  const words& w = words_in(lang);
  std::string out(w.all_codes);
  if (!by.space.empty()) {
    if (const errdex::space s = codes.space(by.space)) {
      out = space_label(s, lang);
    } else {
      for (const errdex::space other : codes.spaces()) {
        if (other.platform() == by.space) out = other.platform_title(lang);
      }
    }
  }
  if (!by.verdict.empty()) out += " · " + std::string(label(*parse_verdict(by.verdict), lang));
  if (!by.status.empty()) out += " · " + by.status;
  if (!by.group.empty()) out += " · " + by.group;
  return out;
}

bool sound(const catalog& codes, const filters& by) {
  const auto spaces = codes.spaces();
  const bool space_there =
      by.space.empty() || std::any_of(spaces.begin(), spaces.end(), [&](const errdex::space& s) {
        return s.name() == by.space || s.platform() == by.space;
      });
  return space_there && (by.status.empty() || parse_status(by.status)) &&
         (by.verdict.empty() || parse_verdict(by.verdict));
}

void page_links(html& out, const filters& by, std::size_t pages, language lang) {
  if (pages < 2) return;
  const words& w = words_in(lang);
  const std::string where = filled(w.page_of, std::to_string(by.page), std::to_string(pages));
  out.open("nav", {{"class", "pages"}, {"aria-label", where}});
  if (by.page > 1)
    out.element("a", {{"rel", "prev"}, {"href", address_of_page(by, by.page - 1)}},
                "← " + std::string(w.previous));
  out.element("span", {}, where);
  if (by.page < pages)
    out.element("a", {{"rel", "next"}, {"href", address_of_page(by, by.page + 1)}},
                std::string(w.next) + " →");
  out.close();
}

}  // namespace

std::optional<frame> browse_page(const catalog& codes, const filters& by, language lang) {
  if (!sound(codes, by)) return std::nullopt;
  const words& w = words_in(lang);

  // For each facet what is left by all the other filters, so that its numbers say what a click would show.
  std::vector<entry> listed, for_space, for_status, for_verdict, for_group;
  for (const entry e : codes.entries()) {
    const bool s = in_space(e, by.space), t = has_status(e, by.status), v = has_verdict(e, by.verdict),
               g = in_group(e, by.group);
    if (s && t && v && g) listed.push_back(e);
    if (t && v) for_space.push_back(e);
    if (s && v && g) for_status.push_back(e);
    if (s && t && g) for_verdict.push_back(e);
    if (s && t && v) for_group.push_back(e);
  }
  const std::size_t pages = std::max<std::size_t>(1, (listed.size() + codes_a_page - 1) / codes_a_page);
  if (by.page < 1 || by.page > pages) return std::nullopt;

  frame f;
  f.section = section::codes;
  f.title = title_of(codes, by, lang);
  f.path = address_of_page(by, by.page);
  f.indexed = by.status.empty() && by.verdict.empty() && by.group.empty();
  f.description = f.title + ": " + filled(w.code_count, grouped(listed.size()));
  html& out = f.body;
  out.open("header", {{"class", "list-head"}}).element("h1", {}, f.title);
  out.open("p", {{"class", "lead"}}).text(filled(w.code_count, grouped(listed.size())));
  if (const errdex::space s = codes.space(by.space))
    out.text(" · ").element("a", {{"href", map_of(s)}}, w.open_map);
  // On a phone the filters stand below the list.
  out.open("span", {{"class", "to-filters"}})
      .text(" · ")
      .element("a", {{"href", "#filters"}}, w.filter)
      .close();
  out.close();
  if (!by.verdict.empty()) out.element("p", {{"class", "lead"}}, meaning(*parse_verdict(by.verdict), lang));
  out.close();

  out.open("div", {{"class", "browse"}});
  out.open("div", {{"class", "facets"}, {"id", "filters"}, {"role", "navigation"}, {"aria-label", w.filter}});
  facet(out, w.space,
        choices_of(for_space,
                   [&](const entry& e) {
                     return std::pair(std::string(e.space().name()), space_label(e.space(), lang));
                   }),
        by, &filters::space, {}, w);
  auto verdicts = choices_of(for_verdict, [&](const entry& e) {
    return std::pair(std::string(name(e.verdict())), std::string(label(e.verdict(), lang)));
  });
  most_first(verdicts);
  facet(out, w.verdict, verdicts, by, &filters::verdict, "v-", w);
  auto statuses = choices_of(for_status, [&](const entry& e) {
    return std::pair(std::string(name(e.status())), std::string(name(e.status())));
  });
  most_first(statuses);
  facet(out, w.status, statuses, by, &filters::status, "s-", w);
  // Groups are the files of one space's catalog; over all spaces they would mix.
  if (!by.space.empty() || !by.group.empty()) {
    auto groups = choices_of(
        for_group, [&](const entry& e) { return std::pair(std::string(e.group()), std::string(e.group())); });
    most_first(groups);
    facet(out, w.group, groups, by, &filters::group, {}, w);
  }
  out.close();

  out.open("div", {{"class", "list"}});
  if (listed.empty()) out.element("p", {{"class", "nothing"}}, w.none_match);
  const bool one_space = static_cast<bool>(codes.space(by.space));
  out.open("ul", {{"class", "rows"}});
  for (std::size_t i = (by.page - 1) * codes_a_page; i < std::min(listed.size(), by.page * codes_a_page);
       ++i) {
    out.open("li");
    code_row(out, listed[i], lang, one_space ? row_detail::message : row_detail::place);
    out.close();
  }
  out.close();
  page_links(out, by, pages, lang);
  out.close().close();
  return f;
}

}  // namespace errdex::page
