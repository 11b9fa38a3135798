#include "emulator/world/clock.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>

namespace errdex::emulation {
namespace {

using std::chrono::milliseconds;

constexpr std::array<std::string_view, 4> mode_names{"", "running", "frozen", "stepped"};
constexpr milliseconds longest = std::chrono::hours(24 * 36525);

instant real_now() { return std::chrono::time_point_cast<milliseconds>(std::chrono::system_clock::now()); }

struct unit {
  std::string_view name;
  milliseconds length;
};
// The longest first, as they are written.
constexpr std::array<unit, 5> units{{{"d", std::chrono::hours(24)},
                                     {"h", std::chrono::hours(1)},
                                     {"m", std::chrono::minutes(1)},
                                     {"s", std::chrono::seconds(1)},
                                     {"ms", milliseconds(1)}}};

template <typename Number>
bool read_number(std::string_view& text, Number& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc()) return false;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return true;
}

/// Reads exactly `width` digits and the character behind them, if one is wanted.
bool read_part(std::string_view& text, std::size_t width, char behind, int& value) {
  if (text.size() < width) return false;
  value = 0;
  for (std::size_t i = 0; i < width; ++i) {
    if (text[i] < '0' || text[i] > '9') return false;
    value = value * 10 + (text[i] - '0');
  }
  text.remove_prefix(width);
  if (behind == '\0') return true;
  if (text.empty() || text.front() != behind) return false;
  text.remove_prefix(1);
  return true;
}

}  // namespace

std::string_view name(clock_mode mode) noexcept { return mode_names[static_cast<std::size_t>(mode)]; }

std::optional<clock_mode> clock_mode_of(std::string_view name) noexcept {
  for (std::size_t i = 1; i < mode_names.size(); ++i)
    if (mode_names[i] == name) return static_cast<clock_mode>(i);
  return std::nullopt;
}

instant virtual_clock::now() const { return mode_ == clock_mode::running ? real_now() + offset_ : at_; }

std::int64_t virtual_clock::seconds() const {
  return std::chrono::floor<std::chrono::seconds>(now()).time_since_epoch().count();
}

void virtual_clock::run() {
  if (mode_ == clock_mode::running) return;
  offset_ = at_ - real_now();
  mode_ = clock_mode::running;
}

void virtual_clock::freeze() {
  at_ = now();
  mode_ = clock_mode::frozen;
}

void virtual_clock::step_by(milliseconds step) {
  at_ = now();
  step_ = step;
  mode_ = clock_mode::stepped;
}

void virtual_clock::set(instant moment) {
  if (mode_ == clock_mode::running)
    offset_ = moment - real_now();
  else
    at_ = moment;
}

void virtual_clock::advance(milliseconds by) { set(now() + by); }

void virtual_clock::tick() {
  if (mode_ == clock_mode::stepped) at_ += step_;
}

std::string virtual_clock::save() const {
  const auto moment = mode_ == clock_mode::running ? offset_.count() : at_.time_since_epoch().count();
  return std::string(name(mode_)) + ' ' + std::to_string(moment) + ' ' + std::to_string(step_.count());
}

bool virtual_clock::restore(std::string_view saved) {
  const auto blank = saved.find(' ');
  const auto mode = clock_mode_of(saved.substr(0, blank));
  if (!mode || blank == std::string_view::npos) return false;
  saved.remove_prefix(blank + 1);
  std::int64_t moment = 0, step = 0;
  if (!read_number(saved, moment) || saved.empty() || saved.front() != ' ') return false;
  saved.remove_prefix(1);
  if (!read_number(saved, step) || !saved.empty()) return false;
  mode_ = *mode;
  offset_ = milliseconds(moment);
  at_ = instant(milliseconds(moment));
  step_ = milliseconds(step);
  return true;
}

std::optional<milliseconds> parse_duration(std::string_view text) {
  const bool negative = text.substr(0, 1) == "-";
  if (negative || text.substr(0, 1) == "+") text.remove_prefix(1);
  if (text.empty()) return std::nullopt;
  milliseconds sum{0};
  while (!text.empty()) {
    std::int64_t count = 0;
    if (text.front() == '-' || !read_number(text, count)) return std::nullopt;
    const auto length = std::min(text.find_first_of("0123456789"), text.size());
    const std::string_view suffix = text.substr(0, length);
    text.remove_prefix(length);
    bool known = false;
    for (const unit& u : units) {
      if (u.name != suffix) continue;
      known = true;
      if (count > longest / u.length) return std::nullopt;
      sum += u.length * count;
    }
    if (!known || sum > longest) return std::nullopt;
  }
  return negative ? -sum : sum;
}

std::string format_duration(milliseconds duration) {
  if (duration.count() == 0) return "0s";
  std::string out = duration.count() < 0 ? "-" : "";
  auto rest = duration.count() < 0 ? -duration : duration;
  for (const unit& u : units) {
    const auto count = rest / u.length;
    if (count == 0) continue;
    out += std::to_string(count) + std::string(u.name);
    rest -= u.length * count;
  }
  return out;
}

std::string format_instant(instant moment) {
  const auto day = std::chrono::floor<std::chrono::days>(moment);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(moment - day);
  char text[64];
  std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                static_cast<int>(time.seconds().count()), static_cast<int>(time.subseconds().count()));
  return text;
}

std::optional<instant> parse_instant(std::string_view text) {
  std::int64_t seconds = 0;
  std::string_view rest = text;
  if (read_number(rest, seconds) && rest.empty()) {
    if (seconds < 0 || seconds > longest / std::chrono::seconds(1)) return std::nullopt;
    return instant(std::chrono::seconds(seconds));
  }
  rest = text;
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, thousandth = 0;
  if (!read_part(rest, 4, '-', year) || !read_part(rest, 2, '-', month) || !read_part(rest, 2, 'T', day) ||
      !read_part(rest, 2, ':', hour) || !read_part(rest, 2, ':', minute) || !read_part(rest, 2, '\0', second))
    return std::nullopt;
  if (!rest.empty() && rest.front() == '.') {
    rest.remove_prefix(1);
    if (!read_part(rest, 3, '\0', thousandth)) return std::nullopt;
  }
  if (!rest.empty() && rest != "Z") return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok() || hour > 23 || minute > 59 || second > 59) return std::nullopt;
  return instant(std::chrono::sys_days(date) + std::chrono::hours(hour) + std::chrono::minutes(minute) +
                 std::chrono::seconds(second) + milliseconds(thousandth));
}

}  // namespace errdex::emulation
