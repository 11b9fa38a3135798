// Look-ups of codes and names, for the HTTP API and the resources of the MCP server.
#ifndef ERRDEX_SRC_SERVICE_CODES_HPP
#define ERRDEX_SRC_SERVICE_CODES_HPP

#include <string>
#include <string_view>
#include <vector>

#include "service/state.hpp"

namespace errdex::service {

/// Every meaning of a code, or else of a name, in these spaces.
[[nodiscard]] std::vector<entry> find_meanings(const std::vector<space>& spaces, std::string_view code,
                                               const catalog& codes);

/// {"entries":[…]}
[[nodiscard]] std::string entries_document(state& s, const std::vector<entry>& entries, present::texts which);

}  // namespace errdex::service

#endif
