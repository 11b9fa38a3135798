// The public class errdex::emulator around the emulator of the program.
#include "errdex/emulator.hpp"

#include <boost/json/object.hpp>
#include <stdexcept>
#include <system_error>

#include "emulator/platform/admin.hpp"
#include "emulator/platform/callbacks.hpp"
#include "emulator/platform/emulator.hpp"
#include "http/server.hpp"
#include "http/text.hpp"

namespace errdex {
namespace json = boost::json;
namespace {

constexpr emulation::profile inner(emulator_profile p) noexcept {
  return p == emulator_profile::wire ? emulation::profile::wire : emulation::profile::table;
}

emulation::emulator_options inner(const emulator_options& o) {
  emulation::emulator_options out;
  out.fixture = o.fixture;
  out.state_file = o.state_file;
  out.seed = o.seed;
  out.settings.profile = inner(o.profile);
  out.settings.rate_limits = o.rate_limits;
  out.journal_capacity = o.journal_capacity;
  if (o.frozen_at) {
    out.clock.set(*o.frozen_at);
    out.clock.freeze();
  }
  return out;
}

json::object pairs(const std::vector<std::pair<std::string, std::string>>& list) {
  json::object out;
  for (const auto& [name, value] : list) out[name] = value;
  return out;
}

/// As the admin interface takes it, whose reader says what is wrong with a rule.
json::object as_json(const emulator_fault& f) {
  json::object out;
  if (!f.code.empty()) out["code"] = f.code;
  if (!f.platform.empty()) out["platform"] = f.platform;
  if (!f.endpoint.empty()) out["endpoint"] = f.endpoint;
  if (!f.where.empty()) out["where"] = pairs(f.where);
  // The reader takes signed numbers.
  if (f.skip) out["skip"] = static_cast<std::int64_t>(f.skip);
  if (f.times) out["times"] = static_cast<std::int64_t>(*f.times);
  out["probability"] = f.probability;
  out["phase"] = f.after_effect ? "after" : "before";
  if (f.status) out["status"] = static_cast<std::int64_t>(*f.status);
  if (!f.headers.empty()) out["headers"] = pairs(f.headers);
  if (f.body) out["body"] = *f.body;
  if (f.delay.count() != 0) out["delay"] = emulation::format_duration(f.delay);
  if (f.cut_after) out["cut_after"] = static_cast<std::int64_t>(*f.cut_after);
  if (f.reset) out["reset"] = true;
  return out;
}

}  // namespace

struct emulator::state {
  explicit state(const emulator_options& o) : inside(emulation::all_platforms(), inner(o)) {
    if (!o.port) return;
    http::site site{inside.handler(),
                    [](const http::request&) {
                      return http::admission{emulation::largest_body, std::nullopt};
                    },
                    {}};
    server.emplace(std::move(site), http::server_options{"127.0.0.1", *o.port, 1, {}, {}});
    server->start();
    callbacks.emplace(inside);
  }

  [[nodiscard]] emulation::world& world() { return inside.world(); }

