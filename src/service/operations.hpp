// What the endpoints do, one function each; endpoints.cpp declares them.
#ifndef ERRDEX_SRC_SERVICE_OPERATIONS_HPP
#define ERRDEX_SRC_SERVICE_OPERATIONS_HPP

#include "http/message.hpp"
#include "service/call.hpp"
#include "service/state.hpp"

namespace errdex::service {

[[nodiscard]] http::response get_code(state& s, const call& c);
[[nodiscard]] http::response reproduce_code(state& s, const call& c);
[[nodiscard]] http::response list_codes(state& s, const call& c);
[[nodiscard]] http::response explain(state& s, const call& c);
[[nodiscard]] http::response post_diagnosis(state& s, const call& c);
[[nodiscard]] http::response search(state& s, const call& c);
[[nodiscard]] http::response list_spaces(state& s, const call& c);
[[nodiscard]] http::response get_openapi(state& s, const call& c);
[[nodiscard]] http::response get_problems(state& s, const call& c);
[[nodiscard]] http::response get_metrics(state& s, const call& c);
[[nodiscard]] http::response get_health(state& s, const call& c);
[[nodiscard]] http::response post_mcp(state& s, const call& c);

/// The problem for a parameter that was refused.
[[nodiscard]] http::response refused(const call& c, const refusal& why);

}  // namespace errdex::service

#endif
