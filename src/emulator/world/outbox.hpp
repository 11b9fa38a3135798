// What the platforms of a world send to the applications of its users: events and messages, each with the
// moment at which it is due. An event that a request causes is written in the request's own transaction, so
// that it is there exactly when the change is; it stays in the store with what became of it.
//
//   box.add(message, now, now);                       // While a request is answered.
//   while (auto next = box.take(now))                 // Later, by whoever delivers; under the world's lock.
//     box.finish(*next, try_to_send(*next), now);     // The lock is not held while it is sent.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "emulator/world/clock.hpp"

namespace errdex::emulation {

class store;

/// A request that a platform makes.
struct callback_message {
  std::string platform;  ///< "wecom".
  std::string event;     ///< What it tells, for people: "change_contact create_user".
  std::string url;
  std::string content_type;
  std::string body;
  std::string plain;    ///< What the body says, when it is encrypted.
  std::string context;  ///< For the platform alone: what it needs to read the answer.
  std::string method = "POST";
  std::int64_t attempts = 3;                       ///< In all.
  std::chrono::milliseconds retry_after{5'000};    ///< Virtual time from a failure to the next attempt.
  std::chrono::milliseconds answer_within{5'000};  ///< Real time for one attempt.
};

enum class callback_state : std::uint8_t {
  pending = 1,    ///< Not due yet, or to be tried again.
  delivered = 2,  ///< The application has taken it.
  failed = 3,     ///< Given up.
};
[[nodiscard]] std::string_view name(callback_state state) noexcept;
[[nodiscard]] std::optional<callback_state> callback_state_of(std::string_view name) noexcept;

/// An event with what became of it so far.
struct callback_entry {
  std::uint64_t id = 0;
  callback_message message;
  callback_state state = callback_state::pending;
  instant created{};
  instant due{};  ///< Of the next attempt, or of the last one.
  std::int64_t tried = 0;
  unsigned status = 0;  ///< HTTP status of the last answer; 0 without one.
  std::string answer;   ///< Its body, up to `outbox::answer_limit` bytes.
  std::string reply;    ///< What the application replied in it, once the platform has read it.
  std::string problem;  ///< Why the last attempt failed.
};

/// An event that somebody has taken to send it.
struct callback_ticket {
  std::uint64_t id = 0;
  std::uint64_t number = 0;  ///< Tells apart two takings of one id, as after a reset.
  std::int64_t attempt = 0;  ///< 1 for the first.
  callback_message message;
};

/// What became of one attempt.
struct callback_outcome {
  bool accepted = false;
  bool again = false;   ///< Try again, as long as attempts are left.
  unsigned status = 0;  ///< 0 when no answer came.
  std::string answer;
  std::string reply;
  std::string problem;  ///< In a sentence; empty when nothing went wrong.
};

/// Not safe for several threads: the world's lock guards it.
class outbox {
 public:
  static constexpr std::size_t answer_limit = 16384;
  static constexpr std::uint64_t kept = 10'000;  ///< Of events that were delivered or given up, the latest.

  explicit outbox(store& data);

  /// Its id. Part of the transaction that is open.
  std::uint64_t add(const callback_message& message, instant now, instant due);
  /// The event that is due first and that nobody has taken; nothing when none is. Of events to one
  /// address the next is given out when the one before was finished.
  [[nodiscard]] std::optional<callback_ticket> take(instant now);
  /// Writes down what became of it. False, with nothing written, when the event is gone or was given out
  /// anew.
  bool finish(const callback_ticket& ticket, const callback_outcome& outcome, instant now);
  /// When the next event is due that could be given out.
  [[nodiscard]] std::optional<instant> next_due() const;
  /// The latest `limit`, the oldest first.
  [[nodiscard]] std::vector<callback_entry> list(std::optional<callback_state> state,
                                                 std::int64_t limit) const;
  [[nodiscard]] std::optional<callback_entry> find(std::uint64_t id) const;
  [[nodiscard]] std::int64_t count(callback_state state) const;

  /// Whether anything was added since the last call; also when that was taken back.
  bool was_touched() noexcept { return std::exchange(touched_, false); }
  /// The data was replaced: what was given out is out no more.
  void forget_taken() noexcept { taken_.clear(); }

 private:
  struct taking {
    std::uint64_t number = 0;
    std::string address;
  };

  [[nodiscard]] bool is_busy(std::uint64_t id, std::string_view url) const;

  store& data_;
  bool touched_ = true;  // A restart may find some.
  std::uint64_t takings_ = 0;
  std::unordered_map<std::uint64_t, taking> taken_;
};

}  // namespace errdex::emulation
