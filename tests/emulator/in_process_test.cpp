// errdex::emulator as a user's test has it.
#include "errdex/emulator.hpp"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <filesystem>
#include <thread>

namespace errdex {
namespace {

namespace json = boost::json;
using std::chrono::hours;
using std::chrono::minutes;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;

const emulator_options alone{.frozen_at = emulator::time(hours(24 * 20'000)), .port = std::nullopt};

json::value get(emulator& e, const std::string& target) { return json::parse(e.request("GET", target).body); }

std::string token(emulator& e) {
  return std::string(get(e, "/cgi-bin/gettoken?corpid=ww0123456789abcdef&corpsecret=crm-secret")
                         .at("access_token")
                         .as_string());
}

std::int64_t read_member(emulator& e, const std::string& token, const std::string& userid = "ada") {
  return get(e, "/cgi-bin/user/get?userid=" + userid + "&access_token=" + token)
      .at("errcode")
      .to_number<std::int64_t>();
}

/// What a server at this port answers.
std::string over_network(std::uint16_t port, const std::string& target) {
  const int s = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(port);
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  std::string out;
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): what the interface of sockets asks for.
  if (::connect(s, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0) {
    const std::string asked = "GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
    if (::send(s, asked.data(), asked.size(), 0) > 0) {
      char buffer[4096];
      for (ssize_t n = 0; (n = ::recv(s, buffer, sizeof buffer, 0)) > 0;)
        out.append(buffer, static_cast<std::size_t>(n));
    }
  }
  ::close(s);
  return out;
}

TEST(InProcess, AnswersOverTheNetworkAndWithoutOne) {
  emulator e;
  EXPECT_THAT(e.base_url(), StartsWith("http://127.0.0.1:"));
  EXPECT_EQ(e.base_url(), "http://127.0.0.1:" + std::to_string(e.port()));
  EXPECT_THAT(over_network(e.port(), "/cgi-bin/user/get?userid=ada&access_token=x"),
              HasSubstr("Error-Code: 40014"));
  const auto answer = e.request("GET", "/cgi-bin/user/get?userid=ada&access_token=x");
  EXPECT_EQ(answer.status, 200U);
  EXPECT_EQ(answer.header("error-code"), "40014");
  EXPECT_EQ(answer.header("absent"), "");
  EXPECT_THAT(e.journal(), SizeIs(2));
}

TEST(InProcess, WithoutAPortNothingIsOpened) {
  emulator e(alone);
  EXPECT_EQ(e.port(), 0);
  EXPECT_EQ(e.base_url(), "");
  EXPECT_EQ(read_member(e, token(e)), 0);
}

TEST(InProcess, SeveralStandSideBySideAndCanBeMoved) {
  emulator a, b;
  EXPECT_NE(a.port(), b.port());
  const std::uint16_t port = a.port();
  emulator moved(std::move(a));
  EXPECT_EQ(moved.port(), port);
  EXPECT_THAT(over_network(port, "/_errdex/health"), HasSubstr(R"("status":"ok")"));
  EXPECT_THAT(b.journal(), IsEmpty());
}

TEST(InProcess, ATakenPortIsReported) {
  emulator e;
  EXPECT_THROW(emulator({.port = e.port()}), std::runtime_error);
  EXPECT_THROW(emulator({.fixture = "wecom: {corps: [{name: no id}]}", .port = std::nullopt}),
               std::invalid_argument);
  EXPECT_THROW(emulator({.state_file = "/nonexistent/state.db", .port = std::nullopt}), std::runtime_error);
}

TEST(InProcess, TimeIsTheTests) {
  emulator e(alone);
  EXPECT_EQ(e.now(), *alone.frozen_at);
  const std::string old = token(e);
  e.advance(hours(2));
  EXPECT_EQ(e.now(), *alone.frozen_at + hours(2));
  EXPECT_EQ(read_member(e, old), 42001);
  e.advance(-minutes(30));
  EXPECT_EQ(read_member(e, old), 0);
  e.set_time(emulator::time(hours(24)));
  EXPECT_EQ(e.now(), emulator::time(hours(24)));
  e.run();
  std::this_thread::sleep_for(std::chrono::milliseconds(3));
  EXPECT_GT(e.now(), emulator::time(hours(24)));
  e.freeze();
  EXPECT_EQ(e.now(), e.now());
}

TEST(InProcess, FaultsStrikeAsTheySay) {
  emulator e(alone);
  const std::string good = token(e);
  const auto id = e.inject(
      {.code = "wecom:45009", .endpoint = "user/*", .where = {{"userid", "ada"}}, .skip = 1, .times = 1});
  EXPECT_EQ(read_member(e, good), 0);
  EXPECT_EQ(read_member(e, good, "grace"), 0);
  EXPECT_EQ(read_member(e, good), 45009);
  EXPECT_EQ(read_member(e, good), 0);
  EXPECT_EQ(e.journal().at(3).fault, id);
  EXPECT_TRUE(e.remove_fault(id));
  EXPECT_FALSE(e.remove_fault(id));
  e.inject({.status = 503, .headers = {{"Retry-After", "7"}}, .body = "down"});
  const auto down = e.request("GET", "/cgi-bin/user/get?userid=ada&access_token=" + good);
  EXPECT_EQ(down.status, 503U);
  EXPECT_EQ(down.header("Retry-After"), "7");
  EXPECT_EQ(down.body, "down");
  e.clear_faults();
  EXPECT_EQ(read_member(e, good), 0);
}

TEST(InProcess, AFaultAfterTheEffectHasItsEffect) {
  emulator e(alone);
  const std::string contacts(get(e, "/cgi-bin/gettoken?corpid=ww0123456789abcdef&corpsecret=contacts-secret")
                                 .at("access_token")
                                 .as_string());
  e.inject({.code = "wecom:-1", .endpoint = "user/delete", .times = 1, .after_effect = true});
  EXPECT_EQ(get(e, "/cgi-bin/user/delete?userid=ken&access_token=" + contacts).at("errcode"), -1);
  EXPECT_EQ(read_member(e, contacts, "ken"), 60111);
}

TEST(InProcess, AFaultThatIsNoneSaysWhy) {
  emulator e(alone);
  EXPECT_THROW(e.inject({}), std::invalid_argument);
  EXPECT_THROW(e.inject({.code = "wecom:-1", .platform = "weather"}), std::invalid_argument);
  EXPECT_THROW(e.inject({.code = "wecom:-1", .probability = 2}), std::invalid_argument);
  try {
    e.inject({.code = "wecom:no_such_name"});
    FAIL();
  } catch (const std::invalid_argument& wrong) {
    EXPECT_THAT(wrong.what(), HasSubstr("no_such_name"));
  }
}

TEST(InProcess, TheJournalSaysWhatHappenedWithoutCredentials) {
  emulator e(alone);
  const std::string good = token(e);
  read_member(e, good, "nobody");
  const auto records = e.journal();
  ASSERT_THAT(records, SizeIs(2));
  const emulator_record& r = records.at(1);
  EXPECT_EQ(r.number, 2U);
  EXPECT_EQ(r.at, *alone.frozen_at);
  EXPECT_EQ(r.endpoint, "user/get");
  EXPECT_EQ(r.caller, "ww0123456789abcdef/crm");
  EXPECT_EQ(r.code, "wecom:60111");
  EXPECT_EQ(r.failed_check, "handler");
  EXPECT_THAT(r.failure, HasSubstr("nobody"));
  EXPECT_THAT(r.answer_body, HasSubstr(r.hint));
  EXPECT_THAT(r.target + records.at(0).answer_body, testing::Not(HasSubstr(good)));
  e.clear_journal();
  EXPECT_THAT(e.journal(), IsEmpty());
}

TEST(InProcess, StateIsKeptAndGoneBackTo) {
  emulator e(alone);
  const std::string contacts(get(e, "/cgi-bin/gettoken?corpid=ww0123456789abcdef&corpsecret=contacts-secret")
                                 .at("access_token")
                                 .as_string());
  e.snapshot("before");
  e.advance(minutes(1));
  EXPECT_EQ(get(e, "/cgi-bin/user/delete?userid=ken&access_token=" + contacts).at("errcode"), 0);
  EXPECT_TRUE(e.restore("before"));
  EXPECT_EQ(e.now(), *alone.frozen_at);
  EXPECT_EQ(read_member(e, contacts, "ken"), 0);
  EXPECT_FALSE(e.restore("never"));
  e.reset();
  EXPECT_EQ(read_member(e, contacts), 40014) << "a token of before";
}

TEST(InProcess, ProfileAndLimitsAreSettings) {
  emulator e({.frozen_at = alone.frozen_at,
              .profile = emulator_profile::wire,
              .rate_limits = false,
              .port = std::nullopt});
  EXPECT_EQ(get(e, "/_errdex/settings").at("profile").as_string(), "wire");
  EXPECT_FALSE(get(e, "/_errdex/settings").at("rate_limits").as_bool());
  e.set_profile(emulator_profile::table);
  e.set_rate_limits(true);
  EXPECT_EQ(get(e, "/_errdex/settings").at("profile").as_string(), "table");
  EXPECT_TRUE(get(e, "/_errdex/settings").at("rate_limits").as_bool());
}

TEST(InProcess, TheSameSeedAndRequestsGiveTheSameBytes) {
  const auto bytes = [](std::uint64_t seed) {
    emulator e({.seed = seed, .frozen_at = alone.frozen_at, .port = std::nullopt});
    const std::string good = token(e);
    return good + e.request("GET", "/cgi-bin/user/get?userid=nobody&access_token=" + good).body;
  };
  EXPECT_EQ(bytes(7), bytes(7));
  EXPECT_NE(bytes(7), bytes(8));
}

TEST(InProcess, AStateFileOutlivesIt) {
  const auto file =
      std::filesystem::temp_directory_path() / ("errdex-in-process-" + std::to_string(::getpid()) + ".db");
  const emulator_options durable{
      .state_file = file.string(), .frozen_at = alone.frozen_at, .port = std::nullopt};
  std::string good;
  {
    emulator e(durable);
    good = token(e);
    e.advance(hours(1));
  }
  {
    emulator e(durable);
    EXPECT_EQ(e.now(), *alone.frozen_at + hours(1));
    EXPECT_EQ(read_member(e, good), 0);
  }
  for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(file.string() + end);
}

}  // namespace
}  // namespace errdex
