// What a caller may send who means harm, or whose program is broken, and the answer to each: smuggled
// requests, slow ones, oversized ones, broken framing and broken texts.
#include <gmock/gmock.h>

#include <vector>

#include "http/dialogue.hpp"

namespace errdex::http {
namespace {

using std::chrono::seconds;

enum class then {
  open,  ///< The connection goes on.
  over,  ///< Nothing more is answered.
};

struct hostile {
  const char* name;
  std::string bytes;
  const char* answers;  ///< The statuses that come back.
  then after;
};

std::string many(std::size_t count, const std::string& what) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += what;
  return out;
}

std::string fields_numbered(int count) {
  std::string out;
  for (int i = 0; i < count; ++i) out += "X" + std::to_string(i) + ": 1\r\n";
  return out;
}

/// A GET with these fields behind its Host.
std::string with(const std::string& fields) { return "GET / HTTP/1.1\r\nHost: x\r\n" + fields + "\r\n"; }
std::string post(const std::string& fields, const std::string& body) {
  return "POST / HTTP/1.1\r\nHost: x\r\n" + fields + "\r\n" + body;
}
std::string chunked(const std::string& body) { return post("Transfer-Encoding: chunked\r\n", body); }
std::string target(const std::string& t) { return "GET " + t + " HTTP/1.1\r\nHost: x\r\n\r\n"; }

/// What a smuggler hides in a body, to be taken for a request.
const std::string smuggled = "GET /admin HTTP/1.1\r\nHost: x\r\n\r\n";

const std::vector<hostile>& table() {
  using std::string;
  static const std::vector<hostile> all = {
      // --- Two ways to frame one message ---
      {"length and chunks",
       post("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n" + smuggled), "400",
       then::over},
      {"chunks and length",
       post("Transfer-Encoding: chunked\r\nContent-Length: 4\r\n", "0\r\n\r\n" + smuggled), "400",
       then::over},
      {"two lengths", post("Content-Length: 3\r\nContent-Length: 4\r\n", "abc"), "400", then::over},
      {"the same length twice", post("Content-Length: 3\r\nContent-Length: 3\r\n", "abc"), "400", then::over},
      {"a list of lengths", post("Content-Length: 3, 3\r\n", "abc"), "400", then::over},
      {"a signed length", post("Content-Length: +3\r\n", "abc"), "400", then::over},
      {"a negative length", post("Content-Length: -1\r\n", "abc"), "400", then::over},
      {"a hexadecimal length", post("Content-Length: 0x3\r\n", "abc"), "400", then::over},
      {"an empty length", post("Content-Length:\r\n", "abc"), "400", then::over},
      {"a length with a blank in it", post("Content-Length: 1 2\r\n", "abc"), "400", then::over},
      {"a length that overflows", post("Content-Length: 18446744073709551616\r\n", "abc"), "400", then::over},
      {"the longest length there is", post("Content-Length: 18446744073709551615\r\n", "abc"), "413",
       then::over},
      {"chunked, hidden behind a tab", post("Transfer-Encoding:\tchunked\r\n", "0\r\n\r\n"), "200",
       then::open},
      {"chunked, misspelled", post("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n"), "400", then::over},
      {"chunked, with a control character",
       post("Transfer-Encoding: \x0b"
            "chunked\r\n",
            "0\r\n\r\n"),
       "400", then::over},
      {"chunked twice", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"),
       "400", then::over},
      {"chunked, then identity",
       post("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", "0\r\n\r\n"), "400", then::over},
      {"chunked not last", post("Transfer-Encoding: chunked, gzip\r\n", "0\r\n\r\n"), "400", then::over},
      {"a coding besides chunked", post("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n"), "501",
       then::over},
      {"identity", post("Transfer-Encoding: identity\r\n", "abc"), "400", then::over},
      {"chunks in HTTP/1.0", "POST / HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
       "400", then::over},
      {"a blank before the colon", post("Content-Length : 3\r\n", "abc"), "400", then::over},
      {"a blank before the name", post(" Content-Length: 3\r\n", "abc"), "400", then::over},
      {"a folded line", with("X: a\r\n b\r\n"), "400", then::over},
      {"a folded Transfer-Encoding", post("Transfer-Encoding:\r\n chunked\r\n", "0\r\n\r\n"), "400",
       then::over},
      {"a request in a GET's body",
       "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(smuggled.size()) + "\r\n\r\n" +
           smuggled,
       "200", then::open},

      // --- Chunks ---
      {"a chunk size that is no number", chunked("x\r\n"), "400", then::over},
      {"a chunk size with a sign", chunked("-1\r\n"), "400", then::over},
      {"a chunk size in C's way", chunked("0x1\r\na\r\n0\r\n\r\n"), "400", then::over},
      {"a chunk size that overflows", chunked("10000000000000000\r\n"), "400", then::over},
      {"a chunk that is too long", chunked("7fffffff\r\n"), "413", then::over},
      {"chunks that are too long together", chunked(many(5, "4000\r\n" + string(0x4000, 'a') + "\r\n")),
       "413", then::over},
      {"a chunk longer than its size", chunked("1\r\nab\r\n0\r\n\r\n"), "400", then::over},
      {"a bare line feed behind a size", chunked("1\na\r\n0\r\n\r\n"), "400", then::over},
      {"a bare line feed behind a chunk", chunked("1\r\na\n0\r\n\r\n"), "400", then::over},
      {"a bare carriage return behind a size", chunked("1\ra\r\n0\r\n\r\n"), "400", then::over},
      {"an extension without end", chunked("1;" + string(20000, 'x')), "400", then::over},
      {"an extension with a control character", chunked(string("1;a\0b\r\na\r\n", 10) + "0\r\n\r\n"), "400",
       then::over},
      {"trailer fields without end", chunked("0\r\n" + fields_numbered(2000)), "400", then::over},
      {"a trailer that would be a length", chunked("0\r\nContent-Length: 5\r\n\r\n"), "400", then::over},
      {"a trailer that is no field", chunked("0\r\nnonsense\r\n\r\n"), "400", then::over},

      // --- Hosts ---
      {"no host", "GET / HTTP/1.1\r\n\r\n", "400", then::over},
      {"two hosts", with("Host: y\r\n"), "400", then::over},
      {"the same host twice", with("Host: x\r\n"), "400", then::over},
      {"an empty host", "GET / HTTP/1.1\r\nHost:\r\n\r\n", "400", then::over},
      {"a host with a path", "GET / HTTP/1.1\r\nHost: x/y\r\n\r\n", "400", then::over},
      {"a host with a user", "GET / HTTP/1.1\r\nHost: a@x\r\n\r\n", "400", then::over},
      {"a host with a port that is none", "GET / HTTP/1.1\r\nHost: x:80a\r\n\r\n", "400", then::over},
      {"two hosts in one field", "GET / HTTP/1.1\r\nHost: x, y\r\n\r\n", "400", then::over},
      {"a host in brackets that is no address", "GET / HTTP/1.1\r\nHost: [x]\r\n\r\n", "400", then::over},
      {"another host in the target", target("http://y/"), "400", then::over},
      {"the same host in the target", target("http://x/a"), "200", then::open},

      // --- The request line ---
      {"a method that is none", "G(T / HTTP/1.1\r\nHost: x\r\n\r\n", "400", then::over},
      {"a method without end", string(20000, 'G'), "414", then::over},
      {"a long method", string(40, 'G') + " / HTTP/1.1\r\nHost: x\r\n\r\n", "400", then::over},
      {"a proxy's method", "CONNECT x:443 HTTP/1.1\r\nHost: x:443\r\n\r\n", "405", then::over},
      {"no target", "GET HTTP/1.1\r\nHost: x\r\n\r\n", "400", then::over},
      {"two blanks", "GET  / HTTP/1.1\r\nHost: x\r\n\r\n", "400", then::over},
      {"a tab for a blank", "GET\t/ HTTP/1.1\r\nHost: x\r\n\r\n", "400", then::over},
      {"no version", "GET /\r\nHost: x\r\n\r\n", "400", then::over},
      {"HTTP/0.9", "GET /\r\n\r\n", "400", then::over},
      {"HTTP/1.2", "GET / HTTP/1.2\r\nHost: x\r\n\r\n", "400", then::over},
      {"HTTP/2.0", "GET / HTTP/2.0\r\nHost: x\r\n\r\n", "505", then::over},
      {"HTTP/2 without asking", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "505", then::over},
      {"http in small letters", "GET / http/1.1\r\nHost: x\r\n\r\n", "400", then::over},
      {"TLS", string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11), "400", then::over},
      {"zeros", string(100, '\0'), "400", then::over},
      {"a target without end", "GET /" + string(20000, 'a'), "414", then::over},
      {"a long target", target("/" + string(8192, 'a')), "414", then::over},
      {"the longest target", target("/" + string(8191, 'a')), "200", then::open},
      {"empty lines without end", many(3, "\r\n") + with(""), "400", then::over},

      // --- Texts ---
      {"a target that is no UTF-8", target("/\xff\xfe"), "400", then::over},
      {"a target with a cut character", target("/\xe4\xbd"), "400", then::over},
      {"a target with an overlong slash",
       target("/a\xc0\xaf"
              "b"),
       "400", then::over},
      {"an encoded overlong slash", target("/a%c0%af/b"), "400", then::over},
      {"an encoded surrogate", target("/%ed%a0%80"), "400", then::over},
      {"an encoded NUL", target("/a%00.html"), "400", then::over},
      {"half an escape", target("/a%2"), "400", then::over},
      {"an escape that is none", target("/a%zz"), "400", then::over},
      {"a way up", target("/a/../../etc/passwd"), "400", then::over},
      {"an encoded way up", target("/%2e%2e/%2E%2E/etc/passwd"), "400", then::over},
      {"a fragment", target("/a#b"), "400", then::over},
      {"a NUL in the target", target(string("/a\0b", 4)), "400", then::over},
      {"characters that are UTF-8", target("/\xe8\xbf\x87\xe6\x9c\x9f?q=%e8%bf%87"), "200", then::open},

      // --- The header section ---
      {"a bare line feed", "GET / HTTP/1.1\nHost: x\n\n", "400", then::over},
      {"one bare line feed", "GET / HTTP/1.1\r\nHost: x\nX: y\r\n\r\n", "400", then::over},
      {"a bare carriage return", with("X: a\rY: b\r\n"), "400", then::over},
      {"a NUL in a value", with(string("X: a\0b\r\n", 8)), "400", then::over},
      {"a line without a colon", with("nonsense\r\n"), "400", then::over},
      {"an empty name", with(": x\r\n"), "400", then::over},
      {"a name with a bracket", with("X[]: 1\r\n"), "400", then::over},
      {"a name that is not ASCII", with("X\xc3\xa4: 1\r\n"), "400", then::over},
      {"101 fields", with(fields_numbered(100)), "431", then::over},
      {"100 fields", with(fields_numbered(99)), "200", then::open},
      {"a field without end", "GET / HTTP/1.1\r\nHost: x\r\nX: " + string(40000, 'a'), "431", then::over},
      {"fields of 33 KiB", with(many(33, "X: " + string(1020, 'a') + "\r\n")), "431", then::over},
      {"two types", post("Content-Type: a/b\r\nContent-Type: c/d\r\nContent-Length: 0\r\n", ""), "400",
       then::over},
      {"two authorisations", with("Authorization: a\r\nAuthorization: b\r\n"), "400", then::over},
      {"an expectation that nobody knows", with("Expect: the-unexpected\r\n"), "417", then::over},

      // --- Bodies ---
      {"a body that is too long", post("Content-Length: 65537\r\n", ""), "413", then::over},
      {"the longest body", post("Content-Length: 65536\r\n", string(65536, 'a')), "200", then::open},
      {"a body longer than announced", post("Content-Length: 1\r\n", "a(bc"), "200 400", then::over},

      // --- Slow ones; the clock moves when everything was sent ---
      {"nothing at all", "", "", then::over},
      {"half a request line", "GET / HT", "408", then::over},
      {"a header that never ends", "GET / HTTP/1.1\r\nHost: x\r\nX: ", "408", then::over},
      {"a body that never comes", post("Content-Length: 10\r\n", ""), "408", then::over},
      {"a chunk that never ends", chunked("5\r\nab"), "408", then::over},
      {"a last chunk that never comes", chunked("1\r\na\r\n"), "408", then::over},
      {"a trailer that never ends", chunked("0\r\nX: "), "408", then::over},
  };
  return all;
}

