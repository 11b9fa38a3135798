#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <stdexcept>

#include "emulator/platform/admin.hpp"
#include "emulator/platform/embedded.hpp"
#include "emulator/platform/scenario.hpp"

namespace errdex::emulation {
namespace json = boost::json;
namespace {

[[noreturn]] void wrong(const std::string& where, const std::string& what) {
  throw std::invalid_argument(where + ": " + what);
}

const json::object& mapping(const json::value& v, const std::string& where) {
  if (!v.is_object()) wrong(where, "must be a mapping");
  return v.get_object();
}

std::string text(const json::value& v, const std::string& where) {
  auto written = scalar_text(v);
  if (!written) wrong(where, "must be a text");
  return std::move(*written);
}

std::vector<std::pair<std::string, std::string>> pairs(const json::value& v, const std::string& where) {
  std::vector<std::pair<std::string, std::string>> out;
  for (const auto& member : mapping(v, where)) out.emplace_back(member.key(), text(member.value(), where));
  return out;
}

/// A code by its number or its name, in any of the platform's spaces.
error_ref find_error(const platform& p, const std::string& code, const std::string& where) {
  const catalog& codes = catalog::builtin();
  for (const space s : codes.spaces()) {
    if (s.platform() != p.name()) continue;
    if (const entry e = codes.find(s.id(), code)) return error_ref(e);
    if (const entry e = codes.find_name(s.id(), code)) return error_ref(e);
  }
  wrong(where, "the catalog has no code or name '" + code + "' for " + std::string(p.name()));
}

scenario_step read_step(const platform& p, const json::value& value, const std::string& where) {
  scenario_step step;
  for (const auto& member : mapping(value, where)) {
    const std::string_view key = member.key();
    const json::value& v = member.value();
    const std::string here = where + ", " + std::string(key);
    if (key == "call") {
      const std::string name = text(v, here);
      step.endpoint = p.find(name);
      if (!step.endpoint) wrong(here, "there is no endpoint '" + name + "'");
    } else if (key == "method")
      step.method = text(v, here);
    else if (key == "path")
      step.path = text(v, here);
    else if (key == "as")
      step.as = text(v, here);
    else if (key == "with")
      step.arguments = mapping(v, here);
    else if (key == "query")
      step.query = pairs(v, here);
    else if (key == "headers")
      step.headers = pairs(v, here);
    else if (key == "body")
      step.body = text(v, here);
    else if (key == "sign")
      step.sign = text(v, here);
    else if (key == "upload")
      step.upload = mapping(v, here);
    else if (key == "save")
      step.save = pairs(v, here);
    else if (key == "expect")
      step.expect = mapping(v, here);
    else if (key == "answers")
      step.answers = find_error(p, text(v, here), here);
    else if (key == "inside")
      step.inside = text(v, here);
    else if (key == "repeat") {
      const auto n = as_integer(v);
      if (!n || *n < 1 || *n > 100'000) wrong(here, "must be a number from 1 to 100000");
      step.repeat = static_cast<std::uint64_t>(*n);
    } else if (key == "advance") {
      step.advance = parse_duration(text(v, here));
      if (!step.advance) wrong(here, "must be a duration such as 2h");
    } else if (key == "profile") {
      step.profile = profile_of(text(v, here));
      if (!step.profile) wrong(here, "must be table or wire");
    } else if (key == "rate_limits") {
      if (!v.is_bool()) wrong(here, "must be true or false");
      step.rate_limits = v.get_bool();
    } else if (key == "console") {
      step.console = text(v, here);
    } else if (key == "fault") {
      try {
        (void)read_fault(v, instant());
      } catch (const std::invalid_argument& e) {
        wrong(here, e.what());
      }
      step.fault = v;
    } else {
      wrong(
          here,
          "is no key of a step; there are call, method, path, as, with, query, headers, body, sign, upload, "
          "save, expect, answers, inside, repeat, advance, profile, rate_limits, console and fault");
    }
  }
  const bool changes =
      step.advance || step.profile || step.rate_limits || !step.console.empty() || !step.fault.is_null();
  if (!step.endpoint && step.path.empty() && !changes)
    wrong(where, "needs 'call', 'path' or a change of the world");
  return step;
}

scenario read_scenario(const platform& p, const json::object& object, const std::string& file,
                       std::size_t number) {
  scenario out;
  out.platform = &p;
  out.file = file;
  std::string where = file + ", scenario " + std::to_string(number);
  for (const auto& member : object) {
    const std::string_view key = member.key();
    if (key == "raises") {
      const std::string code = text(member.value(), where);
      where += " (" + code + ")";
      out.raises = find_error(p, code, where);
    } else if (key == "when" || key == "works") {  // The short form of an example is one call that succeeds.
      out.when = text(member.value(), where);
    } else if (key == "steps") {
      if (!member.value().is_array()) wrong(where, "'steps' must be a sequence");
      std::size_t n = 0;
      for (const auto& step : member.value().get_array())
        out.steps.push_back(read_step(p, step, where + ", step " + std::to_string(++n)));
    } else {
      wrong(where, "there is no key '" + std::string(key) + "'; there are raises, works, when and steps");
    }
  }
  const auto last = std::find_if(out.steps.rbegin(), out.steps.rend(),
                                 [](const auto& s) { return s.endpoint || !s.path.empty(); });
  if (last == out.steps.rend()) wrong(where, "needs steps with a call");
  if (last != out.steps.rbegin()) wrong(where, "must end with a call");
  if (last->endpoint) out.endpoint = last->endpoint->name;
  if (out.raises) last->answers = out.raises;
  for (const scenario_step& step : out.steps)
    if (!step.inside.empty() && (!step.answers || !step.endpoint))
      wrong(where, "'inside' says where the code of a call stands: the step needs 'call' and a code");
  return out;
}

}  // namespace

void read_scenario_file(scenario_book& book, const std::vector<std::unique_ptr<platform>>& platforms,
                        const std::string& name, const std::string& yaml) {
  json::value parsed;
  try {
    parsed = yaml_to_json(yaml);
  } catch (const std::invalid_argument& e) {
    wrong(name, e.what());
  }
  const json::object& top = mapping(parsed, name);
  const auto* named = top.if_contains("platform");
  const auto found = std::find_if(platforms.begin(), platforms.end(), [&](const auto& p) {
    return named && named->is_string() && std::string_view(named->get_string()) == p->name();
  });
  if (found == platforms.end()) wrong(name, "must begin with 'platform:' and the name of one");
  const platform& p = **found;
  for (const auto& member : top) {
    const std::string_view key = member.key();
    const json::value& v = member.value();
    if (key == "platform") continue;
    if (key == "credentials") {
      for (const auto& credential : mapping(v, name)) {
        const std::string where = name + ", credential " + std::string(credential.key());
        json::object call = mapping(credential.value(), where);
        credential_recipe recipe;
        recipe.name = credential.key();
        if (const auto* add = call.if_contains("add")) {
          recipe.query = pairs(*add, where);
          call.erase("add");
        }
        recipe.call = read_step(p, call, where);
        book.credentials.push_back(std::move(recipe));
      }
    } else if (key == "scenarios") {
      if (!v.is_array()) wrong(name, "'scenarios' must be a sequence");
      std::size_t n = 0;
      for (const auto& s : v.get_array())
        book.scenarios.push_back(read_scenario(p, mapping(s, name), name, ++n));
    } else if (key == "by_fault_only") {
      for (const auto& [code, why] : pairs(v, name))
        book.by_fault_only.emplace_back(find_error(p, code, name), why);
    } else {
      wrong(name, "there is no key '" + std::string(key) +
                      "'; there are platform, credentials, scenarios and by_fault_only");
    }
  }
}

scenario_book read_scenarios(const std::vector<std::unique_ptr<platform>>& platforms) {
  scenario_book book;
  for (const std::string_view file : embedded_files())
    if (file.substr(0, 10) == "scenarios/")
      read_scenario_file(book, platforms, std::string(file), std::string(embedded_file(file)));
  auto derived = derive_scenarios(book.scenarios);
  std::move(derived.begin(), derived.end(), std::back_inserter(book.scenarios));
  return book;
}

}  // namespace errdex::emulation
