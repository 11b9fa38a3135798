// What days and months of members come to by the rules of check-in, and their shifts.
#include <boost/json/array.hpp>
#include <map>

#include "emulator/wecom/checkin.hpp"
#include "emulator/wecom/customers.hpp"
#include "emulator/wecom/office.hpp"

namespace errdex::emulation::wecom {
namespace json = boost::json;
namespace {

// What a day can have against it: the numbers in exception_infos.
constexpr std::int64_t late = 1, early = 2, one_missing = 3, absent = 4;

// --- Days and months ------------------------------------------------------------------------------------

/// What a member's day came to.
struct worked_day {
  std::int64_t midnight = 0;
  bool workday = false;
  std::int64_t count = 0, first = 0, last = 0;        ///< Check-ins; times in seconds after midnight.
  std::map<std::int64_t, std::int64_t> exceptions{};  ///< How many seconds of each.
  [[nodiscard]] std::int64_t worked() const { return count > 1 ? last - first : 0; }
};

worked_day day_of(const exchange& x, std::string_view userid, const work_rule& rule, std::int64_t midnight) {
  worked_day out;
  out.midnight = midnight;
  out.workday = rule.works_on(midnight);
  auto row = x.data().query(
      "SELECT count(*), coalesce(min(at), 0), coalesce(max(at), 0) FROM wecom_checkin_record WHERE corp = ? "
      "AND userid "
      "= ? AND kind = 1 AND at >= ? AND at < ?",
      x.caller.tenant, userid, midnight, midnight + checkin_day);
  if (row.next() && row.integer(0) > 0) {
    out.count = row.integer(0);
    out.first = row.integer(1) - midnight;
    out.last = row.integer(2) - midnight;
  }
  // The day is judged when it is over.
  if (!out.workday || x.seconds() < midnight + rule.to) return out;
  if (out.count == 0)
    out.exceptions[absent] = rule.to - rule.from;
  else if (out.count == 1)
    out.exceptions[one_missing] = 0;
  if (out.count > 0 && out.first > rule.from) out.exceptions[late] = out.first - rule.from;
  if (out.count > 1 && out.last < rule.to) out.exceptions[early] = rule.to - out.last;
  return out;
}

std::vector<worked_day> days_of(const exchange& x, std::string_view userid, const work_rule& rule,
                                const checkin_span& time) {
  std::vector<worked_day> out;
  for (std::int64_t at = day_start(time.start); at <= time.end && at <= x.seconds(); at += checkin_day)
    out.push_back(day_of(x, userid, rule, at));
  return out;
}

std::string department_names(const exchange& x, std::string_view userid) {
  std::string out;
  auto rows = x.data().query(
      "SELECT d.name FROM wecom_membership m JOIN wecom_department d ON d.corp = m.corp AND d.id = "
      "m.department WHERE "
      "m.corp = ? AND m.userid = ? ORDER BY m.position",
      x.caller.tenant, userid);
  while (rows.next()) out += (out.empty() ? "" : ";") + std::string(rows.text(0));
  return out;
}

json::object base_info(const exchange& x, const std::string& userid, json::object rule_info) {
  const auto name =
      x.data().value("SELECT name FROM wecom_member WHERE corp = ? AND userid = ?", x.caller.tenant, userid);
  return {{"record_type", fixed_hours},
          {"name", name.value_or("")},
          {"name_ex", name.value_or("")},
          {"departs_name", department_names(x, userid)},
          {"acctid", userid},
          {"rule_info", std::move(rule_info)}};
}

json::array show_exceptions(const std::map<std::int64_t, std::pair<std::int64_t, std::int64_t>>& found) {
  json::array out;
  for (const auto& [kind, counted] : found)
    out.push_back(json::object{{"exception", kind}, {"count", counted.first}, {"duration", counted.second}});
  return out;
}

using exception_counts = std::map<std::int64_t, std::pair<std::int64_t, std::int64_t>>;

void add_exceptions(exception_counts& to, const worked_day& from) {
  for (const auto& [kind, seconds] : from.exceptions) {
    ++to[kind].first;
    to[kind].second += seconds;
  }
}

json::object show_day(const exchange& x, const std::string& userid, const work_rule& rule,
                      const worked_day& d) {
  json::object base = base_info(
      x, userid,
      {{"groupid", rule.id},
       {"groupname", rule.name},
       {"scheduleid", 0},
       {"schedulename", ""},
       {"checkintime", json::array{json::object{{"work_sec", rule.from}, {"off_work_sec", rule.to}}}}});
  base["date"] = d.midnight;
  base["day_type"] = d.workday ? 0 : 1;
  exception_counts exceptions;
  add_exceptions(exceptions, d);
  return {{"base_info", std::move(base)},
          {"summary_info",
           {{"checkin_count", d.count},
            {"regular_work_sec", d.worked()},
            {"standard_work_sec", d.workday ? rule.to - rule.from : 0},
            {"earliest_time", d.first},
            {"lastest_time", d.last}}},
          {"holiday_infos", json::array()},
          {"exception_infos", show_exceptions(exceptions)},
          {"ot_info", {{"ot_status", 0}, {"ot_duration", 0}, {"exception_duration", json::array()}}},
          {"sp_items", json::array()}};
}

answer report_days(exchange& x) {
  const checkin_span time = need_span(x, longest_checkin_span);
  json::array out;
  for (const std::string& userid : need_users(x))
    if (const auto rule = rule_of(x, userid))
      for (const worked_day& d : days_of(x, userid, *rule, time))
        out.push_back(show_day(x, userid, *rule, d));
  return json::object{{"datas", std::move(out)}};
}

json::object show_month(const exchange& x, const std::string& userid, const work_rule& rule,
                        const checkin_span& time) {
  std::int64_t workdays = 0, regular = 0, exceptional = 0, worked = 0;
  exception_counts exceptions;
  for (const worked_day& d : days_of(x, userid, rule, time)) {
    workdays += d.workday ? 1 : 0;
    regular += d.workday && d.count > 0 && d.exceptions.empty() ? 1 : 0;
    exceptional += d.exceptions.empty() ? 0 : 1;
    worked += d.worked();
    add_exceptions(exceptions, d);
  }
  return {{"base_info", base_info(x, userid, {{"groupid", rule.id}, {"groupname", rule.name}})},
          {"summary_info",
           {{"work_days", workdays},
            {"regular_days", regular},
            {"except_days", exceptional},
            {"regular_work_sec", worked},
            {"standard_work_sec", workdays * (rule.to - rule.from)}}},
          {"exception_infos", show_exceptions(exceptions)},
          {"sp_items", json::array()},
          {"overwork_info", {{"workday_over_sec", 0}, {"holidays_over_sec", 0}, {"restdays_over_sec", 0}}}};
}

answer report_months(exchange& x) {
  const checkin_span time = need_span(x, longest_checkin_span);
  json::array out;
  for (const std::string& userid : need_users(x))
    if (const auto rule = rule_of(x, userid)) out.push_back(show_month(x, userid, *rule, time));
  return json::object{{"datas", std::move(out)}};
}

// --- Shifts ---------------------------------------------------------------------------------------------

answer list_shifts(exchange& x) {
  const checkin_span time = need_span(x, longest_checkin_span);
  json::array out;
  for (const std::string& userid : need_users(x)) {
    const auto rule = rule_of(x, userid);
    auto rows = x.data().query(
        "SELECT CAST(strftime('%Y%m', midnight + ?1, 'unixepoch') AS INTEGER), CAST(strftime('%d', midnight "
        "+ ?1, "
        "'unixepoch') AS INTEGER), shift_id, name, work_from, work_to FROM wecom_checkin_shift WHERE corp = "
        "?2 AND "
        "userid = ?3 AND midnight BETWEEN ?4 AND ?5 ORDER BY midnight",
        china_offset, x.caller.tenant, userid, day_start(time.start), time.end);
    json::array days;
    std::int64_t month = 0;
    const auto finish = [&] {
      if (!days.empty())
        out.push_back(json::object{{"userid", userid},
                                   {"yearmonth", month},
                                   {"groupid", rule ? rule->id : 0},
                                   {"groupname", rule ? rule->name : std::string()},
                                   {"schedule", {{"scheduleList", std::move(days)}}}});
      days = json::array();
    };
    while (rows.next()) {
      if (rows.integer(0) != month) finish();
      month = rows.integer(0);
      const json::array sections{json::object{{"id", 1},
                                              {"work_sec", rows.integer(4)},
                                              {"off_work_sec", rows.integer(5)},
                                              {"remind_work_sec", rows.integer(4)},
                                              {"remind_off_work_sec", rows.integer(5)}}};
      days.push_back(json::object{
          {"day", rows.integer(1)},
          {"schedule_info",
           {{"schedule_id", rows.integer(2)}, {"schedule_name", rows.text(3)}, {"time_section", sections}}}});
    }
    finish();
  }
  return json::object{{"schedule_list", std::move(out)}};
}

}  // namespace

void add_checkin_reports(endpoint_list& list) {
  endpoint e =
      checkin_call("/cgi-bin/checkin/getcheckin_daydata", "What members' days came to", 100, report_days);
  e.empty_arrays = {"datas"};
  list.push_back(e);

  e = checkin_call("/cgi-bin/checkin/getcheckin_monthdata", "What members' months came to", 100,
                   report_months);
  e.empty_arrays = {"datas"};
  list.push_back(e);

  e = checkin_call("/cgi-bin/checkin/getcheckinschedulist", "List members' shifts", 60, list_shifts);
  e.empty_arrays = {"schedule_list"};
  list.push_back(e);
}

}  // namespace errdex::emulation::wecom
