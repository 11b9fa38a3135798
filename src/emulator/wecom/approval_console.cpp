// An approver agrees to a form or refuses it, in the app.
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <mutex>

#include "emulator/wecom/events.hpp"
#include "emulator/wecom/office.hpp"

namespace errdex::emulation::wecom {
namespace json = boost::json;
namespace {

constexpr std::int64_t open = 1, agreed = 2, refused = 3;  // sp_status of forms, steps and approvers
constexpr std::int64_t one_is_enough = 1;                  // approverattr
constexpr std::int64_t by_agreement = 2, by_refusal = 3;   // StatuChangeEvent

std::int64_t number_in(const json::object& in, std::string_view key) {
  const auto* value = in.if_contains(key);
  return value ? as_integer(*value).value_or(0) : 0;
}

/// The first step that is still open; nothing when all are decided.
json::object* step_in_turn(json::array& steps) {
  for (json::value& step : steps)
    if (number_in(step.as_object(), "sp_status") == open) return &step.as_object();
  return nullptr;
}

bool all_agreed(const json::array& list) {
  return std::all_of(list.begin(), list.end(),
                     [](const json::value& v) { return number_in(v.as_object(), "sp_status") == agreed; });
}

/// Notes what the approver says, and what that means for the step.
void speak(console_call& c, json::object& step, const std::string& userid, std::int64_t verdict) {
  bool found = false;
  for (json::value& value : step["details"].as_array()) {
    json::object& detail = value.as_object();
    const auto* approver = find_path(detail, "approver.userid");
    if (found || !approver || scalar_text(*approver) != userid || number_in(detail, "sp_status") != open)
      continue;
    found = true;
    detail["sp_status"] = verdict;
    detail["speech"] = c.text("speech");
    detail["sptime"] = c.world.clock.seconds();
  }
  if (!found) throw console_refusal{409, "it is not the turn of " + userid};
  if (verdict == refused || number_in(step, "approverattr") == one_is_enough ||
      all_agreed(step["details"].as_array()))
    step["sp_status"] = verdict;
}

/// sys_approval_change, to the apps for approvals that take callbacks.
json::array tell(console_call& c, const std::string& corp, const std::string& form, std::int64_t verdict) {
  auto row = c.world.data.query(
      "SELECT name, status, template_id, applied, applier, party FROM wecom_approval WHERE corp = ? AND "
      "sp_no = ?",
      corp, form);
  row.next();
  std::vector<std::string> apps;
  auto rows =
      c.world.data.query("SELECT app FROM wecom_app WHERE corp = ? AND kind = 'approval' ORDER BY app", corp);
  while (rows.next()) apps.emplace_back(rows.text(0));
  json::array ids;
  for (const std::string& app : apps) {
    const auto to = app_receiver(c.world.data, corp, app);
    if (!to) continue;
    xml_writer message = event_message(*to, "sys", c.world.clock.seconds(), "event");
    message.text("Event", "sys_approval_change");
    if (to->agent) message.number("AgentID", *to->agent);
    message.begin("ApprovalInfo")
        .plain("SpNo", form)
        .text("SpName", row.text(0))
        .number("SpStatus", row.integer(1))
        .text("TemplateId", row.text(2))
        .number("ApplyTime", row.integer(3))
        .begin("Applyer")
        .text("UserId", row.text(4))
        .text("Party", std::to_string(row.integer(5)))
        .end("Applyer")
        .number("StatuChangeEvent", verdict == agreed ? by_agreement : by_refusal)
        .end("ApprovalInfo");
    ids.emplace_back(notify(c.world, *to, "sys_approval_change", message));
  }
  return ids;
}

json::value decide(console_call& c) {
  const std::lock_guard lock(c.world.mutex);
  const auto corp = c.world.data.value(
      "SELECT corpid FROM wecom_corp WHERE ?1 = '' OR corpid = ?1 ORDER BY corpid LIMIT 1", c.text("corp"));
  if (!corp) throw console_refusal{404, "there is no organisation " + c.text("corp")};
  const std::string form = c.needed("form"), userid = c.needed("user"), does = c.needed("does");
  if (does != "agree" && does != "refuse") throw console_refusal{400, "'does' must be agree or refuse"};
  const std::int64_t verdict = does == "agree" ? agreed : refused;
  const auto written =
      c.world.data.value("SELECT steps FROM wecom_approval WHERE corp = ? AND sp_no = ?", *corp, form);
  if (!written) throw console_refusal{404, "there is no form " + form};
  json::value parsed = json::parse(*written);
  json::array& steps = parsed.as_array();
  json::object* step = step_in_turn(steps);
  const auto status =
      c.world.data.number("SELECT status FROM wecom_approval WHERE corp = ? AND sp_no = ?", *corp, form);
  if (!step || status != open) throw console_refusal{409, "the form is decided already"};
  speak(c, *step, userid, verdict);
  const std::int64_t now = verdict == refused ? refused : all_agreed(steps) ? agreed : open;
  transaction t(c.world.data);
  c.world.data.run("UPDATE wecom_approval SET steps = ?, status = ? WHERE corp = ? AND sp_no = ?",
                   json::serialize(steps), now, *corp, form);
  json::array callbacks = tell(c, *corp, form, verdict);
  t.commit();
  return json::object{{"sp_status", now}, {"callbacks", std::move(callbacks)}};
}

}  // namespace

console_action approval_action() {
  return {"approval",
          "An approver agrees to a form or refuses it",
          {{"corp", "string", "The organisation's corpid; the first one when it is not given"},
           {"form", "string", "Its sp_no"},
           {"user", "string", "The approver's userid"},
           {"does", "string", "agree or refuse"},
           {"speech", "string", "What the approver says"}},
          decide};
}

}  // namespace errdex::emulation::wecom
