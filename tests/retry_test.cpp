// The retry engine, to the last branch, without a clock and without waiting.
#include <gtest/gtest.h>

#include <coroutine>
#include <deque>
#include <set>
#include <string>
#include <thread>

#include "errdex/retry.hpp"

namespace errdex {
namespace {

using std::chrono::milliseconds;

struct answer {
  int status = 200;
  std::string body;
};

const answer ok{200, R"({"errcode":0,"errmsg":"ok"})"};
const answer busy{200, R"({"errcode":-1,"errmsg":"system busy, hint: [1713777111197560034674942]"})"};
const answer stale{200,
                   R"({"errcode":42001,"errmsg":"access_token expired, hint: [1713777111197560034674942]"})"};
const answer limited{
    200, R"({"errcode":45009,"errmsg":"api freq out of limit, hint: [1713777111197560034674942]"})"};
const answer forbidden{200,
                       R"({"errcode":48002,"errmsg":"api forbidden, hint: [1713777111197560034674942]"})"};

/// A platform that answers from a list, with a clock that only waiting moves.
struct stage {
  std::deque<answer> answers;
  milliseconds now{0};
  std::vector<milliseconds> pauses{};
  int sent = 0;
  int refreshed = 0;
  bool refresh_works = true;

  answer send() {
    ++sent;
    answer a = answers.front();
    if (answers.size() > 1) answers.pop_front();
    return a;
  }
  answer run(const operation& op, retry_session session) { return run_with(op, session); }
  answer run_with(const operation& op, retry_session& session) {
    return call_with_retry(
        session, op, [&] { return send(); },
        [](const answer& a) {
          return evidence{.body = a.body, .http_status = a.status, .platform = "wecom"};
        },
        [&](milliseconds d) {
          pauses.push_back(d);
          now += d;
        },
        [&] {
          ++refreshed;
          return refresh_works;
        },
        [&] { return now; });
  }
};

constexpr operation idempotent{.repeat = repeatability::idempotent};

TEST(Retry, ReturnsASuccessAtOnce) {
  stage s{.answers = {ok}};
  EXPECT_EQ(s.run(idempotent, retry_session{}).body, ok.body);
  EXPECT_EQ(s.sent, 1);
  EXPECT_TRUE(s.pauses.empty());
}

TEST(Retry, BusyIsRepeatedThreeTimesAndNoMore) {
  stage s{.answers = {busy}};
  EXPECT_EQ(s.run(idempotent, retry_session{}).body, busy.body);
  EXPECT_EQ(s.sent, 4);
}

TEST(Retry, RefreshesOnceAndGoesOn) {
  stage s{.answers = {stale, ok}};
  EXPECT_EQ(s.run({}, retry_session{}).body, ok.body);
  EXPECT_EQ(s.refreshed, 1);
  EXPECT_EQ(s.sent, 2);
}

TEST(Retry, ATokenThatStaysBadEndsAfterOneRefresh) {
  stage s{.answers = {stale}};
  EXPECT_EQ(s.run(idempotent, retry_session{}).body, stale.body);
  EXPECT_EQ(s.refreshed, 1);
  EXPECT_EQ(s.sent, 2);
}

TEST(Retry, AFailedRefreshEndsTheLoop) {
  stage s{.answers = {stale, ok}, .refresh_works = false};
  EXPECT_EQ(s.run(idempotent, retry_session{}).body, stale.body);
  EXPECT_EQ(s.sent, 1);
}

TEST(Retry, WaitsOutTheWindowOfALimit) {
  stage s{.answers = {limited, ok}};
  EXPECT_EQ(s.run({}, retry_session{}).body, ok.body);
  ASSERT_EQ(s.pauses.size(), 1u);
  EXPECT_GE(s.pauses[0], std::chrono::minutes(1));
  EXPECT_LE(s.pauses[0], std::chrono::seconds(61));
}

TEST(Retry, TheTotalTimeIsNeverExceeded) {
  stage s{.answers = {limited}};
  retry_policy policy;
  policy.total_time = std::chrono::seconds(30);
  s.run(idempotent, retry_session{policy});
  EXPECT_EQ(s.sent, 1);
  EXPECT_LE(s.now, policy.total_time);
}

TEST(Retry, WhatAPersonMustMendIsNotRepeated) {
  stage s{.answers = {forbidden}};
  s.run(idempotent, retry_session{});
  EXPECT_EQ(s.sent, 1);
}

TEST(Retry, TheBudgetBoundsRepetitionsOverAllCalls) {
  retry_budget budget({.capacity = 20, .cost = 5, .timeout_cost = 10, .refund = 1});
  for (int i = 0; i < 5; ++i) {
    stage s{.answers = {busy}};
    s.run(idempotent, retry_session{{}, &budget, 7});
  }
  EXPECT_EQ(budget.available(), 0);
  stage s{.answers = {busy, ok}};
  EXPECT_EQ(s.run(idempotent, retry_session{{}, &budget, 7}).body, busy.body);
  EXPECT_EQ(s.sent, 1);
}

TEST(Retry, SaysWhyItEnded) {
  const auto ended = [](const answer& last, const operation& op, const retry_policy& policy,
                        retry_budget* budget, bool refresh_works) {
    stage s{.answers = {last}, .refresh_works = refresh_works};
    retry_session session(policy, budget, 3);
    s.run_with(op, session);
    return session.stopped();
  };
  EXPECT_EQ(ended(ok, idempotent, {}, nullptr, true), retry_stop::none);
  EXPECT_EQ(ended(forbidden, idempotent, {}, nullptr, true), retry_stop::decision);
  EXPECT_EQ(ended(busy, {}, {}, nullptr, true), retry_stop::decision) << "an unsafe write";
  EXPECT_EQ(ended(stale, idempotent, {}, nullptr, true), retry_stop::decision)
      << "refreshed, and refused again";
  EXPECT_EQ(ended(stale, idempotent, {}, nullptr, false), retry_stop::refresh_failed);
  retry_policy hasty;
  hasty.total_time = std::chrono::seconds(30);
  EXPECT_EQ(ended(limited, idempotent, hasty, nullptr, true), retry_stop::total_time);
  hasty.total_time = milliseconds(0);
  EXPECT_EQ(ended(stale, idempotent, hasty, nullptr, true), retry_stop::total_time);
  retry_budget empty({.capacity = 0, .cost = 5, .timeout_cost = 10, .refund = 1});
  EXPECT_EQ(ended(busy, idempotent, {}, &empty, true), retry_stop::budget);
}

TEST(Retry, APauseOfOurOwnIsDrawnBelowItsBound) {
  retry_policy policy;
  policy.largest_backoff = milliseconds(700);
  std::set<milliseconds> seen;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    stage s{.answers = {busy}};
    s.run(idempotent, retry_session{policy, nullptr, seed});
    ASSERT_EQ(s.pauses.size(), 3u);
    EXPECT_LE(s.pauses[0], milliseconds(500));
    EXPECT_LE(s.pauses[1], milliseconds(700)) << "the cap, not the doubled second";
    EXPECT_LE(s.pauses[2], milliseconds(700));
    seen.insert(s.pauses.begin(), s.pauses.end());
  }
  EXPECT_GT(seen.size(), 100u);
}

TEST(Retry, SuccessesFillTheBudgetUpToItsCapacity) {
  retry_budget budget({.capacity = 10, .cost = 5, .timeout_cost = 10, .refund = 1});
  EXPECT_TRUE(budget.withdraw());
  budget.deposit(false);
  EXPECT_EQ(budget.available(), 6);
  budget.deposit(true);
  budget.deposit(true);
  EXPECT_EQ(budget.available(), 10);
  EXPECT_TRUE(budget.withdraw(true));
  EXPECT_FALSE(budget.withdraw());
}

TEST(Retry, TheBudgetIsNeverOverdrawnByThreads) {
  retry_budget budget({.capacity = 1000, .cost = 1, .timeout_cost = 1, .refund = 0});
  std::atomic<int> granted{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 1000; ++i) granted += budget.withdraw() ? 1 : 0;
    });
  }
  for (auto& t : threads) t.join();
  EXPECT_EQ(granted, 1000);
  EXPECT_EQ(budget.available(), 0);
}

