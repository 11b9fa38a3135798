#include <algorithm>
#include <array>

#include "errdex/handle.hpp"
#include "handle/timing.hpp"

namespace errdex {
namespace {

constexpr std::array<std::string_view, decision_rule_count> rule_names{
    "success",           "verdict",         "documented_retries", "default_retries", "attempts_used_up",
    "may_have_executed", "refresh_once",    "already_refreshed",  "reset_header",    "retry_after_header",
    "end_time_in_text",  "window_of_limit", "default_window",     "wait_too_long",   "ask_for_result",
    "http_status",       "unknown_code",    "not_recognised"};

constexpr std::array<std::string_view, 6> detail_names{"none", "address", "scope", "field", "link", "hint"};

/// Whether a call that failed with this status may have been carried out nevertheless. A refusal
/// (permission, token, rate, arguments) and a lost race (ABORTED) leave no effect; a failure inside
/// the platform may come after the effect.
bool effect_possible(status s) noexcept {
  switch (s) {
    case status::unknown:
    case status::internal:
    case status::unavailable:
    case status::deadline_exceeded:
    case status::data_loss: return true;
    case status::ok:
    case status::cancelled:
    case status::invalid_argument:
    case status::not_found:
    case status::already_exists:
    case status::permission_denied:
    case status::resource_exhausted:
    case status::failed_precondition:
    case status::aborted:
    case status::out_of_range:
    case status::unimplemented:
    case status::unauthenticated: return false;
  }
  return true;
}

class maker {
 public:
  maker(const evidence& answer, const operation& op, const decision_policy& policy)
      : answer_(answer), op_(op), policy_(policy), attempts_(std::max(op.attempts, 1u)) {}

  decision with(verdict action, const entry& code, std::optional<std::uint32_t> documented) {
    out_.action = action;
    out_.may_have_executed =
        action != verdict::none && effect_possible(code ? code.status() : status::unknown);
    switch (action) {
      case verdict::retry:
        repeat_up_to(documented.value_or(policy_.max_retries),
                     documented ? decision_rule::documented_retries : decision_rule::default_retries);
        break;
      case verdict::slow_down: slow_down(code, documented); break;
      case verdict::refresh_token: refresh(); break;
      case verdict::wait: poll(); break;
      case verdict::none: out_.rule = decision_rule::success; break;
      case verdict::reauthorize:
      case verdict::fix_request:
      case verdict::fix_setup:
      case verdict::grant_permission:
      case verdict::fix_state:
      case verdict::raise_quota:
      case verdict::migrate:
      case verdict::contact_platform:
      case verdict::stop: out_.rule = decision_rule::verdict; break;
    }
    return out_;
  }

  /// For an answer that the catalog cannot speak for. A 5xx is the platform's own failure, 429 its
  /// own refusal; anything else is not repeated on a guess.
  decision by_http_status(decision_rule otherwise) {
    const int s = answer_.http_status.value_or(0);
    if (s == 429) {
      with(verdict::slow_down, entry{}, std::nullopt);
      out_.may_have_executed = false;
      if (out_.rule == decision_rule::default_window) out_.rule = decision_rule::http_status;
      return out_;
    }
    if (s >= 500 && s <= 599) {
      with(verdict::retry, entry{}, std::nullopt);
      out_.may_have_executed = true;
      if (out_.rule == decision_rule::default_retries) out_.rule = decision_rule::http_status;
      return out_;
    }
    out_.action = verdict::contact_platform;
    out_.rule = otherwise;
    out_.may_have_executed = true;
    return out_;
  }

 private:
  /// Repetitions that are left of `most`; false, with the rule set, when there is none.
  bool left_of(std::uint32_t most) {
    const std::uint32_t used = attempts_ - 1;
    if (used >= most) {
      out_.rule = decision_rule::attempts_used_up;
      return false;
    }
    out_.attempts_left = most - used;
    return true;
  }

  void repeat_up_to(std::uint32_t most, decision_rule rule) {
    if (out_.may_have_executed && op_.repeat == repeatability::unsafe) {
      out_.rule = decision_rule::may_have_executed;
      return;
    }
    if (!left_of(most)) return;
    out_.repeat = true;
    out_.rule = rule;
    // Doubled each time; retry.hpp adds jitter.
    out_.delay = std::chrono::milliseconds{500 * (std::int64_t{1} << std::min(attempts_ - 1, 6u))};
  }

  void slow_down(const entry& code, std::optional<std::uint32_t> documented) {
    // The service that is overloaded may say so with a code of its own failure; the refusal at a
    // limit has no effect.
    out_.may_have_executed = code && effect_possible(code.status());
    if (out_.may_have_executed && op_.repeat == repeatability::unsafe) {
      out_.rule = decision_rule::may_have_executed;
      return;
    }
    if (!left_of(documented.value_or(policy_.max_slow_downs))) return;
    const auto wait = handle::time_to_wait(answer_, code, attempts_, op_.now);
    if (wait.delay > policy_.longest_wait) {
      out_.rule = decision_rule::wait_too_long;
      out_.delay = wait.delay;
      out_.attempts_left = 0;
      return;
    }
    out_.repeat = true;
    out_.rule = wait.rule;
    out_.delay = wait.delay;
  }

  void refresh() {
    out_.may_have_executed = false;  // Refused before it was looked at.
    if (op_.token_refreshes > 0) {
      out_.rule = decision_rule::already_refreshed;
      return;
    }
    out_.repeat = true;
    out_.rule = decision_rule::refresh_once;
    out_.attempts_left = 1;
  }

  void poll() {
    out_.rule = decision_rule::ask_for_result;
    if (op_.repeat == repeatability::unsafe || !left_of(policy_.max_polls)) return;
    out_.repeat = true;
    out_.delay = std::chrono::milliseconds{1000 * (std::int64_t{1} << std::min(attempts_ - 1, 5u))};
  }

  const evidence& answer_;
  const operation& op_;
  const decision_policy& policy_;
  std::uint32_t attempts_;
  decision out_;
};

}  // namespace

std::string_view name(decision_rule value) noexcept {
  const auto i = static_cast<std::size_t>(value);
  return i < rule_names.size() ? rule_names[i] : std::string_view{};
}

std::string_view name(detail_kind value) noexcept {
  const auto i = static_cast<std::size_t>(value);
  return i < detail_names.size() ? detail_names[i] : std::string_view{};
}

decision decide(const diagnosis& d, const evidence& answer, const operation& op,
                const decision_policy& policy) noexcept {
  maker make(answer, op, policy);
  decision out;
  if (d.empty()) {
    out = make.by_http_status(decision_rule::not_recognised);
  } else if (!d.known()) {
    out = make.by_http_status(decision_rule::unknown_code);
    out.source = "unknown_code";
  } else {
    const auto advised = advise(d, answer, {op.endpoint, op.token, op.api_version});
    if (!advised) return out;
    // Behind a wrapper it is the inner code whose window counts.
    const candidate& best = d.candidates().front();
    const entry& speaks = best.sub_entry ? best.sub_entry : best.entry;
    const bool inner_decides = best.sub_entry && advised->action == best.sub_entry.verdict();
    out = make.with(advised->action, inner_decides ? speaks : best.entry, advised->retry_limit);
    out.source = advised->rule;
  }
  out.detail = detail_of(d, answer);
  return out;
}

}  // namespace errdex
