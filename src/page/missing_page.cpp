// An address that leads nowhere.
#include <algorithm>

#include "http/message.hpp"
#include "page/address.hpp"
#include "page/parts.hpp"
#include "page/views.hpp"
#include "page/words.hpp"
#include "present/question.hpp"

namespace errdex::page {

frame missing_page(std::string_view path, const catalog& codes, language lang) {
  const words& w = words_in(lang);
  const std::string shown = http::percent_decode(path).value_or(std::string(path));
  // "/wecom/40015" asks for wecom:40015, as does "/docs/wecom/40015".
  std::string question(shown.substr(std::min(shown.find_last_of('/') + 1, shown.size())));
  const std::string rest = shown.substr(0, shown.find_last_of('/'));
  const std::string before(rest.substr(rest.find_last_of('/') + 1));
  const auto all = codes.spaces();
  const bool named = std::any_of(all.begin(), all.end(), [&](const errdex::space& s) {
    return s.name() == before || s.platform() == before;
  });
  const std::string asked = named ? before + ":" + question : question;

  frame f;
  f.title = w.missing_title;
  f.path = "/";
  f.indexed = false;
  f.own_box = true;
  f.question = asked;
  html& out = f.body;
  out.open("div", {{"class", "hero missing"}}).element("h1", {}, w.missing_title);
  const std::string lead(w.missing_lead);
  const std::size_t place = lead.find("{}");
  out.open("p", {{"class", "lead"}}).text(lead.substr(0, place)).element("code", {}, shown.substr(0, 200));
  out.text(lead.substr(place + 2)).close();
  ask_box(out, asked.substr(0, 80), lang, true);
  out.close();
  out.open("div", {{"class", "answers"}});
  std::vector<entry> near = present::nearest(asked, codes, 6);
  if (near.empty()) near = present::nearest(question, codes, 6);
  code_list(out, w.missing_near, near, lang);
  out.close();
  out.open("p", {{"class", "ways"}});
  out.element("a", {{"href", "/"}}, w.home)
      .text(" · ")
      .element("a", {{"href", "/browse"}}, w.all_codes)
      .text(" · ");
  out.element("a", {{"href", "/map"}}, w.map).close();
  return f;
}

}  // namespace errdex::page
