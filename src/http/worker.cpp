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
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <cerrno>
#include <list>
#include <optional>
#include <stdexcept>

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
using tls_stream = asio::ssl::stream<tcp_socket&>;
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
  clock::time_point handshake_until = clock::time_point::max();
  bool due = false;      // Its deadline has passed; whoever waits is told.
  bool stopped = false;  // It is to end now.
  timer* pause = nullptr;

  [[nodiscard]] clock::time_point deadline() const { return std::min(protocol.deadline(), handshake_until); }
  void interrupt() {
    error_code ignored;
    if (pause != nullptr) pause->cancel();
    socket.cancel(ignored);
  }
};

/// Sends all of it; false when that failed.
task<bool> send(tcp_socket& to, std::array<asio::const_buffer, 2> bytes) {
  // Nearly always the socket takes all of it at once, without a turn through the scheduler.
  error_code error;
  const std::size_t count = to.write_some(bytes, error);
  if (error && error != asio::error::would_block) co_return false;
  const std::size_t of_first = std::min(count, bytes[0].size());
  bytes[0] += of_first;
  bytes[1] += count - of_first;
  if (bytes[0].size() + bytes[1].size() == 0) co_return true;
  const auto [failed, more] = co_await asio::async_write(to, bytes, quietly);
  co_return !failed;
}

task<bool> send(tls_stream& to, std::array<asio::const_buffer, 2> bytes) {
  const auto [failed, count] = co_await asio::async_write(to, bytes, quietly);
  co_return !failed;
}

/// Says that nothing more will be sent; false when the connection is of no more use.
task<bool> finish(tcp_socket& s) {
  error_code error;
  s.shutdown(tcp_socket::shutdown_send, error);
  co_return !error;
}

task<bool> finish(tls_stream& s) {
  // Comes back when the peer has said the same, or by its deadline.
  co_await s.async_shutdown(quietly);
  co_return false;
}

/// Carries out what the protocol wishes until it is over.
template <typename Stream>
task<> converse(live& l, Stream& stream, executor here) {
  connection& c = l.protocol;
  using step = connection::step;
  while (!l.stopped) {
    switch (c.next()) {
      case step::read: {
        const auto room = c.prepare();
        const auto [error, count] =
            co_await stream.async_read_some(asio::buffer(room.data(), room.size()), quietly);
        const bool due = std::exchange(l.due, false);
        if (count > 0) {
          c.received(count, clock::now());
        } else if (due) {
          c.expired(clock::now());
        } else if (error == asio::error::eof) {
          c.ended(clock::now());
        } else if (error != asio::error::operation_aborted) {
          co_return;
        }
        break;
      }
      case step::write: {
        const auto parts = c.output();
        if (!co_await send(stream, {asio::buffer(parts[0]), asio::buffer(parts[1])})) co_return;
        c.written(clock::now());
        break;
      }
      case step::pause: {
        timer wait(here, c.deadline());
        l.pause = &wait;
        co_await wait.async_wait(quietly);
        l.pause = nullptr;
        l.due = false;
        c.expired(clock::now());
        break;
      }
      case step::finish:
        c.finished(clock::now());
        if (!co_await finish(stream)) co_return;
        break;
      case step::reset: {
        error_code ignored;
        l.socket.set_option(asio::socket_base::linger(true, 0), ignored);
        l.socket.close(ignored);  // Its destructor would take the option back.
        co_return;
      }
      case step::close: co_return;
    }
  }
}

}  // namespace

// Asio takes a context that it may change, although a handshake changes nothing that threads would have to
// lock.
struct tls_context {
  mutable asio::ssl::context context{asio::ssl::context::tls_server};
};

void tls_context_deleter::operator()(tls_context* p) const noexcept { delete p; }

tls_context_pointer read_tls_context(const tls_files& files) {
  tls_context_pointer out(new tls_context);
  asio::ssl::context& c = out->context;
  error_code error;
  c.set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_sslv2 |
                asio::ssl::context::no_sslv3 | asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1 |
                SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
  c.use_certificate_chain_file(files.certificate, error);
  if (error)
    throw std::runtime_error("cannot use the certificate " + files.certificate + ": " + error.message());
  c.use_private_key_file(files.key, asio::ssl::context::pem, error);
  if (error)
    throw std::runtime_error("cannot use the key " + files.key + " for the certificate " + files.certificate +
                             ": " + error.message());
  // Callers that offer several protocols are told that it is this one.
  ::SSL_CTX_set_alpn_select_cb(
      c.native_handle(),
      [](SSL*, const unsigned char** out_name, unsigned char* out_size, const unsigned char* offered,
         unsigned int size, void*) {
        static constexpr unsigned char ours[] = "\x08http/1.1";
        unsigned char* chosen = nullptr;
        const int found = ::SSL_select_next_proto(&chosen, out_size, ours, sizeof ours - 1, offered, size);
        *out_name = chosen;
        return found == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_NOACK;
      },
      nullptr);
  return out;
}

struct worker::implementation : std::enable_shared_from_this<implementation> {
  implementation(const site& s, const session_rules& r, census& c, const tls_context* t)
      : who(s), rules(r), counted(c), secure(t), work(asio::make_work_guard(context)) {}

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
  const tls_context* secure;  // Null for plain connections.
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
  if (!secure) {
    co_await converse(l, l.socket, context.get_executor());
  } else {
    tls_stream stream(l.socket, secure->context);
    l.handshake_until = clock::now() + rules.limits.header_time;
    const auto [failed] = co_await stream.async_handshake(tls_stream::server, quietly);
    l.handshake_until = clock::time_point::max();
    if (!failed && !l.due) co_await converse(l, stream, context.get_executor());
  }
  end(me);
}

task<> worker::implementation::sweep() {
  while (!connections.empty()) {
    sweep_timer.expires_after(sweep_every);
    co_await sweep_timer.async_wait(quietly);
    const auto now = clock::now();
    for (live& l : connections) {
      if (l.deadline() > now) continue;
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

worker::worker(const site& who, const session_rules& rules, census& counted, const tls_context* secure)
    : self_(std::make_shared<implementation>(who, rules, counted, secure)) {}

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

// A thread that has run out of work no longer takes what is posted. Such a handler stays in the context until
// that goes, so it must not own what owns the context.
void worker::drain() {
  asio::post(self_->context, [self = self_.get()] {
    self->draining = true;
    for (live& l : self->connections) l.protocol.drain(clock::now() + drain_idle);
    self->release_if_done();
  });
}

void worker::stop() {
  asio::post(self_->context, [self = self_.get()] {
    self->draining = true;
    for (live& l : self->connections) {
      l.stopped = true;
      l.interrupt();
    }
    self->release_if_done();
  });
}

}  // namespace errdex::http
