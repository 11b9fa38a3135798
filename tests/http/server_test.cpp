#include "http/server.hpp"

#include <gmock/gmock.h>

#include <atomic>
#include <system_error>
#include <thread>
#include <vector>

#include "http/listener.hpp"
#include "http/wire.hpp"

namespace errdex::http {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

site says(std::string text) {
  return {[text](const request&) {
            response out;
            out.body = text;
            return out;
          },
          nullptr, nullptr};
}

constexpr std::string_view get = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

TEST(Server, AnswersOverASocket) {
  server s(says("hello"), {});
  s.start();
  EXPECT_EQ(s.url(), "http://127.0.0.1:" + std::to_string(s.port()));
  wire w(s.port());
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(w.send(get));
    EXPECT_THAT(w.answer(), AllOf(StartsWith("HTTP/1.1 200 OK\r\n"), EndsWith("\r\n\r\nhello")));
  }
}

TEST(Server, TellsAHandlerWhoCalls) {
  server s({[](const request& asked) {
              response out;
              out.body = asked.peer;
              return out;
            },
            nullptr, nullptr},
           {});
  s.start();
  wire w(s.port());
  w.send(get);
  EXPECT_THAT(w.answer(), EndsWith("\r\n\r\n127.0.0.1"));
}

TEST(Server, SendsLargeBodiesWhole) {
  const auto large = std::make_shared<const std::string>(20'000'000, 'x');
  server s({[large](const request&) {
              response out;
              out.shared_body = large;
              return out;
            },
            nullptr, nullptr},
           {});
  s.start();
  wire w(s.port());
  w.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  const std::string got = w.everything();
  EXPECT_EQ(got.size() - got.find("\r\n\r\n") - 4, large->size());
}

TEST(Server, ServesManyCallersOnSeveralThreads) {
  server_options o;
  o.threads = 3;
  server s(says("x"), o);
  s.start();
  std::vector<wire> callers;
  for (int i = 0; i < 60; ++i) callers.emplace_back(s.port());
  for (int round = 0; round < 5; ++round) {
    for (auto& w : callers) ASSERT_TRUE(w.send(get));
    for (auto& w : callers) ASSERT_THAT(w.answer(), StartsWith("HTTP/1.1 200"));
  }
  EXPECT_EQ(s.connections(), 60U);
}

TEST(Server, ReportsAPortThatIsTaken) {
  server first(says(""), {});
  server_options same;
  same.port = first.port();
  try {
    server second(says(""), same);
    FAIL() << "two servers listen on one port";
  } catch (const std::system_error& e) {
    EXPECT_EQ(e.code(), std::errc::address_in_use);
    EXPECT_THAT(e.what(), HasSubstr("cannot listen on 127.0.0.1:" + std::to_string(first.port())));
  }
}

TEST(Server, RefusesWhatIsNoAddress) {
  server_options o;
  o.address = "example.com";
  EXPECT_THROW(server(says(""), o), std::invalid_argument);
  EXPECT_TRUE(is_loopback("127.0.0.2"));
  EXPECT_TRUE(is_loopback("::1"));
  EXPECT_TRUE(is_loopback("localhost"));
  EXPECT_FALSE(is_loopback("0.0.0.0"));
  EXPECT_FALSE(is_loopback("192.0.2.1"));
}

TEST(Caps, OfConnectionsAreAnsweredWith503) {
  server_options o;
  o.rules.limits.connections = 2;
  server s(says("x"), o);
  s.start();
  {
    wire a(s.port());
    wire b(s.port());
    a.send(get);
    b.send(get);
    EXPECT_THAT(a.answer(), StartsWith("HTTP/1.1 200"));
    EXPECT_THAT(b.answer(), StartsWith("HTTP/1.1 200"));
    wire c(s.port());
    EXPECT_THAT(c.everything(), AllOf(StartsWith("HTTP/1.1 503 "), HasSubstr("Retry-After: 1")));
  }
  // Those who leave make room.
  while (s.connections() > 0) std::this_thread::yield();
  wire d(s.port());
  d.send(get);
  EXPECT_THAT(d.answer(), StartsWith("HTTP/1.1 200"));
}

TEST(Caps, HoldForOneAddress) {
  server_options o;
  o.rules.limits.connections_by_address = 1;
  server s(says("x"), o);
  s.start();
  wire a(s.port());
  a.send(get);
  EXPECT_THAT(a.answer(), StartsWith("HTTP/1.1 200"));
  wire b(s.port());
  EXPECT_THAT(b.everything(), StartsWith("HTTP/1.1 503 "));
}

TEST(Deadline, StrikesOverASocket) {
  server_options o;
  o.rules.limits.header_time = milliseconds(1);
  server s(says("x"), o);
  s.start();
  wire w(s.port());
  w.send("GET / HTTP/1.1\r\n");
  EXPECT_THAT(w.everything(), StartsWith("HTTP/1.1 408 "));
}

TEST(Reset, ReachesTheCaller) {
  server s({[](const request&) {
              response out;
              out.delivery.reset = true;
              return out;
            },
            nullptr, nullptr},
           {});
  s.start();
  wire w(s.port());
  w.send(get);
  EXPECT_EQ(w.everything(), "");
  EXPECT_TRUE(w.reset());
}

TEST(Delay, KeepsNobodyElseWaiting) {
  server s({[](const request& asked) {
              response out;
              if (asked.target == "/late") out.delivery.delay = seconds(60);
              out.body = asked.target;
              return out;
            },
            nullptr, nullptr},
           {});
  s.start();
  wire late(s.port());
  late.send("GET /late HTTP/1.1\r\nHost: x\r\n\r\n");
  wire w(s.port());
  w.send(get);
  EXPECT_THAT(w.answer(), EndsWith("\r\n\r\n/"));
}

TEST(Drain, EndsAtOnceWhenNobodyIsThere) {
  server s(says("x"), {});
  s.start();
  EXPECT_TRUE(s.drain(seconds(10)));
  EXPECT_FALSE(wire(s.port()).connected());
}

TEST(Drain, ClosesWhoDoesNotEndInTime) {
  server s(says("x"), {});
  s.start();
  wire w(s.port());
  w.send("GET / HTTP/1.1\r\n");
  while (s.connections() == 0) std::this_thread::yield();
  EXPECT_FALSE(s.drain(milliseconds(50)));
  EXPECT_EQ(w.everything(), "");
}

// Callers that keep asking until they are told that it was the last answer: every request that was sent has
// one.
TEST(Drain, LosesNoRequest) {
  server_options o;
  o.threads = 2;
  server s(says("x"), o);
  s.start();
  std::atomic<int> answered{0};
  std::atomic<int> lost{0};
  std::vector<std::thread> callers;
  for (int i = 0; i < 8; ++i) {
    callers.emplace_back([&] {
      wire w(s.port());
      for (;;) {
        if (!w.send(get)) {
          ++lost;
          return;
        }
        const std::string got = w.answer();
        if (!got.starts_with("HTTP/1.1 200")) {
          ++lost;
          return;
        }
        ++answered;
        if (got.find("Connection: close") != std::string::npos) return;
      }
    });
  }
  while (answered < 2000) std::this_thread::yield();
  EXPECT_TRUE(s.drain(seconds(10)));
  for (auto& t : callers) t.join();
  EXPECT_EQ(lost, 0);
}

}  // namespace
}  // namespace errdex::http
