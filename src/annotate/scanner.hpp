// Finds and judges the errors of a chunk.
#ifndef ERRDEX_SRC_ANNOTATE_SCANNER_HPP
#define ERRDEX_SRC_ANNOTATE_SCANNER_HPP

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "annotate/batch.hpp"
#include "annotate/bounds.hpp"
#include "annotate/chunk.hpp"
#include "annotate/prefilter.hpp"
#include "annotate/render.hpp"
#include "errdex/catalog.hpp"

namespace errdex::annotate {

/// One for each thread.
class scanner {
 public:
  scanner(const prefilter& filter, const catalog& codes, const renderer& words, output what,
          const bounds& sizes) noexcept
      : filter_(filter), codes_(codes), words_(words), what_(what), sizes_(sizes) {}

  /// Scans a chunk of the input with this name. `flush` is called whenever `result()` is full, takes it and
  /// clears it; what is left at the end stays in `result()`. False: flush asked to stop.
  bool scan(const chunk& c, std::string_view input, const std::function<bool()>& flush);

  [[nodiscard]] batch& result() noexcept { return result_; }
  /// Newlines in the last chunk.
  [[nodiscard]] std::uint64_t newlines() const noexcept { return newlines_; }
  /// Where the line ends, newline included, that the last chunk continued; its size when it goes on.
  [[nodiscard]] std::size_t continued_end() const noexcept { return continued_end_; }

 private:
  struct line_part {
    const char* begin = nullptr;  // Of the part that lies in the chunk.
    const char* end = nullptr;    // Without the newline.
    std::uint64_t before = 0;     // Bytes of the line in front of it.
    std::uint64_t number = 0;     // Newlines of the chunk before it.
    bool finished = true;         // The line ends at `end`.
    bool continued = false;       // It began in the chunk before.
  };

  void judge_line(const line_part& line);
  void judge_long_line(const line_part& line);
  void report(const line_part& line, std::string_view judged, std::uint64_t column, bool is_long);
  void reset(const chunk& c, std::string_view input);

  const prefilter& filter_;
  const catalog& codes_;
  const renderer& words_;
  output what_;
  bounds sizes_;

  batch result_;
  std::vector<finding> findings_;
  const chunk* chunk_ = nullptr;
  std::string_view input_;
  std::uint64_t newlines_ = 0;
  std::size_t continued_end_ = 0;
};

}  // namespace errdex::annotate

#endif
