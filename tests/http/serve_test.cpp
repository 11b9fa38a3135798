// `errdex serve` as a process.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "cli/event_log.hpp"
#include "cli/settings.hpp"
#include "http/client.hpp"
#include "http/listener.hpp"
#include "http/wire.hpp"

namespace errdex {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;
namespace fs = std::filesystem;

struct folder {
  folder() {
    std::string pattern = (fs::temp_directory_path() / "errdex-serve-XXXXXX").string();
    path = ::mkdtemp(pattern.data());
  }
  ~folder() { fs::remove_all(path); }
  folder(const folder&) = delete;
  folder& operator=(const folder&) = delete;

  [[nodiscard]] std::string write(const std::string& name, const std::string& text) const {
    std::ofstream(path / name) << text;
    return (path / name).string();
  }
  [[nodiscard]] std::string read(const std::string& name) const {
    std::ostringstream out;
    out << std::ifstream(path / name).rdbuf();
    return out.str();
  }
  fs::path path;
};

/// A running `errdex serve` with these arguments and variables; standard error goes to a file.
class process {
 public:
  explicit process(std::vector<std::string> arguments, std::vector<std::string> variables = {}) {
    arguments.insert(arguments.begin(), {ERRDEX_PROGRAM, "serve"});
    std::array<int, 2> out{};
    EXPECT_EQ(::pipe2(out.data(), O_CLOEXEC), 0);
    const std::string errors = (files_.path / "stderr").string();
    id_ = ::fork();
    if (id_ == 0) {
      ::dup2(out[1], STDOUT_FILENO);
      ::dup2(::open(errors.c_str(), O_WRONLY | O_CREAT, 0600), STDERR_FILENO);
      for (auto& v : variables) ::putenv(v.data());
      std::vector<char*> words;
      for (auto& a : arguments) words.push_back(a.data());
      words.push_back(nullptr);
      ::execv(words[0], words.data());
      ::_exit(127);
    }
    ::close(out[1]);
    out_ = out[0];
  }
  ~process() {
    if (id_ > 0) ::kill(id_, SIGKILL);
    wait();
    ::close(out_);
  }
  process(const process&) = delete;
  process& operator=(const process&) = delete;

  /// The first line of standard output; empty when it ended without one.
  std::string first_line() {
    std::string line;
    char c = 0;
    while (::read(out_, &c, 1) == 1 && c != '\n') line += c;
    return line;
  }
  std::string url() {
    const std::string line = first_line();
    const std::size_t at = line.find("http");
    return at == std::string::npos ? "" : line.substr(at, line.find_first_of("\" ", at) - at);
  }
  void signal(int which) const { ::kill(id_, which); }
  /// The exit code, or minus the signal.
  int wait() {
    if (id_ <= 0) return code_;
    int status = 0;
    ::waitpid(id_, &status, 0);
    id_ = -1;
    return code_ = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  }
  std::string errors() {
    wait();
    return files_.read("stderr");
  }