TEST(Retry, JitterIsSeededAndFull) {
  jitter a(42), b(42), c(43);
  std::set<std::int64_t> seen;
  bool differs = false;
  for (int i = 0; i < 1000; ++i) {
    const auto x = a.up_to(9);
    EXPECT_EQ(x, b.up_to(9));
    differs = differs || x != c.up_to(9);
    seen.insert(x);
  }
  EXPECT_TRUE(differs);
  EXPECT_EQ(seen.size(), 10u);
  EXPECT_EQ(*seen.begin(), 0);
  EXPECT_EQ(a.up_to(0), 0);
  EXPECT_EQ(a.up_to(-5), 0);
}

// The smallest coroutine type that can carry the engine.
struct task {
  struct promise_type {
    answer result;
    task get_return_object() { return {std::coroutine_handle<promise_type>::from_promise(*this)}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_value(answer a) { result = std::move(a); }
    void unhandled_exception() { throw; }
  };
  std::coroutine_handle<promise_type> handle;
};

template <typename T>
struct ready {
  T value;
  bool await_ready() const noexcept { return true; }
  void await_suspend(std::coroutine_handle<>) const noexcept {}
  T await_resume() { return std::move(value); }
};

TEST(Retry, WorksAsACoroutine) {
  stage s{.answers = {stale, busy, ok}};
  retry_session session({}, nullptr, 1);
  auto t = co_call_with_retry<task>(
      session, idempotent, [&] { return ready<answer>{s.send()}; },
      [](const answer& a) { return evidence{.body = a.body, .http_status = a.status, .platform = "wecom"}; },
      [&](milliseconds d) {
        s.now += d;
        return std::suspend_never{};
      },
      [&] {
        ++s.refreshed;
        return ready<bool>{true};
      },
      [&] { return s.now; });
  ASSERT_TRUE(t.handle.done());
  EXPECT_EQ(session.stopped(), retry_stop::none);
  EXPECT_EQ(session.attempts(), 3u);
  EXPECT_EQ(t.handle.promise().result.body, ok.body);
  EXPECT_EQ(s.sent, 3);
  EXPECT_EQ(s.refreshed, 1);
  t.handle.destroy();
}

}  // namespace
}  // namespace errdex
