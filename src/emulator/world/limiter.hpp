// Counts calls in windows of virtual time, the way the platforms do: a window begins with its first call;
// who goes over the limit is shut out for the length of the window.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "emulator/world/clock.hpp"

namespace errdex::emulation {

/// Copies are independent, which is what a snapshot needs.
class limiter {
 public:
  /// Counts `cost` calls under `key`. False when that would be more than `limit` in `window`, or the key
  /// is shut out still; then nothing is counted.
  bool take(std::string_view key, std::int64_t limit, std::chrono::milliseconds window, instant now,
            std::int64_t cost = 1);
  /// How many were counted in the window that is open now.
  [[nodiscard]] std::int64_t used(std::string_view key, std::chrono::milliseconds window, instant now) const;
  /// Whether the key is shut out, having gone over its limit.
  [[nodiscard]] bool is_shut(std::string_view key, instant now) const;
  void clear() noexcept { windows_.clear(); }

 private:
  struct hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view s) const noexcept { return std::hash<std::string_view>()(s); }
  };
  struct window_state {
    instant start{};
    instant shut_until{};
    std::int64_t used = 0;
  };
  void forget_old(instant now);

  std::unordered_map<std::string, window_state, hash, std::equal_to<>> windows_;
  std::size_t sweep_at_ = 65536;  // How many keys there are when old ones are looked for next.
};

}  // namespace errdex::emulation
