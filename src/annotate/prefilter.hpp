// Decides at the speed of memory which lines are worth the slow path.
//
// The slow path, `errdex::find_errors`, finds nothing in a line without one of a few words (`code`, `errno`,
// 错误码, the names of some exceptions, a log id at the end). The prefilter looks for these words, and
// dismisses the uses of `code` that can be no error, so that an access log of successes costs nothing. It may
// say yes too often and never no where the slow path finds something; tests and a fuzzer compare the two.
#ifndef ERRDEX_SRC_ANNOTATE_PREFILTER_HPP
#define ERRDEX_SRC_ANNOTATE_PREFILTER_HPP

#include <bitset>
#include <cstddef>
#include <string_view>

#include "annotate/block_scan.hpp"
#include "errdex/catalog.hpp"

namespace errdex::annotate {

class prefilter {
 public:
  /// Knows by the catalog which small numbers are nobody's code.
  explicit prefilter(const catalog& codes, block_scanner by = fastest_scanner());

  /// Probable hits in a block; see block_scanner.
  block_result scan(const char* data, std::size_t size, std::size_t readable, run_history& history,
                    hit_masks& out) const noexcept {
    return scan_(tables(), data, size, readable, history, out);
  }

  /// Whether the probable hit is one, without a look at what stands around it. pattern_span bytes must be
  /// readable.
  [[nodiscard]] bool is_hit(const char* at) const noexcept { return tables().matches(at) != 0; }

  /// Whether the probable hit `at` may belong to an error. `begin` is a place before which no word of this
  /// line begins (the start of the line or of the text), `end` the end of what may be read.
  [[nodiscard]] bool may_be_error(const char* at, const char* begin, const char* end) const noexcept;

  /// The same for a whole line or any text: the portable way that tests use as well.
  [[nodiscard]] bool may_hold_error(std::string_view text) const noexcept;

 private:
  [[nodiscard]] static const pattern_tables& tables() noexcept { return built_; }
  [[nodiscard]] bool name_of_code(const char* at, const char* begin, const char* end) const noexcept;

  static const pattern_tables built_;
  block_scanner scan_;
  std::bitset<600> listed_;  // Numbers of HTTP statuses that are a code of some space.
};

}  // namespace errdex::annotate

#endif
