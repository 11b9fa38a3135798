// Clock, store, ids, limits, faults and journal: what a world is made of.
#include "emulator/world/world.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <set>

namespace errdex::emulation {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

// --- Clock -------------------------------------------------------------------------------------------

TEST(clock, a_frozen_clock_stands_still_until_it_is_moved) {
  virtual_clock c;
  c.freeze();
  c.set(default_start);
  c.tick();
  EXPECT_EQ(c.now(), default_start);
  c.advance(2h);
  EXPECT_EQ(c.now(), default_start + 2h);
  c.advance(-30min);
  EXPECT_EQ(format_instant(c.now()), "2026-01-05T02:30:00.000Z");
}

TEST(clock, a_stepped_clock_moves_with_each_request_and_no_other_way) {
  virtual_clock c;
  c.freeze();
  c.set(default_start);
  c.step_by(250ms);
  EXPECT_EQ(c.now(), default_start);
  c.tick();
  c.tick();
  EXPECT_EQ(c.now(), default_start + 500ms);
}

TEST(clock, a_running_clock_goes_on_from_the_virtual_moment) {
  virtual_clock c;
  c.freeze();
  c.set(default_start);
  c.run();
  EXPECT_GE(c.now(), default_start);
  EXPECT_LT(c.now(), default_start + 1h);
}

TEST(clock, what_was_saved_is_restored_and_nothing_else_is) {
  virtual_clock c;
  c.freeze();
  c.set(default_start);
  c.step_by(7s);
  virtual_clock d;
  ASSERT_TRUE(d.restore(c.save()));
  EXPECT_EQ(d.now(), c.now());
  EXPECT_EQ(d.mode(), clock_mode::stepped);
  EXPECT_EQ(d.step(), 7s);
  for (const char* bad : {"", "frozen", "frozen 1", "frozen x 0", "frozen 1 0 ", "melted 1 0", "frozen 1 0x"})
    EXPECT_FALSE(d.restore(bad)) << bad;
  EXPECT_EQ(d.now(), c.now());
}

TEST(clock, durations_are_read_as_people_write_them) {
  EXPECT_EQ(parse_duration("90s"), 90s);
  EXPECT_EQ(parse_duration("1h30m"), 90min);
  EXPECT_EQ(parse_duration("-1d"), -24h);
  EXPECT_EQ(parse_duration("250ms"), 250ms);
  for (const char* bad :
       {"", "-", "90", "s", "1x", "1h-5m", "1.5h", "99999999999999999999s", "1000000000000d", "1h 5m"})
    EXPECT_EQ(parse_duration(bad), std::nullopt) << bad;
  for (const auto d : {0ms, 1ms, 61000ms, 90061001ms, -5000ms})
    EXPECT_EQ(parse_duration(format_duration(d)), d);
}

TEST(clock, moments_are_read_back_as_they_are_written) {
  EXPECT_EQ(parse_instant(format_instant(default_start + 123ms)), default_start + 123ms);
  EXPECT_EQ(parse_instant("2026-01-05T01:00:00"), default_start);
  EXPECT_EQ(parse_instant("1767574800"), default_start);
  for (const char* bad :
       {"", "2026-02-30T00:00:00Z", "2026-01-05T24:00:00Z", "2026-01-05", "2026-01-05T01:00:00+08:00", "-5"})
    EXPECT_EQ(parse_instant(bad), std::nullopt) << bad;
}

// --- Store -------------------------------------------------------------------------------------------

TEST(store, a_transaction_without_commit_leaves_nothing) {
  store data;
  data.script("CREATE TABLE t(a INTEGER, b TEXT)");
  {
    transaction t(data);
    data.run("INSERT INTO t VALUES(?, ?)", 1, "one");
  }
  EXPECT_FALSE(data.exists("SELECT 1 FROM t"));
  {
    transaction t(data);
    data.run("INSERT INTO t VALUES(?, ?)", 2, nullptr);
    t.commit();
  }
  auto row = data.query("SELECT a, b FROM t");
  ASSERT_TRUE(row.next());
  EXPECT_EQ(row.integer(0), 2);
  EXPECT_TRUE(row.is_null(1));
  EXPECT_FALSE(row.next());
}

TEST(store, one_statement_may_run_inside_itself) {
  store data;
  data.script("CREATE TABLE t(a INTEGER); INSERT INTO t VALUES(1), (2), (3)");
  int pairs = 0;
  for (auto outer = data.query("SELECT a FROM t"); outer.next();)
    for (auto inner = data.query("SELECT a FROM t"); inner.next();) ++pairs;
  EXPECT_EQ(pairs, 9);
}

TEST(store, texts_keep_every_byte) {
  store data;
  data.script("CREATE TABLE t(a TEXT)");
  const std::string odd("a\0b'\"; DROP TABLE t", 20);
  data.run("INSERT INTO t VALUES(?)", odd);
  EXPECT_EQ(data.value("SELECT a FROM t"), odd);
}

TEST(store, a_copy_is_a_moment_and_restoring_goes_back_to_it) {
  store data;
  data.script("CREATE TABLE t(a INTEGER); INSERT INTO t VALUES(1)");
  const auto image = data.copy();
  data.run("INSERT INTO t VALUES(2)");
  data.script("CREATE TABLE later(a INTEGER)");
  data.restore(*image);
  EXPECT_EQ(data.number("SELECT count(*) FROM t"), 1);
  EXPECT_THROW((void)data.exists("SELECT 1 FROM later"), store_error);
  data.run("INSERT INTO t VALUES(3)");
  EXPECT_EQ(data.number("SELECT sum(a) FROM t"), 4);
}

TEST(store, a_wrong_statement_says_what_is_wrong_with_it) {
  store data;
  try {
    data.run("INSERT INTO nowhere VALUES(1)");
    FAIL();
  } catch (const store_error& e) {
    EXPECT_THAT(e.what(), HasSubstr("nowhere"));
  }
  EXPECT_THROW(store("/nonexistent/folder/state.db"), store_error);
}

TEST(store, a_statement_reaches_no_other_file) {
  store data;
  EXPECT_THROW(
      data.run("ATTACH ? AS other", (std::filesystem::temp_directory_path() / "errdex-attached.db").string()),
      store_error);
}

// --- Ids ---------------------------------------------------------------------------------------------

TEST(ids, are_the_same_for_the_same_seed_and_differ_otherwise) {
  store a, b, c;
  id_source first(a, 1), again(b, 1), other(c, 2);
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    const std::string id = first.text("token", 32);
    EXPECT_EQ(id.size(), 32U);
    EXPECT_EQ(id, again.text("token", 32));
    EXPECT_NE(id, other.text("token", 32));
    EXPECT_TRUE(seen.insert(id).second);
  }
  EXPECT_EQ(first.next("department"), 1U);
  EXPECT_EQ(first.next("department"), 2U);
}

