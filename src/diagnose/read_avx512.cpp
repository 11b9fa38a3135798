// The reader for processors with AVX-512: 64 bytes are one register, and a comparison gives their bits.
#include <bit>
#include <cstring>

#include "diagnose/body_answer.hpp"
#include "diagnose/body_reader.hpp"
#include "diagnose/escapes.hpp"

#if defined(__x86_64__)

#include <immintrin.h>

#define ERRDEX_TARGET __attribute__((target("avx512f,avx512bw,bmi,bmi2,pclmul,popcnt")))
#define ERRDEX_KERNEL ERRDEX_TARGET __attribute__((always_inline)) static inline
#define ERRDEX_SLOW ERRDEX_TARGET __attribute__((noinline)) static

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

ERRDEX_KERNEL std::uint64_t equal(__m512i bytes, char c) {
  return _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(c));
}

ERRDEX_KERNEL text_block load_text(const char* p) {
  const __m512i bytes = _mm512_loadu_si512(p);
  return {equal(bytes, '"'), equal(bytes, '\\')};
}

ERRDEX_KERNEL shape_block load_shape(const char* p) {
  const __m512i bytes = _mm512_loadu_si512(p);
  // A square bracket and a brace differ in one bit.
  const __m512i braces = _mm512_or_si512(bytes, _mm512_set1_epi8(0x20));
  return {equal(bytes, '"'), equal(bytes, '\\'), equal(braces, '{'), equal(braces, '}')};
}

ERRDEX_KERNEL std::size_t trailing_zeros(std::uint64_t bits) {
  return static_cast<std::size_t>(_tzcnt_u64(bits));
}

ERRDEX_KERNEL std::uint64_t prefix_xor(std::uint64_t bits) {
  const __m128i product = _mm_clmulepi64_si128(_mm_cvtsi64_si128(static_cast<long long>(bits)),
                                               _mm_set1_epi8(static_cast<char>(0xff)), 0);
  return static_cast<std::uint64_t>(_mm_cvtsi128_si64(product));
}

ERRDEX_KERNEL std::uint64_t ones(std::uint64_t bits) {
  return static_cast<std::uint64_t>(_mm_popcnt_u64(bits));
}

ERRDEX_KERNEL std::uint64_t extract(std::uint64_t bits, std::uint64_t mask) { return _pext_u64(bits, mask); }

ERRDEX_KERNEL std::uint64_t deposit(std::uint64_t bits, std::uint64_t mask) { return _pdep_u64(bits, mask); }

#include "diagnose/body_reader.inc"

}  // namespace

ERRDEX_TARGET classification classify_avx512(const char* body, std::size_t size) {
  return classify_body(body, size);
}

}  // namespace errdex::detail

#endif
