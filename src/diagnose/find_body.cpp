// Bodies inside a longer text.
//
// What an envelope is says `classify` alone; here is only found where an object ends. Not with the
// reader of `classify`, which takes a body for whole and skips what is nested without looking at it: in
// a log, an object that a cut line left open would then swallow the lines behind it. Here an object ends
// where its grammar does, and a string at the end of its line.
#include <array>
#include <cstdint>

#include "diagnose/body_reading.hpp"
#include "errdex/diagnose.hpp"

namespace errdex {
namespace {

/// Reads JSON as far as it goes.
class grammar {
 public:
  grammar(std::string_view text, std::size_t at) noexcept : text_(text), at_(at) {}

  /// Where the object that begins here ends, or where it is no JSON any more.
  [[nodiscard]] std::size_t object_end() noexcept {
    std::uint64_t braces = 0;  // One bit for each open bracket: whether it is a brace.
    unsigned depth = 0;
    for (;;) {  // A value is expected.
      skip_blanks();
      if (at_ >= text_.size()) return at_;
      const char c = text_[at_];
      if (c == '{' || c == '[') {
        if (depth == max_nesting) return at_;
        ++at_;
        ++depth;
        braces = braces << 1 | static_cast<std::uint64_t>(c == '{');
        skip_blanks();
        if (!closes(braces)) {
          if ((braces & 1) != 0 && !key()) return at_;
          continue;
        }
      } else if (!scalar()) {
        return at_;
      }
      for (skip_blanks(); closes(braces); skip_blanks()) {
        ++at_;
        braces >>= 1;
        if (--depth == 0) return at_;
      }
      if (at_ >= text_.size() || text_[at_] != ',') return at_;
      ++at_;
      skip_blanks();
      if ((braces & 1) != 0 && !key()) return at_;
    }
  }

 private:
  static constexpr unsigned max_nesting = 64;

  void skip_blanks() noexcept {
    while (at_ < text_.size() && detail::is_body_blank(text_[at_])) ++at_;
  }

  [[nodiscard]] bool closes(std::uint64_t braces) const noexcept {
    return at_ < text_.size() && text_[at_] == ((braces & 1) != 0 ? '}' : ']');
  }

  /// A key and its colon.
  bool key() noexcept {
    if (at_ >= text_.size() || text_[at_] != '"' || !string()) return false;
    skip_blanks();
    if (at_ >= text_.size() || text_[at_] != ':') return false;
    ++at_;
    return true;
  }

  bool string() noexcept {
    for (++at_; at_ < text_.size() && text_[at_] != '\n'; ++at_) {
      if (text_[at_] == '"') {
        ++at_;
        return true;
      }
      if (text_[at_] == '\\' && at_ + 1 < text_.size() && text_[at_ + 1] != '\n') ++at_;
    }
    return false;
  }

  /// A string, a number or a word; whether the word is one of JSON's does not matter.
  bool scalar() noexcept {
    if (text_[at_] == '"') return string();
    const std::size_t begin = at_;
    while (at_ < text_.size() && is_word(text_[at_])) ++at_;
    return at_ != begin;
  }

  static bool is_word(char c) noexcept {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           c == '+' || c == '.';
  }

  std::string_view text_;
  std::size_t at_;
};

/// How many objects around a brace are remembered; deeper ones are passed over. No byte is read more often
/// than this, which keeps hostile texts linear.
constexpr std::size_t max_depth = 16;

}  // namespace

std::optional<located_body> find_body(std::string_view text, std::size_t from) noexcept {
  std::array<std::size_t, max_depth> ends{};  // Of the objects around the place that is looked at.
  std::size_t depth = 0;
  for (std::size_t brace = text.find('{', from); brace != std::string_view::npos;) {
    while (depth > 0 && brace >= ends[depth - 1]) --depth;
    if (depth == max_depth) {
      brace = text.find('{', ends[depth - 1]);
      continue;
    }
    const std::size_t end = grammar(text, brace).object_end();
    if (classify(text.substr(brace, end - brace)).envelope != envelope::none) {
      return located_body{brace, end - brace};
    }
    ends[depth++] = end;
    brace = text.find('{', brace + 1);
  }
  return std::nullopt;
}

}  // namespace errdex