TEST(ids, a_transaction_takes_back_what_it_has_counted) {
  store data;
  id_source ids(data, 1);
  std::string lost;
  {
    transaction t(data);
    lost = ids.text("token", 16);
  }
  EXPECT_EQ(ids.text("token", 16), lost);
}

// --- Limits ------------------------------------------------------------------------------------------

TEST(limits, who_goes_over_is_shut_out_for_the_length_of_the_window) {
  limiter l;
  instant now = default_start;
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(l.take("a", 3, 1min, now));
  EXPECT_FALSE(l.take("a", 3, 1min, now));
  EXPECT_TRUE(l.take("b", 3, 1min, now));
  EXPECT_TRUE(l.is_shut("a", now + 59s));
  EXPECT_FALSE(l.take("a", 3, 1min, now + 59s));
  EXPECT_FALSE(l.is_shut("a", now + 60s));
  EXPECT_TRUE(l.take("a", 3, 1min, now + 60s));
  EXPECT_EQ(l.used("a", 1min, now + 60s), 1);
}

TEST(limits, a_cost_beyond_what_is_left_counts_nothing) {
  limiter l;
  EXPECT_TRUE(l.take("a", 10, 1h, default_start, 8));
  EXPECT_FALSE(l.take("a", 10, 1h, default_start, 3));
  EXPECT_EQ(l.used("a", 1h, default_start), 8);
}

