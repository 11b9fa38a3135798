// Tags of the organisation for customers, in groups; a member marks his own customers with them.
#include "emulator/platform/fixture.hpp"
#include "emulator/wecom/customers.hpp"

namespace errdex::emulation::wecom {
namespace json = boost::json;
namespace {

constexpr std::int64_t highest_order = 4'294'967'295;

std::string new_id(const exchange& x) {
  return "et" + x.ids().text("wecom.customer_tag", 30, alphabets::alphanumeric);
}

bool group_exists(const exchange& x, std::string_view id) {
  return x.data().exists("SELECT 1 FROM wecom_customer_tag_group WHERE corp = ? AND id = ?", x.caller.tenant,
                         id);
}
bool tag_exists(const exchange& x, std::string_view id) {
  return x.data().exists("SELECT 1 FROM wecom_customer_tag WHERE corp = ? AND id = ?", x.caller.tenant, id);
}

json::array show_tags(const exchange& x, std::string_view grouping, const std::vector<std::string>& only) {
  json::array out;
  auto rows = x.data().query(
      "SELECT id, name, created, sort FROM wecom_customer_tag WHERE corp = ? AND grouping = ? ORDER BY sort "
      "DESC, "
      "created, id",
      x.caller.tenant, grouping);
  while (rows.next())
    if (only.empty() || std::find(only.begin(), only.end(), rows.text(0)) != only.end())
      out.push_back(json::object{{"id", rows.text(0)},
                                 {"name", rows.text(1)},
                                 {"create_time", rows.integer(2)},
                                 {"order", rows.integer(3)}});
  return out;
}

json::object show_group(const exchange& x, std::string_view id, const std::vector<std::string>& only = {}) {
  auto row =
      x.data().query("SELECT id, name, created, sort FROM wecom_customer_tag_group WHERE corp = ? AND id = ?",
                     x.caller.tenant, id);
  json::object out;
  if (row.next())
    out = {{"group_id", row.text(0)},
           {"group_name", row.text(1)},
           {"create_time", row.integer(2)},
           {"order", row.integer(3)},
           {"tag", show_tags(x, id, only)}};
  return out;
}

answer list_tags(exchange& x) {
  const auto tags = x.texts("tag_id"), wanted = x.texts("group_id");
  std::vector<std::string> groups;
  auto rows =
      x.data().query("SELECT id FROM wecom_customer_tag_group WHERE corp = ? ORDER BY sort DESC, created, id",
                     x.caller.tenant);
  while (rows.next()) groups.emplace_back(rows.text(0));
  json::array out;
  for (const std::string& id : groups) {
    if (!tags.empty()) {  // Then group_id is not looked at.
      json::object group = show_group(x, id, tags);
      if (!group["tag"].as_array().empty()) out.push_back(std::move(group));
    } else if (wanted.empty() || std::find(wanted.begin(), wanted.end(), id) != wanted.end()) {
      out.push_back(show_group(x, id));
    }
  }
  return json::object{{"tag_group", std::move(out)}};
}

void need_free_name(const exchange& x, std::string_view grouping, std::string_view name,
                    std::string_view self) {
  if (x.data().exists(
          "SELECT 1 FROM wecom_customer_tag WHERE corp = ? AND grouping = ? AND name = ? AND id <> ?",
          x.caller.tenant, grouping, name, self))
    throw failure(code::tag_name_taken, "the group has a tag " + std::string(name));
}

/// The group that is named by its id, or by its name, which makes it when there is none.
std::string group_for(const exchange& x) {
  if (x.has("group_id")) {
    std::string id = x.text("group_id");
    if (!group_exists(x, id)) throw failure(code::tag_id_invalid, "there is no group " + id);
    return id;
  }
  const std::string name = x.text("group_name");
  if (name.empty()) throw failure(code::parameter_invalid, "group_id and group_name are both empty");
  auto found = x.data().value("SELECT id FROM wecom_customer_tag_group WHERE corp = ? AND name = ?",
                              x.caller.tenant, name);
  if (found) return std::move(*found);
  std::string id = new_id(x);
  x.data().run("INSERT INTO wecom_customer_tag_group(corp, id, name, created, sort) VALUES(?, ?, ?, ?, ?)",
               x.caller.tenant, id, name, x.seconds(), x.integer("order"));
  return id;
}

answer add_tags(exchange& x) {
  const std::string grouping = group_for(x);
  json::array made;
  for (const json::value& value : x.json("tag")->as_array()) {
    const auto* tag = value.if_object();
    const auto* name = tag ? tag->if_contains("name") : nullptr;
    const std::string text = name ? scalar_text(*name).value_or("") : std::string();
    need_free_name(x, grouping, text, {});
    const auto* order = tag ? tag->if_contains("order") : nullptr;
    const std::int64_t sort = order ? as_integer(*order).value_or(0) : 0;
    const std::string id = new_id(x);
    x.data().run(
        "INSERT INTO wecom_customer_tag(corp, id, grouping, name, created, sort) VALUES(?, ?, ?, ?, ?, ?)",
        x.caller.tenant, id, grouping, text, x.seconds(), sort);
    made.push_back(json::object{{"id", id}, {"name", text}, {"create_time", x.seconds()}, {"order", sort}});
  }
  json::object out = show_group(x, grouping);
  out["tag"] = std::move(made);
  return json::object{{"tag_group", std::move(out)}};
}

answer edit_tag(exchange& x) {
  const std::string id = x.text("id");
  const auto name = x.has("name") ? std::optional(x.text("name")) : std::nullopt;
  std::optional<std::int64_t> order;
  if (x.has("order")) order = x.integer("order");
  const auto grouping = x.data().value("SELECT grouping FROM wecom_customer_tag WHERE corp = ? AND id = ?",
                                       x.caller.tenant, id);
  if (grouping) {
    if (name) need_free_name(x, *grouping, *name, id);
    x.data().run(
        "UPDATE wecom_customer_tag SET name = coalesce(?, name), sort = coalesce(?, sort) WHERE corp = ? AND "
        "id = ?",
        name, order, x.caller.tenant, id);
    return {};
  }
  if (!group_exists(x, id)) throw failure(code::tag_id_invalid, "there is no tag and no group " + id);
  if (name &&
      x.data().exists("SELECT 1 FROM wecom_customer_tag_group WHERE corp = ? AND name = ? AND id <> ?",
                      x.caller.tenant, *name, id))
    throw failure(code::tag_name_taken, "there is another group " + *name);
  x.data().run(
      "UPDATE wecom_customer_tag_group SET name = coalesce(?, name), sort = coalesce(?, sort) WHERE corp = ? "
      "AND id = "
      "?",
      name, order, x.caller.tenant, id);
  return {};
}

void remove_tag(const exchange& x, std::string_view id) {
  x.data().run("DELETE FROM wecom_customer_tag_mark WHERE corp = ? AND tag = ?", x.caller.tenant, id);
  x.data().run("DELETE FROM wecom_customer_tag WHERE corp = ? AND id = ?", x.caller.tenant, id);
}

answer delete_tags(exchange& x) {
  const auto tags = x.texts("tag_id"), groups = x.texts("group_id");
  if (tags.empty() && groups.empty())
    throw failure(code::parameter_invalid, "tag_id and group_id are both empty");
  for (const std::string& id : tags) {
    const auto grouping = x.data().value("SELECT grouping FROM wecom_customer_tag WHERE corp = ? AND id = ?",
                                         x.caller.tenant, id);
    if (!grouping) throw failure(code::tag_id_invalid, "there is no tag " + id);
    remove_tag(x, id);
    // A group goes with the last of its tags.
    x.data().run(
        "DELETE FROM wecom_customer_tag_group WHERE corp = ?1 AND id = ?2 AND NOT EXISTS (SELECT 1 FROM "
        "wecom_customer_tag WHERE corp = ?1 AND grouping = ?2)",
        x.caller.tenant, *grouping);
  }
  for (const std::string& id : groups) {
    if (!group_exists(x, id)) throw failure(code::tag_id_invalid, "there is no group " + id);
    for (const auto& tag : show_tags(x, id, {})) remove_tag(x, tag.at("id").as_string());
    x.data().run("DELETE FROM wecom_customer_tag_group WHERE corp = ? AND id = ?", x.caller.tenant, id);
  }
  return {};
}

answer mark_customer(exchange& x) {
  settle_relations(x);
  const std::string userid = need_server(x, x.text("userid")), customer = x.text("external_userid");
  need_relation(x, userid, customer);
  const auto added = x.texts("add_tag"), removed = x.texts("remove_tag");
  if (added.empty() && removed.empty())
    throw failure(code::parameter_invalid, "add_tag and remove_tag are both empty");
  for (const auto& list : {added, removed})
    for (const std::string& id : list)
      if (!tag_exists(x, id)) throw failure(code::tag_id_invalid, "there is no tag " + id);
  for (const std::string& id : added)
    x.data().run(
        "INSERT OR IGNORE INTO wecom_customer_tag_mark(corp, userid, customer, tag) VALUES(?, ?, ?, ?)",
        x.caller.tenant, userid, customer, id);
  for (const std::string& id : removed)
    x.data().run(
        "DELETE FROM wecom_customer_tag_mark WHERE corp = ? AND userid = ? AND customer = ? AND tag = ?",
        x.caller.tenant, userid, customer, id);
  return {};
}

endpoint tag_call(std::string_view path, std::string_view title, endpoint_handler handle) {
  return customer_endpoint("POST", path, title, "tags of customers", handle);
}

field name_field(std::string_view path) { return field(path).text().chars(1, 30); }
field order_field(std::string_view path) { return field(path).integer().range(0, highest_order); }

}  // namespace

void create_customer_tag_tables(store& data) {
  data.script(R"(
CREATE TABLE IF NOT EXISTS wecom_customer_tag_group(corp TEXT NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL,
  created INTEGER NOT NULL, sort INTEGER NOT NULL, PRIMARY KEY(corp, id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS wecom_customer_tag(corp TEXT NOT NULL, id TEXT NOT NULL, grouping TEXT NOT NULL, name TEXT NOT NULL,
  created INTEGER NOT NULL, sort INTEGER NOT NULL, PRIMARY KEY(corp, id)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS wecom_customer_tag_grouping ON wecom_customer_tag(corp, grouping);
CREATE TABLE IF NOT EXISTS wecom_customer_tag_mark(corp TEXT NOT NULL, userid TEXT NOT NULL COLLATE NOCASE,
  customer TEXT NOT NULL, tag TEXT NOT NULL, PRIMARY KEY(corp, userid, customer, tag)) WITHOUT ROWID;
)");
}

void load_customer_tags(world& w, const std::string& corp, const json::value& part) {
  const fixture_part p(part, corp + ", customer_tags");
  p.only({"groups"});
  for (const auto& value : p.list("groups")) {
    const fixture_part g(value, p.where() + ", group");
    g.only({"id", "name", "order", "tags"});
    w.data.run("INSERT INTO wecom_customer_tag_group(corp, id, name, created, sort) VALUES(?, ?, ?, ?, ?)",
               corp, g.needed("id"), g.needed("name"), w.clock.seconds(), g.number("order", 0));
    for (const auto& tag : g.list("tags")) {
      const fixture_part t(tag, g.where() + ", tag");
      t.only({"id", "name", "order"});
      w.data.run(
          "INSERT INTO wecom_customer_tag(corp, id, grouping, name, created, sort) VALUES(?, ?, ?, ?, ?, ?)",
          corp, t.needed("id"), g.text("id"), t.needed("name"), w.clock.seconds(), t.number("order", 0));
    }
  }
}

void add_customer_tags(endpoint_list& list) {
  endpoint e =
      tag_call("/cgi-bin/externalcontact/get_corp_tag_list", "List the tags of customers", list_tags);
  e.fields = {field("tag_id").array(), field("group_id").array()};
  e.empty_arrays = {"tag_group"};
  list.push_back(e);

  e = tag_call("/cgi-bin/externalcontact/add_corp_tag", "Create tags of customers", add_tags);
  e.fields = {field("group_id").text(),   name_field("group_name"),
              order_field("order"),       field("tag").array().required().count(1, 100),
              field("tag[]").object(),    field("tag[].name").text().required().chars(1, 30),
              order_field("tag[].order"), field("agentid").integer()};
  e.raises = {{code::tag_id_invalid, "no group has the group_id"},
              {code::tag_name_taken, "the group has a tag of the name"},
              {code::parameter_invalid, "group_id and group_name are both empty"}};
  list.push_back(e);

  e = tag_call("/cgi-bin/externalcontact/edit_corp_tag", "Change a tag of customers or a group of them",
               edit_tag);
  e.fields = {field("id").text().required(), name_field("name"), order_field("order"),
              field("agentid").integer()};
  e.raises = {{code::tag_id_invalid, "no tag and no group has the id"},
              {code::tag_name_taken, "another tag of the group, or another group, has the name"}};
  list.push_back(e);

  e = tag_call("/cgi-bin/externalcontact/del_corp_tag", "Delete tags of customers", delete_tags);
  e.fields = {field("tag_id").array(), field("group_id").array(), field("agentid").integer()};
  e.raises = {{code::tag_id_invalid, "no tag or group has one of the ids"},
              {code::parameter_invalid, "tag_id and group_id are both empty"}};
  list.push_back(e);

  e = tag_call("/cgi-bin/externalcontact/mark_tag", "Give and take tags of a customer", mark_customer);
  e.fields = {server_field("userid"), customer_field(), field("add_tag").array(),
              field("remove_tag").array()};
  e.raises = {
      {code::user_not_found, "no member that the app sees has the userid"},
      {code::user_outside_customer_contact_range, "customer contact is not switched on for the member"},
      {code::external_user_id_invalid, "the organisation has no such customer"},
      {code::external_contact_relation_missing, "the member does not serve the customer"},
      {code::tag_id_invalid, "there is no tag of one of the ids"},
      {code::parameter_invalid, "add_tag and remove_tag are both empty"}};
  list.push_back(e);
}

}  // namespace errdex::emulation::wecom
