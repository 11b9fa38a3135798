// batch/replaceparty: the tree of departments becomes that of a CSV file.
#include <algorithm>
#include <boost/json/array.hpp>
#include <map>
#include <set>

#include "emulator/wecom/contact_events.hpp"
#include "emulator/wecom/envelope.hpp"
#include "emulator/wecom/jobs.hpp"
#include "emulator/wecom/perform.hpp"

namespace errdex::emulation::wecom {
namespace json = boost::json;
namespace {

constexpr std::int64_t root = 1;
constexpr std::int64_t deepest = 15;

// What was done to a department; they add up.
constexpr int was_made = 1;
constexpr int was_renamed = 2;
constexpr int was_moved = 4;
constexpr int was_sorted = 8;

struct wanted_department {
  std::int64_t id = 0, parent = 0, order = 0;
  std::string name;
};
using wanted_tree = std::vector<wanted_department>;

[[noreturn]] void refuse_tree(const std::string& why) {
  throw failure(code::batch_department_tree_invalid, why);
}

wanted_tree read_tree(const import_file& file) {
  const auto name = file.column({"部门名称"}), id = file.column({"部门ID", "部门id"}),
             parent = file.column({"父部门ID", "父部门id"}), order = file.column({"排序"});
  if (!name || !id || !parent) throw failure(code::import_file_invalid, "a required column is missing");
  wanted_tree out;
  for (std::size_t row = 0; row < file.rows.size(); ++row) {
    const std::string place = "row " + std::to_string(row + 1);
    const std::string written = file.cell(row, id);
    if (written.empty()) refuse_tree(place + " has no department id");
    if (file.cell(row, name).empty()) refuse_tree(place + " has no name");
    const auto number = digits(written), above = digits(file.cell(row, parent));
    if (!number || *number == 0 || !above)
      throw failure(code::import_file_invalid, place + " has an id that is no number");
    out.push_back({*number, *above, digits(file.cell(row, order)).value_or(0), file.cell(row, name)});
  }
  return out;
}

/// Refuses what is not one tree below the root. Returns how deep each department is.
std::map<std::int64_t, std::int64_t> need_tree(const wanted_tree& tree) {
  std::map<std::int64_t, std::int64_t> parents;
  std::set<std::pair<std::int64_t, std::string>> names;
  for (const wanted_department& d : tree) {
    if (!parents.emplace(d.id, d.parent).second)
      throw failure(code::batch_duplicate_department_id,
                    "the department id " + std::to_string(d.id) + " stands in two rows");
    if (!names.emplace(d.parent, d.name).second)
      throw failure(code::batch_duplicate_department_name,
                    "two departments below " + std::to_string(d.parent) + " have the name " + d.name);
  }
  if (parents.count(root) == 0 || parents.at(root) != 0)
    refuse_tree("the root, 1 with the parent 0, is not in the file");
  std::map<std::int64_t, std::int64_t> depths;
  for (const wanted_department& d : tree) {
    std::int64_t depth = 1;
    for (std::int64_t at = d.id; at != root; ++depth) {
      const auto found = parents.find(at);
      if (found == parents.end() || found->second == 0)
        refuse_tree("department " + std::to_string(d.id) + " does not hang below the root");
      if (depth > static_cast<std::int64_t>(parents.size()))
        refuse_tree("department " + std::to_string(d.id) + " is above itself");
      at = found->second;
    }
    depths[d.id] = depth;
  }
  return depths;
}

/// Deletes the departments that are not wanted and have neither members nor departments; those that have stay
/// for now.
void delete_others(exchange& x, const wanted_tree& tree) {
  std::set<std::int64_t> wanted;
  for (const wanted_department& d : tree) wanted.insert(d.id);
  for (bool again = true; again;) {
    again = false;
    std::vector<std::int64_t> empty;
    auto rows = x.data().query(
        "SELECT id FROM wecom_department d WHERE corp = ?1 AND NOT EXISTS (SELECT 1 FROM wecom_membership m "
        "WHERE m.corp = ?1 AND m.department = d.id) AND NOT EXISTS (SELECT 1 FROM wecom_department c WHERE "
        "c.corp = ?1 AND c.parent = d.id) ORDER BY id",
        x.caller.tenant);
    while (rows.next())
      if (wanted.count(rows.integer(0)) == 0) empty.push_back(rows.integer(0));
    for (const std::int64_t id : empty) {
      tell_department_deleted(x, id);
      x.data().run("DELETE FROM wecom_department WHERE corp = ? AND id = ?", x.caller.tenant, id);
      again = true;
    }
  }
}

performed refused(error_ref error) {
  performed out;
  out.errcode = *error.entry().number();
  out.errmsg = message_of(failure(error));
  return out;
}

/// Whether a department that is not in the file, and has stayed, has this name beside it.
bool name_is_taken(const exchange& x, const wanted_department& d, const wanted_tree& tree) {
  const auto holder = x.data().number(
      "SELECT id FROM wecom_department WHERE corp = ? AND parent = ? AND name = ? AND id <> ?",
      x.caller.tenant, d.parent, d.name, d.id);
  return holder && std::none_of(tree.begin(), tree.end(), [&](const auto& t) { return t.id == *holder; });
}

performed write_department(exchange& x, const wanted_department& d, std::int64_t depth,
                           const wanted_tree& tree, int& action) {
  performed checked =
      check_arguments(x.world, x.platform, "department/update", x.caller,
                      {{"id", d.id}, {"name", d.name}, {"parentid", d.parent}, {"order", d.order}});
  if (checked.failed()) return checked;
  if (depth > deepest) return refused(code::department_too_deep);
  if (name_is_taken(x, d, tree)) return refused(code::department_id_or_name_taken);
  auto row = x.data().query("SELECT name, parent, sort FROM wecom_department WHERE corp = ? AND id = ?",
                            x.caller.tenant, d.id);
  if (!row.next()) {
    action = was_made;
    x.data().run(
        "INSERT INTO wecom_department(corp, id, parent, name, name_en, sort) VALUES(?, ?, ?, ?, '', ?)",
        x.caller.tenant, d.id, d.parent, d.name, d.order == 0 ? 100'000'000 : d.order);
    tell_department_created(x, d.id);
    return checked;
  }
  const std::string name(row.text(0));
  const std::int64_t parent = row.integer(1);
  action = (name != d.name ? was_renamed : 0) | (parent != d.parent ? was_moved : 0) |
           (d.order != 0 && row.integer(2) != d.order ? was_sorted : 0);
  x.data().run(
      "UPDATE wecom_department SET name = ?1, parent = ?2, sort = CASE WHEN ?3 = 0 THEN sort ELSE ?3 END "
      "WHERE corp = ?4 AND id = ?5",
      d.name, d.parent, d.order, x.caller.tenant, d.id);
  tell_department_updated(x, d.id, name, parent);
  return checked;
}

answer replace_departments(exchange& x) {
  const auto told = import_callback(x);
  const wanted_tree tree = read_tree(need_import_file(x));
  const auto depths = need_tree(tree);
  delete_others(x, tree);
  json::array result;
  for (const wanted_department& d : tree) {
    int action = 0;
    const performed done = write_department(x, d, depths.at(d.id), tree, action);
    result.push_back(json::object{
        {"action", action}, {"partyid", d.id}, {"errcode", done.errcode}, {"errmsg", done.errmsg}});
  }
  const auto total = static_cast<std::int64_t>(result.size());
  return json::object{{"jobid", start_job(x, job_kind::import, "replace_party", total, result, told).id}};
}

}  // namespace

void add_department_imports(endpoint_list& list) {
  std::vector<claim> raises = import_claims();
  raises.push_back({code::batch_department_tree_invalid,
                    "the departments are not one tree below the root, or an id or a name is empty"});
  raises.push_back({code::batch_duplicate_department_id, "two rows have the same department id"});
  raises.push_back(
      {code::batch_duplicate_department_name, "two departments below one parent have the same name"});
  list.push_back({
      .name = "batch/replaceparty",
      .method = "POST",
      .path = "/cgi-bin/batch/replaceparty",
      .title = "Make the departments those of a file",
      .group = "batch jobs",
      .credential = access_token,
      .permission = contacts_write,
      .fields = import_fields(),
      .raises = std::move(raises),
      .handle = replace_departments,
  });
}

}  // namespace errdex::emulation::wecom
