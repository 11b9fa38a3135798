// errdex emulator, as a shell would call it, against an emulator that listens.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "cli_run.hpp"
#include "errdex/emulator.hpp"

namespace errdex::cli {
namespace {

namespace json = boost::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class EmulatorCommand : public testing::Test {
 protected:
  result act(std::vector<std::string> words) {
    words.insert(words.begin(), {"emulator", "--base", running_.base_url() + "/"});
    return run(std::move(words));
  }
  std::string output(std::vector<std::string> words) {
    const result r = act(std::move(words));
    EXPECT_EQ(r.code, success) << r.err;
    return r.out;
  }
  json::value answer(std::vector<std::string> words) {
    words.emplace_back("--json");
    return json::parse(output(std::move(words)));
  }
  json::value get(const std::string& target) { return json::parse(running_.request("GET", target).body); }
  std::string token() {
    return std::string(get("/cgi-bin/gettoken?corpid=ww0123456789abcdef&corpsecret=crm-secret")
                           .at("access_token")
                           .as_string());
  }
  std::int64_t read(const std::string& token, const std::string& userid) {
    return get("/cgi-bin/user/get?userid=" + userid + "&access_token=" + token).at("errcode").as_int64();
  }

  emulator running_{{.frozen_at = emulator::time(std::chrono::hours(24 * 20'000))}};
};

TEST_F(EmulatorCommand, StatusSaysHowItStands) {
  token();
  EXPECT_THAT(output({"status"}),
              AllOf(HasSubstr("2024-10-04 00:00:00Z frozen"), HasSubstr("requests  1"), HasSubstr("wecom ")));
  EXPECT_EQ(answer({"status"}).at("world").as_string(), "main");
}

TEST_F(EmulatorCommand, TheClockIsMoved) {
  EXPECT_EQ(output({"clock"}), "2024-10-04 00:00:00Z frozen\n");
  EXPECT_EQ(output({"clock", "advance", "2h"}), "2024-10-04 02:00:00Z frozen\n");
  EXPECT_EQ(output({"clock", "advance", "-1d"}), "2024-10-03 02:00:00Z frozen\n");
  EXPECT_EQ(output({"clock", "set", "2030-01-02T03:04:05Z"}), "2030-01-02 03:04:05Z frozen\n");
  EXPECT_EQ(output({"clock", "step", "10ms"}), "2030-01-02 03:04:05Z stepped by 10ms at each request\n");
  EXPECT_THAT(output({"clock", "run"}), HasSubstr(" running"));
  EXPECT_EQ(answer({"clock", "freeze"}).at("mode").as_string(), "frozen");
  EXPECT_EQ(act({"clock", "advance"}).code, bad_usage);
  EXPECT_EQ(act({"clock", "freeze", "2h"}).code, bad_usage);
  EXPECT_THAT(act({"clock", "advance", "soon"}).err, HasSubstr("must be a duration"));
}

TEST_F(EmulatorCommand, FaultsComeAndGo) {
  EXPECT_THAT(output({"fault"}), StartsWith("no faults"));
  EXPECT_THAT(output({"fault", "add", "wecom:45009", "--endpoint", "user/get", "--where", "userid=ada",
                      "--times", "1"}),
              HasSubstr("wecom:45009 rate_limited  user/get, userid = ada, at most 1 times"));
  const std::string good = token();
  EXPECT_EQ(read(good, "grace"), 0);
  EXPECT_EQ(read(good, "ada"), 45009);
  EXPECT_EQ(read(good, "ada"), 0);
  EXPECT_THAT(output({"fault", "list"}), HasSubstr("struck 1 of 1"));
  EXPECT_THAT(output({"fault", "add", "--status", "503", "--header", "Retry-After: 7", "--after"}),
              HasSubstr("HTTP 503, headers  every endpoint, after the effect"));
  EXPECT_EQ(running_.request("GET", "/cgi-bin/user/get?userid=ada").header("Retry-After"), "7");
  EXPECT_EQ(answer({"fault", "list"}).as_array().size(), 2U);
  output({"fault", "remove", "1"});
  EXPECT_EQ(answer({"fault"}).as_array().size(), 1U);
  output({"fault", "clear"});
  EXPECT_TRUE(answer({"fault"}).as_array().empty());
  EXPECT_THAT(act({"fault", "add", "wecom:no_such"}).err, HasSubstr("no_such"));
  EXPECT_THAT(act({"fault", "add", "wecom:-1", "--where", "userid"}).err, HasSubstr("--where userid=ada"));
  EXPECT_EQ(act({"fault", "remove"}).code, bad_usage);
  EXPECT_THAT(act({"fault", "remove", "99"}).err, HasSubstr("no fault 99"));
}

TEST_F(EmulatorCommand, TheJournalIsShownAndNarrowed) {
  const std::string good = token();
  read(good, "ada");
  read(good, "nobody");
  const std::string all = output({"journal"});
  EXPECT_EQ(std::count(all.begin(), all.end(), '\n'), 3);
  EXPECT_THAT(all, Not(HasSubstr(good)));
  EXPECT_THAT(output({"journal", "--failed"}),
              AllOf(HasSubstr("wecom:60111 user_not_found: "), Not(HasSubstr("gettoken"))));
  EXPECT_EQ(act({"journal", "--endpoint", "tag/list"}).code, not_found);
  const std::string line = output({"journal", "--code", "wecom:60111", "--json"});
  EXPECT_EQ(json::parse(line).at("caller").as_string(), "ww0123456789abcdef/crm");
  output({"journal", "--clear"});
  EXPECT_EQ(act({"journal"}).code, not_found);
}

TEST_F(EmulatorCommand, AHintSaysWhatHappened) {
  read(token(), "nobody");
  const std::string hint = running_.journal().back().hint;
  EXPECT_THAT(output({"hint", hint}),
              AllOf(HasSubstr("wecom:60111 user_not_found"), HasSubstr("the endpoint itself"),
                    HasSubstr("ww0123456789abcdef/crm"), HasSubstr("access token, ")));
  EXPECT_EQ(output({"hint", "hint: [" + hint + "], from ip: 127.0.0.1"}), output({"hint", "2"}));
  EXPECT_EQ(answer({"hint", hint}).at("number").as_int64(), 2);
  EXPECT_THAT(act({"hint", "404"}).err, HasSubstr("no record"));
}

TEST_F(EmulatorCommand, StateIsKeptAndGoneBackTo) {
  const std::string good = token();
  EXPECT_EQ(output({"snapshot", "keep", "before lunch"}), "kept before lunch\n");
  EXPECT_EQ(output({"snapshot"}), "before lunch\n");
  output({"clock", "advance", "3h"});
  EXPECT_EQ(read(good, "ada"), 42001);
  EXPECT_EQ(output({"snapshot", "restore", "before lunch"}), "back at before lunch\n");
  EXPECT_EQ(read(good, "ada"), 0);
  EXPECT_THAT(act({"snapshot", "restore", "never"}).err, HasSubstr("no snapshot 'never'"));
  EXPECT_EQ(act({"snapshot", "keep"}).code, bad_usage);
  EXPECT_THAT(output({"reset"}), StartsWith("main is as it was at the start"));
  EXPECT_EQ(read(good, "ada"), 40014);
}

TEST_F(EmulatorCommand, WorldsAreApart) {
  EXPECT_THAT(output({"--world", "second", "clock", "advance", "1h"}), HasSubstr("01:00:00Z"));
  EXPECT_THAT(output({"clock"}), HasSubstr("00:00:00Z"));
  EXPECT_EQ(output({"world"}), "main\nsecond\n");
  EXPECT_EQ(output({"world", "forget", "second"}), "world second is gone\n");
  EXPECT_EQ(answer({"world", "list"}).as_array().size(), 1U);
  EXPECT_THAT(act({"world", "forget", "main"}).err, HasSubstr("stays"));
}

TEST_F(EmulatorCommand, SettingsAreSwitched) {
  EXPECT_EQ(output({"settings"}), "profile      table\nrate limits  on\n");
  EXPECT_EQ(output({"settings", "--profile", "wire", "--rate-limits", "off"}),
            "profile      wire\nrate limits  off\n");
  EXPECT_FALSE(answer({"settings"}).at("rate_limits").as_bool());
}

TEST_F(EmulatorCommand, DataIsShownAsTables) {
  EXPECT_THAT(output({"data"}), testing::ContainsRegex("\nwecom_corp +[0-9]+ rows\n"));
  EXPECT_THAT(output({"data", "wecom_member"}), AllOf(HasSubstr("userid"), HasSubstr("Ada Lin")));
  EXPECT_THAT(output({"data", "wecom_app"}), Not(HasSubstr("crm-secret")));
  EXPECT_THAT(output({"data", "wecom_app", "--unmasked"}), HasSubstr("crm-secret"));
  const auto first = answer({"data", "wecom_corp", "--limit", "1"});
  const auto second = answer({"data", "wecom_corp", "--limit", "1", "--offset", "1"});
  EXPECT_EQ(first.as_array().size(), 1U);
  EXPECT_NE(first, second);
  EXPECT_THAT(act({"data", "no_such"}).err, HasSubstr("no table 'no_such'"));
}

TEST(EmulatorCommandAlone, SaysThatNobodyAnswers) {
  std::uint16_t port = 0;
  {
    const emulator gone;
    port = gone.port();
  }
  const auto r = run({"emulator", "--base", "http://127.0.0.1:" + std::to_string(port), "status"});
  EXPECT_EQ(r.code, bad_usage);
  EXPECT_THAT(r.err,
              AllOf(HasSubstr("no emulator answers at http://127.0.0.1:"), HasSubstr("errdex emulate")));
  EXPECT_THAT(run({"emulator"}).out, HasSubstr("journal"));
}

}  // namespace
}  // namespace errdex::cli
