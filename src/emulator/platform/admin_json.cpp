#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <stdexcept>

#include "emulator/platform/admin.hpp"
#include "emulator/platform/exchange.hpp"

namespace errdex::emulation {
namespace json = boost::json;
namespace {

[[noreturn]] void wrong(std::string_view key, const std::string& want) {
  throw std::invalid_argument("'" + std::string(key) + "' must be " + want);
}

std::string text_of(std::string_view key, const json::value& v) {
  if (!v.is_string()) wrong(key, "a text");
  return std::string(v.get_string());
}

std::uint64_t count_of(std::string_view key, const json::value& v) {
  const auto n = as_integer(v);
  if (!n || *n < 0) wrong(key, "a whole number, 0 or more");
  return static_cast<std::uint64_t>(*n);
}

std::vector<std::pair<std::string, std::string>> pairs_of(std::string_view key, const json::value& v) {
  if (!v.is_object()) wrong(key, "an object with texts or numbers");
  std::vector<std::pair<std::string, std::string>> out;
  for (const auto& member : v.get_object()) {
    auto written = scalar_text(member.value());
    if (!written) wrong(key, "an object with texts or numbers");
    out.emplace_back(member.key(), std::move(*written));
  }
  return out;
}

std::chrono::milliseconds duration_of(std::string_view key, const json::value& v) {
  const auto d = v.is_string() ? parse_duration(std::string_view(v.get_string())) : std::nullopt;
  if (!d || d->count() < 0) wrong(key, "a duration such as \"250ms\", \"90s\" or \"2h\"");
  return *d;
}

/// The entry of "space:code"; none when it is not in the catalog.
entry entry_of(std::string_view id) {
  const auto colon = id.find(':');
  const catalog& codes = catalog::builtin();
  const space s = codes.space(id.substr(0, colon));
  return s && colon != std::string_view::npos ? codes.find(s.id(), id.substr(colon + 1)) : entry();
}

/// The code with what the catalog calls it.
void put_code(json::object& out, const std::string& id) {
  out["code"] = id;
  if (const entry e = entry_of(id)) {
    out["name"] = e.name();
    out["title"] = json::object{{"en", e.title(language::en)}, {"zh", e.title(language::zh)}};
  }
}

/// "space:code" of what was named by code or by name.
std::string known_code(const std::string& text) {
  const auto colon = text.find(':');
  const catalog& codes = catalog::builtin();
  const space s = codes.space(text.substr(0, colon));
  if (colon == std::string::npos || !s) {
    std::string spaces;
    for (const space known : codes.spaces())
      spaces += (spaces.empty() ? "" : ", ") + std::string(known.name());
    wrong("code", "a space and a code, such as \"wecom:45009\"; spaces are " + spaces);
  }
  const std::string code = text.substr(colon + 1);
  entry e = codes.find(s.id(), code);
  if (!e) e = codes.find_name(s.id(), code);
  if (!e)
    wrong("code",
          "in the catalog, and '" + code + "' is neither a code nor a name of " + std::string(s.name()));
  return std::string(s.name()) + ':' + std::string(e.code());
}

}  // namespace

fault_rule read_fault(const json::value& value, instant now) {
  if (!value.is_object()) throw std::invalid_argument("a fault must be a JSON object");
  fault_rule rule;
  for (const auto& member : value.get_object()) {
    const std::string_view key = member.key();
    const json::value& v = member.value();
    if (key == "platform")
      rule.platform = text_of(key, v);
    else if (key == "endpoint")
      rule.endpoint = text_of(key, v);
    else if (key == "where")
      rule.where = pairs_of(key, v);
    else if (key == "skip")
      rule.skip = count_of(key, v);
    else if (key == "times")
      rule.times = count_of(key, v);
    else if (key == "probability") {
      const double p = v.is_double() ? v.get_double() : static_cast<double>(as_integer(v).value_or(-1));
      if (!(p >= 0 && p <= 1)) wrong(key, "a number from 0 to 1");
      rule.probability = p;
    } else if (key == "sequence") {
      rule.sequence = text_of(key, v);
      if (rule.sequence.find_first_not_of("x.") != std::string::npos || rule.sequence.size() > 10000)
        wrong(key, "a text of 'x' (strikes) and '.' (passes), such as \"xx.\"");
    } else if (key == "for")
      rule.until = now + duration_of(key, v);
    else if (key == "phase") {
      const std::string phase = text_of(key, v);
      if (phase != "before" && phase != "after") wrong(key, "\"before\" or \"after\" the effect");
      rule.phase = phase == "after" ? fault_phase::after : fault_phase::before;
    } else if (key == "code")
      rule.effect.code = known_code(text_of(key, v));
    else if (key == "status") {
      const std::uint64_t status = count_of(key, v);
      if (status < 200 || status > 599) wrong(key, "an HTTP status from 200 to 599");
      rule.effect.status = static_cast<unsigned>(status);
    } else if (key == "headers")
      rule.effect.headers = pairs_of(key, v);
    else if (key == "body")
      rule.effect.body = v.is_string() ? std::string(v.get_string()) : json::serialize(v);
    else if (key == "delay")
      rule.effect.delay = duration_of(key, v);
    else if (key == "cut_after")
      rule.effect.cut_after = count_of(key, v);
    else if (key == "reset") {
      if (!v.is_bool()) wrong(key, "true or false");
      rule.effect.reset = v.get_bool();
    } else {
      throw std::invalid_argument(
          "a fault has no key '" + std::string(key) +
          "'; there are platform, endpoint, where, skip, times, probability, sequence, for, "
          "phase, code, status, headers, body, delay, cut_after and reset");
    }
  }
  const fault_effect& e = rule.effect;
  if (!e.replaces_answer() && e.headers.empty() && e.delay.count() == 0 && !e.cut_after)
    throw std::invalid_argument(
        "a fault needs an effect: code, status, headers, body, delay, cut_after or reset");
  return rule;
}

json::object to_json(const fault_rule& rule) {
  json::object out{{"id", rule.id}};
  if (!rule.platform.empty()) out["platform"] = rule.platform;
  if (!rule.endpoint.empty()) out["endpoint"] = rule.endpoint;
  const auto put_pairs = [&](const char* key, const auto& pairs) {
    if (pairs.empty()) return;
    json::object object;
    for (const auto& [name, value] : pairs) object[name] = value;
    out[key] = std::move(object);
  };
  put_pairs("where", rule.where);
  if (rule.skip) out["skip"] = rule.skip;
  if (rule.times) out["times"] = *rule.times;
  if (rule.probability < 1) out["probability"] = rule.probability;
  if (!rule.sequence.empty()) out["sequence"] = rule.sequence;
  if (rule.until) out["until"] = format_instant(*rule.until);
  out["phase"] = name(rule.phase);
  if (!rule.effect.code.empty()) put_code(out, rule.effect.code);
  if (rule.effect.status) out["status"] = *rule.effect.status;
  put_pairs("headers", rule.effect.headers);
  if (rule.effect.body) out["body"] = *rule.effect.body;
  if (rule.effect.delay.count()) out["delay"] = format_duration(rule.effect.delay);
  if (rule.effect.cut_after) out["cut_after"] = *rule.effect.cut_after;
  if (rule.effect.reset) out["reset"] = true;
  out["matched"] = rule.matched;
  out["struck"] = rule.struck;
  return out;
}

json::object to_json(const journal_record& r, const secret_names& secrets) {
  json::array checks;
  for (const auto check : r.checks) checks.emplace_back(check);
  json::object out{
      {"number", r.number},
      {"at", format_instant(r.at)},
      {"platform", r.platform},
      {"endpoint", r.endpoint},
      {"from", r.peer},
      {"caller", r.caller},
      {"took_us", r.took.count()},
      {"request",
       {{"method", r.method}, {"target", mask(r.target, secrets)}, {"body", mask(r.request_body, secrets)}}},
      {"answer", {{"status", r.status}, {"body", mask(r.answer_body, secrets)}}},
      {"checks", std::move(checks)}};
  if (!r.failed_check.empty()) out["failed_check"] = r.failed_check;
  if (!r.code.empty()) put_code(out, r.code);
  if (!r.failure.empty()) out["failure"] = r.failure;
  if (!r.hint.empty()) out["hint"] = r.hint;
  if (r.fault) out["fault"] = r.fault;
  if (!r.event.empty()) {
    if (r.callback) out["callback"] = r.callback;
    out["event"] = r.event;
    out["attempt"] = r.attempt;
    out["message"] = mask(r.message, secrets);
    if (!r.reply.empty()) out["reply"] = mask(r.reply, secrets);
  }
  return out;
}

}  // namespace errdex::emulation
