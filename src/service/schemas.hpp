// The JSON Schemas (2020-12) of what the service answers with and reads.
#ifndef ERRDEX_SRC_SERVICE_SCHEMAS_HPP
#define ERRDEX_SRC_SERVICE_SCHEMAS_HPP

#include <boost/json/fwd.hpp>
#include <string_view>

namespace errdex::service {

/// Every schema by its name; they refer to each other by `prefix` and name, such as "#/components/schemas/".
/// The sets of names that the library defines are filled in from it.
[[nodiscard]] boost::json::object schemas(std::string_view prefix);

/// One schema that stands alone: it, with those that it refers to below "$defs".
[[nodiscard]] boost::json::object schema_alone(std::string_view name);

}  // namespace errdex::service

#endif
