#include "http/worker.hpp"

#include <sys/socket.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/posix/basic_stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <cerrno>
#include <list>
#include <optional>

#include "http/listener.hpp"
#include "http/status.hpp"

namespace errdex::http {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using clock = std::chrono::steady_clock;

// One executor type everywhere: a type-erased one costs an allocation and two indirect calls a step.
using executor = asio::io_context::executor_type;
template <typename T = void>
using task = asio::awaitable<T, executor>;
using tcp_socket = asio::basic_stream_socket<asio::ip::tcp, executor>;
using descriptor = asio::posix::basic_stream_descriptor<executor>;
using timer = asio::basic_waitable_timer<clock, asio::wait_traits<clock>, executor>;
constexpr asio::as_tuple_t<asio::use_awaitable_t<executor>> quietly{asio::use_awaitable_t<executor>()};

/// How exact deadlines are. One look at all connections is cheaper than a timer for each.
constexpr std::chrono::milliseconds sweep_every{100};
/// How long a caller that is between two requests may send one more while the server goes down.
constexpr std::chrono::milliseconds drain_idle{500};
/// Out of descriptors or memory: trying again at once would only burn the processor.
constexpr std::chrono::milliseconds accept_backoff{100};

/// A connection that lives on this worker.
struct live {
  live(executor e, const site& who, const session_rules& rules, std::string p)
      : socket(e), peer(std::move(p)), protocol(who, rules, peer, clock::now()) {}

  tcp_socket socket;
  std::string peer;
  connection protocol;
  bool due = false;      // Its deadline has passed; whoever waits is told.
  bool stopped = false;  // It is to end now.
  timer* pause = nullptr;

  void interrupt() {
    error_code ignored;
    if (pause != nullptr) pause->cancel();
    socket.cancel(ignored);
  }
};

}  // namespace

struct worker::implementation : std::enable_shared_from_this<implementation> {
  implementation(const site& s, const session_rules& r, census& c)
      : who(s), rules(r), counted(c), work(asio::make_work_guard(context)) {}

  task<> serve(std::list<live>::iterator me);
  task<> sweep();
  task<> accept_all(std::function<void(int, std::string)> taken);
  bool accept_some(const std::function<void(int, std::string)>& taken);
  void begin(int fd, std::string peer);
  void end(std::list<live>::iterator me);
  void release_if_done() {
    if (!draining || !connections.empty()) return;
    sweep_timer.cancel();
    work.reset();
  }

  const site& who;
  const session_rules& rules;
  census& counted;
  // Only this thread touches its sockets; what others send comes by post, which stays locked.
  asio::io_context context{BOOST_ASIO_CONCURRENCY_HINT_UNSAFE_IO};
  asio::executor_work_guard<executor> work;
  timer sweep_timer{context.get_executor()};
  std::list<live> connections;
  bool sweeping = false;
  bool draining = false;
  std::optional<descriptor> listening;
  std::optional<timer> backoff;
  std::function<void()> accepting_ended;
};

void worker::implementation::begin(int fd, std::string peer) {
  connections.emplace_front(context.get_executor(), who, rules, std::move(peer));
  const auto me = connections.begin();
  error_code error;
  me->socket.assign(asio::ip::tcp::v4(), fd, error);
  if (error) {
    ::close(fd);
    return end(me);
  }
  me->socket.non_blocking(true, error);
  me->socket.set_option(asio::ip::tcp::no_delay(true), error);
  if (draining) me->protocol.drain(clock::now() + drain_idle);
  asio::co_spawn(
      context, [self = shared_from_this(), me]() { return self->serve(me); }, asio::detached);
  if (!sweeping) {
    sweeping = true;
    asio::co_spawn(
        context, [self = shared_from_this()]() { return self->sweep(); }, asio::detached);
  }
}

void worker::implementation::end(std::list<live>::iterator me) {
  counted.leave(me->peer);
  connections.erase(me);
  release_if_done();
}

