#include <array>

#include "diagnose/message_text.hpp"
#include "errdex/diagnose.hpp"

namespace errdex {
namespace {

struct condition_name {
  std::string_view key;
  std::string_view rule;
};

constexpr std::array<condition_name, 6> conditions{{
    {"sub_code", "override:sub_code"},
    {"endpoint", "override:endpoint"},
    {"token", "override:token"},
    {"api_version", "override:api_version"},
    {"http_status", "override:http_status"},
    {"message", "override:message"},
}};

bool equals_number(std::string_view text, int value) noexcept {
  int parsed = 0;
  for (const char c : text) {
    if (c < '0' || c > '9' || parsed > 99) return false;
    parsed = parsed * 10 + (c - '0');
  }
  return !text.empty() && parsed == value;
}

bool holds(const property& p, const candidate& best, const evidence& what, const call_context& call,
           std::string_view message) noexcept {
  if (p.key == "sub_code") return !p.value.empty() && best.sub_code == p.value;
  if (p.key == "endpoint")
    return what.url.find(p.value) != std::string_view::npos ||
           call.endpoint.find(p.value) != std::string_view::npos;
  if (p.key == "token") return call.token == p.value;
  if (p.key == "api_version") return call.api_version == p.value;
  if (p.key == "http_status") return what.http_status && equals_number(p.value, *what.http_status);
  if (p.key == "message") return diagnose_detail::contains_folded(message, p.value);
  return false;
}

std::string_view rule_for(std::string_view key) noexcept {
  for (const condition_name& c : conditions) {
    if (c.key == key) return c.rule;
  }
  return "override";
}

}  // namespace

std::optional<advice> advise(const diagnosis& d, const evidence& what, const call_context& call) noexcept {
  if (d.empty()) return std::nullopt;
  const candidate& best = d.candidates().front();
  if (!best.entry) {
    if (d.body().success()) return advice{verdict::none, "success", {}, std::nullopt};
    return advice{verdict::contact_platform, "unknown_code", {}, std::nullopt};
  }
  if (const auto overrides = best.entry.overrides(); !overrides.empty()) {
    const diagnose_detail::plain_text message(d.body().message);
    for (const verdict_override o : overrides) {
      bool all = !o.when.empty();
      for (const property p : o.when) all = all && holds(p, best, what, call, message.view());
      if (all) return advice{o.verdict, rule_for(o.when[0].key), o.reason, best.entry.retry_limit()};
    }
  }
  if (best.sub_entry) return advice{best.sub_entry.verdict(), "sub_code", {}, best.sub_entry.retry_limit()};
  return advice{best.entry.verdict(),
                best.entry.verdict() == verdict::none ? "success" : "entry",
                {},
                best.entry.retry_limit()};
}

}  // namespace errdex
