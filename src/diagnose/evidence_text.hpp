// Text as people paste it, made readable: encodings, colours and escapes undone, with the way back to
// where each byte came from.
#ifndef ERRDEX_SRC_DIAGNOSE_EVIDENCE_TEXT_HPP
#define ERRDEX_SRC_DIAGNOSE_EVIDENCE_TEXT_HPP

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace errdex::reading {

/// Text that was decoded from other text, and where in that text each of its bytes came from.
class mapped_text {
 public:
  /// Text that needs no decoding; `bytes` must outlive it.
  explicit mapped_text(std::string_view bytes) : view_(bytes) {}
  mapped_text() = default;

  [[nodiscard]] std::string_view text() const noexcept { return copied_ ? std::string_view(own_) : view_; }

  /// The offset in the source of the byte at `at`. For `at` = size, where the source ends. Offsets
  /// never fall when `at` rises.
  [[nodiscard]] std::size_t origin(std::size_t at) const noexcept;

  /// Appends text that stands in the source at `origin` as it is, each byte taking `stride` bytes there.
  void copy(std::string_view piece, std::size_t origin, std::size_t stride = 1);
  /// Appends text that replaces what stands in the source at `origin`.
  void replace(std::string_view piece, std::size_t origin) { copy(piece, origin, 0); }
  /// Says where the source ends. Called last.
  void close(std::size_t source_end) { end_ = source_end; }

 private:
  struct run {
    std::size_t at;      // In the decoded text.
    std::size_t origin;  // In the source.
    std::size_t stride;
  };
  std::string_view view_;
  std::string own_;
  std::vector<run> runs_;
  std::size_t end_ = 0;
  bool copied_ = false;
};

/// The text of a file or a paste: UTF-8 with a byte order mark or without, or UTF-16 with one; terminal
/// colours (ANSI escape sequences, also in the spellings \x1b[31m, \u001b[31m, \033[31m, ^[[31m) are
/// left out. Bytes that are not UTF-8 stay as they are.
[[nodiscard]] mapped_text decode(std::string_view bytes);

/// The content of a string literal with its escapes undone: those of JSON, and \xNN, \', \NNN, \UNNNNNNNN and
/// \u{N} of other languages. An escape that none of them knows stays as it is. Colours are left out.
/// Offsets are relative to `raw`.
[[nodiscard]] mapped_text unescape(std::string_view raw);

/// The same without offsets.
[[nodiscard]] std::string unescaped(std::string_view raw);

/// Appends a code point as UTF-8; U+FFFD for what is none.
void append_utf8(std::string& out, char32_t c);

}  // namespace errdex::reading

#endif
