// The document that explain and diagnose answer with, over HTTP and MCP.
#ifndef ERRDEX_SRC_SERVICE_EXPLAIN_HPP
#define ERRDEX_SRC_SERVICE_EXPLAIN_HPP

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "errdex/handle.hpp"
#include "present/question.hpp"
#include "service/state.hpp"

namespace errdex::service {

/// What findings were made of: a text in which answers were looked for, or evidence that was said to be one.
enum class source : std::uint8_t { text = 0, evidence = 1 };

/// {"findings":[…]}; `neighbour` where the question is the answer of a platform that is none of these, and
/// `nearest`, codes near to it, where nothing was understood. With an operation each finding has a `decision`
/// for it.
[[nodiscard]] std::string findings_document(state& s, const std::vector<present::finding>& found, source from,
                                            std::string_view question, present::texts which,
                                            const std::optional<operation>& op);

}  // namespace errdex::service

#endif
