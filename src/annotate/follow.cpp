#include "annotate/follow.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <optional>
#include <system_error>

#include "annotate/byte_source.hpp"

namespace errdex::annotate {
namespace {

/// One followed path.
class followed_file {
 public:
  followed_file(annotator& run, std::string path, const follow_options& options)
      : run_(run), path_(std::move(path)), options_(options) {}

  /// Reads what is new. False: nobody reads the output any more.
  bool read_on() {
    if (!input_ && !open()) return true;
    if (!input_->read_on()) return false;
    struct stat now {};
    struct stat named {};
    if (::fstat(source_->descriptor(), &now) != 0) return true;
    const bool exists = ::stat(path_.c_str(), &named) == 0;
    const bool replaced = exists && (named.st_ino != now.st_ino || named.st_dev != now.st_dev);
    const bool shorter = ::lseek(source_->descriptor(), 0, SEEK_CUR) > now.st_size && S_ISREG(now.st_mode);
    if (!replaced && !shorter) return true;
    // Between the last read and the look at the names the old file may have grown once more.
    if (replaced && !input_->read_on()) return false;
    if (!close()) return false;
    tell(replaced ? "was replaced; reading the new file"
                  : "was truncated; reading it again from its beginning");
    return !open() || input_->read_on();
  }

  bool close() {
    if (!input_) return true;
    const bool read = input_->finish();
    input_.reset();
    source_.reset();
    return read;
  }

  [[nodiscard]] bool unreadable() const noexcept { return unreadable_; }

 private:
  bool open() {
    const int descriptor = ::open(path_.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
      if (errno != told_) tell("cannot be read: " + std::generic_category().message(errno));
      told_ = errno;
      unreadable_ = unreadable_ || told_ != ENOENT;
      return false;
    }
    told_ = 0;
    source_ = std::make_unique<descriptor_source>(descriptor);
    input_.emplace(run_, *source_, path_);
    return true;
  }

  void tell(std::string_view event) const {
    if (options_.tell) options_.tell(path_, event);
  }

  annotator& run_;
  std::string path_;
  const follow_options& options_;
  std::unique_ptr<descriptor_source> source_;
  std::optional<annotator::growing_input> input_;
  int told_ = 0;
  bool unreadable_ = false;
};

}  // namespace

bool follow(annotator& run, const std::vector<std::string>& paths, sink& out, const follow_options& options) {
  std::vector<std::unique_ptr<followed_file>> files;
  for (const auto& path : paths) files.push_back(std::make_unique<followed_file>(run, path, options));
  const auto stopped = [&] {
    return options.stop != nullptr && options.stop->load(std::memory_order_relaxed);
  };
  bool read = true;
  while (read && !stopped()) {
    for (const auto& f : files) {
      read = f->read_on();
      if (!read) break;
    }
    read = read && out.idle(options.pause_milliseconds);
  }
  bool all_readable = true;
  for (const auto& f : files) {
    if (read) read = f->close();
    all_readable = all_readable && !f->unreadable();
  }
  return all_readable;
}

}  // namespace errdex::annotate
