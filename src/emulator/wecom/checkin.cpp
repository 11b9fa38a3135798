// Check-in: rules, and when members have checked in by them, on a phone or on a device.
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "emulator/platform/fixture.hpp"
#include "emulator/wecom/checkin.hpp"
#include "emulator/wecom/customers.hpp"
#include "emulator/wecom/office.hpp"

namespace errdex::emulation::wecom {
namespace json = boost::json;
namespace {

constexpr std::int64_t of_both_kinds = 3;  // opencheckindatatype, which are 1 (at work) and 2 (on the way)
constexpr std::int64_t nine_o_clock = 32'400,
                       six_o_clock = 64'800;  // Usual hours, in seconds after midnight.

field time_field(std::string_view name) {
  constexpr std::int64_t last = 4'294'967'295;
  return field(name)
      .integer(code::checkin_time_range_invalid)
      .required(code::checkin_time_range_invalid)
      .range(1, last, code::checkin_time_range_invalid);
}

// --- Records --------------------------------------------------------------------------------------------

answer list_records(exchange& x) {
  const checkin_span time = need_span(x, longest_checkin_span);
  const std::int64_t kind = x.integer("opencheckindatatype");
  json::array out;
  for (const std::string& userid : need_users(x)) {
    const auto rule = rule_of(x, userid);
    auto rows = x.data().query(
        "SELECT at, checkin_type, exception_type, details FROM wecom_checkin_record WHERE corp = ? AND "
        "userid = ? AND at "
        "BETWEEN ? AND ? AND (? = ? OR kind = ?) AND device_sn = '' ORDER BY at",
        x.caller.tenant, userid, time.start, time.end, kind, of_both_kinds, kind);
    while (rows.next()) {
      json::object one{{"userid", userid},
                       {"groupname", rule ? rule->name : std::string()},
                       {"checkin_type", rows.text(1)},
                       {"exception_type", rows.text(2)},
                       {"checkin_time", rows.integer(0)},
                       {"location_title", ""},
                       {"location_detail", ""},
                       {"wifiname", ""},
                       {"notes", ""},
                       {"wifimac", ""},
                       {"mediaids", json::array()}};
      const json::value details = json::parse(rows.text(3));
      for (const auto& member : details.as_object()) one[member.key()] = member.value();
      one["groupid"] = rule ? rule->id : 0;
      one["schedule_id"] = 0;
      one["timeline_id"] = 0;
      out.push_back(std::move(one));
    }
  }
  return json::object{{"checkindata", std::move(out)}};
}

answer list_device_records(exchange& x) {
  const checkin_span time = need_span(x, 31 * checkin_day);
  // By when people checked in, or by when the device sent it; these devices send at once.
  json::array out;
  for (const std::string& name : x.texts("useridlist")) {
    const auto userid = find_member(x, name);
    if (!userid) continue;
    auto rows = x.data().query(
        "SELECT at, device_sn, device_name FROM wecom_checkin_record WHERE corp = ? AND userid = ? AND at "
        "BETWEEN ? AND "
        "? AND device_sn <> '' ORDER BY at",
        x.caller.tenant, *userid, time.start, time.end);
    while (rows.next())
      out.push_back(json::object{{"userid", *userid},
                                 {"checkin_time", rows.integer(0)},
                                 {"device_sn", rows.text(1)},
                                 {"device_name", rows.text(2)}});
  }
  return json::object{{"checkindata", std::move(out)}};
}

// --- Rules ----------------------------------------------------------------------------------------------

json::object show_rule(const work_rule& rule) {
  json::array workdays;
  for (const std::int64_t d : rule.workdays) workdays.emplace_back(d);
  const json::array hours{json::object{{"work_sec", rule.from},
                                       {"off_work_sec", rule.to},
                                       {"remind_work_sec", rule.from},
                                       {"remind_off_work_sec", rule.to}}};
  json::object out{{"grouptype", fixed_hours},
                   {"groupid", rule.id},
                   {"checkindate", json::array{json::object{{"workdays", workdays},
                                                            {"checkintime", hours},
                                                            {"noneed_offwork", false},
                                                            {"limit_aheadtime", 0},
                                                            {"flex_on_duty_time", 0},
                                                            {"flex_off_duty_time", 0}}}},
                   {"spe_workdays", json::array()},
                   {"spe_offdays", json::array()},
                   {"sync_holidays", true},
                   {"groupname", rule.name},
                   {"need_photo", false},
                   {"wifimac_infos", json::array()},
                   {"note_can_use_local_pic", true},
                   {"allow_checkin_offworkday", true},
                   {"allow_apply_offworkday", true},
                   {"loc_infos", json::array()}};
  for (const auto& member : rule.places) out[member.key()] = member.value();
  return out;
}

answer list_rules(exchange& x) {
  json::array out;
  for (const std::string& userid : need_users(x))
    if (const auto rule = rule_of(x, userid))
      out.push_back(json::object{{"userid", userid}, {"group", show_rule(*rule)}});
  return json::object{{"info", std::move(out)}};
}

answer list_all_rules(exchange& x) {
  json::array out;
  auto rows = x.data().query("SELECT groupid FROM wecom_checkin_rule WHERE corp = ? ORDER BY groupid",
                             x.caller.tenant);
  std::vector<std::int64_t> ids;
  while (rows.next()) ids.push_back(rows.integer(0));
  for (const std::int64_t id : ids) {
    json::array users;
    auto people =
        x.data().query("SELECT userid FROM wecom_checkin_rule_user WHERE corp = ? AND groupid = ? ORDER BY 1",
                       x.caller.tenant, id);
    while (people.next()) users.emplace_back(people.text(0));
    if (users.empty()) continue;
    json::object one = show_rule(*rule_of(x, users.front().as_string()));
    one["range"] =
        json::object{{"party_id", json::array()}, {"userid", std::move(users)}, {"tagid", json::array()}};
    out.push_back(std::move(one));
  }
  return json::object{{"group", std::move(out)}};
}

}  // namespace

checkin_span need_span(const exchange& x, std::int64_t most) {
  const checkin_span out{x.integer("starttime"), x.integer("endtime")};
  if (out.end <= out.start) throw failure(code::checkin_time_range_invalid, "endtime is not after starttime");
  if (out.end - out.start > most)
    throw failure(
        code::checkin_time_range_invalid,
        "there are more than " + std::to_string(most / checkin_day) + " days between starttime and endtime");
  return out;
}

/// All who are asked for; one that does not exist spoils the call.
std::vector<std::string> need_users(const exchange& x) {
  std::vector<std::string> out;
  for (const std::string& userid : x.texts("useridlist")) {
    auto found = find_member(x, userid);
    if (!found) throw failure(code::checkin_user_not_found, "nobody has the userid " + userid);
    out.push_back(std::move(*found));
  }
  return out;
}

bool work_rule::works_on(std::int64_t midnight) const {
  // 1970 began with a Thursday.
  const std::int64_t weekday = ((midnight + china_offset) / checkin_day + 4) % 7;
  return std::find(workdays.begin(), workdays.end(), weekday) != workdays.end();
}

std::optional<work_rule> rule_of(const exchange& x, std::string_view userid) {
  auto row = x.data().query(
      "SELECT r.groupid, r.name, r.work_from, r.work_to, r.workdays, r.places FROM wecom_checkin_rule r JOIN "
      "wecom_checkin_rule_user u ON u.corp = r.corp AND u.groupid = r.groupid WHERE u.corp = ? AND u.userid "
      "= ?",
      x.caller.tenant, userid);
  if (!row.next()) return std::nullopt;
  work_rule out;
  out.id = row.integer(0);
  out.name = row.text(1);
  out.from = row.integer(2);
  out.to = row.integer(3);
  const json::value workdays = json::parse(row.text(4));
  for (const auto& d : workdays.as_array()) out.workdays.push_back(as_integer(d).value_or(-1));
  out.places = json::parse(row.text(5)).as_object();
  return out;
}

field checkin_users_field() {
  return field("useridlist")
      .array(code::checkin_user_list_invalid)
      .required(code::checkin_user_list_invalid)
      .count(1, 100, code::checkin_user_list_invalid);
}

endpoint checkin_call(std::string_view path, std::string_view title, std::int64_t calls_in_a_minute,
                      endpoint_handler handle) {
  endpoint e;
  e.name = path.substr(std::string_view("/cgi-bin/").size());
  e.method = "POST";
  e.path = path;
  e.title = title;
  e.group = "check-in";
  e.credential = access_token;
  e.permission = checkin;
  e.fields = {time_field("starttime"), time_field("endtime"), checkin_users_field()};
  e.raises = {{code::checkin_time_range_invalid, "the time is reversed, or longer than 30 days"},
              {code::checkin_user_not_found, "somebody in useridlist is no member"}};
  e.limits = {{calls_in_a_minute, std::chrono::minutes(1), rate_limit::scope::tenant}};
  e.handle = handle;
  return e;
}

void create_checkin_tables(store& data) {
  data.script(R"(
CREATE TABLE IF NOT EXISTS wecom_checkin_rule(corp TEXT NOT NULL, groupid INTEGER NOT NULL, name TEXT NOT NULL,
  work_from INTEGER NOT NULL, work_to INTEGER NOT NULL, workdays TEXT NOT NULL, places TEXT NOT NULL,
  PRIMARY KEY(corp, groupid)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS wecom_checkin_rule_user(corp TEXT NOT NULL, userid TEXT NOT NULL COLLATE NOCASE,
  groupid INTEGER NOT NULL, PRIMARY KEY(corp, userid)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS wecom_checkin_record(corp TEXT NOT NULL, userid TEXT NOT NULL COLLATE NOCASE,
  at INTEGER NOT NULL, kind INTEGER NOT NULL, checkin_type TEXT NOT NULL, exception_type TEXT NOT NULL,
  device_sn TEXT NOT NULL, device_name TEXT NOT NULL, details TEXT NOT NULL, PRIMARY KEY(corp, userid, at)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS wecom_checkin_shift(corp TEXT NOT NULL, userid TEXT NOT NULL COLLATE NOCASE,
  midnight INTEGER NOT NULL, shift_id INTEGER NOT NULL, name TEXT NOT NULL, work_from INTEGER NOT NULL,
  work_to INTEGER NOT NULL, PRIMARY KEY(corp, userid, midnight)) WITHOUT ROWID;
)");
}

void load_checkin(world& w, const std::string& corp, const json::value& part) {
  const fixture_part p(part, corp + ", checkin");
  p.only({"rules", "records", "shifts"});
  for (const auto& value : p.list("rules")) {
    const fixture_part r(value, p.where() + ", rule");
    r.only({"groupid", "name", "work_from", "work_to", "workdays", "users", "places"});
    const auto* places = r.object().if_contains("places");
    w.data.run(
        "INSERT INTO wecom_checkin_rule(corp, groupid, name, work_from, work_to, workdays, places) VALUES(?, "
        "?, ?, ?, ?, "
        "?, ?)",
        corp, r.number("groupid", 1), r.needed("name"), r.number("work_from", nine_o_clock),
        r.number("work_to", six_o_clock), json::serialize(r.list("workdays")),
        places ? json::serialize(*places) : "{}");
    for (const auto& userid : r.list("users"))
      w.data.run("INSERT INTO wecom_checkin_rule_user(corp, userid, groupid) VALUES(?, ?, ?)", corp,
                 scalar_text(userid), r.number("groupid", 1));
  }
  for (const auto& value : p.list("records")) {
    const fixture_part r(value, p.where() + ", record");
    r.only({"userid", "at", "kind", "checkin_type", "exception_type", "device_sn", "device_name", "details"});
    const auto* details = r.object().if_contains("details");
    w.data.run(
        "INSERT INTO wecom_checkin_record(corp, userid, at, kind, checkin_type, exception_type, device_sn, "
        "device_name, "
        "details) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)",
        corp, r.needed("userid"), r.number("at", 0), r.number("kind", 1), r.text("checkin_type"),
        r.text("exception_type"), r.text("device_sn"), r.text("device_name"),
        details ? json::serialize(*details) : "{}");
  }
  for (const auto& value : p.list("shifts")) {
    const fixture_part s(value, p.where() + ", shift");
    s.only({"userid", "day", "shift_id", "name", "work_from", "work_to"});
    w.data.run(
        "INSERT INTO wecom_checkin_shift(corp, userid, midnight, shift_id, name, work_from, work_to) "
        "VALUES(?, ?, ?, ?, "
        "?, ?, ?)",
        corp, s.needed("userid"), day_start(s.number("day", 0)), s.number("shift_id", 1), s.needed("name"),
        s.number("work_from", nine_o_clock), s.number("work_to", six_o_clock));
  }
}

void add_checkin(endpoint_list& list) {
  endpoint e =
      checkin_call("/cgi-bin/checkin/getcheckindata", "List check-ins of members", 600, list_records);
  e.fields.insert(e.fields.begin(),
                  field("opencheckindatatype").integer().required().one_of({"1", "2", "3"}));
  e.empty_arrays = {"checkindata"};
  list.push_back(e);

  e = checkin_call("/cgi-bin/checkin/getcheckinoption", "Read the check-in rules of members", 600,
                   list_rules);
  e.fields = {field("datetime").integer().required(), checkin_users_field()};
  e.raises = {{code::checkin_user_not_found, "somebody in useridlist is no member"}};
  e.empty_arrays = {"info"};
  list.push_back(e);

  e = checkin_call("/cgi-bin/checkin/getcorpcheckinoption", "List all check-in rules", 60, list_all_rules);
  e.fields = {};
  e.raises = {};
  e.empty_arrays = {"group"};
  list.push_back(e);

  e = checkin_call("/cgi-bin/hardware/get_hardware_checkin_data", "List check-ins on devices", 600,
                   list_device_records);
  e.fields.insert(e.fields.begin(), field("filter_type").integer().one_of({"1", "2"}));
  e.raises = {{code::checkin_time_range_invalid, "the time is reversed, or longer than a month"}};
  e.empty_arrays = {"checkindata"};
  list.push_back(e);
}

}  // namespace errdex::emulation::wecom
