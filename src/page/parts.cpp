#include "page/parts.hpp"

#include <array>
#include <cmath>

#include "page/address.hpp"
#include "page/words.hpp"

namespace errdex::page {

void ask_box(html& out, std::string_view question, language lang, bool large) {
  const words& w = words_in(lang);
  out.open("div", {{"class", large ? "asking large" : "asking"}});
  // POST, because a pasted error may hold a token, and an address is written into logs and histories. The
  // server sends short questions on to an address that can be shared.
  out.open("form", {{"class", "ask"}, {"action", "/find"}, {"method", "post"}, {"role", "search"}});
  out.element("label", {{"class", "unseen"}, {"for", "question"}}, w.ask_label);
  out.element("textarea",
              {{"id", "question"},
               {"name", "q"},
               {"rows", "1"},
               {"placeholder", w.ask_label},
               {"autocomplete", "off"},
               {"autocapitalize", "off"},
               {"spellcheck", "false"},
               {"enterkeyhint", "search"},
               {"autofocus", {}, large && question.empty()}},
              question);
  out.element("kbd", {{"aria-hidden", "true"}}, "/");
  out.element("button", {{"type", "submit"}}, w.ask_button);
  out.close();
  // Where the script says to those who do not see it that there are answers.
  out.open("p", {{"class", "unseen"}, {"role", "status"}}).close();
  if (!large) out.open("div", {{"class", "answers over"}, {"hidden"}}).close();
  out.close();
}

void pill(html& out, verdict value, language lang) {
  const std::string colour = "pill v-" + std::string(name(value));
  out.element("span", {{"class", colour}, {"title", meaning(value, lang)}}, label(value, lang));
}

void copy_button(html& out, std::string_view text, std::string_view label) {
  out.open("button", {{"type", "button"}, {"class", "copy"}, {"data-copy", text}, {"hidden"}})
      .text(label)
      .close();
}

std::string space_label(const errdex::space& s, language lang) {
  std::string out(s.platform_title(lang));
  if (s.name() != s.platform()) out += " · " + std::string(s.title(lang));
  return out;
}

std::string context_of(const entry& e) {
  std::string out;
  for (const property p : e.context()) {
    if (!out.empty()) out += ", ";
    out += std::string(p.key) + ": " + std::string(p.value);
  }
  return out;
}

void code_row(html& out, const entry& e, language lang, row_detail detail) {
  out.open("a", {{"class", "row"}, {"href", meaning_address(e)}});
  out.element("code", {{"class", "number"}}, e.code());
  out.open("span", {{"class", "what"}});
  out.element("span", {{"class", "title"}}, e.title(lang));
  const std::string context = context_of(e);
  out.open("span", {{"class", "where"}});
  out.text(detail == row_detail::place ? space_label(e.space(), lang) : std::string(e.message()));
  if (!context.empty()) out.text(" · ").text(context);
  out.close().close();
  pill(out, e.verdict(), lang);
  out.close();
}

void block_grid(html& out, const lattice_block& block, language lang, const entry& here) {
  const std::string from = std::to_string(block.from);
  out.open("div", {{"class", "block"}});
  out.element("span", {{"class", "from"}}, from);
  out.open("div", {{"class", "grid"}});
  for (const entry& e : block.codes) {
    const auto place = static_cast<std::size_t>(e.number().value_or(block.from) - block.from);
    // Classes instead of styles: the content policy allows no style attributes.
    const std::string look = "c" + std::to_string(place % 10) + " r" + std::to_string(place / 10) + " v-" +
                             std::string(name(e.verdict())) + " s-" + std::string(name(e.status()));
    const std::string spoken = std::string(e.code()) + " " + std::string(e.title(lang));
    out.open("a", {{"class", look},
                   {"href", address_of(e)},
                   {"aria-label", spoken},
                   {"aria-current", "page", here && here.code() == e.code()}})
        .close();
  }
  out.close().close();
}

void verdict_bar(html& out, const errdex::space& s, language lang) {
  std::array<std::size_t, verdict_count> counts{};
  std::size_t all = 0;
  for (const entry e : s.entries()) {
    ++counts.at(static_cast<std::size_t>(e.verdict()));
    ++all;
  }
  if (all == 0) return;
  // An image with a text in its place: the numbers themselves stand on the page of the space.
  out.open("svg", {{"class", "bar"},
                   {"viewBox", "0 0 1000 8"},
                   {"preserveAspectRatio", "none"},
                   {"aria-hidden", "true"}});
  std::size_t before = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts.at(i) == 0) continue;
    const std::size_t from = before * 1000 / all;
    before += counts.at(i);
    const std::size_t to = before * 1000 / all;
    const std::string x = std::to_string(from);
    const std::string width = std::to_string(to - from);
    const std::string look = "v-" + std::string(name(static_cast<verdict>(i)));
    out.open("rect", {{"class", look}, {"x", x}, {"width", width}, {"height", "8"}});
    out.element("title", {}, label(static_cast<verdict>(i), lang));
    out.close();
  }
  out.close();
}

std::string grouped(std::size_t n) {
  std::string out = std::to_string(n);
  for (std::size_t i = out.size(); i > 3;) {
    i -= 3;
    out.insert(i, ",");
  }
  return out;
}

std::string number_text(double value) {
  if (std::floor(value) == value && std::fabs(value) < 1e15)
    return std::to_string(static_cast<long long>(value));
  std::string text = std::to_string(value);
  while (text.back() == '0') text.pop_back();
  return text;
}

}  // namespace errdex::page
