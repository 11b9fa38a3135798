// The reader for every processor: eight bytes at a time in an ordinary register.
#include <bit>
#include <cstring>

#include "diagnose/body_answer.hpp"
#include "diagnose/body_reader.hpp"
#include "diagnose/escapes.hpp"

#define ERRDEX_KERNEL __attribute__((always_inline)) static inline
#define ERRDEX_SLOW __attribute__((noinline)) static

namespace errdex::detail {

static_assert(std::endian::native == std::endian::little, "words of a body are compared as little-endian");

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

/// One bit for each byte of `word` that is `c`.
ERRDEX_KERNEL std::uint64_t equal8(std::uint64_t word, char c) {
  constexpr std::uint64_t low7 = 0x7f7f'7f7f'7f7f'7f7fu;
  const std::uint64_t x = word ^ 0x0101'0101'0101'0101u * static_cast<unsigned char>(c);
  // The top bit of each byte that is zero; no carry crosses a byte.
  const std::uint64_t zero = ~(((x & low7) + low7) | x | low7);
  return (zero >> 7) * 0x0102'0408'1020'4080u >> 56;
}

ERRDEX_KERNEL std::uint64_t equal(const char* p, char c, std::uint64_t bit) {
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    std::uint64_t word;
    std::memcpy(&word, p + 8 * i, sizeof word);
    bits |= equal8(word | bit, c) << (8 * i);
  }
  return bits;
}

ERRDEX_KERNEL text_block load_text(const char* p) { return {equal(p, '"', 0), equal(p, '\\', 0)}; }

ERRDEX_KERNEL shape_block load_shape(const char* p) {
  // A square bracket and a brace differ in one bit.
  constexpr std::uint64_t bit = 0x2020'2020'2020'2020u;
  return {equal(p, '"', 0), equal(p, '\\', 0), equal(p, '{', bit), equal(p, '}', bit)};
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

classification classify_portable(const char* body, std::size_t size) { return classify_body(body, size); }

}  // namespace errdex::detail
