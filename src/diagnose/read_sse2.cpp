// The reader for every x86-64 processor: 64 bytes are four registers.
#include <bit>
#include <cstring>

#include "diagnose/body_answer.hpp"
#include "diagnose/body_reader.hpp"
#include "diagnose/escapes.hpp"

#if defined(__x86_64__)

#include <emmintrin.h>

#define ERRDEX_KERNEL __attribute__((always_inline)) static inline
#define ERRDEX_SLOW __attribute__((noinline)) static

namespace errdex::detail {
namespace {

struct text_block {
  std::uint64_t quotes;
  std::uint64_t backslashes;
};

struct shape_block {
  std::uint64_t quotes;
  std::uint64_t backslashes;
  std::uint64_t opening;
  std::uint64_t closing;
};

struct registers {
  __m128i part[4];
};

ERRDEX_KERNEL registers load64(const char* p) {
  return {{_mm_loadu_si128(reinterpret_cast<const __m128i*>(p)),
           _mm_loadu_si128(reinterpret_cast<const __m128i*>(p + 16)),
           _mm_loadu_si128(reinterpret_cast<const __m128i*>(p + 32)),
           _mm_loadu_si128(reinterpret_cast<const __m128i*>(p + 48))}};
}

ERRDEX_KERNEL std::uint64_t equal(const registers& r, char c) {
  const __m128i wanted = _mm_set1_epi8(c);
  std::uint64_t bits = 0;
  for (unsigned i = 0; i < 4; ++i) {
    const auto mask = static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpeq_epi8(r.part[i], wanted)));
    bits |= std::uint64_t{mask} << (16 * i);
  }
  return bits;
}

ERRDEX_KERNEL text_block load_text(const char* p) {
  const registers r = load64(p);
  return {equal(r, '"'), equal(r, '\\')};
}

ERRDEX_KERNEL shape_block load_shape(const char* p) {
  const registers r = load64(p);
  // A square bracket and a brace differ in one bit.
  const __m128i bit = _mm_set1_epi8(0x20);
  registers braces = r;
  for (__m128i& part : braces.part) part = _mm_or_si128(part, bit);
  return {equal(r, '"'), equal(r, '\\'), equal(braces, '{'), equal(braces, '}')};
}

ERRDEX_KERNEL std::size_t trailing_zeros(std::uint64_t bits) {
  return static_cast<std::size_t>(std::countr_zero(bits));
}

ERRDEX_KERNEL std::uint64_t prefix_xor(std::uint64_t bits) {
  for (unsigned shift = 1; shift < 64; shift *= 2) bits ^= bits << shift;
  return bits;
}

ERRDEX_KERNEL std::uint64_t ones(std::uint64_t bits) {
  return static_cast<std::uint64_t>(std::popcount(bits));
}

ERRDEX_KERNEL std::uint64_t extract(std::uint64_t bits, std::uint64_t mask) {
  std::uint64_t out = 0;
  for (unsigned i = 0; mask != 0; mask &= mask - 1, ++i) {
    out |= static_cast<std::uint64_t>((bits & mask & (0 - mask)) != 0) << i;
  }
  return out;
}

ERRDEX_KERNEL std::uint64_t deposit(std::uint64_t bits, std::uint64_t mask) {
  std::uint64_t out = 0;
  for (; mask != 0; mask &= mask - 1, bits >>= 1) out |= mask & (0 - mask) & (0 - (bits & 1));
  return out;
}

#include "diagnose/body_reader.inc"

}  // namespace

classification classify_sse2(const char* body, std::size_t size) { return classify_body(body, size); }

}  // namespace errdex::detail

#endif
