#include "emulator/platform/platform.hpp"

#include <algorithm>
#include <stdexcept>

namespace errdex::emulation {

platform::platform(std::string_view name, secret_names secrets) : name_(name), secrets_(std::move(secrets)) {
  std::sort(secrets_.begin(), secrets_.end());
}

void platform::add(endpoint e) {
  if (!e.handle) throw std::logic_error(std::string(e.name) + " has no handler");
  if (find(e.name)) throw std::logic_error(std::string(e.name) + " is declared twice");
  endpoints_.push_back(std::move(e));
}

void platform::add(std::vector<endpoint> list) {
  for (endpoint& e : list) add(std::move(e));
}

const endpoint* platform::find(std::string_view endpoint_name) const noexcept {
  const auto found = std::find_if(endpoints_.begin(), endpoints_.end(),
                                  [&](const endpoint& e) { return e.name == endpoint_name; });
  return found == endpoints_.end() ? nullptr : &*found;
}

failure platform::field_failure(const exchange&, const field&, const rule& r, std::string_view,
                                std::string detail) const {
  return failure(r.error ? r.error : general_field_error(), std::move(detail));
}

void platform::sign(boost::json::object&, std::string_view, std::int64_t, std::uint64_t) const {}

void platform::read_callback_answer(world&, const callback_message&, callback_outcome& outcome) const {
  outcome.accepted = outcome.status >= 200 && outcome.status < 300;
  if (!outcome.accepted) outcome.problem = "the application answered " + std::to_string(outcome.status);
}

const std::vector<console_action>& platform::console_actions() const {
  static const std::vector<console_action> none;
  return none;
}

std::vector<declared_error> declared_errors(const platform& p, const endpoint& e) {
  std::vector<declared_error> out;
  const auto add = [&](declared_error d) {
    const bool known = std::any_of(out.begin(), out.end(), [&](const auto& o) { return o.error == d.error; });
    if (d.error && !known) out.push_back(std::move(d));
  };
  for (const claim& c : e.raises) add({c.error, std::string(c.when), "handler", true});
  for (const field& f : e.fields) {
    for (const rule& r : f.rules()) {
      std::string when = std::string(f.path()) + " is not " + describe(r, f);
      add({r.error ? r.error : p.general_field_error(), std::move(when), f.path(),
           static_cast<bool>(r.error)});
    }
  }
  for (const check& c : p.checks()) {
    if (c.applies && !c.applies(e)) continue;
    for (const claim& raised : c.raises) add({raised.error, std::string(raised.when), c.name, false});
  }
  return out;
}

}  // namespace errdex::emulation
