#include "annotate/scanner.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>

#include "annotate/windows.hpp"

namespace errdex::annotate {
namespace {

/// Bytes of a long line that are shown before and behind the beginning of an error.
constexpr std::size_t shown_before = 200;
constexpr std::size_t shown_behind = 1000;

/// Below one line; a line of many megabytes may hold any number of errors.
constexpr std::size_t most_notes = 100;

const char* find(const char* from, const char* end, char c) noexcept {
  const auto* const found =
      static_cast<const char*>(std::memchr(from, c, static_cast<std::size_t>(end - from)));
  return found == nullptr ? end : found;
}

std::uint64_t count_newlines(const char* begin, const char* end) noexcept {
  return static_cast<std::uint64_t>(std::count(begin, end, '\n'));
}

/// The part of `text` around [at, at + length), cut between characters of UTF-8.
std::string_view excerpt(std::string_view text, std::size_t at, std::size_t length, std::size_t& begin) {
  const auto inside_character = [&](std::size_t i) {
    return i < text.size() && (static_cast<unsigned char>(text[i]) & 0xc0) == 0x80;
  };
  begin = at < shown_before ? 0 : at - shown_before;
  for (int i = 0; i < 3 && inside_character(begin); ++i) ++begin;
  std::size_t end = std::min(text.size(), at + std::min(length + shown_before, shown_behind));
  for (int i = 0; i < 3 && end > begin && inside_character(end); ++i) --end;
  return text.substr(begin, end - begin);
}

}  // namespace

void scanner::reset(const chunk& c, std::string_view input) {
  result_.clear();
  chunk_ = &c;
  input_ = input;
  newlines_ = 0;
  continued_end_ = 0;
}

bool scanner::scan(const chunk& c, std::string_view input, const std::function<bool()>& flush) {
  reset(c, input);
  const char* const begin = c.data;
  const char* const end = c.data + c.size;
  const char* at = begin;
  if (c.continued()) {
    const char* const line_end = find(begin, end, '\n');
    const bool finished = line_end < end || c.last;
    judge_long_line({begin, line_end, c.offset - c.line_start, 0, finished, true});
    if (line_end < end) ++newlines_;
    at = std::min(line_end + 1, end);
    continued_end_ = static_cast<std::size_t>(at - begin);
    if (result_.full() && !flush()) return false;
  }
  const char* judged = at;  // Everything before it is done with; it is the start of a line.
  hit_masks hits;
  run_history history = 0;
  while (at < end) {
    const auto left = static_cast<std::size_t>(end - at);
    const block_result block = filter_.scan(at, std::min(left, scan_block_size), left, history, hits);
    for (std::size_t i = 0; i < block.hits; ++i) {
      for (std::uint64_t bits = hits[i].bits; bits != 0; bits &= bits - 1) {
        const char* const hit = at + hits[i].offset + std::countr_zero(bits);
        if (hit < judged || (end - hit >= static_cast<std::ptrdiff_t>(pattern_span) && !filter_.is_hit(hit)))
          continue;
        if (!filter_.may_be_error(hit, judged, end)) continue;
        const auto* const newline =
            static_cast<const char*>(::memrchr(judged, '\n', static_cast<std::size_t>(hit - judged)));
        const char* const line_begin = newline == nullptr ? judged : newline + 1;
        const char* const line_end = find(hit, end, '\n');
        const std::uint64_t number = line_begin >= at ? newlines_ + count_newlines(at, line_begin)
                                                      : newlines_ - count_newlines(line_begin, at);
        const bool finished = line_end < end || !c.unfinished;
        const line_part line{line_begin, line_end, 0, number, finished, false};
        if (finished && static_cast<std::size_t>(line_end - line_begin) <= sizes_.longest_line) {
          judge_line(line);
        } else {
          judge_long_line(line);
        }
        judged = std::min(line_end + 1, end);
        if (result_.full() && !flush()) return false;
      }
    }
    newlines_ += block.newlines;
    at += std::min(left, scan_block_size);
  }
  return true;
}

void scanner::judge_line(const line_part& line) {
  std::string_view text(line.begin, static_cast<std::size_t>(line.end - line.begin));
  if (text.ends_with('\r')) text.remove_suffix(1);
  findings_.clear();
  judge(text, codes_, findings_);
  report(line, text, 0, false);
}

void scanner::judge_long_line(const line_part& line) {
  const std::uint64_t known = line.before + static_cast<std::uint64_t>(line.end - line.begin);
  const std::uint64_t length = line.finished ? known : std::numeric_limits<std::uint64_t>::max();
  for (std::uint64_t k = first_window(line.before, sizes_); k * sizes_.stride() < known; ++k) {
    const window w = window_of(k, length, sizes_);
    if (w.end > known) break;  // The next chunk has all of it.
    std::string_view text(line.begin + (w.begin - line.before), static_cast<std::size_t>(w.end - w.begin));
    if (!filter_.may_hold_error(text)) continue;
    findings_.clear();
    judge(text, codes_, findings_);
    std::erase_if(findings_, [&](const finding& f) {
      return w.begin + f.offset < w.own_begin || w.begin + f.offset >= w.own_end;
    });
    report(line, text, w.begin, true);
  }
}

void scanner::report(const line_part& line, std::string_view judged, std::uint64_t column, bool is_long) {
  if (findings_.empty()) return;
  ++result_.lines;
  for (const finding& f : findings_) ++result_.by_verdict[static_cast<std::size_t>(f.action)];
  const auto offset_in_chunk = static_cast<std::size_t>(line.begin - chunk_->data);
  const std::uint64_t line_offset = chunk_->offset + offset_in_chunk - line.before;
  const auto place_of = [&](const finding& f) {
    place where{input_, line_offset, column + f.offset, judged, column, is_long};
    if (is_long) {
      std::size_t begin = 0;
      where.text = excerpt(judged, f.offset, f.length, begin);
      where.text_column = column + begin;
    }
    return where;
  };

  const bool has_newline = line.finished && line.end < chunk_->data + chunk_->size;
  const auto line_end = static_cast<std::size_t>(line.end - chunk_->data) + (has_newline ? 1 : 0);
  switch (what_) {
    case output::nothing: {
      const auto when = moment_of(judged);
      for (finding& f : findings_) result_.occurrences.push_back({std::move(f), when, line.number});
      return;
    }
    case output::events:
      for (const finding& f : findings_) {
        piece p;
        p.text_from = result_.text.size();
        p.number_at = words_.event(f, place_of(f), result_.text);
        p.text_to = result_.text.size();
        p.line = line.number;
        p.numbered = true;
        result_.pieces.push_back(p);
      }
      return;
    case output::everything:
    case output::errors_only: break;
  }
  piece p;
  p.text_from = result_.text.size();
  p.line = line.number;
  if (what_ == output::everything || !is_long) {
    p.copy_from = offset_in_chunk;
    p.copy_to = line_end;
    p.waits = line.continued || !line.finished;
    p.continued = line.continued;
    if (!has_newline && !p.waits) result_.text += '\n';
  }
  std::size_t shown = 0;
  for (const finding& f : findings_) {
    if (shown == most_notes) break;
    const place where = place_of(f);
    if (what_ == output::errors_only && is_long) {
      result_.text += "… ";
      result_.text += where.text;
      result_.text += " …\n";
    }
    words_.note(f, where, result_.text);
    ++shown;
  }
  if (shown < findings_.size()) words_.omitted(findings_.size() - shown, result_.text);
  p.text_to = result_.text.size();
  result_.pieces.push_back(p);
}

}  // namespace errdex::annotate
