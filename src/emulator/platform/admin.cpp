#include "emulator/platform/admin.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <stdexcept>

#include "emulator/platform/emulator.hpp"
#include "emulator/platform/reference.hpp"
#include "http/text.hpp"

namespace errdex::emulation {
namespace json = boost::json;
namespace {

/// What an action works with.
struct call {
  emulator& owner;
  emulation::world& world;
  const http::request& request;
  json::object body;
  std::string segment;  ///< What stands where the path of the action has ":id".

  [[nodiscard]] std::string query(std::string_view name) const {
    return http::query_value(request.query(), name).value_or(std::string());
  }
};

/// Answered with this status and {"error": text}.
struct refusal {
  unsigned status;
  std::string text;
};

struct parameter {
  std::string_view name;
  std::string_view place;  ///< "query", "path" or "body".
  std::string_view type;   ///< Of JSON Schema.
  std::string_view about;
};

struct action {
  std::string_view method;
  std::string_view path;  ///< Behind /_errdex.
  std::string_view summary;
  std::vector<parameter> parameters;
  json::value (*run)(call&);
  bool locks = true;  ///< Works on the world's state.
};

json::object clock_json(const world& w) {
  return {{"now", format_instant(w.clock.now())},
          {"seconds", w.clock.seconds()},
          {"mode", name(w.clock.mode())},
          {"step", format_duration(w.clock.step())}};
}

json::object settings_json(const world& w) {
  return {{"profile", name(w.settings.profile)}, {"rate_limits", w.settings.rate_limits}};
}

std::chrono::milliseconds duration_member(const json::value& v, std::string_view key) {
  const auto d = v.is_string() ? parse_duration(std::string_view(v.get_string())) : std::nullopt;
  if (!d)
    throw refusal{400, "'" + std::string(key) + "' must be a duration such as \"90s\", \"2h\" or \"-1d\""};
  return *d;
}

json::value change_clock(call& c) {
  for (const auto& member : c.body) {
    const std::string_view key = member.key();
    const json::value& v = member.value();
    if (key == "mode") {
      const auto mode = v.is_string() ? clock_mode_of(std::string_view(v.get_string())) : std::nullopt;
      if (!mode) throw refusal{400, "'mode' must be running, frozen or stepped"};
      switch (*mode) {
        case clock_mode::running: c.world.clock.run(); break;
        case clock_mode::frozen: c.world.clock.freeze(); break;
        case clock_mode::stepped:
          c.world.clock.step_by(std::max(c.world.clock.step(), std::chrono::milliseconds(1)));
          break;
      }
    } else if (key == "step") {
      c.world.clock.step_by(duration_member(v, key));
    } else if (key == "advance") {
      c.world.clock.advance(duration_member(v, key));
    } else if (key == "now") {
      const auto written = scalar_text(v);
      const auto moment = written ? parse_instant(*written) : std::nullopt;
      if (!moment)
        throw refusal{400, "'now' must be a moment such as \"2026-01-05T01:00:00Z\" or seconds since 1970"};
      c.world.clock.set(*moment);
    } else {
      throw refusal{400,
                    "the clock has no key '" + std::string(key) + "'; there are mode, step, advance and now"};
    }
  }
  c.world.save_clock();
  return clock_json(c.world);
}

json::value change_settings(call& c) {
  for (const auto& member : c.body) {
    const std::string_view key = member.key();
    const json::value& v = member.value();
    if (key == "profile") {
      const auto p = v.is_string() ? profile_of(std::string_view(v.get_string())) : std::nullopt;
      if (!p) throw refusal{400, "'profile' must be \"table\" or \"wire\""};
      c.world.settings.profile = *p;
    } else if (key == "rate_limits") {
      if (!v.is_bool()) throw refusal{400, "'rate_limits' must be true or false"};
      c.world.settings.rate_limits = v.get_bool();
    } else {
      throw refusal{400, "there is no setting '" + std::string(key) + "'; there are profile and rate_limits"};
    }
  }
  return settings_json(c.world);
}

json::value list_faults(call& c) {
  json::array out;
  for (const fault_rule& rule : c.world.faults.rules()) out.push_back(to_json(rule));
  return out;
}

json::value add_fault(call& c) {
  try {
    fault_rule rule = read_fault(c.body, c.world.clock.now());
    if (!rule.platform.empty() && !c.owner.find_platform(rule.platform))
      throw refusal{400, "there is no platform '" + rule.platform + "'"};
    c.world.faults.add(std::move(rule));
    return to_json(c.world.faults.rules().back());
  } catch (const std::invalid_argument& e) {
    throw refusal{400, e.what()};
  }
}

json::value remove_fault(call& c) {
  const auto id = as_integer(json::value(json::string(c.segment)));
  if (!id || !c.world.faults.remove(static_cast<std::uint64_t>(*id)))
    throw refusal{404, "there is no fault " + c.segment};
  return json::object{{"removed", *id}};
}

json::value clear_faults(call& c) {
  c.world.faults.clear();
  return json::object{{"removed", "all"}};
}

json::value list_journal(call& c) {
  const std::string endpoint = c.query("endpoint"), code = c.query("code"), hint = c.query("hint");
  const std::string since = c.query("since"), limit_text = c.query("limit"), failed = c.query("failed");
  const auto limit = limit_text.empty() ? std::optional<std::int64_t>(100)
                                        : as_integer(json::value(json::string(limit_text)));
  const auto first =
      since.empty() ? std::optional<std::int64_t>(0) : as_integer(json::value(json::string(since)));
  if (!limit || *limit < 0 || !first) throw refusal{400, "'limit' and 'since' must be whole numbers"};
  std::vector<const journal_record*> found;
  const auto& records = c.world.records.records();
  for (auto r = records.rbegin(); r != records.rend() && found.size() < static_cast<std::size_t>(*limit);
       ++r) {
    if (!endpoint.empty() && r->endpoint != endpoint) continue;
    if (!code.empty() && r->code != code) continue;
    if (!hint.empty() && r->hint != hint) continue;
    if (failed == "true" && r->code.empty()) continue;
    if (r->number <= static_cast<std::uint64_t>(std::max<std::int64_t>(*first, 0))) break;
    found.push_back(&*r);
  }
  json::array out;
  for (auto r = found.rbegin(); r != found.rend(); ++r) out.push_back(to_json(**r, c.owner.secrets()));
  return out;
}

json::value one_record(call& c) {
  const auto number = as_integer(json::value(json::string(c.segment)));
  const journal_record* found = c.world.records.find_hint(c.segment);
  if (!found && number && *number > 0) found = c.world.records.find(static_cast<std::uint64_t>(*number));
  if (!found) throw refusal{404, "the journal has no record with the number or hint " + c.segment};
  return to_json(*found, c.owner.secrets());
}

json::value clear_journal(call& c) {
  c.world.records.clear();
  return json::object{{"removed", "all"}};
}

json::value reset_world(call& c) {
  c.world.reset();
  return json::object{{"world", c.world.name()}, {"clock", clock_json(c.world)}};
}

json::value list_snapshots(call& c) {
  json::array out;
  for (auto& name : c.world.snapshots()) out.emplace_back(name);
  return out;
}

json::value keep_snapshot(call& c) {
  c.world.keep(c.segment);
  return json::object{{"kept", c.segment}};
}

json::value restore_snapshot(call& c) {
  if (!c.world.go_back(c.segment)) throw refusal{404, "there is no snapshot '" + c.segment + "'"};
  return json::object{{"restored", c.segment}, {"clock", clock_json(c.world)}};
}

json::value list_worlds(call& c) {
  json::array out;
  for (auto& name : c.owner.world_names()) out.emplace_back(name);
  return out;
}

json::value forget_world(call& c) {
  if (c.segment == "main") throw refusal{409, "the world 'main' stays; POST /_errdex/reset empties it"};
  if (!c.owner.forget(c.segment)) throw refusal{404, "there is no world '" + c.segment + "'"};
  return json::object{{"removed", c.segment}};
}

/// The address under which the caller reached this emulator.
std::string base_of(const call& c) {
  return "http://" + std::string(c.request.headers.get("Host").value_or("127.0.0.1:7340"));
}

json::value list_endpoints(call& c) {
  json::array out;
  const std::string wanted = c.query("platform");
  const bool examples = c.query("examples") == "true";
  for (const auto& p : c.owner.platforms()) {
    if (!wanted.empty() && p->name() != wanted) continue;
    for (const endpoint& e : p->endpoints()) {
      json::object row = endpoint_json(*p, e);
      if (examples) {
        row["example"] = example_command(e, c.owner.book(), base_of(c));
        row["credential_example"] = credential_command(e, c.owner.book(), base_of(c));
      }
      out.push_back(std::move(row));
    }
  }
  return out;
}

json::value list_first_calls(call& c) {
  json::array out;
  const std::string base = base_of(c);
  for (const auto& p : c.owner.platforms())
    for (auto& made : p->first_calls(c.world.data, base))
      out.push_back(json::object{{"platform", p->name()},
                                 {"title", made.title},
                                 {"language", made.language},
                                 {"text", std::move(made.text)}});
  return out;
}

json::value list_tables(call& c) {
  json::object out;
  auto names = c.world.data.query(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE "
      "'errdex%' ORDER BY name");
  while (names.next()) {
    const std::string name(names.text(0));
    out[name] = c.world.data.number("SELECT count(*) FROM \"" + name + "\"").value_or(0);
  }
  return out;
}

json::value show_table(call& c) {
  if (!c.world.data.exists("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?", c.segment))
    throw refusal{404, "there is no table '" + c.segment + "'"};
  const std::string quoted = "\"" + c.segment + "\"";  // It is the name of a table, so it has no quote in it.
  const auto limit = as_integer(json::value(json::string(c.query("limit")))).value_or(100);
  json::array out;
  const auto offset = as_integer(json::value(json::string(c.query("offset")))).value_or(0);
  const bool unmasked = c.query("unmasked") == "true";
  auto rows = c.world.data.query("SELECT * FROM " + quoted + " LIMIT ? OFFSET ?", limit, offset);
  while (rows.next()) {
    json::object row;
    for (int i = 0; i < rows.columns(); ++i) {
      const std::string_view column = rows.column_name(i);
      const auto& secrets = c.owner.secrets();
      if (rows.is_null(i))
        row[column] = nullptr;
      else if (!unmasked && std::binary_search(secrets.begin(), secrets.end(), column))
        row[column] = std::string(rows.text(i).substr(0, 4)) + "…";
      else
        row[column] = rows.text(i);
    }
    out.push_back(std::move(row));
  }
  return out;
}

json::value change_data(call& c) {
  const auto* sql = c.body.if_contains("sql");
  if (!sql || !sql->is_string())
    throw refusal{400, "'sql' must be a statement that changes data, with ? for its values"};
  std::string word(std::string_view(sql->get_string()).substr(0, 6));
  std::transform(word.begin(), word.end(), word.begin(),
                 [](char ch) { return ch >= 'a' && ch <= 'z' ? static_cast<char>(ch - 'a' + 'A') : ch; });
  if (word != "INSERT" && word != "UPDATE" && word != "DELETE" && word.substr(0, 5) != "WITH ")
    throw refusal{400, "'sql' must begin with INSERT, UPDATE, DELETE or WITH"};
  const auto* given = c.body.if_contains("values");
  if (given && !given->is_array()) throw refusal{400, "'values' must be an array of texts and numbers"};
  std::vector<std::optional<std::string>> values;
  if (given)
    for (const auto& v : given->get_array()) values.push_back(scalar_text(v));
  try {
    transaction t(c.world.data);
    const auto changed = c.world.data.run_with(std::string_view(sql->get_string()), values);
    t.commit();
    return json::object{{"changed", changed}};
  } catch (const store_error& e) {
    throw refusal{400, e.what()};
  }
}

json::value health(call& c) {
  json::array platforms;
  for (const auto& p : c.owner.platforms())
    platforms.push_back(json::object{{"name", p->name()}, {"endpoints", p->endpoints().size()}});
  return json::object{
      {"status", "ok"},
      {"world", c.world.name()},
      {"platforms", std::move(platforms)},
      {"clock", clock_json(c.world)},
      {"settings", settings_json(c.world)},
      {"faults", c.world.faults.rules().size()},
      {"journal", {{"last", c.world.records.last_number()}, {"cleared", c.world.records.times_cleared()}}}};
}

json::value openapi(call& c);

const std::vector<action>& actions() {
  static const std::vector<action> all{
      {"GET",
       "/health",
       "Whether it runs, which platforms it has, its time, its settings, and the last record's number",
       {},
       health},
      {"GET", "/clock", "The virtual time", {}, [](call& c) -> json::value { return clock_json(c.world); }},
      {"POST",
       "/clock",
       "Freeze, run, step, set or advance the clock",
       {{"mode", "body", "string", "running, frozen or stepped"},
        {"advance", "body", "string", "A duration to move on by, such as 2h"},
        {"now", "body", "string", "A moment: ISO 8601 in UTC, or seconds since 1970"},
        {"step", "body", "string", "How far each request moves the clock"}},
       change_clock},
      {"GET",
       "/settings",
       "Profile and limits",
       {},
       [](call& c) -> json::value { return settings_json(c.world); }},
      {"POST",
       "/settings",
       "Change them",
       {{"profile", "body", "string",
         "table: the documented code of each field; wire: as the live service answers"},
        {"rate_limits", "body", "boolean", "Whether calls are counted"}},
       change_settings},
      {"GET", "/faults", "The fault rules, with how often each struck", {}, list_faults},
      {"POST",
       "/faults",
       "Add a fault rule",
       {{"platform", "body", "string", "Only requests to this platform"},
        {"endpoint", "body", "string", "Only this endpoint, such as user/get or user/*"},
        {"where", "body", "object", "Only requests with these arguments"},
        {"skip", "body", "integer", "Lets so many pass first"},
        {"times", "body", "integer", "Strikes so often at most"},
        {"probability", "body", "number", "0 to 1, drawn from the seed"},
        {"sequence", "body", "string", "x strikes, . passes, over and over"},
        {"for", "body", "string", "Ends by itself after this virtual time"},
        {"phase", "body", "string", "before or after the request has taken effect"},
        {"code", "body", "string", "A code of the catalog, such as wecom:45009"},
        {"status", "body", "integer", "An HTTP status"},
        {"headers", "body", "object", "Headers of the answer"},
        {"body", "body", "string", "The body of the answer"},
        {"delay", "body", "string", "Real time before the answer"},
        {"cut_after", "body", "integer", "Bytes of the body before the connection is closed"},
        {"reset", "body", "boolean", "Reset the connection instead of an answer"}},
       add_fault},
      {"DELETE", "/faults", "Remove all fault rules", {}, clear_faults},
      {"DELETE", "/faults/:id", "Remove one", {{"id", "path", "integer", "Its id"}}, remove_fault},
      {"GET",
       "/journal",
       "Requests and answers, credentials masked, the oldest first",
       {{"endpoint", "query", "string", "Only this endpoint"},
        {"code", "query", "string", "Only answers with this code, such as wecom:60111"},
        {"hint", "query", "string", "Only the one with this hint"},
        {"failed", "query", "boolean", "Only failures"},
        {"since", "query", "integer", "Only records with a higher number"},
        {"limit", "query", "integer", "The latest so many; 100 when it is not given"}},
       list_journal},
      {"GET",
       "/journal/:id",
       "One record, by its number or by the hint in the answer",
       {{"id", "path", "string", "Number or hint"}},
       one_record},
      {"DELETE", "/journal", "Forget the records", {}, clear_journal},
      {"POST", "/reset", "Everything becomes as it was at the start", {}, reset_world},
      {"GET", "/snapshots", "Names of the snapshots", {}, list_snapshots},
      {"POST",
       "/snapshots/:id",
       "Keep the present state under a name",
       {{"id", "path", "string", "The name"}},
       keep_snapshot},
      {"POST",
       "/snapshots/:id/restore",
       "Go back to it",
       {{"id", "path", "string", "The name"}},
       restore_snapshot},
      {"GET",
       "/worlds",
       "Names of the worlds; a header X-Errdex-World makes a new one",
       {},
       list_worlds,
       false},
      {"DELETE",
       "/worlds/:id",
       "Forget a world",
       {{"id", "path", "string", "Its name"}},
       forget_world,
       false},
      {"GET",
       "/endpoints",
       "The endpoints: their fields, their limits, and what each can be answered with",
       {{"platform", "query", "string", "Only this platform"},
        {"examples", "query", "boolean",
         "Whether each comes with a call that works, as a command of a shell"}},
       list_endpoints,
       false},
      {"GET", "/first-calls", "Lines that make a first call, with curl and with SDKs", {}, list_first_calls},
      {"GET", "/data", "The tables and how many rows they have", {}, list_tables},
      {"POST",
       "/data",
       "Change data as an administrator would in the console",
       {{"sql", "body", "string", "An INSERT, UPDATE or DELETE with ? for its values"},
        {"values", "body", "array", "The values"}},
       change_data},
      {"GET",
       "/data/:id",
       "The rows of a table",
       {{"id", "path", "string", "Name of the table"},
        {"limit", "query", "integer", "At most so many; 100 when it is not given"},
        {"offset", "query", "integer", "Leaves out so many first"},
        {"unmasked", "query", "boolean", "Whether secrets are shown whole"}},
       show_table},
      {"GET", "/openapi.json", "This interface as OpenAPI 3.1", {}, openapi, false},
  };
  return all;
}

json::value openapi(call& asked) {
  json::object paths;
  describe_console(asked.owner, paths);
  for (const action& a : actions()) {
    std::string path = "/_errdex" + std::string(a.path);
    if (const auto colon = path.find(":id"); colon != std::string::npos) path.replace(colon, 3, "{id}");
    json::object operation{{"summary", a.summary}, {"responses", {{"200", {{"description", "Done"}}}}}};
    json::array parameters{json::object{{"name", emulator::world_header},
                                        {"in", "header"},
                                        {"schema", {{"type", "string"}}},
                                        {"description", "The world; main when it is not given"}}};
    json::object properties;
    for (const parameter& p : a.parameters) {
      if (p.place == "body") {
        properties[p.name] = json::object{{"type", p.type}, {"description", p.about}};
      } else {
        parameters.push_back(json::object{{"name", p.name},
                                          {"in", p.place},
                                          {"required", p.place == "path"},
                                          {"description", p.about},
                                          {"schema", {{"type", p.type}}}});
      }
    }
    operation["parameters"] = std::move(parameters);
    if (!properties.empty())
      operation["requestBody"] = json::object{{"content",
                                               {{"application/json",
                                                 {{"schema",
                                                   {{"type", "object"},
                                                    {"properties", std::move(properties)},
                                                    {"additionalProperties", false}}}}}}}};
    std::string method(a.method);
    std::transform(method.begin(), method.end(), method.begin(),
                   [](char c) { return static_cast<char>(c - 'A' + 'a'); });
    if (!paths.contains(path)) paths[path] = json::object();
    paths[path].as_object()[method] = std::move(operation);
  }
  return json::object{{"openapi", "3.1.0"},
                      {"info", {{"title", "errdex emulator"}, {"version", "1"}}},
                      {"paths", std::move(paths)}};
}

/// Journals and tables hold files: bytes that are no text become U+FFFD, so that the answer stays JSON.
std::string as_text(std::string bytes) {
  if (http::is_utf8(bytes)) return bytes;
  std::string out;
  out.reserve(bytes.size());
  for (std::string_view rest = bytes; !rest.empty();) {
    const std::size_t n = http::utf8_character(rest);
    out += n ? rest.substr(0, n) : std::string_view("\xEF\xBF\xBD");
    rest.remove_prefix(n ? n : 1);
  }
  return out;
}

http::response respond(unsigned status, const json::value& body) {
  http::response out;
  out.status = status;
  out.headers.add("Content-Type", "application/json; charset=UTF-8");
  out.body = as_text(json::serialize(body));
  return out;
}

bool is_loopback(std::string_view address) {
  return address.empty() || address == "::1" || address.substr(0, 4) == "127." ||
         address.substr(0, 11) == "::ffff:127.";
}

/// Compares in a time that does not tell where the texts differ.
bool same_secret(std::string_view a, std::string_view b) noexcept {
  bool same = a.size() == b.size() && !b.empty();
  for (std::size_t i = 0; i < a.size(); ++i) same &= !b.empty() && a[i] == b[i % b.size()];
  return same;
}

/// Whether "localhost:7340", "127.0.0.1" or "[::1]:80" names this machine.
bool names_this_machine(std::string_view authority) {
  for (const std::string_view name : {"localhost", "127.0.0.1", "[::1]"}) {
    if (authority.substr(0, name.size()) != name) continue;
    if (authority.size() == name.size() || authority[name.size()] == ':') return true;
  }
  return false;
}

/// Why the caller may not; empty when it may.
std::string forbidden(const emulator& e, const http::request& r) {
  const auto host = r.headers.get("Host");
  // A page in a browser on this machine can reach a loopback port: its origin gives it away, or, when a name
  // of its own resolves to this machine, the host that it asked for.
  if (const auto origin = r.headers.get("Origin")) {
    const auto scheme = origin->find("://");
    const std::string_view from = scheme == std::string_view::npos ? *origin : origin->substr(scheme + 3);
    // This server's own page has the host that it asks for as its origin; from elsewhere it needs the token.
    if (!names_this_machine(from) && from != host.value_or(""))
      return "the admin interface answers no page of another origin";
  }
  const bool by_own_name = !host || names_this_machine(*host);
  if (is_loopback(r.peer) && by_own_name) return {};
  const auto given = r.headers.get("Authorization").value_or("");
  if (e.options().admin_token.empty()) {
    if (is_loopback(r.peer))
      return "the admin interface is reached as localhost, 127.0.0.1 or [::1], not as " + std::string(*host);
    return "the admin interface answers this machine only; start the emulator with an admin token to allow "
           "others";
  }
  if (!same_secret("Bearer " + e.options().admin_token, given))
    return "the admin interface needs 'Authorization: Bearer' with the admin token";
  return {};
}

bool follows(std::string_view pattern, std::string_view path, std::string& segment) {
  const auto colon = pattern.find(":id");
  if (colon == std::string_view::npos) return pattern == path;
  const std::string_view behind = pattern.substr(colon + 3);
  if (path.size() <= colon + behind.size() || path.substr(0, colon) != pattern.substr(0, colon)) return false;
  if (path.substr(path.size() - behind.size()) != behind) return false;
  const std::string_view part = path.substr(colon, path.size() - colon - behind.size());
  if (part.find('/') != std::string_view::npos) return false;
  segment = http::percent_decode(part).value_or(std::string(part));
  return true;
}

}  // namespace

http::response answer_admin(emulator& e, world& w, const http::request& request) {
  if (const std::string why = forbidden(e, request); !why.empty())
    return respond(403, json::object{{"error", why}});
  const std::string_view path = request.path().substr(std::string_view("/_errdex").size());
  call c{e, w, request, {}, {}};
  bool other_method = false;
  if (http::response out; answer_console(e, w, request, path, out)) return out;
  try {
    for (const action& a : actions()) {
      if (!follows(a.path, path, c.segment)) continue;
      if (a.method != request.method) {
        other_method = true;
        continue;
      }
      if (!request.body.empty()) {
        json::error_code bad;
        json::value body = json::parse(request.body, bad);
        if (bad || !body.is_object()) throw refusal{400, "the body must be a JSON object"};
        c.body = std::move(body.get_object());
      }
      std::unique_lock lock(w.mutex, std::defer_lock);
      if (a.locks) lock.lock();
      const json::value done = a.run(c);
      // The clock may have moved, and data with callbacks in it may have come back.
      if (request.method != "GET") e.bell().ring();
      return respond(200, done);
    }
  } catch (const refusal& r) {
    return respond(r.status, json::object{{"error", r.text}});
  }
  if (other_method) return respond(405, json::object{{"error", "not with the method " + request.method}});
  return respond(404, json::object{{"error", "there is no " + std::string(request.path())},
                                   {"see", "/_errdex/openapi.json"}});
}

}  // namespace errdex::emulation
