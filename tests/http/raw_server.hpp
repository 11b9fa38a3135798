// A server that answers every connection with the same bytes, right or wrong.
#ifndef ERRDEX_TESTS_HTTP_RAW_SERVER_HPP
#define ERRDEX_TESTS_HTTP_RAW_SERVER_HPP

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "http/listener.hpp"

namespace errdex::http {

class raw_server {
 public:
  /// `ends`: closes each connection behind the answer.
  explicit raw_server(std::string answer, bool ends = false)
      : answer_(std::move(answer)), ends_(ends), door_("127.0.0.1", 0), thread_([this] { serve(); }) {}
  ~raw_server() {
    over_ = true;
    thread_.join();
    for (const int fd : open_) ::close(fd);
  }
  raw_server(const raw_server&) = delete;
  raw_server& operator=(const raw_server&) = delete;

  [[nodiscard]] std::string url() const { return "http://" + door_.name() + "/"; }
  void wait_for_request() const {
    while (requests_ == 0) std::this_thread::yield();
  }

 private:
  void serve() {
    while (!over_) {
      pollfd wait{door_.descriptor(), POLLIN, 0};
      if (::poll(&wait, 1, 10) != 1) continue;
      const int fd = ::accept4(door_.descriptor(), nullptr, nullptr, SOCK_CLOEXEC);
      if (fd < 0) continue;
      std::string asked;
      std::array<char, 4096> buffer;
      while (asked.find("\r\n\r\n") == std::string::npos) {
        const auto n = ::recv(fd, buffer.data(), buffer.size(), 0);
        if (n <= 0) break;
        asked.append(buffer.data(), static_cast<std::size_t>(n));
      }
      ++requests_;
      [[maybe_unused]] const auto sent = ::send(fd, answer_.data(), answer_.size(), MSG_NOSIGNAL);
      if (ends_) ::shutdown(fd, SHUT_WR);
      open_.push_back(fd);
    }
  }

  const std::string answer_;
  const bool ends_;
  listener door_;
  std::atomic<bool> over_{false};
  std::atomic<int> requests_{0};
  std::vector<int> open_;
  std::thread thread_;
};

}  // namespace errdex::http

#endif
