#include "http/response_writer.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <ctime>

#include "http/status.hpp"
#include "http/text.hpp"

namespace errdex::http {
namespace {

bool is_own_field(std::string_view name) noexcept {
  // The first letter decides for nearly every field.
  switch (lower(name.front())) {
    case 'c': return same_word(name, "Content-Length") || same_word(name, "Connection");
    case 'd': return same_word(name, "Date");
    case 't': return same_word(name, "Transfer-Encoding");
    case 'k': return same_word(name, "Keep-Alive");
    default: return false;
  }
}

void append_number(std::string& out, std::uint64_t value) {
  std::array<char, 20> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  out.append(digits.data(), end);
}

}  // namespace

bool may_be_sent(const response& answer) noexcept {
  return answer.status >= 200 && answer.status <= 999 &&
         std::all_of(answer.headers.begin(), answer.headers.end(),
                     [](const auto& field) { return is_token(field.first) && is_field_value(field.second); });
}

void append_head(std::string& out, const response& answer, const head_options& how) {
  out += how.http_1_0 ? "HTTP/1.0 " : "HTTP/1.1 ";
  append_number(out, answer.status);
  out += ' ';
  out += reason_phrase(answer.status);
  out += "\r\nDate: ";
  out += how.date;
  if (has_body(answer.status)) {
    out += "\r\nContent-Length: ";
    append_number(out, how.content_length);
  }
  if (!how.keep_alive) {
    out += "\r\nConnection: close";
  } else if (how.http_1_0) {
    out += "\r\nConnection: keep-alive";
  }
  for (const auto& [name, value] : answer.headers) {
    if (is_own_field(name)) continue;
    out += "\r\n";
    out += name;
    out += ": ";
    out += value;
  }
  out += "\r\n\r\n";
}

std::string http_date(std::int64_t seconds_since_1970) {
  // Not strftime, whose names of days follow the locale.
  constexpr std::array<std::string_view, 7> days = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<std::string_view, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::time_t time = seconds_since_1970;
  std::tm parts{};
  ::gmtime_r(&time, &parts);
  const auto two = [](int n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  return std::string(days[static_cast<std::size_t>(parts.tm_wday)]) + ", " + two(parts.tm_mday) + " " +
         std::string(months[static_cast<std::size_t>(parts.tm_mon)]) + " " +
         std::to_string(parts.tm_year + 1900) + " " + two(parts.tm_hour) + ":" + two(parts.tm_min) + ":" +
         two(parts.tm_sec) + " GMT";
}

}  // namespace errdex::http
