// Where bytes come from: a file, a pipe, memory, or a decoder on top of one of them.
#ifndef ERRDEX_SRC_ANNOTATE_BYTE_SOURCE_HPP
#define ERRDEX_SRC_ANNOTATE_BYTE_SOURCE_HPP

#include <cstddef>
#include <stdexcept>
#include <string_view>

namespace errdex::annotate {

/// Reading failed: what() is a sentence without the name of the file. Everything that was read before has
/// been delivered.
class read_error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class byte_source {
 public:
  byte_source() = default;
  byte_source(const byte_source&) = delete;
  byte_source& operator=(const byte_source&) = delete;
  virtual ~byte_source() = default;

  /// Reads at least one byte and at most `capacity` (> 0), waiting for it if it must. 0: the end, for now; a
  /// file that grows may deliver more later. Throws read_error.
  virtual std::size_t read(char* into, std::size_t capacity) = 0;

  /// Whether `read` would return without waiting.
  [[nodiscard]] virtual bool ready() = 0;
};

/// A file descriptor of any kind.
class descriptor_source final : public byte_source {
 public:
  /// Closes `descriptor` at the end when it owns it.
  explicit descriptor_source(int descriptor, bool owned = true) noexcept
      : descriptor_(descriptor), owned_(owned) {}
  ~descriptor_source() override;

  std::size_t read(char* into, std::size_t capacity) override;
  [[nodiscard]] bool ready() override;
  [[nodiscard]] int descriptor() const noexcept { return descriptor_; }

 private:
  int descriptor_;
  bool owned_;
};

/// Bytes that lie in memory and outlive the source.
class memory_source final : public byte_source {
 public:
  /// Delivers at most `portion` bytes at a time, as a pipe would.
  explicit memory_source(std::string_view bytes, std::size_t portion = static_cast<std::size_t>(-1)) noexcept
      : rest_(bytes), portion_(portion) {}

  std::size_t read(char* into, std::size_t capacity) override;
  [[nodiscard]] bool ready() override { return true; }

 private:
  std::string_view rest_;
  std::size_t portion_;
};

}  // namespace errdex::annotate

#endif
