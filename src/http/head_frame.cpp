#include "http/head_frame.hpp"

#include <algorithm>

#include "http/text.hpp"

namespace errdex::http {
namespace {

/// A method, two blanks, the version and the line's end, beside the target.
constexpr std::size_t most_around_target = 64;

}  // namespace

std::size_t head_frame::refuse(unsigned status, std::string_view detail) noexcept {
  refused_ = refusal{status, detail};
  return 0;
}

bool head_frame::take_line(std::string_view line, const limits& bounds) noexcept {
  if (line.empty() || line.back() != '\r')
    return refuse(400, "a line of the header ends in a bare line feed; lines end in CR LF"), false;
  line.remove_suffix(1);
  if (start_line_) {
    start_line_ = false;
    return true;
  }
  if (line.empty()) return true;
  if (line.front() == ' ' || line.front() == '\t')
    return refuse(400, "a header line begins with a blank; folded lines are not taken"), false;
  if (!is_field_value(line)) return refuse(400, "a header line has a control character in it"), false;
  if (++fields_ > bounds.header_fields) return refuse(431, "the request has too many header fields"), false;
  return true;
}

std::size_t head_frame::advance(std::string_view seen, const limits& bounds) noexcept {
  if (refused_) return 0;
  const std::size_t most_start_line = bounds.target + most_around_target;
  for (;;) {
    const bool first = start_line_;
    const std::size_t feed = seen.find('\n', line_begin_ + looked_at_);
    const std::size_t end = feed == std::string_view::npos ? seen.size() : feed + 1;
    // The bounds hold for lines that have not ended as for those that have: nobody makes us wait for an end.
    if (first && end > most_start_line)
      return refuse(414, "the request target is longer than this server takes");
    if (!first && end - first_line_ > bounds.header_bytes)
      return refuse(431, "the header section is longer than this server takes");
    if (feed == std::string_view::npos) {
      looked_at_ = seen.size() - line_begin_;
      return 0;
    }
    const std::string_view line = seen.substr(line_begin_, feed - line_begin_);
    if (!take_line(line, bounds)) return 0;
    line_begin_ = end;
    looked_at_ = 0;
    if (first) first_line_ = end;
    if (!first && line.size() == 1) return end;
  }
}

}  // namespace errdex::http
