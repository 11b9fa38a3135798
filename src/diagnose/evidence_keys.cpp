#include "diagnose/evidence_keys.hpp"

#include <algorithm>

namespace errdex::reading {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

struct named_role {
  std::string_view name;
  role what;
};

// In lower case and in alphabetical order.
constexpr named_role names[] = {
    {"code", role::code},
    {"ding_open_errcode", role::ding_code},
    {"err_code", role::errcode},
    {"err_msg", role::errmsg},
    {"err_string", role::err_string},
    {"errcode", role::errcode},
    {"errmsg", role::errmsg},
    {"errno", role::errno_},
    {"error", role::error},
    {"error_code", role::error_code},
    {"error_description", role::error_description},
    {"error_message", role::error_msg},
    {"error_msg", role::error_msg},
    {"errorcode", role::error_code_camel},
    {"errormessage", role::error_message_camel},
    {"errormsg", role::errmsg},
    {"errstring", role::err_string},
    {"log_id", role::log_id},
    {"logid", role::log_id},
    {"message", role::message},
    {"msg", role::msg},
    {"reqid", role::request_id},
    {"request_id", role::request_id},
    {"requestid", role::request_id},
    {"status", role::status},
    {"status_code", role::status},
    {"statuscode", role::status},
    {"sub_code", role::sub_code},
    {"sub_msg", role::sub_msg},
    {"subcode", role::sub_code},
    {"suberrcode", role::sub_code},
    {"suberrmsg", role::sub_msg},
    {"submsg", role::sub_msg},
    {"x-request-id", role::request_id},
    {"x-tt-logid", role::log_id},
};

// Longer ones first where one begins with another.
constexpr named_role phrases[] = {
    {"error code", role::said_code},  {"error message", role::said_message}, {"err code", role::said_code},
    {"request id", role::request_id}, {"status code", role::status},         {"错误代码", role::said_code},
    {"错误码", role::said_code},      {"返回码", role::said_code},           {"错误信息", role::said_message},
    {"错误消息", role::said_message}, {"错误描述", role::said_message},      {"微信原始报文", role::raw_body},
    {"说明", role::said_message},
};

}  // namespace

bool equals_lower(std::string_view text, std::string_view word) noexcept {
  return text.size() == word.size() &&
         std::equal(text.begin(), text.end(), word.begin(), [](char a, char b) { return lower(a) == b; });
}

bool has_lower_at(std::string_view text, std::size_t at, std::string_view word) noexcept {
  return at <= text.size() && equals_lower(text.substr(at, word.size()), word);
}

std::size_t find_lower(std::string_view text, std::string_view word) noexcept {
  if (word.empty()) return 0;
  if (text.size() < word.size()) return std::string_view::npos;
  const char first = word.front();
  for (std::size_t i = 0; i <= text.size() - word.size(); ++i) {
    if (lower(text[i]) == first && has_lower_at(text, i, word)) return i;
  }
  return std::string_view::npos;
}

role role_of(std::string_view name) noexcept {
  if (name.size() < 3 || name.size() > 17) return role::none;
  const auto* const found =
      std::lower_bound(std::begin(names), std::end(names), name, [](const named_role& a, std::string_view b) {
        return std::lexicographical_compare(a.name.begin(), a.name.end(), b.begin(), b.end(),
                                            [](char x, char y) { return lower(x) < lower(y); });
      });
  return found != std::end(names) && equals_lower(name, found->name) ? found->what : role::none;
}

phrase phrase_at(std::string_view text, std::size_t at) noexcept {
  if (at >= text.size()) return {};
  switch (lower(text[at])) {
    case 'e':
    case 'r':
    case 's':
    case '\xE9':  // 错
    case '\xE8':  // 返
    case '\xE5':  // 微
      break;
    default: return {};
  }
  // "level=error code=…" is a level and a code.
  if (at > 0 && text[at - 1] == '=') return {};
  for (const auto& p : phrases) {
    if (has_lower_at(text, at, p.name)) return {p.what, p.name.size()};
  }
  return {};
}

}  // namespace errdex::reading
