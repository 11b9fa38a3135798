// What `errdex serve` serves.
#ifndef ERRDEX_SRC_CLI_SERVE_SITE_HPP
#define ERRDEX_SRC_CLI_SERVE_SITE_HPP

#include <cstddef>
#include <functional>
#include <string>

#include "errdex/catalog.hpp"
#include "http/site.hpp"

namespace errdex::cli {

struct site_parts {
  /// Whether the platforms' own paths (/cgi-bin/…) and /_errdex/ are answered by an emulator in memory.
  bool emulator = true;
  /// What answers for the platforms where an emulator is there already; it also answers for paths that are
  /// nobody's, unless a browser asks. Empty: an emulator is made when a platform is first called.
  http::handler running{};
  /// Connections that are open now, for /metrics; may be empty.
  std::function<std::size_t()> connections{};
  /// The address of the site without a slash at its end, where links must be whole; empty for the one under
  /// which a request comes.
  std::string public_url{};
  /// Whether callers come over HTTPS.
  bool secure = false;
};

/// Everything behind one address: the look-up service (service/service.hpp), the page (page/site.hpp) and the
/// emulated platforms, answers compressed for who takes that. The emulator's world is made when a platform is
/// first called.
[[nodiscard]] http::site serve_site(const catalog& codes, site_parts parts = {});

}  // namespace errdex::cli

#endif