struct outcome {
  std::string answers;
  bool open;
};

/// Each status line, and whether the connection still takes requests.
outcome outcome_of(const std::string& bytes, std::size_t at_once) {
  session_rules rules;
  rules.limits.body = 64 * 1024;
  site who;
  who.answer = [](const request& asked) {
    EXPECT_NE(asked.target, "/admin") << "a smuggled request was answered";
    return response();
  };
  dialogue d(who, rules);
  d.send(bytes, at_once);
  std::string got = d.received();
  const bool waits = !d.over() && got.empty();
  if (waits) got += d.wait(seconds(300)).received();
  outcome out{"", !d.over()};
  for (std::size_t at = 0; (at = got.find("HTTP/1.1 ", at)) != std::string::npos; ++at)
    if (got[at + 9] >= '1' && got[at + 9] <= '9')
      out.answers += (out.answers.empty() ? "" : " ") + got.substr(at + 9, 3);
  return out;
}

TEST(HostileRequests, GetTheAnswerOfTheTable) {
  ASSERT_GE(table().size(), 60U);
  for (const hostile& h : table()) {
    const outcome got = outcome_of(h.bytes, 4096);
    EXPECT_EQ(got.answers, h.answers) << h.name;
    EXPECT_EQ(got.open, h.after == then::open) << h.name;
  }
}

TEST(HostileRequests, GetTheSameAnswerAByteAtATime) {
  for (const hostile& h : table()) {
    const outcome got = outcome_of(h.bytes, 1);
    EXPECT_EQ(got.answers, h.answers) << h.name;
    EXPECT_EQ(got.open, h.after == then::open) << h.name;
  }
}

// Whatever is cut off anywhere: nothing but waiting, an answer, or a refusal may come of it.
TEST(HostileRequests, MayBreakOffAnywhere) {
  for (const hostile& h : table()) {
    if (h.bytes.size() > 300) continue;
    for (std::size_t length = 0; length < h.bytes.size(); ++length) {
      session_rules rules;
      dialogue d({[](const request&) { return response(); }, nullptr, nullptr}, rules);
      d.send(h.bytes.substr(0, length)).end();
      d.wait(seconds(300));
      EXPECT_TRUE(d.closed()) << h.name << " cut at " << length;
    }
  }
}

}  // namespace
}  // namespace errdex::http
