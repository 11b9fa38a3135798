#include "annotate/summary.hpp"

#include <algorithm>

namespace errdex::annotate {

void summary::add(const finding& what, const std::optional<moment>& when, std::uint64_t line) {
  ++count_;
  if (when) last_time_ = when;
  const key id{{what.space.id(), what.action}, {what.code, what.sub_code}};
  auto found = rows_.find(id);
  if (found == rows_.end()) {
    if (rows_.size() == most_rows) {
      ++others_;
      return;
    }
    found = rows_.emplace(id, row{}).first;
    row& r = found->second;
    r.space = what.space;
    r.entry = what.entry;
    r.sub_entry = what.sub_entry;
    r.code = what.code;
    r.sub_code = what.sub_code;
    r.action = what.action;
    r.first_line = line;
  }
  row& r = found->second;
  ++r.count;
  r.last_line = line;
  if (when) {
    if (!r.first || when->wall_clock() < r.first->wall_clock()) r.first = when;
    if (!r.last || when->wall_clock() >= r.last->wall_clock()) r.last = when;
  }
  if (last_time_) {
    const auto bucket = time_.place(last_time_->wall_clock(), [&](auto&& join) {
      for (auto& [_, each] : rows_) join(each.over_time);
    });
    ++r.over_time[bucket];
  }
  const auto bucket = lines_.place(static_cast<std::int64_t>(line), [&](auto&& join) {
    for (auto& [_, each] : rows_) join(each.over_lines);
  });
  ++r.over_lines[bucket];
}

std::vector<std::pair<verdict, std::vector<const summary::row*>>> summary::groups() const {
  std::array<std::vector<const row*>, verdict_count> by_verdict;
  std::array<std::uint64_t, verdict_count> counts{};
  for (const auto& [_, r] : rows_) {
    const auto v = static_cast<std::size_t>(r.action);
    by_verdict[v].push_back(&r);
    counts[v] += r.count;
  }
  std::vector<std::size_t> order;
  for (std::size_t v = 0; v < verdict_count; ++v) {
    if (!by_verdict[v].empty()) order.push_back(v);
  }
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return counts[a] > counts[b]; });
  std::vector<std::pair<verdict, std::vector<const row*>>> out;
  for (const std::size_t v : order) {
    auto& rows = by_verdict[v];
    std::stable_sort(rows.begin(), rows.end(),
                     [](const row* a, const row* b) { return a->count > b->count; });
    out.emplace_back(static_cast<verdict>(v), std::move(rows));
  }
  return out;
}

}  // namespace errdex::annotate
