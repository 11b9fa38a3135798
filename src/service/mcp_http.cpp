// The streamable HTTP transport of MCP, in its plain form: each POST is answered with one JSON body, and no
// stream is offered (GET is answered with 405 by the table of endpoints, as the protocol asks).
#include <algorithm>

#include "service/mcp.hpp"
#include "service/operations.hpp"
#include "service/problem.hpp"

namespace errdex::service {
namespace {

/// "http://localhost:5173" is of this machine.
bool is_loopback(std::string_view origin) {
  const std::size_t slashes = origin.find("://");
  if (slashes == std::string_view::npos) return false;
  std::string_view host = origin.substr(slashes + 3);
  if (host.starts_with("[::1]")) return host.size() == 5 || host[5] == ':';
  host = host.substr(0, host.find(':'));
  return host == "localhost" || host == "127.0.0.1";
}

bool may_call(const state& s, const http::request& r) {
  const auto origin = r.headers.get("Origin");
  if (!origin) return true;
  const auto& allowed = s.options.mcp_origins;
  return is_loopback(*origin) || std::find(allowed.begin(), allowed.end(), *origin) != allowed.end();
}

}  // namespace

http::response post_mcp(state& s, const call& c) {
  // A page of another site can make a browser post here, also under a name that it points at this machine;
  // what it cannot do is to leave out or to forge its Origin.
  if (!may_call(s, c.request)) {
    return problem(problem_kind::origin_refused, c.lang(),
                   in(c.lang(), "Pages of this origin may not call /mcp.", "不允许该来源的网页调用 /mcp。"));
  }
  if (const auto version = c.request.headers.get("MCP-Protocol-Version");
      version && std::find(mcp_versions.begin(), mcp_versions.end(), *version) == mcp_versions.end()) {
    std::string known;
    for (const std::string_view v : mcp_versions) known += (known.empty() ? "" : ", ") + std::string(v);
    return problem(problem_kind::bad_parameter, c.lang(),
                   in(c.lang(), "MCP-Protocol-Version: must be one of " + known,
                      "MCP-Protocol-Version：应为以下之一：" + known));
  }
  http::response r;
  r.headers.add("Cache-Control", "no-store");
  auto reply = answer_mcp(s, c.request.body);
  if (!reply) {
    r.status = 202;
    return r;
  }
  r.headers.add("Content-Type", "application/json");
  r.body = std::move(*reply);
  return r;
}

}  // namespace errdex::service
