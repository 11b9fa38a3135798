// What the service counts, in the text format of Prometheus.
#ifndef ERRDEX_SRC_SERVICE_METRICS_HPP
#define ERRDEX_SRC_SERVICE_METRICS_HPP

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace errdex::service {

/// Counters without locks; a reader sees each counter as it is when it is read.
class metrics {
 public:
  metrics();

  /// One answered request. `route` is the position of its endpoint in `endpoints()`, or `other_route`.
  void count(std::size_t route, unsigned status, std::chrono::nanoseconds took) noexcept;
  /// One look-up of a code, a name or a body, and whether the catalog knew it.
  void count_lookup(bool known) noexcept {
    (known ? known_ : unknown_).fetch_add(1, std::memory_order_relaxed);
  }

  /// Every counter that is not zero, and the lookups, in a fixed order.
  [[nodiscard]] std::string text() const;

  /// Whatever is no endpoint of the service: the page, an emulator, wrong paths.
  static const std::size_t other_route;

 private:
  static constexpr std::size_t bucket_count = 13;
  static constexpr std::size_t status_count = 500;  // 100 to 599.
  using counter = std::atomic<std::uint64_t>;

  struct route {
    std::array<counter, status_count> by_status{};
    std::array<counter, bucket_count + 1> buckets{};  // The last one is for what took longer.
    counter nanoseconds{0};
  };

  std::vector<std::unique_ptr<route>> routes_;
  counter known_{0};
  counter unknown_{0};
};

}  // namespace errdex::service

#endif
