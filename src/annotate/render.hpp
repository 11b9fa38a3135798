// How findings are put into words: given from outside, because colours, languages and JSON are not the
// business of a stream.
#ifndef ERRDEX_SRC_ANNOTATE_RENDER_HPP
#define ERRDEX_SRC_ANNOTATE_RENDER_HPP

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "annotate/finding.hpp"

namespace errdex::annotate {

/// Where a finding stands.
struct place {
  std::string_view input;         ///< Name of the file, as given.
  std::uint64_t line_offset = 0;  ///< Of the line in the input, in bytes.
  std::uint64_t column = 0;       ///< Of the finding in the line, in bytes from 0.
  std::string_view text;          ///< The line without its end; of a long line, the bytes around the finding.
  std::uint64_t text_column = 0;  ///< Where `text` begins in the line.
  bool long_line = false;
};

/// Called from several threads at once.
class renderer {
 public:
  renderer() = default;
  renderer(const renderer&) = delete;
  renderer& operator=(const renderer&) = delete;
  virtual ~renderer() = default;

  /// Appends the line that goes below a log line, with its newline.
  virtual void note(const finding& what, const place& where, std::string& out) const = 0;
  /// Appends one event as a line of JSON. Returns the offset in `out` at which the line's number has to be
  /// put in, which only the caller knows, and later.
  [[nodiscard]] virtual std::size_t event(const finding& what, const place& where,
                                          std::string& out) const = 0;
  /// Appends the line that says how many findings of one line were not shown.
  virtual void omitted(std::uint64_t count, std::string& out) const = 0;
};

}  // namespace errdex::annotate

#endif
