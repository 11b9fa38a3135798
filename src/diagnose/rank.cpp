// Ranks which platform's code a body carries. The weights stand in one table below.
#include <algorithm>
#include <array>

#include "diagnose/body_reading.hpp"
#include "diagnose/message_text.hpp"
#include "errdex/diagnose.hpp"

namespace errdex {
namespace {

using namespace diagnose_detail;

/// Weights in the order of evidence_rule. What the caller says outweighs all; then signs that only one
/// platform gives; then the text; the shape and the number alone are shared by several.
constexpr std::array<int, rule_set::count> weights{
    1000,  // platform_given
    120,   // host
    60,    // path
    80,    // error_code_header: only WeCom sends it
    80,    // wecom_hint
    25,    // request_id: DingTalk's topapi, but other gateways write one too
    60,    // sub_code: only under DingTalk's wrapper
    50,    // log_id
    10,    // envelope_shape
    30,    // message_text; half of it for a beginning
    6,     // message_language
    20,    // number_known
    4,     // number_in_range
    2,     // http_status
};

constexpr int weight(evidence_rule r) noexcept { return weights[static_cast<std::size_t>(r)]; }

constexpr char folded(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool same_folded(std::string_view a, std::string_view b) noexcept {
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return folded(x) == folded(y); });
}

std::string_view header(const evidence& what, std::string_view name) noexcept {
  for (const header_field& h : what.headers) {
    if (same_folded(h.name, name)) return h.value;
  }
  return {};
}

std::string_view host_of(std::string_view url) noexcept {
  const auto at = url.find("://");
  if (at == std::string_view::npos) return {};
  url.remove_prefix(at + 3);
  url = url.substr(0, url.find_first_of("/?#"));
  return url.substr(0, url.find(':'));
}

std::string_view path_of(std::string_view url) noexcept {
  const auto at = url.find("://");
  if (at == std::string_view::npos) return url;
  url.remove_prefix(at + 3);
  const auto slash = url.find('/');
  return slash == std::string_view::npos ? std::string_view{} : url.substr(slash);
}

struct path_form {
  std::string_view prefix;
  std::string_view platform;
};

constexpr std::array<path_form, 17> path_forms{{
    {"/cgi-bin/", "wecom"},
    {"/open-apis/", "feishu"},
    {"/topapi/", "dingtalk"},
    {"/v1.0/", "dingtalk"},
    {"/v2.0/", "dingtalk"},
    {"/robot/send", "dingtalk"},
    {"/service/get_", "dingtalk"},
    {"/user/get", "dingtalk"},
    {"/department/", "dingtalk"},
    {"/chat/", "dingtalk"},
    {"/message/corpconversation", "dingtalk"},
    {"/media/upload", "dingtalk"},
    {"/attendance/", "dingtalk"},
    {"/sns/", "dingtalk"},
    {"/call_back/", "dingtalk"},
    {"/get_jsapi_ticket", "dingtalk"},
    {"/gettoken", "dingtalk"},
}};

std::string_view platform_of_path(std::string_view path) noexcept {
  for (const path_form& f : path_forms) {
    if (path.starts_with(f.prefix)) return f.platform;
  }
  return {};
}

}  // namespace

class diagnoser {
 public:
  diagnoser(const evidence& what, const catalog& codes) noexcept
      : what_(what),
        codes_(codes),
        host_(host_of(what.url)),
        path_(path_of(what.url)),
        path_platform_(platform_of_path(path_)) {}

  diagnosis of_body() noexcept {
    out_.classification_ = classify(what_.body);
    const classification& c = out_.classification_;
    if (c.envelope == envelope::none) return out_;
    const plain_text message(c.message);
    message_ = message.view();
    for (const space s : codes_.spaces()) {
      if (uses(s, c.envelope)) consider(s, c);
    }
    finish();
    return out_;
  }

  diagnosis of_code(std::string_view code) noexcept {
    classification c;
    c.code = code;
    if (const auto n = detail::code_number(code)) {
      c.has_number = true;
      c.number = *n;
    }
    out_.classification_ = c;
    for (const space s : codes_.spaces()) consider(s, c);
    finish();
    return out_;
  }

