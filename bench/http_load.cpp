// Many connections at once, all of them asking, against a server of the same program: meant for a build with
// sanitizers, where a leak or a race over memory ends it with an error.
//
//     build/asan/tests/http/http_load 10000 1000000
//
// Each connection takes turns with plain, chunked and pipelined requests; each answer is compared with what
// it must be. Prints how many were answered and what the memory peaked at.
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <thread>
#include <vector>

#include "http/representation.hpp"
#include "http/server.hpp"

namespace {

namespace http = errdex::http;

struct caller {
  int fd = -1;
  std::string unread;
  std::string unsent;
  std::size_t expected = 0;  // Answers under way.
  std::size_t round = 0;
};

[[noreturn]] void fail(const std::string& what) {
  std::fprintf(stderr, "http_load: %s\n", what.c_str());
  std::exit(1);
}

/// The requests of one turn and how many they are.
std::size_t next_requests(std::size_t round, std::string& out) {
  switch (round % 4) {
    case 0: out = "GET /get HTTP/1.1\r\nHost: x\r\n\r\n"; return 1;
    case 1: out = "POST /length HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello"; return 1;
    case 2:
      out =
          "POST /chunks HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: "
          "chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n";
      return 1;
    default:
      out = "GET /one HTTP/1.1\r\nHost: x\r\nAccept-Encoding: br\r\n\r\nGET /two HTTP/1.1\r\nHost: x\r\n\r\n";
      return 2;
  }
}

/// Takes whole answers out of what has come; how many.
std::size_t take_answers(std::string& unread) {
  std::size_t taken = 0;
  for (;;) {
    const std::size_t head = unread.find("\r\n\r\n");
    if (head == std::string::npos) return taken;
    const std::size_t field = unread.find("Content-Length: ");
    if (!unread.starts_with("HTTP/1.1 200 OK\r\n") || field > head)
      fail("a wrong answer: " + unread.substr(0, 200));
    const std::size_t length = std::stoul(unread.substr(field + 16));
    if (unread.size() < head + 4 + length) return taken;
    const std::string body = unread.substr(head + 4, length);
    if (!body.starts_with("GET /") && !body.ends_with("[hello]")) fail("a wrong body: " + body);
    unread.erase(0, head + 4 + length);
    ++taken;
  }
}

void begin_turn(caller& c) {
  c.expected = next_requests(c.round++, c.unsent);
  const auto n = ::send(c.fd, c.unsent.data(), c.unsent.size(), MSG_NOSIGNAL);
  // A few hundred bytes into an empty buffer.
  if (n != static_cast<ssize_t>(c.unsent.size())) fail("a request was not taken");
}

/// The callers' half; the number of answers.
std::size_t call(std::uint16_t port, std::size_t connections, std::size_t requests) {
  const int poll = ::epoll_create1(EPOLL_CLOEXEC);
  std::vector<caller> callers(connections);
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(port);
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  sockaddr_storage any{};
  std::memcpy(&any, &to, sizeof to);
  for (std::uint32_t i = 0; i < connections; ++i) {
    callers[i].fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (::connect(callers[i].fd, reinterpret_cast<const sockaddr*>(&any), sizeof to) != 0)
      fail("cannot connect: " + std::string(std::strerror(errno)));
    epoll_event e{};
    e.events = EPOLLIN;
    e.data.u32 = i;
    ::epoll_ctl(poll, EPOLL_CTL_ADD, callers[i].fd, &e);
  }
  // All are connected before the first of them asks.
  for (caller& c : callers) begin_turn(c);

  std::size_t answered = 0;
  std::size_t open = connections;
  std::vector<epoll_event> events(1024);
  std::array<char, 65536> buffer;
  while (open > 0) {
    const int n = ::epoll_wait(poll, events.data(), static_cast<int>(events.size()), 20'000);
    if (n <= 0) fail("no answer for twenty seconds");
    for (std::size_t k = 0; k < static_cast<std::size_t>(n); ++k) {
      caller& c = callers[events[k].data.u32];
      const auto got = ::recv(c.fd, buffer.data(), buffer.size(), 0);
      if (got <= 0) fail("a connection was closed before its answer");
      c.unread.append(buffer.data(), static_cast<std::size_t>(got));
      const std::size_t taken = take_answers(c.unread);
      if (taken > c.expected) fail("an answer that nobody asked for");
      c.expected -= taken;
      answered += taken;
      if (c.expected > 0) continue;
      if (answered < requests) {
        begin_turn(c);
      } else {
        ::close(c.fd);
        --open;
      }
    }
  }
  ::close(poll);
  return answered;
}

}  // namespace

int main(int argc, char** argv) {
  const std::size_t connections = argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 100;
  const std::size_t requests = argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 10'000;
  rlimit files{};
  ::getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &files);
  if (files.rlim_cur < connections + 100) fail("too few descriptors for so many connections");

  // The callers are a process of their own: half the descriptors are theirs.
  std::array<int, 2> tell_port{};
  if (::pipe2(tell_port.data(), O_CLOEXEC) != 0) fail("no pipe");
  const auto start = std::chrono::steady_clock::now();
  const pid_t child = ::fork();
  if (child == 0) {
    std::uint16_t port = 0;
    if (::read(tell_port[0], &port, sizeof port) != sizeof port) return 1;
    const std::size_t answered = call(port, connections, requests);
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    std::printf("%zu answers in %.1f s\n", answered, seconds);
    return answered < requests ? 1 : 0;
  }

  http::site who;
  who.answer = http::negotiated([](const http::request& asked) {
    http::response out;
    out.headers.add("Content-Type", "text/plain");
    out.body = asked.method + " " + asked.target + " [" + asked.body + "]";
    return out;
  });
  http::server_options options;
  options.threads = 2;
  options.rules.limits.connections = 0;
  options.rules.limits.connections_by_address = 0;
  http::server server(who, options);
  server.start();
  const std::uint16_t port = server.port();
  if (::write(tell_port[1], &port, sizeof port) != sizeof port) fail("the callers are gone");
  std::size_t most_open = 0;
  int status = 0;
  while (::waitpid(child, &status, WNOHANG) == 0) {
    most_open = std::max(most_open, server.connections());
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  if (!server.drain(std::chrono::seconds(20))) fail("connections were left");
  rusage use{};
  ::getrusage(RUSAGE_SELF, &use);
  std::printf("%zu connections at one time, the server's peak %ld MB\n", most_open, use.ru_maxrss / 1024);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
