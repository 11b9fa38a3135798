// Every scenario is run, and every claim of a declaration has one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "emulator/platform/coverage.hpp"
#include "emulator/platform/emulator.hpp"
#include "emulator/platform/scenario.hpp"

namespace errdex::emulation {
namespace {

class scenarios : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    shared = new emulator(all_platforms(), {});
    book = new scenario_book(read_scenarios(shared->platforms()));
  }
  static void TearDownTestSuite() {
    delete book;
    delete shared;
  }
  static inline emulator* shared = nullptr;
  static inline scenario_book* book = nullptr;
};

TEST_F(scenarios, each_does_what_it_says) {
  for (const scenario& s : book->scenarios) {
    const scenario_result result = play(*shared, *book, s);
    EXPECT_EQ(result.problem, "") << s.file << ", " << s.endpoint << ": " << s.when;
  }
}

TEST_F(scenarios, no_declaration_claims_an_error_that_no_scenario_shows) {
  for (const auto& p : shared->platforms())
    for (const missing_proof& m : cover(*p, *book).unproven)
      ADD_FAILURE() << m.endpoint << " claims " << m.entry.code() << " (" << m.entry.name() << ") when "
                    << m.when << ", and no scenario shows it";
}

TEST_F(scenarios, each_endpoint_has_an_example_of_success) {
  for (const auto& p : shared->platforms())
    for (const endpoint& e : p->endpoints()) {
      const bool shown = std::any_of(book->scenarios.begin(), book->scenarios.end(), [&](const scenario& s) {
        return !s.raises && s.platform == p.get() && s.endpoint == e.name;
      });
      EXPECT_TRUE(shown) << e.name << " has no example";
    }
}

TEST_F(scenarios, no_code_that_a_request_raises_is_called_unreachable) {
  for (const auto& [error, why] : book->by_fault_only)
    for (const scenario& s : book->scenarios)
      EXPECT_FALSE(s.raises && s.raises == error) << error.entry().code() << " has a scenario in " << s.file;
}

}  // namespace
}  // namespace errdex::emulation
