// Which members, departments and tags an application may see: its scope in the console of the organisation.
#include "emulator/wecom/wecom.hpp"

namespace errdex::emulation::wecom {
namespace {

bool scope_has(const exchange& x, std::string_view kind, std::string_view id) {
  return x.data().exists("SELECT 1 FROM wecom_app_scope WHERE corp = ? AND app = ? AND kind = ? AND id = ?",
                         x.caller.tenant, x.caller.app, kind, id);
}

}  // namespace

bool sees_everything(const exchange& x) { return x.caller.kind == "contacts" || scope_has(x, "party", "1"); }

bool sees_department(const exchange& x, std::int64_t id) {
  if (sees_everything(x)) return true;
  return x.data().exists(
      "WITH RECURSIVE up(id) AS (SELECT ?1 UNION SELECT d.parent FROM wecom_department d JOIN up ON d.id = "
      "up.id WHERE d.corp = ?2) "
      "SELECT 1 FROM up JOIN wecom_app_scope s ON s.corp = ?2 AND s.app = ?3 AND s.kind = 'party' AND s.id = "
      "CAST(up.id AS TEXT)",
      id, x.caller.tenant, x.caller.app);
}

bool sees_tag(const exchange& x, std::int64_t id) {
  if (sees_everything(x) || scope_has(x, "tag", std::to_string(id))) return true;
  return x.data().exists("SELECT 1 FROM wecom_tag WHERE corp = ? AND tagid = ? AND creator = ?",
                         x.caller.tenant, id, x.caller.app);
}

bool sees_member(const exchange& x, std::string_view userid) {
  if (sees_everything(x)) return true;
  if (x.data().exists("SELECT 1 FROM wecom_app_scope WHERE corp = ? AND app = ? AND kind = 'user' AND id = ? "
                      "COLLATE NOCASE",
                      x.caller.tenant, x.caller.app, userid))
    return true;
  auto departments = x.data().query("SELECT department FROM wecom_membership WHERE corp = ? AND userid = ?",
                                    x.caller.tenant, userid);
  while (departments.next())
    if (sees_department(x, departments.integer(0))) return true;
  return x.data().exists(
      "SELECT 1 FROM wecom_tag_member m JOIN wecom_app_scope s ON s.corp = m.corp AND s.app = ?2 AND s.kind "
      "= 'tag' AND "
      "s.id = CAST(m.tagid AS TEXT) WHERE m.corp = ?1 AND m.kind = 'user' AND m.id = ?3",
      x.caller.tenant, x.caller.app, userid);
}

std::optional<std::string> find_member(const exchange& x, std::string_view userid) {
  return x.data().value("SELECT userid FROM wecom_member WHERE corp = ? AND userid = ?", x.caller.tenant,
                        userid);
}

bool department_exists(const exchange& x, std::int64_t id) {
  return x.data().exists("SELECT 1 FROM wecom_department WHERE corp = ? AND id = ?", x.caller.tenant, id);
}

std::vector<std::int64_t> department_tree(const exchange& x, std::int64_t id) {
  std::vector<std::int64_t> out;
  auto rows = x.data().query(
      "WITH RECURSIVE down(id) AS (SELECT id FROM wecom_department WHERE corp = ?1 AND id = ?2 UNION "
      "SELECT d.id FROM wecom_department d JOIN down ON d.parent = down.id WHERE d.corp = ?1) SELECT id FROM "
      "down ORDER BY id",
      x.caller.tenant, id);
  while (rows.next()) out.push_back(rows.integer(0));
  return out;
}

}  // namespace errdex::emulation::wecom
