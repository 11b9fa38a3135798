#include "page/assets.hpp"

#include <algorithm>

namespace errdex::page {
namespace {

/// Whether an Accept-Encoding field allows a coding. "br;q=0" is a no; everything else that names it is a
/// yes.
bool accepts(std::string_view field, std::string_view coding) noexcept {
  while (!field.empty()) {
    const std::size_t end = std::min(field.find(','), field.size());
    std::string_view item = field.substr(0, end);
    field.remove_prefix(std::min(end + 1, field.size()));
    item.remove_prefix(std::min(item.find_first_not_of(" \t"), item.size()));
    const std::size_t name_end = std::min(item.find_first_of("; \t"), item.size());
    if (item.substr(0, name_end) != coding) continue;
    const std::size_t q = item.find("q=", name_end);
    return q == std::string_view::npos || item.find_first_of("123456789", q) != std::string_view::npos;
  }
  return false;
}

}  // namespace

const asset* find_asset(std::string_view name) noexcept {
  const auto all = assets();
  const auto found = std::find_if(all.begin(), all.end(), [&](const asset& a) { return a.name == name; });
  return found == all.end() ? nullptr : &*found;
}

http::response serve_asset(const http::request& request) {
  http::response r;
  r.headers.set("X-Content-Type-Options", "nosniff");
  const auto all = assets();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const asset& a) { return a.path == request.path(); });
  if (found == all.end()) {
    r.status = 404;
    r.headers.set("Content-Type", "text/plain; charset=utf-8");
    r.headers.set("Cache-Control", "no-store");
    r.body = "There is no such file; a page that names it is older than this server. Load the page again.\n";
    return r;
  }
  r.headers.set("Content-Type", std::string(found->type));
  r.headers.set("Cache-Control", "public, max-age=31536000, immutable");
  r.headers.set("Vary", "Accept-Encoding");
  const std::string_view accepted = request.headers.get("Accept-Encoding").value_or(std::string_view());
  if (!found->brotli.empty() && accepts(accepted, "br")) {
    r.headers.set("Content-Encoding", "br");
    r.body = found->brotli;
  } else if (!found->gzip.empty() && accepts(accepted, "gzip")) {
    r.headers.set("Content-Encoding", "gzip");
    r.body = found->gzip;
  } else {
    r.body = found->plain;
  }
  return r;
}

}  // namespace errdex::page
