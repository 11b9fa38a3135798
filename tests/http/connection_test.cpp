#include "http/connection.hpp"

#include <gmock/gmock.h>

#include <stdexcept>

#include "http/dialogue.hpp"

namespace errdex::http {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

/// Answers with what was asked.
site echo() {
  return {[](const request& asked) {
            response out;
            out.headers.add("Content-Type", "text/plain");
            out.body = asked.method + " " + asked.target + " [" + asked.body + "]";
            return out;
          },
          nullptr, nullptr};
}

constexpr std::string_view get = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";

std::size_t count_of(std::string_view text, std::string_view part) {
  std::size_t n = 0;
  for (std::size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1)) ++n;
  return n;
}

TEST(Connection, AnswersAndStaysOpen) {
  dialogue d(echo());
  EXPECT_THAT(d.send(get).received(),
              AllOf(StartsWith("HTTP/1.1 200 OK\r\nDate: "), HasSubstr("\r\nContent-Length: 9\r\n"),
                    HasSubstr("\r\nContent-Type: text/plain\r\n"), HasSubstr("\r\n\r\nGET /a []")));
  EXPECT_FALSE(d.over());
  EXPECT_THAT(d.send(get).received(), StartsWith("HTTP/1.1 200"));
}

TEST(Connection, ReadsTheSameWhereverTheBytesAreCut) {
  const std::string all =
      std::string(get) +
      "POST /b HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello"
      "POST /c HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nT: "
      "1\r\n\r\n" +
      std::string(get);
  for (const std::size_t at_once : {1U, 2U, 3U, 7U, 1000U}) {
    dialogue d(echo());
    const std::string got = d.send(all, at_once).received();
    EXPECT_EQ(count_of(got, "HTTP/1.1 200 OK"), 4U) << at_once;
    EXPECT_THAT(got, AllOf(HasSubstr("POST /b [hello]"), HasSubstr("POST /c [abcde]"))) << at_once;
  }
}

TEST(Connection, AnswersPipelinedRequestsInTheirOrder) {
  dialogue d(echo());
  const std::string got =
      d.send("GET /1 HTTP/1.1\r\nHost: x\r\n\r\nGET /2 HTTP/1.1\r\nHost: x\r\n\r\n").received();
  EXPECT_LT(got.find("GET /1"), got.find("GET /2"));
  EXPECT_NE(got.find("GET /2"), std::string::npos);
}

TEST(Connection, AnswersWhatWasSentBeforeTheCallerClosedItsHalf) {
  dialogue d(echo());
  d.send(std::string(get) + std::string(get)).end();
  EXPECT_EQ(count_of(d.received(), "HTTP/1.1 200 OK"), 2U);
  EXPECT_TRUE(d.closed());
}

TEST(Connection, EndsWhenTheCallerAsks) {
  dialogue d(echo());
  EXPECT_THAT(d.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").received(),
              HasSubstr("\r\nConnection: close\r\n"));
  EXPECT_TRUE(d.over());
}

TEST(Connection, KeepsAnOldCallerOnlyWhenItAsks) {
  dialogue once(echo());
  EXPECT_THAT(once.send("GET / HTTP/1.0\r\n\r\n").received(), StartsWith("HTTP/1.0 200 OK"));
  EXPECT_TRUE(once.over());
  dialogue again(echo());
  EXPECT_THAT(again.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").received(),
              HasSubstr("\r\nConnection: keep-alive\r\n"));
  EXPECT_FALSE(again.over());
}

TEST(Connection, SendsNoBodyForHead) {
  dialogue d(echo());
  const std::string got = d.send("HEAD /a HTTP/1.1\r\nHost: x\r\n\r\n").received();
  EXPECT_THAT(got, HasSubstr("Content-Length: 10\r\n"));
  EXPECT_TRUE(got.ends_with("\r\n\r\n"));
}

TEST(Connection, InvitesABodyThatWaitsToBeInvited) {
  dialogue d(echo());
  constexpr std::string_view head =
      "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n";
  EXPECT_EQ(d.send(head).received(), "HTTP/1.1 100 Continue\r\n\r\n");
  EXPECT_THAT(d.send("ok").received(), HasSubstr("POST / [ok]"));
  dialogue eager(echo());
  EXPECT_THAT(eager.send(std::string(head) + "ok").received(), StartsWith("HTTP/1.1 200"));
}

TEST(Connection, RefusesALongBodyBeforeItIsSent) {
  session_rules rules;
  rules.limits.body = 10;
  dialogue d(echo(), rules);
  EXPECT_THAT(
      d.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\nExpect: 100-continue\r\n\r\n").received(),
      StartsWith("HTTP/1.1 413 "));
  EXPECT_TRUE(d.over());
  dialogue chunked(echo(), rules);
  EXPECT_THAT(
      chunked.send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n123456\r\n5\r\n")
          .received(),
      StartsWith("HTTP/1.1 413 "));
}

