// Lists of forms, by the call that gives numbers and by the older one that gives what is in them.
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

#include "emulator/wecom/approval.hpp"
#include "emulator/wecom/office.hpp"

namespace errdex::emulation::wecom {
namespace json = boost::json;
namespace {

constexpr std::int64_t day = 86'400;

std::string member_name(const exchange& x, std::string_view userid) {
  return x.data()
      .value("SELECT name FROM wecom_member WHERE corp = ? AND userid = ?", x.caller.tenant, userid)
      .value_or(std::string(userid));
}

/// The value of a filter; nothing when the request does not have it.
std::optional<std::string> filter(const exchange& x, std::string_view key) {
  const auto* filters = x.json("filters");
  if (!filters) return std::nullopt;
  for (const json::value& value : filters->as_array())
    if (const auto* f = value.if_object(); f && text_of(*f, "key") == key) return text_of(*f, "value");
  return std::nullopt;
}

answer list_approvals(exchange& x) {
  const std::int64_t start = x.integer("starttime"), end = x.integer("endtime");
  if (end < start || end - start > 31 * day)
    throw failure(code::parameter_invalid, "the time is reversed or longer than 31 days");
  const bool newer = x.has("new_cursor");
  const std::string cursor = newer ? x.text("new_cursor") : x.text("cursor");
  const auto from = as_integer(json::value(json::string(cursor.empty() ? "0" : cursor)));
  if (!from || *from < 0) throw failure(code::parameter_invalid, "no answer had the cursor");
  const std::int64_t size = x.integer("size");
  json::array out;
  auto rows = x.data().query(
      "SELECT sp_no FROM wecom_approval WHERE corp = ? AND applied BETWEEN ? AND ? AND template_id = "
      "coalesce(?, "
      "template_id) AND applier = coalesce(?, applier) AND CAST(party AS TEXT) = coalesce(?, CAST(party AS "
      "TEXT)) AND "
      "CAST(status AS TEXT) = coalesce(?, CAST(status AS TEXT)) ORDER BY sp_no LIMIT ? OFFSET ?",
      x.caller.tenant, start, end, filter(x, "template_id"), filter(x, "creator"), filter(x, "department"),
      filter(x, "sp_status"), size + 1, *from);
  while (rows.next()) out.emplace_back(rows.text(0));
  const bool more = static_cast<std::int64_t>(out.size()) > size;
  if (more) out.pop_back();
  json::object members{{"sp_no_list", std::move(out)}};
  if (newer)
    members["new_next_cursor"] = more ? std::to_string(*from + size) : std::string();
  else if (more)
    members["next_cursor"] = *from + size;
  return members;
}

json::array names_in(const exchange& x, const json::value& people) {
  json::array out;
  for (const json::value& person : people.as_array())
    out.emplace_back(member_name(x, text_of(person.as_object(), "userid")));
  return out;
}

answer list_approvals_before_2019(exchange& x) {
  constexpr std::int64_t most = 100;
  const std::int64_t start = x.integer("starttime"), end = x.integer("endtime");
  if (end < start || end - start > 30 * day)
    throw failure(code::parameter_invalid, "the time is reversed or longer than 30 days");
  const std::int64_t total =
      x.data()
          .number("SELECT count(*) FROM wecom_approval WHERE corp = ? AND applied BETWEEN ? AND ?",
                  x.caller.tenant, start, end)
          .value_or(0);
  json::array out;
  std::int64_t next = 0;
  auto rows = x.data().query(
      "SELECT sp_no, name, status, applied, applier, party, steps, notified, contents FROM wecom_approval "
      "WHERE corp = "
      "? AND applied BETWEEN ? AND ? AND CAST(sp_no AS INTEGER) > ? ORDER BY sp_no LIMIT ?",
      x.caller.tenant, start, end, x.integer("next_spnum"), most);
  while (rows.next()) {
    json::array approvers;
    const json::value steps = json::parse(rows.text(6));
    for (const json::value& step : steps.as_array())
      for (const json::value& detail : step.at("details").as_array())
        approvers.emplace_back(member_name(x, text_of(detail.as_object(), "approver.userid")));
    next = as_integer(json::value(json::string(rows.text(0)))).value_or(0);
    out.push_back(
        json::object{{"spname", rows.text(1)},
                     {"apply_name", member_name(x, rows.text(4))},
                     {"apply_org", x.data()
                                       .value("SELECT name FROM wecom_department WHERE corp = ? AND id = ?",
                                              x.caller.tenant, rows.integer(5))
                                       .value_or("")},
                     {"approval_name", std::move(approvers)},
                     {"notify_name", names_in(x, json::parse(rows.text(7)))},
                     {"sp_status", rows.integer(2)},
                     {"sp_num", next},
                     {"mediaids", json::array()},
                     {"apply_time", rows.integer(3)},
                     {"apply_user_id", rows.text(4)},
                     {"comm", {{"apply_data", rows.text(8)}}}});
  }
  const auto count = static_cast<std::int64_t>(out.size());
  return json::object{{"count", count}, {"total", total}, {"next_spnum", next}, {"data", std::move(out)}};
}

}  // namespace

void add_approval_lists(endpoint_list& list) {
  endpoint e = approval_call("/cgi-bin/oa/getapprovalinfo", "List forms", list_approvals);
  e.fields = {field("starttime").integer().required(),
              field("endtime").integer().required(),
              field("cursor").integer(),
              field("new_cursor").text(),
              field("size").integer().required().range(1, 100),
              field("filters").array(),
              field("filters[].key")
                  .text()
                  .one_of({"template_id", "creator", "department", "sp_status", "record_type"}),
              field("filters[].value").text()};
  e.raises = {
      {code::parameter_invalid, "the time is reversed or longer than 31 days, or no answer had the cursor"}};
  e.empty_arrays = {"sp_no_list"};
  list.push_back(e);

  e = approval_call("/cgi-bin/corp/getapprovaldata", "List forms with their data (the older call)",
                    list_approvals_before_2019);
  e.fields = {field("starttime").integer().required(), field("endtime").integer().required(),
              field("next_spnum").integer()};
  e.raises = {{code::parameter_invalid, "the time is reversed or longer than 30 days"}};
  e.empty_arrays = {"data"};
  list.push_back(e);
}

}  // namespace errdex::emulation::wecom
