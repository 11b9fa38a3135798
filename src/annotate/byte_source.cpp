#include "annotate/byte_source.hpp"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>

namespace errdex::annotate {

descriptor_source::~descriptor_source() {
  if (owned_ && descriptor_ >= 0) ::close(descriptor_);
}

std::size_t descriptor_source::read(char* into, std::size_t capacity) {
  for (;;) {
    const ssize_t got = ::read(descriptor_, into, capacity);
    if (got >= 0) return static_cast<std::size_t>(got);
    if (errno == EINTR) continue;
    if (errno == EAGAIN || errno == EWOULDBLOCK) {
      pollfd wanted{descriptor_, POLLIN, 0};
      ::poll(&wanted, 1, -1);
      continue;
    }
    throw read_error(std::generic_category().message(errno));
  }
}

bool descriptor_source::ready() {
  pollfd wanted{descriptor_, POLLIN, 0};
  return ::poll(&wanted, 1, 0) > 0;
}

std::size_t memory_source::read(char* into, std::size_t capacity) {
  const std::size_t size = std::min({capacity, portion_, rest_.size()});
  if (size > 0) std::memcpy(into, rest_.data(), size);
  rest_.remove_prefix(size);
  return size;
}

}  // namespace errdex::annotate
