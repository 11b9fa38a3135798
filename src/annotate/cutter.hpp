// Cuts an input into chunks.
#ifndef ERRDEX_SRC_ANNOTATE_CUTTER_HPP
#define ERRDEX_SRC_ANNOTATE_CUTTER_HPP

#include <cstddef>
#include <cstdint>
#include <string>

#include "annotate/bounds.hpp"
#include "annotate/byte_source.hpp"
#include "annotate/chunk.hpp"

namespace errdex::annotate {

/// Reads one input from its beginning to its end. Not thread-safe: workers take turns at it, each with a
/// buffer of its own, and a chunk stays valid while its buffer is not used again.
///
/// What is left behind the last newline is copied in front of the next chunk, so that each read goes to
/// the beginning of a page: reading to an address that lies a little ahead of the file's offset, modulo
/// the page, is several times slower on some processors.
class cutter {
 public:
  cutter(byte_source& from, const bounds& sizes) noexcept : from_(from), sizes_(sizes) {}

  /// The next chunk, or false at the end. It is filled up to `bounds::read_size` as long as the source
  /// has bytes at hand, and given out with less when waiting would hold a whole line back. Throws
  /// read_error after the bytes before the error have been given out.
  bool next(chunk_buffer& buffer, chunk& out);

  /// Set for a file that grows: the end is then not the end, and the beginning of a line that has no newline
  /// yet is kept for the next call. `next` returns false whenever there is nothing new.
  void more_may_come(bool value) noexcept { more_may_come_ = value; }

  /// Begins again with an input that has nothing to do with the one before; what was kept is gone.
  void restart() noexcept;

  [[nodiscard]] bool holds_unfinished_line() const noexcept { return !kept_.empty(); }
  /// Bytes taken from the source so far.
  [[nodiscard]] std::uint64_t position() const noexcept { return offset_ + kept_.size(); }

  /// The room that `next` needs in front of the target of a buffer.
  [[nodiscard]] static chunk_buffer make_buffer(const bounds& sizes) {
    return {sizes.longest_line, sizes.read_size};
  }

 private:
  /// Reads up to `bounds::read_size` bytes and says whether a newline is among them and whether the input
  /// has nothing more.
  std::size_t fill(char* target, bool& newline, bool& at_end);

  byte_source& from_;
  bounds sizes_;
  std::string kept_;              // The end of the last chunk, with which the next one begins.
  std::uint64_t offset_ = 0;      // Of kept_ in the input.
  std::uint64_t line_start_ = 0;  // Of the line that kept_ belongs to.
  std::size_t repeated_ = 0;      // Bytes of kept_ that were given out already.
  std::string failure_;
  bool failed_ = false;
  bool ended_ = false;
  bool more_may_come_ = false;
};

}  // namespace errdex::annotate

#endif
