#include "http/client.hpp"

#include <gmock/gmock.h>

#include <future>
#include <thread>

#include "http/raw_server.hpp"
#include "http/response_reader.hpp"
#include "http/server.hpp"
#include "http/url.hpp"

namespace errdex::http {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::HasSubstr;

site echo() {
  return {[](const request& asked) {
            response out;
            out.status = 201;
            out.headers.add("X-Method", asked.method);
            out.headers.add("X-Type", std::string(asked.headers.get("Content-Type").value_or("")));
            out.body =
                asked.target + " [" + asked.body + "] " + std::string(asked.headers.get("Host").value_or(""));
            return out;
          },
          nullptr, nullptr};
}

TEST(Url, HasItsParts) {
  const auto u = parse_url("HTTPS://Api.Example.com:8443/a/b?c=d#e");
  ASSERT_TRUE(u);
  EXPECT_TRUE(u->secure);
  EXPECT_EQ(u->host, "Api.Example.com");
  EXPECT_EQ(u->port, 8443);
  EXPECT_EQ(u->target, "/a/b?c=d");
  EXPECT_EQ(u->authority(), "Api.Example.com:8443");
  EXPECT_EQ(parse_url("http://x")->target, "/");
  EXPECT_EQ(parse_url("http://x?a=b")->target, "/?a=b");
  EXPECT_EQ(parse_url("https://x/")->authority(), "x");
  EXPECT_EQ(parse_url("http://[::1]:80/")->host, "::1");
  EXPECT_EQ(parse_url("http://[::1]:81/")->authority(), "[::1]:81");
}

TEST(Url, RefusesWhatCannotBeSent) {
  for (const char* text :
       {"", "x", "ftp://x/", "http://", "http:///a", "http://a@b/", "http://x:0/", "http://x:65536/",
        "http://x:a/", "http://x/a b", "http://x/a\r\nb", "http://[x]/"})
    EXPECT_FALSE(parse_url(text)) << text;
}

TEST(Client, SendsAndReceives) {
  server s(echo(), {});
  s.start();
  client web;
  client_request r{.method = "POST", .url = s.url() + "/a?b=c", .body = "hello"};
  r.headers.add("Content-Type", "text/plain");
  const auto got = web.send(r);
  ASSERT_TRUE(got) << got.detail;
  EXPECT_EQ(got.answer.status, 201U);
  EXPECT_EQ(got.answer.headers.get("x-method"), "POST");
  EXPECT_EQ(got.answer.headers.get("x-type"), "text/plain");
  EXPECT_EQ(got.answer.body, "/a?b=c [hello] 127.0.0.1:" + std::to_string(s.port()));
}

TEST(Client, KeepsConnections) {
  server s(echo(), {});
  s.start();
  client web;
  EXPECT_FALSE(web.send({.url = s.url()}).reused);
  for (int i = 0; i < 5; ++i) EXPECT_TRUE(web.send({.url = s.url()}).reused);
  EXPECT_EQ(s.connections(), 1U);
}

TEST(Client, TakesANewConnectionWhenTheKeptOneIsClosed) {
  std::string url;
  client web;
  std::uint16_t port = 0;
  {
    server s(echo(), {});
    s.start();
    port = s.port();
    url = s.url();
    EXPECT_TRUE(web.send({.url = url}));
  }
  server_options same;
  same.port = port;
  server again(echo(), same);
  again.start();
  const auto got = web.send({.method = "POST", .url = url});
  EXPECT_TRUE(got) << got.detail;
  EXPECT_FALSE(got.reused);
}

TEST(Client, WorksFromManyThreads) {
  server_options two;
  two.threads = 2;
  server s(echo(), two);
  s.start();
  client web;
  std::vector<std::thread> callers;
  std::atomic<int> right{0};
  for (int i = 0; i < 8; ++i) {
    callers.emplace_back([&, i] {
      for (int n = 0; n < 50; ++n) {
        const std::string target = "/" + std::to_string(i) + "/" + std::to_string(n);
        if (web.send({.url = s.url() + target}).answer.body.starts_with(target + " ")) ++right;
      }
    });
  }
  for (auto& t : callers) t.join();
  EXPECT_EQ(right, 400);
}

TEST(Client, SaysWhatWentWrong) {
  client_options brief;
  brief.total_time = milliseconds(200);
  client web(brief);
  EXPECT_EQ(web.send({.url = "ftp://x"}).error, client_error::bad_request);
  EXPECT_EQ(web.send({.method = "GE T", .url = "http://127.0.0.1/"}).error, client_error::bad_request);
  client_request split{.url = "http://127.0.0.1/"};
  split.headers.add("X", "a\r\nY: b");
  EXPECT_EQ(web.send(split).error, client_error::bad_request);

  std::uint16_t nobody = 0;
  { nobody = server(echo(), {}).port(); }
  const auto refused = web.send({.url = "http://127.0.0.1:" + std::to_string(nobody) + "/?access_token=x"});
  EXPECT_EQ(refused.error, client_error::refused);
  EXPECT_THAT(refused.detail, HasSubstr("127.0.0.1:"));
  EXPECT_THAT(refused.detail, testing::Not(HasSubstr("access_token")));

  raw_server silent("");
  EXPECT_EQ(web.send({.url = silent.url()}).error, client_error::timed_out);
}

TEST(Client, BoundsTheAnswer) {
  client_options small;
  small.most_body = 10;
  small.total_time = seconds(10);
  for (const char* answer :
       {"HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\n01234567890",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n012345\r\n5\r\n"}) {
    raw_server s(answer);
    EXPECT_EQ(client(small).send({.url = s.url()}).error, client_error::too_long) << answer;
  }
}

TEST(Client, ReadsAnswersOfEveryFraming) {
  for (const char* answer : {"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", "HTTP/1.0 200 OK\r\n\r\nok",
                             "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nTransfer-Encoding: "
                             "chunked\r\n\r\n1\r\no\r\n1\r\nk\r\n0\r\n\r\n"}) {
    raw_server s(answer, true);
    const auto got = client().send({.url = s.url()});
    ASSERT_TRUE(got) << got.detail;
    EXPECT_EQ(got.answer.body, "ok") << answer;
  }
  raw_server head("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n");
  EXPECT_TRUE(client().send({.method = "HEAD", .url = head.url()}));
}

TEST(Client, DoesNotTakeWhatIsNoAnswer) {
  for (const char* answer :
       {"nonsense\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nok",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\nContent-Length: 0\n\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n"}) {
    raw_server s(answer, true);
    EXPECT_EQ(client().send({.url = s.url()}).error, client_error::malformed) << answer;
  }
}

TEST(Client, LetsGoOfItsCallersWhenItIsDestroyed) {
  raw_server silent("");
  auto web = std::make_unique<client>();
  auto waiting = std::async(std::launch::async, [&, url = silent.url()] { return web->send({.url = url}); });
  silent.wait_for_request();
  // The call holds what it needs; only its owner must not be used any more.
  web.reset();
  EXPECT_EQ(waiting.get().error, client_error::closed);
}

TEST(ResponseReader, ReadsTheSameAByteAtATime) {
  const std::string bytes =
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nT: x\r\n\r\n";
  response_reader r(1000, 1000, false);
  auto state = response_reader::state::more;
  for (const char c : bytes) {
    ASSERT_EQ(state, response_reader::state::more);
    r.prepare()[0] = c;
    state = r.received(1);
  }
  EXPECT_EQ(state, response_reader::state::complete);
  EXPECT_EQ(r.answer().body, "abc");
  EXPECT_FALSE(r.answer().headers.contains("T"));
  EXPECT_TRUE(r.keeps_alive());
}

}  // namespace
}  // namespace errdex::http
