// What a request is and what an answer is, without any network: handlers are plain functions from one to
// the other, so that they run in a test, in an embedder's process and under a fuzzer as they run behind a
// socket.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace errdex::http {

/// Header fields in the order in which they came or will be sent. Names compare without case.
class fields {
 public:
  using value_type = std::pair<std::string, std::string>;

  /// Adds a field behind those that are there, also when one has its name.
  void add(std::string name, std::string value);
  /// Replaces every field of this name by one.
  void set(std::string_view name, std::string value);
  /// The first field of this name; nothing when there is none.
  [[nodiscard]] std::optional<std::string_view> get(std::string_view name) const noexcept;
  [[nodiscard]] bool contains(std::string_view name) const noexcept { return get(name).has_value(); }
  /// How many fields have this name.
  [[nodiscard]] std::size_t count(std::string_view name) const noexcept;
  void erase(std::string_view name);

  [[nodiscard]] auto begin() const noexcept { return all_.begin(); }
  [[nodiscard]] auto end() const noexcept { return all_.end(); }
  [[nodiscard]] std::size_t size() const noexcept { return all_.size(); }
  [[nodiscard]] bool empty() const noexcept { return all_.empty(); }

 private:
  std::vector<value_type> all_;
};

struct request {
  std::string method;  ///< As it was sent: "GET".
  std::string
      target;  ///< The request target as it was sent, with its query: "/cgi-bin/user/get?userid=a%20b".
  fields headers;
  std::string body;  ///< Whole, with every transfer coding undone.
  std::string peer;  ///< The caller's address without its port; empty for a request that came over no socket.

  /// The target up to its '?', as it was sent (not percent-decoded).
  [[nodiscard]] std::string_view path() const noexcept;
  /// The target behind its first '?', as it was sent; empty when there is none.
  [[nodiscard]] std::string_view query() const noexcept;
};

/// What a network can do to an answer; for emulated faults.
struct delivery {
  std::chrono::milliseconds delay{0};    ///< Real time to wait before the first byte.
  std::optional<std::size_t> cut_after;  ///< Bytes of the body that go out before the connection is closed.
  bool reset = false;                    ///< Closes the connection with a reset instead of an answer.
};

struct response {
  unsigned status = 200;
  fields
      headers;  ///< Without Content-Length, Connection, Date and Transfer-Encoding, which the session writes.
  std::string body;
  /// When set, the body is this and `body` is empty: bytes that many answers share without a copy.
  std::shared_ptr<const std::string> shared_body;
  http::delivery delivery;

  [[nodiscard]] std::string_view content() const noexcept {
    return shared_body ? std::string_view(*shared_body) : body;
  }
};

/// Answers one request. May be called by several threads at once; may throw, which is answered with a 500
/// that tells the caller nothing of the exception.
using handler = std::function<response(const request&)>;

// --- Texts of a request --------------------------------------------------------------------------

/// Undoes percent-encoding; with `plus_is_space` also the '+' of forms. Nothing for a '%' that no two
/// hexadecimal digits follow.
[[nodiscard]] std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space = false);
/// Encodes every byte but the unreserved ones (letters, digits, '-', '.', '_', '~').
[[nodiscard]] std::string percent_encode(std::string_view text);
/// The decoded pairs of a query or of a form, in their order. A pair without '=' has an empty value; a pair
/// that cannot be decoded is kept as it was sent.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> parse_query(std::string_view query);
/// The first value of a name in such a query.
[[nodiscard]] std::optional<std::string> query_value(std::string_view query, std::string_view name);

}  // namespace errdex::http
