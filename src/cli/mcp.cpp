#include "service/mcp.hpp"

#include <istream>
#include <ostream>
#include <string>

#include "cli/program.hpp"

namespace errdex::cli {
namespace {

/// A message is a line. One that is longer than this is no question about an error code.
constexpr std::size_t longest_message = 16u << 20;

/// Reads one line; false at the end of the input. A line beyond the bound is read to its end and given
/// empty, with `too_long` set.
bool read_message(std::istream& in, std::string& line, bool& too_long) {
  line.clear();
  too_long = false;
  bool any = false;
  for (int c = in.rdbuf()->sbumpc(); c != std::istream::traits_type::eof(); c = in.rdbuf()->sbumpc()) {
    any = true;
    if (c == '\n') break;
    if (line.size() < longest_message) {
      line += static_cast<char>(c);
    } else {
      too_long = true;
    }
  }
  if (too_long) line.clear();
  return any;
}

int run(context& c) {
  service::mcp_server server(*c.codes);
  std::string line;
  bool too_long = false;
  while (read_message(c.in, line, too_long)) {
    if (!too_long && line.find_first_not_of(" \t\r") == std::string::npos) continue;
    // An empty text is not JSON, which is what a client is told about a message that is too long.
    if (const auto reply = server.answer(line)) c.out << *reply << '\n' << std::flush;
  }
  return success;
}

}  // namespace

void add_mcp(program& p) {
  p.command(
      "mcp",
      "Serve the tools explain, diagnose, search and decide to an AI agent on standard input and output",
      [](context& c) { return run(c); },
      {{"claude mcp add errdex -- errdex mcp", "an agent that speaks the Model Context Protocol"},
       {R"(echo '{"jsonrpc":"2.0","id":1,"method":"tools/list"}' | errdex mcp)",
        "the tools with their schemas"}});
}

}  // namespace errdex::cli