task<> worker::implementation::serve(std::list<live>::iterator me) {
  live& l = *me;
  connection& c = l.protocol;
  using step = connection::step;
  for (bool open = true; open && !l.stopped;) {
    switch (c.next()) {
      case step::read: {
        const auto room = c.prepare();
        const auto [error, count] =
            co_await l.socket.async_read_some(asio::buffer(room.data(), room.size()), quietly);
        if (count > 0) {
          c.received(count, clock::now());
        } else if (l.due) {
          c.expired(clock::now());
        } else if (error == asio::error::eof) {
          c.ended(clock::now());
        } else if (error != asio::error::operation_aborted) {
          open = false;
        }
        l.due = false;
        break;
      }
      case step::write: {
        const auto parts = c.output();
        const std::array<asio::const_buffer, 2> bytes = {asio::buffer(parts[0]), asio::buffer(parts[1])};
        // Nearly always the socket takes all of it at once, without a turn through the scheduler.
        error_code error;
        std::size_t count = l.socket.write_some(bytes, error);
        if (error && error != asio::error::would_block) {
          open = false;
          break;
        }
        std::array<asio::const_buffer, 2> rest = bytes;
        rest[0] += count;
        rest[1] += count > bytes[0].size() ? count - bytes[0].size() : 0;
        if (rest[0].size() + rest[1].size() > 0) {
          const auto [failed, more] = co_await asio::async_write(l.socket, rest, quietly);
          if (failed) {
            open = false;
            break;
          }
        }
        c.written(clock::now());
        break;
      }
      case step::pause: {
        timer wait(context.get_executor(), c.deadline());
        l.pause = &wait;
        co_await wait.async_wait(quietly);
        l.pause = nullptr;
        l.due = false;
        c.expired(clock::now());
        break;
      }
      case step::finish: {
        error_code error;
        l.socket.shutdown(tcp_socket::shutdown_send, error);
        c.finished(clock::now());
        open = !error;
        break;
      }
      case step::reset: {
        error_code ignored;
        l.socket.set_option(asio::socket_base::linger(true, 0), ignored);
        l.socket.close(ignored);  // Its destructor would take the option back.
        open = false;
        break;
      }
      case step::close: open = false; break;
    }
  }
  end(me);
}

task<> worker::implementation::sweep() {
  while (!connections.empty()) {
    sweep_timer.expires_after(sweep_every);
    co_await sweep_timer.async_wait(quietly);
    const auto now = clock::now();
    for (live& l : connections) {
      if (l.protocol.deadline() > now) continue;
      l.due = true;
      l.interrupt();
    }
  }
  sweeping = false;
}

/// Whether to go on at once; false when descriptors or memory have run out.
bool worker::implementation::accept_some(const std::function<void(int, std::string)>& taken) {
  for (;;) {
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    const int fd = ::accept4(listening->native_handle(), reinterpret_cast<sockaddr*>(&address), &size,
                             SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd >= 0) {
      taken(fd, peer_name(address));
      continue;
    }
    if (errno == EAGAIN || errno == EWOULDBLOCK) return true;
    // The other errors are of the one connection, which is gone.
    if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) return false;
    if (errno == EBADF || errno == EINVAL) return true;
  }
}

task<> worker::implementation::accept_all(std::function<void(int, std::string)> taken) {
  backoff.emplace(context.get_executor());
  while (!accepting_ended) {
    if (!accept_some(taken)) {
      backoff->expires_after(accept_backoff);
      co_await backoff->async_wait(quietly);
      continue;
    }
    co_await listening->async_wait(descriptor::wait_read, quietly);
  }
  accept_some(taken);
  listening->release();
  accepting_ended();
}

worker::worker(const site& who, const session_rules& rules, census& counted)
    : self_(std::make_shared<implementation>(who, rules, counted)) {}

worker::~worker() {
  // Coroutines that were never resumed hold the implementation, which holds the context that holds them.
  self_->connections.clear();
}

void worker::run() { self_->context.run(); }

void worker::adopt(int fd, std::string peer) {
  asio::dispatch(self_->context,
                 [self = self_, fd, peer = std::move(peer)]() mutable { self->begin(fd, std::move(peer)); });
}

void worker::accept(int listening, std::function<void(int, std::string)> taken) {
  self_->listening.emplace(self_->context.get_executor(), listening);
  asio::co_spawn(
      self_->context,
      [self = self_, taken = std::move(taken)]() mutable { return self->accept_all(std::move(taken)); },
      asio::detached);
}

void worker::stop_accepting(std::function<void()> done) {
  asio::post(self_->context, [self = self_, done = std::move(done)]() mutable {
    self->accepting_ended = std::move(done);
    error_code ignored;
    self->listening->cancel(ignored);
    self->backoff->cancel();
  });
}

void worker::drain() {
  asio::post(self_->context, [self = self_] {
    self->draining = true;
    for (live& l : self->connections) l.protocol.drain(clock::now() + drain_idle);
    self->release_if_done();
  });
}

void worker::stop() {
  asio::post(self_->context, [self = self_] {
    self->draining = true;
    for (live& l : self->connections) {
      l.stopped = true;
      l.interrupt();
    }
    self->release_if_done();
  });
}

}  // namespace errdex::http
