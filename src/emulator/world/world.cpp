#include "emulator/world/world.hpp"

namespace errdex::emulation {
namespace {

constexpr const char* facts_schema =
    "CREATE TABLE IF NOT EXISTS errdex_fact(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID";

}  // namespace

std::string_view name(profile p) noexcept { return p == profile::wire ? "wire" : "table"; }

std::optional<profile> profile_of(std::string_view name) noexcept {
  if (name == "table") return profile::table;
  if (name == "wire") return profile::wire;
  return std::nullopt;
}

world::world(std::string name, const world_options& options)
    : clock(options.clock),
      data(options.state_file),
      ids(data, options.seed),
      records(options.journal_capacity),
      callbacks(data),
      settings(options.settings),
      name_(std::move(name)),
      durable_(!options.state_file.empty()) {
  data.script(facts_schema);
  if (const auto saved = data.value("SELECT value FROM errdex_fact WHERE name = 'clock'"))
    clock.restore(*saved);
}

world_image world::image() { return {data.copy(), clock.save(), limits, faults, settings}; }

void world::restore(const world_image& image) {
  data.restore(*image.data);
  callbacks.forget_taken();
  clock.restore(image.clock);
  limits = image.limits;
  faults = image.faults;
  settings = image.settings;
  changes_at_origin_ = origin_ && origin_->data == image.data ? data.total_changes() : -1;
}

void world::keep(const std::string& snapshot) { snapshots_[snapshot] = image(); }

bool world::go_back(const std::string& snapshot) {
  const auto found = snapshots_.find(snapshot);
  if (found == snapshots_.end()) return false;
  restore(found->second);
  save_clock();
  return true;
}

std::vector<std::string> world::snapshots() const {
  std::vector<std::string> out;
  for (const auto& [key, image] : snapshots_) out.push_back(key);
  return out;
}

void world::set_origin(world_image origin) {
  origin_ = std::move(origin);
  changes_at_origin_ = -1;
}

void world::reset() {
  records.clear();
  callbacks.forget_taken();
  if (!origin_) return;
  // Data that nobody has changed needs no copy, which makes the reset of a world that was only read free.
  if (data.total_changes() != changes_at_origin_) data.restore(*origin_->data);
  clock.restore(origin_->clock);
  limits = origin_->limits;
  faults = origin_->faults;
  settings = origin_->settings;
  changes_at_origin_ = data.total_changes();
  save_clock();
}

void world::save_clock() {
  if (durable_) data.run("INSERT OR REPLACE INTO errdex_fact VALUES('clock', ?)", clock.save());
}

}  // namespace errdex::emulation
