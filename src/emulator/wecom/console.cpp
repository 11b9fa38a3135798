// act: a member does something in an application. callback: an administrator saves where an application
// takes events. contacts: an administrator changes the contacts in the console, where no token is needed and
// where the contact-sync assistant is told of it.
#include "emulator/wecom/console.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <mutex>

#include "emulator/platform/emulator.hpp"
#include "emulator/wecom/callback_crypto.hpp"
#include "emulator/wecom/customers.hpp"
#include "emulator/wecom/events.hpp"
#include "emulator/wecom/office.hpp"
#include "emulator/wecom/perform.hpp"
#include "emulator/wecom/suite_console.hpp"
#include "emulator/wecom/suite_events.hpp"

namespace errdex::emulation::wecom {
namespace json = boost::json;
namespace {

struct app_of_call {
  std::string corp, app, kind;
  std::int64_t agent = 0;
  bool reports_enter = false, reports_location = false;
};

/// The organisation that is named, or the first one.
std::string find_corp(const console_call& c) {
  const auto found = c.world.data.value(
      "SELECT corpid FROM wecom_corp WHERE ?1 = '' OR corpid = ?1 ORDER BY corpid LIMIT 1", c.text("corp"));
  if (!found) throw console_refusal{404, "there is no organisation " + c.text("corp")};
  return *found;
}

/// The application that is named, by its id or its agentid.
app_of_call find_app(const console_call& c, const std::string& corp) {
  const std::string wanted = c.needed("app");
  auto row = c.world.data.query(
      "SELECT app, kind, agentid, report_enter, report_location FROM wecom_app WHERE corp = ?1 AND (app = ?2 "
      "OR CAST(agentid AS TEXT) = ?2)",
      corp, wanted);
  if (!row.next()) throw console_refusal{404, corp + " has no app " + wanted};
  return {corp,           std::string(row.text(0)), std::string(row.text(1)),
          row.integer(2), row.integer(3) != 0,      row.integer(4) != 0};
}

// --- A member does something ---------------------------------------------------------------------------

/// What is sent for one thing that a member does.
struct deed {
  std::string event;
  xml_writer message;
};

/// The elements behind MsgType, and AgentID at the end.
deed event_of(const app_of_call& app, const receiver& to, const std::string& user, std::int64_t now,
              const std::string& event, const xml_writer& inside) {
  deed out{event, event_message(to, user, now, "event")};
  out.message.text("Event", event).append(inside).number("AgentID", app.agent);
  return out;
}

deed text_of(console_call& c, const app_of_call& app, const receiver& to, const std::string& user) {
  deed out{"message text", event_message(to, user, c.world.clock.seconds(), "text")};
  out.message.text("Content", c.needed("content"))
      .plain("MsgId", "7" + c.world.ids.text("wecom.received message", 18, alphabets::digits))
      .number("AgentID", app.agent);
  return out;
}

deed location_of(const console_call& c, const app_of_call& app, const receiver& to, const std::string& user) {
  xml_writer inside;
  inside.plain("Latitude", c.text("latitude", "39.908"))
      .plain("Longitude", c.text("longitude", "116.397"))
      .plain("Precision", c.text("precision", "65.000"));
  return event_of(app, to, user, c.world.clock.seconds(), "LOCATION", inside);
}

/// Members join and leave what the application sees.
void change_scope(const console_call& c, const app_of_call& app, const std::string& user, bool joins) {
  if (joins) {
    c.world.data.run("INSERT OR IGNORE INTO wecom_app_scope(corp, app, kind, id) VALUES(?, ?, 'user', ?)",
                     app.corp, app.app, user);
    c.world.data.run("UPDATE wecom_member SET status = 1 WHERE corp = ? AND userid = ? AND status = 4",
                     app.corp, user);
  } else {
    c.world.data.run("DELETE FROM wecom_app_scope WHERE corp = ? AND app = ? AND kind = 'user' AND id = ?",
                     app.corp, app.app, user);
  }
}

bool app_sees(const console_call& c, const app_of_call& app, const std::string& user) {
  static const http::request none;
  exchange x(none, c.platform, c.platform.endpoints().front(), c.world);
  x.caller = {app.corp, app.app, app.agent, app.kind};
  return sees_member(x, user);
}

bool has_button(const json::array& buttons, std::string_view type, std::string_view member,
                std::string_view value) {
  for (const json::value& v : buttons) {
    const auto text = [&](std::string_view name) {
      const auto* found = find_path(v.get_object(), name);
      return found ? scalar_text(*found).value_or("") : std::string();
    };
    if (text("type") == type && text(member) == value) return true;
    const auto* below = v.get_object().if_contains("sub_button");
    if (below && below->is_array() && has_button(below->get_array(), type, member, value)) return true;
  }
  return false;
}

/// Nobody presses what the application's menu does not have.
void need_button(const console_call& c, const app_of_call& app, const std::string& type) {
  const auto menu =
      c.world.data.value("SELECT buttons FROM wecom_menu WHERE corp = ? AND app = ?", app.corp, app.app);
  if (!menu) throw console_refusal{409, "the app " + app.app + " has no menu; menu/create makes one"};
  if (!has_button(json::parse(*menu).get_array(), type, type == "view" ? "url" : "key", c.needed("key")))
    throw console_refusal{
        409, "the menu of " + app.app + " has no button of the type " + type + " with " + c.text("key")};
}

std::vector<deed> deeds_of(console_call& c, const app_of_call& app, const receiver& to,
                           const std::string& user) {
  const std::string does = c.needed("does");
  const std::int64_t now = c.world.clock.seconds();
  const auto with_key = [&](const std::string& event) {
    xml_writer inside;
    inside.text("EventKey", c.needed("key"));
    return std::vector<deed>{event_of(app, to, user, now, event, inside)};
  };
  if (does == "subscribe" || does == "unsubscribe") {
    change_scope(c, app, user, does == "subscribe");
    return {event_of(app, to, user, now, does, {})};
  }
  if (!app_sees(c, app, user)) throw console_refusal{409, user + " is not among those who see the app"};
  if (does == "text") return {text_of(c, app, to, user)};
  if (does == "click" || does == "view") {
    need_button(c, app, does);
    return with_key(does);
  }
  if (does == "enter") {
    std::vector<deed> out;
    xml_writer inside;
    inside.text("EventKey", "");
    if (app.reports_enter) out.push_back(event_of(app, to, user, now, "enter_agent", inside));
    if (app.reports_location) out.push_back(location_of(c, app, to, user));
    return out;
  }
  throw console_refusal{400, "'does' must be text, enter, click, view, subscribe or unsubscribe"};
}

json::value act(console_call& c) {
  const std::lock_guard lock(c.world.mutex);
  const app_of_call app = find_app(c, find_corp(c));
  const auto to = app_receiver(c.world.data, app.corp, app.app);
  if (!to)
    throw console_refusal{
        409, "the app " + app.app + " is off or has no callback; POST /_errdex/wecom/callback saves one"};
  const auto user = c.world.data.value("SELECT userid FROM wecom_member WHERE corp = ? AND userid = ?",
                                       app.corp, c.needed("user"));
  if (!user) throw console_refusal{404, app.corp + " has no member " + c.text("user")};
  transaction t(c.world.data);
  json::array ids;
  for (const deed& d : deeds_of(c, app, *to, *user))
    ids.emplace_back(notify(c.world, *to, d.event, d.message));
  t.commit();
  json::object out{{"callbacks", ids}};
  if (ids.empty())
    out["note"] = "nothing is sent: the app reports neither entering nor location; agent/set changes that";
  return out;
}

// --- The console saves a callback ----------------------------------------------------------------------

json::object outcome_of(error_ref error, const std::string& problem) {
  if (!error) return {{"errcode", 0}, {"errmsg", "ok"}};
  const entry e = error.entry();
  return {{"errcode", *e.number()}, {"errmsg", e.message()}, {"problem", problem}};
}

/// Why the URL is not saved; empty when the application proved that it can decrypt.
std::string check_url(console_call& c, const receiver& to) {
  std::string echo;
  callback_message request;
  {
    const std::lock_guard lock(c.world.mutex);
    echo = c.world.ids.text("wecom.echostr", 19, alphabets::digits);
    request = url_check(c.world, to, echo);
  }
  std::string problem = forbidden_callback(request.url, c.owner.options().callback_hosts);
  callback_answer got;
  if (problem.empty()) {
    got = c.owner.options().send_callback(request);
    problem = got.problem;
    const std::string_view answer = got.answer.content();
    if (problem.empty() && got.answer.status != 200)
      problem = "it answered with the HTTP status " + std::to_string(got.answer.status);
    else if (problem.empty() && answer != echo)
      problem = answer.find(echo) == std::string_view::npos
                    ? "it did not answer with the decrypted echostr"
                    : "it answered with more than the decrypted echostr: quotes, a BOM, or a line break";
  }
  const std::lock_guard lock(c.world.mutex);
  journal_record record;
  record.at = c.world.clock.now();
  record.platform = c.platform.name();
  record.method = request.method;
  record.target = request.url;
  record.event = request.event;
  record.message = request.plain;
  record.attempt = 1;
  if (got.problem.empty() && !got.answer.content().empty()) {
    record.status = got.answer.status;
    record.answer_body.assign(got.answer.content(), 0, journal::body_limit);
  }
  record.failure = problem;
  c.world.records.add(std::move(record));
  return problem;
}

/// Why the receiver of a request for a new callback is not taken; empty when it is.
std::string problem_of(console_call& c, receiver& to) {
  to.url = c.text("url");
  to.token = c.text("token");
  to.key = c.text("encoding_aes_key");
  if (to.url.empty()) return {};
  if (!forms::http_url(to.url)) return "the URL is none of http or https";
  if (!is_callback_token(to.token)) return "the token must have 1 to 32 letters and digits";
  if (!is_callback_key(to.key)) return "the EncodingAESKey must have 43 letters and digits";
  return check_url(c, to);
}

/// Of a suite; its ticket is pushed at once.
json::value save_suite_callback(console_call& c) {
  receiver to;
  to.name = c.needed("suite");
  to.receive_id = to.name;
  {
    const std::lock_guard lock(c.world.mutex);
    if (!c.world.data.exists("SELECT 1 FROM wecom_suite WHERE suite = ?", to.name))
      throw console_refusal{404, "there is no suite " + to.name};
  }
  if (const std::string problem = problem_of(c, to); !problem.empty())
    return outcome_of(code::callback_url_invalid, problem);
  const std::lock_guard lock(c.world.mutex);
  transaction t(c.world.data);
  c.world.data.run("UPDATE wecom_suite SET callback_url = ?, token = ?, encoding_aes_key = ? WHERE suite = ?",
                   to.url, to.token, to.key, to.name);
  push_ticket(c.world, to.name);
  t.commit();
  return outcome_of({}, {});
}

json::value save_callback(console_call& c) {
  if (!c.text("suite").empty()) return save_suite_callback(c);
  receiver to;
  app_of_call app;
  {
    const std::lock_guard lock(c.world.mutex);
    app = find_app(c, find_corp(c));
  }
  to.name = app.app;
  to.receive_id = app.corp;
  const bool changes = c.text("contact_changes", app.kind == "contacts" ? "true" : "false") == "true";
  if (const std::string problem = problem_of(c, to); !problem.empty())
    return outcome_of(code::callback_url_invalid, problem);
  const std::lock_guard lock(c.world.mutex);
  transaction t(c.world.data);
  c.world.data.run("UPDATE wecom_app SET callback_url = ? WHERE corp = ? AND app = ?", to.url, app.corp,
                   app.app);
  if (to.url.empty())
    c.world.data.run("DELETE FROM wecom_callback WHERE corp = ? AND app = ?", app.corp, app.app);
  else
    c.world.data.run(
        "INSERT OR REPLACE INTO wecom_callback(corp, app, token, encoding_aes_key, contact_changes) "
        "VALUES(?, ?, ?, ?, ?)",
        app.corp, app.app, to.token, to.key, changes);
  t.commit();
  return outcome_of({}, {});
}

// --- The console changes the contacts -----------------------------------------------------------------

json::value change_contacts(console_call& c) {
  const std::string wanted = c.needed("endpoint");
  const endpoint* e = c.platform.find(wanted);
  if (!e || e->permission != contacts_write || (e->group != "members" && e->group != "departments"))
    throw console_refusal{400,
                          "'endpoint' must be one that changes members or departments, such as user/create"};
  const auto* with = c.body.if_contains("with");
  if (with && !with->is_object()) throw console_refusal{400, "'with' must be an object with the arguments"};
  const std::lock_guard lock(c.world.mutex);
  transaction t(c.world.data);
  const performed done = perform(c.world, c.platform, wanted, {find_corp(c), "console", 0, "contacts"},
                                 with ? with->get_object() : json::object());
  t.commit();
  json::object out{{"errcode", done.errcode}, {"errmsg", done.errmsg}};
  if (!done.detail.empty()) out["problem"] = done.detail;
  for (const auto& member : done.members) out[member.key()] = member.value();
  return out;
}

constexpr std::string_view about_corp = "The organisation's corpid; the first one when it is not given";

}  // namespace

const std::vector<console_action>& wecom_actions() {
  static const std::vector<console_action> all{
      {"act",
       "A member does something in an application, which is told by a callback",
       {{"corp", "string", about_corp},
        {"app", "string", "The application, by its id or its agentid"},
        {"user", "string", "The member's userid"},
        {"does", "string", "text, enter, click, view, subscribe or unsubscribe"},
        {"content", "string", "Of text: what the member writes"},
        {"key", "string", "Of click and view: the key or the URL of the menu's button"},
        {"latitude", "string", "Of enter, when the application reports locations"},
        {"longitude", "string", "Likewise"},
        {"precision", "string", "Likewise, in metres"}},
       act},
      {"callback",
       "Save where an application takes callbacks, after a check of the URL as in the console",
       {{"corp", "string", about_corp},
        {"app", "string", "The application, by its id or its agentid"},
        {"suite", "string", "A suite in place of an application, by its suite_id"},
        {"url", "string", "http or https; empty to take callbacks no more"},
        {"token", "string", "1 to 32 letters and digits"},
        {"encoding_aes_key", "string", "43 letters and digits"},
        {"contact_changes", "boolean",
         "Whether it is told of changes of the contacts: by default the contact-sync assistant alone"}},
       save_callback},
      {"contacts",
       "Change members and departments as an administrator, with the arguments of an endpoint",
       {{"corp", "string", about_corp},
        {"endpoint", "string", "One that writes, such as user/create or department/delete"},
        {"with", "object", "Its arguments"}},
       change_contacts},
      {"install",
       "An administrator authorizes a suite, as on the install page",
       {{"suite", "string", "The suite_id"},
        {"corp", "string", about_corp},
        {"user", "string", "The administrator; who created the organisation when it is not given"},
        {"scope", "string",
         "Whom the apps may see, such as \"user:ada,party:3,tag:1\"; party:1 when it is not given"},
        {"state", "string", "What the link has under this name"}},
       authorize_suite},
      {"uninstall",
       "An administrator removes a suite",
       {{"suite", "string", "The suite_id"}, {"corp", "string", about_corp}},
       withdraw_suite},
      {"suite_ticket",
       "Read the suite_ticket of the moment, and push it to the suite's callback when it has one",
       {{"suite", "string", "The suite_id"}},
       push_suite_ticket},
      {"pay",
       "A buyer pays an order of the cash register, or confirms one that is not paid there",
       {{"order", "string", "The order_id"},
        {"corp", "string", "Who pays, by its corpid: needed when the order is for nobody in particular"}},
       pay_order},
      customer_action(),
      approval_action(),
  };
  return all;
}

}  // namespace errdex::emulation::wecom
