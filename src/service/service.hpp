// The look-up service: the HTTP API below /api/v1, the MCP server at /mcp, /metrics and /healthz, as one
// handler. It opens no socket, so that a test calls it as a server does.
//
//   errdex::service::service_options options;
//   options.next = page;                                    // what answers every other path
//   http::handler all = errdex::service::make_service(std::move(options));
//   http::response r = all({.method = "GET", .target = "/api/v1/codes/wecom/40014"});
//
// docs/api.md shows each operation, docs/mcp.md how an agent is given the tools.
#ifndef ERRDEX_SRC_SERVICE_SERVICE_HPP
#define ERRDEX_SRC_SERVICE_SERVICE_HPP

#include <functional>
#include <string>
#include <vector>

#include "errdex/catalog.hpp"
#include "http/message.hpp"
#include "present/reproduction.hpp"

namespace errdex::service {

struct service_options {
  /// What is looked up in; the built-in catalog, or one with the user's own codes.
  catalog codes{};
  /// Answers every path that is not the service's own: the page, an emulator. Without it such a path gets a
  /// problem document with 404.
  http::handler next{};
  /// Makes requests that raise a code; empty where there is no emulator.
  present::reproducer reproduce{};
  /// Appends lines in Prometheus' text format to those of the service: a server's connections.
  std::function<void(std::string&)> more_metrics{};
  /// Origins besides the loopback ones whose pages may call /mcp, such as "https://tools.example.com".
  std::vector<std::string> mcp_origins{};
};

/// The handler. Thread-safe; takes no lock on a look-up. Construction costs microseconds: documents are
/// written when they are asked for first.
[[nodiscard]] http::handler make_service(service_options options = {});

}  // namespace errdex::service

#endif
