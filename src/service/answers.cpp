#include "service/answers.hpp"

#include <algorithm>

#include "service/accept_language.hpp"
#include "service/entry_documents.hpp"

namespace errdex::service {
namespace {

std::string_view opaque(std::string_view etag) noexcept {
  if (etag.starts_with("W/")) etag.remove_prefix(2);
  return etag;
}

}  // namespace

bool matches(std::string_view header, std::string_view etag) noexcept {
  const std::string_view wanted = opaque(etag);
  while (!header.empty()) {
    const std::size_t first = header.find_first_not_of(" \t,");
    if (first == std::string_view::npos) return false;
    header.remove_prefix(first);
    if (header.starts_with('*')) return true;
    const std::size_t open = header.find('"');
    if (open == std::string_view::npos) return false;
    const std::size_t close = header.find('"', open + 1);
    if (close == std::string_view::npos) return false;
    if (header.substr(open, close - open + 1) == wanted) return true;
    header.remove_prefix(close + 1);
  }
  return false;
}

http::response catalog_answer(const call& c, std::shared_ptr<const std::string> body, std::string etag) {
  http::response r;
  const auto known = c.request.headers.get("If-None-Match");
  if (known && matches(*known, etag)) {
    r.status = 304;
  } else {
    r.headers.add("Content-Type", "application/json");
    r.headers.add("Content-Language", std::string(content_language(c.texts)));
    r.shared_body = std::move(body);
  }
  r.headers.add("ETag", std::move(etag));
  r.headers.add("Cache-Control", "max-age=300");
  r.headers.add("Vary", "Accept-Language");
  return r;
}

http::response catalog_answer(const call& c, std::string body) {
  std::string etag = etag_of(body);
  return catalog_answer(c, std::make_shared<const std::string>(std::move(body)), std::move(etag));
}

http::response fresh_answer(const call& c, std::string body) {
  http::response r;
  r.headers.add("Content-Type", "application/json");
  r.headers.add("Content-Language", std::string(content_language(c.texts)));
  r.headers.add("Cache-Control", "no-store");
  r.headers.add("Vary", "Accept-Language");
  r.body = std::move(body);
  return r;
}

}  // namespace errdex::service
