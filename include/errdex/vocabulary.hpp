// The closed sets that the catalog is written in: languages, canonical statuses, verdicts,
// and the provenance of an entry. Every enumerator has a fixed value; names are stable and are
// what JSON, YAML and the command line use.
//
//   if (e.verdict() == errdex::verdict::refresh_token) fetch_a_token();
//   std::cout << errdex::name(e.status());                    // "UNAUTHENTICATED"
//   auto v = errdex::parse_verdict("slow_down");              // optional<verdict>
#ifndef ERRDEX_VOCABULARY_HPP
#define ERRDEX_VOCABULARY_HPP

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "errdex/detail/export.hpp"

namespace errdex {

/// A language that every text of the catalog is written in.
enum class language : std::uint8_t { en = 0, zh = 1 };

/// Canonical status of an entry: the names and numbers of google.rpc.Code, so that codes of
/// different platforms compare.
enum class status : std::uint8_t {
  ok = 0,
  cancelled = 1,
  unknown = 2,
  invalid_argument = 3,
  deadline_exceeded = 4,
  not_found = 5,
  already_exists = 6,
  permission_denied = 7,
  resource_exhausted = 8,
  failed_precondition = 9,
  aborted = 10,
  out_of_range = 11,
  unimplemented = 12,
  internal = 13,
  unavailable = 14,
  data_loss = 15,
  unauthenticated = 16,
};

/// What to do about one failed call. The set is closed; docs/verdicts.md says when each is chosen.
enum class verdict : std::uint8_t {
  none = 0,               ///< The call succeeded.
  retry = 1,              ///< A passing failure of the platform: the same call may pass later.
  slow_down = 2,          ///< Too many calls; wait for the window of the limit.
  refresh_token = 3,      ///< Fetch a new token by program, once, then repeat the call.
  reauthorize = 4,        ///< A person or a tenant has to log in or consent again.
  fix_request = 5,        ///< This call can never pass as it is.
  fix_setup = 6,          ///< Configuration outside the call: secret, callback, trusted address.
  grant_permission = 7,   ///< A scope, a role or a visible range is missing.
  fix_state = 8,          ///< The thing that the call names is missing, taken, locked or in use.
  raise_quota = 9,        ///< A capacity, a plan or a balance is exhausted.
  wait = 10,              ///< The same thing is being worked on; ask for its result.
  migrate = 11,           ///< The interface is retired or the object needs another one.
  contact_platform = 12,  ///< Only the vendor can mend it.
  stop = 13,              ///< Nothing to mend: a person cancelled, or a device lacks the feature.
};

/// Where the advice of an entry comes from.
enum class basis : std::uint8_t {
  documented = 0,  ///< The platform's document gives the reason or the advice.
  derived = 1,     ///< Concluded from the message, the neighbours or what is known of the API.
};

/// Whether a code is still in use. A number is never used again.
enum class lifecycle : std::uint8_t { active = 0, obsolete = 1 };

inline constexpr std::size_t status_count = 17;
inline constexpr std::size_t verdict_count = 14;

/// The stable name: "INVALID_ARGUMENT", "fix_request", "documented", "obsolete", "en".
/// A value outside the set gives an empty view.
[[nodiscard]] ERRDEX_API std::string_view name(status value) noexcept;
[[nodiscard]] ERRDEX_API std::string_view name(verdict value) noexcept;
[[nodiscard]] ERRDEX_API std::string_view name(basis value) noexcept;
[[nodiscard]] ERRDEX_API std::string_view name(lifecycle value) noexcept;
[[nodiscard]] ERRDEX_API std::string_view name(language value) noexcept;

/// The value with exactly this name, or nothing.
[[nodiscard]] ERRDEX_API std::optional<status> parse_status(std::string_view name) noexcept;
[[nodiscard]] ERRDEX_API std::optional<verdict> parse_verdict(std::string_view name) noexcept;
[[nodiscard]] ERRDEX_API std::optional<basis> parse_basis(std::string_view name) noexcept;
[[nodiscard]] ERRDEX_API std::optional<lifecycle> parse_lifecycle(std::string_view name) noexcept;

/// All names in the order of their values, for help texts and completions.
[[nodiscard]] ERRDEX_API std::span<const std::string_view> status_names() noexcept;
[[nodiscard]] ERRDEX_API std::span<const std::string_view> verdict_names() noexcept;

/// One sentence that says what the verdict asks for.
[[nodiscard]] ERRDEX_API std::string_view meaning(verdict value, language lang) noexcept;

}  // namespace errdex

#endif
