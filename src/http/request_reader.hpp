// From bytes to requests. Beast's parser reads the grammar; what is stricter than the grammar stands here
// and in head_frame.hpp. Knows no socket and no clock.
#pragma once

#include <cstddef>
#include <memory>
#include <span>

#include "http/head_frame.hpp"
#include "http/limits.hpp"
#include "http/message.hpp"

namespace errdex::http {

class request_reader {
 public:
  enum class state {
    idle,      ///< Not a byte of the next request is here.
    head,      ///< Within its header section.
    admitted,  ///< The header section is complete; `accept_body` is waited for.
    body,      ///< Within its body.
    complete,  ///< The request is whole; `next` goes on to the one behind it.
    refused,   ///< Nothing that follows can be read; `why` says it.
  };

  explicit request_reader(const limits& bounds);
  ~request_reader();
  request_reader(const request_reader&) = delete;
  request_reader& operator=(const request_reader&) = delete;

  /// Room for bytes that come in, some thousands; valid until the next call of anything.
  [[nodiscard]] std::span<char> prepare();
  /// So many bytes were written there.
  void commit(std::size_t bytes);

  /// Reads as far as the bytes reach; returns the state after it.
  state advance();
  [[nodiscard]] state now() const noexcept;

  /// In `admitted`: take the body, of at most so many bytes.
  void accept_body(std::size_t limit);
  /// In `complete`: forget this request; bytes behind it are kept.
  void next();

  /// From `admitted` on. May be moved from in `complete`.
  [[nodiscard]] request& current() noexcept;
  [[nodiscard]] const refusal& why() const noexcept;

  /// Of the current request, from `admitted` on.
  [[nodiscard]] bool keeps_alive() const noexcept;       ///< The caller wants the connection to go on.
  [[nodiscard]] bool expects_continue() const noexcept;  ///< And no byte of its body is here yet.
  [[nodiscard]] bool announces_body() const noexcept;    ///< Content-Length above 0, or chunked.
  [[nodiscard]] bool states_length() const noexcept;     ///< Content-Length, also 0, or chunked.
  /// Bytes that its Content-Length announces; nothing without one.
  [[nodiscard]] std::optional<std::size_t> announced() const noexcept;
  [[nodiscard]] bool is_http_1_0() const noexcept;
  /// Whether the method is HEAD, as far as it is known.
  [[nodiscard]] bool asks_for_head_only() const noexcept;

 private:
  struct implementation;
  std::unique_ptr<implementation> self_;
};

}  // namespace errdex::http
