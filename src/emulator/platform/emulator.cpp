#include "emulator/platform/emulator.hpp"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <stdexcept>
#include <typeinfo>

#include "emulator/platform/admin.hpp"
#include "emulator/platform/embedded.hpp"
#include "emulator/platform/scenario.hpp"

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace errdex::emulation {
namespace {

constexpr std::string_view admin_prefix = "/_errdex";

bool is_admin(std::string_view path) {
  return path.substr(0, admin_prefix.size()) == admin_prefix &&
         (path.size() == admin_prefix.size() || path[admin_prefix.size()] == '/');
}

void apply(const fault_effect& effect, http::response& response) {
  if (effect.status) response.status = *effect.status;
  for (const auto& [name, value] : effect.headers) response.headers.set(name, value);
  if (effect.body) {
    response.body = *effect.body;
    response.shared_body.reset();
  }
  response.delivery.delay = effect.delay;
  response.delivery.cut_after = effect.cut_after;
  response.delivery.reset = effect.reset;
}

std::string who(const caller_identity& caller) {
  return caller.app.empty() ? caller.tenant : caller.tenant + '/' + caller.app;
}

void describe_failure(journal_record& record, const failure& f) {
  const entry e = f.error.entry();
  record.code = std::string(e.space().name()) + ':' + std::string(e.code());
  record.failure = f.detail.empty() ? std::string(e.title(language::en)) : f.detail;
}

/// The entry that a fault names, "wecom:45009" or "wecom:system_busy"; an admin request has checked it.
error_ref find_code(std::string_view text) {
  const auto colon = text.find(':');
  const catalog& codes = catalog::builtin();
  const space s = codes.space(text.substr(0, colon));
  if (!s || colon == std::string_view::npos) return {};
  const std::string_view code = text.substr(colon + 1);
  const entry by_code = codes.find(s.id(), code);
  return error_ref(by_code ? by_code : codes.find_name(s.id(), code));
}

/// The organisations that the emulator starts with; read once in a process.
const boost::json::value& built_in_fixture() {
  static const boost::json::value read = yaml_to_json(std::string(embedded_file("fixtures/default.yaml")));
  return read;
}

/// Making some hundred tables takes longer than all else at a start, and they are the same each time. So a
/// process makes them once, and the emulators behind the first copy them.
void create_all_tables(store& data, const std::vector<std::unique_ptr<platform>>& platforms) {
  static std::mutex mutex;
  static std::map<std::string, std::shared_ptr<const store_image>> made;
  std::string key;
  for (const auto& p : platforms) {
    const platform& exact = *p;
    key += std::string(typeid(exact).name()) + ' ';
  }
  const std::lock_guard lock(mutex);
  auto& image = made[key];
  if (image) return data.restore(*image);
  transaction t(data);
  for (const auto& p : platforms) p->create_tables(data);
  t.commit();
  image = data.copy();
}

}  // namespace

emulator::emulator(std::vector<std::unique_ptr<platform>> platforms, const emulator_options& options)
    : options_(options), platforms_(std::move(platforms)), router_(platforms_) {
  for (const auto& p : platforms_) secrets_.insert(secrets_.end(), p->secrets().begin(), p->secrets().end());
  std::sort(secrets_.begin(), secrets_.end());
  for (const auto& p : platforms_)
    for (const endpoint& e : p->endpoints()) {
      auto& errors = declared_[&e];
      for (const declared_error& d : declared_errors(*p, e)) errors.push_back(d.error);
    }
  if (!options_.send_callback) options_.send_callback = network_sender();
  secrets_.erase(std::unique(secrets_.begin(), secrets_.end()), secrets_.end());

  boost::json::value given = options.fixture.empty() ? nullptr : yaml_to_json(options.fixture);
  const boost::json::value& fixture = options.fixture.empty() ? built_in_fixture() : given;
  if (!fixture.is_object())
    throw std::invalid_argument("the fixture must be a mapping with a key for each platform");
  for (const auto& member : fixture.get_object()) {
    const std::string_view key = member.key();
    if (!find_platform(key))
      throw std::invalid_argument("the fixture has a key '" + std::string(key) + "' that is no platform");
  }
  world_options in_memory{options.seed, options.clock, options.settings, {}, options.journal_capacity};
  auto first = std::make_shared<emulation::world>("main", in_memory);
  create_all_tables(first->data, platforms_);
  {
    transaction t(first->data);
    for (const auto& p : platforms_) {
      const auto* part = fixture.get_object().if_contains(p->name());
      if (part && part->is_object()) p->load(*first, part->get_object());
    }
    t.commit();
  }
  origin_ = first->image();
  if (!options.state_file.empty()) {
    world_options durable = in_memory;
    durable.state_file = options.state_file;
    first = std::make_shared<emulation::world>("main", durable);
    if (!first->data.exists("SELECT 1 FROM errdex_fact WHERE name = 'filled'")) {
      first->restore(origin_);
      first->data.run("INSERT OR REPLACE INTO errdex_fact VALUES('filled', '1')");
    }
    for (const auto& p : platforms_) p->create_tables(first->data);
  }
  first->set_origin(origin_);
  worlds_.emplace("main", std::move(first));
#ifdef __GLIBC__
  // What reading a large fixture has taken is of no more use: 60 MB for ten thousand members.
  if (!options.fixture.empty()) {
    given = nullptr;
    malloc_trim(0);
  }
#endif
}

emulator::~emulator() = default;

const scenario_book& emulator::book() const {
  std::call_once(book_once_,
                 [this] { book_ = std::make_unique<const scenario_book>(read_scenarios(platforms_)); });
  return *book_;
}

const platform* emulator::find_platform(std::string_view name) const noexcept {
  const auto found =
      std::find_if(platforms_.begin(), platforms_.end(), [&](const auto& p) { return p->name() == name; });
  return found == platforms_.end() ? nullptr : found->get();
}

std::shared_ptr<world> emulator::world_for(std::string_view name) {
  const std::lock_guard lock(worlds_mutex_);
  const auto found = worlds_.find(name);
  if (found != worlds_.end()) return found->second;
  if (worlds_.size() >= max_worlds)
    throw std::length_error("there are " + std::to_string(max_worlds) + " worlds already; forget one first");
  world_options o{options_.seed, options_.clock, options_.settings, {}, options_.journal_capacity};
  auto made = std::make_shared<emulation::world>(std::string(name), o);
  made->set_origin(origin_);
  made->restore(origin_);
  worlds_.emplace(std::string(name), made);
  return made;
}

world& emulator::world(std::string_view name) { return *world_for(name); }

std::vector<std::string> emulator::world_names() const {
  const std::lock_guard lock(worlds_mutex_);
  std::vector<std::string> out;
  for (const auto& [name, w] : worlds_) out.push_back(name);
  return out;
}

bool emulator::forget(std::string_view name) {
  if (name == "main") return false;
  const std::lock_guard lock(worlds_mutex_);
  const auto found = worlds_.find(name);
  if (found == worlds_.end()) return false;
  worlds_.erase(found);
  return true;
}

http::handler emulator::handler(std::string world) {
  if (world.empty()) return [this](const http::request& r) { return answer(r); };
  return [this, name = std::move(world)](const http::request& r) {
    if (is_admin(r.path())) return answer_admin(*this, *world_for(name), r);
    return answer_in(*world_for(name), r);
  };
}

http::response emulator::answer(const http::request& request) {
  const auto name = request.headers.get(world_header).value_or("main");
  std::shared_ptr<emulation::world> w;
  try {
    w = world_for(name.empty() || name.size() > 100 ? "main" : name);
  } catch (const std::length_error& e) {
    http::response refused;
    refused.status = 503;
    refused.headers.add("Content-Type", "application/json; charset=UTF-8");
    refused.body = boost::json::serialize(boost::json::object{{"error", e.what()}});
    return refused;
  }
  if (is_admin(request.path())) return answer_admin(*this, *w, request);
  return answer_in(*w, request);
}

http::response emulator::answer_in(emulation::world& w, const http::request& request) {
  const std::lock_guard lock(w.mutex);
  const auto began = std::chrono::steady_clock::now();
  w.clock.tick();
  journal_record record = w.records.take();
  record.at = w.clock.now();
  record.peer = request.peer;
  record.method = request.method;
  record.target = request.target;
  record.request_body.assign(request.body, 0, journal::body_limit);
  route where = router_.find(request.method, request.path());
  http::response response;
  if (where.platform) record.platform = where.platform->name();
  if (!where.endpoint) {
    record.failure =
        where.other_method ? "the endpoint is there, but not with this method" : "no endpoint has this path";
    response = nobody(request, where);
  } else {
    record.endpoint = where.endpoint->name;
    exchange x(request, *where.platform, *where.endpoint, w);
    x.set_segments(std::move(where.segments));
    response = run(x, record);
    record.hint = std::move(x.hint);
    record.checks = std::move(x.checks());
    record.caller = who(x.caller);
  }
  record.status = response.status;
  record.answer_body.assign(response.content(), 0, journal::body_limit);
  record.took =
      std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - began);
  if (options_.observe) options_.observe(record, secrets_);
  w.records.add(std::move(record));
  if (w.callbacks.was_touched() || w.clock.mode() == clock_mode::stepped) bell_.ring();
  return response;
}

