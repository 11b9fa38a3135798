// Reading members, alone and by department.
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

#include "emulator/wecom/members.hpp"

namespace errdex::emulation::wecom {
namespace json = boost::json;

std::string need_member(const exchange& x, std::string_view userid) {
  auto found = find_member(x, userid);
  if (!found) throw failure(code::user_not_found, "nobody has the userid " + std::string(userid));
  return std::move(*found);
}

std::string need_visible_member(const exchange& x, std::string_view userid) {
  std::string found = need_member(x, userid);
  if (!sees_member(x, found))
    throw failure(code::contact_range_no_permission, "the app does not see " + found);
  return found;
}

json::object show_member(const exchange& x, std::string_view userid) {
  auto row = x.data().query(
      "SELECT userid, name, mobile, email, status, main_department, details FROM wecom_member WHERE corp = ? "
      "AND userid = ?",
      x.caller.tenant, userid);
  if (!row.next()) return {};
  json::array departments, orders, leads;
  auto memberships = x.data().query(
      "SELECT department, sort, leader FROM wecom_membership WHERE corp = ? AND userid = ? ORDER BY position",
      x.caller.tenant, userid);
  while (memberships.next()) {
    departments.emplace_back(memberships.integer(0));
    orders.emplace_back(memberships.integer(1));
    leads.emplace_back(memberships.integer(2));
  }
  const json::value details = json::parse(row.text(6));
  const auto text = [&](std::string_view key) {
    const auto* v = find_path(details.get_object(), key);
    return v ? scalar_text(*v).value_or("") : std::string();
  };
  const auto whole = [&](std::string_view key, json::value otherwise) {
    const auto* v = details.get_object().if_contains(key);
    return v ? *v : otherwise;
  };
  json::object out{{"userid", row.text(0)},
                   {"name", row.text(1)},
                   {"department", std::move(departments)},
                   {"order", std::move(orders)},
                   {"position", text("position")},
                   {"mobile", row.text(2)},
                   {"gender", text("gender").empty() ? "0" : text("gender")},
                   {"email", row.text(3)},
                   {"biz_mail", text("biz_mail")},
                   {"is_leader_in_dept", std::move(leads)},
                   {"direct_leader", whole("direct_leader", json::array())},
                   {"avatar", text("avatar")},
                   {"thumb_avatar", text("avatar")},
                   {"telephone", text("telephone")},
                   {"alias", text("alias")},
                   {"address", text("address")},
                   {"status", row.integer(4)},
                   {"main_department", row.integer(5)},
                   {"extattr", whole("extattr", json::object{{"attrs", json::array()}})}};
  for (const auto key : {"english_name", "external_position", "external_profile"})
    if (const auto* v = details.get_object().if_contains(key)) out[key] = *v;
  return out;
}

namespace {

answer get_member(exchange& x) { return show_member(x, need_visible_member(x, x.text("userid"))); }

/// Calls `add` for each member of a department, and of those below it when the request says so.
template <typename Add>
void each_member(exchange& x, Add add) {
  const std::int64_t id = x.integer("department_id");
  if (!department_exists(x, id))
    throw failure(code::department_not_found, "there is no department " + std::to_string(id));
  if (!sees_department(x, id))
    throw failure(code::contact_range_no_permission, "the app does not see department " + std::to_string(id));
  const bool below = x.integer("fetch_child") != 0;
  auto rows = x.data().query(
      "WITH RECURSIVE down(id) AS (SELECT ?2 UNION SELECT d.id FROM wecom_department d JOIN down ON d.parent "
      "= down.id WHERE ?3 AND d.corp = ?1) "
      "SELECT DISTINCT m.userid FROM wecom_membership m JOIN down ON m.department = down.id WHERE m.corp = "
      "?1 ORDER BY m.userid",
      x.caller.tenant, id, below);
  while (rows.next()) add(rows.text(0));
}

answer list_members_shortly(exchange& x) {
  json::array out;
  each_member(x, [&](std::string_view userid) {
    const json::object m = show_member(x, userid);
    out.push_back(
        json::object{{"userid", m.at("userid")}, {"name", m.at("name")}, {"department", m.at("department")}});
  });
  return json::object{{"userlist", std::move(out)}};
}

answer list_members(exchange& x) {
  json::array out;
  each_member(x, [&](std::string_view userid) { out.push_back(show_member(x, userid)); });
  return json::object{{"userlist", std::move(out)}};
}

/// A page begins behind the cursor, which is the last pair of the page before.
answer list_ids(exchange& x) {
  const std::int64_t limit = x.integer("limit", 10'000);
  const std::string cursor = x.text("cursor");
  const auto bar = cursor.find('|');
  const std::string after = cursor.substr(0, bar);
  const auto department = bar == std::string::npos
                              ? 0
                              : as_integer(json::value(json::string(cursor.substr(bar + 1)))).value_or(0);
  json::array out;
  std::string next;
  auto rows = x.data().query(
      "SELECT userid, department FROM wecom_membership WHERE corp = ?1 AND (userid, department) > (?2, ?3) "
      "ORDER BY userid, department LIMIT ?4",
      x.caller.tenant, after, department, limit + 1);
  while (rows.next()) {
    if (static_cast<std::int64_t>(out.size()) == limit) {
      const json::object& last = out.back().get_object();
      next = std::string(last.at("userid").get_string()) + '|' +
             std::to_string(last.at("department").get_int64());
      break;
    }
    out.push_back(json::object{{"userid", rows.text(0)}, {"department", rows.integer(1)}});
  }
  return json::object{{"next_cursor", next}, {"dept_user", std::move(out)}};
}

endpoint department_list(std::string_view name, std::string_view path, std::string_view title,
                         endpoint_handler handle) {
  return {
      .name = name,
      .method = "GET",
      .path = path,
      .title = title,
      .group = "members",
      .credential = access_token,
      .fields =
          {field("department_id").integer(code::department_id_invalid).required(code::department_id_invalid),
           field("fetch_child").one_of({"0", "1"})},
      .raises = {{code::department_not_found, "no department has the id"},
                 {code::contact_range_no_permission, "the department is outside what the app may see"}},
      .empty_arrays = {"userlist"},
      .handle = handle};
}

}  // namespace

void add_member_reads(endpoint_list& list) {
  list.push_back({
      .name = "user/get",
      .method = "GET",
      .path = "/cgi-bin/user/get",
      .title = "Read a member",
      .group = "members",
      .credential = access_token,
      .fields = {userid_field()},
      .raises = {{code::user_not_found, "nobody has the userid"},
                 {code::contact_range_no_permission, "the member is outside what the app may see"}},
      .empty_arrays = {"department", "order", "is_leader_in_dept", "direct_leader"},
      .handle = get_member,
  });
  list.push_back(department_list("user/simplelist", "/cgi-bin/user/simplelist",
                                 "List the members of a department", list_members_shortly));
  list.push_back(department_list("user/list", "/cgi-bin/user/list",
                                 "List the members of a department with all that is known of them",
                                 list_members));
  list.push_back({
      .name = "user/list_id",
      .method = "POST",
      .path = "/cgi-bin/user/list_id",
      .title = "List all userids with their departments, page by page",
      .group = "members",
      .credential = access_token,
      .permission = contacts_ids,
      .fields = {field("cursor").text(), field("limit").integer().range(1, 10'000, code::parameter_invalid)},
      .empty_arrays = {"dept_user"},
      .handle = list_ids,
  });
}

}  // namespace errdex::emulation::wecom
