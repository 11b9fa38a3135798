// Puts batches into the output, in the order of the chunks.
#ifndef ERRDEX_SRC_ANNOTATE_COPIER_HPP
#define ERRDEX_SRC_ANNOTATE_COPIER_HPP

#include <array>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "annotate/batch.hpp"
#include "annotate/chunk.hpp"
#include "annotate/render.hpp"
#include "annotate/sink.hpp"
#include "annotate/summary.hpp"

namespace errdex::annotate {

/// What was seen so far, over all inputs.
struct totals {
  std::array<std::uint64_t, verdict_count> by_verdict{};
  std::uint64_t errors = 0;
  std::uint64_t lines_with_errors = 0;
  std::uint64_t lines = 0;  ///< Newlines.
  std::uint64_t bytes = 0;
};

/// The output that all inputs share.
struct shared_output {
  sink& to;
  const renderer& words;
  output what = output::everything;
  bool headers = false;  ///< "==> NAME <==" whenever lines of another input follow.
  summary* counts = nullptr;
  totals seen{};
  std::string last_input{};
  bool any_output = false;
};

/// One input's way into the output.
class copier {
 public:
  copier(shared_output& to, std::string_view input) : to_(to), input_(input) {}

  void begin_chunk(const chunk& c) noexcept;

  /// Writes what a scanner has for the chunk so far. `continued_end`: scanner::continued_end. False: nobody
  /// reads any more. Throws write_error.
  bool add(const chunk& c, const batch& b, std::size_t continued_end);
  bool end_chunk(const chunk& c, std::uint64_t newlines, std::size_t continued_end);
  bool end_input();

 private:
  void copy(const chunk& c, std::size_t to);
  /// Copies up to the end of the line that the chunk continued, if it is there, and puts what waited behind
  /// it.
  void close_continued_line(const chunk& c, std::size_t end);
  void put(std::string_view text);
  bool write();

  shared_output& to_;
  std::string input_;
  std::uint64_t lines_ = 0;    // Newlines in all chunks before this one.
  std::size_t copied_ = 0;     // Of the chunk.
  bool closed_ = true;         // No line from before the chunk is open any more.
  std::string waiting_;        // Texts for the end of a line that goes on.
  std::uint64_t omitted_ = 0;  // Texts that did not fit in there.
  std::vector<std::string_view> pieces_;
  std::deque<std::string> numbers_;
};

}  // namespace errdex::annotate

#endif
