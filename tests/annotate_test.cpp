// Annotating logs: against the slow path line by line, and what people see.
#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <array>
#include <atomic>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <limits>
#include <mutex>
#include <numeric>
#include <thread>

#include "annotate/annotator.hpp"
#include "annotate/decoders.hpp"
#include "annotate/follow.hpp"
#include "annotate/windows.hpp"
#include "annotate_lines.hpp"
#include "cli_run.hpp"

namespace errdex::annotate {
namespace {

using test::changed_line;
using test::log_lines;
using test::random_numbers;
using testing::HasSubstr;

/// Says only what the library finds.
class plain_words final : public renderer {
 public:
  void note(const finding& what, const place& where, std::string& out) const override {
    out += "^" + std::string(what.space.name()) + ":" + what.code + " " + std::string(name(what.action)) +
           " " + std::to_string(where.column) + "\n";
  }
  std::size_t event(const finding& what, const place& where, std::string& out) const override {
    out += std::string(where.input) + ":";
    const std::size_t at = out.size();
    out += ":" + std::to_string(where.line_offset) + "+" + std::to_string(where.column) + " " +
           std::string(what.space.name()) + ":" + what.code + "\n";
    return at;
  }
  void omitted(std::uint64_t count, std::string& out) const override {
    out += "^and " + std::to_string(count) + "\n";
  }
};

class string_sink final : public sink {
 public:
  bool write(std::span<const std::string_view> pieces) override {
    for (const auto p : pieces) text += p;
    return text.size() < limit;
  }
  bool idle(int milliseconds) override {
    std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
    return true;
  }
  std::string text;
  std::size_t limit = std::numeric_limits<std::size_t>::max();
};

const plain_words words;

std::string annotated(std::string_view log, output what, annotator_options how = {},
                      std::size_t portion = std::numeric_limits<std::size_t>::max()) {
  how.what = what;
  string_sink out;
  annotator run(how, catalog::builtin(), words, out);
  memory_source from(log, portion);
  run.read(from, "log");
  return out.text;
}

/// The definition: each line judged by the slow path, long ones in windows, without any prefilter.
std::string by_definition(std::string_view log, output what, const bounds& sizes) {
  std::string out;
  std::uint64_t number = 0;
  for (std::size_t at = 0; at < log.size();) {
    ++number;
    const std::size_t newline = std::min(log.find('\n', at), log.size());
    std::string_view line = log.substr(at, newline - at);
    std::vector<std::pair<std::uint64_t, finding>> found;
    const auto add = [&](std::string_view text, const window& w) {
      std::vector<finding> here;
      judge(text, catalog::builtin(), here);
      for (finding& f : here) {
        if (w.begin + f.offset >= w.own_begin && w.begin + f.offset < w.own_end)
          found.emplace_back(w.begin + f.offset, std::move(f));
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
    const bool shown = what == output::everything || (what == output::errors_only && !found.empty());
    if (shown) out += log.substr(at, newline - at + (newline < log.size() ? 1 : 0));
    if (shown && !found.empty() && newline == log.size()) out += '\n';
    for (const auto& [column, f] : found) {
      place where{"log", at, column, {}, 0, false};
      if (what == output::events) {
        std::string event;
        const std::size_t n = words.event(f, where, event);
        out += event.substr(0, n) + std::to_string(number) + event.substr(n);
      } else {
        words.note(f, where, out);
      }
    }
    at = newline + 1;
  }
  return out;
}

std::string many_lines(std::uint64_t seed, std::size_t count) {
  random_numbers random(seed);
  std::string log;
  for (std::size_t i = 0; i < count; ++i) {
    log += random.below(3) == 0 ? changed_line(random, log_lines())
                                : log_lines()[random.below(log_lines().size())];
    if (i + 1 < count || random.below(2) == 0) log += '\n';
  }
  return log;
}

TEST(Prefilter, NeverMissesWhatTheSlowPathFinds) {
  std::vector<std::string> lines = log_lines();
  // Whatever the corpus of pastes holds, line by line.
  for (const std::string folder : {ERRDEX_SOURCE_DIR "/tests/evidence"}) {
    if (!std::filesystem::exists(folder)) continue;
    for (const auto& file : std::filesystem::recursive_directory_iterator(folder)) {
      std::ifstream in(file.path(), std::ios::binary);
      for (std::string line; std::getline(in, line);) lines.push_back(line);
    }
  }
  random_numbers random(1);
  const std::size_t written_by_hand = lines.size();
  std::array<scanner_choice, 3> scanners;
  const std::size_t scanner_count = available_scanners(scanners);
  std::vector<prefilter> filters;
  for (std::size_t s = 0; s < scanner_count; ++s) filters.emplace_back(catalog::builtin(), scanners[s].scan);
  std::size_t with_errors = 0;
  for (std::size_t i = 0; i < written_by_hand + 300'000; ++i) {
    const std::string line = i < written_by_hand ? lines[i] : changed_line(random, lines);
    std::vector<finding> found;
    judge(line, catalog::builtin(), found);
    if (found.empty()) continue;
    ++with_errors;
    for (std::size_t s = 0; s < scanner_count; ++s) {
      EXPECT_TRUE(filters[s].may_hold_error(line))
          << scanners[s].name << " misses " << found[0].space.name() << ':' << found[0].code << " in "
          << testing::PrintToString(line);
    }
  }
  EXPECT_GT(with_errors, 10'000u);
}

TEST(Prefilter, CostsNothingOnAnswersThatSaySuccessAndOnOtherPeoplesCodes) {
  const prefilter filter(catalog::builtin());
  for (const char* line :
       {R"({"errcode":0,"errmsg":"ok"})", R"({"level":"info","msg":"done","code":200,"cost_ms":3})",
        R"({"resp":"{\"errcode\": 0,\"errmsg\":\"ok\"}"})",
        "node=worker-3 mode=decode unicode barcode=1 errnothing", "发生错误，请稍后再试",
        "GET /health HTTP/1.1\" 200 2026"}) {
    EXPECT_FALSE(filter.may_hold_error(line)) << line;
  }
}

TEST(Annotate, IsWhatTheSlowPathSaysLineByLine) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    const std::string log = many_lines(seed, 80);
    for (const output what : {output::everything, output::errors_only, output::events}) {
      EXPECT_EQ(annotated(log, what), by_definition(log, what, {})) << seed;
    }
  }
}

// Small bounds put every border of chunks and windows somewhere into every line.
TEST(Annotate, DoesNotDependOnHowTheInputIsCut) {
  random_numbers random(7);
  for (std::uint64_t seed = 1; seed <= 120; ++seed) {
    const std::string log = many_lines(seed, 30);
    annotator_options how;
    how.sizes.context = 40 + random.below(100);
    how.sizes.longest_line = 2 * how.sizes.context + 1 + random.below(200);
    how.sizes.read_size = 1 + random.below(600);
    how.threads = 1 + static_cast<unsigned>(random.below(3));
    ASSERT_TRUE(how.sizes.valid());
    for (const output what : {output::everything, output::events}) {
      EXPECT_EQ(annotated(log, what, how, 1 + random.below(300)), by_definition(log, what, how.sizes))
          << "seed " << seed << " read " << how.sizes.read_size << " longest " << how.sizes.longest_line
          << " context " << how.sizes.context << " threads " << how.threads;
    }
  }
}

TEST(Annotate, AnyBytesAreCopiedAsTheyAre) {
  random_numbers random(3);
  for (int round = 0; round < 200; ++round) {
    std::string log;
    const std::size_t size = random.below(5000);
    while (log.size() < size) log += static_cast<char>(random.below(8) == 0 ? '\n' : random.below(256));
    annotator_options how;
    how.sizes = {1 + random.below(900), 64 + random.below(500), 30};
    how.threads = 2;
    EXPECT_EQ(annotated(log, output::everything, how, 1 + random.below(700)),
              by_definition(log, output::everything, how.sizes));
  }
}

TEST(Annotate, AReaderThatGoesAwayEndsIt) {
  const std::string log = many_lines(5, 20'000);
  string_sink out;
  out.limit = 1;
  annotator_options how;
  how.what = output::everything;
  how.threads = 2;
  annotator run(how, catalog::builtin(), words, out);
  memory_source from(log);
  EXPECT_FALSE(run.read(from, "log"));
  EXPECT_LT(out.text.size(), log.size());
}

TEST(Annotate, ALineWithThousandsOfErrorsHasABoundedNumberOfNotes) {
  std::string log;
  for (int i = 0; i < 3000; ++i)
    log += R"({"errcode":40014,"errmsg":"invalid access_token","i":)" + std::to_string(i) + "} ";
  const std::string out = annotated(log + "\nnext\n", output::everything);
  EXPECT_LT(std::count(out.begin(), out.end(), '\n'), 1000);
  EXPECT_THAT(out, HasSubstr("^and "));
  EXPECT_THAT(out, testing::EndsWith("\nnext\n"));
}

class folder {
 public:
  folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "errdex-annotate-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  ~folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  folder(const folder&) = delete;
  folder& operator=(const folder&) = delete;
  std::string write(const std::string& name, std::string_view text,
                    std::ios::openmode mode = std::ios::trunc) const {
    std::ofstream(path_ / name, std::ios::binary | std::ios::out | mode) << text;
    return (path_ / name).string();
  }
  [[nodiscard]] std::string name(const std::string& file) const { return (path_ / file).string(); }

 private:
  std::filesystem::path path_;
};

std::string gzipped(std::string_view text) {
  z_stream z{};
  deflateInit2(&z, 6, Z_DEFLATED, 16 + 15, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&z, text.size()) + 64, '\0');
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  z.avail_in = static_cast<uInt>(text.size());
  z.next_out = reinterpret_cast<Bytef*>(out.data());
  z.avail_out = static_cast<uInt>(out.size());
  deflate(&z, Z_FINISH);
  out.resize(out.size() - z.avail_out);
  deflateEnd(&z);
  return out;
}

std::string zstd_compressed(std::string_view text) {
  std::string out(ZSTD_compressBound(text.size()), '\0');
  out.resize(ZSTD_compress(out.data(), out.size(), text.data(), text.size(), 3));
  return out;
}

std::string utf16(std::string_view ascii, bool big) {
  std::string out = big ? "\xfe\xff" : "\xff\xfe";
  for (const char c : ascii) {
    if (big) out += '\0';
    out += c;
    if (!big) out += '\0';
  }
  return out;
}

std::string decoded_text(std::string_view bytes, std::size_t portion) {
  const auto from = decoded(std::make_unique<memory_source>(bytes, portion));
  std::string out;
  std::array<char, 777> buffer;
  while (const std::size_t got = from->read(buffer.data(), buffer.size())) out.append(buffer.data(), got);
  return out;
}

TEST(Decoders, GiveBackWhatWasCompressed) {
  const std::string log = many_lines(11, 400);
  const std::string half = log.substr(0, log.size() / 2);
  const std::string rest = log.substr(log.size() / 2);
  for (const std::size_t portion :
       {std::size_t{1}, std::size_t{5}, std::size_t{4096}, std::size_t{1} << 20}) {
    EXPECT_EQ(decoded_text(log, portion), log);
    EXPECT_EQ(decoded_text(gzipped(log), portion), log);
    EXPECT_EQ(decoded_text(gzipped(half) + gzipped(rest), portion), log) << "two members";
    EXPECT_EQ(decoded_text(gzipped(log) + std::string(512, '\0'), portion), log) << "padding";
    EXPECT_EQ(decoded_text(zstd_compressed(log), portion), log);
    EXPECT_EQ(decoded_text(zstd_compressed(half) + zstd_compressed(rest), portion), log) << "two frames";
    EXPECT_EQ(decoded_text(utf16("plain text\r\nof Windows\r\n", false), portion),
              "plain text\r\nof Windows\r\n");
    EXPECT_EQ(decoded_text(utf16("plain text\n", true), portion), "plain text\n");
    EXPECT_EQ(decoded_text(std::string("\xff\xfe\x2d\x4e\x3d\xd8\x00\xde\x3d\xd8", 10), portion),
              "中😀\xef\xbf\xbd");
    EXPECT_EQ(decoded_text("", portion), "");
    EXPECT_EQ(decoded_text("\x1f", portion), "\x1f");
  }
}

TEST(Decoders, SayWhatIsWrongWithAFileBehindWhatCouldBeRead) {
  const std::string log = many_lines(12, 3000);
  const std::string gz = gzipped(log);
  const std::string zst = zstd_compressed(log);
  for (const std::string& cut : {gz.substr(0, gz.size() / 2), zst.substr(0, zst.size() / 2)}) {
    string_sink out;
    annotator run({.what = output::everything}, catalog::builtin(), words, out);
    try {
      const auto from = decoded(std::make_unique<memory_source>(cut));
      run.read(*from, "log");
      ADD_FAILURE() << "a file that was cut off was read without a word";
    } catch (const read_error& e) {
      EXPECT_THAT(e.what(), HasSubstr("ends early"));
    }
    // zstd writes blocks of 128 KB, of which the first may be the one that is cut.
    if (cut.starts_with("\x1f\x8b")) {
      EXPECT_THAT(out.text, HasSubstr("^")) << "what could be read is annotated";
    }
  }
}

using cli::run;

TEST(AnnotateCommand, SaysBelowALineWhatItMeans) {
  const auto r =
      run({"annotate"}, "start\n{\"errcode\":40014,\"errmsg\":\"invalid access_token\",\"wecom\":1}\nend");
  EXPECT_EQ(r.code, cli::success);
  EXPECT_THAT(r.out, testing::StartsWith(
                         "start\n{\"errcode\":40014,\"errmsg\":\"invalid access_token\",\"wecom\":1}\n  ^ "
                         "wecom:40014 access_token_invalid → refresh_token: "));
  EXPECT_THAT(r.out, testing::EndsWith("\nend"));
}

TEST(AnnotateCommand, ReadsManyFilesOfEveryKindAndNamesThem) {
  const folder f;
  const std::string line =
      "{\"errcode\":40014,\"errmsg\":\"invalid access_token, more info at "
      "https://open.work.weixin.qq.com/devtool/query?e=40014\"}\n";
  const auto a = f.write("a.log", "fine\n" + line);
  const auto b = f.write("b.log.gz", gzipped(line + "fine\n"));
  const auto c = f.write("c.log.zst", zstd_compressed(line));
  const auto d = f.write("d.log", utf16(line, false));
  const auto e = f.write("e.log", "nothing\n");
  const auto r = run({"annotate", "--only", a, b, c, d, e});
  EXPECT_EQ(r.code, cli::success);
  for (const auto& name : {a, b, c, d}) EXPECT_THAT(r.out, HasSubstr("==> " + name + " <=="));
  EXPECT_THAT(r.out, testing::Not(HasSubstr(e)));
  EXPECT_THAT(r.out, testing::Not(HasSubstr("fine")));
  const auto json = run({"annotate", "--json", a, b});
  EXPECT_THAT(json.out, HasSubstr("\"line\":2,\"column\":1,\"offset\":5,"));
  EXPECT_THAT(json.out, HasSubstr("\"line\":1,\"column\":1,\"offset\":0,"));
}

TEST(AnnotateCommand, GoesOnBehindAFileThatIsMissingAndSaysSo) {
  const folder f;
  const auto good = f.write(
      "good.log", "{\"errcode\":60011,\"errmsg\":\"no privilege to access/modify contact/party/agent\"}\n");
  const auto r = run({"annotate", "--only", f.name("missing.log"), good, f.name("")});
  EXPECT_EQ(r.code, cli::bad_usage);
  EXPECT_THAT(r.err, HasSubstr("missing.log: No such file or directory"));
  EXPECT_THAT(r.err, HasSubstr("Is a directory"));
  EXPECT_THAT(r.out, HasSubstr("60011"));
}

TEST(AnnotateCommand, FailsOnTheVerdictsThatAreAskedFor) {
  const std::string log =
      "{\"errcode\":40014,\"errmsg\":\"invalid access_token, more info at "
      "https://open.work.weixin.qq.com/devtool/query?e=40014\"}\n";
  EXPECT_EQ(run({"annotate", "--summary", "--fail-on", "refresh_token"}, log).code, cli::not_found);
  EXPECT_EQ(run({"annotate", "--summary", "--fail-on", "fix_setup"}, log).code, cli::success);
  EXPECT_EQ(run({"annotate", "--only", "--fail-on", "any"}, log).code, cli::not_found);
  EXPECT_EQ(run({"annotate", "--fail-on", "any"}, "fine\n").code, cli::success);
  EXPECT_EQ(run({"annotate", "--fail-on", "retri"}, log).code, cli::bad_usage);
}

TEST(AnnotateCommand, SummaryGroupsByVerdictWithFirstAndLastTime) {
  std::string log;
  for (int i = 0; i < 10; ++i) {
    log += "2026-11-22 18:0" + std::to_string(i) +
           ":00 {\"errcode\":45009,\"errmsg\":\"api freq out of limit\",\"x\":" + std::to_string(i) +
           "} wecom\n";
  }
  log += "2026-11-22 18:05:30 {\"errcode\":40014,\"errmsg\":\"invalid access_token\"} wecom\n";
  const auto r = run({"annotate", "--summary"}, log);
  EXPECT_EQ(r.code, cli::success);
  EXPECT_THAT(r.out, testing::StartsWith("11 errors in 11 lines\n\nslow_down  10  "));
  EXPECT_THAT(r.out, HasSubstr("10  wecom:45009  2026-11-22 18:00:00 – 18:09:00"));
  EXPECT_THAT(r.out, HasSubstr("█"));
  EXPECT_THAT(r.out, HasSubstr("refresh_token  1  "));
  const auto json = run({"annotate", "--summary", "--json"}, log);
  EXPECT_THAT(json.out, HasSubstr("\"first\":\"2026-11-22T18:00:00\""));
  EXPECT_THAT(run({"annotate", "--summary"}, "fine\nfine\n").out, HasSubstr("no errors in 2 lines"));
}

TEST(Summary, HalvesItsResolutionAsTimeGrows) {
  annotate::axis a(1);
  std::vector<annotate::axis::histogram> rows(1);
  const auto each = [&](auto&& join) {
    for (auto& h : rows) join(h);
  };
  for (const std::int64_t position : {1000, 1001, 1047, 1048, 5000, 10, 100'000})
    ++rows[0][a.place(position, each)];
  EXPECT_EQ(std::accumulate(rows[0].begin(), rows[0].end(), 0u), 7u);
  EXPECT_LE(a.origin(), 10);
  EXPECT_GT(a.origin() + a.width() * static_cast<std::int64_t>(annotate::axis::bucket_count), 100'000);
  EXPECT_EQ(rows[0][a.place(100'000, each)], 1u);
}

TEST(Summary, TellsABoundedNumberOfCodesApart) {
  summary s;
  for (std::size_t i = 0; i < summary::most_rows + 10; ++i) {
    finding f;
    f.code = std::to_string(i);
    f.action = verdict::retry;
    s.add(f, std::nullopt, i + 1);
  }
  EXPECT_EQ(s.uncounted_codes(), 10u);
  EXPECT_EQ(s.groups()[0].second.size(), summary::most_rows);
}

TEST(Moment, IsReadInEveryCommonForm) {
  const auto text = [](std::string_view line) {
    const auto m = moment_of(line);
    return m ? to_text(*m) : std::string("none");
  };
  EXPECT_EQ(text("2026-11-22T18:46:05.123+08:00 x"), "2026-11-22T18:46:05.123+08:00");
  EXPECT_EQ(text("{\"ts\":\"2026-11-22T18:46:05.123+0800\"}"), "2026-11-22T18:46:05.123+08:00");
  EXPECT_EQ(text("2026-11-22 18:46:05,120 INFO"), "2026-11-22T18:46:05.120");
  EXPECT_EQ(text("2026/11/22 18:46:05 a.go:1:"), "2026-11-22T18:46:05");
  EXPECT_EQ(text("1.2.3.4 - - [22/Nov/2026:18:46:05 -0330] \"GET"), "2026-11-22T18:46:05-03:30");
  EXPECT_EQ(text("2026-11-22T10:46:05Z"), "2026-11-22T10:46:05Z");
  EXPECT_EQ(text("1795344365 started"), "2026-11-22T10:46:05Z");
  EXPECT_EQ(text("{\"level\":\"error\",\"ts\":1795344365.123,\"msg\":1}"), "2026-11-22T10:46:05.123Z");
  EXPECT_EQ(text("time=1795344365123 msg=x"), "2026-11-22T10:46:05.123Z");
  EXPECT_EQ(text("{\"user\":1795344365,\"n\":1}"), "none")
      << "a number of ten digits is not a time by itself";
  EXPECT_EQ(text("2026-02-30 18:46:05"), "none");
  EXPECT_EQ(text("2026-11-22 25:46:05"), "none");
  EXPECT_EQ(text(""), "none");
}

// --- The program as a process --------------------------------------------------------------------

/// Runs the program with its output in a pipe and calls `with_output` for the reading end. Returns the wait
/// status.
template <typename F>
int run_process(const std::vector<std::string>& words_of_command, rusage& usage, F&& with_output) {
  std::array<int, 2> ends{};
  EXPECT_EQ(::pipe(ends.data()), 0);
  const pid_t child = ::fork();
  if (child == 0) {
    ::dup2(ends[1], STDOUT_FILENO);
    ::close(ends[0]);
    ::close(ends[1]);
    std::vector<char*> argv;
    std::vector<std::string> copy = words_of_command;
    copy.insert(copy.begin(), ERRDEX_PROGRAM);
    for (auto& w : copy) argv.push_back(w.data());
    argv.push_back(nullptr);
    ::execv(ERRDEX_PROGRAM, argv.data());
    ::_exit(127);
  }
  ::close(ends[1]);
  with_output(ends[0], child);
  ::close(ends[0]);
  int status = 0;
  ::wait4(child, &status, 0, &usage);
  return status;
}

TEST(AnnotateProcess, MemoryStaysBoundedOnALineOf300Megabytes) {
#ifdef ERRDEX_SANITIZED
  GTEST_SKIP() << "sanitizers need memory of their own";
#endif
  const folder f;
  const std::string path = f.name("one-line.log");
  {
    std::ofstream out(path, std::ios::binary);
    const std::string body =
        R"({"errcode":40014,"errmsg":"invalid access_token, more info at https://open.work.weixin.qq.com/devtool/query?e=40014"} )";
    std::string block = body;
    block.resize(1u << 20, 'x');
    for (int i = 0; i < 300; ++i) out << block;
  }
  for (const char* mode : {"--only", "--json", "--summary", "--threads=2"}) {
    rusage usage{};
    std::uint64_t bytes = 0;
    const int status = run_process({"annotate", mode, path}, usage, [&](int from, pid_t) {
      std::array<char, 65536> buffer;
      for (ssize_t got = 0; (got = ::read(from, buffer.data(), buffer.size())) > 0;)
        bytes += static_cast<std::uint64_t>(got);
    });
    EXPECT_EQ(status, 0) << mode;
    EXPECT_GT(bytes, 0u) << mode;
    EXPECT_LT(usage.ru_maxrss, 64 * 1024) << mode;
  }
}

/// One frame that makes a decoder keep the largest window that is accepted.
std::string zstd_with_largest_window(std::string_view block, std::size_t times) {
  ZSTD_CCtx* const context = ZSTD_createCCtx();
  ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, 1);
  ZSTD_CCtx_setParameter(context, ZSTD_c_windowLog, 25);
  std::string out(ZSTD_compressBound(block.size() * times), '\0');
  ZSTD_outBuffer to{out.data(), out.size(), 0};
  for (std::size_t i = 0; i < times; ++i) {
    ZSTD_inBuffer from{block.data(), block.size(), 0};
    const auto mode = i + 1 == times ? ZSTD_e_end : ZSTD_e_continue;
    while (true) {
      const std::size_t left = ZSTD_compressStream2(context, &to, &from, mode);
      if (ZSTD_isError(left) != 0 || (mode == ZSTD_e_end ? left == 0 : from.pos == from.size)) break;
    }
  }
  ZSTD_freeCCtx(context);
  out.resize(to.pos);
  return out;
}

TEST(AnnotateProcess, MemoryStaysBoundedWhateverACompressedLogUnfoldsTo) {
#ifdef ERRDEX_SANITIZED
  GTEST_SKIP() << "sanitizers need memory of their own";
#endif
  const folder f;
  const std::string error = "\n{\"errcode\":40014,\"errmsg\":\"invalid access_token\"}\n";
  const std::string zeros(1u << 20, '\0');
  const std::string newlines(1u << 20, '\n');
  // Members behind one another are one file.
  const auto unfolding = [&](const std::string& block) {
    const std::string member = gzipped(block);
    std::string out;
    for (int i = 0; i < 300; ++i) out += member;
    return out + gzipped(error);
  };
  for (const std::string& path :
       {f.write("zeros.gz", unfolding(zeros)), f.write("newlines.gz", unfolding(newlines)),
        f.write("window.zst", zstd_with_largest_window(zeros, 80) + zstd_compressed(error))}) {
    for (const char* mode : {"--summary", "--only"}) {
      rusage usage{};
      std::string text;
      const int status = run_process({"annotate", mode, path}, usage, [&](int from, pid_t) {
        std::array<char, 65536> buffer;
        for (ssize_t got = 0; (got = ::read(from, buffer.data(), buffer.size())) > 0;)
          text.append(buffer.data(), static_cast<std::size_t>(got));
      });
      EXPECT_EQ(status, 0) << path << ' ' << mode;
      EXPECT_THAT(text, HasSubstr("40014")) << path << ' ' << mode;
      EXPECT_LT(usage.ru_maxrss, 64 * 1024) << path << ' ' << mode;
    }
  }
}

TEST(AnnotateProcess, ABrokenPipeEndsItAtOnce) {
  const folder f;
  const auto path = f.write("big.log", many_lines(9, 60'000));
  rusage usage{};
  const int status = run_process({"annotate", path}, usage, [&](int from, pid_t) {
    std::array<char, 10> buffer;
    EXPECT_GT(::read(from, buffer.data(), buffer.size()), 0);
  });
  EXPECT_TRUE(WIFSIGNALED(status) ? WTERMSIG(status) == SIGPIPE : WEXITSTATUS(status) == 0) << status;
}

TEST(AnnotateProcess, RefusesToReadItsOwnOutput) {
  const folder f;
  const auto path = f.write("loop.log", "fine\n");
  const std::string command =
      std::string(ERRDEX_PROGRAM) + " annotate " + path + " >> " + path + " 2> " + f.name("err");
  EXPECT_EQ(WEXITSTATUS(std::system(command.c_str())), cli::bad_usage);
  std::ifstream err(f.name("err"));
  EXPECT_THAT(std::string(std::istreambuf_iterator<char>(err), {}), HasSubstr("is the output as well"));
}

// --- Files that grow ----------------------------------------------------------------------------

/// Lets `follow` run beside the test until it has written what the test waits for, ten seconds at most.
class following {
 public:
  explicit following(std::vector<std::string> paths) {
    thread_ = std::thread([this, paths = std::move(paths)] {
      annotator run({.what = output::everything}, catalog::builtin(), words, out_);
      follow_options how;
      how.pause_milliseconds = 1;
      how.stop = &stop_;
      how.tell = [this](std::string_view, std::string_view event) {
        const std::lock_guard lock(mutex_);
        events_ += std::string(event) + "\n";
      };
      follow(run, paths, out_, how);
    });
  }
  bool wait_for(std::string_view text) {
    for (int i = 0; i < 10'000; ++i) {
      if (out_.now().find(text) != std::string::npos) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return false;
  }
  std::string stop() {
    stop_ = true;
    thread_.join();
    return out_.now();
  }
  std::string events() {
    const std::lock_guard lock(mutex_);
    return events_;
  }

 private:
  class guarded_sink final : public sink {
   public:
    bool write(std::span<const std::string_view> pieces) override {
      const std::lock_guard lock(mutex_);
      for (const auto p : pieces) text_ += p;
      return true;
    }
    bool idle(int milliseconds) override {
      std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
      return true;
    }
    std::string now() {
      const std::lock_guard lock(mutex_);
      return text_;
    }

   private:
    std::mutex mutex_;
    std::string text_;
  };

  guarded_sink out_;
  std::atomic<bool> stop_{false};
  std::mutex mutex_;
  std::string events_;
  std::thread thread_;
};

TEST(Follow, ReadsWhatIsAddedAndHoldsBackHalfALine) {
  const folder f;
  const auto path = f.write("app.log", "one\n");
  following run({path});
  EXPECT_TRUE(run.wait_for("one\n"));
  f.write("app.log", "{\"errcode\":40014,\"errmsg\":\"inva", std::ios::app);
  std::this_thread::sleep_for(std::chrono::milliseconds(30));
  f.write("app.log", "lid access_token\"} wecom\n", std::ios::app);
  EXPECT_TRUE(run.wait_for("^wecom:40014"));
  f.write("app.log", "no newline", std::ios::app);
  std::this_thread::sleep_for(std::chrono::milliseconds(30));
  EXPECT_THAT(run.stop(),
              testing::MatchesRegex("one\n[{]\"errcode\":40014,\"errmsg\":\"invalid access_token\"[}] "
                                    "wecom\n\\^wecom:40014 [a-z_]+ 0\nno newline"));
}

TEST(Follow, GoesOverToTheNewFileWhenALogIsRotated) {
  const folder f;
  const auto path = f.write("app.log", "old 1\n");
  following run({path});
  EXPECT_TRUE(run.wait_for("old 1\n"));
  std::filesystem::rename(path, path + ".1");
  f.write("app.log.1", "old 2\n", std::ios::app);
  f.write("app.log", "new 1\n");
  EXPECT_TRUE(run.wait_for("new 1\n"));
  EXPECT_EQ(run.stop(), "old 1\nold 2\nnew 1\n");
  EXPECT_THAT(run.events(), HasSubstr("was replaced"));
}

TEST(Follow, BeginsAgainWhenALogIsTruncated) {
  const folder f;
  const auto path = f.write("app.log", "a long first line\n");
  following run({path});
  EXPECT_TRUE(run.wait_for("first line\n"));
  f.write("app.log", "short\n");
  EXPECT_TRUE(run.wait_for("short\n"));
  run.stop();
  EXPECT_THAT(run.events(), HasSubstr("was truncated"));
}

TEST(Follow, WaitsForAFileThatIsNotThereYet) {
  const folder f;
  following run({f.name("later.log")});
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  f.write("later.log", "here\n");
  EXPECT_TRUE(run.wait_for("here\n"));
  run.stop();
  EXPECT_THAT(run.events(), HasSubstr("cannot be read"));
}

}  // namespace
}  // namespace errdex::annotate
