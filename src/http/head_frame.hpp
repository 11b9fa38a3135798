// Finds the end of a header section in bytes that arrive piece by piece, and refuses what no strict reader
// takes before any grammar is looked at: bare line feeds, folded lines, control characters, sections out of
// bounds. Two parties on the way that frame a message differently are what request smuggling lives on.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "http/limits.hpp"

namespace errdex::http {

/// Why a message is not taken.
struct refusal {
  unsigned status = 400;
  std::string_view detail;  ///< One sentence, static storage.
};

class head_frame {
 public:
  /// Looks at the section so far, from its first byte; `seen` may be longer at each call, never different.
  /// Returns the bytes up to and with the blank line, or 0 when more are needed; `refused()` says when none
  /// will do.
  std::size_t advance(std::string_view seen, const limits& bounds) noexcept;

  [[nodiscard]] const std::optional<refusal>& refused() const noexcept { return refused_; }

 private:
  bool take_line(std::string_view line, const limits& bounds) noexcept;
  std::size_t refuse(unsigned status, std::string_view detail) noexcept;

  std::size_t line_begin_ = 0;  // Of the first line that is not complete.
  std::size_t first_line_ = 0;  // Bytes of the start line with its end.
  std::size_t looked_at_ = 0;   // Bytes without a line feed behind line_begin_.
  std::size_t fields_ = 0;
  bool start_line_ = true;
  std::optional<refusal> refused_;
};

}  // namespace errdex::http
