// Departments: a tree of at most 15 levels whose root has the id 1.
#include <boost/json/array.hpp>

#include "emulator/wecom/contact_events.hpp"
#include "emulator/wecom/wecom.hpp"

namespace errdex::emulation::wecom {
namespace json = boost::json;
namespace {

constexpr std::int64_t root = 1;
constexpr std::int64_t deepest = 15;
constexpr std::int64_t most_nodes = 30'000;
constexpr std::int64_t highest_order = 4'294'967'295;

std::int64_t parent_of(const exchange& x, std::int64_t id) {
  return x.data()
      .number("SELECT parent FROM wecom_department WHERE corp = ? AND id = ?", x.caller.tenant, id)
      .value_or(0);
}

std::int64_t depth_of(const exchange& x, std::int64_t id) {
  std::int64_t depth = 0;
  for (; id != 0 && depth <= deepest; id = parent_of(x, id)) ++depth;
  return depth;
}

/// Levels of the tree below a department, itself included.
std::int64_t height_of(const exchange& x, std::int64_t id) {
  return x.data()
      .number(
          "WITH RECURSIVE down(id, level) AS (SELECT ?2, 1 UNION ALL SELECT d.id, down.level + 1 FROM "
          "wecom_department d "
          "JOIN down ON d.parent = down.id WHERE d.corp = ?1 AND down.level < 20) SELECT max(level) FROM "
          "down",
          x.caller.tenant, id)
      .value_or(1);
}

void need_unused_name(const exchange& x, std::string_view name, std::int64_t parent, std::int64_t self) {
  const auto holder = x.data().number(
      "SELECT id FROM wecom_department WHERE corp = ? AND parent = ? AND name = ? AND id <> ?",
      x.caller.tenant, parent, name, self);
  if (holder)
    throw failure(code::department_id_or_name_taken,
                  "department " + std::to_string(*holder) + " has the name")
        .naming(std::to_string(*holder));
}

/// The department that is to be the parent, with all that can be wrong with it.
void need_parent(const exchange& x, std::int64_t parent) {
  if (!department_exists(x, parent))
    throw failure(code::parent_department_not_found, "there is no department " + std::to_string(parent));
  if (!sees_department(x, parent))
    throw failure(code::contact_range_no_permission,
                  "the app does not see department " + std::to_string(parent));
}

void need_room(const exchange& x, std::int64_t parent) {
  const auto children = x.data().number("SELECT count(*) FROM wecom_department WHERE corp = ? AND parent = ?",
                                        x.caller.tenant, parent);
  const auto members = x.data().number(
      "SELECT count(*) FROM wecom_membership WHERE corp = ? AND department = ?", x.caller.tenant, parent);
  if (children.value_or(0) + members.value_or(0) >= most_nodes)
    throw failure(code::department_node_limit_exceeded);
}

void need_department(const exchange& x, std::int64_t id) {
  if (!department_exists(x, id))
    throw failure(code::department_not_found, "there is no department " + std::to_string(id));
  if (!sees_department(x, id))
    throw failure(code::contact_range_no_permission, "the app does not see department " + std::to_string(id));
}

/// The table of codes allows a name 64 bytes, the reference page 64 characters, which in Chinese are three
/// times as many. The live service goes by the page.
void need_short_name(const exchange& x, std::string_view name) {
  if (x.world.settings.profile == profile::table && name.size() > 64)
    throw failure(code::department_name_invalid, "the name has " + std::to_string(name.size()) + " bytes");
}

answer create_department(exchange& x) {
  const std::int64_t parent = x.integer("parentid");
  const std::string name = x.text("name");
  need_short_name(x, name);
  need_parent(x, parent);
  std::int64_t id = x.integer("id");
  if (id != 0 && department_exists(x, id))
    throw failure(code::department_id_or_name_taken, "the id is taken").naming(std::to_string(id));
  need_unused_name(x, name, parent, 0);
  if (depth_of(x, parent) >= deepest) throw failure(code::department_too_deep, "its parent is on level 15");
  need_room(x, parent);
  if (id == 0)
    id = x.data().number("SELECT max(id) FROM wecom_department WHERE corp = ?", x.caller.tenant).value_or(0) +
         1;
  x.data().run("INSERT INTO wecom_department(corp, id, parent, name, name_en, sort) VALUES(?, ?, ?, ?, ?, ?)",
               x.caller.tenant, id, parent, name, x.text("name_en"), x.integer("order", 100'000'000));
  tell_department_created(x, id);
  return json::object{{"id", id}};
}

answer update_department(exchange& x) {
  const std::int64_t id = x.integer("id");
  need_department(x, id);
  need_short_name(x, x.text("name"));
  const std::int64_t before = parent_of(x, id), parent = x.integer("parentid", before);
  if (parent != before) {
    if (id == root) throw failure(code::department_cycle, "the root has no parent");
    need_parent(x, parent);
    for (const std::int64_t below : department_tree(x, id))
      if (below == parent)
        throw failure(code::department_cycle, "the new parent is the department itself or below it");
    if (depth_of(x, parent) + height_of(x, id) > deepest) throw failure(code::department_too_deep);
    need_room(x, parent);
  }
  const auto now =
      x.data().value("SELECT name FROM wecom_department WHERE corp = ? AND id = ?", x.caller.tenant, id);
  if (x.has("name") || parent != before) {
    need_unused_name(x, x.has("name") ? x.text("name") : now.value_or(""), parent, id);
  }
  const auto given = [&](std::string_view name) {
    return x.has(name) ? std::optional(x.text(name)) : std::nullopt;
  };
  x.data().run(
      "UPDATE wecom_department SET parent = ?, name = coalesce(?, name), name_en = coalesce(?, name_en), "
      "sort = coalesce(CAST(? AS INTEGER), sort) WHERE corp = ? AND id = ?",
      parent, given("name"), given("name_en"), given("order"), x.caller.tenant, id);
  tell_department_updated(x, id, now.value_or(""), before);
  return {};
}

answer delete_department(exchange& x) {
  const std::int64_t id = x.integer("id");
  need_department(x, id);
  if (id == root) throw failure(code::root_department_forbidden);
  if (x.data().exists("SELECT 1 FROM wecom_membership WHERE corp = ? AND department = ?", x.caller.tenant,
                      id))
    throw failure(code::department_has_members);
  if (x.data().exists("SELECT 1 FROM wecom_department WHERE corp = ? AND parent = ?", x.caller.tenant, id))
    throw failure(code::department_has_children);
  tell_department_deleted(x, id);
  x.data().run("DELETE FROM wecom_department WHERE corp = ? AND id = ?", x.caller.tenant, id);
  return {};
}

json::array leaders_of(const exchange& x, std::int64_t id) {
  json::array out;
  auto rows = x.data().query(
      "SELECT userid FROM wecom_membership WHERE corp = ? AND department = ? AND leader ORDER BY userid",
      x.caller.tenant, id);
  while (rows.next()) out.emplace_back(rows.text(0));
  return out;
}

/// The departments at and below the one that is asked for, or all, as far as the app sees them.
template <typename Show>
json::array list_from(exchange& x, Show show) {
  if (x.has("id")) need_department(x, x.integer("id"));
  json::array out;
  for (const std::int64_t id : department_tree(x, x.has("id") ? x.integer("id") : root)) {
    if (!sees_department(x, id)) continue;
    auto row = x.data().query(
        "SELECT id, name, name_en, parent, sort FROM wecom_department WHERE corp = ? AND id = ?",
        x.caller.tenant, id);
    if (row.next()) out.push_back(show(row));
  }
  return out;
}

json::object whole(const exchange& x, const query& row) {
  return {{"id", row.integer(0)},       {"name", row.text(1)},
          {"name_en", row.text(2)},     {"department_leader", leaders_of(x, row.integer(0))},
          {"parentid", row.integer(3)}, {"order", row.integer(4)}};
}

answer list_departments(exchange& x) {
  return json::object{{"department", list_from(x, [&](const query& row) { return whole(x, row); })}};
}

answer list_department_ids(exchange& x) {
  return json::object{
      {"department_id", list_from(x, [](const query& row) {
         return json::object{{"id", row.integer(0)}, {"parentid", row.integer(3)}, {"order", row.integer(4)}};
       })}};
}

answer get_department(exchange& x) {
  need_department(x, x.integer("id"));
  auto row =
      x.data().query("SELECT id, name, name_en, parent, sort FROM wecom_department WHERE corp = ? AND id = ?",
                     x.caller.tenant, x.integer("id"));
  row.next();
  return json::object{{"department", whole(x, row)}};
}

field name_field() {
  return field("name")
      .text()
      .chars(1, 64, code::department_name_length_invalid)
      .without("\\:*?\"<>|", code::department_name_charset_invalid);
}
field english_name_field() { return field("name_en").text().chars(0, 64, code::parameter_invalid); }
field order_field() { return field("order").integer().range(0, highest_order, code::parameter_invalid); }

}  // namespace

void add_departments(endpoint_list& list) {
  const claim unseen{code::contact_range_no_permission, "the department is outside what the app may see"};
  const claim unknown{code::department_not_found, "no department has the id"};
  list.push_back({
      .name = "department/create",
      .method = "POST",
      .path = "/cgi-bin/department/create",
      .title = "Create a department",
      .group = "departments",
      .credential = access_token,
      .permission = contacts_write,
      .fields = {name_field().required(code::department_name_length_invalid), english_name_field(),
                 field("parentid").integer().required(code::parent_department_invalid), order_field(),
                 field("id").integer().range(2, 4'294'967'295, code::department_id_invalid)},
      .raises = {{code::department_name_invalid,
                  "the name has more than 64 bytes, which is 21 Chinese characters"},
                 {code::parent_department_not_found, "no department has the parentid"},
                 {code::department_id_or_name_taken,
                  "the id is taken, or a department beside it has the name"},
                 {code::department_too_deep, "it would be on level 16"},
                 {code::department_node_limit_exceeded, "the parent has 30,000 members and departments"}},
      .success_text = "created",
      .handle = create_department,
  });
  list.push_back({
      .name = "department/update",
      .method = "POST",
      .path = "/cgi-bin/department/update",
      .title = "Change a department",
      .group = "departments",
      .credential = access_token,
      .permission = contacts_write,
      .fields = {field("id").integer().required(code::department_id_invalid), name_field(),
                 english_name_field(), field("parentid").integer(code::parent_department_invalid),
                 order_field()},
      .raises = {unknown,
                 {code::department_name_invalid,
                  "the name has more than 64 bytes, which is 21 Chinese characters"},
                 {code::parent_department_not_found, "no department has the parentid"},
                 {code::department_cycle, "the new parent is the department itself or one below it"},
                 {code::department_id_or_name_taken, "a department beside it has the name"},
                 {code::department_too_deep, "a department below it would be on level 16"},
                 {code::department_node_limit_exceeded, "the new parent has 30,000 members and departments"}},
      .success_text = "updated",
      .handle = update_department,
  });
  list.push_back({
      .name = "department/delete",
      .method = "GET",
      .path = "/cgi-bin/department/delete",
      .title = "Delete a department",
      .group = "departments",
      .credential = access_token,
      .permission = contacts_write,
      .fields = {field("id").integer(code::department_id_invalid).required(code::department_id_invalid)},
      .raises = {unknown,
                 {code::root_department_forbidden, "it is the root"},
                 {code::department_has_members, "it has members"},
                 {code::department_has_children, "it has departments below it"}},
      .success_text = "deleted",
      .handle = delete_department,
  });
  list.push_back({
      .name = "department/list",
      .method = "GET",
      .path = "/cgi-bin/department/list",
      .title = "List departments",
      .group = "departments",
      .credential = access_token,
      .fields = {field("id").integer(code::department_id_invalid)},
      .raises = {unknown, unseen},
      .empty_arrays = {"department"},
      .handle = list_departments,
  });
  list.push_back({
      .name = "department/simplelist",
      .method = "GET",
      .path = "/cgi-bin/department/simplelist",
      .title = "List the ids of departments",
      .group = "departments",
      .credential = access_token,
      .fields = {field("id").integer(code::department_id_invalid)},
      .raises = {unknown, unseen},
      .empty_arrays = {"department_id"},
      .handle = list_department_ids,
  });
  list.push_back({
      .name = "department/get",
      .method = "GET",
      .path = "/cgi-bin/department/get",
      .title = "Read a department",
      .group = "departments",
      .credential = access_token,
      .fields = {field("id").integer(code::department_id_invalid).required(code::department_id_invalid)},
      .raises = {unknown, unseen},
      .handle = get_department,
  });
}

}  // namespace errdex::emulation::wecom
