// Facts that an answer names: the address to allow, the scope to ask for, the field to mend.
#include <algorithm>
#include <array>

#include "errdex/handle.hpp"

namespace errdex {
namespace {

bool is_address_char(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || c == '.' || c == ':';
}

std::string_view trimmed(std::string_view s) {
  while (!s.empty() && (s.front() == ' ' || s.front() == '`' || s.front() == '\'')) s.remove_prefix(1);
  while (!s.empty() &&
         (s.back() == ' ' || s.back() == '`' || s.back() == '\'' || s.back() == '.' || s.back() == ':'))
    s.remove_suffix(1);
  return s;
}

/// What stands between an opening text and the first of these closing characters.
std::string_view between(std::string_view text, std::string_view open, std::string_view close) {
  const auto at = text.find(open);
  if (at == std::string_view::npos) return {};
  const auto rest = text.substr(at + open.size());
  const auto end = rest.find_first_of(close);
  return end == std::string_view::npos ? std::string_view{} : rest.substr(0, end);
}

std::string_view address_in(std::string_view text) {
  // WeCom: "…, from ip: 1.2.3.4, more info…"; DingTalk: "request ip=1.2.3.4 appKey(…)".
  for (const std::string_view mark : {"from ip:", "request ip="}) {
    const auto at = text.find(mark);
    if (at == std::string_view::npos) continue;
    auto rest = text.substr(at + mark.size());
    while (!rest.empty() && rest.front() == ' ') rest.remove_prefix(1);
    std::size_t n = 0;
    while (n < rest.size() && n < 45 && is_address_char(rest[n])) ++n;
    const auto address = rest.substr(0, n);
    if (address.find_first_of(".:") != std::string_view::npos && n >= 3) return address;
  }
  return {};
}

std::string_view scopes_in(std::string_view body) {
  // DingTalk repeats the scopes as requiredScopes=[a, b] in the text and as a JSON array on newer
  // interfaces; Feishu lists them in brackets in its message: "… scopes is required: [a, b] …".
  for (const std::string_view mark : {"requiredScopes=[", "\"requiredScopes\":["}) {
    if (const auto list = between(body, mark, "]"); !list.empty()) return list;
  }
  for (const std::string_view mark : {"scopes is required", "scope is required", "scopes are required",
                                      "尚未开通所需的权限", "任一即可", "应用尚未开通"}) {
    const auto at = body.find(mark);
    if (at == std::string_view::npos) continue;
    if (const auto list = between(body.substr(at), "[", "]"); !list.empty()) return list;
  }
  if (const auto at = body.find("\"permission_violations\""); at != std::string_view::npos) {
    return between(body.substr(at), "\"subject\":\"", "\"");
  }
  return {};
}

std::string_view field_in(std::string_view body) {
  // WeCom's generic validator; Feishu's field_violations.
  if (const auto f = between(body, "missing field `", "`"); !f.empty()) return f;
  if (const auto f = between(body, "field `", "`"); !f.empty()) return f;
  if (const auto f = between(body, "invalid param '", "'"); !f.empty()) return f;
  if (const auto at = body.find("\"field_violations\""); at != std::string_view::npos) {
    if (const auto f = between(body.substr(at), "\"field\":\"", "\""); !f.empty()) return f;
  }
  for (const std::string_view mark :
       {" exceed max length", " exceed min length", " exceed max utf8 words", " exceed min utf8 words"}) {
    const auto at = body.find(mark);
    if (at == std::string_view::npos) continue;
    const auto start = body.substr(0, at).find_last_of(" \":,");
    return trimmed(body.substr(start == std::string_view::npos ? 0 : start + 1,
                               at - (start == std::string_view::npos ? 0 : start + 1)));
  }
  return {};
}

std::string_view link_in(std::string_view body) {
  for (const std::string_view host :
       {"https://open.feishu.cn/app/", "https://open.larksuite.com/app/", "https://open-dev.dingtalk.com/"}) {
    const auto at = body.find(host);
    if (at == std::string_view::npos) continue;
    const auto rest = body.substr(at);
    std::size_t n = 0;
    while (n < rest.size() && rest[n] > ' ' && rest[n] < 0x7f && rest[n] != '"' && rest[n] != '\\' &&
           rest[n] != ',' && rest[n] != '}')
      ++n;
    return rest.substr(0, n);
  }
  return {};
}

std::string_view hint_in(std::string_view body) { return trimmed(between(body, "hint: [", "]")); }

}  // namespace

answer_detail detail_of(const diagnosis& d, const evidence& answer) noexcept {
  const std::string_view body = answer.body;
  const auto status = d.known() ? d.candidates().front().entry.status() : status::unknown;
  // Only what fits the situation: an address in the text of a missing field is noise.
  if (status == status::permission_denied || status == status::unauthenticated || d.body().code == "88") {
    if (const auto a = address_in(body);
        !a.empty() && (d.body().number == 60020 || d.body().sub_code == "60020" ||
                       body.find("IpNotInWhiteList") != std::string_view::npos)) {
      return {detail_kind::address, a};
    }
    if (const auto s = scopes_in(body); !s.empty()) return {detail_kind::scope, s};
    if (const auto l = link_in(body); !l.empty()) return {detail_kind::link, l};
  }
  if (const auto s = scopes_in(body); !s.empty() && !d.known()) return {detail_kind::scope, s};
  if (status == status::invalid_argument || status == status::out_of_range) {
    if (const auto f = field_in(body); !f.empty()) return {detail_kind::field, f};
  }
  if (const auto h = hint_in(body); !h.empty()) return {detail_kind::hint, h};
  if (!d.body().request_id.empty()) return {detail_kind::hint, d.body().request_id};
  return {};
}

}  // namespace errdex
