#include "emulator/platform/reference.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

namespace errdex::emulation {
namespace json = boost::json;
namespace {

std::string_view scope_name(rate_limit::scope s) noexcept {
  switch (s) {
    case rate_limit::scope::tenant: return "organisation";
    case rate_limit::scope::app: return "application";
    case rate_limit::scope::address: return "address";
  }
  return {};
}

bool reads_query(const endpoint& e, const field& f) { return e.method == "GET" || f.is_in_query(); }

json::object field_json(const platform& p, const endpoint& e, const field& f) {
  json::array rules;
  for (const rule& r : f.rules()) {
    const entry broken = (r.error ? r.error : p.general_field_error()).entry();
    rules.push_back(
        json::object{{"must_be", describe(r, f)}, {"code", broken.code()}, {"name", broken.name()}});
  }
  json::object out{{"name", f.path()},
                   {"type", name(f.type())},
                   {"in", reads_query(e, f) ? "query" : "body"},
                   {"required", f.is_required()},
                   {"rules", std::move(rules)}};
  if (!f.about().empty()) out["about"] = f.about();
  if (!f.condition_field().empty()) {
    json::array values;
    for (const auto v : f.condition_values()) values.emplace_back(v);
    out["only_if"] = json::object{{"field", f.condition_field()}, {"values", std::move(values)}};
  }
  return out;
}

const scenario_step* example_of(const endpoint& e, const scenario_book& book) {
  for (const bool last_only : {true, false})
    for (const scenario& s : book.scenarios) {
      if (s.raises) continue;
      for (const scenario_step& step : s.steps)
        if (step.endpoint == &e && !step.answers && (!last_only || &step == &s.steps.back())) return &step;
    }
  return nullptr;
}

const credential_recipe* recipe_of(const scenario_step& step, const scenario_book& book) {
  const auto found = std::find_if(book.credentials.begin(), book.credentials.end(),
                                  [&](const auto& c) { return c.name == step.as; });
  return found == book.credentials.end() ? nullptr : &*found;
}

/// A text in quotes of a shell; "${name}" becomes the shell's "$name".
std::string quoted(std::string_view text) {
  std::string out = "'";
  while (!text.empty()) {
    const auto end = text.substr(0, 2) == "${" ? text.find('}') : std::string_view::npos;
    if (end != std::string_view::npos) {
      out += "'\"$" + std::string(text.substr(2, end - 2)) + "\"'";
      text.remove_prefix(end + 1);
      continue;
    }
    out += text.front() == '\'' ? std::string("'\\''") : std::string(1, text.front());
    text.remove_prefix(1);
  }
  out += '\'';
  if (out.size() > 2 && out.substr(out.size() - 2) == "''") out.resize(out.size() - 2);
  return out;
}

/// A value of a query; what stands for a variable stays as it is.
std::string query_text(const std::string& value) {
  return value.substr(0, 2) == "${" ? value : http::percent_encode(value);
}

std::string command_of(const scenario_step& step, const scenario_book& book, std::string_view base) {
  const endpoint& e = *step.endpoint;
  const std::string method = !step.method.empty() ? step.method
                             : e.method == "*"    ? std::string("POST")
                                                  : std::string(e.method);
  std::string address = std::string(base) + (step.path.empty() ? std::string(e.path) : step.path);
  const auto add = [&](std::string_view name, const std::string& value) {
    address += address.find('?') == std::string::npos ? '?' : '&';
    address += std::string(name) + '=' + query_text(value);
  };
  if (const auto* recipe = recipe_of(step, book))
    for (const auto& [name, value] : recipe->query) add(name, value);
  for (const auto& [name, value] : step.query) add(name, value);
  json::object body;
  for (const auto& member : step.arguments) {
    const auto declared = std::find_if(e.fields.begin(), e.fields.end(),
                                       [&](const field& f) { return f.path() == member.key(); });
    const bool query = method == "GET" || (declared != e.fields.end() && declared->is_in_query());
    if (query)
      add(member.key(), scalar_text(member.value()).value_or(""));
    else
      body[member.key()] = member.value();
  }
  std::string out = "curl -s " + quoted(address);
  if (!step.upload.empty()) {
    const auto part = [&](const char* key, const char* otherwise) {
      const auto* v = step.upload.if_contains(key);
      return v ? scalar_text(*v).value_or(otherwise) : std::string(otherwise);
    };
    return out + " -F " +
           quoted(part("field", "media") + "=@" + part("filename", "file.txt") +
                  ";type=" + part("type", "application/octet-stream"));
  }
  if (method == "POST") return out + " -d " + quoted(step.body ? *step.body : json::serialize(body));
  return method == "GET" ? out : out + " -X " + method;
}

std::string cell(std::string text) {
  for (std::size_t bar = 0; (bar = text.find('|', bar)) != std::string::npos; bar += 2)
    text.insert(bar, "\\");
  return text;
}

void append_fields(std::string& out, const platform& p, const endpoint& e) {
  if (e.fields.empty()) return;
  out += "\n| field | in | must be | else |\n| --- | --- | --- | --- |\n";
  for (const field& f : e.fields) {
    std::string must, otherwise;
    for (const rule& r : f.rules()) {
      const std::string line = cell(describe(r, f));
      const entry broken = (r.error ? r.error : p.general_field_error()).entry();
      must += (must.empty() ? "" : "<br>") + line;
      otherwise +=
          (otherwise.empty() ? "" : "<br>") + std::string(broken.code()) + ' ' + std::string(broken.name());
    }
    if (!f.condition_field().empty()) {
      std::string when;
      for (const auto v : f.condition_values())
        when += (when.empty() ? "" : ", ") + std::string(v.empty() ? "not given" : v);
      if (!must.empty()) must += "<br>";
      must.append("only when `").append(f.condition_field()).append("` is ").append(when);
    }
    out.append("| `").append(f.path()).append(f.is_required() ? "` *" : "`");
    out.append(reads_query(e, f) ? " | query | " : " | body | ").append(must);
    out.append(" | ").append(otherwise).append(" |\n");
  }
}

}  // namespace

json::object endpoint_json(const platform& p, const endpoint& e) {
  json::array fields, limits, raises;
  for (const field& f : e.fields) fields.push_back(field_json(p, e, f));
  for (const rate_limit& l : e.limits)
    limits.push_back(
        json::object{{"calls", l.calls}, {"window", format_duration(l.window)}, {"per", scope_name(l.per)}});
  for (const declared_error& d : declared_errors(p, e)) {
    const entry found = d.error.entry();
    raises.push_back(json::object{{"space", found.space().name()},
                                  {"code", found.code()},
                                  {"name", found.name()},
                                  {"when", d.when},
                                  {"source", d.source},
                                  {"specific", d.specific}});
  }
  json::object out{{"platform", p.name()}, {"name", e.name},   {"method", e.method},
                   {"path", e.path},       {"title", e.title}, {"group", e.group}};
  if (!e.credential.empty()) out["credential"] = e.credential;
  if (!e.permission.empty()) out["permission"] = e.permission;
  if (!e.document.empty()) out["document"] = e.document;
  out["fields"] = std::move(fields);
  out["limits"] = std::move(limits);
  out["raises"] = std::move(raises);
  return out;
}

std::string example_command(const endpoint& e, const scenario_book& book, std::string_view base) {
  const scenario_step* step = example_of(e, book);
  return step ? command_of(*step, book, base) : std::string();
}

std::string credential_command(const endpoint& e, const scenario_book& book, std::string_view base) {
  const scenario_step* step = example_of(e, book);
  const credential_recipe* recipe = step ? recipe_of(*step, book) : nullptr;
  if (!recipe || !recipe->call.endpoint) return {};
  std::string call = command_of(recipe->call, book, base);
  if (recipe->call.save.empty()) return call;
  const auto& [variable, path] = recipe->call.save.front();
  return variable + "=$(" + call + " | jq -r ." + path + ")";
}

std::string endpoints_as_markdown(const platform& p, const scenario_book& book, std::string_view base) {
  std::string out = "# Endpoints of " + std::string(p.name()) + " on the emulator\n\n" +
                    std::to_string(p.endpoints().size()) +
                    " endpoints. A field with * is required; every endpoint can also be answered with what "
                    "its credential and the limits on calls raise.\n";
  std::vector<std::string_view> groups;
  for (const endpoint& e : p.endpoints())
    if (std::find(groups.begin(), groups.end(), e.group) == groups.end()) groups.push_back(e.group);
  for (const std::string_view group : groups) {
    out += "\n## " + std::string(group.empty() ? "other" : group) + '\n';
    for (const endpoint& e : p.endpoints()) {
      if (e.group != group) continue;
      out += "\n### " + std::string(e.name) + "\n\n" + std::string(e.title) + ": `" + std::string(e.method) +
             ' ' + std::string(e.path) + '`';
      if (!e.credential.empty()) out += ", with " + std::string(e.credential);
      if (!e.permission.empty()) out += ", for applications with " + std::string(e.permission);
      out += ".\n";
      append_fields(out, p, e);
      bool any = false;
      for (const declared_error& d : declared_errors(p, e)) {
        if (d.source != "handler") continue;
        if (!any) out += "\n| code | name | raised when |\n| --- | --- | --- |\n";
        any = true;
        const entry found = d.error.entry();
        out += "| " + std::string(found.code()) + " | " + std::string(found.name()) + " | " + cell(d.when) +
               " |\n";
      }
      if (const std::string command = example_command(e, book, base);
          !command.empty() && command.size() < 2000)
        out += "\n```sh\n" + command + "\n```\n";
    }
  }
  return out;
}

}  // namespace errdex::emulation