http::response emulator::run(exchange& x, journal_record& record) {
  if (!x.endpoint.raw_body && !x.request.body.empty()) x.parse_body();
  const fault_rule* struck = x.world.faults.strike(x, x.now(), x.world.ids.seed());
  std::optional<fault_rule> fault;
  if (struck) {
    fault = *struck;
    record.fault = fault->id;
  }
  http::response response;
  const bool skip = fault && fault->phase == fault_phase::before && fault->effect.replaces_answer();
  if (!skip) {
    std::string_view stage = "store";
    try {
      transaction t(x.data());
      try {
        for (const check& c : x.platform.checks()) {
          if (c.applies && !c.applies(x.endpoint)) continue;
          stage = c.name;
          c.run(x);
          x.passed(c.name);
        }
        stage = "handler";
        emulation::answer result = x.endpoint.handle(x);
        response = result.raw ? std::move(*result.raw) : x.platform.succeed(x, std::move(result.body));
        t.commit();
      } catch (const failure& f) {
        if (f.keeps_changes) t.commit();
        throw;
      }
    } catch (const failure& f) {
      record.failed_check = stage;
      describe_failure(record, f);
      const auto& declared = declared_.find(&x.endpoint)->second;
      record.undeclared = std::find(declared.begin(), declared.end(), f.error) == declared.end();
      response = x.platform.fail(x, f);
    }
  }
  if (fault) {
    if (const error_ref code = find_code(fault->effect.code)) {
      failure f(code, "by fault " + std::to_string(fault->id));
      describe_failure(record, f);
      response = x.platform.fail(x, f);
    }
    apply(fault->effect, response);
  }
  return response;
}

http::response emulator::nobody(const http::request& request, const route& r) const {
  if (r.platform) return r.platform->unknown_path(request);
  http::response out;
  out.status = 404;
  out.headers.add("Content-Type", "application/json; charset=UTF-8");
  boost::json::object body{{"error", "no platform has the path " + std::string(request.path())}};
  if (const std::string near = router_.nearest(request.path()); !near.empty()) body["nearest"] = near;
  body["endpoints"] = "/_errdex/endpoints";
  out.body = boost::json::serialize(body);
  return out;
}

}  // namespace errdex::emulation
