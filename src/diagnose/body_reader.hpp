// Reads the members at the top level of a JSON object: the loop behind `classify`, once for each
// instruction set.
//
// What is read, in order: members, until the object ends, the text ends, or something is not JSON.
//   - A string ends at the next quote that an odd run of backslashes does not precede.
//   - An object or an array ends where its brackets, counted outside strings, are closed; which kind
//     of bracket closes which is not looked at, nor is anything else inside.
//   - Any other value is the run of bytes up to a comma, a closing bracket, a blank. One that the text
//     ends is not counted, since its last bytes may be missing.
//   - A blank is any byte up to 0x20.
//   - Of equal keys the last counts. A key may be written with escapes.
// tests/reference_reader.cpp says the same in the plainest way; the two are compared on any bytes.
#ifndef ERRDEX_SRC_DIAGNOSE_BODY_READER_HPP
#define ERRDEX_SRC_DIAGNOSE_BODY_READER_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "diagnose/body_keys.hpp"
#include "errdex/diagnose.hpp"

namespace errdex::detail {

/// A value: the bytes [begin, end) of the body, quotes and brackets included.
struct body_value {
  std::size_t begin;
  std::size_t end;
};

/// Which known keys stand at the top level, and their values.
struct body_members {
  std::uint32_t present;  ///< bit_of(key) for each.
  std::uint32_t cut;      ///< The same for values that run into the end of the text.
  /// The key of `number` when the body has a code, directly followed by its message, and beside them
  /// no known key but ids; else none.
  body_key plain;
  std::int64_t number;
  std::array<body_value, body_key_count> values;  ///< Valid where `present` says so.

  [[nodiscard]] bool has(body_key key) const noexcept { return (present & bit_of(key)) != 0; }
  [[nodiscard]] bool is_cut(body_key key) const noexcept { return (cut & bit_of(key)) != 0; }
  [[nodiscard]] body_value value(body_key key) const noexcept { return values[index_of(key)]; }
};

/// Instruction sets that the reader is compiled for.
enum class simd_level : std::uint8_t { portable = 0, sse2 = 1, avx2 = 2, avx512 = 3 };

[[nodiscard]] std::string_view name(simd_level level) noexcept;

/// Whether this program on this processor has the level.
[[nodiscard]] bool supported(simd_level level) noexcept;

/// Reads `size` bytes, of which the first is an opening brace. All levels give the same.
using body_reader = void (*)(const char* body, std::size_t size, body_members& members);

/// Reads and answers.
using body_classifier = classification (*)(const char* body, std::size_t size);

/// The code of a supported level.
[[nodiscard]] body_classifier classifier_of(simd_level level) noexcept;

classification classify_portable(const char* body, std::size_t size);
#if defined(__x86_64__)
classification classify_sse2(const char* body, std::size_t size);
classification classify_avx2(const char* body, std::size_t size);
classification classify_avx512(const char* body, std::size_t size);
#endif

/// The code of the best supported level.
[[nodiscard]] body_classifier best_classifier() noexcept;

}  // namespace errdex::detail

#endif
