// How a code is met: requests with their answers, which an emulator has made. Who presents them gets them by
// a function, so that pages, services and commands need no emulator.
#ifndef ERRDEX_SRC_PRESENT_REPRODUCTION_HPP
#define ERRDEX_SRC_PRESENT_REPRODUCTION_HPP

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "errdex/catalog.hpp"
#include "present/json_writer.hpp"

namespace errdex::present {

/// A request with its answer; a step without a command only says something.
struct reproduction_step {
  std::string note;     ///< "credential of contacts", "the clock moves on by 2h"; empty for a plain request.
  std::string command;  ///< The request as a command of a shell; works on any emulator.
  std::string method;
  std::string target;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  unsigned status = 0;
  std::string answer;
  std::uint64_t times = 1;  ///< So often the same request was made; the answer is that to the last.
  bool again = false;       ///< One more of a row of requests that differ in a number.
};

struct reproduction {
  std::string endpoint;  ///< Of the last request, which is answered with the code: "user/get".
  std::string when;      ///< Completes "is answered with it when …".
  std::vector<reproduction_step> steps;
  /// Other ways to the same code: endpoint and condition.
  std::vector<std::pair<std::string, std::string>> others;
};

struct reproducer {
  /// Whether requests can raise this code; microseconds. Empty: no code can be reproduced here.
  std::function<bool(const entry&)> can;
  /// Makes the requests, or remembers them; `base` is put before the paths in the commands. Nothing for a
  /// code that no request raises. Safe for several threads.
  std::function<std::optional<reproduction>(const entry&, std::string_view base)> play;

  [[nodiscard]] bool offers(const entry& e) const { return can && play && can(e); }
};

/// space, code, name, endpoint, when, steps, others; each step with note, request, curl, times, status and
/// answer, where it has them. Bytes that are no text stand as hexadecimal digits in body_hex and answer_hex.
void write_reproduction(json_writer& w, const entry& e, const reproduction& r);

/// "errdex reproduce wecom:60111"
[[nodiscard]] inline std::string reproduce_command(const entry& e) {
  return "errdex reproduce " + std::string(e.space().name()) + ":" + std::string(e.code());
}

}  // namespace errdex::present

#endif
