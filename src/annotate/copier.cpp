#include "annotate/copier.hpp"

#include <algorithm>
#include <utility>

namespace errdex::annotate {
namespace {

/// Texts that wait for the end of one line; a line may have any number of them.
constexpr std::size_t most_waiting = 1u << 16;

}  // namespace

void copier::begin_chunk(const chunk& c) noexcept {
  copied_ = c.repeated;
  closed_ = !c.continued();
}

void copier::put(std::string_view text) {
  if (text.empty()) return;
  if (pieces_.empty() && to_.headers && to_.last_input != input_) {
    numbers_.push_back((to_.any_output ? "\n==> " : "==> ") + input_ + " <==\n");
    pieces_.push_back(numbers_.back());
    to_.last_input = input_;
  }
  pieces_.push_back(text);
}

bool copier::write() {
  if (pieces_.empty()) return true;
  to_.any_output = true;
  const bool read = to_.to.write(pieces_);
  pieces_.clear();
  numbers_.clear();
  return read;
}

void copier::copy(const chunk& c, std::size_t to) {
  if (to <= copied_) return;
  put(c.text().substr(copied_, to - copied_));
  copied_ = to;
}

void copier::close_continued_line(const chunk& c, std::size_t end) {
  if (closed_ || end == 0 || c.data[end - 1] != '\n') return;
  closed_ = true;
  copy(c, end);
  if (omitted_ > 0) to_.words.omitted(omitted_, waiting_);
  omitted_ = 0;
  if (waiting_.empty()) return;
  numbers_.push_back(std::exchange(waiting_, {}));
  put(numbers_.back());
}

bool copier::add(const chunk& c, const batch& b, std::size_t continued_end) {
  totals& seen = to_.seen;
  for (std::size_t i = 0; i < b.by_verdict.size(); ++i) {
    seen.by_verdict[i] += b.by_verdict[i];
    seen.errors += b.by_verdict[i];
  }
  seen.lines_with_errors += b.lines;
  if (to_.counts != nullptr) {
    for (const occurrence& o : b.occurrences) to_.counts->add(o.what, o.when, seen.lines + o.line + 1);
  }
  const std::string_view text = b.text;
  for (const piece& p : b.pieces) {
    const std::string_view part = text.substr(p.text_from, p.text_to - p.text_from);
    if (p.numbered) {
      put(part.substr(0, p.number_at - p.text_from));
      numbers_.push_back(std::to_string(lines_ + p.line + 1));
      put(numbers_.back());
      put(part.substr(p.number_at - p.text_from));
      continue;
    }
    if (to_.what == output::everything && !p.continued) close_continued_line(c, continued_end);
    if (p.waits) {
      if (waiting_.size() + part.size() <= most_waiting) {
        waiting_ += part;
      } else {
        ++omitted_;
      }
      continue;
    }
    if (to_.what == output::everything) {
      copy(c, p.copy_to);
    } else {
      put(c.text().substr(p.copy_from, p.copy_to - p.copy_from));
    }
    put(part);
  }
  return write();
}

bool copier::end_chunk(const chunk& c, std::uint64_t newlines, std::size_t continued_end) {
  if (to_.what == output::everything) {
    close_continued_line(c, continued_end);
    copy(c, c.size);
  }
  lines_ += newlines;
  to_.seen.lines += newlines;
  to_.seen.bytes += c.size - c.repeated;
  return write();
}

bool copier::end_input() {
  if (omitted_ > 0) to_.words.omitted(omitted_, waiting_);
  omitted_ = 0;
  if (waiting_.empty()) return true;
  // The line has no newline.
  put("\n");
  put(waiting_);
  const bool read = write();
  waiting_.clear();
  return read;
}

}  // namespace errdex::annotate
