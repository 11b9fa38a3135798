#include <algorithm>

#include "errdex/search.hpp"
#include "search/stem.hpp"
#include "search/text.hpp"

namespace errdex {
namespace {

using namespace search;

/// Collects where words stand; the sink of `cut`.
class finder {
 public:
  finder(std::string_view text, const search_result& result, std::uint64_t words) : text_(text) {
    for (std::size_t i = 0; i < result.words.size() && i < 64; ++i) {
      if ((words >> i & 1) != 0) read(result.words[i].taken);
    }
  }

  std::vector<text_range> ranges() {
    if (!stems_.empty()) cut(text_, *this);
    for (const std::string_view run : runs_) {
      for (std::size_t at = text_.find(run); at != std::string_view::npos; at = text_.find(run, at + 1)) {
        ranges_.push_back({at, run.size()});
      }
    }
    return joined();
  }

  void word(const word_piece& piece, std::size_t begin, std::size_t end) {
    // A part alone is not marked inside its compound: where the parts stand in the text is lost in folding,
    // and the reader looks for the identifier.
    bool found = stands(piece.whole());
    for (std::size_t i = 0; i < piece.part_count() && !found; ++i) found = stands(piece.part(i));
    if (found) ranges_.push_back({begin, end - begin});
  }
  void han(char32_t, std::size_t, std::size_t) {}

 private:
  void read(std::string_view taken) {
    struct collect {
      finder& out;
      std::string_view taken;
      std::size_t run_begin = 0;
      std::size_t run_end = 0;
      void flush() {
        if (run_end > run_begin) out.runs_.push_back(taken.substr(run_begin, run_end - run_begin));
        run_begin = run_end = 0;
      }
      void word(const word_piece& piece, std::size_t, std::size_t) {
        flush();
        out.stems_.emplace_back(stem(piece.whole()).view());
      }
      void han(char32_t, std::size_t begin, std::size_t end) {
        if (begin != run_end) flush();
        if (run_end == run_begin) run_begin = begin;
        run_end = end;
      }
    };
    collect sink{*this, taken};
    cut(taken, sink);
    sink.flush();
  }

  [[nodiscard]] bool stands(std::string_view folded) const {
    const stem s(folded);
    return std::find(stems_.begin(), stems_.end(), s.view()) != stems_.end();
  }

  std::vector<text_range> joined() {
    std::sort(ranges_.begin(), ranges_.end(),
              [](const text_range& a, const text_range& b) { return a.offset < b.offset; });
    std::vector<text_range> out;
    for (const text_range& r : ranges_) {
      if (!out.empty() && r.offset <= out.back().offset + out.back().length) {
        out.back().length = std::max(out.back().length, r.offset + r.length - out.back().offset);
      } else {
        out.push_back(r);
      }
    }
    return out;
  }

  std::string_view text_;
  std::vector<std::string> stems_;
  std::vector<std::string_view> runs_;
  std::vector<text_range> ranges_;
};

}  // namespace

std::vector<text_range> find_words(std::string_view text, const search_result& result, std::uint64_t words) {
  return finder(text, result, words).ranges();
}

}  // namespace errdex
