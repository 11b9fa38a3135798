#include "annotate/sink.hpp"

#include <poll.h>
#include <sys/uio.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace errdex::annotate {
namespace {

constexpr std::size_t most_at_once = 1024;  // What Linux takes in one call.

}  // namespace

bool descriptor_sink::write(std::span<const std::string_view> pieces) {
  std::array<iovec, most_at_once> vectors;
  std::size_t next = 0;    // The first piece that is not written as a whole,
  std::size_t inside = 0;  // and how much of it is.
  while (next < pieces.size()) {
    int count = 0;
    std::size_t skipped = inside;
    for (std::size_t i = next; i < pieces.size() && count < static_cast<int>(most_at_once); ++i) {
      // writev takes its input as not const and does not write to it.
      vectors[static_cast<std::size_t>(count)] = {const_cast<char*>(pieces[i].data()) + skipped,
                                                  pieces[i].size() - skipped};
      skipped = 0;
      ++count;
    }
    const ssize_t written = ::writev(descriptor_, vectors.data(), count);
    if (written < 0) {
      if (errno == EINTR) continue;
      if (errno == EAGAIN || errno == EWOULDBLOCK) {
        pollfd wanted{descriptor_, POLLOUT, 0};
        ::poll(&wanted, 1, -1);
        continue;
      }
      if (errno == EPIPE) return false;
      throw write_error(std::generic_category().message(errno));
    }
    auto left = static_cast<std::size_t>(written);
    while (next < pieces.size() && left >= pieces[next].size() - inside) {
      left -= pieces[next].size() - inside;
      inside = 0;
      ++next;
    }
    inside += left;
  }
  return true;
}

bool descriptor_sink::idle(int milliseconds) {
  // Without a wanted event only the end of the other side wakes this up.
  pollfd nothing{descriptor_, 0, 0};
  return ::poll(&nothing, 1, milliseconds) <= 0 || (nothing.revents & (POLLERR | POLLNVAL)) == 0;
}

}  // namespace errdex::annotate
