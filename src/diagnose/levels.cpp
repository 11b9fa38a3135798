// Which reader this processor gets.
#include <atomic>

#include "diagnose/body_reader.hpp"

namespace errdex::detail {

std::string_view name(simd_level level) noexcept {
  switch (level) {
    case simd_level::portable: return "portable";
    case simd_level::sse2: return "sse2";
    case simd_level::avx2: return "avx2";
  }
  return {};
}

#if defined(__x86_64__)

bool supported(simd_level level) noexcept {
  return level != simd_level::avx2 || (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
                                       __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("pclmul"));
}

body_reader reader_of(simd_level level) noexcept {
  switch (level) {
    case simd_level::portable: return read_members_portable;
    case simd_level::sse2: return read_members_sse2;
    case simd_level::avx2: return read_members_avx2;
  }
  return read_members_portable;
}

#else

bool supported(simd_level level) noexcept { return level == simd_level::portable; }
body_reader reader_of(simd_level) noexcept { return read_members_portable; }

#endif

namespace {

body_reader choose() noexcept {
  for (const simd_level level : {simd_level::avx2, simd_level::sse2}) {
    if (supported(level)) return reader_of(level);
  }
  return read_members_portable;
}

constinit std::atomic<body_reader> chosen{nullptr};

}  // namespace

body_reader best_reader() noexcept {
  body_reader reader = chosen.load(std::memory_order_relaxed);
  if (reader == nullptr) [[unlikely]] {
    // Threads that race here store the same value. A local static would take a guard, and an ifunc is
    // not to be had everywhere.
    reader = choose();
    chosen.store(reader, std::memory_order_relaxed);
  }
  return reader;
}

}  // namespace errdex::detail
