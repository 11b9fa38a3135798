// Writes a log of mixed formats to standard output, the same for the same seed on every machine:
//
//   log_generator [BYTES] [SEED] > /tmp/mixed.log        (1,000,000,000 bytes and seed 1 unless given)
//
// 40 % of the lines are nginx accesses, 30 % JSON lines, 20 % Java and 10 % Go, with Chinese in UTF-8 as such
// services write it. 0.5 % of the lines carry an error of the platforms: 71 % of them in JSON lines (every
// other one escaped inside a string), 18 % in Java lines, 11 % in Go lines. 1.5 % carry an answer with code
// 0, and 3 % a `code` that is nobody's error; both are there to mislead a search. Counts go to standard
// error.
#include <array>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

class random_numbers {
 public:
  explicit random_numbers(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() {
    state_ += 0x9e3779b97f4a7c15u;
    std::uint64_t z = state_;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
  }
  std::uint64_t below(std::uint64_t bound) { return next() % bound; }
  template <std::size_t N>
  std::string_view one_of(const std::array<std::string_view, N>& choices) {
    return choices[below(N)];
  }

 private:
  std::uint64_t state_;
};

constexpr std::array<std::string_view, 8> paths{
    "/api/v1/users", "/api/v1/users/1024/orders", "/healthz", "/static/app.9f8e7d.js", "/callback/wecom",
    "/robot/send",   "/api/v2/approvals/export",  "/login"};
constexpr std::array<std::string_view, 4> agents{
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) wxwork/4.1.26 MicroMessenger/7.0.1",
    "Go-http-client/1.1", "kube-probe/1.29"};
constexpr std::array<std::string_view, 10> happenings{"request done",
                                                      "同步部门完成，共处理成员",
                                                      "cache refreshed",
                                                      "审批单已提交，等待主管处理",
                                                      "message queued for delivery",
                                                      "订单状态变更为已支付",
                                                      "loaded node configuration",
                                                      "开始拉取通讯录增量数据",
                                                      "no change since the last run",
                                                      "用户登录成功，来源为工作台"};
constexpr std::array<std::string_view, 5> failures{"调用开放平台接口失败", "send message failed",
                                                   "获取用户详情出错，稍后再试", "platform call failed",
                                                   "上传素材失败"};
constexpr std::array<std::string_view, 5> callers{"contact/sync.go:118", "order/service.go:88",
                                                  "robot/sender.go:57", "token/keeper.go:203",
                                                  "gateway/proxy.go:342"};
constexpr std::array<std::string_view, 4> classes{"c.e.contact.SyncService", "c.e.order.OrderController",
                                                  "c.e.robot.MessageSender", "o.s.w.s.DispatcherServlet"};
