#include "http/client.hpp"

#include <openssl/ssl.h>
#include <sys/socket.h>

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <cerrno>
#include <future>
#include <list>
#include <map>
#include <stdexcept>
#include <thread>

#include "http/response_reader.hpp"
#include "http/text.hpp"
#include "http/url.hpp"

namespace errdex::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using clock = std::chrono::steady_clock;

template <typename T = void>
using task = asio::awaitable<T>;
constexpr asio::as_tuple_t<asio::use_awaitable_t<>> quietly{asio::use_awaitable};

/// One connection, plain or with TLS over it.
struct channel {
  explicit channel(asio::io_context& c) : socket(c) {}
  tcp::socket socket;
  std::unique_ptr<asio::ssl::stream<tcp::socket&>> secure;
  clock::time_point idle_since{};
};

/// One call while it runs.
struct call : std::enable_shared_from_this<call> {
  call(asio::io_context& c, client_request r) : what(std::move(r)), resolver(c), deadline(c) {}
  client_request what;
  url to;
  std::string bytes;  // The request as it is sent.
  std::promise<client_answer> done;
  tcp::resolver resolver;
  asio::steady_timer deadline;
  std::unique_ptr<channel> over;
  bool timed_out = false;
  bool closed = false;

  /// Interrupts the call at that moment, in place of the one that was set before.
  void arm(clock::time_point when) {
    deadline.expires_at(when);
    // The handler may be under way when the call ends, so it keeps it.
    deadline.async_wait([self = shared_from_this()](error_code stopped) {
      if (stopped) return;
      self->timed_out = true;
      self->interrupt();
    });
  }

  void interrupt() {
    resolver.cancel();
    error_code ignored;
    if (over) over->socket.close(ignored);
  }
};
using call_pointer = std::shared_ptr<call>;

client_answer failed(client_error error, std::string detail) {
  client_answer out;
  out.error = error;
  out.detail = std::move(detail);
  return out;
}

/// Nothing when the request may not be sent.
bool write_request(call& c) {
  const client_request& r = c.what;
  const auto own = [](std::string_view n) {
    return same_word(n, "Host") || same_word(n, "Content-Length") || same_word(n, "Connection") ||
           same_word(n, "Transfer-Encoding");
  };
  if (!is_token(r.method) || r.method == "CONNECT") return false;
  c.bytes = r.method + " " + c.to.target + " HTTP/1.1\r\nHost: " + c.to.authority() + "\r\n";
  for (const auto& [name, value] : r.headers) {
    if (!is_token(name) || !is_field_value(value)) return false;
    if (!own(name)) c.bytes += name + ": " + value + "\r\n";
  }
  if (!r.body.empty() || r.method == "POST" || r.method == "PUT" || r.method == "PATCH")
    c.bytes += "Content-Length: " + std::to_string(r.body.size()) + "\r\n";
  c.bytes += "\r\n" + r.body;
  return true;
}

bool is_idempotent(std::string_view method) {
  constexpr std::array<std::string_view, 5> all = {"GET", "HEAD", "OPTIONS", "PUT", "DELETE"};
  return std::find(all.begin(), all.end(), method) != all.end();
}

