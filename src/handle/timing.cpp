#include "handle/timing.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace errdex {

using std::chrono::milliseconds;

milliseconds parse_window(std::string_view window) noexcept {
  std::int64_t count = 0;
  const char* const end = window.data() + window.size();
  const auto [rest, error] = std::from_chars(window.data(), end, count);
  if (error != std::errc{} || count < 0 || count > 1'000'000) return milliseconds{0};
  const std::string_view unit(rest, static_cast<std::size_t>(end - rest));
  static constexpr std::array<std::pair<std::string_view, std::int64_t>, 6> units{
      {{"ms", 1}, {"s", 1000}, {"m", 60'000}, {"h", 3'600'000}, {"d", 86'400'000}, {"mo", 2'592'000'000}}};
  for (const auto& [name, length] : units) {
    if (unit == name) return milliseconds{count * length};
  }
  return milliseconds{0};
}

namespace handle {
namespace {

constexpr char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

std::optional<std::int64_t> whole_number(std::string_view s) {
  while (!s.empty() && s.front() == ' ') s.remove_prefix(1);
  while (!s.empty() && (s.back() == ' ' || s.back() == '\r')) s.remove_suffix(1);
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(s.data(), s.data() + s.size(), value);
  if (error != std::errc{} || end != s.data() + s.size() || value < 0) return std::nullopt;
  return value;
}

/// Days since 1970-01-01 of a date of the Gregorian calendar.
std::int64_t days_from_civil(std::int64_t year, std::int64_t month, std::int64_t day) {
  return std::chrono::sys_days{std::chrono::year{static_cast<int>(year)} /
                               std::chrono::month{static_cast<unsigned>(month)} /
                               std::chrono::day{static_cast<unsigned>(day)}}
      .time_since_epoch()
      .count();
}

/// "2026-09-03 00:01:03" in the time of China, as seconds since 1970 UTC.
std::optional<std::int64_t> china_time(std::string_view s) {
  static constexpr std::string_view form = "dddd-dd-dd dd:dd:dd";
  if (s.size() < form.size()) return std::nullopt;
  for (std::size_t i = 0; i < form.size(); ++i) {
    if (form[i] == 'd' ? s[i] < '0' || s[i] > '9' : s[i] != form[i]) return std::nullopt;
  }
  const auto part = [&](std::size_t at, std::size_t n) { return whole_number(s.substr(at, n)).value_or(0); };
  const auto year = part(0, 4), month = part(5, 2), day = part(8, 2), hour = part(11, 2),
             minute = part(14, 2), second = part(17, 2);
  if (year < 1970 || month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 ||
      second > 60)
    return std::nullopt;
  constexpr std::int64_t offset = std::int64_t{8} * 3600;
  return days_from_civil(year, month, day) * 86400 + hour * 3600 + minute * 60 + second - offset;
}

/// DingTalk names the end of a throttle: "限制将在 2026-09-03 00:01:03 结束" (or 处罚将在 …).
std::optional<std::int64_t> end_time_in(std::string_view text) {
  static constexpr std::string_view mark = "将在 ";
  for (std::size_t at = text.find(mark); at != std::string_view::npos; at = text.find(mark, at + 1)) {
    if (const auto time = china_time(text.substr(at + mark.size()))) return time;
  }
  return std::nullopt;
}

/// The shortest documented period: the platforms release a block after the window of the limit that
/// was hit, and nothing says which of several it was; the next refusal waits longer.
milliseconds shortest_window(const entry& code) {
  milliseconds shortest{0};
  for (const limit l : code.limits()) {
    const auto w = parse_window(l.window);
    if (w.count() > 0 && (shortest.count() == 0 || w < shortest)) shortest = w;
  }
  return shortest;
}

}  // namespace

std::string_view header_value(const evidence& answer, std::string_view name) noexcept {
  for (const header_field& h : answer.headers) {
    if (h.name.size() == name.size() && std::equal(name.begin(), name.end(), h.name.begin(),
                                                   [](char a, char b) { return lower(a) == lower(b); })) {
      return h.value;
    }
  }
  return {};
}

waiting_time time_to_wait(const evidence& answer, const entry& code, std::uint32_t attempts,
                          std::int64_t now) noexcept {
  // A year bounds what a header may say; the policy bounds what is waited for.
  constexpr std::int64_t year = 366LL * 86400;
  if (const auto s = whole_number(header_value(answer, "x-ogw-ratelimit-reset"));
      s && !header_value(answer, "x-ogw-ratelimit-reset").empty()) {
    return {milliseconds{std::min(*s, year) * 1000}, decision_rule::reset_header};
  }
  if (const auto s = whole_number(header_value(answer, "Retry-After"));
      s && !header_value(answer, "Retry-After").empty()) {
    return {milliseconds{std::min(*s, year) * 1000}, decision_rule::retry_after_header};
  }
  if (now > 0) {
    if (const auto end = end_time_in(answer.body)) {
      return {milliseconds{std::clamp<std::int64_t>(*end - now, 1, year) * 1000},
              decision_rule::end_time_in_text};
    }
  }
  const std::uint32_t doubled = std::min(attempts, 16u) - 1;
  if (const auto w = shortest_window(code); w.count() > 0)
    return {w * (std::int64_t{1} << std::min(doubled, 6u)), decision_rule::window_of_limit};
  return {milliseconds{1000 * (std::int64_t{1} << std::min(doubled, 10u))}, decision_rule::default_window};
}

}  // namespace handle
}  // namespace errdex
