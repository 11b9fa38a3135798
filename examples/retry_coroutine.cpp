// The same loop in a coroutine: `co_call_with_retry` with a task type and a scheduler of the caller. Nothing
// blocks while a call waits: sleeping suspends the coroutine, and the scheduler resumes it when it is due.
//
// The scheduler here has a clock that jumps to the next timer, so that the example runs as a test in no time.
#include <chrono>
#include <coroutine>
#include <cstdint>
#include <exception>
#include <iostream>
#include <map>
#include <string>
#include <utility>

#include <errdex/retry.hpp>

namespace {

using std::chrono::milliseconds;

/// Timers in the order in which they are due.
class scheduler {
 public:
  struct sleep_awaiter {
    scheduler& on;
    milliseconds pause;
    [[nodiscard]] bool await_ready() const noexcept { return pause.count() <= 0; }
    void await_suspend(std::coroutine_handle<> who) const { on.timers_.emplace(on.now_ + pause, who); }
    void await_resume() const noexcept {}
  };

  sleep_awaiter sleep(milliseconds pause) { return {*this, pause}; }
  [[nodiscard]] milliseconds now() const noexcept { return now_; }

  void run() {
    while (!timers_.empty()) {
      const auto next = timers_.begin();
      now_ = next->first;
      const auto who = next->second;
      timers_.erase(next);
      who.resume();
    }
  }

 private:
  std::multimap<milliseconds, std::coroutine_handle<>> timers_;
  milliseconds now_{0};
};

/// The smallest task: starts at once, keeps its result until it is destroyed.
template <typename T>
class task {
 public:
  struct promise_type {
    T result{};
    task get_return_object() { return task(std::coroutine_handle<promise_type>::from_promise(*this)); }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_value(T value) { result = std::move(value); }
    void unhandled_exception() { std::terminate(); }
  };

  explicit task(std::coroutine_handle<promise_type> frame) : frame_(frame) {}
  task(task&& other) noexcept : frame_(std::exchange(other.frame_, nullptr)) {}
  task& operator=(task&&) = delete;
  ~task() {
    if (frame_) frame_.destroy();
  }
  [[nodiscard]] bool done() const { return frame_.done(); }
  [[nodiscard]] const T& result() const { return frame_.promise().result; }

 private:
  std::coroutine_handle<promise_type> frame_;
};

/// A platform that is busy a number of times, and takes 80 ms to answer.
class busy_platform {
 public:
  busy_platform(scheduler& on, int busy) : on_(on), busy_(busy) {}

  struct request {
    busy_platform& to;
    scheduler::sleep_awaiter wait;
    [[nodiscard]] bool await_ready() const noexcept { return wait.await_ready(); }
    void await_suspend(std::coroutine_handle<> who) const { wait.await_suspend(who); }
    [[nodiscard]] std::string await_resume() const { return to.answer(); }
  };
  request send() { return {*this, on_.sleep(milliseconds(80))}; }

 private:
  std::string answer() {
    if (busy_-- > 0) return R"({"errcode":-1,"errmsg":"system busy, hint: [1713777111197560034674942]"})";
    return R"({"errcode":0,"errmsg":"ok"})";
  }
  scheduler& on_;
  int busy_;
};

task<std::string> get_user(scheduler& on, busy_platform& platform, errdex::retry_session& session) {
  return errdex::co_call_with_retry<task<std::string>>(
      session, {.repeat = errdex::repeatability::idempotent}, [&] { return platform.send(); },
      [](const std::string& body) {
        return errdex::evidence{.body = body, .http_status = 200, .platform = "wecom"};
      },
      [&](milliseconds pause) { return on.sleep(pause); },
      // Nothing to refresh: these calls carry no token. An awaitable that answers "no".
      [] {
        struct no_token {
          [[nodiscard]] bool await_ready() const noexcept { return true; }
          void await_suspend(std::coroutine_handle<>) const noexcept {}
          [[nodiscard]] bool await_resume() const noexcept { return false; }
        };
        return no_token{};
      },
      [&] { return on.now(); });
}

}  // namespace

int main() {
  scheduler on;
  errdex::retry_budget budget;
  // Two calls wait at the same time, on one thread.
  busy_platform soon(on, 2);
  busy_platform never(on, 1000);
  errdex::retry_session first({}, &budget, 1);
  errdex::retry_session second({}, &budget, 2);
  const auto a = get_user(on, soon, first);
  const auto b = get_user(on, never, second);
  on.run();

  const bool ok = a.done() && b.done() && first.stopped() == errdex::retry_stop::none &&
                  first.attempts() == 3 && second.stopped() == errdex::retry_stop::decision &&
                  second.attempts() == 4;
  std::cout << "the first call passed after " << first.attempts()
            << " attempts, the second was given up after " << second.attempts() << ", at " << on.now().count()
            << " ms\n";
  return ok ? 0 : 1;
}
