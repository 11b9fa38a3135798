// From bytes to answers, for the client. As strict as request_reader.hpp; knows no socket and no clock.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>

#include "http/message.hpp"

namespace errdex::http {

class response_reader {
 public:
  enum class state {
    more,       ///< Needs more bytes.
    complete,   ///< The answer is whole.
    malformed,  ///< It is none; `why` says it.
    too_long,   ///< It breaks a bound.
  };

  /// `to_head` for the answer to HEAD, which has no body whatever it announces.
  response_reader(std::size_t most_header, std::size_t most_body, bool to_head);
  ~response_reader();
  response_reader(const response_reader&) = delete;
  response_reader& operator=(const response_reader&) = delete;

  [[nodiscard]] std::span<char> prepare();
  state received(std::size_t bytes);
  /// The server sends no more: the end of a body without a length, else too early.
  state ended();

  [[nodiscard]] bool started() const noexcept;      ///< A byte has come.
  [[nodiscard]] bool keeps_alive() const noexcept;  ///< When complete: the connection can be used again.
  [[nodiscard]] std::string_view why() const noexcept;
  [[nodiscard]] response& answer() noexcept;

 private:
  struct implementation;
  std::unique_ptr<implementation> self_;
};

}  // namespace errdex::http
