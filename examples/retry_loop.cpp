// A client of an open platform that does the right thing with every answer, in a hundred lines: a cache for
// the access token, one refresh, a budget that all calls share, pauses with jitter, and at the end a
// message for a person. The calls go to WeCom; for Feishu and DingTalk only the paths differ.
//
// The platform is played by `scripted_transport`, so that the example runs as a test, without a network and
// without waiting. In a program, `transport` is your HTTP client, and `clock` and `sleep` are the real ones.
#include <chrono>
#include <deque>
#include <functional>
#include <iostream>
#include <string>
#include <utility>
#include <vector>

#include <errdex/errdex.hpp>

namespace {

using std::chrono::milliseconds;

struct http_answer {
  int status = 200;
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers{};
};

/// What a program has already: a way to send a request, a clock, and a way to wait.
struct surroundings {
  std::function<http_answer(const std::string& method, const std::string& path)> transport;
  std::function<milliseconds()> clock;
  std::function<void(milliseconds)> sleep;
};

/// What a call came to. `advice` is for a person, and empty when the call succeeded.
struct outcome {
  bool ok = false;
  std::string body;
  std::string advice;
};

class client {
 public:
  explicit client(surroundings around) : around_(std::move(around)) {}

  /// `repeat` is what the caller knows and nobody else does: what a second execution would do.
  outcome call(const std::string& method, const std::string& path, errdex::repeatability repeat) {
    if (token_.empty() && !fetch_token()) return {false, {}, "no access token; see the log of fetch_token"};

    // One session for each call, one budget for all of them. A seed of its own for each call keeps the
    // clients from coming back in step.
    errdex::retry_session session({}, &budget_, ++calls_);
    std::vector<errdex::header_field> headers;
    const auto seen = [&](const http_answer& a) {
      headers.clear();
      for (const auto& [name, value] : a.headers) headers.push_back({name, value});
      return errdex::evidence{
          .body = a.body, .http_status = a.status, .headers = headers, .url = path, .platform = "wecom"};
    };
    const http_answer last = errdex::call_with_retry(
        session, {.repeat = repeat, .endpoint = path},
        [&] { return around_.transport(method, path + "?access_token=" + token_); }, seen, around_.sleep,
        [&] { return fetch_token(); }, around_.clock);

    const errdex::evidence answer = seen(last);
    const errdex::diagnosis d = errdex::diagnose(answer);
    const errdex::decision verdict = errdex::decide(d, answer, session.next_operation({.repeat = repeat}));
    if (verdict.action == errdex::verdict::none) return {true, last.body, {}};
    return {false, last.body, in_words(d, verdict)};
  }

 private:
  bool fetch_token() {
    const http_answer a = around_.transport("GET", "/cgi-bin/gettoken");
    const errdex::classification read = errdex::classify(a.body);
    const auto at = a.body.find("\"access_token\":\"");
    if (!read.success() || at == std::string::npos) return false;
    const auto begin = at + 16;
    token_ = a.body.substr(begin, a.body.find('"', begin) - begin);
    return true;
  }

  /// One line for the log or the ticket: what it was, what has to be done, and the fact that it needs.
  static std::string in_words(const errdex::diagnosis& d, const errdex::decision& verdict) {
    std::string out(errdex::name(verdict.action));
    if (d.known()) {
      const errdex::entry e = d.candidates().front().entry;
      out += ": ";
      out += e.title(errdex::language::en);
    }
    if (verdict.detail.kind != errdex::detail_kind::none) {
      out += " (";
      out += errdex::name(verdict.detail.kind);
      out += ' ';
      out += verdict.detail.text;
      out += ')';
    }
    return out;
  }

  surroundings around_;
  errdex::retry_budget budget_;
  std::string token_;
  std::uint64_t calls_ = 0;
};

// --- The example as a test -------------------------------------------------------------------------

struct scripted_transport {
  std::deque<http_answer> answers;
  std::vector<std::string> sent{};
  milliseconds now{0};

  surroundings around() {
    return {[this](const std::string& method, const std::string& path) {
              sent.push_back(method + " " + path);
              http_answer a = answers.front();
              answers.pop_front();
              return a;
            },
            [this] { return now; }, [this](milliseconds pause) { now += pause; }};
  }
};

http_answer token(const std::string& value) {
  return {200, R"({"errcode":0,"errmsg":"ok","access_token":")" + value + R"(","expires_in":7200})"};
}

const http_answer sent{200, R"({"errcode":0,"errmsg":"ok","msgid":"m1"})"};
const http_answer expired{
    200, R"({"errcode":42001,"errmsg":"access_token expired, hint: [1713777111197560034674942]"})"};
const http_answer busy{200, R"({"errcode":-1,"errmsg":"system busy, hint: [1713777111197560034674942]"})"};
const http_answer wrong_address{
    200,
    R"({"errcode":60020,"errmsg":"not allow to access from your ip, hint: [1713777111197560034674942], from ip: 198.51.100.4, more info at https://open.work.weixin.qq.com/devtool/query?e=60020"})"};

int failures = 0;

void expect(bool holds, const char* what) {
  std::cout << (holds ? "ok   " : "FAIL ") << what << '\n';
  failures += holds ? 0 : 1;
}

}  // namespace

int main() {
  {
    scripted_transport platform{.answers = {token("first"), expired, token("second"), sent}};
    const outcome o =
        client(platform.around()).call("POST", "/cgi-bin/message/send", errdex::repeatability::unsafe);
    expect(o.ok, "an expired token is fetched anew, and even a write is repeated: it was refused before");
    expect(platform.sent.back() == "POST /cgi-bin/message/send?access_token=second", "with the new token");
  }
  {
    scripted_transport platform{.answers = {token("first"), expired, token("second"), expired}};
    const outcome o =
        client(platform.around()).call("GET", "/cgi-bin/user/get", errdex::repeatability::idempotent);
    expect(!o.ok && platform.sent.size() == 4, "a new token is fetched once and not again");
  }
  {
    scripted_transport platform{.answers = {token("first"), busy}};
    const outcome o =
        client(platform.around()).call("POST", "/cgi-bin/message/send", errdex::repeatability::unsafe);
    expect(!o.ok && platform.sent.size() == 2, "busy after a write is not repeated: it may have been sent");
    expect(platform.now == milliseconds(0), "and nobody waits for nothing");
  }
  {
    scripted_transport platform{.answers = {token("first"), busy, busy, sent}};
    const outcome o =
        client(platform.around()).call("GET", "/cgi-bin/user/get", errdex::repeatability::idempotent);
    expect(o.ok && platform.sent.size() == 4, "busy after a read is repeated");
    expect(platform.now <= milliseconds(1500), "after pauses that jitter only makes shorter");
  }
  {
    scripted_transport platform{.answers = {token("first"), wrong_address}};
    const outcome o =
        client(platform.around()).call("GET", "/cgi-bin/user/get", errdex::repeatability::idempotent);
    expect(o.advice.starts_with("fix_setup") && o.advice.ends_with("(address 198.51.100.4)"),
           "what a person must mend is said with the address to allow");
    std::cout << "     " << o.advice << '\n';
  }
  return failures == 0 ? 0 : 1;
}
