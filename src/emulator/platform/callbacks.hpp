// Sends what stands in the outboxes of an emulator's worlds. In a test `emulator::deliver_callbacks` does it
// when it is called; beside a server a `callback_worker` does it when it is due.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "emulator/world/outbox.hpp"
#include "http/message.hpp"

namespace errdex::emulation {

class emulator;
class world;

/// What came back from an application's server.
struct callback_answer {
  http::response answer;  ///< When `problem` is empty.
  std::string problem;    ///< Why there is no answer, in a sentence.
  bool again = false;     ///< It was not reached, or was too slow: what platforms try again after.
};

/// Makes one request to an application. Called without any lock, by several threads at a time.
using callback_sender = std::function<callback_answer(const callback_message&)>;

/// Over the network, with a client of its own that is made when it is first used.
[[nodiscard]] callback_sender network_sender();

/// Why nothing may be sent to this URL; empty when something may. Only this machine and the hosts that were
/// allowed are sent to, so that no fixture or caller makes the emulator reach into a network.
[[nodiscard]] std::string forbidden_callback(std::string_view url, const std::vector<std::string>& allowed);

/// How many attempts were made, and what came of them.
struct delivery_counts {
  std::int64_t delivered = 0;
  std::int64_t failed = 0;
  std::int64_t to_retry = 0;
};

/// Wakes who waits for callbacks: rung after each request that may have added one or moved a clock.
class callback_bell {
 public:
  void ring();
  /// Returns at the next ring after `seen`, or after `at_most`; the number of rings so far.
  std::uint64_t wait(std::uint64_t seen, std::chrono::milliseconds at_most);
  [[nodiscard]] std::uint64_t rings() const;
  std::atomic<int> listeners{0};

 private:
  mutable std::mutex mutex_;
  std::condition_variable rung_;
  std::uint64_t rings_ = 0;
};

/// Delivers the callbacks of all worlds when they are due, until it is destroyed. Events to different
/// addresses do not wait for each other, up to `threads` at a time.
class callback_worker {
 public:
  explicit callback_worker(emulator& e, unsigned threads = 2);
  /// Waits for the attempts that are under way.
  ~callback_worker();
  callback_worker(const callback_worker&) = delete;
  callback_worker& operator=(const callback_worker&) = delete;

 private:
  void run();

  emulator& emulator_;
  std::atomic<bool> stopping_{false};
  std::vector<std::thread> threads_;
};

}  // namespace errdex::emulation