 private:
  static bool uses(const space& s, envelope shape) noexcept {
    for (const std::string_view e : s.envelopes()) {
      if (e == name(shape)) return true;
    }
    // DingTalk's newer interfaces answer with textual codes; a token endpoint of OAuth with `error`.
    if (shape == envelope::code_text || shape == envelope::error_response) return s.platform() == "dingtalk";
    if (shape == envelope::error) return s.name() == "openapi.oauth";
    return false;
  }

  [[nodiscard]] bool given(const space& s) const noexcept {
    return what_.platform == s.name() || what_.platform == s.platform();
  }

  void consider(const space& s, const classification& c) noexcept {
    rule_set rules;
    if (!what_.platform.empty()) {
      if (!given(s)) return;
      rules.add(evidence_rule::platform_given);
    }
    if (c.envelope != envelope::none) rules.add(evidence_rule::envelope_shape);
    signs(s, c, rules);
    const entry first = c.has_number ? codes_.find(s.id(), c.number) : codes_.find(s.id(), c.code);
    if (first) {
      rules.add(evidence_rule::number_known);
      for (entry e = first; e; e = e.next_meaning()) meaning(s, c, e, rules);
      return;
    }
    if (c.success()) {
      // Success is no error code, so few tables list it; one candidate for a platform is enough.
      const bool main_space =
          s.platform() != "feishu" || s.name() == "feishu.server" || c.envelope != envelope::code;
      if (main_space) add(s, c, entry{}, rules, 0);
      return;
    }
    bool in_range = false;
    if (c.has_number) {
      if (s.range_of(c.number)) {
        rules.add(evidence_rule::number_in_range);
        in_range = true;
      }
    }
    // An unknown code is a result where something besides the number speaks for the space.
    const bool sign = rules.has(evidence_rule::platform_given) || rules.has(evidence_rule::host) ||
                      rules.has(evidence_rule::path) || rules.has(evidence_rule::error_code_header) ||
                      rules.has(evidence_rule::wecom_hint) || rules.has(evidence_rule::request_id) ||
                      rules.has(evidence_rule::sub_code) || rules.has(evidence_rule::log_id);
    const bool bare_number = c.envelope == envelope::none;
    if (sign || (in_range && (bare_number || c.envelope == envelope::errcode)) ||
        (c.envelope == envelope::errcode && !bare_number)) {
      add(s, c, entry{}, rules, 0);
    }
  }

  /// What speaks for a platform, apart from the code itself.
  void signs(const space& s, const classification& c, rule_set& rules) const noexcept {
    const std::string_view platform = s.platform();
    if (!host_.empty()) {
      for (const std::string_view h : s.hosts()) {
        if (same_folded(host_, h) ||
            (host_.size() > h.size() && host_.ends_with(h) && host_[host_.size() - h.size() - 1] == '.'))
          rules.add(evidence_rule::host);
      }
    }
    const bool hire = path_.starts_with("/open-apis/hire/");
    if (!path_platform_.empty() && path_platform_ == platform &&
        (platform != "feishu" || (hire ? s.name() == "feishu.hire" : s.name() == "feishu.server"))) {
      rules.add(evidence_rule::path);
    }
    if (platform == "wecom") {
      if (const auto value = header(what_, "Error-Code"); !value.empty() && value == c.code)
        rules.add(evidence_rule::error_code_header);
      if (message_.find("devtool/query?e=") != std::string_view::npos || wecom_hint(message_))
        rules.add(evidence_rule::wecom_hint);
    }
    if (platform == "dingtalk") {
      if (!c.request_id.empty() && (c.envelope == envelope::errcode || c.envelope == envelope::code_text))
        rules.add(evidence_rule::request_id);
      if (!c.sub_code.empty() || message_.find("subcode=") != std::string_view::npos)
        rules.add(evidence_rule::sub_code);
    }
    if (platform == "feishu" && (c.envelope == envelope::code) &&
        (!c.request_id.empty() || !header(what_, "X-Tt-Logid").empty())) {
      rules.add(evidence_rule::log_id);
    }
    if (!message_.empty()) {
      const bool chinese = has_han(message_);
      if (platform == "dingtalk" ? chinese : !chinese) rules.add(evidence_rule::message_language);
    }
    if (what_.http_status) {
      const bool refused = *what_.http_status >= 400 && *what_.http_status < 600;
      if (platform == "feishu" ? refused : !refused) rules.add(evidence_rule::http_status);
    }
  }

