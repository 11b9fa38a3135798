#include "diagnose/evidence_neighbours.hpp"

#include <algorithm>
#include <array>

#include "diagnose/evidence_token.hpp"

namespace errdex::reading {
namespace {

bool contains(std::string_view text, std::string_view word) {
  return text.find(word) != std::string_view::npos;
}

bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

std::size_t run_of(std::string_view s, std::size_t at, bool (*is)(char)) {
  std::size_t n = 0;
  while (at + n < s.size() && is(s[at + n])) ++n;
  return n;
}

/// "rid: 65a1b2c3-1d2e3f40-5a6b7c8d": the id that official accounts and mini programs put behind a message.
bool has_rid(std::string_view message) {
  auto at = message.find("rid: ");
  if (at == std::string_view::npos) return false;
  at += 5;
  for (int part = 0; part < 3; ++part) {
    const std::size_t n = run_of(message, at, is_hex);
    if (n != 8) return false;
    at += n;
    if (part < 2) {
      if (at >= message.size() || message[at] != '-') return false;
      ++at;
    }
  }
  return true;
}

/// What stands in "hint: [ … ]", without blanks.
std::string_view hint_of(std::string_view message) {
  const auto at = message.find("hint: [");
  if (at == std::string_view::npos) return {};
  const auto close = message.find(']', at);
  std::string_view hint =
      message.substr(at + 7, close == std::string_view::npos ? std::string_view::npos : close - at - 7);
  while (!hint.empty() && hint.front() == ' ') hint.remove_prefix(1);
  while (!hint.empty() && hint.back() == ' ') hint.remove_suffix(1);
  return hint;
}

bool is_wecom_hint(std::string_view hint) {
  const std::size_t digits = run_of(hint, 0, is_digit);
  if (digits >= 20 && digits == hint.size()) return true;
  // Cut off, or written with an ellipsis.
  if (digits >= 10 && (digits == hint.size() || hint[digits] == '.')) return true;
  return digits == 10 && hint.size() > 12 && hint[10] == '_';
}

bool has_upper_words(std::string_view code) {
  return code.size() >= 4 &&
         code.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789") == std::string_view::npos &&
         is_letter(code[0]);
}

bool starts_with_any(std::string_view text, std::initializer_list<std::string_view> heads) {
  return std::any_of(heads.begin(), heads.end(), [&](std::string_view h) { return text.starts_with(h); });
}

std::string_view parent_name(const tree& t, std::size_t index) { return t[index].name; }

constexpr std::array<described_neighbour, party_count - 4> descriptions{{
    {party::official_account,
     "the same errcode and many of the same numbers; told by `rid: …` or a hint with letters, by texts on "
     "appid, AppSecret and openid, by api.weixin.qq.com, by numbers that only they have"},
    {party::wechat_client, "`errMsg` of the form `request:fail …` from wx.* and JS-SDK calls"},
    {party::wechat_pay, "codes in capitals with `message` and `detail`, or XML with return_code"},
    {party::alipay, "`alipay_…_response`, codes such as \"40004\" as text, sub_code ACQ.…, isv.…, aop.…"},
    {party::alibaba_cloud, "Code, Message, RequestId, HostId in capitals; DingTalk writes them small"},
    {party::taobao, "`error_response` with isv.… or isp.… and nothing of DingTalk around it"},
    {party::weibo, "error, error_code and the path of the request"},
    {party::bilibili, "a negative code with `message` and `ttl`"},
    {party::baidu, "error_code and error_msg beside a log_id that is a number; errno with request_id"},
    {party::tencent_cloud, "Response, Error, Code"},
    {party::qq, "`error` as a number with error_description"},
    {party::douyin, "data with error_code and description"},
    {party::grpc, "code of one or two digits, message, details; `rpc error: code = … desc = …`"},
    {party::json_rpc, "`jsonrpc`, or codes from -32768 to -32000"},
    {party::kubernetes, "`kind: Status`, `apiVersion`"},
    {party::google, "error with code, message and status in capitals"},
    {party::microsoft, "error with a textual code and innerError"},
    {party::github, "message and documentation_url"},
    {party::slack, "`ok: false` and error as a word"},
    {party::stripe, "error with type …_error"},
    {party::telegram, "`ok: false`, error_code, description"},
    {party::aws, "`__type`, or a code that ends with Exception"},
    {party::mysql, "`ERROR 1045 (28000)`, `Error 1062`, errno with sqlState"},
    {party::postgresql, "SQLSTATE, five characters"},
    {party::system, "errno of the operating system: ECONNREFUSED, [Errno 111]"},
}};

}  // namespace

std::span<const described_neighbour> described_neighbours() noexcept { return descriptions; }

bool has_wecom_ending(std::string_view message) noexcept {
  return contains(message, "work.weixin.qq.com/devtool/query") || is_wecom_hint(hint_of(message)) ||
         (contains(message, ", from ip: ") && contains(message, "hint: ["));
}

bool is_official_account_message(std::string_view message) noexcept {
  if (has_rid(message)) return true;
  if (has_wecom_ending(message)) return false;
  if (const std::string_view hint = hint_of(message); !hint.empty() && !is_wecom_hint(hint)) return true;
  static constexpr std::string_view words[] = {
      "appid",
      "appsecret",
      "openid",
      "not latest",
      "api unauthorized",
      "require subscribe",
      "user refuse",
      "out of response",
      "response out of",
      "reach max api",
      "minute-quota",
      "code been used",
      "not in whitelist",
      "component",
      "authorizer",
      "template_id",
      "argument invalid",
      "form id",
      "js_code",
      "data format error",
      "公众号",
      "小程序",
      "公众平台",
      "invalid menu",
      "app secret",
      "mp.weixin",
      "risky content",
      "risky image",
      "out of date",
      "merchant",
      "粉丝",
      "no permission to call",
      "user limited",
      "subscribe",
      "invalid media type",
      "customer service",
  };
  return std::any_of(std::begin(words), std::end(words),
                     [&](std::string_view w) { return find_lower(message, w) != std::string_view::npos; });
}

bool is_official_account_number(std::int64_t number) noexcept {
  // Ranges and numbers of the tables of official accounts, mini programs and the open platform's components.
  struct range {
    std::int64_t from;
    std::int64_t to;
  };
  static constexpr range ranges[] = {
      {40117, 40121},     {40125, 40125},     {40132, 40132}, {40137, 40137}, {40155, 40155}, {40163, 40164},
      {40226, 40226},     {40243, 40243},     {43019, 43019}, {43101, 43104}, {44990, 44990}, {45047, 45047},
      {45064, 45067},     {45072, 45084},     {45157, 45159}, {47003, 47003}, {47501, 47504}, {48001, 48001},
      {48005, 48008},     {53010, 53019},     {53200, 53202}, {61000, 61600}, {65301, 65317}, {80066, 80082},
      {85006, 85099},     {87009, 87014},     {88000, 88010}, {89000, 89000}, {89019, 89029}, {89231, 89503},
      {9001001, 9001036}, {9300501, 9300600},
  };
  return std::any_of(std::begin(ranges), std::end(ranges),
                     [&](const range& r) { return number >= r.from && number <= r.to; });
}

party neighbour_of_group(const tree& t, const record& r) {
  const std::size_t at = r.at;
  const auto has = [&](std::string_view name) { return member(t, at, name) != 0; };
  const std::string_view up = parent_name(t, at);
  const std::string_view root = t[at].type_name;

  if (has("jsonrpc") ||
      (r.code_role == role::code && r.has_number && r.number <= -32000 && r.number >= -32768))
    return party::json_rpc;
  if (r.code_role == role::errno_ && (has("syscall") || (r.has_number && r.number < 0 && has("code"))))
    return party::system;
  if (has("sqlstate") || has("sqlmessage")) return party::mysql;
  if (has("apiversion") && has("kind")) return party::kubernetes;

  if (r.code_role == role::errcode || r.code_role == role::errno_ || r.message_role == role::errmsg) {
    const auto colon = r.message.find(":fail");
    if (colon != std::string::npos && r.message.find(' ') > colon) return party::wechat_client;
  }
  if (starts_with_any(r.sub_code, {"ACQ.", "aop.", "AE."}) || up.starts_with("alipay_") ||
      up.starts_with("koubei_") || up.starts_with("zhima_"))
    return party::alipay;
  if (r.code_role == role::code && (starts_with_any(r.sub_code, {"isv.", "isp."})))
    return up == "error_response" ? party::taobao : party::alipay;
  if (r.code_role == role::error_code || r.code_role == role::error_code_camel) {
    if (has("request") && has("error")) return party::weibo;
    if (has("ok") && has("description")) return party::telegram;
    if (up == "data" && has("description")) return party::douyin;
    const std::size_t log_id = member(t, at, "log_id");
    if (log_id != 0 && t[log_id].kind == value_kind::number) return party::baidu;
  }
  if (r.code_role == role::errno_ && (has("request_id") || has("guid_info"))) return party::baidu;
  if (r.code_role == role::code) {
    if (has("ttl") && r.message_role == role::message) return party::bilibili;
    if (has("innererror") || has("inner_error")) return party::microsoft;
    if (!r.has_number) {
      if (root == "ApiException" && r.code.ends_with("Exception")) return party::aws;
      if (up == "Error" && (contains(r.request_id_name, "RequestId") || contains(r.code, ".") || true) &&
          t[0].opener != 0 && member(t, 0, "response") != 0)
        return party::tencent_cloud;
      if (r.request_id_name == "RequestId" || has("hostid") || has("recommend")) return party::alibaba_cloud;
      if (r.code.ends_with("Exception")) return party::aws;
      if (up == "error" && has("type")) return party::stripe;
      if (up == "error" && has("status")) return party::google;
      if (has_upper_words(r.code) && r.message_role == role::message && r.request_id.empty() &&
          (has("detail") || contains(r.message, "商户") || contains(r.message, "签名")))
        return party::wechat_pay;
      if (starts_with_any(r.code, {"E", "ERR_"}) && has_upper_words(r.code) &&
          (has("syscall") || has("errno") || has("address")))
        return party::system;
    } else {
      if (up == "error" && (has("status") || has("errors"))) return party::google;
      if (has("details") && r.message_role == role::message && r.number >= 0 && r.number <= 16)
        return party::grpc;
    }
  }
  return party::none;
}

party neighbour_of_codeless_group(const tree& t, std::size_t index) {
  const auto find = [&](std::string_view name) { return member(t, index, name); };
  const std::size_t error = find("error");
  if (const std::size_t ok = find("ok"); ok != 0 && (t[ok].content == "false" || t[ok].content == "False") &&
                                         error != 0 && t[error].kind == value_kind::string)
    return party::slack;
  if (find("documentation_url") != 0 && find("message") != 0) return party::github;
  if (find("__type") != 0) return party::aws;
  if (find("apiversion") != 0 && find("kind") != 0) return party::kubernetes;
  if (error != 0 && t[error].kind == value_kind::group) {
    const std::size_t type = member(t, error, "type");
    if (type != 0 && t[type].content.ends_with("_error") &&
        (member(t, error, "doc_url") != 0 || member(t, error, "param") != 0 ||
         t[type].content == "card_error" || t[type].content == "invalid_request_error"))
      return party::stripe;
  }
  if (error != 0 && t[error].kind == value_kind::number && find("error_description") != 0) return party::qq;
  if (find("return_code") != 0 && find("return_msg") != 0) return party::wechat_pay;
  return party::none;
}

std::vector<sign> neighbours_in_text(std::string_view text) {
  std::vector<sign> out;
  const auto add = [&](std::size_t begin, std::size_t end, party whose) {
    out.push_back({begin, end, whose, false, true});
  };
  const auto each = [&](std::string_view word, auto&& f) {
    for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + word.size()))
      f(at, at + word.size());
  };
  const auto number_behind = [&](std::size_t at) { return read_number(text, at).length; };
  each("ERROR ", [&](std::size_t b, std::size_t e) {
    const std::size_t n = run_of(text, e, is_digit);
    if (n == 4 && text.substr(e + n, 2) == " (") add(b, e + n, party::mysql);
  });
  each("Error ", [&](std::size_t b, std::size_t e) {
    const std::size_t n = run_of(text, e, is_digit);
    if (n == 4 && (text.substr(e + n, 2) == " (" || text.substr(e + n, 2) == ": "))
      add(b, e + n, party::mysql);
  });
  each("SQLSTATE", [&](std::size_t b, std::size_t e) {
    const bool mysql = contains(text.substr(e, 64), "[HY") ||
                       contains(text.substr(b > 64 ? b - 64 : 0, 64), "mysql") ||
                       contains(text.substr(e, 40), "[42S02]") || contains(text.substr(e, 40), "[23000]") ||
                       contains(text.substr(e, 40), "[28000]");
    add(b, e, mysql ? party::mysql : party::postgresql);
  });
  each("rpc error: code = ", [&](std::size_t b, std::size_t e) { add(b, e, party::grpc); });
  each("[Errno ", [&](std::size_t b, std::size_t e) {
    if (number_behind(e) != 0) add(b, e, party::system);
  });
  each("ECONNREFUSED", [&](std::size_t b, std::size_t e) { add(b, e, party::system); });
  each("<return_code>", [&](std::size_t b, std::size_t e) { add(b, e, party::wechat_pay); });
  each("\"jsonrpc\"", [&](std::size_t b, std::size_t e) { add(b, e, party::json_rpc); });
  std::sort(out.begin(), out.end(), [](const sign& a, const sign& b) { return a.begin < b.begin; });
  return out;
}

}  // namespace errdex::reading
