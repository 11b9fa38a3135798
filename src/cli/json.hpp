// Entries and texts as JSON.
#ifndef ERRDEX_SRC_CLI_JSON_HPP
#define ERRDEX_SRC_CLI_JSON_HPP

#include <boost/json/object.hpp>
#include <string>
#include <string_view>

#include "errdex/catalog.hpp"

namespace errdex::cli {

/// The entry with the keys space, code, name, message, aliases, title, cause, fix, status, verdict, limits,
/// context, see, basis, source, notes, state, in this order; then group, and replaced_by, retry_limit and
/// overrides where there are any.
[[nodiscard]] boost::json::object to_json(const entry& e);

/// The text with every byte that is not UTF-8 replaced by U+FFFD, so that it can stand in JSON.
[[nodiscard]] std::string utf8(std::string_view text);

}  // namespace errdex::cli

#endif
