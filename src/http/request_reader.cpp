#include "http/request_reader.hpp"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>
#include <cstring>
#include <limits>
#include <optional>
#include <vector>

#include "http/request_rules.hpp"

namespace errdex::http {
namespace {

namespace beast = boost::beast;

/// Room that is offered to the socket at a time.
constexpr std::size_t least_room = 8 * 1024;
/// Bytes of one chunk's header with its extensions, and of all trailer fields; nobody needs more.
constexpr std::size_t most_chunk_header = 8 * 1024;

/// Beast's parser with our own containers behind it.
class parser final : public beast::http::basic_parser<true> {
 public:
  explicit parser(request& out) : out_(out) {
    eager(true);
    // Both are bounded by us, with answers of their own.
    header_limit((std::numeric_limits<std::uint32_t>::max)());
    body_limit(boost::none);
  }

  std::size_t most_body = 0;
  bool body_too_long = false;
  framing frame;

 private:
  using error_code = beast::error_code;
  using text = beast::string_view;

  void on_request_impl(beast::http::verb, text method, text target, int version, error_code&) override {
    out_.method.assign(method.data(), method.size());
    out_.target.assign(target.data(), target.size());
    frame.http_1_0 = version == 10;
  }
  void on_response_impl(int, text, int, error_code&) override {}
  void on_field_impl(beast::http::field, text name, text value, error_code&) override {
    // Trailer fields come by the same way; nobody has asked for them.
    if (!in_body_) out_.headers.add(std::string(name), std::string(value));
  }
  void on_header_impl(error_code&) override { in_body_ = true; }
  void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}
  std::size_t on_body_impl(text piece, error_code& error) override { return take(piece, error); }
  void on_chunk_header_impl(std::uint64_t size, text, error_code& error) override {
    // Refused before a byte of the chunk is waited for.
    if (size > most_body - out_.body.size()) refuse(error);
  }
  std::size_t on_chunk_body_impl(std::uint64_t, text piece, error_code& error) override {
    return take(piece, error);
  }
  void on_finish_impl(error_code&) override {}

  std::size_t take(text piece, error_code& error) {
    if (piece.size() > most_body - out_.body.size()) {
      refuse(error);
      return 0;
    }
    out_.body.append(piece.data(), piece.size());
    return piece.size();
  }
  void refuse(error_code& error) {
    body_too_long = true;
    error = beast::http::error::body_limit;
  }

  request& out_;
  bool in_body_ = false;
};

std::string_view in_words(const beast::error_code& error) {
  using e = beast::http::error;
  if (error == e::bad_version) return "the request line must end in HTTP/1.1 or HTTP/1.0";
  if (error == e::bad_method) return "the request line does not begin with a method";
  if (error == e::bad_target)
    return "the request target is empty or has a character that may not stand there";
  if (error == e::bad_field) return "the name of a header field is no token";
  if (error == e::bad_value) return "the value of a header field has a character that may not stand there";
  if (error == e::bad_content_length || error == e::multiple_content_length)
    return "Content-Length is not one decimal number";
  if (error == e::bad_transfer_encoding) return "Content-Length and Transfer-Encoding exclude each other";
  if (error == e::bad_chunk || error == e::bad_chunk_extension)
    return "the body is not framed as chunks: size in hexadecimal, CR LF, bytes, CR LF";
  return "the request is malformed";
}

}  // namespace

struct request_reader::implementation {
  explicit implementation(const limits& b) : bounds(b) {}

  [[nodiscard]] std::string_view unread() const noexcept { return {bytes.data() + begin, end - begin}; }

  state refuse(unsigned status, std::string_view detail) {
    reason = refusal{status, detail};
    return at = state::refused;
  }

  void drop(std::size_t count) noexcept {
    begin += count;
    if (begin == end) begin = end = 0;
  }

  state read_head();
  state read_body();

  limits bounds;
  std::vector<char> bytes;
  std::size_t begin = 0;
  std::size_t end = 0;
  state at = state::idle;
  head_frame frame;
  request asked;
  std::optional<parser> grammar;
  refusal reason;
  bool blank_line_skipped = false;
};

