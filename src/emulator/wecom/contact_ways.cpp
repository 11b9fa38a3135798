// Contact ways (联系我): QR codes and buttons through which customers add members.
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <set>

#include "emulator/wecom/customers.hpp"

namespace errdex::emulation::wecom {
namespace json = boost::json;
namespace {

constexpr std::int64_t day = 86'400;
constexpr std::int64_t one_member = 1;                 // type
constexpr std::int64_t by_button = 1, by_qr_code = 2;  // scene
constexpr std::int64_t most_members = 100;
constexpr std::int64_t most_permanent_codes = 5'000;
constexpr std::int64_t usual_life = 7 * day, usual_chat = day, longest = 14 * day;

struct people {
  std::vector<std::string> users;
  std::vector<std::int64_t> parties;
};

/// Those who are to be added, with all that can be wrong with them.
people need_people(const exchange& x, std::int64_t type) {
  people out;
  for (const std::string& userid : x.texts("user")) {
    const auto found = find_member(x, userid);
    if (!found || !serves_customers(x, *found))
      throw failure(code::customer_contact_no_permission,
                    "customer contact is not switched on for " + userid);
    if (!has_verified_name(x, *found))
      throw failure(code::successor_not_verified, *found + " has not verified the real name");
    out.users.push_back(*found);
  }
  out.parties = x.integers("party");
  std::set<std::string> everyone(out.users.begin(), out.users.end());
  for (const std::int64_t party : out.parties) {
    if (!department_exists(x, party))
      throw failure(code::department_id_invalid, "there is no department " + std::to_string(party));
    for (const std::int64_t below : department_tree(x, party)) {
      auto rows = x.data().query("SELECT userid FROM wecom_membership WHERE corp = ? AND department = ?",
                                 x.caller.tenant, below);
      while (rows.next()) everyone.emplace(rows.text(0));
    }
  }
  const auto count = static_cast<std::int64_t>(everyone.size());
  if (type == one_member && (count > 1 || !out.parties.empty()))
    throw failure(code::contact_way_too_many_members,
                  "a contact way of type 1 has one member and no department");
  if (count > most_members)
    throw failure(code::contact_way_too_many_members, "there are " + std::to_string(count) + " members");
  if (count == 0) throw failure(code::parameter_invalid, "user and party are both empty");
  return out;
}

void need_room(const exchange& x) {
  const auto limit =
      x.data().number("SELECT contact_way_limit FROM wecom_customer_setting WHERE corp = ?", x.caller.tenant);
  const auto used = x.data().number(
      "SELECT count(*) FROM wecom_contact_way WHERE corp = ? AND expires IS NULL", x.caller.tenant);
  if (limit && used.value_or(0) >= *limit)
    throw failure(code::contact_way_quota_exceeded, "there are " + std::to_string(*used) + " already");
}

void need_permanent_code(const exchange& x, std::string_view userid) {
  const auto used = x.data().number(
      "SELECT count(*) FROM wecom_contact_way WHERE corp = ? AND owner = ? AND qr_code <> '' AND expires IS "
      "NULL",
      x.caller.tenant, userid);
  if (used.value_or(0) >= most_permanent_codes)
    throw failure(code::permanent_qrcode_quota_exceeded,
                  std::string(userid) + " has 5,000 permanent QR codes");
}

std::string written(const std::vector<std::string>& list) {
  json::array out;
  for (const std::string& element : list) out.emplace_back(element);
  return json::serialize(out);
}

std::string written(const std::vector<std::int64_t>& list) {
  json::array out;
  for (const std::int64_t element : list) out.emplace_back(element);
  return json::serialize(out);
}

/// What only is read back as it was written.
std::string merged_details(const exchange& x, const std::string& before) {
  if (const auto* conclusions = x.json("conclusions")) need_files(x, conclusions->as_object());
  json::value details = json::parse(before);
  json::object& out = details.as_object();
  for (const char* name : {"style", "remark", "skip_verify", "state", "unionid", "is_exclusive",
                           "conclusions", "chat_expires_in"})
    if (const auto* value = x.json(name)) out[name] = *value;
  return json::serialize(out);
}

void forget_expired(const exchange& x) {
  x.data().run("DELETE FROM wecom_contact_way WHERE corp = ? AND expires <= ?", x.caller.tenant, x.seconds());
}

std::string need_contact_way(const exchange& x) {
  forget_expired(x);
  std::string id = x.text("config_id");
  if (!x.data().exists("SELECT 1 FROM wecom_contact_way WHERE corp = ? AND config_id = ?", x.caller.tenant,
                       id))
    throw failure(code::contact_way_not_found, "there is no contact way " + id);
  return id;
}

answer add_contact_way(exchange& x) {
  forget_expired(x);
  const std::int64_t type = x.integer("type"), scene = x.integer("scene");
  const bool temporary = x.boolean("is_temp");
  const people chosen = need_people(x, type);
  if (temporary && type != one_member)
    throw failure(code::parameter_invalid, "a temporary chat is with one member");
  if (!temporary) need_room(x);
  const std::string owner = type == one_member ? chosen.users.front() : std::string();
  if (!temporary && !owner.empty() && scene == by_qr_code) need_permanent_code(x, owner);
  const std::string id = x.ids().text("wecom.contact_way", 32, alphabets::hex);
  const std::string qr_code = scene == by_qr_code
                                  ? "https://open.work.weixin.qq.com/wwopen/userQRCode?vcode=vc" +
                                        x.ids().text("wecom.contact_way_code", 16, alphabets::hex)
                                  : std::string();
  x.data().run(
      "INSERT INTO wecom_contact_way(corp, config_id, type, scene, owner, users, parties, qr_code, created, "
      "expires, "
      "details) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      x.caller.tenant, id, type, scene, owner, written(chosen.users), written(chosen.parties), qr_code,
      x.seconds(),
      temporary ? std::optional(x.seconds() + x.integer("expires_in", usual_life)) : std::nullopt,
      merged_details(x, "{}"));
  json::object out{{"config_id", id}};
  if (!qr_code.empty()) out["qr_code"] = qr_code;
  return out;
}

answer get_contact_way(exchange& x) {
  const std::string id = need_contact_way(x);
  auto row = x.data().query(
      "SELECT type, scene, qr_code, users, parties, created, expires, details FROM wecom_contact_way WHERE "
      "corp = ? "
      "AND config_id = ?",
      x.caller.tenant, id);
  row.next();
  const json::value read = json::parse(row.text(7));
  const json::object& details = read.get_object();
  const auto detail = [&](const char* name, const json::value& otherwise) {
    const auto* value = details.if_contains(name);
    return value ? *value : otherwise;
  };
  const bool temporary = !row.is_null(6);
  json::object out{{"config_id", id},
                   {"type", row.integer(0)},
                   {"scene", row.integer(1)},
                   {"style", detail("style", 0)},
                   {"remark", detail("remark", "")},
                   {"skip_verify", detail("skip_verify", true)},
                   {"state", detail("state", "")},
                   {"qr_code", row.text(2)},
                   {"user", json::parse(row.text(3))},
                   {"party", json::parse(row.text(4))},
                   {"is_temp", temporary}};
  if (temporary) {
    out["expires_in"] = row.integer(6) - row.integer(5);
    out["chat_expires_in"] = detail("chat_expires_in", usual_chat);
    out["unionid"] = detail("unionid", "");
  }
  out["is_exclusive"] = detail("is_exclusive", false);
  if (const auto* conclusions = details.if_contains("conclusions")) out["conclusions"] = *conclusions;
  return json::object{{"contact_way", std::move(out)}};
}

answer list_contact_ways(exchange& x) {
  const std::int64_t end = x.integer("end_time", x.seconds()),
                     start = x.integer("start_time", end - 90 * day);
  if (end < start || end - start > 90 * day)
    throw failure(code::parameter_invalid, "the time is reversed or longer than 90 days");
  json::array all;
  auto rows = x.data().query(
      "SELECT config_id FROM wecom_contact_way WHERE corp = ? AND expires IS NULL AND created BETWEEN ? AND "
      "? ORDER "
      "BY created, config_id",
      x.caller.tenant, start, end);
  while (rows.next()) all.push_back(json::object{{"config_id", rows.text(0)}});
  page shown = cut_page(x, all, x.integer("limit", 100));
  return json::object{{"contact_way", std::move(shown.items)}, {"next_cursor", shown.next_cursor}};
}

answer update_contact_way(exchange& x) {
  const std::string id = need_contact_way(x);
  auto row = x.data().query(
      "SELECT type, details, users, parties, owner, scene FROM wecom_contact_way WHERE corp = ? AND "
      "config_id = ?",
      x.caller.tenant, id);
  row.next();
  const std::int64_t type = row.integer(0);
  const std::int64_t style = x.integer("style", 1);
  if (row.integer(5) == by_button && (style < 1 || style > 3))
    throw failure(code::contact_way_style_invalid, "there is no style " + std::to_string(style));
  std::string users(row.text(2)), parties(row.text(3)), owner(row.text(4));
  if (x.has("user") || x.has("party")) {
    const people chosen = need_people(x, type);
    if (x.has("user")) users = written(chosen.users);
    if (x.has("party")) parties = written(chosen.parties);
    if (type == one_member) owner = chosen.users.front();
  }
  const std::int64_t life = x.integer("expires_in");  // None leaves it as it was.
  x.data().run(
      "UPDATE wecom_contact_way SET users = ?1, parties = ?2, owner = ?3, details = ?4, expires = CASE WHEN "
      "?5 = 0 THEN "
      "expires WHEN expires IS NOT NULL THEN created + ?5 END WHERE corp = ?6 AND config_id = ?7",
      users, parties, owner, merged_details(x, std::string(row.text(1))), life, x.caller.tenant, id);
  return {};
}

answer delete_contact_way(exchange& x) {
  const std::string id = need_contact_way(x);
  x.data().run("DELETE FROM wecom_contact_way WHERE corp = ? AND config_id = ?", x.caller.tenant, id);
  return {};
}

answer close_temporary_chat(exchange& x) {
  settle_relations(x);
  const std::string userid = need_server(x, x.text("userid")), customer = x.text("external_userid");
  need_relation(x, userid, customer);
  if (x.data().run(
          "DELETE FROM wecom_customer_relation WHERE corp = ? AND userid = ? AND customer = ? AND chat_ends "
          "IS NOT NULL",
          x.caller.tenant, userid, customer) == 0)
    throw failure(code::external_contact_relation_missing, "the two have no temporary chat");
  return {};
}

std::vector<field> changeable_fields() {
  return {field("remark").text().chars(0, 30),
          field("skip_verify").boolean(),
          field("state").text().chars(0, 30),
          field("user").array(),
          field("user[]").text(),
          field("party").array(),
          field("party[]").integer(),
          field("expires_in").integer().range(1, longest),
          field("chat_expires_in").integer().range(1, longest),
          field("unionid").text(),
          field("is_exclusive").boolean(),
          field("conclusions").object(),
          field("conclusions.text.content").text().bytes(0, 4000),
          field("conclusions.image.media_id").text(),
          field("conclusions.link.title").text().required().bytes(1, 128),
          field("conclusions.link.picurl").text().bytes(0, 2048),
          field("conclusions.link.desc").text().bytes(0, 512),
          field("conclusions.link.url").text().required().bytes(1, 2048),
          field("conclusions.miniprogram.title").text().required().bytes(1, 64),
          field("conclusions.miniprogram.pic_media_id").text().required(),
          field("conclusions.miniprogram.appid").text().required(),
          field("conclusions.miniprogram.page").text().required()};
}

field config_id_field() { return field("config_id").text().required(code::contact_way_config_id_missing); }

endpoint contact_way_call(std::string_view path, std::string_view title, endpoint_handler handle) {
  return customer_endpoint("POST", path, title, "contact ways", handle);
}

std::vector<claim> people_claims() {
  return {
      {code::customer_contact_no_permission, "customer contact is not switched on for one of the members"},
      {code::successor_not_verified, "one of the members has not verified the real name"},
      {code::department_id_invalid, "no department has an id in party"},
      {code::contact_way_too_many_members,
       "user and party have more than 100 members together, or one of type 1 more than one"},
      {code::media_id_invalid,
       "a file in conclusions was not uploaded in the last three days, or is of another type"},
      {code::parameter_invalid, "nobody is named"}};
}

const claim unknown{code::contact_way_not_found,
                    "no contact way has the config_id, or it was temporary and expired"};

}  // namespace

void create_contact_way_tables(store& data) {
  data.script(R"(
CREATE TABLE IF NOT EXISTS wecom_contact_way(corp TEXT NOT NULL, config_id TEXT NOT NULL, type INTEGER NOT NULL,
  scene INTEGER NOT NULL, owner TEXT NOT NULL COLLATE NOCASE, users TEXT NOT NULL, parties TEXT NOT NULL,
  qr_code TEXT NOT NULL, created INTEGER NOT NULL, expires INTEGER, details TEXT NOT NULL,
  PRIMARY KEY(corp, config_id)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS wecom_contact_way_owner ON wecom_contact_way(corp, owner);
CREATE INDEX IF NOT EXISTS wecom_contact_way_end ON wecom_contact_way(corp, expires);
)");
}

void add_contact_ways(endpoint_list& list) {
  endpoint e =
      contact_way_call("/cgi-bin/externalcontact/add_contact_way", "Create a contact way", add_contact_way);
  e.fields = {field("type")
                  .integer(code::contact_way_type_invalid)
                  .required(code::contact_way_type_missing)
                  .one_of({"1", "2"}, code::contact_way_type_invalid),
              field("scene")
                  .integer(code::contact_way_scene_invalid)
                  .required(code::contact_way_scene_missing)
                  .one_of({"1", "2"}, code::contact_way_scene_invalid),
              // A QR code has no look, and what is sent for it is not read.
              field("style")
                  .integer(code::contact_way_style_invalid)
                  .one_of({"1", "2", "3"}, code::contact_way_style_invalid)
                  .only_if("scene", {"1"}),
              field("is_temp").boolean()};
  for (field& f : changeable_fields()) e.fields.push_back(std::move(f));
  e.raises = people_claims();
  e.raises.push_back({code::contact_way_quota_exceeded, "the organisation has as many as it may"});
  e.raises.push_back({code::permanent_qrcode_quota_exceeded, "the member has 5,000 permanent QR codes"});
  list.push_back(e);

  e = contact_way_call("/cgi-bin/externalcontact/get_contact_way", "Read a contact way", get_contact_way);
  e.fields = {config_id_field()};
  e.raises = {unknown};
  list.push_back(e);

  e = contact_way_call("/cgi-bin/externalcontact/list_contact_way", "List contact ways", list_contact_ways);
  e.fields = {field("start_time").integer(), field("end_time").integer(), field("cursor").text(),
              field("limit").integer().range(1, 1000)};
  e.raises = {
      {code::parameter_invalid, "the time is reversed or longer than 90 days, or no answer had the cursor"}};
  e.empty_arrays = {"contact_way"};
  list.push_back(e);

  e = contact_way_call("/cgi-bin/externalcontact/update_contact_way", "Change a contact way",
                       update_contact_way);
  e.fields = {config_id_field(), field("style").integer(code::contact_way_style_invalid)};
  for (field& f : changeable_fields()) e.fields.push_back(std::move(f));
  e.raises = people_claims();
  e.raises.push_back(unknown);
  e.raises.push_back({code::contact_way_style_invalid, "the button has no such style"});
  list.push_back(e);

  e = contact_way_call("/cgi-bin/externalcontact/del_contact_way", "Delete a contact way",
                       delete_contact_way);
  e.fields = {config_id_field()};
  e.raises = {unknown};
  list.push_back(e);

  e = contact_way_call("/cgi-bin/externalcontact/close_temp_chat", "End a temporary chat",
                       close_temporary_chat);
  e.fields = {server_field("userid"), customer_field()};
  e.raises = {
      {code::user_not_found, "no member that the app sees has the userid"},
      {code::user_outside_customer_contact_range, "customer contact is not switched on for the member"},
      {code::external_user_id_invalid, "the organisation has no such customer"},
      {code::external_contact_relation_missing, "the two have no temporary chat"}};
  list.push_back(e);
}

}  // namespace errdex::emulation::wecom
