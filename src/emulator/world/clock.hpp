// The clock of a world. Tokens, rate windows, one-time codes and media files live by it, so that a test
// can make two hours pass at once; sockets and their deadlines never do.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace errdex::emulation {

/// A moment of virtual time.
using instant = std::chrono::sys_time<std::chrono::milliseconds>;

enum class clock_mode : std::uint8_t {
  running = 1,  ///< Goes on with real time, possibly some way ahead of it or behind.
  frozen = 2,   ///< Stands still until it is moved.
  stepped = 3,  ///< Moves on by a fixed step at each request, so that no two have the same time.
};

[[nodiscard]] std::string_view name(clock_mode mode) noexcept;
[[nodiscard]] std::optional<clock_mode> clock_mode_of(std::string_view name) noexcept;

/// Where a frozen clock starts when nobody says otherwise: 2026-01-05, a Monday, 09:00 in Beijing.
inline constexpr instant default_start{std::chrono::milliseconds{1'767'574'800'000}};

/// Copies are independent clocks with the same time.
class virtual_clock {
 public:
  /// Runs with real time.
  virtual_clock() = default;

  [[nodiscard]] instant now() const;
  /// Whole seconds since 1970, as the platforms write them.
  [[nodiscard]] std::int64_t seconds() const;
  [[nodiscard]] clock_mode mode() const noexcept { return mode_; }
  [[nodiscard]] std::chrono::milliseconds step() const noexcept { return step_; }

  /// Goes on from the present virtual moment.
  void run();
  void freeze();
  /// From now on each `tick` moves by `step`.
  void step_by(std::chrono::milliseconds step);
  void set(instant moment);
  /// Moves on; a negative duration moves back.
  void advance(std::chrono::milliseconds by);
  /// A request has come; moves a stepped clock and no other.
  void tick();

  /// "frozen 1767574800000 0": what `restore` reads; for storing with the data of a world.
  [[nodiscard]] std::string save() const;
  /// False, with the clock unchanged, for a text that `save` did not write.
  bool restore(std::string_view saved);

 private:
  clock_mode mode_ = clock_mode::running;
  instant at_{};                         // The moment, unless the clock runs.
  std::chrono::milliseconds offset_{0};  // To real time, when it runs.
  std::chrono::milliseconds step_{0};
};

/// A duration as people write it: "90s", "2h", "1h30m", "3d", "250ms"; a leading '-' makes it negative.
/// Nothing for anything else, or when it does not fit into 100 years.
[[nodiscard]] std::optional<std::chrono::milliseconds> parse_duration(std::string_view text);
/// "2h", "1h30m", "0s": what parse_duration reads back.
[[nodiscard]] std::string format_duration(std::chrono::milliseconds duration);
/// A moment as ISO 8601 in UTC: "2026-01-05T01:00:00.000Z".
[[nodiscard]] std::string format_instant(instant moment);
/// The same read back, the fraction and the 'Z' being optional; also a number of seconds since 1970.
[[nodiscard]] std::optional<instant> parse_instant(std::string_view text);

}  // namespace errdex::emulation
