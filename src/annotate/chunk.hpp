// A piece of an input, cut so that lines can be judged in it without looking at any other piece.
#ifndef ERRDEX_SRC_ANNOTATE_CHUNK_HPP
#define ERRDEX_SRC_ANNOTATE_CHUNK_HPP

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

namespace errdex::annotate {

/// Bytes of an input, in `[data, data + size)`. A chunk begins at the start of a line, or at the start of a
/// window of a line that is longer than `bounds::longest_line`; it ends behind a newline, at the end of the
/// input, or inside such a long line.
struct chunk {
  const char* data = nullptr;
  std::size_t size = 0;
  std::size_t repeated = 0;      ///< The first bytes, which the chunk before this one had at its end.
  std::uint64_t offset = 0;      ///< Of `data` in the input.
  std::uint64_t line_start = 0;  ///< Offset in the input of the line in which `data` lies.
  bool unfinished = false;       ///< The last line is a long one that goes on in the next chunk.
  bool last = false;             ///< The input ends here.

  [[nodiscard]] std::string_view text() const noexcept { return {data, size}; }
  /// The chunk begins inside a line.
  [[nodiscard]] bool continued() const noexcept { return line_start != offset; }
};

/// Memory that chunks are read into, with room in front for what was left of the chunk before.
class chunk_buffer {
 public:
  /// `front` bytes of room before a target of `size` bytes that begins at a page.
  chunk_buffer(std::size_t front, std::size_t size);
  [[nodiscard]] char* target() const noexcept { return target_; }

 private:
  struct release {
    void operator()(char* memory) const noexcept;
  };
  std::unique_ptr<char, release> memory_;
  char* target_;
};

}  // namespace errdex::annotate

#endif
