#include "page/frame.hpp"

#include "page/address.hpp"
#include "page/assets.hpp"
#include "page/emulator_words.hpp"
#include "page/parts.hpp"
#include "page/words.hpp"

namespace errdex::page {
namespace {

std::string with_language(std::string_view path, std::string_view code) {
  return std::string(path) + (path.find('?') == std::string_view::npos ? "?lang=" : "&lang=") +
         std::string(code);
}

/// Nothing runs or loads but what this server serves, and a page cannot be framed.
constexpr std::string_view content_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

void common_headers(http::response& r, const visitor& v) {
  r.headers.set("Content-Type", "text/html; charset=utf-8");
  r.headers.set("Content-Language", std::string(words_in(v.lang).html_lang));
  r.headers.set("Content-Security-Policy", std::string(content_policy));
  r.headers.set("X-Content-Type-Options", "nosniff");
  r.headers.set("Referrer-Policy", "same-origin");
  r.headers.set("Cache-Control", "no-cache");
  r.headers.set("Vary", "Accept-Language, Cookie");
}

void head(html& out, const frame& f, const visitor& v, std::string_view base) {
  const std::string title = f.title + " · errdex";
  const std::string canonical = std::string(base) + f.path;
  out.open("head");
  out.lone("meta", {{"charset", "utf-8"}});
  out.element("title", {}, title);
  out.lone("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
  if (!f.description.empty()) out.lone("meta", {{"name", "description"}, {"content", f.description}});
  out.lone("meta", {{"name", "color-scheme"}, {"content", "light dark"}});
  if (f.indexed) {
    const std::string own = v.chose_language ? with_language(canonical, name(v.lang)) : canonical;
    out.lone("link", {{"rel", "canonical"}, {"href", own}});
    out.lone("link", {{"rel", "alternate"}, {"hreflang", "en"}, {"href", with_language(canonical, "en")}});
    out.lone("link", {{"rel", "alternate"}, {"hreflang", "zh"}, {"href", with_language(canonical, "zh")}});
    out.lone("link", {{"rel", "alternate"}, {"hreflang", "x-default"}, {"href", canonical}});
    out.lone("meta", {{"property", "og:title"}, {"content", title}});
    out.lone("meta", {{"property", "og:description"}, {"content", f.description}});
  } else {
    out.lone("meta", {{"name", "robots"}, {"content", "noindex"}});
  }
  for (const std::string_view font :
       {"inter-latin-wght-normal.woff2", "jetbrains-mono-latin-wght-normal.woff2"}) {
    if (const asset* a = find_asset(font)) {
      out.lone("link",
               {{"rel", "preload"}, {"as", "font"}, {"type", a->type}, {"href", a->path}, {"crossorigin"}});
    }
  }
  if (const asset* icon = find_asset("icon.svg")) {
    out.lone("link", {{"rel", "icon"}, {"type", icon->type}, {"href", icon->path}});
  }
  if (const asset* style = find_asset("main.css")) {
    out.lone("link", {{"rel", "stylesheet"}, {"href", style->path}});
  }
  if (const asset* script = find_asset("main.js")) {
    out.open("script", {{"type", "module"}, {"src", script->path}}).close();
  }
  if (!f.structured.empty()) out.data_block(f.structured);
  out.close();
}

void header(html& out, const frame& f, const visitor& v, bool emulator) {
  const words& w = words_in(v.lang);
  out.element("a", {{"class", "skip"}, {"href", "#content"}}, w.skip_to_content);
  out.open("header", {{"class", "top"}});
  out.open("a", {{"class", "brand"}, {"href", "/"}}).text("errdex").close();
  if (!f.own_box) ask_box(out, f.question, v.lang, false);
  out.open("nav", {{"aria-label", w.home}});
  const auto link = [&](std::string_view href, std::string_view text, bool current) {
    out.element("a", {{"href", href}, {"aria-current", "page", current}}, text);
  };
  link("/browse", w.codes, f.section == section::codes);
  link("/map", w.map, f.section == section::map);
  if (emulator) link("/emulator", emulator_text("title", v.lang), f.section == section::emulator);
  out.element("a",
              {{"class", "language"},
               {"href", with_language(f.path, w.other_language_code)},
               {"lang", w.other_language_code},
               {"hreflang", w.other_language_code},
               {"rel", "nofollow"}},
              w.other_language);
  // Without a script there is nothing to press; the script shows it.
  out.open("button", {{"class", "theme"},
                      {"type", "button"},
                      {"hidden"},
                      {"aria-label", w.theme_switch},
                      {"title", w.theme_switch}})
      .close();
  out.close().close();
}

}  // namespace

http::response document(const frame& f, const visitor& v, const surroundings& around, unsigned status) {
  const words& w = words_in(v.lang);
  html out;
  out.open("html", {{"lang", w.html_lang}, {"data-theme", name(v.theme)}, {"data-copied", w.copied}});
  head(out, f, v, around.base);
  out.open("body");
  header(out, f, v, around.emulator);
  out.open("main", {{"id", "content"}, {"tabindex", "-1"}}).add(f.body).close();
  out.open("footer", {{"class", "bottom"}});
  out.element("p", {}, w.footer);
  out.open("p").element("a", {{"href", "/api/v1/openapi.json"}}, w.api).text(" ");
  if (const asset* licences = find_asset("licences.txt"))
    out.element("a", {{"href", licences->path}}, w.licences);
  out.close().close();
  out.close().close();

  http::response r;
  r.status = status;
  common_headers(r, v);
  if (v.chose_language) {
    r.headers.add("Set-Cookie",
                  "lang=" + std::string(name(v.lang)) + "; Path=/; Max-Age=31536000; SameSite=Lax");
  }
  r.body = "<!doctype html>" + out.str() + "\n";
  return r;
}

http::response fragment(const html& piece, const visitor& v) {
  http::response r;
  common_headers(r, v);
  r.headers.set("Cache-Control", "no-store");
  r.headers.set("X-Robots-Tag", "noindex");
  r.body = piece.str();
  return r;
}

}  // namespace errdex::page
