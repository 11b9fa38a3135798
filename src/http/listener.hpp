// The socket that connections come to.
#pragma once

#include <netinet/in.h>

#include <cstdint>
#include <string>

namespace errdex::http {

/// A listening TCP socket. Closed with its object.
class listener {
 public:
  /// Listens at once. `address` is a numeric IPv4 or IPv6 address, or "localhost"; port 0 takes any free one.
  /// Throws std::system_error, whose text names the address and what is wrong, and std::invalid_argument for
  /// an address that is none.
  listener(const std::string& address, std::uint16_t port);
  ~listener();
  listener(const listener&) = delete;
  listener& operator=(const listener&) = delete;

  [[nodiscard]] std::uint16_t port() const noexcept { return port_; }
  [[nodiscard]] int descriptor() const noexcept { return descriptor_; }
  /// "127.0.0.1:7340" or "[::1]:7340".
  [[nodiscard]] std::string name() const;
  /// Whether only this machine can reach it.
  [[nodiscard]] bool loopback() const noexcept { return loopback_; }
  void close() noexcept;

 private:
  int descriptor_ = -1;
  std::uint16_t port_ = 0;
  std::string address_;
  bool loopback_ = false;
};

/// Whether a numeric address, or "localhost", is of this machine only.
[[nodiscard]] bool is_loopback(const std::string& address);

/// A caller's address in text, an IPv4 address in IPv6 form as IPv4.
[[nodiscard]] std::string peer_name(const sockaddr_storage& peer);

}  // namespace errdex::http
