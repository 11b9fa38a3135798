// What scanning a chunk gives: which of its bytes to copy, and the texts to put between them.
#ifndef ERRDEX_SRC_ANNOTATE_BATCH_HPP
#define ERRDEX_SRC_ANNOTATE_BATCH_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "annotate/finding.hpp"
#include "annotate/moment.hpp"

namespace errdex::annotate {

/// What is written.
enum class output : std::uint8_t {
  everything = 0,   ///< The whole input with a line below each line that carries an error.
  errors_only = 1,  ///< Those lines and what is below them.
  events = 2,       ///< A line of JSON for each error.
  nothing = 3,      ///< Errors are counted.
};

struct piece {
  std::size_t copy_from =
      0;  ///< Bytes of the chunk that come first; none when from == to. With output::everything
  std::size_t copy_to = 0;    ///< only `copy_to` counts: up to there.
  std::size_t text_from = 0;  ///< Then these bytes of `batch::text` …
  std::size_t number_at = 0;  ///< … with the number of the line at this place of it, if `numbered`.
  std::size_t text_to = 0;
  std::uint64_t line = 0;  ///< Newlines of the chunk before the line.
  bool numbered = false;
  bool waits = false;      ///< The text comes behind the end of the line, which is in this or a later chunk.
  bool continued = false;  ///< The line began in an earlier chunk.
};

/// An error for a summary.
struct occurrence {
  finding what;
  std::optional<moment> when;
  std::uint64_t line = 0;  ///< As in `piece`.
};

struct batch {
  std::string text;
  std::vector<piece> pieces;
  std::vector<occurrence> occurrences;
  std::array<std::uint64_t, verdict_count> by_verdict{};
  std::uint64_t lines = 0;  ///< Lines, and parts of long lines, that carry errors.

  void clear() {
    text.clear();
    pieces.clear();
    occurrences.clear();
    by_verdict = {};
    lines = 0;
  }
  /// Enough to be written before more is gathered.
  [[nodiscard]] bool full() const noexcept {
    return text.size() >= (1u << 18) || pieces.size() >= 4096 || occurrences.size() >= 4096;
  }
};

}  // namespace errdex::annotate

#endif
