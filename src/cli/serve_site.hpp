// What `errdex serve` serves.
#ifndef ERRDEX_SRC_CLI_SERVE_SITE_HPP
#define ERRDEX_SRC_CLI_SERVE_SITE_HPP

#include "errdex/catalog.hpp"
#include "http/site.hpp"

namespace errdex::cli {

/// Everything behind one address: the look-up service (service/service.hpp), its answers compressed for who
/// takes that.
[[nodiscard]] http::site serve_site(const catalog& codes);

}  // namespace errdex::cli

#endif
