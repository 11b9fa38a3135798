#include "annotate/decoders.hpp"

#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

namespace errdex::annotate {
namespace {

constexpr std::size_t input_size = 1u << 16;
constexpr int largest_window = 25;  // Logarithm of 32 MB.

/// Gives back bytes that were looked at before it goes on reading.
class peeked_source final : public byte_source {
 public:
  peeked_source(std::string first, std::unique_ptr<byte_source> rest)
      : first_(std::move(first)), rest_(std::move(rest)) {}

  std::size_t read(char* into, std::size_t capacity) override {
    if (given_ == first_.size()) return rest_->read(into, capacity);
    std::size_t size = std::min(capacity, first_.size() - given_);
    std::memcpy(into, first_.data() + given_, size);
    given_ += size;
    // One call delivers both, so that the reads of a plain file stay at whole pages of it.
    if (size < capacity && rest_->ready()) size += rest_->read(into + size, capacity - size);
    return size;
  }
  bool ready() override { return given_ < first_.size() || rest_->ready(); }

 private:
  std::string first_;
  std::size_t given_ = 0;
  std::unique_ptr<byte_source> rest_;
};

/// Buffers the input of a decoder.
class decoder : public byte_source {
 public:
  explicit decoder(std::unique_ptr<byte_source> raw) : raw_(std::move(raw)), buffer_(input_size) {}
  bool ready() override { return from_ < to_ || raw_->ready(); }

 protected:
  /// Bytes that are there; reads when there are none. Empty at the end.
  std::string_view input() {
    if (from_ == to_) {
      from_ = 0;
      to_ = raw_->read(buffer_.data(), buffer_.size());
    }
    return {buffer_.data() + from_, to_ - from_};
  }
  void consume(std::size_t size) { from_ += size; }

 private:
  std::unique_ptr<byte_source> raw_;
  std::vector<char> buffer_;
  std::size_t from_ = 0;
  std::size_t to_ = 0;
};

class gzip_source final : public decoder {
 public:
  explicit gzip_source(std::unique_ptr<byte_source> raw) : decoder(std::move(raw)) {
    // 16: a gzip header is expected, 15: the largest window.
    if (inflateInit2(&stream_, 16 + 15) != Z_OK) throw std::bad_alloc();
  }
  ~gzip_source() override { inflateEnd(&stream_); }

  std::size_t read(char* into, std::size_t capacity) override {
    const auto most = static_cast<uInt>(std::min<std::size_t>(capacity, 1u << 30));
    stream_.next_out = reinterpret_cast<Bytef*>(into);
    stream_.avail_out = most;
    while (stream_.avail_out == most && !ended_) {
      const std::string_view in = input();
      if (in.empty()) {
        ended_ = true;
        if (!between_members_) throw read_error("the gzip data ends early; the file is not complete");
        break;
      }
      if (between_members_ && !first_member_ && in.front() != '\x1f') {
        ended_ = true;  // Padding, such as of a tape or of a block device; gzip ignores it as well.
        break;
      }
      between_members_ = false;
      // zlib takes its input as not const and does not write to it.
      stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(in.data()));
      stream_.avail_in = static_cast<uInt>(in.size());
      const int result = inflate(&stream_, Z_NO_FLUSH);
      consume(in.size() - stream_.avail_in);
      if (result == Z_STREAM_END) {
        between_members_ = true;
        first_member_ = false;
        inflateReset(&stream_);
      } else if (result != Z_OK && result != Z_BUF_ERROR) {
        ended_ = true;
        failure_ = stream_.msg == nullptr ? "unknown error" : stream_.msg;
      }
    }
    const std::size_t got = most - stream_.avail_out;
    if (got == 0 && !failure_.empty())
      throw read_error("the gzip data is damaged: " + std::exchange(failure_, {}));
    return got;
  }

 private:
  z_stream stream_{};
  bool between_members_ = true;
  bool first_member_ = true;
  bool ended_ = false;
  std::string failure_;
};

class zstd_source final : public decoder {
 public:
  explicit zstd_source(std::unique_ptr<byte_source> raw)
      : decoder(std::move(raw)), stream_(ZSTD_createDStream()) {
    if (stream_ == nullptr) throw std::bad_alloc();
    ZSTD_DCtx_setParameter(stream_, ZSTD_d_windowLogMax, largest_window);
  }
  ~zstd_source() override { ZSTD_freeDStream(stream_); }

  std::size_t read(char* into, std::size_t capacity) override {
    ZSTD_outBuffer out{into, capacity, 0};
    while (out.pos == 0 && !ended_) {
      const std::string_view in = input();
      if (in.empty() && between_frames_) {
        ended_ = true;
        break;
      }
      ZSTD_inBuffer given{in.data(), in.size(), 0};
      const std::size_t result = ZSTD_decompressStream(stream_, &out, &given);
      consume(given.pos);
      if (ZSTD_isError(result) != 0) {
        ended_ = true;
        if (ZSTD_getErrorCode(result) == ZSTD_error_frameParameter_windowTooLarge) {
          throw read_error(
              "the zstd data needs a window of more than 32 MB; give the output of zstd -dc --long=31 FILE");
        }
        throw read_error(std::string("the zstd data is damaged: ") + ZSTD_getErrorName(result));
      }
      between_frames_ = result == 0;
      // What is left inside the decoder comes out without input; only when nothing does is it cut short.
      if (in.empty() && out.pos == 0) {
        ended_ = true;
        if (!between_frames_) throw read_error("the zstd data ends early; the file is not complete");
      }
    }
    return out.pos;
  }

