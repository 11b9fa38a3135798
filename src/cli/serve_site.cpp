#include "cli/serve_site.hpp"

#include "http/representation.hpp"
#include "service/service.hpp"

namespace errdex::cli {

http::site serve_site(const catalog& codes) {
  http::site made;
  made.answer = http::negotiated(service::make_service({.codes = codes}));
  return made;
}

}  // namespace errdex::cli
