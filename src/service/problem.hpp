// Errors of the API as problem details (RFC 9457).
#ifndef ERRDEX_SRC_SERVICE_PROBLEM_HPP
#define ERRDEX_SRC_SERVICE_PROBLEM_HPP

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "errdex/vocabulary.hpp"
#include "http/message.hpp"

namespace errdex::service {

enum class problem_kind : std::uint8_t {
  unknown_code = 0,        ///< 404: the space or the platform lists no such code or name.
  unknown_space = 1,       ///< 404: no space and no platform has this name.
  unknown_path = 2,        ///< 404
  bad_parameter = 3,       ///< 400: a parameter is missing, unknown or has a wrong value.
  bad_body = 4,            ///< 400: the body is not what the operation reads.
  method_not_allowed = 5,  ///< 405
  unsupported_media = 6,   ///< 415
  origin_refused = 7,      ///< 403: a page of another site called /mcp.
  not_reproducible = 8,    ///< 404: no request of an emulated platform raises the code.
};

/// What is the same for every problem of a kind.
struct problem_type {
  problem_kind kind;
  std::string_view id;  ///< The anchor of its description: /api/v1/problems#unknown-code.
  unsigned status;
  std::string_view title_en;
  std::string_view title_zh;
  std::string_view meaning;  ///< What to do about it, in English, for the page of all problems.
};

[[nodiscard]] std::span<const problem_type> problem_types() noexcept;

/// The answer for a problem. `detail` says what is wrong with this request and what would be right;
/// `members` are further members of the document, as JSON without braces.
[[nodiscard]] http::response problem(problem_kind kind, language lang, std::string_view detail,
                                     std::string_view members = {});

/// The page that the `type` of each problem leads to.
[[nodiscard]] std::string problems_page();

}  // namespace errdex::service

#endif
