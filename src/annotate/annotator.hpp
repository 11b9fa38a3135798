// Annotates logs: the pipeline from inputs to the output.
//
//   annotate::annotator run({.what = annotate::output::errors_only, .threads = 2}, codes, words, out);
//   run.read(source, "app.log");
//
// A worker takes its turn at the input, reads a chunk, scans it while others read, and waits for its turn at
// the output: the output is in order, and no more than one chunk for each worker is in memory.
#ifndef ERRDEX_SRC_ANNOTATE_ANNOTATOR_HPP
#define ERRDEX_SRC_ANNOTATE_ANNOTATOR_HPP

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "annotate/bounds.hpp"
#include "annotate/byte_source.hpp"
#include "annotate/chunk.hpp"
#include "annotate/copier.hpp"
#include "annotate/prefilter.hpp"
#include "annotate/scanner.hpp"

namespace errdex::annotate {

struct annotator_options {
  output what = output::everything;
  unsigned threads = 1;  ///< At least 1.
  bool headers = false;  ///< Name the input whenever another one's lines follow.
  bounds sizes{};
};

class annotator {
 public:
  /// Everything that is given must outlive the annotator. `counts` may be null; it is filled with
  /// output::nothing only.
  annotator(const annotator_options& options, const catalog& codes, const renderer& words, sink& out,
            summary* counts = nullptr);
  ~annotator();

  /// Reads an input to its end. False: nobody reads the output any more. Throws read_error after what could
  /// be read has been written, and write_error.
  bool read(byte_source& from, std::string_view name);

  [[nodiscard]] const totals& seen() const noexcept { return shared_.seen; }

  /// An input that grows, for `follow`.
  class growing_input;

 private:
  friend class growing_input;
  struct worker;

  annotator_options options_;
  const catalog& codes_;
  const renderer& words_;
  prefilter filter_;
  shared_output shared_;
  std::vector<std::unique_ptr<worker>> workers_;
};

/// Reads an input piece by piece as it grows; lines without a newline are kept back.
class annotator::growing_input {
 public:
  growing_input(annotator& whole, byte_source& from, std::string_view name);
  ~growing_input();

  /// Writes what is new. False: nobody reads the output any more.
  bool read_on();
  /// Writes what was kept back; nothing follows.
  bool finish();

 private:
  struct state;
  std::unique_ptr<state> state_;
};

}  // namespace errdex::annotate

#endif
