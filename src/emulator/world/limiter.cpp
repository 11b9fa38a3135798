#include "emulator/world/limiter.hpp"

#include <algorithm>

namespace errdex::emulation {

bool limiter::take(std::string_view key, std::int64_t limit, std::chrono::milliseconds window, instant now,
                   std::int64_t cost) {
  auto found = windows_.find(key);
  if (found == windows_.end()) {
    if (windows_.size() >= sweep_at_) forget_old(now);
    found = windows_.emplace(std::string(key), window_state{now, {}, 0}).first;
  }
  window_state& state = found->second;
  if (now < state.shut_until) return false;
  if (now - state.start >= window || now < state.start) state = {now, {}, 0};
  if (state.used + cost > limit) {
    state.shut_until = now + window;
    return false;
  }
  state.used += cost;
  return true;
}

std::int64_t limiter::used(std::string_view key, std::chrono::milliseconds window, instant now) const {
  const auto found = windows_.find(key);
  if (found == windows_.end() || now - found->second.start >= window) return 0;
  return found->second.used;
}

bool limiter::is_shut(std::string_view key, instant now) const {
  const auto found = windows_.find(key);
  return found != windows_.end() && now < found->second.shut_until;
}

void limiter::forget_old(instant now) {
  // The longest window that a platform has is a month.
  constexpr auto longest = std::chrono::hours(24 * 31);
  for (auto i = windows_.begin(); i != windows_.end();) {
    const bool old = now - i->second.start > longest && now >= i->second.shut_until;
    i = old ? windows_.erase(i) : std::next(i);
  }
  sweep_at_ = std::max<std::size_t>(65536, windows_.size() * 2);
}

}  // namespace errdex::emulation
