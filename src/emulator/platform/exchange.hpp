// A request that is being answered: its arguments, who calls, and the world that it works on.
//
// What a handler looks like:
//
//   answer get_department(exchange& x) {
//     auto row = x.data().query("SELECT name FROM wecom_department WHERE corp = ? AND id = ?",
//     x.caller.tenant, x.integer("id")); if (!row.next()) throw failure(code::department_not_found); return
//     boost::json::object{{"name", row.text(0)}};
//   }
#pragma once

#include <boost/json/value.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "emulator/platform/endpoint.hpp"
#include "emulator/platform/failure.hpp"
#include "emulator/world/world.hpp"

namespace errdex::emulation {

class platform;

/// Who calls, once the check of the credential has found out.
struct caller_identity {
  std::string tenant;       ///< The organisation.
  std::string app;          ///< The application, as the platform names it.
  std::int64_t number = 0;  ///< The same as a number, where it has one.
  std::string kind;         ///< What sort of application; a word of the platform's.
  std::string addresses{};  ///< From where it may call, as the platform writes it; empty for anywhere.
  bool enabled = true;      ///< Whether it is switched on.
};

class exchange final : public fault_subject {
 public:
  exchange(const http::request& request, const emulation::platform& platform,
           const emulation::endpoint& endpoint, emulation::world& world);

  const http::request& request;
  const emulation::platform& platform;
  const emulation::endpoint& endpoint;
  emulation::world& world;
  caller_identity caller;

  [[nodiscard]] store& data() const noexcept { return world.data; }
  [[nodiscard]] id_source& ids() const noexcept { return world.ids; }
  [[nodiscard]] instant now() const { return world.clock.now(); }
  /// Seconds since 1970.
  [[nodiscard]] std::int64_t seconds() const { return world.clock.seconds(); }

  // --- Arguments. Names are paths as in field.hpp, without "[]". A GET has them in its query, a POST in
  // its JSON, unless the endpoint declares a field as `in_query`.

  /// The value in the JSON body; nullptr when it is absent or null.
  [[nodiscard]] const boost::json::value* json(std::string_view path) const;
  /// Whether the argument is there at all and not null.
  [[nodiscard]] bool has(std::string_view name) const;
  /// A text; numbers are written out. Empty when it is absent.
  [[nodiscard]] std::string text(std::string_view name) const;
  /// An integer, also one written as a text or as true and false.
  [[nodiscard]] std::int64_t integer(std::string_view name, std::int64_t otherwise = 0) const;
  [[nodiscard]] bool boolean(std::string_view name, bool otherwise = false) const;
  /// The elements of an array as texts; a value that is no array counts as one element.
  [[nodiscard]] std::vector<std::string> texts(std::string_view name) const;
  [[nodiscard]] std::vector<std::int64_t> integers(std::string_view name) const;
  /// A query parameter, decoded.
  [[nodiscard]] const std::string* query(std::string_view name) const;
  /// A segment of the path that the endpoint declares as ":name".
  [[nodiscard]] const std::string* segment(std::string_view name) const;
  [[nodiscard]] const boost::json::object& body() const noexcept { return body_; }

  // --- For the checks.

  /// Reads the body as JSON, forgiving what the platforms forgive: comments, commas at the end. False when it
  /// is not an object even so; the body is empty then.
  bool parse_body();
  void set_body(boost::json::object body) { body_ = std::move(body); }
  void set_segments(std::vector<std::pair<std::string, std::string>> segments) {
    segments_ = std::move(segments);
  }
  /// The body had something wrong that the platform tolerates and mentions.
  bool tolerated = false;
  /// Notes a check that has passed; the name must live as long as the emulator.
  void passed(std::string_view check) { checks_.push_back(check); }
  [[nodiscard]] std::vector<std::string_view>& checks() noexcept { return checks_; }
  /// The id under which the answer names this request, when the platform has such; the same at each call.
  std::string hint;

  // --- For faults.
  [[nodiscard]] std::string_view platform_name() const override;
  [[nodiscard]] std::string_view endpoint_name() const override { return endpoint.name; }
  [[nodiscard]] std::optional<std::string> argument_text(std::string_view name) const override;

 private:
  [[nodiscard]] bool reads_query(std::string_view name) const;

  std::vector<std::pair<std::string, std::string>> query_;
  std::vector<std::pair<std::string, std::string>> segments_;
  boost::json::object body_;
  std::vector<std::string_view> checks_;
};

/// A JSON scalar as text: without quotes, numbers written out; nothing for arrays, objects and null.
[[nodiscard]] std::optional<std::string> scalar_text(const boost::json::value& value);
/// A JSON value as an integer, also when it is a text of digits.
[[nodiscard]] std::optional<std::int64_t> as_integer(const boost::json::value& value);
/// What stands at this path ("a.b", "items[0].code"); nullptr when it is absent or null.
[[nodiscard]] const boost::json::value* find_path(const boost::json::object& in, std::string_view path);
/// The parts of "a|b|c"; none for an empty text.
[[nodiscard]] std::vector<std::string> split(std::string_view text, char separator);

}  // namespace errdex::emulation
