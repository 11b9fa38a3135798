#include "http/server.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <condition_variable>
#include <future>
#include <mutex>
#include <thread>
#include <vector>

#include "http/listener.hpp"
#include "http/response_writer.hpp"
#include "http/status.hpp"
#include "http/worker.hpp"

namespace errdex::http {
namespace {

/// The whole answer to a connection that is one too many.
std::string too_many() {
  const response answer = problem(503, "the server has as many connections as it takes; try again later");
  std::string bytes = "HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nRetry-After: 1\r\n";
  bytes += "Content-Type: application/problem+json\r\nContent-Length: " + std::to_string(answer.body.size()) +
           "\r\n\r\n" + answer.body;
  return bytes;
}

}  // namespace

struct server::implementation {
  implementation(site s, server_options o)
      : who(std::move(s)),
        options(std::move(o)),
        secure(options.tls ? read_tls_context(*options.tls) : nullptr),
        door(options.address, options.port),
        counted(options.rules.limits.connections, options.rules.limits.connections_by_address) {
    const unsigned wanted =
        options.threads != 0 ? options.threads : std::max(1U, std::thread::hardware_concurrency());
    for (unsigned i = 0; i < wanted; ++i)
      workers.push_back(std::make_unique<worker>(who, options.rules, counted, secure.get()));
  }

  void take(int fd, std::string peer) {
    if (!counted.enter(peer)) {
      // Best effort: a caller that does not read gets nothing, and costs nothing.
      [[maybe_unused]] const auto sent =
          ::send(fd, refusal.data(), refusal.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
      ::shutdown(fd, SHUT_WR);
      ::close(fd);
      return;
    }
    workers[next_worker]->adopt(fd, std::move(peer));
    next_worker = (next_worker + 1) % workers.size();
  }

  bool end(std::chrono::milliseconds grace) {
    if (!started || ended) return true;
    ended = true;
    std::promise<void> no_more;
    workers.front()->stop_accepting([&] { no_more.set_value(); });
    no_more.get_future().wait();
    door.close();
    for (auto& w : workers) w->drain();
    bool by_themselves = true;
    {
      std::unique_lock lock(mutex);
      by_themselves = changed.wait_for(lock, grace, [&] { return running == 0; });
    }
    if (!by_themselves)
      for (auto& w : workers) w->stop();
    for (auto& t : threads) t.join();
    return by_themselves;
  }

  const site who;
  const server_options options;
  const tls_context_pointer secure;
  listener door;
  census counted;
  const std::string refusal = too_many();
  std::vector<std::unique_ptr<worker>> workers;
  std::size_t next_worker = 0;  // Of the first worker's thread, which accepts.
  std::vector<std::thread> threads;
  std::mutex mutex;
  std::condition_variable changed;
  std::size_t running = 0;
  bool started = false;
  bool ended = false;
};

server::server(site who, server_options options)
    : self_(std::make_unique<implementation>(std::move(who), std::move(options))) {}

server::~server() { stop(); }

void server::start() {
  implementation& s = *self_;
  if (s.started) return;
  s.started = true;
  s.running = s.workers.size();
  s.workers.front()->accept(s.door.descriptor(),
                            [&s](int fd, std::string peer) { s.take(fd, std::move(peer)); });
  for (auto& w : s.workers) {
    s.threads.emplace_back([&s, one = w.get()] {
      one->run();
      const std::lock_guard lock(s.mutex);
      --s.running;
      s.changed.notify_all();
    });
  }
}

std::uint16_t server::port() const noexcept { return self_->door.port(); }
std::string server::url() const { return (self_->secure ? "https://" : "http://") + self_->door.name(); }
std::size_t server::connections() const { return self_->counted.total(); }
bool server::drain(std::chrono::milliseconds grace) { return self_->end(grace); }
void server::stop() { self_->end(std::chrono::milliseconds(0)); }

}  // namespace errdex::http
