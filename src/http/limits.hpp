// What a caller may cost: sizes, times and numbers of connections.
#pragma once

#include <chrono>
#include <cstddef>

namespace errdex::http {

/// Each bound names the answer that breaking it gets. Times are absolute: a byte that arrives does not move
/// them, so a caller who sends one byte a second gains nothing.
struct limits {
  std::size_t target = 8 * 1024;         ///< Bytes of the request target; 414 beyond.
  std::size_t header_bytes = 32 * 1024;  ///< Bytes of the header section; 431 beyond.
  std::size_t header_fields = 100;       ///< Header fields; 431 beyond.
  /// Bytes of a request's body with its chunking undone; 413 beyond. A site may allow a route less or more.
  std::size_t body = 1024 * 1024;

  std::chrono::milliseconds header_time{10'000};  ///< From a request's first byte to its blank line; 408.
  std::chrono::milliseconds body_time{30'000};    ///< From there to the end of its body; 408.
  std::chrono::milliseconds idle_time{60'000};    ///< Between two requests; closed without a word.
  /// For an answer to be taken, with a second more for every 16 KiB of it; closed.
  std::chrono::milliseconds write_time{30'000};

  std::size_t connections = 4096;            ///< Open at one time; 503 beyond. 0 for no bound.
  std::size_t connections_by_address = 256;  ///< Of them from one address; 503 beyond. 0 for no bound.
};

}  // namespace errdex::http
