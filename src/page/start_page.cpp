// The first thing that people see.
#include <array>
#include <vector>

#include "page/address.hpp"
#include "page/parts.hpp"
#include "page/views.hpp"
#include "page/words.hpp"

namespace errdex::page {
namespace {

/// What can be asked, shown by example: a number, a name, words, two bodies. They are made from the catalog;
/// a catalog without these situations shows fewer.
std::vector<std::string> examples(const catalog& codes, language lang) {
  std::vector<std::string> out;
  const entry token = codes.find_name(spaces::wecom, "access_token_invalid");
  if (token) out.emplace_back(token.code());
  out.emplace_back(words_in(lang).example_secret);
  if (token)
    out.push_back(R"({"errcode":)" + std::string(token.code()) + R"(,"errmsg":)" +
                  json_string(token.message()) + "}");
  if (const entry e = codes.find_name(spaces::feishu_server, "rate_limited"))
    out.push_back("feishu " + std::string(e.code()));
  return out;
}

}  // namespace

frame start_page(const catalog& codes, language lang) {
  const words& w = words_in(lang);
  frame f;
  f.section = section::start;
  f.title = w.ask_title;
  f.description = w.site_about;
  f.path = "/";
  f.own_box = true;
  html& out = f.body;
  out.open("div", {{"class", "hero"}})
      .element("h1", {}, w.ask_title)
      .element("p", {{"class", "lead"}}, w.ask_lead);
  ask_box(out, {}, lang, true);
  out.open("p", {{"class", "examples"}}).text(w.examples).text(" ");
  for (const std::string& example : examples(codes, lang)) {
    out.open("a", {{"href", find_address(example)}, {"data-example"}})
        .element("code", {}, example)
        .close()
        .text(" ");
  }
  out.close().close();
  out.open("div", {{"class", "answers"}}).close();

  out.open("div", {{"class", "overview"}});
  out.open("section", {{"class", "platforms"}}).element("h2", {}, w.spaces).open("ul");
  for (const errdex::space s : codes.spaces()) {
    out.open("li").open("a", {{"class", "place"}, {"href", address_of(s)}});
    out.element("span", {{"class", "title"}}, s.platform_title(lang));
    out.element("span", {{"class", "where"}}, s.name() == s.platform() ? s.title(lang) : s.title(lang));
    out.element("span", {{"class", "count"}}, grouped(s.entries().size()));
    out.close();
    verdict_bar(out, s, lang);
    const std::string spoken = filled(w.map_of, space_label(s, lang));
    out.element("a", {{"class", "to-map"}, {"href", map_of(s)}, {"aria-label", spoken}}, w.open_map);
    out.close();
  }
  out.close().close();

  std::array<std::size_t, verdict_count> counts{};
  for (const entry e : codes.entries()) ++counts.at(static_cast<std::size_t>(e.verdict()));
  out.open("section", {{"class", "verdicts"}}).element("h2", {}, w.what_to_do).open("ul");
  for (std::size_t i = 1; i < counts.size(); ++i) {
    const auto v = static_cast<verdict>(i);
    if (counts.at(i) == 0) continue;
    const std::string href = "/browse" + query().set("verdict", name(v)).str();
    out.open("li").open("a", {{"href", href}});
    pill(out, v, lang);
    out.element("span", {{"class", "count"}}, grouped(counts.at(i)));
    out.element("span", {{"class", "means"}}, meaning(v, lang));
    out.close().close();
  }
  out.close().close().close();
  return f;
}

}  // namespace errdex::page
