// The document that a search answers with, over HTTP and MCP.
#ifndef ERRDEX_SRC_SERVICE_SEARCH_HPP
#define ERRDEX_SRC_SERVICE_SEARCH_HPP

#include <string>
#include <string_view>

#include "service/filters.hpp"
#include "service/state.hpp"

namespace errdex::service {

struct search_query {
  std::string_view text;
  filters wanted;
  std::size_t offset = 0;
  std::size_t limit = 20;
  present::texts which = present::texts::both;
};

[[nodiscard]] search_result find_hits(state& s, const search_query& q);

/// {"hits":[…],"total":…,"next":…,"words":[…],"unknown":[…]}; `next` is the offset of the next page or null.
[[nodiscard]] std::string search_document(const search_query& q, const search_result& found);

}  // namespace errdex::service

#endif
