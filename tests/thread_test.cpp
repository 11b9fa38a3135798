// Look-ups and diagnoses from many threads at once; run under the thread sanitizer in CI.
#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "errdex/catalog.hpp"
#include "errdex/diagnose.hpp"

namespace errdex {
namespace {

TEST(Threads, EveryThreadSeesTheSameCatalog) {
  std::atomic<std::size_t> found{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      std::size_t mine = 0;
      for (const entry e : catalog::builtin().entries()) {
        mine += catalog::builtin().find(e.space().id(), e.code()) ? 1u : 0u;
      }
      found += mine;
    });
  }
  for (auto& t : threads) t.join();
  EXPECT_EQ(found, 4 * catalog::builtin().size());
}

TEST(Threads, DiagnoseKeepsNoState) {
  std::atomic<int> wrong{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      const std::string body = t % 2 == 0
                                   ? R"({"errcode":40014,"errmsg":"invalid access_token"})"
                                   : R"({"code":99991663,"msg":"Invalid access token for authorization."})";
      for (int i = 0; i < 2000; ++i) {
        const auto d = diagnose({.body = body});
        if (d.empty() || d.candidates()[0].space.platform() != (t % 2 == 0 ? "wecom" : "feishu")) ++wrong;
      }
    });
  }
  for (auto& t : threads) t.join();
  EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace errdex