TEST(Connection, GivesTheSitesRefusalAndGoesOnWhenTheBodyIsShort) {
  site s = echo();
  s.admit = [](const request&) {
    response no;
    no.status = 415;
    return admission{0, no};
  };
  dialogue d(s);
  EXPECT_THAT(d.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nok").received(),
              StartsWith("HTTP/1.1 415 "));
  EXPECT_FALSE(d.over());
  EXPECT_THAT(d.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 999999\r\n\r\nok").received(),
              AllOf(StartsWith("HTTP/1.1 415 "), HasSubstr("Connection: close")));
  EXPECT_TRUE(d.over());
}

TEST(Deadlines, AreNotMovedByABytePerSecond) {
  dialogue d(echo());
  d.send("GET / HTTP/1.1\r\nHost: x\r\nX: ");
  for (int i = 0; i < 9; ++i) d.wait(seconds(1)).send("a");
  EXPECT_EQ(d.received(), "");
  EXPECT_THAT(d.wait(seconds(1)).received(), StartsWith("HTTP/1.1 408 "));
  EXPECT_TRUE(d.over());
}

TEST(Deadlines, HoldForABodyFromItsHeaderOn) {
  dialogue d(echo());
  d.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n");
  for (int i = 0; i < 29; ++i) d.wait(seconds(1)).send("a");
  EXPECT_EQ(d.received(), "");
  EXPECT_THAT(d.wait(seconds(1)).received(), StartsWith("HTTP/1.1 408 "));
}

TEST(Deadlines, CloseAnIdleConnectionWithoutAWord) {
  dialogue d(echo());
  d.wait(seconds(59));
  EXPECT_FALSE(d.closed());
  d.wait(seconds(1));
  EXPECT_TRUE(d.closed());
  EXPECT_EQ(d.received(), "");
}

TEST(Deadlines, OfIdlenessBeginAnewBehindAnAnswer) {
  dialogue d(echo());
  d.wait(seconds(50)).send(get).wait(seconds(50));
  EXPECT_FALSE(d.closed());
  d.wait(seconds(10));
  EXPECT_TRUE(d.closed());
}

TEST(Lingering, EndsWhenTheCallerHasReadItsAnswer) {
  dialogue d(echo());
  d.send("nonsense\r\n\r\n");
  EXPECT_THAT(d.received(), StartsWith("HTTP/1.1 400 "));
  EXPECT_TRUE(d.over());
  EXPECT_FALSE(d.closed());
  d.send("more nonsense").end();
  EXPECT_TRUE(d.closed());
  EXPECT_EQ(d.received(), "");
}

TEST(Lingering, DoesNotLastForACallerThatGoesOnForever) {
  dialogue silent(echo());
  silent.send("nonsense\r\n\r\n").wait(seconds(2));
  EXPECT_TRUE(silent.closed());
  dialogue loud(echo());
  loud.send("nonsense\r\n\r\n");
  const std::string flood(64 * 1024, 'x');
  for (int i = 0; i < 17; ++i) loud.send(flood);
  EXPECT_TRUE(loud.closed());
}

TEST(Draining, AnswersTheRequestOnItsWayAsTheLast) {
  dialogue d(echo());
  d.send("GET /a HTTP/1.1\r\nHo").drain(milliseconds(500)).wait(seconds(5));
  EXPECT_FALSE(d.over());
  EXPECT_THAT(d.send("st: x\r\n\r\n").received(),
              AllOf(StartsWith("HTTP/1.1 200"), HasSubstr("Connection: close")));
  EXPECT_TRUE(d.over());
}

TEST(Draining, LetsAnIdleCallerSendWhatMayBeUnderWay) {
  dialogue d(echo());
  d.send(get).received();
  d.drain(milliseconds(500)).wait(milliseconds(400));
  EXPECT_THAT(d.send(get).received(), HasSubstr("Connection: close"));
  dialogue silent(echo());
  silent.drain(milliseconds(500)).wait(milliseconds(500));
  EXPECT_TRUE(silent.closed());
}

