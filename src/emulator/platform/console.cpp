#include "emulator/platform/console.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "emulator/platform/emulator.hpp"

namespace errdex::emulation {
namespace json = boost::json;
namespace {

http::response respond(unsigned status, const json::value& body) {
  http::response out;
  out.status = status;
  out.headers.add("Content-Type", "application/json; charset=UTF-8");
  out.body = json::serialize(body);
  return out;
}

http::response refuse(unsigned status, std::string_view why) {
  return respond(status, json::object{{"error", why}});
}

json::object show(const callback_entry& e, const secret_names& secrets) {
  const callback_message& m = e.message;
  json::object out{{"id", e.id},
                   {"platform", m.platform},
                   {"event", m.event},
                   {"state", name(e.state)},
                   {"method", m.method},
                   {"url", mask(m.url, secrets)},
                   {"message", mask(m.plain, secrets)},
                   {"body", mask(m.body, secrets)},
                   {"created", format_instant(e.created)},
                   {"due", format_instant(e.due)},
                   {"tried", e.tried},
                   {"attempts", m.attempts}};
  if (e.status != 0) out["answer"] = json::object{{"status", e.status}, {"body", mask(e.answer, secrets)}};
  if (!e.reply.empty()) out["reply"] = mask(e.reply, secrets);
  if (!e.problem.empty()) out["problem"] = e.problem;
  return out;
}

http::response list_callbacks(emulator& e, world& w, const http::request& r) {
  const auto wanted = http::query_value(r.query(), "state");
  const auto state = wanted ? callback_state_of(*wanted) : std::nullopt;
  if (wanted && !state) return refuse(400, "'state' must be pending, delivered or failed");
  const auto limit_text = http::query_value(r.query(), "limit");
  const auto limit =
      limit_text ? as_integer(json::value(json::string(*limit_text))) : std::optional<std::int64_t>(100);
  if (!limit || *limit < 0) return refuse(400, "'limit' must be a whole number");
  const std::lock_guard lock(w.mutex);
  json::array out;
  for (const callback_entry& entry : w.callbacks.list(state, *limit)) out.push_back(show(entry, e.secrets()));
  return respond(200, out);
}

http::response one_callback(emulator& e, world& w, std::string_view id) {
  const auto number = as_integer(json::value(json::string(id)));
  const std::lock_guard lock(w.mutex);
  const auto found =
      number && *number > 0 ? w.callbacks.find(static_cast<std::uint64_t>(*number)) : std::nullopt;
  if (!found) return refuse(404, "there is no callback " + std::string(id));
  return respond(200, show(*found, e.secrets()));
}

/// A worker sends what is due by itself, and the thread that answers here may be the one that the
/// application needs while it handles the event; so this waits only where no worker runs.
http::response deliver(emulator& e, world& w) {
  json::object out;
  if (e.bell().listeners > 0) {
    e.bell().ring();
    out["by"] = "worker";
  } else {
    const delivery_counts counts = e.deliver_callbacks(w);
    out = {{"by", "request"},
           {"delivered", counts.delivered},
           {"failed", counts.failed},
           {"to_retry", counts.to_retry}};
  }
  const std::lock_guard lock(w.mutex);
  out["pending"] = w.callbacks.count(callback_state::pending);
  return respond(200, out);
}

http::response perform(emulator& e, world& w, const platform& p, const console_action& a,
                       const http::request& r) {
  console_call c{e, p, w, {}};
  if (!r.body.empty()) {
    json::error_code bad;
    json::value body = json::parse(r.body, bad);
    if (bad || !body.is_object()) return refuse(400, "the body must be a JSON object");
    c.body = std::move(body.get_object());
  }
  for (const auto& member : c.body) {
    bool known = false;
    std::string names;
    for (const console_parameter& parameter : a.parameters) {
      known = known || parameter.name == std::string_view(member.key());
      names += (names.empty() ? "" : ", ") + std::string(parameter.name);
    }
    if (!known) return refuse(400, "there is no key '" + std::string(member.key()) + "'; there are " + names);
  }
  try {
    http::response out = respond(200, a.run(c));
    e.bell().ring();
    return out;
  } catch (const console_refusal& refused) {
    return refuse(refused.status, refused.text);
  } catch (const store_error& wrong) {
    return refuse(400, wrong.what());
  }
}

json::object operation(std::string_view summary, json::array parameters) {
  parameters.push_back(json::object{{"name", emulator::world_header},
                                    {"in", "header"},
                                    {"schema", {{"type", "string"}}},
                                    {"description", "The world; main when it is not given"}});
  return {{"summary", summary},
          {"responses", {{"200", {{"description", "Done"}}}}},
          {"parameters", std::move(parameters)}};
}

json::object query_parameter(std::string_view name, std::string_view place, std::string_view type,
                             std::string_view about) {
  return {{"name", name},
          {"in", place},
          {"required", place == "path"},
          {"description", about},
          {"schema", {{"type", type}}}};
}

}  // namespace

std::string console_call::text(std::string_view key, std::string_view otherwise) const {
  const auto* v = body.if_contains(key);
  if (!v || v->is_null()) return std::string(otherwise);
  auto written = scalar_text(*v);
  if (!written) throw console_refusal{400, "'" + std::string(key) + "' must be a text"};
  return std::move(*written);
}

std::string console_call::needed(std::string_view key) const {
  std::string out = text(key);
  if (out.empty()) throw console_refusal{400, "'" + std::string(key) + "' must be given"};
  return out;
}

bool answer_console(emulator& e, world& w, const http::request& request, std::string_view path,
                    http::response& out) {
  constexpr std::string_view callbacks = "/callbacks";
  const auto only = [&](std::string_view method, auto action) {
    out = request.method == method ? action() : refuse(405, "not with the method " + request.method);
    return true;
  };
  if (path == callbacks) return only("GET", [&] { return list_callbacks(e, w, request); });
  if (path == "/callbacks/deliver") return only("POST", [&] { return deliver(e, w); });
  if (path.substr(0, callbacks.size() + 1) == "/callbacks/")
    return only("GET", [&] { return one_callback(e, w, path.substr(callbacks.size() + 1)); });
  for (const auto& p : e.platforms())
    for (const console_action& a : p->console_actions())
      if (path == "/" + std::string(p->name()) + "/" + std::string(a.name))
        return only("POST", [&] { return perform(e, w, *p, a, request); });
  return false;
}

void describe_console(const emulator& e, json::object& paths) {
  paths["/_errdex/callbacks"] = json::object{
      {"get", operation("What the platforms have sent to applications, and what is still to be sent",
                        {query_parameter("state", "query", "string", "pending, delivered or failed"),
                         query_parameter("limit", "query", "integer",
                                         "The latest so many; 100 when it is not given")})}};
  paths["/_errdex/callbacks/{id}"] =
      json::object{{"get", operation("One of them", {query_parameter("id", "path", "integer", "Its id")})}};
  paths["/_errdex/callbacks/deliver"] =
      json::object{{"post", operation("Send what is due now; beside a server it is sent without this", {})}};
  for (const auto& p : e.platforms()) {
    for (const console_action& a : p->console_actions()) {
      json::object properties;
      for (const console_parameter& parameter : a.parameters)
        properties[parameter.name] = json::object{{"type", parameter.type}, {"description", parameter.about}};
      json::object post = operation(a.summary, {});
      post["requestBody"] = json::object{{"content",
                                          {{"application/json",
                                            {{"schema",
                                              {{"type", "object"},
                                               {"properties", std::move(properties)},
                                               {"additionalProperties", false}}}}}}}};
      paths["/_errdex/" + std::string(p->name()) + "/" + std::string(a.name)] =
          json::object{{"post", std::move(post)}};
    }
  }
}

}  // namespace errdex::emulation
