#include "page/assets.hpp"

#include <algorithm>

#include "http/representation.hpp"

namespace errdex::page {
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
  const http::coding best = http::preferred_coding(accepted);
  if (!found->brotli.empty() && best == http::coding::br) {
    r.headers.set("Content-Encoding", "br");
    r.body = found->brotli;
  } else if (!found->gzip.empty() && best != http::coding::identity) {
    r.headers.set("Content-Encoding", "gzip");
    r.body = found->gzip;
  } else {
    r.body = found->plain;
  }
  return r;
}

}  // namespace errdex::page
