// HTTP responses as curl -i, curl -v and proxies print them: status line, headers, then the body.
#ifndef ERRDEX_SRC_DIAGNOSE_EVIDENCE_HTTP_HPP
#define ERRDEX_SRC_DIAGNOSE_EVIDENCE_HTTP_HPP

#include <cstddef>
#include <string_view>
#include <vector>

#include "errdex/diagnose.hpp"

namespace errdex::reading {

/// One status line with the headers below it.
struct http_head {
  std::size_t begin = 0;
  std::size_t end = 0;   ///< Behind the empty line, or behind the last header.
  std::size_t body = 0;  ///< Where the body begins: behind `end` and whatever curl -v writes between.
  int status = 0;
  std::vector<header_field> headers;  ///< Views into the text.
  std::string_view host;              ///< Of the request above it, if that was printed as well.
  std::string_view path;
};

/// Every response head in the text, in order.
[[nodiscard]] std::vector<http_head> http_heads_in(std::string_view text);

/// The value of a header, or an empty view. `lower_name` is in lower case.
[[nodiscard]] std::string_view header(const http_head& head, std::string_view lower_name) noexcept;

}  // namespace errdex::reading

#endif
