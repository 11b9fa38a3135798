// The platform's days are those of China.
#pragma once

#include <cstdint>

namespace errdex::emulation::wecom {

/// China is eight hours ahead of UTC in summer and winter.
inline constexpr std::int64_t china_offset = 28'800;
/// When the day of a moment began in China, in seconds since 1970.
[[nodiscard]] constexpr std::int64_t day_start(std::int64_t moment) {
  return (moment + china_offset) / 86'400 * 86'400 - china_offset;
}

}  // namespace errdex::emulation::wecom
