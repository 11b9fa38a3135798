// A platform: its endpoints, its checks in their order, and its envelope. The core knows nothing else of it.
//
// A new platform derives from this, fills its tables in the constructor with `add`, and says how an answer
// looks. See docs/emulator-authoring.md.
#pragma once

#include <boost/json/value.hpp>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/platform/console.hpp"
#include "emulator/platform/endpoint.hpp"
#include "emulator/platform/exchange.hpp"
#include "emulator/world/journal.hpp"
#include "emulator/world/outbox.hpp"

namespace errdex::emulation {

/// One step before the handler. `run` throws a failure to end the request.
struct check {
  std::string_view name;  ///< "access token": stands in the journal.
  void (*run)(exchange&);
  std::vector<claim> raises{};  ///< What it raises on every endpoint that it applies to.
  /// Whether it applies to this endpoint; nullptr for all.
  bool (*applies)(const endpoint&) = nullptr;
};

/// Lines that somebody copies to make a first call: with a tool or an SDK that is pointed at the emulator.
struct first_call {
  std::string_view title;     ///< "wechatpy"
  std::string_view language;  ///< "python"
  std::string text;
};

class platform {
 public:
  platform(const platform&) = delete;
  platform& operator=(const platform&) = delete;
  virtual ~platform() = default;

  /// As in the catalog: "wecom".
  [[nodiscard]] std::string_view name() const noexcept { return name_; }
  [[nodiscard]] const std::vector<endpoint>& endpoints() const noexcept { return endpoints_; }
  [[nodiscard]] const std::vector<check>& checks() const noexcept { return checks_; }
  [[nodiscard]] const endpoint* find(std::string_view endpoint_name) const noexcept;
  /// Names of arguments and members that carry credentials; sorted.
  [[nodiscard]] const secret_names& secrets() const noexcept { return secrets_; }

  // --- What a platform says for itself.

  /// Whether a path that no endpoint has is still this platform's, by its form.
  [[nodiscard]] virtual bool owns(std::string_view path) const = 0;
  /// Creates its tables where they are missing.
  virtual void create_tables(store& data) const = 0;
  /// Fills them from its part of a fixture. Throws std::invalid_argument with a message that says what is
  /// wrong and where.
  virtual void load(world& w, const boost::json::object& fixture) const = 0;
  /// A successful answer.
  [[nodiscard]] virtual http::response succeed(exchange& x, boost::json::object members) const = 0;
  /// A failed one, by this failure.
  [[nodiscard]] virtual http::response fail(exchange& x, const failure& f) const = 0;
  /// For a path that it owns and no endpoint has, or not with this method.
  [[nodiscard]] virtual http::response unknown_path(const http::request& request) const = 0;
  /// The failure for a field that breaks a rule. `detail` says so in words. The default raises the rule's
  /// error, or `general_field_error` when it has none.
  [[nodiscard]] virtual failure field_failure(const exchange& x, const field& f, const rule& r,
                                              std::string_view path, std::string detail) const;
  /// The error of a malformed field that has none of its own.
  [[nodiscard]] virtual error_ref general_field_error() const = 0;
  /// Whether a number may come as a text of digits, and a text as a number; it is noted as tolerated.
  [[nodiscard]] virtual bool converts_types() const { return true; }
  /// Signs the arguments of a scenario's step as callers of this platform do, at this second; `n` differs
  /// from step to step, for what must not come twice. What a step gives itself, such as an old timestamp, is
  /// kept. Does nothing where requests are not signed.
  virtual void sign(boost::json::object& arguments, std::string_view key, std::int64_t second,
                    std::uint64_t n) const;
  /// What an application's answer to a callback means: fills in `accepted`, and where they apply `again`,
  /// `problem` and `reply`. By default every HTTP status from 200 to 299 accepts it. Called under the lock of
  /// the world.
  virtual void read_callback_answer(world& w, const callback_message& sent, callback_outcome& outcome) const;
  /// A callback was delivered or given up: whether another follows from that. Called under the lock of the
  /// world.
  virtual void callback_ended(world& /*w*/, const callback_message& /*sent*/) const {}
  /// What people do in its console and its client, which no API does; for the admin interface.
  [[nodiscard]] virtual const std::vector<console_action>& console_actions() const;
  /// First calls that work with the data as it is; `base` is the emulator's address, "http://127.0.0.1:7340".
  [[nodiscard]] virtual std::vector<first_call> first_calls(store&, std::string_view /*base*/) const {
    return {};
  }
  /// The code that stands in one of its answers, "60111"; empty for a success.
  [[nodiscard]] virtual std::string code_of(const http::response& answer) const = 0;

 protected:
  platform(std::string_view name, secret_names secrets);

  void add(endpoint e);
  void add(std::vector<endpoint> list);
  void add(check c) { checks_.push_back(std::move(c)); }

 private:
  std::string_view name_;
  secret_names secrets_;
  std::vector<endpoint> endpoints_;
  std::vector<check> checks_;
};

/// The check that every platform has: the declared fields of the endpoint, in their order.
void check_fields(exchange& x);

/// Everything that a request to this endpoint can be answered with, by its declaration: the platform's
/// checks, its fields, and what it raises itself; each error once, with its first condition.
struct declared_error {
  error_ref error;
  std::string when;
  std::string_view source;  ///< The name of the check; the path of the field; or "handler".
  bool specific = false;    ///< Of this endpoint and not of every one.
};
[[nodiscard]] std::vector<declared_error> declared_errors(const platform& p, const endpoint& e);

}  // namespace errdex::emulation
