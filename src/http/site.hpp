// What a session asks of those who answer: whether a request may come in, and then its answer.
#pragma once

#include <functional>
#include <optional>

#include "http/limits.hpp"
#include "http/message.hpp"

namespace errdex::http {

/// What is decided from a request's header alone, before a byte of its body is taken.
struct admission {
  std::size_t body_limit = limits().body;  ///< Bytes; a longer body is answered with 413.
  std::optional<response> refusal;         ///< When set this is the answer, and the body is not asked for.
};

/// Everything that one server serves.
struct site {
  handler answer;
  /// Looks at method, target and headers; `body` is empty then. May be empty: limits::body holds for all.
  std::function<admission(const request&)> admit;
  /// Answers that the session gives itself (a malformed request, a deadline). May be empty: http::problem.
  std::function<response(unsigned status, std::string_view detail)> refuse;
};

/// One finished exchange, for logs and counters. Views hold during the call.
struct exchange {
  const request* asked = nullptr;  ///< Null when the request could not be read.
  std::string_view peer;
  unsigned status = 0;
  std::size_t bytes = 0;                  ///< Of the answer's body.
  std::chrono::microseconds duration{0};  ///< Of the handler.
};

/// Called after each answer was made, by the thread that made it; must not throw.
using observer = std::function<void(const exchange&)>;

}  // namespace errdex::http
