// One thread's share of a server: its io_context, and the connections that live on it.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "http/census.hpp"
#include "http/connection.hpp"
#include "http/tls.hpp"

namespace errdex::http {

/// A certificate and its key, read and ready for handshakes.
struct tls_context;
struct tls_context_deleter {
  void operator()(tls_context* p) const noexcept;
};
using tls_context_pointer = std::unique_ptr<tls_context, tls_context_deleter>;

/// Throws std::runtime_error that names the file and what is wrong with it.
[[nodiscard]] tls_context_pointer read_tls_context(const tls_files& files);

class worker {
 public:
  /// All of these outlive the worker; `secure` may be null.
  worker(const site& who, const session_rules& rules, census& counted, const tls_context* secure);
  ~worker();
  worker(const worker&) = delete;
  worker& operator=(const worker&) = delete;

  /// Serves until `drain` or `stop` was called and everything has ended.
  void run();

  // From here on: callable from any thread.

  /// Takes over a connected, non-blocking socket that the census has counted.
  void adopt(int descriptor, std::string peer);
  /// Accepts connections at a listening socket, on this worker's thread, and gives each to `taken`.
  /// Out of descriptors, it waits a little and tries again.
  void accept(int listening, std::function<void(int descriptor, std::string peer)> taken);
  /// Takes what has connected already, accepts no more, and calls `done`.
  void stop_accepting(std::function<void()> done);
  /// Lets every connection end as connection::drain says.
  void drain();
  /// Closes every connection now.
  void stop();

 private:
  struct implementation;
  std::shared_ptr<implementation> self_;
};

}  // namespace errdex::http
