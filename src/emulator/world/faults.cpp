#include "emulator/world/faults.hpp"

#include <algorithm>

#include "emulator/world/ids.hpp"

namespace errdex::emulation {
namespace {

bool matches_name(std::string_view pattern, std::string_view name) noexcept {
  if (pattern.empty()) return true;
  if (pattern.back() == '*') {
    pattern.remove_suffix(1);
    return name.substr(0, pattern.size()) == pattern;
  }
  return pattern == name;
}

bool concerns(const fault_rule& rule, const fault_subject& subject) {
  if (!matches_name(rule.platform, subject.platform_name())) return false;
  if (!matches_name(rule.endpoint, subject.endpoint_name())) return false;
  return std::all_of(rule.where.begin(), rule.where.end(), [&](const auto& condition) {
    const auto value = subject.argument_text(condition.first);
    return value && *value == condition.second;
  });
}

/// Whether the rule strikes at the n-th request that it concerns, from 0. A number of its own for each rule
/// and each request: one draw for all would make a fault of 10 % hit everything or nothing.
bool drawn(const fault_rule& rule, std::uint64_t n, std::uint64_t seed) {
  if (!rule.sequence.empty() && rule.sequence[n % rule.sequence.size()] != 'x') return false;
  if (rule.probability >= 1) return true;
  constexpr double two_to_53 = 9007199254740992.0;
  const auto bits = mix(seed ^ (rule.id << 32), "fault", n) >> 11;
  return static_cast<double>(bits) / two_to_53 < rule.probability;
}

}  // namespace

std::string_view name(fault_phase phase) noexcept { return phase == fault_phase::after ? "after" : "before"; }

std::uint64_t fault_list::add(fault_rule rule) {
  rule.id = ++last_id_;
  rules_.push_back(std::move(rule));
  return last_id_;
}

bool fault_list::remove(std::uint64_t id) {
  const auto found = std::find_if(rules_.begin(), rules_.end(), [&](const auto& r) { return r.id == id; });
  if (found == rules_.end()) return false;
  rules_.erase(found);
  return true;
}

const fault_rule* fault_list::strike(const fault_subject& subject, instant now, std::uint64_t seed) {
  for (fault_rule& rule : rules_) {
    if (rule.until && now >= *rule.until) continue;
    if (rule.times && rule.struck >= *rule.times) continue;
    if (!concerns(rule, subject)) continue;
    const std::uint64_t n = rule.matched++;
    if (n < rule.skip || !drawn(rule, n - rule.skip, seed)) continue;
    ++rule.struck;
    return &rule;
  }
  return nullptr;
}

}  // namespace errdex::emulation
