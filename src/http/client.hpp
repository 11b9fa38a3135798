// A client for HTTP/1.1 and HTTPS: callbacks to an application, calls to a platform.
//
//     http::client web;
//     const auto got = web.send({.method = "POST", .url = "http://127.0.0.1:8080/callback", .body = event});
//     if (!got) log(name(got.error), got.detail); else use(got.answer.status, got.answer.body);
//
// Calls block their caller and may come from any thread; the network runs on one thread of the client's own.
// Connections are kept and used again. Redirects are answers like others.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "http/message.hpp"

namespace errdex::http {

struct client_options {
  std::chrono::milliseconds connect_time{5'000};  ///< To find the host, connect and agree on keys.
  std::chrono::milliseconds total_time{30'000};   ///< From the call to the end of the answer.
  std::size_t most_body = 8 * 1024 * 1024;        ///< Bytes of an answer's body.
  std::size_t most_header = 64 * 1024;            ///< Bytes of an answer's header section.
  std::size_t kept_by_host = 8;                   ///< Idle connections kept for one host.
  std::chrono::milliseconds kept_for{15'000};     ///< And how long.
  /// PEM file of authorities to trust; empty for those of the system.
  std::string authorities;
  bool verify = true;  ///< False takes any certificate; for tests alone.
};

struct client_request {
  std::string method = "GET";
  std::string url;   ///< "http://…" or "https://…", percent-encoded; a fragment is left out.
  fields headers{};  ///< Host, Content-Length and Connection are written by the client.
  std::string body{};
  std::chrono::milliseconds total_time{0};  ///< In place of the client's; 0 for that.
};

enum class client_error {
  none = 0,
  bad_request,  ///< The URL or a header may not be sent.
  not_found,    ///< The host has no address.
  refused,      ///< Nobody listens there, or the connection broke.
  not_trusted,  ///< TLS failed: the certificate is not trusted, expired, or for another host.
  timed_out,    ///< A deadline passed.
  malformed,    ///< The answer is no HTTP.
  too_long,     ///< The answer is longer than the bounds.
  closed,       ///< The client was destroyed while it waited.
};

/// "timed out" and the like.
[[nodiscard]] std::string_view name(client_error e) noexcept;

struct client_answer {
  client_error error = client_error::none;
  std::string detail;   ///< What happened, in one line without secrets; empty without an error.
  response answer;      ///< Whole when there is no error.
  bool reused = false;  ///< It came over a connection that was kept.

  explicit operator bool() const noexcept { return error == client_error::none; }
};

class client {
 public:
  explicit client(client_options options = {});
  /// Calls that wait come back with `closed`.
  ~client();
  client(const client&) = delete;
  client& operator=(const client&) = delete;

  /// A request that failed on a kept connection before a byte of the answer came is sent once more on a new
  /// one when its method is idempotent: the server may just have closed it.
  [[nodiscard]] client_answer send(client_request what);

 private:
  struct implementation;
  std::unique_ptr<implementation> self_;
};

}  // namespace errdex::http