/// Whether a kept connection is still open with nothing unasked on it.
bool is_fresh(channel& c) {
  char byte = 0;
  const auto n = ::recv(c.socket.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

}  // namespace

std::string_view name(client_error e) noexcept {
  switch (e) {
    case client_error::none: return "no error";
    case client_error::bad_request: return "bad request";
    case client_error::not_found: return "host not found";
    case client_error::refused: return "refused";
    case client_error::not_trusted: return "not trusted";
    case client_error::timed_out: return "timed out";
    case client_error::malformed: return "malformed answer";
    case client_error::too_long: return "answer too long";
    case client_error::closed: return "closed";
  }
  return "";
}

struct client::implementation {
  explicit implementation(client_options o) : options(std::move(o)), work(asio::make_work_guard(context)) {
    error_code error;
    if (options.authorities.empty()) {
      trust.set_default_verify_paths(error);
    } else {
      trust.load_verify_file(options.authorities, error);
      if (error)
        throw std::runtime_error("cannot use the authorities in " + options.authorities + ": " +
                                 error.message());
    }
    trust.set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_tlsv1 |
                      asio::ssl::context::no_tlsv1_1);
    thread = std::thread([this] { context.run(); });
  }

  ~implementation() {
    asio::post(context, [this] {
      ending = true;
      idle.clear();
      for (const auto& one : running) {
        one->closed = true;
        one->interrupt();
      }
      work.reset();
    });
    thread.join();
  }

  task<> perform(call_pointer c);
  task<client_answer> attempt(call& c, bool may_reuse);
  task<client_answer> connect(call& c);
  task<error_code> send(call& c);
  task<client_answer> receive(call& c);
  std::unique_ptr<channel> take_idle(const std::string& key);
  void keep(call& c);
  [[nodiscard]] static std::string key_of(const url& to) { return (to.secure ? "s" : "p") + to.authority(); }
  [[nodiscard]] client_answer broken(const call& c, client_error otherwise, const std::string& detail) const;

  client_options options;
  asio::io_context context{1};
  asio::ssl::context trust{asio::ssl::context::tls_client};
  asio::executor_work_guard<asio::io_context::executor_type> work;
  std::map<std::string, std::list<std::unique_ptr<channel>>> idle;
  std::list<call_pointer> running;
  bool ending = false;
  std::thread thread;
};

client_answer client::implementation::broken(const call& c, client_error otherwise,
                                             const std::string& detail) const {
  if (c.closed) return failed(client_error::closed, "the client was closed");
  if (c.timed_out)
    return failed(client_error::timed_out, "no whole answer of " + c.to.authority() + " in time");
  return failed(otherwise, detail);
}

std::unique_ptr<channel> client::implementation::take_idle(const std::string& key) {
  const auto found = idle.find(key);
  if (found == idle.end()) return nullptr;
  auto& kept = found->second;
  std::unique_ptr<channel> out;
  while (!kept.empty() && !out) {
    std::unique_ptr<channel> one = std::move(kept.back());
    kept.pop_back();
    if (clock::now() - one->idle_since < options.kept_for && is_fresh(*one)) out = std::move(one);
  }
  if (kept.empty()) idle.erase(found);
  return out;
}

void client::implementation::keep(call& c) {
  if (ending) return;
  auto& kept = idle[key_of(c.to)];
  c.over->idle_since = clock::now();
  kept.push_back(std::move(c.over));
  if (kept.size() > options.kept_by_host) kept.pop_front();
}