 private:
  ZSTD_DStream* stream_;
  bool between_frames_ = true;
  bool ended_ = false;
};

/// UTF-16 with a byte order mark, as UTF-8 without one. A half of a surrogate pair becomes U+FFFD.
class utf16_source final : public decoder {
 public:
  utf16_source(std::unique_ptr<byte_source> raw, bool big) : decoder(std::move(raw)), big_(big) {}

  std::size_t read(char* into, std::size_t capacity) override {
    std::size_t size = spill(into, capacity);
    while (size == 0) {
      const std::string_view in = input();
      if (in.empty()) {
        if (half_ || high_ != 0) put(0xfffd);
        half_ = false;
        high_ = 0;
        return spill(into, capacity);
      }
      for (const char byte : in) {
        const char32_t value = static_cast<unsigned char>(byte);
        if (!half_) {
          first_ = value;
          half_ = true;
          continue;
        }
        half_ = false;
        unit(big_ ? first_ << 8 | value : value << 8 | first_);
      }
      consume(in.size());
      size = spill(into, capacity);
    }
    return size;
  }
  bool ready() override { return given_ < text_.size() || decoder::ready(); }

 private:
  std::size_t spill(char* into, std::size_t capacity) {
    const std::size_t size = std::min(capacity, text_.size() - given_);
    if (size > 0) std::memcpy(into, text_.data() + given_, size);
    given_ += size;
    if (given_ == text_.size()) {
      text_.clear();
      given_ = 0;
    }
    return size;
  }

  void unit(char32_t value) {
    if (high_ != 0) {
      const char32_t high = std::exchange(high_, 0);
      if (value >= 0xdc00 && value < 0xe000) return put(0x10000 + ((high - 0xd800) << 10) + (value - 0xdc00));
      put(0xfffd);
    }
    if (value >= 0xd800 && value < 0xdc00) {
      high_ = value;
    } else {
      // The byte order mark itself is the only one that stands at the very beginning.
      if (!(at_start_ && value == 0xfeff)) put(value >= 0xdc00 && value < 0xe000 ? 0xfffd : value);
    }
    at_start_ = false;
  }

  void put(char32_t value) {
    if (value < 0x80) {
      text_ += static_cast<char>(value);
    } else if (value < 0x800) {
      text_ += static_cast<char>(0xc0 | value >> 6);
      text_ += static_cast<char>(0x80 | (value & 0x3f));
    } else if (value < 0x10000) {
      text_ += static_cast<char>(0xe0 | value >> 12);
      text_ += static_cast<char>(0x80 | (value >> 6 & 0x3f));
      text_ += static_cast<char>(0x80 | (value & 0x3f));
    } else {
      text_ += static_cast<char>(0xf0 | value >> 18);
      text_ += static_cast<char>(0x80 | (value >> 12 & 0x3f));
      text_ += static_cast<char>(0x80 | (value >> 6 & 0x3f));
      text_ += static_cast<char>(0x80 | (value & 0x3f));
    }
  }

  bool big_;
  bool at_start_ = true;
  bool half_ = false;
  char32_t first_ = 0;
  char32_t high_ = 0;
  std::string text_;
  std::size_t given_ = 0;
};

/// Whether more bytes could make this the beginning of an encoded input. Where they cannot, no further byte
/// is waited for: it may be a person who types.
bool may_be_encoded(std::string_view b) {
  if (b.empty()) return true;
  const bool skippable = (static_cast<unsigned char>(b[0]) & 0xf0) == 0x50 &&
                         std::string_view("\x2a\x4d\x18").starts_with(b.substr(1));
  const auto begins = [b](std::string_view mark) { return mark.starts_with(b); };
  return skippable || begins("\x1f\x8b") || begins("\x28\xb5\x2f\xfd") || begins("\xff\xfe") ||
         begins("\xfe\xff");
}

std::unique_ptr<byte_source> decode_once(std::unique_ptr<byte_source> raw, encoding& found) {
  std::string first(encoding_prefix, '\0');
  std::size_t size = 0;
  while (size < first.size() && may_be_encoded({first.data(), size})) {
    const std::size_t got = raw->read(first.data() + size, first.size() - size);
    if (got == 0) break;
    size += got;
  }
  first.resize(size);
  found = encoding_of(first);
  auto whole = std::make_unique<peeked_source>(std::move(first), std::move(raw));
  switch (found) {
    case encoding::plain: return whole;
    case encoding::gzip: return std::make_unique<gzip_source>(std::move(whole));
    case encoding::zstd: return std::make_unique<zstd_source>(std::move(whole));
    case encoding::utf16_little: return std::make_unique<utf16_source>(std::move(whole), false);
    case encoding::utf16_big: return std::make_unique<utf16_source>(std::move(whole), true);
  }
  return whole;
}

}  // namespace

encoding encoding_of(std::string_view b) noexcept {
  if (b.starts_with("\x1f\x8b")) return encoding::gzip;
  if (b.starts_with("\x28\xb5\x2f\xfd")) return encoding::zstd;
  // A skippable frame may stand before the first one: 0x184D2A50 to 0x184D2A5F.
  if (b.size() >= 4 && (static_cast<unsigned char>(b[0]) & 0xf0) == 0x50 && b.substr(1, 3) == "\x2a\x4d\x18")
    return encoding::zstd;
  if (b.starts_with("\xff\xfe")) return encoding::utf16_little;
  if (b.starts_with("\xfe\xff")) return encoding::utf16_big;
  return encoding::plain;
}

std::unique_ptr<byte_source> decoded(std::unique_ptr<byte_source> raw) {
  encoding found = encoding::plain;
  auto out = decode_once(std::move(raw), found);
  if (found == encoding::gzip || found == encoding::zstd) out = decode_once(std::move(out), found);
  return out;
}

}  // namespace errdex::annotate
