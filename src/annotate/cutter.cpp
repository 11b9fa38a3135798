#include "annotate/cutter.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>

namespace errdex::annotate {
namespace {

constexpr std::size_t page = 4096;

constexpr std::size_t rounded_up(std::size_t size) { return (size + page - 1) / page * page; }

}  // namespace

chunk_buffer::chunk_buffer(std::size_t front, std::size_t size) {
  const std::size_t room = rounded_up(front);
  memory_.reset(static_cast<char*>(std::aligned_alloc(page, room + rounded_up(size))));
  if (memory_ == nullptr) throw std::bad_alloc();
  target_ = memory_.get() + room;
}

void chunk_buffer::release::operator()(char* memory) const noexcept { std::free(memory); }

void cutter::restart() noexcept {
  kept_.clear();
  offset_ = 0;
  line_start_ = 0;
  repeated_ = 0;
  failed_ = false;
  ended_ = false;
}

bool cutter::next(chunk_buffer& buffer, chunk& out) {
  while (!ended_) {
    char* const target = buffer.target();
    char* const begin = target - kept_.size();
    if (!kept_.empty()) std::memcpy(begin, kept_.data(), kept_.size());
    bool newline = false;
    bool at_end = false;
    const std::size_t fresh = fill(target, newline, at_end);
    if (fresh == 0 && at_end && more_may_come_ && !failed_) return false;

    const std::size_t size = kept_.size() + fresh;
    out = {begin, size, repeated_, offset_, line_start_, false, false};
    if (at_end && (failed_ || !more_may_come_)) {
      out.last = true;
      kept_.clear();
      if (failed_ && size == 0) {
        ended_ = true;
        throw read_error(failure_);
      }
      ended_ = !failed_;
      return size > 0;
    }

    const char* const rest = newline ? static_cast<const char*>(::memrchr(target, '\n', fresh)) + 1 : begin;
    const auto before = static_cast<std::size_t>(rest - begin);
    const std::uint64_t rest_line = newline ? offset_ + before : line_start_;
    const std::uint64_t known = offset_ + size - rest_line;  // Bytes of the unfinished line so far.
    if (known > sizes_.longest_line) {
      // The first window that is not whole yet goes to the next chunk once more.
      const std::uint64_t whole = (known - sizes_.context) / sizes_.stride();
      const std::uint64_t from = std::max(rest_line + whole * sizes_.stride() - sizes_.context, offset_);
      kept_.assign(begin + (from - offset_), static_cast<std::size_t>(offset_ + size - from));
      repeated_ = kept_.size();
      offset_ = from;
      line_start_ = rest_line;
      out.unfinished = true;
      return true;
    }
    // It may still become a line that is judged as a whole.
    kept_.assign(rest, size - before);
    offset_ += before;
    line_start_ = offset_;
    repeated_ = 0;
    out.size = before;
    if (before > 0) return true;
    if (at_end) return false;
  }
  return false;
}

std::size_t cutter::fill(char* target, bool& newline, bool& at_end) {
  std::size_t fresh = 0;
  at_end = failed_;
  while (fresh < sizes_.read_size && !at_end) {
    // Waiting is right only as long as there is nothing to give out.
    if (newline && !from_.ready()) break;
    std::size_t got = 0;
    try {
      got = from_.read(target + fresh, sizes_.read_size - fresh);
    } catch (const read_error& e) {
      failed_ = true;
      failure_ = e.what();
    }
    at_end = got == 0;
    newline = newline || std::memchr(target + fresh, '\n', got) != nullptr;
    fresh += got;
  }
  return fresh;
}

}  // namespace errdex::annotate
