#include "http/response_reader.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>
#include <cstring>
#include <limits>
#include <optional>
#include <vector>

#include "http/head_frame.hpp"
#include "http/text.hpp"

namespace errdex::http {
namespace {

namespace beast = boost::beast;

constexpr std::size_t least_room = 16 * 1024;
constexpr std::size_t most_chunk_header = 8 * 1024;

class parser final : public beast::http::basic_parser<false> {
 public:
  parser(response& out, std::size_t most_body, bool to_head) : out_(out), most_body_(most_body) {
    eager(true);
    header_limit((std::numeric_limits<std::uint32_t>::max)());
    body_limit(boost::none);
    skip(to_head);
  }
  bool too_long = false;

 private:
  using error_code = beast::error_code;
  using text = beast::string_view;

  void on_request_impl(beast::http::verb, text, text, int, error_code&) override {}
  void on_response_impl(int code, text, int, error_code&) override {
    out_.status = static_cast<unsigned>(code);
  }
  void on_field_impl(beast::http::field, text name, text value, error_code&) override {
    if (!in_body_) out_.headers.add(std::string(name), std::string(value));
  }
  void on_header_impl(error_code&) override { in_body_ = true; }
  void on_body_init_impl(const boost::optional<std::uint64_t>& length, error_code& error) override {
    if (length && *length > most_body_) refuse(error);
  }
  std::size_t on_body_impl(text piece, error_code& error) override { return take(piece, error); }
  void on_chunk_header_impl(std::uint64_t size, text, error_code& error) override {
    if (size > most_body_ - out_.body.size()) refuse(error);
  }
  std::size_t on_chunk_body_impl(std::uint64_t, text piece, error_code& error) override {
    return take(piece, error);
  }
  void on_finish_impl(error_code&) override {}

  std::size_t take(text piece, error_code& error) {
    if (piece.size() > most_body_ - out_.body.size()) {
      refuse(error);
      return 0;
    }
    out_.body.append(piece.data(), piece.size());
    return piece.size();
  }
  void refuse(error_code& error) {
    too_long = true;
    error = beast::http::error::body_limit;
  }

  response& out_;
  const std::size_t most_body_;
  bool in_body_ = false;
};

}  // namespace

struct response_reader::implementation {
  implementation(std::size_t header, std::size_t body, bool head) : most_body(body), to_head(head) {
    bounds.header_bytes = header;
    bounds.target = 4096;  // A status line with its phrase.
    bounds.header_fields = 200;
  }

  [[nodiscard]] std::string_view unread() const noexcept { return {bytes.data() + begin, end - begin}; }
  void drop(std::size_t count) noexcept {
    begin += count;
    if (begin == end) begin = end = 0;
  }
  state refuse(std::string_view reason) {
    detail = reason;
    return state::malformed;
  }
  state read();
  state read_head();

  limits bounds;
  std::size_t most_body;
  bool to_head;
  std::vector<char> bytes;
  std::size_t begin = 0;
  std::size_t end = 0;
  bool started = false;
  bool head_read = false;
  head_frame frame;
  response answer;
  std::optional<parser> grammar;
  std::string_view detail;
};

response_reader::state response_reader::implementation::read_head() {
  for (;;) {
    const std::size_t length = frame.advance(unread(), bounds);
    if (const auto& why = frame.refused()) {
      detail = why->detail;
      return why->status == 400 ? state::malformed : state::too_long;
    }
    if (length == 0) return state::more;
    answer = response();
    grammar.emplace(answer, most_body, to_head);
    beast::error_code error;
    grammar->put(boost::asio::const_buffer(unread().data(), length), error);
    if (error && error != beast::http::error::need_more)
      return refuse("the header of the answer is malformed");
    drop(length);
    // Interim answers (100 Continue) come before the one that counts.
    if (answer.status >= 200) break;
    frame = head_frame();
  }
  head_read = true;
  if (answer.headers.count("Content-Length") > 1 ||
      (answer.headers.contains("Content-Length") && answer.headers.contains("Transfer-Encoding")))
    return refuse("the answer states its length in two ways");
  const auto coding = answer.headers.get("Transfer-Encoding");
  if (coding && !same_word(*coding, "chunked"))
    return refuse("the answer has a transfer coding besides chunked");
  // Not a byte is waited for of a body that will be too long.
  const auto length = grammar->content_length();
  if (!grammar->is_done() && length && *length > most_body) return state::too_long;
  return state::more;
}

response_reader::state response_reader::implementation::read() {
  if (!head_read) {
    const state now = read_head();
    if (now != state::more || !head_read) return now;
  }
  while (!grammar->is_done() && !unread().empty()) {
    // See request_reader.cpp.
    if (grammar->chunked() && answer.body.empty() && unread().front() == '0' && unread().size() < 5) break;
    beast::error_code error;
    drop(grammar->put(boost::asio::const_buffer(unread().data(), unread().size()), error));
    if (error == beast::http::error::need_more) {
      if (unread().size() > most_chunk_header) return state::too_long;
      break;
    }
    if (grammar->too_long) return state::too_long;
    if (error) return refuse("the body of the answer is malformed");
  }
  return grammar->is_done() ? state::complete : state::more;
}

response_reader::response_reader(std::size_t most_header, std::size_t most_body, bool to_head)
    : self_(std::make_unique<implementation>(most_header, most_body, to_head)) {}
response_reader::~response_reader() = default;

std::span<char> response_reader::prepare() {
  implementation& s = *self_;
  if (s.begin > 0) {
    std::memmove(s.bytes.data(), s.bytes.data() + s.begin, s.end - s.begin);
    s.end -= s.begin;
    s.begin = 0;
  }
  if (s.bytes.size() - s.end < least_room) s.bytes.resize(s.end + least_room);
  return {s.bytes.data() + s.end, s.bytes.size() - s.end};
}

response_reader::state response_reader::received(std::size_t bytes) {
  self_->end += bytes;
  self_->started = true;
  return self_->read();
}

response_reader::state response_reader::ended() {
  implementation& s = *self_;
  if (!s.head_read) return s.refuse("the connection ended before the answer");
  beast::error_code error;
  s.grammar->put_eof(error);
  return error ? s.refuse("the connection ended within the answer") : state::complete;
}

bool response_reader::started() const noexcept { return self_->started; }
bool response_reader::keeps_alive() const noexcept {
  // Bytes behind an answer that nobody asked for: whatever it is, the connection is not to be trusted.
  return self_->grammar->keep_alive() && !self_->grammar->need_eof() && self_->unread().empty();
}
std::string_view response_reader::why() const noexcept { return self_->detail; }
response& response_reader::answer() noexcept { return self_->answer; }

}  // namespace errdex::http