TEST(limits, a_clock_that_was_set_back_opens_a_new_window) {
  limiter l;
  EXPECT_TRUE(l.take("a", 1, 1h, default_start));
  EXPECT_TRUE(l.take("a", 1, 1h, default_start - 24h));
}

// --- Faults ------------------------------------------------------------------------------------------

struct subject final : fault_subject {
  std::string_view platform_name() const override { return "wecom"; }
  std::string_view endpoint_name() const override { return endpoint; }
  std::optional<std::string> argument_text(std::string_view name) const override {
    const auto found = arguments.find(std::string(name));
    return found == arguments.end() ? std::nullopt : std::optional(found->second);
  }
  std::string endpoint = "user/get";
  std::map<std::string, std::string> arguments{{"userid", "ada"}};
};

fault_rule busy() {
  fault_rule r;
  r.effect.code = "wecom:-1";
  return r;
}

std::string pattern(fault_list& faults, int requests, std::uint64_t seed = 1) {
  std::string out;
  for (int i = 0; i < requests; ++i) out += faults.strike(subject(), default_start, seed) ? 'x' : '.';
  return out;
}

TEST(faults, strike_only_what_they_name) {
  fault_list faults;
  fault_rule r = busy();
  r.endpoint = "user/*";
  r.where = {{"userid", "ada"}};
  faults.add(r);
  subject s;
  EXPECT_TRUE(faults.strike(s, default_start, 1));
  s.arguments["userid"] = "grace";
  EXPECT_FALSE(faults.strike(s, default_start, 1));
  s.arguments.clear();
  EXPECT_FALSE(faults.strike(s, default_start, 1));
  s = {};
  s.endpoint = "department/get";
  EXPECT_FALSE(faults.strike(s, default_start, 1));
}

TEST(faults, skip_times_and_sequence_say_how_often) {
  fault_list faults;
  fault_rule r = busy();
  r.skip = 2;
  r.times = 3;
  faults.add(r);
  EXPECT_EQ(pattern(faults, 8), "..xxx...");
  faults.clear();
  r = busy();
  r.sequence = "x.x";
  faults.add(r);
  EXPECT_EQ(pattern(faults, 7), "x.xx.xx");
}

TEST(faults, a_probability_is_drawn_for_each_request_and_the_same_for_a_seed) {
  fault_list one, two, other;
  fault_rule r = busy();
  r.probability = 0.3;
  for (auto* list : {&one, &two, &other}) list->add(r);
  const std::string drawn = pattern(one, 2000);
  EXPECT_EQ(drawn, pattern(two, 2000));
  EXPECT_NE(drawn, pattern(other, 2000, 2));
  const auto struck = std::count(drawn.begin(), drawn.end(), 'x');
  EXPECT_GT(struck, 500);
  EXPECT_LT(struck, 700);
}

TEST(faults, end_by_themselves_when_their_time_has_come) {
  fault_list faults;
  fault_rule r = busy();
  r.until = default_start + 1min;
  faults.add(r);
  EXPECT_TRUE(faults.strike(subject(), default_start + 59s, 1));
  EXPECT_FALSE(faults.strike(subject(), default_start + 60s, 1));
}

// --- Journal -----------------------------------------------------------------------------------------

const secret_names secrets{"access_token", "corpsecret"};

