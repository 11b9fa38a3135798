// `errdex emulate --state` under load, killed a hundred times: nothing that was answered is lost, and of each
// change there is exactly one callback.
#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <boost/json.hpp>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <map>
#include <mutex>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "http/client.hpp"

extern char** environ;

namespace errdex {
namespace {

namespace json = boost::json;

/// The program, serving on a port of its own.
class emulator_process {
 public:
  explicit emulator_process(const std::filesystem::path& state) {
    int out[2];
    if (pipe(out) != 0) return;
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, out[1], STDOUT_FILENO);
    posix_spawn_file_actions_addclose(&files, out[0]);
    const std::string file = state.string();
    std::vector<const char*> arguments{ERRDEX_PROGRAM, "emulate",     "--port",  "0",
                                       "--clock",      "frozen",      "--quiet", "--state",
                                       file.c_str(),   "--no-limits", nullptr};
    if (posix_spawn(&process_, ERRDEX_PROGRAM, &files, nullptr, const_cast<char**>(arguments.data()),
                    environ) != 0)
      process_ = -1;
    posix_spawn_file_actions_destroy(&files);
    close(out[1]);
    // "emulating wecom (…) at http://127.0.0.1:PORT; what happens is shown at …"
    std::string line;
    for (char c = 0; line.find('\n') == std::string::npos && read(out[0], &c, 1) == 1;) line += c;
    close(out[0]);
    const auto start = line.find(" at http");
    if (start != std::string::npos) url_ = line.substr(start + 4, line.find(';') - start - 4);
  }
  ~emulator_process() { kill(); }
  emulator_process(const emulator_process&) = delete;
  emulator_process& operator=(const emulator_process&) = delete;

  [[nodiscard]] const std::string& url() const { return url_; }
  /// By SIGKILL; true when that is what it died of.
  bool kill() {
    if (process_ <= 0) return false;
    ::kill(process_, SIGKILL);
    int status = 0;
    const pid_t ended = waitpid(process_, &status, 0);
    const bool killed = ended == process_ && WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
    process_ = -1;
    return killed;
  }

 private:
  pid_t process_ = -1;
  std::string url_;
};

json::value call(http::client& web, const std::string& method, const std::string& url,
                 const json::value& body = nullptr) {
  http::client_request r;
  r.method = method;
  r.url = url;
  if (!body.is_null()) r.body = json::serialize(body);
  const auto got = web.send(std::move(r));
  if (!got) return nullptr;
  json::error_code bad;
  json::value read = json::parse(got.answer.content(), bad);
  return bad ? json::value(nullptr) : read;
}

std::string contacts_token(http::client& web, const std::string& url) {
  const auto got =
      call(web, "GET", url + "/cgi-bin/gettoken?corpid=ww0123456789abcdef&corpsecret=contacts-secret");
  return got.is_object() ? std::string(got.at("access_token").as_string()) : std::string();
}

TEST(killed_emulator, loses_nothing_that_it_has_answered) {
  std::string name = (std::filesystem::temp_directory_path() / "errdex-kill-XXXXXX").string();
  const std::filesystem::path folder = mkdtemp(name.data());
  const std::filesystem::path state = folder / "state.db";
  constexpr int rounds = 100, callers = 3;
  {
    // Another app is told of each department, at an address that nobody listens at.
    emulator_process first(state);
    http::client web;
    for (const char* sql : {"UPDATE wecom_app SET callback_url = 'http://127.0.0.1:1/in' WHERE app = 'crm'",
                            "INSERT INTO wecom_callback VALUES('ww0123456789abcdef', 'crm', 'token', "
                            "'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C', 1)"}) {
      const auto changed = call(web, "POST", first.url() + "/_errdex/data", json::object{{"sql", sql}});
      ASSERT_TRUE(changed.is_object() && changed.as_object().contains("changed")) << json::serialize(changed);
    }
  }
  std::set<std::int64_t> promised;
  std::mutex promises;
  std::mt19937 random(7);
  for (int round = 0; round < rounds; ++round) {
    emulator_process process(state);
    ASSERT_FALSE(process.url().empty()) << "round " << round;
    const std::size_t before = promised.size();
    std::vector<std::thread> threads;
    for (int caller = 0; caller < callers; ++caller)
      threads.emplace_back([&, caller] {
        http::client web;
        const std::string token = contacts_token(web, process.url());
        for (int i = 0;; ++i) {
          const std::string unique =
              "R" + std::to_string(round) + "-" + std::to_string(caller) + "-" + std::to_string(i);
          const auto answer =
              call(web, "POST", process.url() + "/cgi-bin/department/create?access_token=" + token,
                   json::object{{"parentid", 1}, {"name", unique}});
          if (!answer.is_object() || !answer.as_object().contains("id")) return;
          const std::lock_guard lock(promises);
          promised.insert(answer.at("id").as_int64());
        }
      });
    // In the middle of whatever comes after the first answers.
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    for (bool busy = false; !busy && std::chrono::steady_clock::now() < until;) {
      std::this_thread::sleep_for(std::chrono::microseconds(200));
      const std::lock_guard lock(promises);
      busy = promised.size() > before;
    }
    std::this_thread::sleep_for(std::chrono::microseconds(random() % 40'000));
    EXPECT_TRUE(process.kill()) << "round " << round;
    for (std::thread& t : threads) t.join();
  }

  emulator_process last(state);
  http::client web;
  const auto found =
      call(web, "GET",
           last.url() + "/cgi-bin/department/simplelist?access_token=" + contacts_token(web, last.url()));
  ASSERT_TRUE(found.is_object());
  std::set<std::int64_t> kept;
  for (const auto& d : found.at("department_id").as_array()) kept.insert(d.at("id").as_int64());
  EXPECT_GE(promised.size(), 100U);
  for (const std::int64_t id : promised)
    EXPECT_TRUE(kept.count(id)) << "department " << id << " was answered and is gone";

  std::map<std::string, int> told;
  const auto callbacks = call(web, "GET", last.url() + "/_errdex/callbacks?limit=1000000");
  ASSERT_TRUE(callbacks.is_array());
  for (const auto& c : callbacks.as_array()) {
    const std::string message(c.at("message").as_string());
    const auto id = message.find("<Id>") + 4;
    ++told[message.substr(id, message.find("</Id>") - id)];
  }
  for (const std::int64_t id : kept) {
    if (id <= 8) continue;  // Of the fixture.
    EXPECT_EQ(told[std::to_string(id)], 1) << "department " << id;
  }
  EXPECT_EQ(told.size(), kept.size() - 8);
  last.kill();
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace errdex
