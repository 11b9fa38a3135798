// Where the copy goes.
#ifndef ERRDEX_SRC_ANNOTATE_SINK_HPP
#define ERRDEX_SRC_ANNOTATE_SINK_HPP

#include <span>
#include <stdexcept>
#include <string_view>

namespace errdex::annotate {

/// Writing failed for another reason than that nobody reads: the disk is full, for instance.
class write_error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class sink {
 public:
  sink() = default;
  sink(const sink&) = delete;
  sink& operator=(const sink&) = delete;
  virtual ~sink() = default;

  /// Writes all pieces, one behind the other. False: the reader has gone away, and nothing more needs to
  /// be written. Throws write_error.
  virtual bool write(std::span<const std::string_view> pieces) = 0;

  /// Waits for so long, or until the reader goes away, which is what false says.
  virtual bool idle(int milliseconds) = 0;
};

/// A file descriptor, which stays open. SIGPIPE has to be ignored or be meant to end the program.
class descriptor_sink final : public sink {
 public:
  explicit descriptor_sink(int descriptor) noexcept : descriptor_(descriptor) {}
  bool write(std::span<const std::string_view> pieces) override;
  bool idle(int milliseconds) override;

 private:
  int descriptor_;
};

}  // namespace errdex::annotate

#endif