  /// WeCom's hint is a number of 25 digits, or of an older form, in brackets. Official accounts write
  /// "rid:" or a hint of letters.
  static bool wecom_hint(std::string_view message) noexcept {
    const auto at = message.find("hint: [");
    if (at == std::string_view::npos) return false;
    const auto rest = message.substr(at + 7);
    std::size_t digits = 0;
    while (digits < rest.size() && rest[digits] >= '0' && rest[digits] <= '9') ++digits;
    return digits >= 10 && digits < rest.size() && (rest[digits] == ']' || rest[digits] == '_');
  }

  void meaning(const space& s, const classification& c, const entry& e, rule_set rules) noexcept {
    int extra = 0;
    const int fit = message_fit(message_, e);
    if (fit > 0) {
      rules.add(evidence_rule::message_text);
      if (fit == 1) extra -= weight(evidence_rule::message_text) / 2;
    }
    // Of several meanings, the one whose context the path names.
    const std::string_view version = e.context().value("api_version");
    if (!version.empty() && !path_.empty()) {
      const bool v3 = path_.find("/v3/") != std::string_view::npos;
      if (v3 == (version.find("v3") != std::string_view::npos)) extra += 5;
    }
    add(s, c, e, rules, extra);
  }

  void add(const space& s, const classification& c, const entry& e, const rule_set& rules,
           int extra) noexcept {
    candidate x;
    x.space = s;
    x.entry = e;
    x.code = c.code;
    x.rules = rules;
    x.score = extra;
    for (unsigned i = 0; i < rule_set::count; ++i) {
      if (rules.has(static_cast<evidence_rule>(i))) x.score += weights[i];
    }
    if (s.platform() == "dingtalk" && c.code == "88") {
      x.sub_code = c.sub_code.empty() ? sub_code_in(c.message) : c.sub_code;
      if (!x.sub_code.empty()) x.sub_entry = codes_.find(s.id(), x.sub_code);
    }
    // Kept sorted; of equals the one that came first stays in front.
    const auto end = out_.items_.begin() + static_cast<std::ptrdiff_t>(out_.count_);
    const auto place =
        std::find_if(out_.items_.begin(), end, [&](const candidate& other) { return other.score < x.score; });
    if (out_.count_ == diagnosis::max_candidates) {
      if (place == end) return;
      --out_.count_;
    }
    std::move_backward(place, out_.items_.begin() + static_cast<std::ptrdiff_t>(out_.count_),
                       out_.items_.begin() + static_cast<std::ptrdiff_t>(out_.count_) + 1);
    *place = x;
    ++out_.count_;
  }

  /// "ding talk error[subcode=40014,submsg=…]"
  static std::string_view sub_code_in(std::string_view message) noexcept {
    const auto at = message.find("subcode=");
    if (at == std::string_view::npos) return {};
    const auto rest = message.substr(at + 8);
    return rest.substr(0, rest.find_first_of(",] \""));
  }

  /// A body with a generic shape is ours only when something besides the shape says so: the number
  /// is listed, or a sign of the platform stands there.
  void finish() noexcept {
    const classification& c = out_.classification_;
    if (c.envelope != envelope::code || c.success() || !what_.platform.empty()) return;
    // {code, message} is how gRPC and many frameworks answer; there even a listed number needs a sign or
    // the platform's own words.
    const auto speaks = [&](const candidate& x) {
      if (x.rules.has(evidence_rule::log_id) || x.rules.has(evidence_rule::host) ||
          x.rules.has(evidence_rule::path))
        return true;
      return x.entry && (c.complete || x.rules.has(evidence_rule::message_text));
    };
    const auto end = out_.items_.begin() + static_cast<std::ptrdiff_t>(out_.count_);
    const auto keep =
        std::remove_if(out_.items_.begin(), end, [&](const candidate& x) { return !speaks(x); });
    out_.count_ = static_cast<std::size_t>(keep - out_.items_.begin());
  }

  const evidence& what_;
  const catalog& codes_;
  std::string_view host_;
  std::string_view path_;
  std::string_view path_platform_;
  std::string_view message_;
  diagnosis out_;
};

diagnosis diagnose(const evidence& what, const catalog& codes) noexcept {
  return diagnoser(what, codes).of_body();
}

diagnosis diagnose_code(std::string_view code, std::string_view platform, const catalog& codes) noexcept {
  const evidence what{.body = {}, .http_status = {}, .headers = {}, .url = {}, .platform = platform};
  return diagnoser(what, codes).of_code(code);
}

}  // namespace errdex
