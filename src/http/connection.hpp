// One connection's protocol, without its socket and without a clock of its own: bytes and moments go in,
// bytes and wishes come out. The server drives it over TCP and TLS; tests and fuzzers drive it by hand, so
// that a deadline of a minute takes no time.
//
//     connection c(site, rules, peer, now);
//     for (;;) switch (c.next()) {
//       case step::read:   n = read into c.prepare(); c.received(n, now)  — or c.ended(now)
//       case step::write:  send c.output(); c.written(now)
//       case step::pause:  wait until c.deadline(); c.expired(now)
//       case step::finish: say that nothing more will be sent; c.finished(now)
//       case step::close:  close it; over
//       case step::reset:  close it with a reset; over
//     }
//
// While it reads or writes, c.expired(now) is due when c.deadline() has passed.
#pragma once

#include <array>
#include <chrono>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "http/limits.hpp"
#include "http/site.hpp"

namespace errdex::http {

/// What holds for every connection of a server; outlives them.
struct session_rules {
  http::limits limits;
  /// Host names that requests may name, without ports; empty for any.
  std::vector<std::string> hosts;
  observer seen;  ///< May be empty.
};

class connection {
 public:
  using moment = std::chrono::steady_clock::time_point;
  enum class step { read, write, pause, finish, close, reset };

  connection(const site& who, const session_rules& rules, std::string peer, moment now);
  ~connection();
  connection(const connection&) = delete;
  connection& operator=(const connection&) = delete;

  [[nodiscard]] step next() const noexcept;
  /// When `expired` is due if the step takes so long.
  [[nodiscard]] moment deadline() const noexcept;

  [[nodiscard]] std::span<char> prepare();
  void received(std::size_t bytes, moment now);
  /// The caller sends no more.
  void ended(moment now);

  /// What to send, in two parts of which either may be empty; valid until `written`.
  [[nodiscard]] std::array<std::string_view, 2> output() const noexcept;
  /// All of it went out.
  void written(moment now);

  void expired(moment now);
  void finished(moment now);

  /// The server is going down: the request that is on its way gets its answer, and it is the last one. A
  /// connection between two requests waits until `idle_until` for one more, because it may be under way.
  void drain(moment idle_until);

  /// Between two requests with nothing under way.
  [[nodiscard]] bool idle() const noexcept;

 private:
  struct implementation;
  std::unique_ptr<implementation> self_;
};

}  // namespace errdex::http
