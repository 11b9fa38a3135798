#include "emulator/wecom/checks.hpp"

#include <charconv>

#include "emulator/wecom/payment_signature.hpp"
#include "emulator/wecom/payments.hpp"
#include "emulator/wecom/providers.hpp"
#include "emulator/wecom/retirement.hpp"
#include "emulator/wecom/robots.hpp"
#include "emulator/wecom/suites.hpp"
#include "emulator/wecom/wecom.hpp"

namespace errdex::emulation::wecom {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

/// A token that is no app's access_token: of whom it is stands in wecom_provider_token.
struct token_kind {
  std::string_view name;        ///< As in endpoint::credential, and in the query.
  std::string_view other_name;  ///< Older APIs have it in the query as this.
  code missing, invalid, expired;
};
constexpr token_kind suite_token{suite_access_token, suite_access_token, code::suite_token_missing,
                                 code::suite_token_invalid, code::suite_token_expired};
constexpr token_kind provider_token{provider_access_token, access_token, code::access_token_missing,
                                    code::access_token_invalid, code::access_token_expired};

template <const token_kind& kind>
bool takes(const endpoint& e) {
  return e.credential == kind.name;
}

bool takes_robot_key(const endpoint& e) { return e.credential == robot_key; }
bool takes_access_token(const endpoint& e) { return e.credential == access_token; }
bool takes_any_credential(const endpoint& e) { return !e.credential.empty(); }
bool takes_provider_token(const endpoint& e) { return takes<suite_token>(e) || takes<provider_token>(e); }
bool has_permission(const endpoint& e) { return takes_access_token(e) && !e.permission.empty(); }
bool takes_body(const endpoint& e) { return e.method == "POST" && !e.raw_body; }

void check_token(exchange& x) {
  const std::string* token = x.query("access_token");
  if (!token || token->empty()) throw failure(code::access_token_missing, "the query has no access_token");
  auto row = x.data().query(
      "SELECT t.corp, t.app, t.expires, t.revoked, a.agentid, a.kind, a.trusted_ips, a.enabled FROM "
      "wecom_token t "
      "JOIN wecom_app a ON a.corp = t.corp AND a.app = t.app WHERE t.token = ?",
      *token);
  if (!row.next()) throw failure(code::access_token_invalid, "no such access_token was issued");
  if (row.integer(3) != 0) throw failure(code::access_token_invalid, "the access_token was revoked");
  if (row.integer(2) <= x.seconds())
    throw failure(code::access_token_expired,
                  "the access_token expired " + std::to_string(x.seconds() - row.integer(2)) + " s ago");
  x.caller.tenant = row.text(0);
  x.caller.app = row.text(1);
  x.caller.number = row.integer(4);
  x.caller.kind = row.text(5);
  x.caller.addresses = row.text(6);
  x.caller.enabled = row.integer(7) != 0;
}

template <const token_kind& kind>
void check_provider_token(exchange& x) {
  const std::string name(kind.name);
  const std::string* token = x.query(kind.name);
  if (!token || token->empty()) token = x.query(kind.other_name);
  if (!token || token->empty()) throw failure(kind.missing, "the query has no " + name);
  auto row =
      x.data().query("SELECT corp, suite, expires FROM wecom_provider_token WHERE token = ? AND kind = ?",
                     *token, kind.name);
  if (!row.next()) throw failure(kind.invalid, "no such " + name + " was issued");
  if (row.integer(2) <= x.seconds())
    throw failure(kind.expired,
                  "the " + name + " expired " + std::to_string(x.seconds() - row.integer(2)) + " s ago");
  x.caller.tenant = row.text(0);
  x.caller.app = row.text(1);
  x.caller.kind = kind.name;
}

void check_provider_address(exchange& x) { need_provider_address(x, x.caller.tenant); }

void check_address(exchange& x) {
  if (!address_in(peer_of(x), x.caller.addresses))
    throw failure(code::caller_ip_not_trusted, "the app's trusted addresses are " + x.caller.addresses);
}

void check_enabled(exchange& x) {
  if (!x.caller.enabled) throw failure(code::app_disabled, "the app " + x.caller.app + " is disabled");
}

void check_permission(exchange& x) {
  if (!allows(x.caller.kind, x.endpoint.permission))
    throw failure(code::access_token_no_permission, "an app of the kind '" + x.caller.kind +
                                                        "' has no permission '" +
                                                        std::string(x.endpoint.permission) + "'");
}

void count_call(exchange& x, std::string_view whom, std::int64_t limit, std::chrono::seconds window) {
  std::string key(whom);
  key += ' ';
  key += x.endpoint.name;
  key += ' ';
  key += std::to_string(window.count());
  if (!x.world.limits.take(key, limit, window, x.now()))
    throw failure(code::rate_limited,
                  "more than " + std::to_string(limit) + " calls in " + format_duration(window));
}

void check_limits(exchange& x) {
  if (!x.world.settings.rate_limits) return;
  const std::string corp = "corp " + x.caller.tenant, address = "address " + std::string(peer_of(x));
  if (!x.caller.tenant.empty()) {
    count_call(x, corp, 10'000, minutes(1));
    count_call(x, corp, 150'000, hours(1));
  }
  count_call(x, address, 20'000, minutes(1));
  count_call(x, address, 600'000, hours(1));
  for (const rate_limit& limit : x.endpoint.limits) {
    switch (limit.per) {
      case rate_limit::scope::tenant: count_call(x, "own " + corp, limit.calls, limit.window); break;
      case rate_limit::scope::app:
        count_call(x, "own app " + x.caller.tenant + ' ' + x.caller.app, limit.calls, limit.window);
        break;
      case rate_limit::scope::address: count_call(x, "own " + address, limit.calls, limit.window); break;
    }
  }
}

void check_body(exchange& x) {
  if (x.request.body.empty() && !x.endpoint.fields.empty())
    throw failure(code::parameter_missing, "the request has no body");
}

bool parse_address(std::string_view text, std::uint32_t& out) {
  out = 0;
  for (int part = 0; part < 4; ++part) {
    unsigned value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || value > 255) return false;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    out = out << 8 | value;
    if (part == 3) return text.empty();
    if (text.empty() || text.front() != '.') return false;
    text.remove_prefix(1);
  }
  return false;
}

}  // namespace

bool address_in(std::string_view address, std::string_view ranges) {
  if (ranges.empty()) return true;
  std::uint32_t wanted = 0;
  const bool four = parse_address(address, wanted);
  for (const std::string& range : split(ranges, ',')) {
    if (range == address) return true;
    const auto slash = range.find('/');
    std::uint32_t net = 0;
    unsigned bits = 32;
    if (!four || !parse_address(std::string_view(range).substr(0, slash), net)) continue;
    if (slash != std::string::npos) {
      const auto [end, error] = std::from_chars(range.data() + slash + 1, range.data() + range.size(), bits);
      if (error != std::errc() || bits > 32) continue;
    }
    const std::uint32_t mask = bits == 0 ? 0 : ~std::uint32_t{0} << (32 - bits);
    if ((wanted & mask) == (net & mask)) return true;
  }
  return false;
}

std::string_view peer_of(const exchange& x) {
  return x.request.peer.empty() ? "127.0.0.1" : std::string_view(x.request.peer);
}

std::vector<check> checks_in_order() {
  return {
      {"access token",
       check_token,
       {{code::access_token_missing, "the query has no access_token"},
        {code::access_token_invalid, "the access_token was never issued, or was revoked"},
        {code::access_token_expired, "the access_token is older than 7,200 seconds"}},
       takes_access_token},
      {"trusted address",
       check_address,
       {{code::caller_ip_not_trusted,
         "the app has a list of trusted addresses and the caller's is not on it"}},
       takes_access_token},
      {"suite token",
       check_provider_token<suite_token>,
       {{suite_token.missing, "the query has no suite_access_token"},
        {suite_token.invalid, "the suite_access_token was never issued"},
        {suite_token.expired, "the suite_access_token is older than 7,200 seconds"}},
       takes<suite_token>},
      {"provider token",
       check_provider_token<provider_token>,
       {{provider_token.missing, "the query has no provider_access_token"},
        {provider_token.invalid, "the provider_access_token was never issued"},
        {provider_token.expired, "the provider_access_token is older than 7,200 seconds"}},
       takes<provider_token>},
      {"provider's address",
       check_provider_address,
       {{code::caller_ip_not_trusted,
         "the provider has a list of trusted addresses and the caller's is not on it"}},
       takes_provider_token},
      {"robot",
       check_robot,
       {{code::parameter_invalid, "no robot has the key"},
        {code::robot_disabled, "the robot is switched off"}},
       takes_robot_key},
      {"authorization",
       check_authorization,
       {{code::authorization_revoked, "the token is a third-party app's, and the organisation removed it"}},
       takes_access_token},
      {"paid app",
       check_paid_app,
       {{code::paid_app_expired, "the token is a third-party app's, and the term that was paid for is over"},
        {code::paid_app_user_limit_reached, "the third-party app sees more people than it is paid for"}},
       takes_access_token},
      {"retirement",
       check_retirement,
       {{code::api_retired, "the platform has retired the API"}},
       takes_access_token},
      {"app enabled", check_enabled, {{code::app_disabled, "the app is switched off"}}, takes_access_token},
      {"permission",
       check_permission,
       {{code::access_token_no_permission, "the token's app is of a kind that may not call this API"}},
       has_permission},
      {"rate limit",
       check_limits,
       {{code::rate_limited, "more calls than the platform or the API allows in a minute or an hour"}},
       takes_any_credential},
      {"body", check_body, {{code::parameter_missing, "a POST comes without a body"}}, takes_body},
      payment_signature_check(),
      {"fields", check_fields, {}},
  };
}

}  // namespace errdex::emulation::wecom
