// Evidence about one failed call as a JSON document, for POST /api/v1/diagnose and the tools of the MCP
// server. Forward declared, because the tree of Boost.JSON is heavy to compile.
#ifndef ERRDEX_SRC_SERVICE_EVIDENCE_JSON_HPP
#define ERRDEX_SRC_SERVICE_EVIDENCE_JSON_HPP

#include <boost/json/fwd.hpp>
#include <string>
#include <variant>
#include <vector>

#include "errdex/handle.hpp"
#include "present/question.hpp"
#include "service/call.hpp"

namespace errdex::service {

/// What was made of the document.
struct evidence_reading {
  std::vector<present::finding> found;  ///< At least one: also for evidence that says nothing.
  std::string question;                 ///< The body or the code.
  operation call;                       ///< Views into `storage`.
  std::shared_ptr<const void> storage;
};

/// Reads a document with the members body (a text, or the JSON itself), code, http_status, headers, url,
/// platform and operation (repeat, attempts, token_refreshes, endpoint, token, api_version, now). A document
/// that is itself the answer of a platform is taken as the body. A body that is no answer by itself, such
/// as a line of a log, gives a finding for each answer in it.
[[nodiscard]] std::variant<evidence_reading, std::string> read_evidence(const boost::json::object& document,
                                                                        language lang, const catalog& codes);

}  // namespace errdex::service

#endif
