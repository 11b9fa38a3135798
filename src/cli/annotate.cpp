#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <iostream>
#include <optional>
#include <system_error>
#include <thread>

#include "annotate/annotator.hpp"
#include "annotate/decoders.hpp"
#include "annotate/follow.hpp"
#include "cli/annotate_words.hpp"
#include "cli/program.hpp"
#include "cli/terminal.hpp"

namespace errdex::cli {
namespace {

struct options {
  std::vector<std::string> files;
  bool only = false;
  bool json = false;
  bool summary = false;
  bool follow = false;
  std::vector<std::string> fail_on;
  unsigned threads = 0;
};

/// A stream of the caller as a source and as a sink: the program itself works on file descriptors, tests on
/// strings.
class stream_source final : public annotate::byte_source {
 public:
  explicit stream_source(std::istream& in) : in_(in) {}
  std::size_t read(char* into, std::size_t capacity) override {
    in_.read(into, static_cast<std::streamsize>(capacity));
    return static_cast<std::size_t>(in_.gcount());
  }
  bool ready() override { return true; }

 private:
  std::istream& in_;
};

class stream_sink final : public annotate::sink {
 public:
  explicit stream_sink(std::ostream& out) : out_(out) {}
  bool write(std::span<const std::string_view> pieces) override {
    for (const auto p : pieces) out_.write(p.data(), static_cast<std::streamsize>(p.size()));
    return static_cast<bool>(out_);
  }
  bool idle(int milliseconds) override {
    std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
    return true;
  }

 private:
  std::ostream& out_;
};

std::atomic<bool> interrupted{false};

/// Ends `--follow` in an orderly way, so that a summary is still printed.
class interruptions {
 public:
  interruptions() {
    interrupted = false;
    struct sigaction action {};
    action.sa_handler = [](int) { interrupted = true; };
    action.sa_flags = static_cast<int>(SA_RESETHAND);  // A second one ends the program at once.
    ::sigaction(SIGINT, &action, &before_int_);
    ::sigaction(SIGTERM, &action, &before_term_);
  }
  ~interruptions() {
    ::sigaction(SIGINT, &before_int_, nullptr);
    ::sigaction(SIGTERM, &before_term_, nullptr);
  }
  interruptions(const interruptions&) = delete;
  interruptions& operator=(const interruptions&) = delete;

 private:
  struct sigaction before_int_ {};
  struct sigaction before_term_ {};
};

bool is_same_file(int input, int output) {
  struct stat in {};
  struct stat out {};
  return ::fstat(input, &in) == 0 && ::fstat(output, &out) == 0 && S_ISREG(in.st_mode) &&
         in.st_dev == out.st_dev && in.st_ino == out.st_ino;
}

class command {
 public:
  command(const options& o, context& c) : o_(o), c_(c), words_(c.screen, c.lang) {
    to_descriptor_ = c.out.rdbuf() == std::cout.rdbuf();
    if (to_descriptor_) {
      c.out.flush();
      out_ = std::make_unique<annotate::descriptor_sink>(STDOUT_FILENO);
    } else {
      out_ = std::make_unique<stream_sink>(c.out);
    }
  }

  int run() {
    std::vector<verdict> failing = verdicts();
    annotate::annotator_options how;
    how.what = o_.summary ? annotate::output::nothing
               : o_.json  ? annotate::output::events
               : o_.only  ? annotate::output::errors_only
                          : annotate::output::everything;
    how.threads =
        o_.threads != 0 ? o_.threads : std::min(2u, std::max(1u, std::thread::hardware_concurrency()));
    how.headers = o_.only && !o_.json && !o_.summary && o_.files.size() > 1;
    annotate::annotator all(how, *c_.codes, words_, *out_, &counts_);
    bool readable = true;
    try {
      readable = o_.follow && !o_.files.empty() ? follow(all) : read_all(all);
    } catch (const annotate::write_error& e) {
      throw usage_error(std::string("cannot write the output: ") + e.what());
    }
    if (o_.summary) c_.out << (o_.json ? json_of(counts_, all.seen()) : table_of(counts_, all.seen(), c_));
    if (!readable) return bad_usage;
    const bool failed = std::any_of(failing.begin(), failing.end(), [&](verdict v) {
      return all.seen().by_verdict[static_cast<std::size_t>(v)] > 0;
    });
    return failed ? not_found : success;
  }

 private:
  std::vector<verdict> verdicts() const {
    std::vector<verdict> out;
    for (const auto& word : o_.fail_on) {
      if (word == "any") {
        for (std::size_t v = 1; v < verdict_count; ++v) out.push_back(static_cast<verdict>(v));
      } else if (const auto v = parse_verdict(word)) {
        out.push_back(*v);
      }
    }
    return out;
  }

  void complain(const std::string& file, std::string_view what) {
    c_.err << "errdex: " << printable(file) << ": " << what << '\n';
  }

