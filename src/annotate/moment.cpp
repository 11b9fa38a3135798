#include "annotate/moment.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>

namespace errdex::annotate {
namespace {

constexpr std::size_t searched = 512;

constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

/// Reads from the left as long as what stands there is what is asked for.
class reader {
 public:
  explicit reader(std::string_view text) noexcept : rest_(text) {}

  bool literal(char c) noexcept {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  bool one_of(std::string_view choices) noexcept {
    if (rest_.empty() || choices.find(rest_.front()) == std::string_view::npos) return false;
    rest_.remove_prefix(1);
    return true;
  }
  /// Exactly `width` digits.
  bool number(std::size_t width, int& value) noexcept {
    if (rest_.size() < width) return false;
    int result = 0;
    for (std::size_t i = 0; i < width; ++i) {
      if (!is_digit(rest_[i])) return false;
      result = result * 10 + (rest_[i] - '0');
    }
    rest_.remove_prefix(width);
    value = result;
    return true;
  }
  /// A fraction behind a point or a comma, in thousandths; 0 when there is none.
  int thousandths() noexcept {
    if (rest_.size() < 2 || (rest_[0] != '.' && rest_[0] != ',') || !is_digit(rest_[1])) return 0;
    rest_.remove_prefix(1);
    int value = 0;
    int weight = 100;
    while (!rest_.empty() && is_digit(rest_.front())) {
      value += (rest_.front() - '0') * weight;
      weight /= 10;
      rest_.remove_prefix(1);
    }
    return value;
  }
  bool month_name(int& value) noexcept {
    static constexpr std::string_view names = "JanFebMarAprMayJunJulAugSepOctNovDec";
    if (rest_.size() < 3) return false;
    const auto found = names.find(rest_.substr(0, 3));
    if (found == std::string_view::npos || found % 3 != 0) return false;
    value = static_cast<int>(found / 3) + 1;
    rest_.remove_prefix(3);
    return true;
  }
  /// Z, +08:00, +0800 or +08, possibly behind a blank.
  void zone(moment& into) noexcept {
    reader ahead = *this;
    if (!ahead.rest_.empty() && ahead.rest_.front() == ' ') ahead.rest_.remove_prefix(1);
    if (literal('Z')) {
      into.zoned = true;
      return;
    }
    const bool east = !ahead.rest_.empty() && ahead.rest_.front() == '+';
    int hours = 0;
    int minutes = 0;
    if (!ahead.one_of("+-") || !ahead.number(2, hours) || hours > 14) return;
    const bool colon = ahead.literal(':');
    if (!ahead.number(2, minutes) && colon) return;
    if (minutes > 59 || ahead.followed_by_digit()) return;
    into.zoned = true;
    into.zone_minutes = (hours * 60 + minutes) * (east ? 1 : -1);
    *this = ahead;
  }
  [[nodiscard]] bool followed_by_digit() const noexcept { return !rest_.empty() && is_digit(rest_.front()); }

 private:
  std::string_view rest_;
};

struct calendar {
  int year = 0;
  int month = 0;
  int day = 0;
  int hour = 0;
  int minute = 0;
  int second = 0;
  int thousandth = 0;
};

bool time_of_day(reader& r, calendar& c) noexcept {
  return r.number(2, c.hour) && r.literal(':') && r.number(2, c.minute) && r.literal(':') &&
         r.number(2, c.second);
}

std::optional<moment> finished(reader& r, calendar c) noexcept {
  const std::chrono::year_month_day date{std::chrono::year{c.year},
                                         std::chrono::month{static_cast<unsigned>(c.month)},
                                         std::chrono::day{static_cast<unsigned>(c.day)}};
  // 60: a leap second.
  if (!date.ok() || c.hour > 23 || c.minute > 59 || c.second > 60) return std::nullopt;
  if (r.followed_by_digit()) return std::nullopt;
  c.thousandth = r.thousandths();
  moment out;
  r.zone(out);
  const auto days = std::chrono::sys_days{date}.time_since_epoch().count();
  const std::int64_t minutes = (std::int64_t{days} * 24 + c.hour) * 60 + c.minute - out.zone_minutes;
  const std::int64_t seconds = minutes * 60 + c.second;
  out.milliseconds = seconds * 1000 + c.thousandth;
  return out;
}

/// 2026-11-22T18:46:05 and its like.
std::optional<moment> year_first(std::string_view text) noexcept {
  reader r(text);
  calendar c;
  if (!r.number(4, c.year)) return std::nullopt;
  const bool dashes = r.literal('-');
  const char separator = dashes ? '-' : '/';
  if (!dashes && !r.literal('/')) return std::nullopt;
  if (!r.number(2, c.month) || !r.literal(separator) || !r.number(2, c.day)) return std::nullopt;
  if (!r.one_of("T t_") || !time_of_day(r, c)) return std::nullopt;
  return finished(r, c);
}

/// 22/Nov/2026:18:46:05 and its like.
std::optional<moment> day_first(std::string_view text) noexcept {
  reader r(text);
  calendar c;
  if (!r.number(2, c.day) || !r.one_of("/-") || !r.month_name(c.month) || !r.one_of("/-"))
    return std::nullopt;
  if (!r.number(4, c.year) || !r.one_of(": ") || !time_of_day(r, c)) return std::nullopt;
  return finished(r, c);
}

/// Whether a number that begins here stands where a time stands: first in the line, or behind such a key.
bool is_a_time_by_place(std::string_view before) noexcept {
  static constexpr std::array<std::string_view, 6> keys{"ts", "time", "timestamp", "@timestamp", "t", "at"};
  static constexpr std::string_view around = " \t\"':=[\\";
  std::size_t end = before.size();
  bool separated = false;
  while (end > 0 && around.find(before[end - 1]) != std::string_view::npos) {
    separated = separated || before[end - 1] == ':' || before[end - 1] == '=';
    --end;
  }
  if (end == 0) return !separated;
  if (!separated) return false;
  std::size_t begin = end;
  const auto is_word = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_' || c == '-' ||
           c == '@' || c == '.';
  };
  while (begin > 0 && end - begin <= 16 && is_word(before[begin - 1])) --begin;
  return std::find(keys.begin(), keys.end(), before.substr(begin, end - begin)) != keys.end();
}

/// 1795344365, with a fraction or in milliseconds; of the years 2001 to 2286.
std::optional<moment> since_1970(std::string_view text, std::string_view before) noexcept {
  std::size_t digits = 0;
  while (digits < text.size() && digits < 14 && is_digit(text[digits])) ++digits;
  if ((digits != 10 && digits != 13) || text.front() == '0' || !is_a_time_by_place(before))
    return std::nullopt;
  std::int64_t value = 0;
  for (std::size_t i = 0; i < digits; ++i) value = value * 10 + (text[i] - '0');
  if (digits == 10) {
    reader fraction(text.substr(digits));
    value = value * 1000 + fraction.thousandths();
  }
  return moment{value, 0, true};
}

}  // namespace

std::optional<moment> moment_of(std::string_view line) noexcept {
  const std::string_view head = line.substr(0, searched);
  for (std::size_t i = 0; i < head.size(); ++i) {
    if (!is_digit(head[i]) || (i > 0 && is_digit(head[i - 1]))) continue;
    const std::string_view here = line.substr(i, 64);
    // The third or fifth character tells the forms apart before anything is read.
    if (here.size() > 18 && (here[4] == '-' || here[4] == '/')) {
      if (const auto found = year_first(here)) return found;
    } else if (here.size() > 19 && (here[2] == '/' || here[2] == '-')) {
      if (const auto found = day_first(here)) return found;
    } else if (here.size() > 9 && is_digit(here[9])) {
      if (const auto found = since_1970(here, head.substr(0, i))) return found;
    }
  }
  return std::nullopt;
}

std::string to_text(const moment& when) {
  const std::int64_t local = when.milliseconds + std::int64_t{when.zone_minutes} * 60'000;
  const std::chrono::sys_time<std::chrono::milliseconds> at{std::chrono::milliseconds{local}};
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{at - day};
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()));
  std::string out(text.data());
  if (const auto rest = clock.subseconds().count(); rest != 0) {
    std::snprintf(text.data(), text.size(), ".%03d", static_cast<int>(rest));
    out += text.data();
  }
  if (!when.zoned) return out;
  if (when.zone_minutes == 0) return out + "Z";
  const int minutes = std::abs(when.zone_minutes);
  std::snprintf(text.data(), text.size(), "%c%02d:%02d", when.zone_minutes < 0 ? '-' : '+', minutes / 60,
                minutes % 60);
  return out + text.data();
}

}  // namespace errdex::annotate