request_reader::state request_reader::implementation::read_head() {
  if (at == state::idle) {
    // One empty line before a request is an old client's habit, and harmless.
    if (!blank_line_skipped && unread().starts_with("\r\n")) {
      drop(2);
      blank_line_skipped = true;
    }
    if (unread().empty() || (!blank_line_skipped && unread() == "\r")) return at;
    at = state::head;
    const char first = unread().front();
    if (first == 0x16) return refuse(400, "this looks like TLS; the server speaks plain HTTP on this port");
    if (!(first >= 'A' && first <= 'Z') && !(first >= 'a' && first <= 'z'))
      return refuse(400, "the request line does not begin with a method");
  }
  const std::size_t length = frame.advance(unread(), bounds);
  if (const auto& why = frame.refused()) return refuse(why->status, why->detail);
  if (length == 0) return at;

  grammar.emplace(asked);
  beast::error_code error;
  // A bodiless request is finished by this; one with a body needs more, which is no error here.
  grammar->put(boost::asio::const_buffer(unread().data(), length), error);
  if (error && error != beast::http::error::need_more) {
    if (error == beast::http::error::bad_version && unread().find(" HTTP/") < unread().find('\r')) {
      const char major = unread()[unread().find(" HTTP/") + 6];
      if (major >= '2' && major <= '9') return refuse(505, "this server speaks HTTP/1.1 and HTTP/1.0");
    }
    return refuse(400, in_words(error));
  }
  drop(length);
  if (const auto wrong = check_request(asked, bounds.target, grammar->frame))
    return refuse(wrong->status, wrong->detail);
  return at = state::admitted;
}

request_reader::state request_reader::implementation::read_body() {
  while (!grammar->is_done() && !unread().empty()) {
    // Beast asserts that a body's only chunk, the last one, comes with the line behind it.
    if (grammar->frame.chunked && asked.body.empty() && unread().front() == '0' && unread().size() < 5)
      return at;
    beast::error_code error;
    const std::size_t used = grammar->put(boost::asio::const_buffer(unread().data(), unread().size()), error);
    drop(used);
    if (error == beast::http::error::need_more) {
      if (unread().size() > most_chunk_header)
        return refuse(400, "the header or the trailer of a chunk is longer than this server takes");
      return at;
    }
    if (grammar->body_too_long) return refuse(413, "the body is longer than this server takes here");
    if (error) return refuse(400, in_words(error));
  }
  if (grammar->is_done()) at = state::complete;
  return at;
}

request_reader::request_reader(const limits& bounds) : self_(std::make_unique<implementation>(bounds)) {}
request_reader::~request_reader() = default;

std::span<char> request_reader::prepare() {
  implementation& s = *self_;
  if (s.bytes.size() - s.end < least_room) {
    if (s.begin > 0) {
      std::memmove(s.bytes.data(), s.bytes.data() + s.begin, s.end - s.begin);
      s.end -= s.begin;
      s.begin = 0;
    }
    if (s.bytes.size() - s.end < least_room) s.bytes.resize(s.end + least_room);
  }
  return {s.bytes.data() + s.end, s.bytes.size() - s.end};
}

void request_reader::commit(std::size_t bytes) { self_->end += bytes; }

request_reader::state request_reader::advance() {
  implementation& s = *self_;
  if (s.at == state::idle || s.at == state::head) return s.read_head();
  if (s.at == state::body) return s.read_body();
  return s.at;
}

request_reader::state request_reader::now() const noexcept { return self_->at; }

void request_reader::accept_body(std::size_t limit) {
  implementation& s = *self_;
  const auto length = announced();
  if (length && *length > limit) {
    s.refuse(413, "the body is longer than this server takes here");
    return;
  }
  s.grammar->most_body = limit;
  s.at = state::body;
  // What is announced is not yet here, so memory is taken as bytes come in.
  if (length) s.asked.body.reserve(std::min<std::size_t>(*length, 64 * 1024));
  s.read_body();
}

void request_reader::next() {
  implementation& s = *self_;
  s.at = state::idle;
  s.frame = head_frame();
  s.asked = request();
  s.grammar.reset();
  s.blank_line_skipped = false;
}

request& request_reader::current() noexcept { return self_->asked; }
const refusal& request_reader::why() const noexcept { return self_->reason; }
bool request_reader::keeps_alive() const noexcept { return self_->grammar->frame.keep_alive; }
bool request_reader::expects_continue() const noexcept {
  return self_->grammar->frame.expect_continue && announces_body() && self_->unread().empty();
}
bool request_reader::announces_body() const noexcept {
  return self_->grammar->frame.chunked || self_->grammar->frame.content_length.value_or(0) > 0;
}
bool request_reader::states_length() const noexcept {
  return self_->grammar->frame.chunked || self_->grammar->frame.content_length.has_value();
}
std::optional<std::size_t> request_reader::announced() const noexcept {
  return self_->grammar->frame.content_length;
}
bool request_reader::is_http_1_0() const noexcept { return self_->grammar->frame.http_1_0; }
bool request_reader::asks_for_head_only() const noexcept { return self_->asked.method == "HEAD"; }

}  // namespace errdex::http
