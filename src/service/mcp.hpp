// The Model Context Protocol: JSON-RPC messages in, JSON-RPC messages out, over whatever carries them.
//
//   service::mcp_server server(codes);
//   if (auto reply = server.answer(line)) out << *reply << '\n';           // standard input and output
//
// Protocol versions 2024-11-05, 2025-03-26 and 2025-06-18. No state is kept between messages, so a session
// is no more than its messages. docs/mcp.md says how an agent is given this server.
#ifndef ERRDEX_SRC_SERVICE_MCP_HPP
#define ERRDEX_SRC_SERVICE_MCP_HPP

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "errdex/catalog.hpp"

namespace errdex::service {

class state;

/// Newest first: what a client is told that asks for another one.
inline constexpr std::array<std::string_view, 3> mcp_versions{"2025-06-18", "2025-03-26", "2024-11-05"};

/// Answers one message, or a batch of them, by the catalog of `s`. Nothing for a notification and for what
/// is itself an answer. Any bytes are safe: what is not JSON-RPC gets an error by its rules.
[[nodiscard]] std::optional<std::string> answer_mcp(state& s, std::string_view message);

/// A server with a catalog of its own, for standard input and output. Thread-safe.
class mcp_server {
 public:
  explicit mcp_server(const catalog& codes);
  ~mcp_server();
  [[nodiscard]] std::optional<std::string> answer(std::string_view message) {
    return answer_mcp(*state_, message);
  }

 private:
  std::unique_ptr<state> state_;
};

}  // namespace errdex::service

#endif
