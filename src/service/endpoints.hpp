// The operations of the API, each declared once: routing, the checks of parameters, the OpenAPI document
// and the names in the metrics come from this table.
#ifndef ERRDEX_SRC_SERVICE_ENDPOINTS_HPP
#define ERRDEX_SRC_SERVICE_ENDPOINTS_HPP

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "http/message.hpp"

namespace errdex::service {

class state;
struct call;

enum class parameter_place : std::uint8_t { path = 0, query = 1 };
enum class parameter_kind : std::uint8_t { text = 0, whole_number = 1, choice = 2 };

struct parameter {
  std::string_view name;
  parameter_place place = parameter_place::query;
  parameter_kind kind = parameter_kind::text;
  bool required = false;
  bool repeated = false;   ///< May be given several times; any of the values fits.
  std::int64_t least = 0;  ///< Of a number: its least value. Of a text: its least length in bytes.
  std::int64_t most = 0;
  std::span<const std::string_view> choices{};
  std::string_view fallback{};  ///< The value when it is not given; only for the document.
  std::string_view meaning;
  std::string_view example;
};

/// One kind of answer of an operation.
struct answer_kind {
  unsigned status;
  std::string_view schema;  ///< Name of a schema in schemas.cpp; empty for an answer without JSON.
  std::string_view media;   ///< Media type; empty for an answer without a body.
  std::string_view meaning;
};

struct endpoint {
  std::string_view id;  ///< The operationId, and the route in the metrics.
  std::string_view method;
  std::string_view path;  ///< A template: "/api/v1/codes/{space}/{code}".
  std::string_view summary;
  std::string_view description;
  std::span<const parameter> parameters;
  /// Media types that the body may have, with the schema of each; empty when there is no body.
  std::span<const answer_kind> bodies;
  std::span<const answer_kind> answers;
  http::response (*run)(state&, const call&);
  /// /mcp speaks a protocol of its own and stands in no OpenAPI document.
  bool documented = true;
};

[[nodiscard]] std::span<const endpoint> endpoints() noexcept;

/// Which endpoint a request is for.
struct route {
  const endpoint* found = nullptr;             ///< Null when no template fits, or none with this method.
  bool path_fits = false;                      ///< Some template fits the path.
  std::array<std::string_view, 2> segments{};  ///< What stands in the template's braces, as sent.
};
[[nodiscard]] route find_route(std::string_view method, std::string_view path) noexcept;

/// The methods that this path takes, for Allow: "GET, HEAD, OPTIONS".
[[nodiscard]] std::string allowed_methods(std::string_view path);

}  // namespace errdex::service

#endif
