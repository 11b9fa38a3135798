#include "annotate/annotator.hpp"

#include <algorithm>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>

#include "annotate/cutter.hpp"

namespace errdex::annotate {

struct annotator::worker {
  explicit worker(const annotator& whole)
      : buffer(cutter::make_buffer(whole.options_.sizes)),
        scan(whole.filter_, whole.codes_, whole.words_, whole.options_.what, whole.options_.sizes) {}

  chunk_buffer buffer;
  chunk at;
  scanner scan;
};

namespace {

/// One input on its way through the workers.
class passage {
 public:
  passage(cutter& input, copier& output, std::string_view name)
      : input_(input), output_(output), name_(name) {}

  /// Takes chunks until there are none; called by each worker. `busy` is called before a chunk is scanned.
  template <typename Worker, typename Busy>
  void work(Worker& w, Busy&& busy) {
    try {
      std::uint64_t number = 0;
      while (take(w, number)) {
        busy();
        process(w, number);
      }
    } catch (...) {
      const std::lock_guard lock(turn_);
      if (!failure_) failure_ = std::current_exception();
      stopped_ = true;
      changed_.notify_all();
    }
  }

  /// After all workers are done. False: nobody reads the output any more.
  bool finish() {
    if (failure_) std::rethrow_exception(failure_);
    const bool read = !closed_ && output_.end_input();
    if (reading_failure_) std::rethrow_exception(reading_failure_);
    return read;
  }

 private:
  template <typename Worker>
  bool take(Worker& w, std::uint64_t& number) {
    const std::lock_guard lock(reading_);
    if (!more_) return false;
    {
      const std::lock_guard state(turn_);
      if (stopped_) return false;
    }
    try {
      more_ = input_.next(w.buffer, w.at);
    } catch (const read_error&) {
      // What was read before is still written.
      reading_failure_ = std::current_exception();
      more_ = false;
    }
    if (!more_) return false;
    number = taken_++;
    return true;
  }

  template <typename Worker>
  void process(Worker& w, std::uint64_t number) {
    bool mine = false;
    bool written = true;
    const auto write = [&] {
      if (!mine) {
        std::unique_lock lock(turn_);
        changed_.wait(lock, [&] { return next_ == number || stopped_; });
        if (stopped_) return false;
        mine = true;
        output_.begin_chunk(w.at);
      }
      // From here to the end of the chunk the output is this worker's.
      written = written && output_.add(w.at, w.scan.result(), w.scan.continued_end());
      w.scan.result().clear();
      return written;
    };
    w.scan.scan(w.at, name_, write);
    if (write()) written = output_.end_chunk(w.at, w.scan.newlines(), w.scan.continued_end());
    const std::lock_guard lock(turn_);
    if (!mine || !written) {
      closed_ = closed_ || !written;
      stopped_ = true;
    } else {
      ++next_;
    }
    changed_.notify_all();
  }

  cutter& input_;
  copier& output_;
  std::string_view name_;

  std::mutex reading_;  // Guards the input and the three below.
  bool more_ = true;
  std::uint64_t taken_ = 0;
  std::exception_ptr reading_failure_;

  std::mutex turn_;  // Guards what is below; the output belongs to the worker of chunk next_.
  std::condition_variable changed_;
  std::uint64_t next_ = 0;
  bool stopped_ = false;
  bool closed_ = false;
  std::exception_ptr failure_;
};

}  // namespace

annotator::annotator(const annotator_options& options, const catalog& codes, const renderer& words, sink& out,
                     summary* counts)
    : options_(options), codes_(codes), words_(words), filter_(codes), shared_{out,          words,
                                                                               options.what, options.headers,
                                                                               counts,       {},
                                                                               {},           false} {
  workers_.push_back(std::make_unique<worker>(*this));
}

annotator::~annotator() = default;

bool annotator::read(byte_source& from, std::string_view name) {
  cutter input(from, options_.sizes);
  copier output(shared_, name);
  passage way(input, output, name);
  std::vector<std::thread> others;
  // Further threads only for what comes in whole chunks: most logs of a folder are short, and a pipe that
  // delivers line by line needs no help.
  const auto call_for_help = [&] {
    if (!others.empty() || workers_.front()->at.size < options_.sizes.read_size / 2) return;
    while (workers_.size() < options_.threads) workers_.push_back(std::make_unique<worker>(*this));
    for (std::size_t i = 1; i < workers_.size(); ++i) {
      others.emplace_back([&way, w = workers_[i].get()] { way.work(*w, [] {}); });
    }
  };
  way.work(*workers_.front(), call_for_help);
  for (auto& t : others) t.join();
  return way.finish();
}

struct annotator::growing_input::state {
  state(annotator& whole, byte_source& from, std::string_view given_name)
      : name(given_name),
        input(from, whole.options_.sizes),
        output(whole.shared_, given_name),
        by(*whole.workers_.front()) {
    input.more_may_come(true);
  }

  bool pass_on() {
    while (input.next(by.buffer, by.at)) {
      output.begin_chunk(by.at);
      const auto write = [&] {
        const bool read = output.add(by.at, by.scan.result(), by.scan.continued_end());
        by.scan.result().clear();
        return read;
      };
      if (!by.scan.scan(by.at, name, write) || !write()) return false;
      if (!output.end_chunk(by.at, by.scan.newlines(), by.scan.continued_end())) return false;
    }
    return true;
  }

  std::string name;
  cutter input;
  copier output;
  worker& by;
};

annotator::growing_input::growing_input(annotator& whole, byte_source& from, std::string_view name)
    : state_(std::make_unique<state>(whole, from, name)) {}

annotator::growing_input::~growing_input() = default;

bool annotator::growing_input::read_on() { return state_->pass_on(); }

bool annotator::growing_input::finish() {
  state_->input.more_may_come(false);
  return state_->pass_on() && state_->output.end_input();
}

}  // namespace errdex::annotate