task<client_answer> client::implementation::connect(call& c) {
  c.over = std::make_unique<channel>(context);
  const auto connect_by = clock::now() + options.connect_time;
  const auto whole = c.deadline.expiry();
  if (connect_by < whole) c.arm(connect_by);
  const auto [unknown, found] =
      co_await c.resolver.async_resolve(c.to.host, std::to_string(c.to.port), quietly);
  if (unknown) co_return broken(c, client_error::not_found, c.to.host + ": " + unknown.message());
  const auto [error, where] = co_await asio::async_connect(c.over->socket, found, quietly);
  if (error) co_return broken(c, client_error::refused, c.to.authority() + ": " + error.message());
  error_code ignored;
  c.over->socket.set_option(tcp::no_delay(true), ignored);
  if (c.to.secure) {
    c.over->secure = std::make_unique<asio::ssl::stream<tcp::socket&>>(c.over->socket, trust);
    auto& tls = *c.over->secure;
    const bool is_name = c.to.host.find(':') == std::string::npos &&
                         c.to.host.find_first_not_of("0123456789.") != std::string::npos;
    // The macro for this casts as C does.
    if (is_name)
      ::SSL_ctrl(tls.native_handle(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
                 const_cast<char*>(c.to.host.c_str()));
    if (options.verify) {
      tls.set_verify_mode(asio::ssl::verify_peer);
      tls.set_verify_callback(asio::ssl::host_name_verification(c.to.host));
    }
    const auto [untrusted] = co_await tls.async_handshake(asio::ssl::stream_base::client, quietly);
    if (untrusted)
      co_return broken(c, client_error::not_trusted, c.to.authority() + ": " + untrusted.message());
  }
  if (connect_by < whole) c.arm(whole);
  co_return client_answer();
}

task<error_code> client::implementation::send(call& c) {
  const auto bytes = asio::buffer(c.bytes);
  if (c.over->secure) {
    const auto [error, n] = co_await asio::async_write(*c.over->secure, bytes, quietly);
    co_return error;
  }
  const auto [error, n] = co_await asio::async_write(c.over->socket, bytes, quietly);
  co_return error;
}

task<client_answer> client::implementation::receive(call& c) {
  response_reader reader(options.most_header, options.most_body, c.what.method == "HEAD");
  using state = response_reader::state;
  state now = state::more;
  while (now == state::more) {
    const auto room = reader.prepare();
    const auto buffer = asio::buffer(room.data(), room.size());
    error_code error;
    std::size_t count = 0;
    if (c.over->secure) {
      std::tie(error, count) = co_await c.over->secure->async_read_some(buffer, quietly);
    } else {
      std::tie(error, count) = co_await c.over->socket.async_read_some(buffer, quietly);
    }
    if (count > 0) {
      now = reader.received(count);
    } else if (error == asio::error::eof && !c.timed_out && !c.closed && reader.started()) {
      now = reader.ended();
    } else {
      // What TLS calls a truncated stream could have been cut by anybody.
      co_return broken(c, reader.started() ? client_error::malformed : client_error::refused,
                       c.to.authority() + " closed the connection before the end of its answer");
    }
  }
  if (now == state::malformed)
    co_return broken(c, client_error::malformed, c.to.authority() + ": " + std::string(reader.why()));
  if (now == state::too_long)
    co_return broken(c, client_error::too_long,
                     c.to.authority() + ": the answer is longer than this client takes");
  client_answer out;
  out.answer = std::move(reader.answer());
  if (reader.keeps_alive()) keep(c);
  co_return out;
}

task<client_answer> client::implementation::attempt(call& c, bool may_reuse) {
  c.over = may_reuse ? take_idle(key_of(c.to)) : nullptr;
  const bool reused = c.over != nullptr;
  if (!reused) {
    client_answer connected = co_await connect(c);
    if (!connected) co_return connected;
  }
  const error_code unsent = co_await send(c);
  client_answer out;
  if (unsent) {
    out = broken(c, client_error::refused, c.to.authority() + ": " + unsent.message());
  } else {
    out = co_await receive(c);
  }
  out.reused = reused;
  co_return out;
}

task<> client::implementation::perform(call_pointer c) {
  const auto mine = running.insert(running.end(), c);
  c->arm(clock::now() + (c->what.total_time.count() > 0 ? c->what.total_time : options.total_time));
  client_answer out;
  if (ending) {
    out = failed(client_error::closed, "the client was closed");
  } else {
    out = co_await attempt(*c, true);
    if (out.error == client_error::refused && out.reused && is_idempotent(c->what.method))
      out = co_await attempt(*c, false);
  }
  c->deadline.cancel();
  c->over.reset();
  running.erase(mine);
  c->done.set_value(std::move(out));
}

client::client(client_options options) : self_(std::make_unique<implementation>(std::move(options))) {}
client::~client() = default;

client_answer client::send(client_request what) {
  auto to = parse_url(what.url);
  if (!to) return failed(client_error::bad_request, "the URL is no http or https address that may be sent");
  const auto c = std::make_shared<call>(self_->context, std::move(what));
  c->to = std::move(*to);
  if (!write_request(*c)) return failed(client_error::bad_request, "the method or a header may not be sent");
  auto answer = c->done.get_future();
  asio::co_spawn(self_->context, self_->perform(c), asio::detached);
  return answer.get();
}

}  // namespace errdex::http
