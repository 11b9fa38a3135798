// The web page as a handler: every address that people open in a browser.
//
//   page::site pages(catalog::builtin());
//   http::response r = pages.answer(request);      // Any request; what is not a page is a 404 page.
//
//   /                      the box
//   /find                  its answers: GET with ?q=, or POST; ?part=answers gives only the piece
//   /wecom/40014           a code, with ?reproduce=1 and requests that raise it; /feishu/… and /…/its_name
//   are sent on to it /wecom, /browse        lists, with ?status= &verdict= &group= &page= /map, /map/wecom
//   the maps /emulator              requests, clock, faults and data of the emulator, when there is one
//   /sitemap.xml, /robots.txt, /assets/…
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "errdex/catalog.hpp"
#include "errdex/search.hpp"
#include "http/message.hpp"
#include "page/alike.hpp"
#include "page/frame.hpp"
#include "page/visitor.hpp"
#include "present/reproduction.hpp"

namespace errdex::page {

struct site_options {
  /// Address of the site without a slash at its end, "https://errors.example.com", for canonical links and
  /// the sitemap. Empty: links stay relative, and where an address is needed it is made of the request's
  /// Host.
  std::string base;
  /// Whether callers come over HTTPS, for what `base` would say.
  bool secure = false;
  /// An emulator answers /_errdex/ beside the pages: there is a page for it, and every page links to that.
  bool emulator = false;
  /// Makes requests that raise a code, for the section of its page that shows them when it is asked for.
  present::reproducer reproduce{};
};

/// Answers from any number of threads. What takes long to make (the search index, some 20 ms) is made when
/// it is first needed, so that a server starts at once.
class site {
 public:
  /// Keeps a copy of the catalog.
  explicit site(const catalog& codes, site_options options = {});

  [[nodiscard]] http::response answer(const http::request& request) const;
  /// The same as a handler, such as service_options::next takes. This site must outlive it.
  [[nodiscard]] http::handler handler() const;

 private:
  struct late;

  [[nodiscard]] http::response find(const http::request& request, const visitor& v) const;
  [[nodiscard]] http::response map(std::string_view name, const http::request& request,
                                   const visitor& v) const;
  [[nodiscard]] http::response list(std::string space, const http::request& request, const visitor& v) const;
  [[nodiscard]] http::response code(std::string_view space, std::string_view code,
                                    const http::request& request, const visitor& v) const;
  [[nodiscard]] http::response missing(const http::request& request, const visitor& v) const;
  [[nodiscard]] http::response sitemap(const http::request& request) const;

  [[nodiscard]] surroundings around() const;
  /// The address under which this request came.
  [[nodiscard]] std::string here(const http::request& request) const;

  const search_index& index() const;
  const alike_index& alike() const;

  catalog codes_;
  site_options options_;
  std::shared_ptr<late> late_;
};

}  // namespace errdex::page
