#include "annotate/block_scan.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace errdex::annotate {
namespace {

constexpr std::size_t step = 64;

/// Adds the groups of a step, bit 0 the first of its eight. Returns a hit for the last group of each three
/// full ones.
inline std::uint64_t run_hits(std::uint32_t groups, run_history& history) noexcept {
  const std::uint32_t all = history | groups << 8;
  const std::uint32_t threes = (all & all >> 1 & all >> 2) >> 6;  // Those whose last group is of this step.
  history = groups;
  std::uint64_t hits = 0;
  for (std::uint32_t left = threes & 0xffu; left != 0; left &= left - 1)
    hits |= std::uint64_t{1} << (std::countr_zero(left) * 8);
  return hits;
}

struct step_result {
  std::uint64_t hits = 0;
  std::uint32_t groups = 0;
  std::size_t newlines = 0;
};

/// One step of up to 64 bytes by the tables for whole bytes.
step_result portable_step(const pattern_tables& t, const char* data, std::size_t size,
                          std::size_t readable) noexcept {
  std::array<char, step + pattern_span> padded;
  if (readable < size + pattern_span) {
    padded.fill('\n');
    std::memcpy(padded.data(), data, readable);
    data = padded.data();
  }
  step_result out;
  std::uint64_t run = 0;
  for (std::size_t i = 0; i < size; ++i) {
    const std::uint8_t found = t.matches(data + i);
    out.hits |= static_cast<std::uint64_t>((found & ~run_bit) != 0) << i;
    run |= static_cast<std::uint64_t>((found & run_bit) != 0) << i;
    out.newlines += data[i] == '\n' ? 1 : 0;
  }
  for (unsigned g = 0; g < 8; ++g)
    out.groups |= static_cast<std::uint32_t>((run >> (g * 8) & 0xff) == 0xff) << g;
  return out;
}

/// What is left at the end of a block, less than a step or too near to the end of what may be read.
void portable_rest(const pattern_tables& t, const char* data, std::size_t from, std::size_t size,
                   std::size_t readable, run_history& history, hit_masks& out,
                   block_result& result) noexcept {
  for (std::size_t i = from; i < size; i += step) {
    const step_result found = portable_step(t, data + i, std::min(step, size - i), readable - i);
    result.newlines += found.newlines;
    const std::uint64_t hits = found.hits | run_hits(found.groups, history);
    if (hits != 0) out[result.hits++] = {static_cast<std::uint32_t>(i), hits};
  }
}

block_result portable(const pattern_tables& t, const char* data, std::size_t size, std::size_t readable,
                      run_history& history, hit_masks& out) noexcept {
  block_result result;
  portable_rest(t, data, 0, size, readable, history, out, result);
  return result;
}

#if defined(__x86_64__)

__attribute__((target("ssse3"))) block_result ssse3(const pattern_tables& t, const char* data,
                                                    std::size_t size, std::size_t readable,
                                                    run_history& history, hit_masks& out) noexcept {
  block_result result;
  const auto table = [](const std::array<std::uint8_t, 32>& a) {
    return _mm_load_si128(reinterpret_cast<const __m128i*>(a.data()));
  };
  const __m128i low[3] = {table(t.low[0]), table(t.low[1]), table(t.low[2])};
  const __m128i high = table(t.high);
  const __m128i nibble = _mm_set1_epi8(0x0f);
  const __m128i newline = _mm_set1_epi8('\n');
  const __m128i others = _mm_set1_epi8(0x7f);
  const __m128i zero = _mm_setzero_si128();
  __m128i lines = zero;  // Counts down in each byte; 64 steps of 4 cannot overflow it.
  std::size_t i = 0;
  for (; i + step <= size && i + step + pattern_span <= readable; i += step) {
    std::uint64_t hits = 0;
    std::uint32_t groups = 0;
    for (std::size_t quarter = 0; quarter < 4; ++quarter) {
      const char* const at = data + i + quarter * 16;
      const auto load = [&](std::size_t place) {
        return _mm_loadu_si128(reinterpret_cast<const __m128i*>(at + places[place]));
      };
      const __m128i first = load(0);
      lines = _mm_sub_epi8(lines, _mm_cmpeq_epi8(first, newline));
      __m128i found = _mm_shuffle_epi8(high, _mm_and_si128(_mm_srli_epi16(first, 4), nibble));
      found = _mm_and_si128(found, _mm_shuffle_epi8(low[0], _mm_and_si128(first, nibble)));
      found = _mm_and_si128(found, _mm_shuffle_epi8(low[1], _mm_and_si128(load(1), nibble)));
      found = _mm_and_si128(found, _mm_shuffle_epi8(low[2], _mm_and_si128(load(2), nibble)));
      // The sign of a byte is the bit of the run.
      const auto run = static_cast<unsigned>(_mm_movemask_epi8(found));
      groups |=
          (static_cast<unsigned>((run & 0xffu) == 0xffu) | static_cast<unsigned>(run >> 8 == 0xffu) << 1)
          << (quarter * 2);
      const auto misses =
          static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_and_si128(found, others), zero)));
      hits |= static_cast<std::uint64_t>(~misses & 0xffffu) << (quarter * 16);
    }
    hits |= run_hits(groups, history);
    if (hits != 0) out[result.hits++] = {static_cast<std::uint32_t>(i), hits};
    if (i / step % 32 == 31) {
      const __m128i sums = _mm_sad_epu8(lines, zero);
      result.newlines += static_cast<std::size_t>(_mm_cvtsi128_si64(sums) +
                                                  _mm_cvtsi128_si64(_mm_unpackhi_epi64(sums, sums)));
      lines = zero;
    }
  }
  const __m128i sums = _mm_sad_epu8(lines, zero);
  result.newlines +=
      static_cast<std::size_t>(_mm_cvtsi128_si64(sums) + _mm_cvtsi128_si64(_mm_unpackhi_epi64(sums, sums)));
  portable_rest(t, data, i, size, readable, history, out, result);
  return result;
}

