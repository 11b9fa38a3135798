// Which code this processor gets.
#include <atomic>

#include "diagnose/body_reader.hpp"

namespace errdex::detail {

std::string_view name(simd_level level) noexcept {
  switch (level) {
    case simd_level::portable: return "portable";
    case simd_level::sse2: return "sse2";
    case simd_level::avx2: return "avx2";
    case simd_level::avx512: return "avx512";
  }
  return {};
}

#if defined(__x86_64__)

namespace {

bool bit_instructions() noexcept {
  return __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") &&
         __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("popcnt");
}

}  // namespace

bool supported(simd_level level) noexcept {
  switch (level) {
    case simd_level::portable:
    case simd_level::sse2: return true;  // A part of every x86-64.
    case simd_level::avx2: return bit_instructions() && __builtin_cpu_supports("avx2");
    case simd_level::avx512:
      return bit_instructions() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw");
  }
  return false;
}

body_classifier classifier_of(simd_level level) noexcept {
  switch (level) {
    case simd_level::portable: return classify_portable;
    case simd_level::sse2: return classify_sse2;
    case simd_level::avx2: return classify_avx2;
    case simd_level::avx512: return classify_avx512;
  }
  return classify_portable;
}

#else

bool supported(simd_level level) noexcept { return level == simd_level::portable; }
body_classifier classifier_of(simd_level) noexcept { return classify_portable; }

#endif

namespace {

body_classifier choose() noexcept {
  for (const simd_level level : {simd_level::avx512, simd_level::avx2, simd_level::sse2}) {
    if (supported(level)) return classifier_of(level);
  }
  return classify_portable;
}

constinit std::atomic<body_classifier> chosen{nullptr};

}  // namespace

body_classifier best_classifier() noexcept {
  body_classifier classifier = chosen.load(std::memory_order_relaxed);
  if (classifier == nullptr) [[unlikely]] {
    // Threads that race here store the same value. A local static would take a guard, and an ifunc is
    // not to be had everywhere.
    classifier = choose();
    chosen.store(classifier, std::memory_order_relaxed);
  }
  return classifier;
}

}  // namespace errdex::detail
