// Tags: names for groups of members and departments. Who made a tag may change it; others may only read it.
#include <boost/json/array.hpp>

#include "emulator/wecom/contact_events.hpp"
#include "emulator/wecom/wecom.hpp"

namespace errdex::emulation::wecom {
namespace json = boost::json;
namespace {

constexpr std::int64_t highest_id = 4'294'967'295;

void need_tag(const exchange& x, std::int64_t id) {
  if (!x.data().exists("SELECT 1 FROM wecom_tag WHERE corp = ? AND tagid = ?", x.caller.tenant, id))
    throw failure(code::tag_id_invalid, "there is no tag " + std::to_string(id));
}

void need_own_tag(const exchange& x, std::int64_t id) {
  need_tag(x, id);
  const auto creator =
      x.data().value("SELECT creator FROM wecom_tag WHERE corp = ? AND tagid = ?", x.caller.tenant, id);
  if (creator != x.caller.app)
    throw failure(code::tag_no_permission, "the tag was made by " + creator.value_or("nobody"));
}

void need_free_name(const exchange& x, std::string_view name, std::int64_t self) {
  if (x.data().exists("SELECT 1 FROM wecom_tag WHERE corp = ? AND name = ? AND tagid <> ?", x.caller.tenant,
                      name, self))
    throw failure(code::tag_name_taken, "another tag has the name");
}

answer create_tag(exchange& x) {
  std::int64_t id = x.integer("tagid");
  if (x.has("tagid") &&
      x.data().exists("SELECT 1 FROM wecom_tag WHERE corp = ? AND tagid = ?", x.caller.tenant, id))
    throw failure(code::tag_id_invalid, "the tagid is taken");
  need_free_name(x, x.text("tagname"), -1);
  if (!x.has("tagid"))
    id = x.data().number("SELECT max(tagid) FROM wecom_tag WHERE corp = ?", x.caller.tenant).value_or(0) + 1;
  x.data().run("INSERT INTO wecom_tag(corp, tagid, name, creator) VALUES(?, ?, ?, ?)", x.caller.tenant, id,
               x.text("tagname"), x.caller.app);
  return json::object{{"tagid", id}};
}

answer update_tag(exchange& x) {
  const std::int64_t id = x.integer("tagid");
  need_own_tag(x, id);
  need_free_name(x, x.text("tagname"), id);
  x.data().run("UPDATE wecom_tag SET name = ? WHERE corp = ? AND tagid = ?", x.text("tagname"),
               x.caller.tenant, id);
  return {};
}

answer delete_tag(exchange& x) {
  const std::int64_t id = x.integer("tagid");
  need_own_tag(x, id);
  x.data().run("DELETE FROM wecom_tag_member WHERE corp = ? AND tagid = ?", x.caller.tenant, id);
  x.data().run("DELETE FROM wecom_tag WHERE corp = ? AND tagid = ?", x.caller.tenant, id);
  return {};
}

answer get_tag(exchange& x) {
  const std::int64_t id = x.integer("tagid");
  need_tag(x, id);
  json::array users, parties;
  auto members = x.data().query(
      "SELECT m.userid, m.name FROM wecom_tag_member t JOIN wecom_member m ON m.corp = t.corp AND m.userid = "
      "t.id "
      "WHERE t.corp = ? AND t.tagid = ? AND t.kind = 'user' ORDER BY m.userid",
      x.caller.tenant, id);
  while (members.next())
    if (sees_member(x, members.text(0)))
      users.push_back(json::object{{"userid", members.text(0)}, {"name", members.text(1)}});
  auto departments = x.data().query(
      "SELECT CAST(id AS INTEGER) FROM wecom_tag_member WHERE corp = ? AND tagid = ? AND kind = 'party' "
      "ORDER BY 1",
      x.caller.tenant, id);
  while (departments.next())
    if (sees_department(x, departments.integer(0))) parties.emplace_back(departments.integer(0));
  const auto name =
      x.data().value("SELECT name FROM wecom_tag WHERE corp = ? AND tagid = ?", x.caller.tenant, id);
  return json::object{
      {"tagname", name.value_or("")}, {"userlist", std::move(users)}, {"partylist", std::move(parties)}};
}

answer list_tags(exchange& x) {
  json::array out;
  auto rows =
      x.data().query("SELECT tagid, name FROM wecom_tag WHERE corp = ? ORDER BY tagid", x.caller.tenant);
  while (rows.next()) out.push_back(json::object{{"tagid", rows.integer(0)}, {"tagname", rows.text(1)}});
  return json::object{{"taglist", std::move(out)}};
}

/// Adds or removes what is valid and names the rest; fails only when nothing is valid.
answer change_members(exchange& x, const char* sql, bool adds) {
  const std::int64_t id = x.integer("tagid");
  need_own_tag(x, id);
  const auto users = x.texts("userlist");
  const auto parties = x.integers("partylist");
  if (users.empty() && parties.empty())
    throw failure(code::tag_member_lists_invalid, "userlist and partylist are both empty");
  std::string bad_users;
  json::array bad_parties;
  std::size_t changed = 0;
  std::vector<std::string> told_users, told_parties;
  for (const std::string& user : users) {
    const auto found = find_member(x, user);
    if (found && sees_member(x, *found)) {
      if (x.data().run(sql, x.caller.tenant, id, "user", *found) > 0) told_users.push_back(*found);
      ++changed;
    } else {
      bad_users += (bad_users.empty() ? "" : "|") + user;
    }
  }
  for (const std::int64_t party : parties) {
    if (department_exists(x, party) && sees_department(x, party)) {
      if (x.data().run(sql, x.caller.tenant, id, "party", std::to_string(party)) > 0)
        told_parties.push_back(std::to_string(party));
      ++changed;
    } else {
      bad_parties.emplace_back(party);
    }
  }
  if (changed == 0)
    throw failure(code::tag_members_all_invalid, "none of those given exists and is seen by the app");
  tag_change told;
  (adds ? told.added_users : told.removed_users) = std::move(told_users);
  (adds ? told.added_parties : told.removed_parties) = std::move(told_parties);
  tell_tag_changed(x, id, told);
  json::object out;
  if (!bad_users.empty()) out["invalidlist"] = bad_users;
  if (!bad_parties.empty()) out["invalidparty"] = std::move(bad_parties);
  return out;
}

answer add_members(exchange& x) {
  return change_members(x, "INSERT OR IGNORE INTO wecom_tag_member(corp, tagid, kind, id) VALUES(?, ?, ?, ?)",
                        true);
}

answer remove_members(exchange& x) {
  return change_members(
      x, "DELETE FROM wecom_tag_member WHERE corp = ? AND tagid = ? AND kind = ? AND id = ?", false);
}

field tagid_field() { return field("tagid").integer(code::tag_id_invalid).required(code::tag_id_missing); }

field tagname_field() {
  return field("tagname")
      .text()
      .required(code::tag_name_length_invalid)
      .chars(1, 32, code::tag_name_length_invalid);
}

const claim unknown{code::tag_id_invalid, "no tag has the id"};
const claim foreign{code::tag_no_permission, "another app has made the tag"};

endpoint tag_endpoint(std::string_view name, std::string_view path, std::string_view title,
                      endpoint_handler handle) {
  return {.name = name,
          .method = "POST",
          .path = path,
          .title = title,
          .group = "tags",
          .credential = access_token,
          .handle = handle};
}

endpoint member_endpoint(std::string_view name, std::string_view path, std::string_view title,
                         endpoint_handler handle) {
  endpoint e = tag_endpoint(name, path, title, handle);
  e.fields = {
      tagid_field(),
      field("userlist").array(code::tag_member_lists_invalid).count(0, 1000, code::tag_members_too_many),
      field("partylist").array(code::tag_member_lists_invalid).count(0, 100, code::tag_members_too_many)};
  e.raises = {unknown,
              foreign,
              {code::tag_member_lists_invalid, "userlist and partylist are both empty"},
              {code::tag_members_all_invalid, "none of those given exists and is seen by the app"}};
  return e;
}

}  // namespace

void add_tags(endpoint_list& list) {
  endpoint e = tag_endpoint("tag/create", "/cgi-bin/tag/create", "Create a tag", create_tag);
  e.fields = {tagname_field(),
              field("tagid").integer(code::tag_id_invalid).range(0, highest_id, code::tag_id_invalid)};
  e.raises = {{code::tag_name_taken, "another tag has the name"},
              {code::tag_id_invalid, "the tagid is taken"}};
  e.success_text = "created";
  list.push_back(e);

  e = tag_endpoint("tag/update", "/cgi-bin/tag/update", "Rename a tag", update_tag);
  e.fields = {tagid_field(), tagname_field()};
  e.raises = {unknown, foreign, {code::tag_name_taken, "another tag has the name"}};
  e.success_text = "updated";
  list.push_back(e);

  e = tag_endpoint("tag/delete", "/cgi-bin/tag/delete", "Delete a tag", delete_tag);
  e.method = "GET";
  e.fields = {tagid_field()};
  e.raises = {unknown, foreign};
  e.success_text = "deleted";
  list.push_back(e);

  e = tag_endpoint("tag/get", "/cgi-bin/tag/get", "List who has a tag", get_tag);
  e.method = "GET";
  e.fields = {tagid_field()};
  e.raises = {unknown};
  e.empty_arrays = {"userlist", "partylist"};
  list.push_back(e);

  list.push_back(member_endpoint("tag/addtagusers", "/cgi-bin/tag/addtagusers",
                                 "Give members and departments a tag", add_members));
  e = member_endpoint("tag/deltagusers", "/cgi-bin/tag/deltagusers",
                      "Take a tag from members and departments", remove_members);
  e.success_text = "deleted";
  list.push_back(e);

  e = tag_endpoint("tag/list", "/cgi-bin/tag/list", "List tags", list_tags);
  e.method = "GET";
  e.empty_arrays = {"taglist"};
  list.push_back(e);
}

}  // namespace errdex::emulation::wecom
