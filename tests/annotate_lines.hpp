// Log lines for the tests and the fuzzer of annotate: errors in every form in which they are printed,
// look-alikes, and hostile bytes; and changes that take a line apart.
#ifndef ERRDEX_TESTS_ANNOTATE_LINES_HPP
#define ERRDEX_TESTS_ANNOTATE_LINES_HPP

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace errdex::test {

inline const std::vector<std::string>& log_lines() {
  using namespace std::string_literals;  // Some lines hold zero bytes.
  static const std::vector<std::string> lines{
      R"(2026-11-22 18:46:05.123 ERROR [http-1] c.e.WeCom - resp={"errcode":40014,"errmsg":"invalid access_token"})",
      R"({"level":"error","ts":1795344365.5,"msg":"send","resp":"{\"code\":99991663,\"msg\":\"Invalid access token for authorization.\"}"})",
      R"({"level":"error","msg":"send","resp":"{\"errcode\": 60020, \"errmsg\": \"not allow to access from your ip\"}"})",
      R"(log={"resp":"\"{\\\"errcode\\\":40014,\\\"errmsg\\\":\\\"invalid access_token\\\"}\""})",
      R"({'errcode': 40014, 'errmsg': 'invalid access_token'})",
      R"(map[errcode:40014 errmsg:invalid access_token])",
      R"({ErrCode:40014 ErrMsg:invalid access_token})",
      R"(errcode=40014 errmsg="invalid access_token" wecom)",
      R"(wechatpy.exceptions.WeChatClientException: Error code: 40014, message: invalid access_token)",
      R"(WeChatClientException(40014, 'invalid access_token'))",
      R"(com.taobao.api.ApiException: 88:ding talk error:40014:invalid access_token dingtalk)",
      R"(ding talk error[subcode=40014,submsg=不合法的access_token])",
      R"(invalid access_token, hint: [1700000000_5_abc], from ip: 1.2.3.4, more info at https://open.work.weixin.qq.com/devtool/query?e=40014)",
      R"(企业微信 错误代码：40014, 错误信息：不合法的access_token)",
      R"(钉钉返回码: 40014, 错误信息: 不合法的access_token)",
      R"(错误码=60011 企业微信)",
      R"(99991663 Invalid access token for authorization. 20261122184605F0A1B2C3D4E5F60718293A4B)",
      R"({"errcode":88,"sub_code":"60011","sub_msg":"没有权限访问接口","errmsg":"ding talk error","request_id":"16p8kd"})",
      R"({"errno":1801001,"errString":"exceed storage item max size"})",
      R"({"errorCode":333444,"errorMessage":"invalid signature"})",
      R"({"error_code":110,"error_msg":"Access token invalid or no longer valid"})",
      R"({"code":"Forbidden.AccessDenied.AccessTokenPermissionDenied","requestid":"8A-1","message":"no permission"} dingtalk)",
      R"(< Error-Code: 40014)",
      R"({"errcode":0,"errmsg":"ok"})",
      R"({"code":0,"msg":"success","data":{"errcode":40014,"errmsg":"invalid access_token"}})",
      R"({"level":"info","msg":"request done","code":200,"cost_ms":3})",
      R"({"code":230002,"msg":"Bot/User can NOT be out of the chat.","error":{"log_id":"20261122"}})",
      R"(10.0.0.1 - - [22/Nov/2026:18:46:05 +0800] "GET /a?code=40014 HTTP/1.1" 200 2026 "-" "curl" 0.950)",
      R"(node=worker-3 mode=decode unicode barcode=1 status code: 500)",
      "\x1b[31mERROR\x1b[0m {\"err\x1b[1mcode\x1b[0m\":40014,\"errmsg\":\"invalid access_token\"}",
      R"(ERROR {"err\x1b[1mcode":40014,"errmsg":"invalid access_token"})",
      R"(ERROR {"errcod^[[1me":40014,"errmsg":"invalid access_token"})",
      R"(ERROR {"errc#033[1mode":40014,"errmsg":"invalid access_token"})",
      R"({"code":0,"m":"{\"text\":\"err\u0063ode: 40014\"}"})",
      R"({"code":0,"text":"{\"code\":0,\"m\":\"more at https:\\\/\\\/open.work.weixin.qq.com\\\/devtool\\\/query?e=40014\"}"})",
      "feishu \x1b[1m"
      R"("code")"
      "\x1b[0m: \x1b[33m99991663\x1b[0m, \"msg\": \"Invalid access token\"",
      "binary \0\0{\"errcode\":40014,\"errmsg\":\"invalid access_token\"}\xff\xfe\x80"s,
      "\xef\xbb\xbf{\"errcode\":40014,\"errmsg\":\"invalid access_token\"}",
      "{\"errcode\":40014,\"errmsg\":\"invalid access_token\"}\r",
      "",
      "{",
      "\"errcode\":40014,",
      "errcode",
      "错误",
  };
  return lines;
}