  emulation::emulator inside;
  // Behind what they serve, so that they end first.
  std::optional<http::server> server;
  std::optional<emulation::callback_worker> callbacks;
};

std::string_view emulator_answer::header(std::string_view name) const noexcept {
  for (const auto& [key, value] : headers)
    if (http::same_word(key, name)) return value;
  return {};
}

emulator::emulator(const emulator_options& options) : self_(std::make_unique<state>(options)) {}
emulator::~emulator() = default;
emulator::emulator(emulator&& other) noexcept = default;
emulator& emulator::operator=(emulator&& other) noexcept = default;

std::string emulator::base_url() const { return self_->server ? self_->server->url() : std::string(); }

std::uint16_t emulator::port() const noexcept {
  return self_->server ? self_->server->port() : std::uint16_t{0};
}

emulator_answer emulator::request(std::string method, std::string target, const emulator_headers& headers,
                                  std::string body) {
  http::request r;
  r.method = std::move(method);
  r.target = std::move(target);
  r.body = std::move(body);
  r.peer = "127.0.0.1";
  for (const auto& [name, value] : headers) r.headers.add(name, value);
  if (!r.headers.contains("Host")) r.headers.add("Host", "127.0.0.1");
  http::response got = self_->inside.answer(r);
  emulator_answer out;
  out.status = got.status;
  out.headers.assign(got.headers.begin(), got.headers.end());
  out.body = got.content();
  return out;
}

emulator::time emulator::now() const {
  emulation::world& w = self_->world();
  const std::lock_guard lock(w.mutex);
  return w.clock.now();
}

void emulator::advance(std::chrono::milliseconds by) {
  emulation::world& w = self_->world();
  {
    const std::lock_guard lock(w.mutex);
    w.clock.advance(by);
    w.save_clock();
  }
  self_->inside.bell().ring();
}

void emulator::set_time(time moment) {
  emulation::world& w = self_->world();
  {
    const std::lock_guard lock(w.mutex);
    w.clock.set(moment);
    w.save_clock();
  }
  self_->inside.bell().ring();
}

void emulator::freeze() {
  emulation::world& w = self_->world();
  const std::lock_guard lock(w.mutex);
  w.clock.freeze();
  w.save_clock();
}

void emulator::run() {
  emulation::world& w = self_->world();
  {
    const std::lock_guard lock(w.mutex);
    w.clock.run();
    w.save_clock();
  }
  self_->inside.bell().ring();
}

std::size_t emulator::deliver_callbacks() {
  const auto counts = self_->inside.deliver_callbacks(self_->world());
  return static_cast<std::size_t>(counts.delivered);
}

std::uint64_t emulator::inject(const emulator_fault& fault) {
  emulation::world& w = self_->world();
  const std::lock_guard lock(w.mutex);
  auto rule = emulation::read_fault(as_json(fault), w.clock.now());
  if (!rule.platform.empty() && !self_->inside.find_platform(rule.platform))
    throw std::invalid_argument("there is no platform '" + rule.platform + "'");
  return w.faults.add(std::move(rule));
}

bool emulator::remove_fault(std::uint64_t id) {
  emulation::world& w = self_->world();
  const std::lock_guard lock(w.mutex);
  return w.faults.remove(id);
}

void emulator::clear_faults() {
  emulation::world& w = self_->world();
  const std::lock_guard lock(w.mutex);
  w.faults.clear();
}

std::vector<emulator_record> emulator::journal() const {
  emulation::world& w = self_->world();
  const auto& secrets = self_->inside.secrets();
  const std::lock_guard lock(w.mutex);
  std::vector<emulator_record> out;
  for (const auto& r : w.records.records()) {
    out.push_back({.number = r.number,
                   .at = r.at,
                   .method = r.method,
                   .target = emulation::mask(r.target, secrets),
                   .request_body = emulation::mask(r.request_body, secrets),
                   .status = r.status,
                   .answer_body = emulation::mask(r.answer_body, secrets),
                   .platform = std::string(r.platform),
                   .endpoint = std::string(r.endpoint),
                   .caller = r.caller,
                   .failed_check = std::string(r.failed_check),
                   .failure = r.failure,
                   .code = r.code,
                   .hint = r.hint,
                   .fault = r.fault});
  }
  return out;
}

void emulator::clear_journal() {
  emulation::world& w = self_->world();
  const std::lock_guard lock(w.mutex);
  w.records.clear();
}

void emulator::set_profile(emulator_profile profile) {
  emulation::world& w = self_->world();
  const std::lock_guard lock(w.mutex);
  w.settings.profile = inner(profile);
}

void emulator::set_rate_limits(bool counted) {
  emulation::world& w = self_->world();
  const std::lock_guard lock(w.mutex);
  w.settings.rate_limits = counted;
}

void emulator::reset() {
  emulation::world& w = self_->world();
  const std::lock_guard lock(w.mutex);
  w.reset();
}

void emulator::snapshot(const std::string& name) {
  emulation::world& w = self_->world();
  const std::lock_guard lock(w.mutex);
  w.keep(name);
}

bool emulator::restore(const std::string& name) {
  emulation::world& w = self_->world();
  const std::lock_guard lock(w.mutex);
  return w.go_back(name);
}

}  // namespace errdex
