// The tools and resources that the MCP server offers.
#ifndef ERRDEX_SRC_SERVICE_MCP_TOOLS_HPP
#define ERRDEX_SRC_SERVICE_MCP_TOOLS_HPP

#include <boost/json/fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "service/state.hpp"

namespace errdex::service {

/// The list for tools/list, each with the schemas of its input and of its output.
[[nodiscard]] const boost::json::array& mcp_tools();

/// What a tool answered.
struct tool_result {
  std::string structured;  ///< A JSON object by the tool's output schema; empty for an error.
  std::string text;        ///< The same for a reader; for an error what is wrong and what would be right.
  bool failed = false;
};

/// Calls a tool; nothing when there is none with this name.
[[nodiscard]] std::optional<tool_result> call_mcp_tool(state& s, std::string_view name,
                                                       const boost::json::object& arguments);

/// The entries at "errdex://codes/{space}/{code}", as JSON; nothing when there are none.
[[nodiscard]] std::optional<std::string> read_mcp_resource(state& s, std::string_view uri);

/// Prefix of the addresses of codes.
inline constexpr std::string_view mcp_code_prefix = "errdex://codes/";

}  // namespace errdex::service

#endif