  bool read_all(annotate::annotator& all) {
    if (o_.files.empty()) return read_standard_input(all, "-").value_or(true);
    bool readable = true;
    for (const auto& file : o_.files) {
      const auto read = file == "-" ? read_standard_input(all, "-") : read_file(all, file);
      if (!read) break;
      readable = readable && *read;
    }
    return readable;
  }

  /// Whether the input could be read; nothing when nobody reads the output any more.
  std::optional<bool> read(annotate::annotator& all, std::unique_ptr<annotate::byte_source> raw,
                           const std::string& name) {
    try {
      const auto source = annotate::decoded(std::move(raw));
      if (!all.read(*source, name)) return std::nullopt;
      return true;
    } catch (const annotate::read_error& e) {
      complain(name, e.what());
      return false;
    }
  }

  std::optional<bool> read_standard_input(annotate::annotator& all, const std::string& name) {
    if (c_.in.rdbuf() == std::cin.rdbuf())
      return read(all, std::make_unique<annotate::descriptor_source>(STDIN_FILENO, false), name);
    return read(all, std::make_unique<stream_source>(c_.in), name);
  }

  std::optional<bool> read_file(annotate::annotator& all, const std::string& file) {
    const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
      complain(file, std::generic_category().message(errno));
      return false;
    }
    auto raw = std::make_unique<annotate::descriptor_source>(descriptor);
    if (to_descriptor_ && is_same_file(descriptor, STDOUT_FILENO)) {
      complain(file, "is the output as well; write to another file");
      return false;
    }
    ::posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL);
    return read(all, std::move(raw), file);
  }

  bool follow(annotate::annotator& all) {
    bool readable = true;
    std::vector<std::string> plain;
    for (const auto& file : o_.files) {
      std::array<char, annotate::encoding_prefix> first{};
      const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
      const ssize_t got = descriptor < 0 ? 0 : ::read(descriptor, first.data(), first.size());
      const int error = got < 0 ? errno : 0;
      if (descriptor >= 0) ::close(descriptor);
      if (error != 0) {
        complain(file, std::generic_category().message(error));
        readable = false;
      } else if (annotate::is_encoded({first.data(), static_cast<std::size_t>(got)})) {
        complain(file, "is compressed or UTF-16; it is read, but not followed");
        const auto read = read_file(all, file);
        if (!read) return readable;
        readable = readable && *read;
      } else {
        plain.push_back(file);
      }
    }
    if (plain.empty()) return readable;
    const interruptions guard;
    annotate::follow_options how;
    how.stop = &interrupted;
    how.tell = [&](std::string_view path, std::string_view event) { complain(std::string(path), event); };
    return annotate::follow(all, plain, *out_, how) && readable;
  }

  const options& o_;
  context& c_;
  annotate_words words_;
  annotate::summary counts_;
  std::unique_ptr<annotate::sink> out_;
  bool to_descriptor_ = false;
};

}  // namespace

void add_annotate(program& p) {
  auto o = std::make_shared<options>();
  CLI::App& sub = p.command(
      "annotate", "Copy a log and say below each line with an error what it means and what to do",
      [o](context& c) { return command(*o, c).run(); },
      {{"errdex annotate app.log", "the whole log, with a line below each line that carries an error"},
       {"kubectl logs -f deploy/sync | errdex annotate --only", "only lines with errors, as they come"},
       {"errdex annotate --only --follow /var/log/app/*.log",
        "reads on as the files grow, also when they are rotated"},
       {"errdex annotate --summary app.log app.log.1.gz", "what went wrong, how often, first and last seen"},
       {"errdex annotate --json app.log | jq -r 'select(.verdict==\"fix_setup\") | .text'",
        "events for programs; text is the line as it is, with whatever it holds"},
       {"errdex annotate --summary --fail-on fix_setup --fail-on fix_request ci.log",
        "for CI: exit code 1 when such an error is there"}});
  sub.add_option("files", o->files, "Logs, plain, gzip, zstd or UTF-16; - or none: standard input")
      ->type_name("FILE");
  sub.add_flag("--only", o->only, "Print only the lines that carry errors");
  sub.add_flag("--json", o->json, "One JSON object for each error; with --summary one for all");
  sub.add_flag("--summary", o->summary, "Count the errors by verdict and code instead of printing lines");
  sub.add_flag("--follow,-f", o->follow, "Read on when the end of a file is reached");
  std::vector<std::string> names{"any"};
  for (const auto name : verdict_names()) {
    if (name != "none") names.emplace_back(name);
  }
  sub.add_option("--fail-on", o->fail_on,
                 "Exit with 1 when an error has this verdict, or any; may be repeated")
      ->type_name("VERDICT")
      ->check(CLI::IsMember(names))
      ->expected(1)
      ->take_all();
  sub.add_option("--threads", o->threads, "Threads for long inputs (default: 2, or 1 on one core)")
      ->type_name("N")
      ->check(CLI::Range(1u, 64u));
}

}  // namespace errdex::cli
