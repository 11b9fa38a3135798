#include "http/listener.hpp"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <stdexcept>
#include <system_error>

namespace errdex::http {
namespace {

/// As sockets take them.
sockaddr* plain(sockaddr_storage& s) noexcept { return reinterpret_cast<sockaddr*>(&s); }

struct endpoint {
  sockaddr_storage storage{};
  socklen_t size = 0;
  bool loopback = false;
};

bool read_endpoint(std::string address, std::uint16_t port, endpoint& out) {
  if (address == "localhost") address = "127.0.0.1";
  if (address.size() > 2 && address.front() == '[' && address.back() == ']')
    address = address.substr(1, address.size() - 2);
  sockaddr_in v4{};
  if (::inet_pton(AF_INET, address.c_str(), &v4.sin_addr) == 1) {
    v4.sin_family = AF_INET;
    v4.sin_port = htons(port);
    std::memcpy(&out.storage, &v4, sizeof v4);
    out.size = sizeof v4;
    out.loopback = (ntohl(v4.sin_addr.s_addr) >> 24) == 127;
    return true;
  }
  sockaddr_in6 v6{};
  if (::inet_pton(AF_INET6, address.c_str(), &v6.sin6_addr) != 1) return false;
  v6.sin6_family = AF_INET6;
  v6.sin6_port = htons(port);
  std::memcpy(&out.storage, &v6, sizeof v6);
  out.size = sizeof v6;
  out.loopback = IN6_IS_ADDR_LOOPBACK(&v6.sin6_addr);
  return true;
}

std::string bracketed(const std::string& address) {
  return address.find(':') == std::string::npos || address.front() == '[' ? address : "[" + address + "]";
}

}  // namespace

bool is_loopback(const std::string& address) {
  endpoint e;
  return read_endpoint(address, 0, e) && e.loopback;
}

listener::listener(const std::string& address, std::uint16_t port) : address_(address) {
  endpoint e;
  if (!read_endpoint(address, port, e))
    throw std::invalid_argument("\"" + address +
                                "\" is no address to listen on; give an IPv4 or IPv6 address, or localhost");
  loopback_ = e.loopback;
  const std::string where = bracketed(address) + ":" + std::to_string(port);
  const auto fail = [&](const std::string& what) {
    const std::error_code error(errno, std::generic_category());
    close();
    throw std::system_error(error, what);
  };
  descriptor_ = ::socket(e.storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (descriptor_ < 0) fail("cannot open a socket");
  const int on = 1;
  ::setsockopt(descriptor_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (::bind(descriptor_, plain(e.storage), e.size) != 0) fail("cannot listen on " + where);
  if (::listen(descriptor_, 4096) != 0) fail("cannot listen on " + where);
  socklen_t size = sizeof e.storage;
  if (::getsockname(descriptor_, plain(e.storage), &size) != 0) fail("cannot listen on " + where);
  port_ = ntohs(e.storage.ss_family == AF_INET6 ? reinterpret_cast<const sockaddr_in6&>(e.storage).sin6_port
                                                : reinterpret_cast<const sockaddr_in&>(e.storage).sin_port);
}

listener::~listener() { close(); }

void listener::close() noexcept {
  if (descriptor_ >= 0) ::close(descriptor_);
  descriptor_ = -1;
}

std::string listener::name() const {
  return bracketed(address_ == "localhost" ? "127.0.0.1" : address_) + ":" + std::to_string(port_);
}

std::string peer_name(const sockaddr_storage& peer) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (peer.ss_family == AF_INET) {
    ::inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in&>(peer).sin_addr, text.data(), text.size());
  } else if (peer.ss_family == AF_INET6) {
    ::inet_ntop(AF_INET6, &reinterpret_cast<const sockaddr_in6&>(peer).sin6_addr, text.data(), text.size());
  }
  const std::string name(text.data());
  return name.starts_with("::ffff:") && name.find('.') != std::string::npos ? name.substr(7) : name;
}

}  // namespace errdex::http
