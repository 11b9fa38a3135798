#include "page/site.hpp"

#include <algorithm>
#include <vector>

#include "page/address.hpp"
#include "page/assets.hpp"
#include "page/frame.hpp"
#include "page/views.hpp"
#include "page/words.hpp"

namespace errdex::page {
namespace {

/// A paste beyond this is a log, for which there is `errdex annotate`.
constexpr std::size_t longest_question = 1u << 20;

http::response plain(unsigned status, std::string text) {
  http::response r;
  r.status = status;
  r.headers.set("Content-Type", "text/plain; charset=utf-8");
  r.headers.set("X-Content-Type-Options", "nosniff");
  r.body = std::move(text);
  return r;
}

http::response redirect(unsigned status, std::string_view path) {
  http::response r = plain(status, "");
  r.headers.set("Location", std::string(path));
  return r;
}

/// Sent on, with the language that was asked for.
http::response sent_on(const std::string& path, const visitor& v) {
  return redirect(302, v.chose_language ? path + "?lang=" + std::string(name(v.lang)) : path);
}

std::string_view first_segment(std::string_view& path) {
  if (path.starts_with('/')) path.remove_prefix(1);
  const std::size_t end = std::min(path.find('/'), path.size());
  const std::string_view segment = path.substr(0, end);
  path.remove_prefix(end);
  return segment;
}

}  // namespace

struct site::late {
  std::once_flag index_once, alike_once;
  std::optional<search_index> index;
  std::optional<alike_index> alike;
};

site::site(const catalog& codes, site_options options)
    : codes_(codes), options_(std::move(options)), late_(std::make_shared<late>()) {}

const search_index& site::index() const {
  std::call_once(late_->index_once, [this] { late_->index.emplace(codes_); });
  return *late_->index;
}

const alike_index& site::alike() const {
  std::call_once(late_->alike_once, [this] { late_->alike.emplace(codes_); });
  return *late_->alike;
}

http::handler site::handler() const {
  return [this](const http::request& request) { return answer(request); };
}

http::response site::answer(const http::request& request) const {
  const visitor v = visitor_of(request);
  std::string_view rest = request.path();
  const std::string_view first = first_segment(rest);
  const bool asks = first == "find" && rest.empty();
  if (request.method != "GET" && request.method != "HEAD" && !(asks && request.method == "POST")) {
    http::response r = plain(405, std::string(words_in(v.lang).wrong_method) + "\n");
    r.headers.set("Allow", asks ? "GET, HEAD, POST" : "GET, HEAD");
    return r;
  }
  if (first == "assets") return serve_asset(request);
  if (first.empty() && rest.empty()) return document(start_page(codes_, v.lang), v, around());
  if (asks) return find(request, v);
  if (first == "browse" && rest.empty())
    return list(http::query_value(request.query(), "space").value_or(""), request, v);
  if (first == "emulator" && rest.empty() && options_.emulator)
    return document(emulator_page(v.lang, here(request)), v, around());
  if (first == "map") return map(first_segment(rest), request, v);
  if (first == "sitemap.xml" && rest.empty()) return sitemap(request);
  if (first == "robots.txt" && rest.empty()) {
    const std::string map = options_.base.empty() ? "" : "Sitemap: " + options_.base + "/sitemap.xml\n";
    return plain(200, "User-agent: *\nDisallow: /find\nDisallow: /emulator\n" + map);
  }
  if (first.empty()) return missing(request, v);
  const std::string_view second = first_segment(rest);
  if (!rest.empty() && rest != "/") return missing(request, v);
  if (second.empty()) return list(std::string(first), request, v);
  return code(first, second, request, v);
}

http::response site::find(const http::request& request, const visitor& v) const {
  std::string question = http::query_value(request.query(), "q").value_or("");
  const bool piece = http::query_value(request.query(), "part") == "answers";
  if (request.method == "POST") {
    const std::string_view type = request.headers.get("Content-Type").value_or(std::string_view());
    const bool form = type.starts_with("application/x-www-form-urlencoded");
    question = form ? http::query_value(request.body, "q").value_or("") : request.body;
    if (question.size() > longest_question) {
      return plain(413, v.lang == language::zh
                            ? "粘贴的内容超过 1 MB，请只保留报错部分。\n"
                            : "The paste is longer than 1 MB; keep the part with the error.\n");
    }
    if (form && !piece && fits_address(question)) return redirect(303, find_address(question));
  }
  if (piece) return fragment(answers(question, index(), v.lang), v);
  return document(find_page(question, index(), v.lang), v, around());
}

http::response site::map(std::string_view name, const http::request& request, const visitor& v) const {
  if (name.empty()) return document(map_index_page(codes_, v.lang), v, around());
  if (const errdex::space s = codes_.space(name)) {
    const bool by_status = http::query_value(request.query(), "colour") == "status";
    return document(map_page(s, by_status, v.lang), v, around());
  }
  return missing(request, v);
}

http::response site::list(std::string space, const http::request& request, const visitor& v) const {
  const auto value = [&](std::string_view name) {
    return http::query_value(request.query(), name).value_or("");
  };
  filters by{std::move(space), value("status"), value("verdict"), value("group"), 1};
  if (const std::string page = value("page"); !page.empty()) {
    const bool number = page.size() <= 4 &&
                        std::all_of(page.begin(), page.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!number) return missing(request, v);
    by.page = std::stoul(page);
  }
  const bool all_digits = !by.space.empty() && std::all_of(by.space.begin(), by.space.end(),
                                                           [](char c) { return c >= '0' && c <= '9'; });
  // "/40014" is a question.
  if (all_digits) return sent_on(find_address(by.space), v);
  if (const auto f = browse_page(codes_, by, v.lang)) return document(*f, v, around());
  return missing(request, v);
}

http::response site::code(std::string_view space, std::string_view code, const http::request& request,
                          const visitor& v) const {
  const auto wanted = http::percent_decode(code);
  if (!wanted) return missing(request, v);
  if (const errdex::space s = codes_.space(space)) {
    if (const entry e = codes_.find(s.id(), *wanted)) {
      if (e.code() != *wanted) return redirect(301, address_of(e));
      const std::string address = here(request);
      code_surroundings with{options_.base, address, options_.reproduce, false};
      if (http::query_value(request.query(), "part") == "reproduce") {
        const std::string name = http::query_value(request.query(), "name").value_or("");
        for (entry m = e; m; m = m.next_meaning())
          if (m.name() == name) return fragment(reproduction_piece(m, with, v.lang), v);
        return missing(request, v);
      }
      with.reproduced = http::query_value(request.query(), "reproduce") == "1";
      return document(code_page(e, alike(), codes_, v.lang, with), v, around());
    }
    if (const entry e = codes_.find_name(s.id(), *wanted)) return sent_on(address_of(e), v);
    return missing(request, v);
  }
  // A platform with several spaces: the only one that has the code, or all that have it.
  std::vector<entry> found;
  for (const errdex::space s : codes_.spaces()) {
    if (s.platform() != space) continue;
    entry e = codes_.find(s.id(), *wanted);
    if (!e) e = codes_.find_name(s.id(), *wanted);
    if (e) found.push_back(e);
  }
  if (found.empty()) return missing(request, v);
  if (found.size() == 1) return sent_on(address_of(found[0]), v);
  return redirect(302, find_address(std::string(space) + ":" + *wanted));
}

http::response site::missing(const http::request& request, const visitor& v) const {
  return document(missing_page(request.path(), codes_, v.lang), v, around(), 404);
}

surroundings site::around() const { return {options_.base, options_.emulator}; }

std::string site::here(const http::request& request) const {
  if (!options_.base.empty()) return options_.base;
  return (options_.secure ? "https://" : "http://") +
         std::string(request.headers.get("Host").value_or("localhost"));
}

http::response site::sitemap(const http::request& request) const {
  const std::string base = here(request);
  html out;
  out.open("urlset", {{"xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9"}});
  const auto add = [&](const std::string& path) { out.open("url").element("loc", {}, base + path).close(); };
  add("/");
  add("/map");
  for (const errdex::space s : codes_.spaces()) {
    add(address_of(s));
    add(map_of(s));
    std::string_view before;
    for (const entry e : s.entries()) {
      if (e.code() != before) add(address_of(e));
      before = e.code();
    }
  }
  out.close();
  http::response r = plain(200, R"(<?xml version="1.0" encoding="UTF-8"?>)" + out.str() + "\n");
  r.headers.set("Content-Type", "application/xml; charset=utf-8");
  return r;
}

}  // namespace errdex::page
