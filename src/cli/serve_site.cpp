#include "cli/serve_site.hpp"

#include "errdex/version.hpp"
#include "http/representation.hpp"
#include "http/router.hpp"

namespace errdex::cli {

http::site serve_site(const catalog& codes) {
  http::router routes;
  const std::string health = "{\"status\":\"ok\",\"version\":\"" ERRDEX_VERSION "\",\"codes\":" +
                             std::to_string(codes.entries().size()) + "}\n";
  routes.add("GET", "/healthz", [health](const http::request&, const http::path_values&) {
    http::response out;
    out.headers.add("Content-Type", "application/json");
    out.headers.add("Cache-Control", "no-store");
    out.body = health;
    return out;
  });
  http::site made = routes.site();
  made.answer = http::negotiated(made.answer);
  return made;
}

}  // namespace errdex::cli
