// What a program must do about one failed call.
//
//   #include <errdex/handle.hpp>
//
//   errdex::evidence answer{.body = body, .http_status = 200, .url = "/cgi-bin/message/send"};
//   errdex::decision d = errdex::decide(errdex::diagnose(answer), answer,
//                                       {.repeat = errdex::repeatability::keyed, .attempts = 1});
//   if (d.action == errdex::verdict::refresh_token && d.repeat) { refresh(); call_again(); }
//   else if (d.repeat) { sleep_for(d.delay); call_again(); }
//   else report(d);
//
// `decide` is a pure function: of the catalog's entry with its overrides, the operation, the attempts
// so far, and the answer's own headers and text. It makes no call, reads no clock, keeps no state,
// and allocates nothing. errdex/retry.hpp puts a budget, jitter and a loop around it.
//
// The verdict says what has to happen; `repeat` says whether this program may send the same call again
// by itself. The two differ on purpose: `retry` after a write that may have been executed is still the
// verdict, but the call is not repeated blindly.
#ifndef ERRDEX_HANDLE_HPP
#define ERRDEX_HANDLE_HPP

#include <chrono>
#include <cstdint>
#include <string_view>

#include "errdex/detail/export.hpp"
#include "errdex/diagnose.hpp"
#include "errdex/vocabulary.hpp"

namespace errdex {

/// What a second execution of the same call would do.
enum class repeatability : std::uint8_t {
  unsafe = 0,      ///< A second effect: another message, another order. The default.
  idempotent = 1,  ///< The same state as one execution: reads, deletions, complete replacements.
  keyed = 2,       ///< The platform recognises the repetition by an idempotency key in the call.
};

/// The call that failed. Everything has a safe default.
struct operation {
  repeatability repeat = repeatability::unsafe;
  std::uint32_t attempts = 1;         ///< Attempts made so far, the failed one counted; at least 1.
  std::uint32_t token_refreshes = 0;  ///< Times that the token was fetched anew for this call.
  std::string_view endpoint{};        ///< Path, for overrides; taken from the evidence's URL when empty.
  std::string_view token{};           ///< Kind of the token that was sent, such as "tenant_access_token".
  std::string_view api_version{};     ///< Such as "contact v3".
  /// The caller's clock, in seconds since 1970 UTC; needed where an answer names a point in time.
  /// 0: unknown, and such answers are waited out by the window of their limit.
  std::int64_t now = 0;
};

/// Bounds that a caller may want otherwise.
struct decision_policy {
  std::uint32_t max_retries = 3;     ///< For `retry` where no document gives a number.
  std::uint32_t max_slow_downs = 5;  ///< For `slow_down`.
  std::uint32_t max_polls = 5;       ///< For `wait`, when the call itself may be repeated.
  std::chrono::milliseconds longest_wait = std::chrono::hours(1);  ///< Longer windows end the repetition.
};

/// Why a decision came out as it did.
enum class decision_rule : std::uint8_t {
  success = 0,             ///< The envelope says that the call succeeded.
  verdict = 1,             ///< The entry's verdict asks for something that no repetition brings.
  documented_retries = 2,  ///< Repeated as often as the document allows.
  default_retries = 3,     ///< Repeated as often as the policy allows.
  attempts_used_up = 4,    ///< No repetition is left.
  may_have_executed = 5,   ///< Not repeated: a second effect cannot be excluded.
  refresh_once = 6,        ///< Repeated once with a new token.
  already_refreshed = 7,   ///< A new token did not help.
  reset_header = 8,        ///< Waits as x-ogw-ratelimit-reset says.
  retry_after_header = 9,  ///< Waits as Retry-After says.
  end_time_in_text = 10,   ///< Waits until the time that the message names.
  window_of_limit = 11,    ///< Waits for the documented window of the limit.
  default_window = 12,     ///< No window is documented; waits longer each time.
  wait_too_long = 13,      ///< The limit ends later than the policy waits.
  ask_for_result = 14,     ///< The same thing is being worked on.
  http_status = 15,        ///< The code is unknown or there is none; the HTTP status decided.
  unknown_code = 16,       ///< The code is not in the catalog; nothing is repeated on a guess.
  not_recognised = 17,     ///< No answer of these platforms.
};

[[nodiscard]] ERRDEX_API std::string_view name(decision_rule value) noexcept;
inline constexpr unsigned decision_rule_count = 18;

/// What the answer itself names.
enum class detail_kind : std::uint8_t {
  none = 0,
  address = 1,  ///< The calling IP address that is not trusted.
  scope = 2,    ///< The missing permissions, as the answer lists them.
  field = 3,    ///< The request field that is wrong.
  link = 4,     ///< A page of the console where it can be mended.
  hint = 5,     ///< The id by which the platform finds the request.
};

[[nodiscard]] ERRDEX_API std::string_view name(detail_kind value) noexcept;

/// A fact out of the answer, for the person who acts on it. The text points into the evidence.
struct answer_detail {
  detail_kind kind = detail_kind::none;
  std::string_view text;
};

struct decision {
  errdex::verdict action = errdex::verdict::contact_platform;
  decision_rule rule = decision_rule::not_recognised;
  /// "entry" or the override that applied, as in `advice::rule`.
  std::string_view source;
  bool repeat = false;                 ///< The program may send the same call again, after `delay`.
  std::chrono::milliseconds delay{0};  ///< Least time to wait before it.
  std::uint32_t attempts_left = 0;     ///< Repetitions that are left, this one counted.
  bool may_have_executed = false;      ///< The failed call may have taken effect.
  answer_detail detail;
};

/// Decides. Total: every diagnosis, every operation gives a decision, and a caller that follows the
/// decisions and counts its attempts stops.
[[nodiscard]] ERRDEX_API decision decide(const diagnosis& d, const evidence& answer, const operation& op = {},
                                         const decision_policy& policy = {}) noexcept;

/// The first fact that the answer names for a verdict of this kind; kind none when it names none.
[[nodiscard]] ERRDEX_API answer_detail detail_of(const diagnosis& d, const evidence& answer) noexcept;

/// A duration such as "60s", "5m", "24h", "1d", "1mo" (30 days), "500ms"; zero when it is not one.
[[nodiscard]] ERRDEX_API std::chrono::milliseconds parse_window(std::string_view window) noexcept;

}  // namespace errdex

#endif
