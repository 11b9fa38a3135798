// A small retry engine around `decide`: a budget shared by all calls, full jitter, a cap on the total
// time, one token refresh. It owns no thread, no clock and no I/O: the caller passes in the time and
// does the waiting, so every branch can be tested without either.
//
//   errdex::retry_budget budget;                            // one for the process or for one platform
//   errdex::retry_session session({}, &budget, seed);       // one for each call
//   auto result = errdex::call_with_retry(
//       session, {.repeat = errdex::repeatability::idempotent},
//       [&] { return send(request); },                      // returns what `inspect` understands
//       [&](const auto& r) { return errdex::evidence{.body = r.body, .http_status = r.status}; },
//       [&](std::chrono::milliseconds d) { std::this_thread::sleep_for(d); },
//       [&] { return fetch_token(); },                      // true when a new token is there
//       [&] { return now_in_milliseconds(); });
//
// Coroutines: `co_call_with_retry<Task>` does the same with awaitable hooks. Loops of another shape
// ask `retry_session::next` directly.
#ifndef ERRDEX_RETRY_HPP
#define ERRDEX_RETRY_HPP

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <string_view>
#include <utility>

#include "errdex/handle.hpp"

namespace errdex {

/// A token bucket that bounds repetitions over all calls, so that a failing platform is not hit by
/// everyone's retries at once: a repetition costs, a success earns. The defaults are those of the AWS
/// SDKs' standard mode (500 tokens, 5 for a repetition, 10 after a time-out, 1 earned by a first success).
/// Thread-safe and lock-free.
class retry_budget {
 public:
  struct limits {
    std::int64_t capacity = 500;
    std::int64_t cost = 5;
    std::int64_t timeout_cost = 10;
    std::int64_t refund = 1;
  };

  retry_budget() noexcept : retry_budget(limits{}) {}
  /// Negative values count as 0.
  explicit retry_budget(limits l) noexcept
      : limits_{std::max<std::int64_t>(l.capacity, 0), std::max<std::int64_t>(l.cost, 0),
                std::max<std::int64_t>(l.timeout_cost, 0), std::max<std::int64_t>(l.refund, 0)},
        tokens_(limits_.capacity) {}

  /// Takes the cost of one repetition; false, and nothing is taken, when the bucket has less.
  bool withdraw(bool after_timeout = false) noexcept {
    const std::int64_t cost = after_timeout ? limits_.timeout_cost : limits_.cost;
    std::int64_t now = tokens_.load(std::memory_order_relaxed);
    do {
      if (now < cost) return false;
    } while (!tokens_.compare_exchange_weak(now, now - cost, std::memory_order_relaxed));
    return true;
  }

  /// Gives back after a success: the whole cost when the call had been repeated, else the refund.
  void deposit(bool repeated) noexcept {
    const std::int64_t amount = repeated ? limits_.cost : limits_.refund;
    std::int64_t now = tokens_.load(std::memory_order_relaxed);
    while (!tokens_.compare_exchange_weak(now, std::min(limits_.capacity, now + amount),
                                          std::memory_order_relaxed)) {
    }
  }

  [[nodiscard]] std::int64_t available() const noexcept { return tokens_.load(std::memory_order_relaxed); }

 private:
  limits limits_;
  std::atomic<std::int64_t> tokens_;
};

/// Random numbers for jitter: splitmix64, the same for the same seed on every machine.
class jitter {
 public:
  explicit constexpr jitter(std::uint64_t seed) noexcept : state_(seed) {}
  /// Uniform in [0, bound]; 0 for a bound that is not positive.
  constexpr std::int64_t up_to(std::int64_t bound) noexcept {
    if (bound <= 0) return 0;
    state_ += 0x9e3779b97f4a7c15u;
    std::uint64_t z = state_;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    z ^= z >> 31;
    // The bias of the remainder is below 2^-32 for every bound that a delay can have.
    return static_cast<std::int64_t>(z % (static_cast<std::uint64_t>(bound) + 1));
  }

 private:
  std::uint64_t state_;
};

struct retry_policy {
  decision_policy decisions;
  std::chrono::milliseconds largest_backoff = std::chrono::seconds(20);  ///< Cap on a jittered pause.
  std::chrono::milliseconds total_time =
      std::chrono::minutes(2);  ///< From the first attempt; no pause goes beyond it.
};

/// What the loop does next.
enum class retry_action : std::uint8_t {
  finish = 0,              ///< Take the answer as it is: success, or nothing more to do.
  repeat = 1,              ///< Wait for `delay`, then send the call again.
  refresh_and_repeat = 2,  ///< Fetch a new token, then send the call again.
};

/// Why a loop ended without a success.
enum class retry_stop : std::uint8_t {
  none = 0,
  decision = 1,        ///< `decide` allows no repetition.
  budget = 2,          ///< The shared budget is used up.
  total_time = 3,      ///< The next pause would go beyond the total time.
  refresh_failed = 4,  ///< The hook brought no new token.
};

struct retry_step {
  retry_action action = retry_action::finish;
  std::chrono::milliseconds delay{0};
  retry_stop stop = retry_stop::none;
};

/// The state of one call through its attempts. Not thread-safe: one for each call.
class retry_session {
 public:
  /// `budget` may be null, and must outlive the session otherwise.
  explicit retry_session(const retry_policy& policy = {}, retry_budget* budget = nullptr,
                         std::uint64_t seed = 0) noexcept
      : policy_(policy), budget_(budget), random_(seed) {}

