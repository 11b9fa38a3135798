// Fast against slow: a log of any bytes, cut in any way, is annotated as the slow path says line by line.
//
// The first bytes choose the bounds, the portions of reading and the number of threads; the rest is the log.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "annotate/annotator.hpp"
#include "annotate/windows.hpp"

namespace {

using namespace errdex;
using namespace errdex::annotate;

class plain_words final : public renderer {
 public:
  void note(const finding& what, const place& where, std::string& out) const override {
    out += text(what, where);
  }
  std::size_t event(const finding& what, const place& where, std::string& out) const override {
    out += text(what, where);
    return out.size() - 1;
  }
  void omitted(std::uint64_t, std::string&) const override {}

 private:
  static std::string text(const finding& what, const place& where) {
    return std::to_string(where.line_offset) + "+" + std::to_string(where.column) + " " +
           std::string(what.space.name()) + ":" + what.code + "/" + what.sub_code + " " +
           std::string(name(what.action)) + "\n";
  }
};

class string_sink final : public sink {
 public:
  bool write(std::span<const std::string_view> pieces) override {
    for (const auto p : pieces) text += p;
    return true;
  }
  bool idle(int) override { return true; }
  std::string text;
};

std::string by_definition(std::string_view log, const bounds& sizes, const renderer& words) {
  std::string out;
  std::uint64_t number = 0;
  for (std::size_t at = 0; at < log.size();) {
    ++number;
    const std::size_t newline = std::min(log.find('\n', at), log.size());
    const std::string_view line = log.substr(at, newline - at);
    const auto add = [&](std::string_view text, const window& w) {
      std::vector<finding> here;
      judge(text, catalog::builtin(), here);
      for (const finding& f : here) {
        if (w.begin + f.offset < w.own_begin || w.begin + f.offset >= w.own_end) continue;
        const std::size_t insert_at = words.event(f, {"log", at, w.begin + f.offset, {}, 0, false}, out);
        out.insert(insert_at, std::to_string(number));
      }
    };
    if (line.size() > sizes.longest_line) {
      for (std::uint64_t k = 0; k * sizes.stride() < line.size(); ++k) {
        const window w = window_of(k, line.size(), sizes);
        add(line.substr(w.begin, w.end - w.begin), w);
      }
    } else {
      add(line.ends_with('\r') ? line.substr(0, line.size() - 1) : line,
          {0, line.size(), 0, std::numeric_limits<std::uint64_t>::max()});
    }
    at = newline + 1;
  }
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 5) return 0;
  annotator_options how;
  how.what = output::events;
  how.sizes.context = 16u + data[0];
  how.sizes.longest_line = 2 * how.sizes.context + 1 + data[1];
  how.sizes.read_size = 1 + 4u * data[2];
  how.threads = 1 + data[3] % 3u;
  const std::size_t portion = 1 + 2u * data[4];
  const std::string_view log(reinterpret_cast<const char*>(data) + 5, size - 5);
  static const plain_words words;
  string_sink out;
  annotator run(how, catalog::builtin(), words, out);
  memory_source from(log, portion);
  run.read(from, "log");
  const std::string expected = by_definition(log, how.sizes, words);
  if (out.text != expected) {
    std::fprintf(stderr, "fast:\n%s\nslow:\n%s\n", out.text.c_str(), expected.c_str());
    std::abort();
  }
  return 0;
}
