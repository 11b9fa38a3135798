// Hits of a search as JSON, as `errdex search --json`, the HTTP API and the MCP server print them.
#ifndef ERRDEX_SRC_PRESENT_SEARCH_JSON_HPP
#define ERRDEX_SRC_PRESENT_SEARCH_JSON_HPP

#include <string_view>
#include <vector>

#include "errdex/search.hpp"
#include "present/entry_json.hpp"

namespace errdex::present {

/// Every text of an entry behind its code, name and title, those of the chosen language first.
[[nodiscard]] std::vector<std::string_view> texts_of(const entry& e, language lang);

/// One hit: space, code, name, match, score, matched; taken and missing where there are any; message, title,
/// status, verdict. `lang` says which language's texts stand first in `matched`.
void write_hit(json_writer& w, const search_hit& hit, const search_result& result, language lang,
               texts which = texts::both);

}  // namespace errdex::present

#endif