// Free functions: a lambda of this kind makes gcc warn about the ABI of its conversion to a pointer.
__attribute__((target("avx2"))) inline __m256i load(const void* from) noexcept {
  return _mm256_loadu_si256(static_cast<const __m256i*>(from));
}

struct avx2_tables {
  __m256i low[3];
  __m256i high;
};

__attribute__((target("avx2"))) inline __m256i by_low_half(__m256i table, __m256i bytes) noexcept {
  return _mm256_shuffle_epi8(table, _mm256_and_si256(bytes, _mm256_set1_epi8(0x0f)));
}

__attribute__((target("avx2"))) inline __m256i hits_of_half(const avx2_tables& t, const char* at,
                                                            __m256i& lines) noexcept {
  const __m256i first = load(at + places[0]);
  lines = _mm256_sub_epi8(lines, _mm256_cmpeq_epi8(first, _mm256_set1_epi8('\n')));
  const __m256i by_first =
      _mm256_and_si256(by_low_half(t.low[0], first), by_low_half(t.high, _mm256_srli_epi16(first, 4)));
  return _mm256_and_si256(by_first, _mm256_and_si256(by_low_half(t.low[1], load(at + places[1])),
                                                     by_low_half(t.low[2], load(at + places[2]))));
}

/// Which of the four groups of eight bytes are full of the run's bytes.
__attribute__((target("avx2"))) inline std::uint32_t full_groups(__m256i found) noexcept {
  const __m256i run = _mm256_set1_epi8(static_cast<char>(run_bit));
  const __m256i full = _mm256_cmpeq_epi64(_mm256_and_si256(found, run), run);
  return static_cast<std::uint32_t>(_mm256_movemask_pd(_mm256_castsi256_pd(full)));
}

__attribute__((target("avx2"))) block_result avx2(const pattern_tables& t, const char* data, std::size_t size,
                                                  std::size_t readable, run_history& history,
                                                  hit_masks& out) noexcept {
  block_result result;
  const avx2_tables tables{{load(t.low[0].data()), load(t.low[1].data()), load(t.low[2].data())},
                           load(t.high.data())};
  const __m256i zero = _mm256_setzero_si256();
  const __m256i others = _mm256_set1_epi8(0x7f);
  __m256i lines =
      zero;  // Counts in each byte; a block has 64 steps of at most two lines a byte: no overflow.
  std::size_t i = 0;
  for (; i + step <= size && i + step + pattern_span <= readable; i += step) {
    const __m256i first = hits_of_half(tables, data + i, lines);
    const __m256i second = hits_of_half(tables, data + i + 32, lines);
    const std::uint32_t groups = full_groups(first) | full_groups(second) << 4;
    const std::uint32_t all = history | groups << 8;
    const bool run = (all & all >> 1 & all >> 2) >> 6 != 0;
    if (_mm256_testz_si256(_mm256_or_si256(first, second), others) == 0 || run) {
      const auto a = static_cast<std::uint32_t>(
          _mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_and_si256(first, others), zero)));
      const auto b = static_cast<std::uint32_t>(
          _mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_and_si256(second, others), zero)));
      const std::uint64_t hits = ~(std::uint64_t{b} << 32 | a) | run_hits(groups, history);
      out[result.hits++] = {static_cast<std::uint32_t>(i), hits};
    }
    history = groups;
  }
  const __m256i sums = _mm256_sad_epu8(lines, zero);
  result.newlines += static_cast<std::size_t>(_mm256_extract_epi64(sums, 0) + _mm256_extract_epi64(sums, 1) +
                                              _mm256_extract_epi64(sums, 2) + _mm256_extract_epi64(sums, 3));
  portable_rest(t, data, i, size, readable, history, out, result);
  return result;
}

#endif

}  // namespace

std::size_t available_scanners(std::array<scanner_choice, 3>& out) noexcept {
  std::size_t count = 0;
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2") != 0) out[count++] = {"avx2", &avx2};
  if (__builtin_cpu_supports("ssse3") != 0) out[count++] = {"ssse3", &ssse3};
#endif
  out[count++] = {"portable", &portable};
  return count;
}

block_scanner fastest_scanner() noexcept {
  std::array<scanner_choice, 3> choices;
  return available_scanners(choices) > 0 ? choices.front().scan : &portable;
}

}  // namespace errdex::annotate
