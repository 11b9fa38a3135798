// Findings and hits as plain text, for a reader without a screen of its own: the text of an MCP tool's
// answer. The command line lays out the same facts for a terminal (cli/render.hpp).
#ifndef ERRDEX_SRC_PRESENT_READABLE_HPP
#define ERRDEX_SRC_PRESENT_READABLE_HPP

#include <optional>
#include <string>

#include "errdex/handle.hpp"
#include "errdex/search.hpp"
#include "present/question.hpp"

namespace errdex::present {

/// The best reading in full (message, cause, steps, verdict), the others as headlines; and with an
/// operation, what `decide` says of it.
[[nodiscard]] std::string readable(const finding& f, language lang, const std::optional<operation>& op);

/// "wecom:40014 access_token_invalid, UNAUTHENTICATED, refresh_token: The access_token is …"
[[nodiscard]] std::string headline(const entry& e, language lang);

/// "refresh_token: Fetch a new token once, then repeat the call. The program may repeat the call now; …"
[[nodiscard]] std::string readable(const decision& d, language lang);

}  // namespace errdex::present

#endif
