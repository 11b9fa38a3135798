// The emulator: platforms, worlds, and one function from requests to answers. It needs no network: a test
// calls `answer`, a server is given `handler()`.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "emulator/platform/callbacks.hpp"
#include "emulator/platform/platform.hpp"
#include "emulator/platform/router.hpp"
#include "emulator/world/world.hpp"
#include "http/message.hpp"

namespace errdex::emulation {

/// Bytes. The largest upload that a platform takes is a file of 20 MB.
inline constexpr std::size_t largest_body = 24U << 20;

struct emulator_options {
  /// Who is there at the start: YAML, a mapping with a key for each platform. Empty for the organisation
  /// that comes with errdex.
  std::string fixture;
  std::string state_file;  ///< Empty: everything is in memory.
  std::uint64_t seed = 1;
  virtual_clock clock;
  world_settings settings;
  std::size_t journal_capacity = 1000;
  /// Who may use the admin interface from another machine: with this bearer token. Empty: nobody.
  std::string admin_token;
  /// Hosts besides this machine that callbacks may go to: "192.0.2.7", "app.example.com".
  std::vector<std::string> callback_hosts;
  /// How callbacks are sent; empty for the network.
  callback_sender send_callback;
  /// Called with each record after its answer was made, with the names to mask; under the world's lock.
  std::function<void(const journal_record&, const secret_names&)> observe;
};

struct scenario_book;

class emulator {
 public:
  /// The header that chooses a world, which is made like the first one when it is new.
  static constexpr std::string_view world_header = "X-Errdex-World";
  static constexpr std::size_t max_worlds = 256;

  /// Throws std::invalid_argument for a fixture that is wrong, and store_error for a state file that is.
  emulator(std::vector<std::unique_ptr<platform>> platforms, const emulator_options& options);
  ~emulator();

  /// Answers a request. Safe for several threads; the requests of one world wait for each other.
  [[nodiscard]] http::response answer(const http::request& request);
  /// The same as a handler, which the emulator must outlive. With a name, everything goes to that world,
  /// whatever the header says: one port, one world.
  [[nodiscard]] http::handler handler(std::string world = {});

  /// The world with this name; "main" is there from the start. Throws std::length_error beyond max_worlds.
  [[nodiscard]] emulation::world& world(std::string_view name = "main");
  [[nodiscard]] std::vector<std::string> world_names() const;
  [[nodiscard]] std::vector<std::shared_ptr<emulation::world>> all_worlds() const;
  /// Forgets a world other than "main"; false when there is none. Nobody may be using it.
  bool forget(std::string_view name);

  /// Sends every callback of a world that is due, one after the other, and returns when none is left.
  /// Nobody may hold the world's lock.
  delivery_counts deliver_callbacks(emulation::world& w);
  /// Sends one and adds to the counts; false when none is due that could be sent.
  bool deliver_one(emulation::world& w, delivery_counts& counts);
  [[nodiscard]] callback_bell& bell() noexcept { return bell_; }

  [[nodiscard]] const std::vector<std::unique_ptr<platform>>& platforms() const noexcept {
    return platforms_;
  }
  [[nodiscard]] const platform* find_platform(std::string_view name) const noexcept;
  [[nodiscard]] const emulator_options& options() const noexcept { return options_; }
  /// The scenarios of its platforms, read when they are first asked for.
  [[nodiscard]] const scenario_book& book() const;
  /// The names that the journal masks, of all platforms.
  [[nodiscard]] const secret_names& secrets() const noexcept { return secrets_; }

 private:
  http::response answer_in(emulation::world& w, const http::request& request);
  http::response run(exchange& x, journal_record& record);
  http::response nobody(const http::request& request, const route& r) const;

  emulator_options options_;
  std::vector<std::unique_ptr<platform>> platforms_;
  router router_;
  secret_names secrets_;
  /// What each endpoint may answer with; filled once, for every endpoint.
  std::unordered_map<const endpoint*, std::vector<error_ref>> declared_;
  callback_bell bell_;
  mutable std::mutex worlds_mutex_;
  std::map<std::string, std::shared_ptr<emulation::world>, std::less<>> worlds_;
  world_image origin_;
  mutable std::once_flag book_once_;
  mutable std::unique_ptr<const scenario_book> book_;
  std::shared_ptr<emulation::world> world_for(std::string_view name);
};

/// Platforms, worlds and everything else that is compiled in.
[[nodiscard]] std::vector<std::unique_ptr<platform>> all_platforms();

/// The YAML text as JSON: mappings, sequences, and scalars that become numbers, true, false and null as in
/// JSON when they are not quoted. Throws std::invalid_argument with line and column.
[[nodiscard]] boost::json::value yaml_to_json(const std::string& yaml);

}  // namespace errdex::emulation
