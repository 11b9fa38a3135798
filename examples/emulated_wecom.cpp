// A test of one's own, against a platform in the same process: a program that reads members has to survive
// an expired token and a limit that is reached, and has to report what no repetition heals.
#include <errdex/emulator.hpp>
#include <errdex/errdex.hpp>

#include <iostream>
#include <string>

namespace {

/// What stands behind "name":" in a body; enough for this example.
std::string member(const std::string& body, const std::string& name) {
  const auto at = body.find('"' + name + "\":\"");
  if (at == std::string::npos) return {};
  const auto from = at + name.size() + 4;
  return body.substr(from, body.find('"', from) - from);
}

/// The program under test: a client that acts on verdicts.
class directory {
 public:
  explicit directory(errdex::emulator& platform) : platform_(platform) {}

  /// The name of a member; empty when the call fails for good, with the reason in `problem`.
  std::string name_of(const std::string& userid) {
    std::uint32_t refreshes = 0;
    for (std::uint32_t attempt = 1;; ++attempt) {
      if (token_.empty()) fetch_token();
      const std::string target = "/cgi-bin/user/get?access_token=" + token_ + "&userid=" + userid;
      const auto answer = platform_.request("GET", target);
      const errdex::evidence seen{.body = answer.body, .http_status = static_cast<int>(answer.status)};
      const auto reading = errdex::diagnose(seen);
      if (reading.body().success()) return member(answer.body, "name");
      const auto next = errdex::decide(
          reading, seen,
          {.repeat = errdex::repeatability::idempotent, .attempts = attempt, .token_refreshes = refreshes});
      if (!next.repeat) {
        problem = reading.known() ? reading.candidates()[0].entry.name() : "unknown";
        return {};
      }
      if (next.action == errdex::verdict::refresh_token) {
        token_.clear();
        ++refreshes;
      }
      waited += next.delay;
      platform_.advance(next.delay);  // A program would sleep; the platform's clock is as good.
    }
  }

  std::string problem;
  std::chrono::milliseconds waited{0};

 private:
  void fetch_token() {
    token_ = member(
        platform_.request("GET", "/cgi-bin/gettoken?corpid=ww0123456789abcdef&corpsecret=crm-secret").body,
        "access_token");
  }

  errdex::emulator& platform_;
  std::string token_;
};

int failures = 0;
void expect(bool holds, const char* what) {
  std::cout << (holds ? "ok      " : "FAILED  ") << what << '\n';
  if (!holds) ++failures;
}

}  // namespace

int main() {
  errdex::emulator platform(
      {.frozen_at = std::chrono::sys_days(std::chrono::year(2026) / 1 / 5), .port = std::nullopt});
  directory people(platform);
  expect(people.name_of("ada") == "Ada Lin", "a member is read");

  platform.advance(std::chrono::hours(2));
  expect(people.name_of("ada") == "Ada Lin", "an expired token is fetched anew");
  expect(platform.journal().at(2).code == "wecom:42001", "the platform had refused the old one");

  platform.inject({.code = "wecom:45009", .endpoint = "user/get", .times = 1});
  expect(people.name_of("ada") == "Ada Lin", "a reached limit is waited out");
  expect(people.waited > std::chrono::milliseconds(0), "with some time in between");

  expect(people.name_of("nobody").empty() && people.problem == "user_not_found",
         "an unknown member is reported");

  platform.reset();
  expect(platform.journal().empty(), "the next test begins anew");
  return failures;
}