 private:
  folder files_;
  pid_t id_ = -1;
  int out_ = -1;
  int code_ = 0;
};

std::string port_of(const std::string& url) { return url.substr(url.rfind(':') + 1); }

TEST(Serve, PrintsItsAddressAndAnswersThere) {
  process p({"--port", "0"});
  const std::string url = p.url();
  ASSERT_THAT(url, StartsWith("http://127.0.0.1:"));
  const auto got = http::client().send({.url = url + "/healthz"});
  ASSERT_TRUE(got) << got.detail;
  EXPECT_EQ(got.answer.status, 200U);
  EXPECT_THAT(got.answer.body, HasSubstr("ok"));
  p.signal(SIGTERM);
  EXPECT_EQ(p.wait(), 0);
}

TEST(Serve, SaysWhereItListensInOneLineOfJson) {
  process p({"--port", "0", "--log", "json"});
  EXPECT_THAT(p.first_line(), AllOf(StartsWith("{\"time\":\""),
                                    HasSubstr("\"event\":\"listening\",\"url\":\"http://127.0.0.1:")));
}

TEST(Serve, EndsTheRequestsUnderWayBeforeItself) {
  process p({"--port", "0"});
  const std::string url = p.url();
  http::wire w(static_cast<std::uint16_t>(std::stoi(port_of(url))));
  w.send("GET /healthz HTTP/1.1\r\nHo");
  // The server has the first half when it answers another connection that came later.
  (void)http::client().send({.url = url + "/healthz"});
  p.signal(SIGTERM);
  w.send("st: x\r\n\r\n");
  EXPECT_THAT(w.everything(), StartsWith("HTTP/1.1 200 OK"));
  EXPECT_EQ(p.wait(), 0);
  EXPECT_THAT(p.errors(), AllOf(HasSubstr("draining"), HasSubstr("cut_off=no")));
}

TEST(Serve, MasksSecretsInItsLog) {
  process p({"--port", "0", "--log", "json", "--access-log"});
  const std::string url = p.url();
  http::client web;
  http::client_request r{.url = url + "/nowhere/x?access_token=sesame&lang=zh&q=secret%3Dsesame"};
  r.headers.add("Authorization", "Bearer sesame");
  r.headers.add("Cookie", "a=sesame");
  (void)web.send(r);
  p.signal(SIGINT);
  EXPECT_EQ(p.wait(), 0);
  EXPECT_THAT(p.errors(), AllOf(HasSubstr("\"target\":\"/nowhere/x?access_token=***&lang=zh&q=***\""),
                                HasSubstr("\"status\":404"), Not(HasSubstr("sesame"))));
}

TEST(Serve, DoesNotListenForOthersWithoutNamingItself) {
  process open({"--port", "0", "--address", "0.0.0.0"});
  EXPECT_EQ(open.first_line(), "");
  EXPECT_EQ(open.wait(), 2);
  EXPECT_THAT(open.errors(), HasSubstr("--allow-host errdex.example.com"));

  process named({"--port", "0", "--address", "0.0.0.0", "--allow-host", "errdex.example"});
  const std::string port = port_of(named.url());
  http::wire wrong(static_cast<std::uint16_t>(std::stoi(port)));
  wrong.send("GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
  EXPECT_THAT(wrong.everything(), StartsWith("HTTP/1.1 421 "));
  http::wire right(static_cast<std::uint16_t>(std::stoi(port)));
  right.send("GET /healthz HTTP/1.1\r\nHost: errdex.example:80\r\n\r\n");
  EXPECT_THAT(right.answer(), StartsWith("HTTP/1.1 200 "));
}

TEST(Serve, NamesItsPublicAddressInTheSiteMap) {
  process p({"--port", "0", "--public-url", "https://errors.example.com"});
  const auto got = http::client().send({.url = p.url() + "/sitemap.xml"});
  ASSERT_TRUE(got) << got.detail;
  EXPECT_THAT(got.answer.body, HasSubstr("<loc>https://errors.example.com/wecom/40014</loc>"));

  for (const std::string wrong :
       {"errors.example.com", "https://", "https://a.example/b", "ftp://a.example"}) {
    process refused({"--port", "0", "--public-url", wrong});
    EXPECT_EQ(refused.wait(), 2) << wrong;
    EXPECT_THAT(refused.errors(),
                HasSubstr("--public-url " + wrong + ": give http:// or https:// and a host"));
  }
}

TEST(Serve, SaysThatAPortIsTaken) {
  const http::listener other("127.0.0.1", 0);
  process p({"--port", std::to_string(other.port())});
  EXPECT_EQ(p.wait(), 2);
  EXPECT_THAT(p.errors(),
              AllOf(HasSubstr("127.0.0.1:" + std::to_string(other.port())), HasSubstr("--port 0")));
}

TEST(Serve, ServesHttpsWithALocalAuthority) {
  const folder f;
  process p({"--port", "0", "--tls", "--tls-folder", f.path.string()});
  const std::string url = p.url();
  ASSERT_THAT(url, StartsWith("https://127.0.0.1:"));
  http::client_options trust;
  trust.authorities = f.path / "ca.pem";
  const auto got = http::client(trust).send({.url = url + "/sitemap.xml"});
  EXPECT_TRUE(got) << got.detail;
  EXPECT_THAT(got.answer.body, HasSubstr("<loc>" + url + "/wecom/40014</loc>"));
}

TEST(Settings, ComeFromFlagsThenTheEnvironmentThenTheFile) {
  const folder f;
  const http::listener a("127.0.0.1", 0);
  const auto port_named_by = [&](std::vector<std::string> flags, std::vector<std::string> variables) {
    process p(std::move(flags), std::move(variables));
    p.wait();
    return p.errors();
  };
  // The message about a taken port says which of three ports won.
  const http::listener b("127.0.0.1", 0);
  const http::listener c("127.0.0.1", 0);
  const std::string file = f.write("errdex.toml", "[serve]\nport = " + std::to_string(a.port()) + "\n");
  const std::string variable = "ERRDEX_PORT=" + std::to_string(b.port());
  EXPECT_THAT(port_named_by({"--config", file}, {}), HasSubstr(":" + std::to_string(a.port())));
  EXPECT_THAT(port_named_by({"--config", file}, {variable}), HasSubstr(":" + std::to_string(b.port())));
  EXPECT_THAT(port_named_by({"--config", file, "--port", std::to_string(c.port())}, {variable}),
              HasSubstr(":" + std::to_string(c.port())));
  EXPECT_THAT(port_named_by({}, {"ERRDEX_CONFIG=" + file}), HasSubstr(":" + std::to_string(a.port())));
}

TEST(Settings, OfTheFileHaveEveryForm) {
  const folder f;
  const std::string file =
      f.write("errdex.toml",
              "[serve]\nport = 0\naddress = \"0.0.0.0\"\nallow-host = [\"a.example\", \"b.example\"]\n"
              "access-log = true\nlog = \"json\"\nmax-body = \"1KiB\"\nidle-time = \"90s\"\n");
  process p({"--config", file});
  const std::string url = p.url();
  http::wire w(static_cast<std::uint16_t>(std::stoi(port_of(url))));
  w.send("POST /healthz HTTP/1.1\r\nHost: b.example\r\nContent-Length: 1025\r\n\r\n");
  EXPECT_THAT(w.everything(), StartsWith("HTTP/1.1 4"));
  p.signal(SIGTERM);
  EXPECT_EQ(p.wait(), 0);
  EXPECT_THAT(p.errors(), HasSubstr("\"event\":\"request\""));
}

TEST(Settings, OfTheFileAreCheckedWithFileAndLine) {
  const folder f;
  const struct {
    const char* text;
    const char* message;
  } cases[] = {
      {"[serve]\nprot = 1\n", "errdex.toml:2: there is no setting prot; perhaps port"},
      {"[serve]\nport = \n", "errdex.toml:2:"},
      {"[serve]\nport = 70000\n", "errdex.toml:2: port: "},
      {"[serve]\nport = 1.5\n", "errdex.toml:2: port: neither a text"},
      {"[serve]\n\nidle-time = \"soon\"\n",
       "errdex.toml:3: idle-time: \"soon\" is none of 500ms, 10s, 2m, 1h"},
      {"[serve]\nlog = \"xml\"\n", "errdex.toml:2: log: "},
      {"port = 1\n", "has no table [serve]"},
      {"serve = 1\n", "serve is no table"},
      {"[serve]\nconfig = \"x\"\n", "errdex.toml:2: there is no setting config"},
  };
  for (const auto& c : cases) {
    process p({"--config", f.write("errdex.toml", c.text)});
    EXPECT_EQ(p.wait(), 2) << c.text;
    EXPECT_THAT(p.errors(), HasSubstr(c.message)) << c.text;
  }
  process missing({"--config", "/nowhere/errdex.toml"});
  EXPECT_EQ(missing.wait(), 2);
  EXPECT_THAT(missing.errors(), HasSubstr("cannot read /nowhere/errdex.toml"));
}

TEST(Settings, HaveTimesAndSizesThatReadBack) {
  using namespace std::chrono_literals;
  EXPECT_EQ(cli::read_duration("10"), 10s);
  EXPECT_EQ(cli::read_duration("250ms"), 250ms);
  EXPECT_EQ(cli::read_duration("2h"), 2h);
  EXPECT_EQ(cli::read_size("512"), 512U);
  EXPECT_EQ(cli::read_size("64KiB"), 65536U);
  for (const auto time : {0ms, 1ms, 1500ms, 60000ms, 90000ms, 3600000ms})
    EXPECT_EQ(cli::read_duration(cli::to_text(time)), time);
  EXPECT_EQ(cli::to_text(10s), "10s");
  for (const std::size_t size : {0U, 1U, 1024U, 1025U, 1048576U})
    EXPECT_EQ(cli::read_size(cli::size_text(size)), size);
  for (const char* wrong : {"", "s", "-1", "1.5s", "10 s", "1KB", "99999999999999999999", "99999999999h"}) {
    EXPECT_THROW((void)cli::read_duration(wrong), CLI::ValidationError) << wrong;
    EXPECT_THROW((void)cli::read_size(wrong), CLI::ValidationError) << wrong;
  }
}

TEST(EventLog, WritesTextAndJson) {
  using cli::event_log;
  using cli::log_form;
  EXPECT_EQ(event_log::line(log_form::text, 1763845075123, "request",
                            {{"target", "/a"}, {"status", std::uint64_t{200}}}),
            "2025-11-22T20:57:55.123Z request target=/a status=200\n");
  EXPECT_EQ(
      event_log::line(log_form::json, 1763845075123, "request",
                      {{"target", "/a"}, {"status", std::uint64_t{200}}}),
      "{\"time\":\"2025-11-22T20:57:55.123Z\",\"event\":\"request\",\"target\":\"/a\",\"status\":200}\n");
  EXPECT_EQ(event_log::line(log_form::text, 0, "x", {{"a", "b\nc \x1b[31m"}}),
            "1970-01-01T00:00:00.000Z x a=\"b\\nc \\u001b[31m\"\n");
}

}  // namespace
}  // namespace errdex
