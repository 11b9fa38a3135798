// What people do outside of a platform's API, as actions of the admin interface: an administrator saves a
// callback URL in the console, a member sends a message to an application.
//
//   POST /_errdex/wecom/act {"user": "ada", "app": "crm", "does": "text", "content": "hello"}
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.hpp"

namespace errdex::emulation {

class emulator;
class platform;
class world;

/// What an action works with.
struct console_call {
  emulator& owner;
  const emulation::platform& platform;
  /// Not locked: an action that reads or changes it takes its lock, and lets go of it before it waits for a
  /// network.
  emulation::world& world;
  boost::json::object body;

  /// A text of the body; `otherwise` when it is absent. Throws console_refusal when it is no scalar.
  [[nodiscard]] std::string text(std::string_view key, std::string_view otherwise = {}) const;
  /// The same, refused when it is absent or empty.
  [[nodiscard]] std::string needed(std::string_view key) const;
};

/// Thrown by an action: answered with this status and {"error": text}.
struct console_refusal {
  unsigned status = 400;
  std::string text;
};

struct console_parameter {
  std::string_view name;
  std::string_view type;  ///< Of JSON Schema.
  std::string_view about;
};

struct console_action {
  std::string_view name;     ///< "act": POST /_errdex/PLATFORM/act.
  std::string_view summary;  ///< In a few words.
  std::vector<console_parameter> parameters;
  boost::json::value (*run)(console_call&);
};

/// The part of the admin interface that belongs to the outboxes and to the platforms' actions: whether the
/// path, behind /_errdex, is one of theirs, and if so its answer.
[[nodiscard]] bool answer_console(emulator& e, world& w, const http::request& request, std::string_view path,
                                  http::response& out);
/// Adds them to the paths of the OpenAPI document.
void describe_console(const emulator& e, boost::json::object& paths);

}  // namespace errdex::emulation
