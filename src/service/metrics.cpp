#include "service/metrics.hpp"

#include <algorithm>

#include "service/endpoints.hpp"

namespace errdex::service {
namespace {

using namespace std::chrono_literals;

struct bound {
  std::chrono::nanoseconds most;
  std::string_view seconds;  // As Prometheus writes it.
};
constexpr std::array<bound, 13> bounds{{{10us, "1e-05"},
                                        {25us, "2.5e-05"},
                                        {50us, "5e-05"},
                                        {100us, "0.0001"},
                                        {250us, "0.00025"},
                                        {500us, "0.0005"},
                                        {1ms, "0.001"},
                                        {2500us, "0.0025"},
                                        {5ms, "0.005"},
                                        {10ms, "0.01"},
                                        {25ms, "0.025"},
                                        {100ms, "0.1"},
                                        {1s, "1"}}};

void head(std::string& out, std::string_view name, std::string_view type, std::string_view help) {
  out.append("# HELP ").append(name).append(" ").append(help).append("\n# TYPE ");
  out.append(name).append(" ").append(type).append("\n");
}

std::string_view route_name(std::size_t route) {
  return route < endpoints().size() ? endpoints()[route].id : "other";
}

/// 0.000001234 for 1234 nanoseconds.
std::string in_seconds(std::uint64_t nanoseconds) {
  std::string fraction = std::to_string(nanoseconds % 1'000'000'000);
  fraction.insert(0, 9 - fraction.size(), '0');
  return std::to_string(nanoseconds / 1'000'000'000) + "." + fraction;
}

}  // namespace

const std::size_t metrics::other_route = endpoints().size();

metrics::metrics() {
  for (std::size_t i = 0; i <= endpoints().size(); ++i) routes_.push_back(std::make_unique<route>());
}

void metrics::count(std::size_t which, unsigned status, std::chrono::nanoseconds took) noexcept {
  route& r = *routes_[std::min(which, routes_.size() - 1)];
  r.by_status[std::clamp(status, 100u, 599u) - 100].fetch_add(1, std::memory_order_relaxed);
  const auto bucket =
      std::find_if(bounds.begin(), bounds.end(), [&](const bound& b) { return took <= b.most; });
  r.buckets[static_cast<std::size_t>(bucket - bounds.begin())].fetch_add(1, std::memory_order_relaxed);
  r.nanoseconds.fetch_add(static_cast<std::uint64_t>(std::max<std::int64_t>(took.count(), 0)),
                          std::memory_order_relaxed);
}

std::string metrics::text() const {
  static_assert(bounds.size() == bucket_count);
  std::string out;
  const auto label = [](std::size_t i) { return "route=\"" + std::string(route_name(i)) + "\""; };
  const auto value = [](const counter& c) { return c.load(std::memory_order_relaxed); };

  head(out, "errdex_http_requests_total", "counter", "Requests answered, by operation and status.");
  for (std::size_t i = 0; i < routes_.size(); ++i) {
    for (std::size_t s = 0; s < status_count; ++s) {
      if (const auto n = value(routes_[i]->by_status[s])) {
        out += "errdex_http_requests_total{" + label(i) + ",status=\"" + std::to_string(s + 100) + "\"} " +
               std::to_string(n) + "\n";
      }
    }
  }

  head(out, "errdex_http_request_duration_seconds", "histogram",
       "Time from the whole request to the whole answer, without the network.");
  for (std::size_t i = 0; i < routes_.size(); ++i) {
    std::uint64_t below = 0;
    std::string lines;
    for (std::size_t b = 0; b < bounds.size(); ++b) {
      below += value(routes_[i]->buckets[b]);
      lines += "errdex_http_request_duration_seconds_bucket{" + label(i) + ",le=\"" +
               std::string(bounds[b].seconds) + "\"} " + std::to_string(below) + "\n";
    }
    below += value(routes_[i]->buckets[bounds.size()]);
    if (below == 0) continue;
    out += lines + "errdex_http_request_duration_seconds_bucket{" + label(i) + ",le=\"+Inf\"} " +
           std::to_string(below) + "\n";
    out += "errdex_http_request_duration_seconds_sum{" + label(i) + "} " +
           in_seconds(value(routes_[i]->nanoseconds)) + "\n";
    out += "errdex_http_request_duration_seconds_count{" + label(i) + "} " + std::to_string(below) + "\n";
  }

  head(out, "errdex_lookups_total", "counter", "Codes, names and bodies that were asked about, by result.");
  out += "errdex_lookups_total{result=\"known\"} " + std::to_string(value(known_)) + "\n";
  out += "errdex_lookups_total{result=\"unknown\"} " + std::to_string(value(unknown_)) + "\n";
  return out;
}

}  // namespace errdex::service
