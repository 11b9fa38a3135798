// A validator for the part of JSON Schema 2020-12 that the service's schemas are written in. A keyword that
// it does not know is a fault of the schema, so that nothing goes unchecked in silence.
#ifndef ERRDEX_TESTS_SERVICE_SCHEMA_CHECK_HPP
#define ERRDEX_TESTS_SERVICE_SCHEMA_CHECK_HPP

#include <boost/json.hpp>
#include <string>
#include <vector>

namespace errdex::service {

/// What is wrong with the value, a line each with its place: "/entries/0/code: must be a string". `root` is
/// the document that references lead into.
[[nodiscard]] std::vector<std::string> check_schema(const boost::json::value& value,
                                                    const boost::json::value& schema,
                                                    const boost::json::value& root);

}  // namespace errdex::service

#endif