TEST(journal, credentials_are_masked_wherever_they_stand) {
  EXPECT_EQ(mask("/cgi-bin/gettoken?corpid=ww12&corpsecret=very-secret-indeed&x=1", secrets),
            "/cgi-bin/gettoken?corpid=ww12&corpsecret=very…&x=1");
  EXPECT_EQ(mask(R"({"errcode":0,"access_token" : "abcdefghijkl\"mn","expires_in":7200})", secrets),
            R"({"errcode":0,"access_token" : "abcd…","expires_in":7200})");
  EXPECT_EQ(mask("access_token=short", secrets), "access_token=…");
  EXPECT_EQ(mask(R"({"access_token":"abcdefghijklmn)", secrets), R"({"access_token":"abcd…)");
  EXPECT_EQ(mask(R"({"my_access_token":"abcdefghijklmn"})", secrets),
            R"({"my_access_token":"abcdefghijklmn"})");
  for (const char* plain :
       {"", "access_token", "\"access_token\"", "\"access_token\":", "\"access_token\":5", "a=b&c"})
    EXPECT_EQ(mask(plain, secrets), plain);
}

TEST(journal, forgets_the_oldest_and_finds_by_number_and_hint) {
  journal j(3);
  for (int i = 1; i <= 5; ++i) {
    journal_record r;
    r.hint = "h" + std::to_string(i);
    j.add(std::move(r));
  }
  EXPECT_EQ(j.find(2), nullptr);
  ASSERT_NE(j.find(3), nullptr);
  EXPECT_EQ(j.find(3)->hint, "h3");
  EXPECT_EQ(j.find(6), nullptr);
  EXPECT_EQ(j.find_hint("h1"), nullptr);
  EXPECT_EQ(j.find_hint("h5")->number, 5U);
  EXPECT_EQ(j.find_hint(""), nullptr);
}

TEST(journal, a_record_with_the_memory_of_the_oldest_is_empty) {
  journal j(2);
  for (int i = 1; i <= 4; ++i) {
    journal_record r = j.take();
    EXPECT_TRUE(r.target.empty() && r.request_body.empty() && r.answer_body.empty() && r.hint.empty() &&
                r.code.empty() && r.checks.empty() && r.status == 0 && r.fault == 0);
    r.target = "/target/" + std::to_string(i);
    r.answer_body = std::string(500, 'a');
    r.hint = "h" + std::to_string(i);
    r.code = "wecom:40001";
    r.checks = {"access token"};
    r.status = 200;
    r.fault = 7;
    j.add(std::move(r));
  }
  ASSERT_EQ(j.records().size(), 2U);
  EXPECT_EQ(j.find(3)->target, "/target/3");
  EXPECT_EQ(j.find(4)->target, "/target/4");
  EXPECT_EQ(journal(0).take().target, "");
}

// --- Worlds ------------------------------------------------------------------------------------------

TEST(world, a_reset_brings_back_data_clock_limits_faults_and_settings) {
  world_options options;
  options.clock.freeze();
  options.clock.set(default_start);
  world w("main", options);
  w.data.script("CREATE TABLE t(a INTEGER)");
  w.set_origin(w.image());
  w.data.run("INSERT INTO t VALUES(1)");
  w.clock.advance(1h);
  w.faults.add(busy());
  w.limits.take("a", 1, 1h, default_start);
  w.settings.profile = profile::wire;
  w.records.add({});
  w.keep("changed");
  w.reset();
  EXPECT_FALSE(w.data.exists("SELECT 1 FROM t"));
  EXPECT_EQ(w.clock.now(), default_start);
  EXPECT_TRUE(w.faults.rules().empty());
  EXPECT_EQ(w.limits.used("a", 1h, default_start), 0);
  EXPECT_EQ(w.settings.profile, profile::table);
  EXPECT_TRUE(w.records.records().empty());
  ASSERT_TRUE(w.go_back("changed"));
  EXPECT_TRUE(w.data.exists("SELECT 1 FROM t"));
  EXPECT_EQ(w.clock.now(), default_start + 1h);
  EXPECT_FALSE(w.go_back("never kept"));
  w.reset();
  EXPECT_FALSE(w.data.exists("SELECT 1 FROM t"));
}

}  // namespace
}  // namespace errdex::emulation
