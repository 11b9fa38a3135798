// A caller over a real socket, plain and blocking, for tests of the server.
#ifndef ERRDEX_TESTS_HTTP_WIRE_HPP
#define ERRDEX_TESTS_HTTP_WIRE_HPP

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace errdex::http {

class wire {
 public:
  explicit wire(std::uint16_t port) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const timeval patience{10, 0};  // A test that waits in vain fails, it does not hang.
    ::setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    sockaddr_storage any{};
    std::memcpy(&any, &to, sizeof to);
    connected_ = ::connect(fd_, reinterpret_cast<const sockaddr*>(&any), sizeof to) == 0;
  }
  ~wire() {
    if (fd_ >= 0) ::close(fd_);
  }
  wire(wire&& other) noexcept
      : fd_(other.fd_), connected_(other.connected_), reset_(other.reset_), rest_(std::move(other.rest_)) {
    other.fd_ = -1;
  }
  wire(const wire&) = delete;
  wire& operator=(const wire&) = delete;
  wire& operator=(wire&&) = delete;

  [[nodiscard]] bool connected() const { return connected_; }
  /// The peer answered with a reset.
  [[nodiscard]] bool reset() const { return reset_; }

  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto n = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (n <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return true;
  }

  /// One answer with the body that its Content-Length announces; what there was when the connection ended
  /// early.
  std::string answer() {
    for (;;) {
      const std::size_t head = rest_.find("\r\n\r\n");
      if (head != std::string::npos) {
        std::size_t length = 0;
        const std::size_t field = rest_.find("Content-Length: ");
        if (field < head) length = std::stoul(rest_.substr(field + 16));
        if (rest_.size() >= head + 4 + length) {
          std::string whole = rest_.substr(0, head + 4 + length);
          rest_.erase(0, whole.size());
          return whole;
        }
      }
      if (!read_some()) return std::exchange(rest_, {});
    }
  }

  /// Everything until the connection ends.
  std::string everything() {
    while (read_some()) {
    }
    return std::exchange(rest_, {});
  }

 private:
  bool read_some() {
    std::array<char, 65536> buffer;
    const auto n = ::recv(fd_, buffer.data(), buffer.size(), 0);
    if (n < 0 && errno == ECONNRESET) reset_ = true;
    if (n <= 0) return false;
    rest_.append(buffer.data(), static_cast<std::size_t>(n));
    return true;
  }

  int fd_;
  bool connected_ = false;
  bool reset_ = false;
  std::string rest_;
};

}  // namespace errdex::http

#endif
