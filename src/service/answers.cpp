#include "service/answers.hpp"

#include "http/representation.hpp"
#include "service/accept_language.hpp"
#include "service/entry_documents.hpp"

namespace errdex::service {
namespace {

/// Everything but the body; true when the caller has to get one.
bool head(http::response& r, const call& c, std::string etag) {
  const auto known = c.request.headers.get("If-None-Match");
  const bool has_it = known && http::names_tag(*known, etag);
  if (has_it) {
    r.status = 304;
  } else {
    r.headers.add("Content-Type", "application/json");
    r.headers.add("Content-Language", std::string(content_language(c.texts)));
  }
  r.headers.add("ETag", std::move(etag));
  r.headers.add("Cache-Control", "max-age=300");
  r.headers.add("Vary", "Accept-Language");
  return !has_it;
}

}  // namespace

http::response catalog_answer(const call& c, std::shared_ptr<const std::string> body, std::string etag) {
  http::response r;
  if (head(r, c, std::move(etag))) r.shared_body = std::move(body);
  return r;
}

http::response catalog_answer(const call& c, std::string body) {
  http::response r;
  if (head(r, c, etag_of(body))) r.body = std::move(body);
  return r;
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
