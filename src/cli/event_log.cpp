#include "cli/event_log.hpp"

#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <ctime>

#include "http/status.hpp"

namespace errdex::cli {
namespace {

std::string time_text(std::int64_t milliseconds) {
  const std::time_t seconds = milliseconds / 1000;
  std::tm parts{};
  ::gmtime_r(&seconds, &parts);
  std::array<char, 40> out{};
  const std::size_t n = std::strftime(out.data(), out.size(), "%Y-%m-%dT%H:%M:%S", &parts);
  std::snprintf(out.data() + n, out.size() - n, ".%03dZ", static_cast<int>(milliseconds % 1000));
  return out.data();
}

/// As it is where that is clear; else as a JSON string.
std::string word(std::string_view text) {
  for (const char c : text)
    if (static_cast<unsigned char>(c) <= 0x20 || c == '"' || c == '\\' || c == 0x7F)
      return http::json_string(text);
  return text.empty() ? "\"\"" : std::string(text);
}

}  // namespace

std::string event_log::line(log_form form, std::int64_t milliseconds, std::string_view event,
                            std::initializer_list<member> members) {
  const bool json = form == log_form::json;
  std::string out =
      json ? "{\"time\":\"" + time_text(milliseconds) + "\",\"event\":" + http::json_string(event)
           : time_text(milliseconds) + " " + std::string(event);
  for (const member& m : members) {
    out += json ? "," + http::json_string(m.name) + ":" : " " + std::string(m.name) + "=";
    if (const auto* number = std::get_if<std::uint64_t>(&m.is)) {
      out += std::to_string(*number);
    } else {
      const auto text = std::get<std::string_view>(m.is);
      out += json ? http::json_string(text) : word(text);
    }
  }
  return out += json ? "}\n" : "\n";
}

void event_log::write(std::string_view event, std::initializer_list<member> members) {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const std::string text =
      line(form_, std::chrono::duration_cast<std::chrono::milliseconds>(now).count(), event, members);
  [[maybe_unused]] const auto written = ::write(descriptor_, text.data(), text.size());
}

}  // namespace errdex::cli