TEST(Hosts, AreThoseOfTheList) {
  session_rules rules;
  rules.hosts = {"errdex.example", "[::1]"};
  for (const char* host : {"errdex.example", "ERRDEX.example:8443", "[::1]:7340"}) {
    dialogue d(echo(), rules);
    EXPECT_THAT(d.send("GET / HTTP/1.1\r\nHost: " + std::string(host) + "\r\n\r\n").received(),
                StartsWith("HTTP/1.1 200"))
        << host;
  }
  for (const char* host : {"evil.example", "errdex.example.evil.example", "127.0.0.1"}) {
    dialogue d(echo(), rules);
    EXPECT_THAT(d.send("GET / HTTP/1.1\r\nHost: " + std::string(host) + "\r\n\r\n").received(),
                StartsWith("HTTP/1.1 421"))
        << host;
    EXPECT_TRUE(d.over());
  }
}

TEST(Handlers, ThatThrowAreAnsweredWithoutTheirWords) {
  dialogue d({[](const request&) -> response { throw std::runtime_error("secret path"); }, nullptr, nullptr});
  EXPECT_THAT(d.send(get).received(), AllOf(StartsWith("HTTP/1.1 500 "), Not(HasSubstr("secret"))));
  EXPECT_FALSE(d.over());
}

TEST(Handlers, CannotSplitAnAnswerInTwo) {
  for (const std::string& value : {std::string("a\r\nX: b"), std::string("a\nb"), std::string("a\0b", 3)}) {
    dialogue d({[value](const request&) {
                  response out;
                  out.headers.add("X-Name", value);
                  return out;
                },
                nullptr, nullptr});
    EXPECT_THAT(d.send(get).received(), AllOf(StartsWith("HTTP/1.1 500 "), Not(HasSubstr("X-Name"))));
  }
  dialogue d({[](const request&) {
                response out;
                out.headers.add("Bad Name", "x");
                return out;
              },
              nullptr, nullptr});
  EXPECT_THAT(d.send(get).received(), StartsWith("HTTP/1.1 500 "));
}

TEST(Handlers, DoNotWriteTheFieldsOfTheSession) {
  dialogue d({[](const request&) {
                response out;
                out.headers.add("content-length", "999");
                out.headers.add("Connection", "upgrade");
                out.headers.add("Transfer-Encoding", "chunked");
                out.body = "ok";
                return out;
              },
              nullptr, nullptr});
  EXPECT_THAT(d.send(get).received(), AllOf(HasSubstr("Content-Length: 2\r\n"), Not(HasSubstr("999")),
                                            Not(HasSubstr("upgrade")), Not(HasSubstr("chunked"))));
}

site delivering(delivery how) {
  return {[how](const request&) {
            response out;
            out.body = "0123456789";
            out.delivery = how;
            return out;
          },
          nullptr, nullptr};
}

TEST(Delivery, CanBeLate) {
  dialogue d(delivering({milliseconds(250), std::nullopt, false}));
  d.send(get);
  EXPECT_TRUE(d.paused());
  EXPECT_EQ(d.wait(milliseconds(249)).received(), "");
  EXPECT_THAT(d.wait(milliseconds(1)).received(), HasSubstr("0123456789"));
  EXPECT_FALSE(d.over());
}

TEST(Delivery, CanBreakOff) {
  dialogue d(delivering({milliseconds(0), 4, false}));
  const std::string got = d.send(get).received();
  EXPECT_THAT(got, HasSubstr("Content-Length: 10\r\n"));
  EXPECT_TRUE(got.ends_with("\r\n\r\n0123"));
  EXPECT_TRUE(d.over());
}

TEST(Delivery, CanBeAReset) {
  dialogue d(delivering({milliseconds(0), std::nullopt, true}));
  EXPECT_EQ(d.send(get).received(), "");
  EXPECT_TRUE(d.reset());
}

TEST(Bodies, OfAnySizeAreSentAsTheyAre) {
  for (const std::size_t size : {0U, 1U, 16384U, 16385U, 3000000U}) {
    const auto shared = std::make_shared<const std::string>(size, 's');
    for (const bool share : {false, true}) {
      dialogue d({[&](const request&) {
                    response out;
                    if (share) out.shared_body = shared;
                    if (!share) out.body = *shared;
                    return out;
                  },
                  nullptr, nullptr});
      const std::string got = d.send(std::string(get) + std::string(get)).received();
      const std::size_t body = got.find("\r\n\r\n") + 4;
      EXPECT_EQ(got.substr(body, size), *shared);
      EXPECT_EQ(got.size(), 2 * (body + size));
    }
  }
}

TEST(Observers, SeeEveryAnswer) {
  std::vector<unsigned> seen;
  session_rules rules;
  rules.seen = [&](const exchange& e) {
    seen.push_back(e.status);
    EXPECT_EQ(e.peer, "192.0.2.1");
  };
  dialogue d(echo(), rules);
  d.send(get).send("POST / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n");
  EXPECT_THAT(seen, testing::ElementsAre(200U, 400U));
}

}  // namespace
}  // namespace errdex::http