// The answers of the platforms; # stands for a number of six digits.
constexpr std::array<std::string_view, 9> errors{
    R"({"errcode":40014,"errmsg":"invalid access_token, hint: [#], from ip: 203.0.113.7, more info at https://open.work.weixin.qq.com/devtool/query?e=40014"})",
    R"({"errcode":60020,"errmsg":"not allow to access from your ip, hint: [#], from ip: 203.0.113.9, more info at https://open.work.weixin.qq.com/devtool/query?e=60020"})",
    R"({"errcode":45009,"errmsg":"api freq out of limit"})",
    R"({"errcode":88,"sub_code":"60011","sub_msg":"没有权限访问接口","errmsg":"ding talk error","request_id":"16p#kd"})",
    R"({"errcode":60121,"errmsg":"找不到该用户","request_id":"4k#1z"})",
    R"({"code":99991663,"msg":"Invalid access token for authorization. Please make a test attempt with a valid access token."})",
    R"({"code":99991400,"msg":"request trigger frequency limit"})",
    R"({"code":230002,"msg":"Bot/User can NOT be out of the chat.","error":{"log_id":"20261122#"}})",
    R"({"error_code":110,"error_msg":"Access token invalid or no longer valid"})"};
constexpr std::array<std::string_view, 3> successes{R"({"errcode":0,"errmsg":"ok","userid":"u#"})",
                                                    R"({"code":0,"msg":"success","data":{"id":"om_#"}})",
                                                    R"({"errcode": 0, "errmsg": "ok", "request_id": "8a#"})"};

class generator {
 public:
  explicit generator(std::uint64_t seed) : random_(seed) {}

  /// Appends one line.
  void line(std::string& out) {
    clock_ms_ += random_.below(12);
    const std::uint64_t lot = random_.below(100'000);
    ++lines;
    if (lot < 500) {
      ++positives;
      const std::uint64_t where = random_.below(100);
      body(errors[random_.below(errors.size())]);
      if (where < 71) return json_with_body(out, random_.one_of(failures), "error", where % 2 == 0);
      return where < 89 ? java(out, "ERROR", random_.one_of(failures), body_)
                        : go(out, random_.one_of(failures), body_);
    }
    if (lot < 2'000) {
      ++successes_written;
      body(successes[random_.below(successes.size())]);
      return lot % 2 == 0 ? java(out, "INFO ", "接口返回", body_)
                          : json_with_body(out, "platform answered", "info", lot % 4 == 1);
    }
    if (lot < 40'000) return nginx(out);
    if (lot < 70'000) return json(out, lot % 10 == 0);
    if (lot < 90'000) return java(out, "INFO ", random_.one_of(happenings), {});
    go(out, random_.one_of(happenings), {});
  }

  std::uint64_t lines = 0;
  std::uint64_t positives = 0;
  std::uint64_t successes_written = 0;

 private:
  void number(std::string& out, std::uint64_t value, int width = 0) {
    std::array<char, 20> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    for (auto n = end - digits.data(); n < width; ++n) out += '0';
    out.append(digits.data(), end);
  }

  /// Hours, minutes and seconds of the clock, which starts at 2026-11-22 00:00:00.
  void time_of_day(std::string& out) {
    const std::uint64_t seconds = clock_ms_ / 1000 % 86400;
    number(out, seconds / 3600, 2);
    out += ':';
    number(out, seconds / 60 % 60, 2);
    out += ':';
    number(out, seconds % 60, 2);
  }

  void day(std::string& out) { number(out, 22 + clock_ms_ / 86'400'000, 2); }

  void body(std::string_view form) {
    body_.clear();
    for (const char c : form) {
      if (c == '#') {
        number(body_, random_.below(1'000'000), 6);
      } else {
        body_ += c;
      }
    }
  }

  void nginx(std::string& out) {
    out += "10.";
    number(out, random_.below(256));
    out += '.';
    number(out, random_.below(256));
    out += '.';
    number(out, random_.below(256));
    out += " - - [";
    day(out);
    out += "/Nov/2026:";
    time_of_day(out);
    out += " +0800] \"GET ";
    out += random_.one_of(paths);
    out += "?page=";
    number(out, random_.below(100));
    out += " HTTP/1.1\" 200 ";
    number(out, random_.below(100'000));
    out += " \"-\" \"";
    out += random_.one_of(agents);
    out += "\" 0.";
    number(out, random_.below(1000), 3);
    out += '\n';
  }

  void json_head(std::string& out, std::string_view level, std::string_view message) {
    out += R"({"level":")";
    out += level;
    out += R"(","ts":"2026-11-)";
    day(out);
    out += 'T';
    time_of_day(out);
    out += '.';
    number(out, clock_ms_ % 1000, 3);
    out += R"(+0800","caller":")";
    out += random_.one_of(callers);
    out += R"(","msg":")";
    out += message;
    out += '"';
  }

  void json(std::string& out, bool with_code) {
    json_head(out, "info", random_.one_of(happenings));
    out += R"(,"trace_id":")";
    number(out, random_.next());
    out += R"(","path":")";
    out += random_.one_of(paths);
    if (with_code) {
      out += R"(","code":200,"cost_ms":)";
    } else {
      out += R"(","cost_ms":)";
    }
    number(out, random_.below(500));
    out += "}\n";
  }

  void json_with_body(std::string& out, std::string_view message, std::string_view level, bool escaped) {
    json_head(out, level, message);
    out += R"(,"trace_id":")";
    number(out, random_.next());
    out += R"(","resp":)";
    if (!escaped) {
      out += body_;
    } else {
      out += '"';
      for (const char c : body_) {
        if (c == '"') out += '\\';
        out += c;
      }
      out += '"';
    }
    out += "}\n";
  }

  void java(std::string& out, std::string_view level, std::string_view message, std::string_view answer) {
    out += "2026-11-";
    day(out);
    out += ' ';
    time_of_day(out);
    out += '.';
    number(out, clock_ms_ % 1000, 3);
    out += ' ';
    out += level;
    out += " [http-nio-8080-exec-";
    number(out, random_.below(200));
    out += "] ";
    out += random_.one_of(classes);
    out += " - ";
    out += message;
    out += answer.empty() ? " 耗时=" : " resp=";
    if (answer.empty()) {
      number(out, random_.below(3000));
      out += "ms traceId=";
      number(out, random_.next());
    } else {
      out += answer;
    }
    out += '\n';
  }

  void go(std::string& out, std::string_view message, std::string_view answer) {
    out += "2026/11/";
    day(out);
    out += ' ';
    time_of_day(out);
    out += ' ';
    out += random_.one_of(callers);
    out += ": ";
    out += message;
    if (answer.empty()) {
      out += " node=worker-";
      number(out, random_.below(64));
      out += " took=";
      number(out, random_.below(3000));
      out += "ms";
    } else {
      out += ": ";
      out += answer;
    }
    out += '\n';
  }

  random_numbers random_;
  std::uint64_t clock_ms_ = 0;
  std::string body_;
};

std::uint64_t argument(int argc, char** argv, int position, std::uint64_t otherwise) {
  if (position >= argc) return otherwise;
  const std::string_view word = argv[position];
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (error != std::errc{} || end != word.data() + word.size()) {
    std::fprintf(stderr, "log_generator: '%s' is not a number; usage: log_generator [BYTES] [SEED]\n",
                 argv[position]);
    std::exit(2);
  }
  return value;
}

}  // namespace

int main(int argc, char** argv) {
  const std::uint64_t bytes = argument(argc, argv, 1, 1'000'000'000);
  generator lines(argument(argc, argv, 2, 1));
  std::string buffer;
  std::uint64_t written = 0;
  while (written + buffer.size() < bytes) {
    lines.line(buffer);
    if (buffer.size() > 1u << 20 || written + buffer.size() >= bytes) {
      if (std::fwrite(buffer.data(), 1, buffer.size(), stdout) != buffer.size()) return 1;
      written += buffer.size();
      buffer.clear();
    }
  }
  std::fprintf(stderr, "%llu bytes, %llu lines, %llu with errors, %llu with successes\n",
               static_cast<unsigned long long>(written), static_cast<unsigned long long>(lines.lines),
               static_cast<unsigned long long>(lines.positives),
               static_cast<unsigned long long>(lines.successes_written));
}
