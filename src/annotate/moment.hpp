// The time at which a line was logged, as far as the line says it.
#ifndef ERRDEX_SRC_ANNOTATE_MOMENT_HPP
#define ERRDEX_SRC_ANNOTATE_MOMENT_HPP

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace errdex::annotate {

/// A point in time as a log line prints it.
struct moment {
  std::int64_t milliseconds =
      0;  ///< Since 1970. UTC when `zoned`, else by the clock of whoever wrote the line.
  std::int32_t zone_minutes = 0;  ///< East of Greenwich, as printed.
  bool zoned = false;             ///< The line names its zone, or prints seconds since 1970.

  /// What the clock on the line shows. Lines of one log are compared by it: loggers on one machine differ in
  /// whether they print the zone, not in the zone.
  [[nodiscard]] std::int64_t wall_clock() const noexcept {
    return milliseconds + std::int64_t{zone_minutes} * 60'000;
  }

  friend bool operator==(const moment&, const moment&) = default;
};

/// The first point in time in the first 512 bytes of a line:
///   2026-11-22T18:46:05.123+08:00     ISO 8601; a blank instead of the T, a comma before the fraction,
///   2026/11/22 18:46:05               and slashes are read as well
///   22/Nov/2026:18:46:05 +0800        nginx and Apache
///   1795344365, 1795344365.123, 1795344365123
///                                     at the start of the line, or behind ts, time, timestamp, @timestamp,
///                                     t or at as a key
/// Nothing when there is none that exists on a calendar.
[[nodiscard]] std::optional<moment> moment_of(std::string_view line) noexcept;

/// ISO 8601 in the zone in which it was printed: "2026-11-22T18:46:05.123+08:00"; without an offset where
/// the line had none, and without a fraction that is zero.
[[nodiscard]] std::string to_text(const moment& when);

}  // namespace errdex::annotate

#endif
