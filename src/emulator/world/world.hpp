// A world: everything that an emulated organisation is made of besides the platforms' own rules. Worlds
// share nothing, so tests that run at the same time each take one.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/world/clock.hpp"
#include "emulator/world/faults.hpp"
#include "emulator/world/ids.hpp"
#include "emulator/world/journal.hpp"
#include "emulator/world/limiter.hpp"
#include "emulator/world/outbox.hpp"
#include "emulator/world/store.hpp"

namespace errdex::emulation {

/// What the platforms' documents promise, or what their services are known to answer.
enum class profile : std::uint8_t {
  table = 1,  ///< The specific code that the tables of codes give for a field.
  wire = 2,   ///< The answer of the live service, such as one generic code for every malformed field.
};
[[nodiscard]] std::string_view name(profile p) noexcept;
[[nodiscard]] std::optional<profile> profile_of(std::string_view name) noexcept;

/// How a world behaves, as opposed to what is in it.
struct world_settings {
  emulation::profile profile = profile::table;
  bool rate_limits = true;  ///< Whether documented limits on calls are counted.
};

struct world_options {
  std::uint64_t seed = 1;
  virtual_clock clock;
  world_settings settings;
  std::string state_file;  ///< Empty for a world in memory.
  std::size_t journal_capacity = 1000;
};

/// Everything of a world at one moment.
struct world_image {
  std::shared_ptr<const store_image> data;
  std::string clock;
  limiter limits;
  fault_list faults;
  world_settings settings;
};

/// Whoever works with a world holds its `mutex`.
class world {
 public:
  world(std::string name, const world_options& options);
  [[nodiscard]] const std::string& name() const noexcept { return name_; }

  std::mutex mutex;
  virtual_clock clock;
  store data;
  id_source ids;
  limiter limits;
  fault_list faults;
  journal records;
  outbox callbacks;
  world_settings settings;

  [[nodiscard]] world_image image();
  /// Data, clock, limits, faults and settings become as they were; the journal is kept.
  void restore(const world_image& image);

  /// Keeps the present state under a name, replacing what had it.
  void keep(const std::string& snapshot);
  /// Goes back to it; false when there is no such name.
  bool go_back(const std::string& snapshot);
  [[nodiscard]] std::vector<std::string> snapshots() const;
  /// The state that `reset` goes back to.
  void set_origin(world_image origin);
  /// Goes back to the origin, and forgets the journal.
  void reset();

  /// Writes the clock beside the data, for a world in a file: moved clocks survive a restart.
  void save_clock();

 private:
  std::string name_;
  bool durable_ = false;
  std::map<std::string, world_image> snapshots_;
  std::optional<world_image> origin_;
  std::int64_t changes_at_origin_ =
      -1;  // What total_changes() was when the data was the origin's; -1: unknown.
};

}  // namespace errdex::emulation
