#include "emulator/platform/router.hpp"

#include <algorithm>
#include <numeric>

namespace errdex::emulation {
namespace {

bool has_method(const endpoint& e, std::string_view method) noexcept {
  return e.method == "*" || e.method == method;
}

std::string_view take_segment(std::string_view& path) noexcept {
  const auto end = std::min(path.find('/'), path.size());
  const std::string_view segment = path.substr(0, end);
  path.remove_prefix(std::min(end + 1, path.size()));
  return segment;
}

bool follows(std::string_view pattern, std::string_view path,
             std::vector<std::pair<std::string, std::string>>& segments) {
  segments.clear();
  while (!pattern.empty() && !path.empty()) {
    const std::string_view wanted = take_segment(pattern);
    const std::string_view given = take_segment(path);
    if (!wanted.empty() && wanted.front() == ':') {
      if (given.empty()) return false;
      segments.emplace_back(wanted.substr(1), http::percent_decode(given).value_or(std::string(given)));
    } else if (wanted != given) {
      return false;
    }
  }
  return pattern.empty() && path.empty();
}

/// How many single-character edits lie between two texts.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      diagonal = above;
    }
  }
  return row[b.size()];
}

}  // namespace

router::router(const std::vector<std::unique_ptr<platform>>& platforms) {
  for (const auto& p : platforms) {
    platforms_.push_back(p.get());
    for (const endpoint& e : p->endpoints()) {
      if (e.path.find("/:") == std::string_view::npos)
        exact_[std::string(e.path)].push_back({p.get(), &e});
      else
        patterns_.push_back({p.get(), &e});
    }
  }
}

route router::find(std::string_view method, std::string_view path) const {
  route out;
  if (const auto found = exact_.find(path); found != exact_.end()) {
    for (const target& t : found->second) {
      out.platform = t.platform;
      if (has_method(*t.endpoint, method)) return out.endpoint = t.endpoint, out.other_method = false, out;
      out.other_method = true;
    }
    return out;
  }
  for (const target& t : patterns_) {
    if (!follows(t.endpoint->path, path, out.segments)) continue;
    out.platform = t.platform;
    if (has_method(*t.endpoint, method)) return out.endpoint = t.endpoint, out.other_method = false, out;
    out.other_method = true;
  }
  out.segments.clear();
  if (out.platform) return out;
  const auto owner =
      std::find_if(platforms_.begin(), platforms_.end(), [&](const platform* p) { return p->owns(path); });
  if (owner != platforms_.end()) out.platform = *owner;
  return out;
}

std::string router::nearest(std::string_view path) const {
  if (path.size() > 200) return {};
  std::string_view best;
  std::size_t least = std::max<std::size_t>(3, path.size() / 4);
  for (const auto& [candidate, targets] : exact_) {
    const std::size_t d = distance(path, candidate);
    if (d < least || (d == least && !best.empty() && candidate < best)) {
      least = d;
      best = candidate;
    }
  }
  return std::string(best);
}

}  // namespace errdex::emulation
