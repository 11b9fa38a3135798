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

/// {"findings":[…]}; where nothing was understood also `neighbour`, whose answer the question is, and
/// `nearest`, codes near to it. With an operation each finding has a `decision` for it.
[[nodiscard]] std::string findings_document(state& s, const std::vector<present::finding>& found,
                                            std::string_view question, present::texts which,
                                            const std::optional<operation>& op);

}  // namespace errdex::service

#endif
