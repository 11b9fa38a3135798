// An HTTP/1.1 server: threads, sockets and time around connection.hpp. Includes nothing of Boost.
//
//     http::router routes;
//     routes.add("GET", "/healthz", [](const http::request&, const http::path_values&) { … });
//     http::server s(routes.site(), {});     // Listens: a taken port is reported here.
//     s.start();
//     … s.port() …
//     s.drain(std::chrono::seconds(10));     // No request that has come in is lost.
//
// Handlers run on the server's threads, several at a time; one that blocks keeps the other connections of its
// thread waiting, so give the server more threads where handlers wait for something.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "http/connection.hpp"
#include "http/site.hpp"
#include "http/tls.hpp"

namespace errdex::http {

struct server_options {
  std::string address = "127.0.0.1";  ///< IPv4, IPv6 or "localhost".
  std::uint16_t port = 0;             ///< 0 takes any free one; server::port() says which.
  unsigned threads = 1;               ///< Each with its own share of the connections; 0 for one a core.
  session_rules rules;
  std::optional<tls_files> tls;  ///< Set for HTTPS.
};

class server {
 public:
  /// Listens at once, answers from start() on. Throws std::system_error, whose text names the address and
  /// what is wrong, and std::invalid_argument for an address that is none.
  server(site who, server_options options);
  /// Stops at once when neither drain nor stop was called.
  ~server();
  server(const server&) = delete;
  server& operator=(const server&) = delete;

  /// Returns when the threads run.
  void start();

  [[nodiscard]] std::uint16_t port() const noexcept;
  /// "http://127.0.0.1:7340", or "https:…"
  [[nodiscard]] std::string url() const;
  /// Connections that are open now.
  [[nodiscard]] std::size_t connections() const;

  /// Takes no more connections, answers what has come in, and returns when all have ended, or after `grace`
  /// the rest were closed. True when all ended by themselves. May be called once.
  bool drain(std::chrono::milliseconds grace);
  /// Closes everything now.
  void stop();

 private:
  struct implementation;
  std::unique_ptr<implementation> self_;
};

}  // namespace errdex::http
