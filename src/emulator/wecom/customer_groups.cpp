// Group chats with customers, and the greetings that their owners can choose.
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "emulator/platform/fixture.hpp"
#include "emulator/wecom/customers.hpp"

namespace errdex::emulation::wecom {
namespace json = boost::json;
namespace {

constexpr std::int64_t a_member = 1;       // type of who is in a group
constexpr std::int64_t by_invitation = 1;  // join_scene

answer list_groups(exchange& x) {
  std::vector<std::string> owners;
  for (const std::string& userid : x.texts("owner_filter.userid_list"))
    owners.push_back(need_server(x, userid));
  const std::int64_t status = x.integer("status_filter");
  json::array all;
  auto rows = x.data().query(
      "SELECT chat_id, status, owner FROM wecom_customer_group WHERE corp = ? ORDER BY created, chat_id",
      x.caller.tenant);
  while (rows.next()) {
    if (status != 0 && rows.integer(1) != status) continue;
    if (!owners.empty() && std::find(owners.begin(), owners.end(), rows.text(2)) == owners.end()) continue;
    all.push_back(json::object{{"chat_id", rows.text(0)}, {"status", rows.integer(1)}});
  }
  page shown = cut_page(x, all, x.integer("limit"));
  json::object out{{"group_chat_list", std::move(shown.items)}};
  if (!shown.next_cursor.empty()) out["next_cursor"] = shown.next_cursor;
  return out;
}

json::array show_people(const exchange& x, std::string_view chat, bool with_names) {
  json::array out;
  auto rows = x.data().query(
      "SELECT p.userid, p.type, p.joined, p.join_scene, p.invitor, p.nickname, coalesce(m.name, c.name, ''), "
      "c.unionid "
      "FROM wecom_customer_group_person p LEFT JOIN wecom_member m ON p.type = 1 AND m.corp = p.corp AND "
      "m.userid = "
      "p.userid LEFT JOIN wecom_customer c ON p.type = 2 AND c.corp = p.corp AND c.id = p.userid WHERE "
      "p.corp = ? AND "
      "p.chat_id = ? ORDER BY p.joined, p.userid",
      x.caller.tenant, chat);
  while (rows.next()) {
    json::object one{{"userid", rows.text(0)}, {"type", rows.integer(1)}};
    if (!rows.is_null(7)) one["unionid"] = rows.text(7);
    one["join_time"] = rows.integer(2);
    one["join_scene"] = rows.integer(3);
    if (!rows.text(4).empty()) one["invitor"] = json::object{{"userid", rows.text(4)}};
    one["group_nickname"] = rows.text(5);
    if (with_names) one["name"] = rows.text(6);
    out.push_back(std::move(one));
  }
  return out;
}

answer get_group(exchange& x) {
  const std::string id = x.text("chat_id");
  auto row = x.data().query(
      "SELECT name, owner, created, notice, admins FROM wecom_customer_group WHERE corp = ? AND chat_id = ?",
      x.caller.tenant, id);
  if (!row.next()) throw failure(code::chat_not_found, "there is no group chat " + id);
  json::array admins;
  const json::value listed = json::parse(row.text(4));
  for (const auto& userid : listed.get_array()) admins.push_back(json::object{{"userid", userid}});
  return json::object{{"group_chat",
                       {{"chat_id", id},
                        {"name", row.text(0)},
                        {"owner", row.text(1)},
                        {"create_time", row.integer(2)},
                        {"notice", row.text(3)},
                        {"member_list", show_people(x, id, x.boolean("need_name"))},
                        {"admin_list", std::move(admins)}}}};
}

constexpr std::array<const char*, 6> kinds_of_content{"text",        "image", "link",
                                                      "miniprogram", "file",  "video"};

json::object content_of(const exchange& x) {
  json::object out;
  for (const char* kind : kinds_of_content)
    if (const auto* value = x.json(kind)) out[kind] = *value;
  if (out.empty()) throw failure(code::parameter_invalid, "the template has nothing to say");
  need_files(x, out);
  return out;
}

std::string need_template(const exchange& x) {
  std::string id = x.text("template_id");
  if (!x.data().exists("SELECT 1 FROM wecom_customer_group_greeting WHERE corp = ? AND template_id = ?",
                       x.caller.tenant, id))
    throw failure(code::parameter_invalid, "there is no template " + id);
  return id;
}

answer add_template(exchange& x) {
  constexpr std::int64_t most = 100;
  const std::string content = json::serialize(content_of(x));
  if (x.data()
          .number("SELECT count(*) FROM wecom_customer_group_greeting WHERE corp = ?", x.caller.tenant)
          .value_or(0) >= most)
    throw failure(code::parameter_invalid, "there are 100 templates already");
  const std::string id = "msg" + x.ids().text("wecom.group_greeting", 29, alphabets::alphanumeric);
  x.data().run("INSERT INTO wecom_customer_group_greeting(corp, template_id, content) VALUES(?, ?, ?)",
               x.caller.tenant, id, content);
  return json::object{{"template_id", id}};
}

answer edit_template(exchange& x) {
  const std::string id = need_template(x);
  x.data().run("UPDATE wecom_customer_group_greeting SET content = ? WHERE corp = ? AND template_id = ?",
               json::serialize(content_of(x)), x.caller.tenant, id);
  return {};
}

answer get_template(exchange& x) {
  const auto content =
      x.data().value("SELECT content FROM wecom_customer_group_greeting WHERE corp = ? AND template_id = ?",
                     x.caller.tenant, need_template(x));
  return json::parse(content.value_or("{}")).as_object();
}

answer delete_template(exchange& x) {
  x.data().run("DELETE FROM wecom_customer_group_greeting WHERE corp = ? AND template_id = ?",
               x.caller.tenant, need_template(x));
  return {};
}

std::vector<field> content_fields() {
  return {field("text.content").text().bytes(0, 3000),
          field("image").object(),
          field("image.media_id").text(),
          field("image.pic_url").text(),
          field("link.title").text().required().bytes(1, 128),
          field("link.picurl").text().bytes(0, 2048),
          field("link.desc").text().bytes(0, 512),
          field("link.url").text().required().bytes(1, 2048),
          field("miniprogram.title").text().required().bytes(1, 64),
          field("miniprogram.pic_media_id").text().required(),
          field("miniprogram.appid").text().required(),
          field("miniprogram.page").text().required(),
          field("file.media_id").text().required(),
          field("video.media_id").text().required(),
          field("agentid").integer()};
}

field template_field() { return field("template_id").text().required(); }

endpoint group_call(std::string_view path, std::string_view title, endpoint_handler handle) {
  return customer_endpoint("POST", path, title, "group chats with customers", handle);
}

const claim no_template{code::parameter_invalid, "no template has the template_id"};

void add_templates(endpoint_list& list) {
  endpoint e = group_call("/cgi-bin/externalcontact/group_welcome_template/add",
                          "Create a greeting for groups", add_template);
  e.fields = content_fields();
  e.fields.push_back(field("notify").integer().one_of({"0", "1"}));
  e.raises = {
      {code::media_id_invalid, "a file in it was not uploaded in the last three days, or is of another type"},
      {code::parameter_invalid, "the template has nothing to say, or there are 100 already"}};
  list.push_back(e);

  e = group_call("/cgi-bin/externalcontact/group_welcome_template/edit", "Change a greeting for groups",
                 edit_template);
  e.fields = content_fields();
  e.fields.insert(e.fields.begin(), template_field());
  e.raises = {no_template,
              {code::media_id_invalid,
               "a file in it was not uploaded in the last three days, or is of another type"}};
  list.push_back(e);

  e = group_call("/cgi-bin/externalcontact/group_welcome_template/get", "Read a greeting for groups",
                 get_template);
  e.fields = {template_field()};
  e.raises = {no_template};
  list.push_back(e);

  e = group_call("/cgi-bin/externalcontact/group_welcome_template/del", "Delete a greeting for groups",
                 delete_template);
  e.fields = {template_field(), field("agentid").integer()};
  e.raises = {no_template};
  list.push_back(e);
}

}  // namespace

void create_customer_group_tables(store& data) {
  data.script(R"(
CREATE TABLE IF NOT EXISTS wecom_customer_group(corp TEXT NOT NULL, chat_id TEXT NOT NULL, name TEXT NOT NULL,
  owner TEXT NOT NULL COLLATE NOCASE, created INTEGER NOT NULL, notice TEXT NOT NULL, status INTEGER NOT NULL,
  admins TEXT NOT NULL, PRIMARY KEY(corp, chat_id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS wecom_customer_group_person(corp TEXT NOT NULL, chat_id TEXT NOT NULL, userid TEXT NOT NULL,
  type INTEGER NOT NULL, joined INTEGER NOT NULL, join_scene INTEGER NOT NULL, invitor TEXT NOT NULL,
  nickname TEXT NOT NULL, PRIMARY KEY(corp, chat_id, userid)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS wecom_customer_group_greeting(corp TEXT NOT NULL, template_id TEXT NOT NULL,
  content TEXT NOT NULL, PRIMARY KEY(corp, template_id)) WITHOUT ROWID;
)");
}

void load_customer_groups(world& w, const std::string& corp, const json::value& part) {
  const fixture_part p(part, corp + ", customer_groups");
  p.only({"list"});
  for (const auto& value : p.list("list")) {
    const fixture_part g(value, p.where());
    g.only({"chat_id", "name", "owner", "created", "notice", "status", "admins", "people"});
    const std::string chat = g.needed("chat_id");
    const std::int64_t created = g.number("created", w.clock.seconds());
    w.data.run(
        "INSERT INTO wecom_customer_group(corp, chat_id, name, owner, created, notice, status, admins) "
        "VALUES(?, ?, ?, "
        "?, ?, ?, ?, ?)",
        corp, chat, g.text("name"), g.needed("owner"), created, g.text("notice"), g.number("status", 0),
        json::serialize(g.list("admins")));
    for (const auto& person : g.list("people")) {
      const fixture_part m(person, g.where() + ", " + chat);
      m.only({"userid", "type", "joined", "join_scene", "invitor", "nickname"});
      w.data.run(
          "INSERT INTO wecom_customer_group_person(corp, chat_id, userid, type, joined, join_scene, invitor, "
          "nickname) "
          "VALUES(?, ?, ?, ?, ?, ?, ?, ?)",
          corp, chat, m.needed("userid"), m.number("type", a_member), m.number("joined", created),
          m.number("join_scene", by_invitation), m.text("invitor"), m.text("nickname"));
    }
  }
}

void add_customer_groups(endpoint_list& list) {
  endpoint e =
      group_call("/cgi-bin/externalcontact/groupchat/list", "List group chats with customers", list_groups);
  e.fields = {field("status_filter").integer().one_of({"0", "1", "2", "3"}), field("owner_filter").object(),
              field("owner_filter.userid_list").array().count(0, 100), field("cursor").text(),
              field("limit").integer().required().range(1, 1000)};
  e.raises = {{code::user_not_found, "no member that the app sees is an owner in the filter"},
              {code::user_outside_customer_contact_range, "customer contact is not switched on for an owner"},
              {code::parameter_invalid, "no answer had the cursor"}};
  e.empty_arrays = {"group_chat_list"};
  list.push_back(e);

  e = group_call("/cgi-bin/externalcontact/groupchat/get", "Read a group chat with customers", get_group);
  e.fields = {field("chat_id").text().required(), field("need_name").integer().one_of({"0", "1"})};
  e.raises = {{code::chat_not_found, "no group chat with customers has the chat_id"}};
  list.push_back(e);

  add_templates(list);
}

}  // namespace errdex::emulation::wecom
