// A connection as its caller sees it, with a clock that moves when the test says so.
#ifndef ERRDEX_TESTS_HTTP_DIALOGUE_HPP
#define ERRDEX_TESTS_HTTP_DIALOGUE_HPP

#include <algorithm>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

#include "http/connection.hpp"

namespace errdex::http {

class dialogue {
 public:
  using step = connection::step;

  explicit dialogue(site who, session_rules rules = {})
      : who_(std::move(who)), rules_(std::move(rules)), talk_(who_, rules_, "192.0.2.1", now_) {
    settle();
  }

  /// Sends bytes, at most `at_once` at a time, as far as the server reads.
  dialogue& send(std::string_view bytes, std::size_t at_once = 4096) {
    while (!bytes.empty() && talk_.next() == step::read) {
      const auto room = talk_.prepare();
      const std::size_t n = std::min({bytes.size(), room.size(), at_once});
      std::memcpy(room.data(), bytes.data(), n);
      bytes.remove_prefix(n);
      talk_.received(n, now_);
      settle();
    }
    return *this;
  }

  /// The caller closes its half.
  dialogue& end() {
    if (talk_.next() == step::read) talk_.ended(now_);
    settle();
    return *this;
  }

  /// Time passes; deadlines on the way strike.
  dialogue& wait(std::chrono::milliseconds time) {
    const auto until = now_ + time;
    while (!closed() && talk_.deadline() <= until) {
      now_ = std::max(now_, talk_.deadline());
      talk_.expired(now_);
      settle();
    }
    now_ = until;
    return *this;
  }

  dialogue& drain(std::chrono::milliseconds idle) {
    talk_.drain(now_ + idle);
    return *this;
  }

  /// Everything that came back since the last call.
  std::string received() { return std::exchange(output_, {}); }
  /// Nothing more will come, whether or not the socket is still open.
  [[nodiscard]] bool over() const { return finished_ || closed(); }
  [[nodiscard]] bool closed() const { return talk_.next() == step::close || talk_.next() == step::reset; }
  [[nodiscard]] bool reset() const { return talk_.next() == step::reset; }
  [[nodiscard]] bool paused() const { return talk_.next() == step::pause; }

 private:
  void settle() {
    for (;;) {
      if (talk_.next() == step::write) {
        for (const auto part : talk_.output()) output_ += part;
        talk_.written(now_);
      } else if (talk_.next() == step::finish) {
        finished_ = true;
        talk_.finished(now_);
      } else {
        return;
      }
    }
  }

  connection::moment now_{std::chrono::hours(1)};
  site who_;
  session_rules rules_;
  connection talk_;
  std::string output_;
  bool finished_ = false;
};

}  // namespace errdex::http

#endif