class random_numbers {
 public:
  explicit random_numbers(std::uint64_t seed) : state_(seed) {}
  std::uint64_t below(std::uint64_t bound) {
    state_ += 0x9e3779b97f4a7c15u;
    std::uint64_t z = state_;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return (z ^ z >> 31) % bound;
  }

 private:
  std::uint64_t state_;
};

/// The line with something taken out, put in, doubled, or joined with another line.
inline std::string changed_line(random_numbers& random, const std::vector<std::string>& lines) {
  static const std::vector<std::string> spice{"\x1b[1m",
                                              "\x1b[0m",
                                              "\\x1b[1m",
                                              "\\u001b[0m",
                                              "^[[1m",
                                              "#033[1m",
                                              "\\e[1m",
                                              "\\033[1m",
                                              "\\u0063",
                                              "\\x63",
                                              "\\\"",
                                              "\\\\",
                                              "\\",
                                              "\"",
                                              "'",
                                              "=",
                                              ":",
                                              " ",
                                              "{",
                                              "}",
                                              "[",
                                              "]",
                                              "(",
                                              ")",
                                              ",",
                                              "0",
                                              "1",
                                              "200",
                                              "40014",
                                              "code",
                                              "errcode",
                                              "errno",
                                              "error ",
                                              "Error code: ",
                                              "错误码",
                                              "错误",
                                              "返回码",
                                              "：",
                                              "msg",
                                              "\"msg\":\"x\"",
                                              "feishu ",
                                              "企业微信 ",
                                              "钉钉 ",
                                              "devtool/query?e=40014",
                                              "Exception(",
                                              "_",
                                              "-",
                                              ".",
                                              std::string(1, '\0'),
                                              "\t",
                                              "\r",
                                              "\xff",
                                              " 20261122184605F0A1B2C3D4E5F60718293A4B",
                                              "https://open.feishu.cn/open-apis/x "};
  std::string line = lines[random.below(lines.size())];
  const std::uint64_t changes = 1 + random.below(4);
  for (std::uint64_t i = 0; i < changes; ++i) {
    const std::size_t at = random.below(line.size() + 1);
    switch (random.below(5)) {
      case 0: line.insert(at, spice[random.below(spice.size())]); break;
      case 1: line.erase(at, random.below(6)); break;
      case 2:
        if (at < line.size()) line[at] = static_cast<char>(random.below(256));
        break;
      case 3: {
        const std::string& other = lines[random.below(lines.size())];
        line.insert(at, other.substr(random.below(other.size() + 1), random.below(40)));
        break;
      }
      default:
        if (at < line.size()) line[at] = static_cast<char>(line[at] ^ 0x20);
    }
  }
  for (char& c : line) {
    if (c == '\n') c = ' ';
  }
  return line;
}

}  // namespace errdex::test

#endif