  /// The operation as the next `decide` has to see it: attempts and refreshes so far.
  [[nodiscard]] operation next_operation(operation op) const noexcept {
    op.attempts = attempts_ + 1;
    op.token_refreshes = refreshes_;
    return op;
  }

  /// Takes the decision about the attempt that has just failed or succeeded. `elapsed` is the time
  /// since the first attempt began, by the caller's clock.
  [[nodiscard]] retry_step next(const decision& d, std::chrono::milliseconds elapsed) noexcept {
    ++attempts_;
    const retry_step step = step_after(d, elapsed);
    stopped_ = step.stop;
    return step;
  }

  /// To be told when `refresh_and_repeat` brought no new token, which ends the call.
  void refresh_failed() noexcept { stopped_ = retry_stop::refresh_failed; }

  /// Why the call ended without a success; none after a success and while it goes on.
  [[nodiscard]] retry_stop stopped() const noexcept { return stopped_; }
  [[nodiscard]] std::uint32_t attempts() const noexcept { return attempts_; }
  [[nodiscard]] const retry_policy& policy() const noexcept { return policy_; }

 private:
  retry_step step_after(const decision& d, std::chrono::milliseconds elapsed) noexcept {
    if (d.action == verdict::none) {
      if (budget_ != nullptr) budget_->deposit(attempts_ > 1);
      return {};
    }
    if (!d.repeat) return {retry_action::finish, {}, retry_stop::decision};
    if (d.action == verdict::refresh_token) {
      // Not charged: the platform asked for it, and it happens once.
      if (elapsed >= policy_.total_time) return {retry_action::finish, {}, retry_stop::total_time};
      ++refreshes_;
      return {retry_action::refresh_and_repeat, {}, retry_stop::none};
    }
    const auto delay = pause(d);
    if (elapsed + delay > policy_.total_time) return {retry_action::finish, delay, retry_stop::total_time};
    if (budget_ != nullptr && !budget_->withdraw(d.may_have_executed))
      return {retry_action::finish, {}, retry_stop::budget};
    return {retry_action::repeat, delay, retry_stop::none};
  }

  /// A pause that the platform named is kept in full, with a little on top so that not everybody comes
  /// back in the same millisecond; our own is drawn from zero to its bound (full jitter).
  std::chrono::milliseconds pause(const decision& d) noexcept {
    const std::int64_t wanted = d.delay.count();
    const bool named = d.rule == decision_rule::reset_header || d.rule == decision_rule::retry_after_header ||
                       d.rule == decision_rule::end_time_in_text || d.rule == decision_rule::window_of_limit;
    if (named)
      return std::chrono::milliseconds{wanted + random_.up_to(std::min<std::int64_t>(wanted / 10, 1000))};
    return std::chrono::milliseconds{
        random_.up_to(std::min(wanted, std::max<std::int64_t>(policy_.largest_backoff.count(), 0)))};
  }

  retry_policy policy_;
  retry_budget* budget_;
  jitter random_;
  std::uint32_t attempts_ = 0;
  std::uint32_t refreshes_ = 0;
  retry_stop stopped_ = retry_stop::none;
};

/// Calls until the answer is a success or nothing more is to be done, and returns the last answer;
/// `session.stopped()` then says why it was the last.
///   send()            → an answer
///   inspect(answer)   → evidence, with views into the answer
///   sleep(duration)
///   refresh()         → bool, whether a new token is there
///   clock()           → milliseconds of a clock that does not go back
template <typename Send, typename Inspect, typename Sleep, typename Refresh, typename Clock>
auto call_with_retry(retry_session& session, const operation& op, Send&& send, Inspect&& inspect,
                     Sleep&& sleep, Refresh&& refresh, Clock&& clock,
                     const catalog& codes = catalog::builtin()) {
  const std::chrono::milliseconds start = clock();
  for (;;) {
    auto answer = send();
    const evidence seen = inspect(answer);
    const decision d =
        decide(diagnose(seen, codes), seen, session.next_operation(op), session.policy().decisions);
    const retry_step step = session.next(d, clock() - start);
    if (step.action == retry_action::finish) return answer;
    if (step.action == retry_action::refresh_and_repeat) {
      if (!refresh()) {
        session.refresh_failed();
        return answer;
      }
    } else {
      sleep(step.delay);
    }
  }
}

/// The same as a coroutine: `send`, `sleep` and `refresh` return awaitables; `Task` is the caller's
/// coroutine type, whose promise takes the answer. References must live until the task has ended.
template <typename Task, typename Send, typename Inspect, typename Sleep, typename Refresh, typename Clock>
Task co_call_with_retry(retry_session& session, operation op, Send send, Inspect inspect, Sleep sleep,
                        Refresh refresh, Clock clock, const catalog& codes = catalog::builtin()) {
  const std::chrono::milliseconds start = clock();
  for (;;) {
    auto answer = co_await send();
    const evidence seen = inspect(answer);
    const decision d =
        decide(diagnose(seen, codes), seen, session.next_operation(op), session.policy().decisions);
    const retry_step step = session.next(d, clock() - start);
    if (step.action == retry_action::finish) co_return answer;
    if (step.action == retry_action::refresh_and_repeat) {
      const bool refreshed = co_await refresh();
      if (!refreshed) {
        session.refresh_failed();
        co_return answer;
      }
    } else {
      co_await sleep(step.delay);
    }
  }
}

}  // namespace errdex

#endif
