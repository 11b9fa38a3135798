// Response bodies to measure with: what platforms answer, in the layouts in which it arrives.
#ifndef ERRDEX_BENCH_BODY_MIX_HPP
#define ERRDEX_BENCH_BODY_MIX_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace errdex::bench {

struct body_shape {
  const char* code;
  const char* message;
};

inline constexpr std::array<body_shape, 4> body_shapes{
    {{"errcode", "errmsg"}, {"code", "msg"}, {"errno", "errString"}, {"error_code", "error_msg"}}};

/// The same seed gives the same bodies everywhere.
class body_mix {
 public:
  explicit body_mix(std::uint64_t seed) : random_(seed) {}

  /// Errors of four envelopes, 60 to 600 bytes. 57 % begin compactly with code and message; the others have
  /// a request id or an object before them, spaces, or are pretty-printed. A quarter has escapes, 23 % a
  /// decoy: the key in a nested object or in a string.
  std::string error() {
    for (;;) {
      std::string body = any_error();
      if (body.size() >= 60 && body.size() <= 600) return body;
    }
  }

  /// Errors of one platform in one layout.
  std::string errcode_error() {
    return "{\"errcode\":" + number() + ",\"errmsg\":\"" + text(14 + below(160), percent(25)) + "\"}";
  }

  /// A success with a list behind it, 1 to 16 KB.
  std::string large_success() {
    const body_shape& shape = body_shapes[below(2)];
    std::string body =
        "{\"" + std::string(shape.code) + "\":0,\"" + shape.message + "\":\"ok\",\"userlist\":[";
    const std::size_t wanted = 1000 + below(15000);
    while (body.size() < wanted) {
      body += std::string(body.back() == '[' ? "" : ",") + "{\"userid\":\"" + hex(8) + "\",\"name\":\"" +
              text(6, false) + "\",\"department\":[1,2," + std::to_string(below(1000)) + "],\"position\":\"" +
              text(20, percent(10)) + "\",\"status\":1,\"extattr\":{\"attrs\":[]}}";
    }
    return body + "]}";
  }

 private:
  std::size_t below(std::size_t n) { return static_cast<std::size_t>(random_() % n); }
  bool percent(std::size_t chance) { return below(100) < chance; }

  std::string number() {
    static constexpr std::array<const char*, 12> numbers{"40014",  "99991663", "-1",    "60111",
                                                         "42001",  "1801001",  "10003", "0",
                                                         "301002", "88",       "400",   "230001"};
    return numbers[below(numbers.size())];
  }

  std::string hex(std::size_t digits) {
    std::string out;
    while (out.size() < digits) out += "0123456789abcdef"[below(16)];
    return out;
  }

  std::string text(std::size_t size, bool escapes) {
    static constexpr std::array<const char*, 18> english{
        "invalid",
        "access_token",
        "hint:",
        "from ip:",
        "user",
        "not",
        "found",
        "department",
        "param",
        "request",
        "limit",
        "denied",
        "app",
        "the",
        "contact",
        "40014",
        "permission",
        "more info at "
        "https://open.work.weixin.qq.com/devtool/query?e=40014"};
    static constexpr std::array<const char*, 8> chinese{"无效的", "用户",     "部门不存在", "参数错误",
                                                        "凭证",   "没有权限", "超过限制",   "接口"};
    static constexpr std::array<const char*, 5> escaped{"\\u65e0\\u6548", "\\u7528\\u6237", "\\/", "\\n",
                                                        "\\u003c"};
    std::string out;
    const bool in_chinese = percent(40);
    while (out.size() < size) {
      if (!out.empty() && !in_chinese) out += ' ';
      if (escapes && percent(30)) {
        out += escaped[below(escaped.size())];
      } else {
        out += in_chinese ? chinese[below(chinese.size())] : english[below(english.size())];
      }
    }
    return out;
  }

  std::string any_error() {
    const body_shape& shape = body_shapes[below(body_shapes.size())];
    const bool decoy = percent(23);
    const bool nested_decoy = decoy && percent(50);
    const std::size_t layout = below(100);
    const bool request_id_first = layout >= 57 && layout < 69;
    const bool data_first = layout >= 69 && layout < 79;
    const bool spaces = layout >= 79 && layout < 90;
    const bool pretty = layout >= 90;

    std::string message = text(14 + below(240), percent(25));
    if (decoy && !nested_decoy) message += R"( {\"errcode\":1,\"code\":2})";
    const std::pair<std::string, std::string> request_id{"request_id", '"' + hex(32) + '"'};
    const std::pair<std::string, std::string> data{
        "data", nested_decoy ? R"({"code":7,"msg":"x","list":[{"errcode":3}]})"
                             : "{\"id\":" + std::to_string(below(100000)) + ",\"items\":[1,2,{\"name\":\"" +
                                   text(below(60), false) + "\"}]}"};
    std::vector<std::pair<std::string, std::string>> members;
    if (request_id_first) members.push_back(request_id);
    if (data_first) members.push_back(data);
    members.emplace_back(shape.code, number());
    members.emplace_back(shape.message, '"' + message + '"');
    if (nested_decoy && !data_first) members.push_back(data);
    if (!request_id_first && !data_first && percent(30)) members.push_back(request_id);

    std::string body = "{";
    for (const auto& [key, value] : members) {
      if (body.size() > 1) body += spaces ? ", " : ",";
      if (pretty) body += "\n  ";
      body += '"' + key + (spaces || pretty ? "\": " : "\":") + value;
    }
    return body + (pretty ? "\n}" : "}");
  }

  std::mt19937_64 random_;
};

}  // namespace errdex::bench

#endif
