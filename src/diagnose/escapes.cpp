#include "diagnose/escapes.hpp"

namespace errdex::detail {

int unescaped::hex4(std::size_t from) const noexcept {
  if (from + 4 > rest_.size()) return -1;
  int value = 0;
  for (std::size_t i = from; i < from + 4; ++i) {
    const char c = rest_[i];
    int digit = -1;
    if (c >= '0' && c <= '9') digit = c - '0';
    if (c >= 'a' && c <= 'f') digit = c - 'a' + 10;
    if (c >= 'A' && c <= 'F') digit = c - 'A' + 10;
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}

void unescaped::queue(std::uint32_t c) noexcept {
  const auto put = [&](std::uint32_t byte) { queued_[queued_count_++] = static_cast<unsigned char>(byte); };
  queued_count_ = 0;
  queued_next_ = 0;
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xc0 | c >> 6);
    put(0x80 | (c & 0x3f));
  } else if (c < 0x10000) {
    put(0xe0 | c >> 12);
    put(0x80 | (c >> 6 & 0x3f));
    put(0x80 | (c & 0x3f));
  } else {
    put(0xf0 | c >> 18);
    put(0x80 | (c >> 12 & 0x3f));
    put(0x80 | (c >> 6 & 0x3f));
    put(0x80 | (c & 0x3f));
  }
}

int unescaped::next() noexcept {
  if (queued_next_ < queued_count_) return queued_[queued_next_++];
  if (rest_.empty()) return -1;
  const char c = rest_.front();
  if (c != '\\' || rest_.size() < 2) {
    rest_.remove_prefix(1);
    return static_cast<unsigned char>(c);
  }
  const char kind = rest_[1];
  if (kind == 'u') {
    const int unit = hex4(2);
    if (unit >= 0) {
      auto point = static_cast<std::uint32_t>(unit);
      std::size_t length = 6;
      if (point >= 0xd800 && point < 0xdc00 && rest_.size() >= 12 && rest_[6] == '\\' && rest_[7] == 'u') {
        const int low = hex4(8);
        if (low >= 0xdc00 && low < 0xe000) {
          point = 0x10000 + (point - 0xd800) * 0x400 + (static_cast<std::uint32_t>(low) - 0xdc00);
          length = 12;
        }
      }
      if (point >= 0xd800 && point < 0xe000) point = 0xfffd;
      rest_.remove_prefix(length);
      queue(point);
      return queued_[queued_next_++];
    }
  }
  rest_.remove_prefix(2);
  switch (kind) {
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    default: return static_cast<unsigned char>(kind);
  }
}

std::size_t undo_escapes(const char* key, std::size_t size, char* out) noexcept {
  unescaped text(std::string_view(key, size));
  std::size_t length = 0;
  for (int c = text.next(); c >= 0; c = text.next()) {
    if (length == longest_body_key) return longest_body_key + 1;
    out[length++] = static_cast<char>(c);
  }
  return length;
}

}  // namespace errdex::detail
