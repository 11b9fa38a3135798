// Looks at every byte of a log, 64 at a time, for three bytes of given sets at given distances.
//
// The method is Teddy's (Hyperscan): each of up to eight patterns owns one bit; a byte at each of the three
// places is turned into the bits of the patterns that allow it there, by table look-ups for halves of the
// byte, and what survives all of them is a hit. Both halves are looked up at the first place and the lower
// one at the others, which leaves few enough false hits and is a third faster than both halves everywhere.
// So a hit is only probable; `pattern_tables::matches` tells for certain.
//
// The places are the first, third and fourth of four bytes: three in a row out of "code" or "errno" are in
// every "node" and "mode" as well, while c.de and r.no are rare.
//
// The eighth bit is for a run: bytes of a set, at least `shortest_run` of them in a row, whatever they are.
// Such a run holds three groups of eight bytes, each group aligned to eight bytes of the block and full of
// them; it is groups that are counted.
#ifndef ERRDEX_SRC_ANNOTATE_BLOCK_SCAN_HPP
#define ERRDEX_SRC_ANNOTATE_BLOCK_SCAN_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace errdex::annotate {

inline constexpr std::array<std::size_t, 3> places{0, 2, 3};
inline constexpr std::size_t pattern_span = 4;  ///< Bytes from the first place to behind the last.

/// Bytes allowed at each of the places; empty: any byte.
struct byte_pattern {
  std::string_view first;
  std::string_view third;
  std::string_view fourth;
};

struct pattern_tables {
  // Aligned for the 32 byte loads of AVX2; each half holds the same 16 bytes.
  alignas(32) std::array<std::array<std::uint8_t, 32>, 3> low{};
  alignas(32) std::array<std::uint8_t, 32> high{};
  std::array<std::array<std::uint8_t, 256>, 3> whole{};

  /// The patterns that stand at `at`, and run_bit when the first byte is one of the run; a bit for each.
  /// pattern_span bytes must be readable.
  [[nodiscard]] std::uint8_t matches(const char* at) const noexcept {
    return whole[0][static_cast<unsigned char>(at[places[0]])] &
           whole[1][static_cast<unsigned char>(at[places[1]])] &
           whole[2][static_cast<unsigned char>(at[places[2]])];
  }
};

inline constexpr std::uint8_t run_bit = 0x80;
inline constexpr std::size_t shortest_run = 31;

template <std::size_t N>
constexpr pattern_tables make_tables(const std::array<byte_pattern, N>& patterns, std::string_view run) {
  static_assert(N <= 7);
  pattern_tables t;
  for (std::size_t i = 0; i <= N; ++i) {
    const auto bit = i == N ? run_bit : static_cast<std::uint8_t>(1u << i);
    const std::array<std::string_view, 3> sets{i == N ? run : patterns[i].first,
                                               i == N ? std::string_view() : patterns[i].third,
                                               i == N ? std::string_view() : patterns[i].fourth};
    for (std::size_t p = 0; p < sets.size(); ++p) {
      for (unsigned b = 0; b < 256; ++b) {
        if (!sets[p].empty() && sets[p].find(static_cast<char>(b)) == std::string_view::npos) continue;
        t.whole[p][b] |= bit;
        t.low[p][b % 16] |= bit;
        t.low[p][b % 16 + 16] |= bit;
        if (p != 0) continue;
        t.high[b / 16] |= bit;
        t.high[b / 16 + 16] |= bit;
      }
    }
  }
  return t;
}

/// Probable hits among 64 bytes: bit i stands for the byte at offset + i. For a run it is one of its bytes.
struct hit_mask {
  std::uint32_t offset = 0;
  std::uint64_t bits = 0;
};

inline constexpr std::size_t scan_block_size = 4096;
using hit_masks = std::array<hit_mask, scan_block_size / 64>;

struct block_result {
  std::size_t hits = 0;  ///< Masks that were written.
  std::size_t newlines = 0;
};

/// What a block has to know of the one before it: which of the last eight groups were full. 0 at the
/// beginning.
using run_history = std::uint32_t;

/// Scans `size` <= scan_block_size bytes. `readable` >= size says how many bytes lie behind `data`; behind
/// them newlines are assumed. No true hit is missed when blocks follow one another and all but the last have
/// the full size.
using block_scanner = block_result (*)(const pattern_tables& t, const char* data, std::size_t size,
                                       std::size_t readable, run_history& history, hit_masks& out) noexcept;

/// The ways in which this machine can do it, the fastest first and the portable one last.
struct scanner_choice {
  std::string_view name;  ///< "avx2", "ssse3", "portable".
  block_scanner scan;
};
[[nodiscard]] std::size_t available_scanners(std::array<scanner_choice, 3>& out) noexcept;

/// The fastest of them.
[[nodiscard]] block_scanner fastest_scanner() noexcept;

}  // namespace errdex::annotate

#endif
