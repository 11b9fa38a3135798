// The emulator without a network: how long it takes to start, to answer, and to begin anew.
#include <benchmark/benchmark.h>

#include <string>

#include "emulator/platform/emulator.hpp"
#include "errdex/emulator.hpp"

namespace {

using namespace errdex;

std::string token_of(emulation::emulator& e) {
  http::request r;
  r.method = "GET";
  r.target = "/cgi-bin/gettoken?corpid=ww0123456789abcdef&corpsecret=crm-secret";
  const std::string body(e.answer(r).content());
  const auto start = body.find("access_token\":\"") + 15;
  return body.substr(start, body.find('"', start) - start);
}

void add_members(emulation::world& w, int count) {
  emulation::transaction t(w.data);
  for (int i = 0; i < count; ++i) {
    const std::string id = "member" + std::to_string(i);
    w.data.run(
        "INSERT INTO wecom_member(corp, userid, name, mobile, email, status, main_department, openid, "
        "creator, "
        "renameable, details) VALUES('ww0123456789abcdef', ?, 'Somebody', ?, ?, 1, 2, NULL, 0, 0, ?)",
        id, std::to_string(15'000'000'000 + i), id + "@beacon.example",
        R"({"position":"Engineer","telephone":"020-123456","alias":"Somebody","gender":"1"})");
    w.data.run("INSERT INTO wecom_membership VALUES('ww0123456789abcdef', 2, ?, 0, 0, 0)", id);
  }
  t.commit();
}

/// From nothing to a world with the built-in organisation.
void start(benchmark::State& state) {
  for (auto _ : state) {
    emulation::emulator e(emulation::all_platforms(), {});
    benchmark::DoNotOptimize(e);
  }
}
BENCHMARK(start)->Unit(benchmark::kMillisecond);

/// The same as a user's test has it, with a port of its own and its server's thread, and without.
void start_in_process(benchmark::State& state) {
  emulator_options options;
  if (state.range(0) == 0) options.port = std::nullopt;
  for (auto _ : state) {
    errdex::emulator e(options);
    benchmark::DoNotOptimize(e);
  }
}
BENCHMARK(start_in_process)->ArgName("port")->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);

/// From nothing to the first answer.
void start_and_answer(benchmark::State& state) {
  for (auto _ : state) {
    errdex::emulator e({.port = std::nullopt});
    benchmark::DoNotOptimize(
        e.request("GET", "/cgi-bin/gettoken?corpid=ww0123456789abcdef&corpsecret=crm-secret"));
  }
}
BENCHMARK(start_and_answer)->Unit(benchmark::kMillisecond);

/// One request of user/get, with journal, checks and all; `range` members in the organisation.
void user_get(benchmark::State& state) {
  emulation::emulator_options options;
  options.settings.rate_limits = state.range(1) != 0;
  options.clock.freeze();
  options.clock.step_by(std::chrono::milliseconds(10));  // So that no window of a minute is ever full.
  emulation::emulator e(emulation::all_platforms(), options);
  add_members(e.world(), static_cast<int>(state.range(0)));
  http::request r;
  r.method = "GET";
  r.peer = "127.0.0.1";
  const std::string token = token_of(e);
  r.target = "/cgi-bin/user/get?userid=ada&access_token=" + token;
  std::size_t requests = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(e.answer(r));
    // The token would expire, and the hour's limit be reached.
    if (++requests % 100'000 == 0) {
      e.world().clock.set(emulation::default_start);
      e.world().limits.clear();
    }
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(user_get)->Args({10, 1})->Args({10'000, 1})->Args({10'000, 0});

/// A reset of a world with 10,000 members in which one has changed.
void reset_after_a_change(benchmark::State& state) {
  emulation::emulator e(emulation::all_platforms(), {});
  auto& w = e.world();
  add_members(w, 10'000);
  w.set_origin(w.image());
  for (auto _ : state) {
    w.data.run("UPDATE wecom_member SET name = 'Changed' WHERE userid = 'ada'");
    w.reset();
  }
}
BENCHMARK(reset_after_a_change)->Unit(benchmark::kMillisecond);

/// A world of its own for a test.
void new_world(benchmark::State& state) {
  emulation::emulator e(emulation::all_platforms(), {});
  for (auto _ : state) {
    benchmark::DoNotOptimize(&e.world("one"));
    e.forget("one");
  }
}
BENCHMARK(new_world)->Unit(benchmark::kMillisecond);

}  // namespace
