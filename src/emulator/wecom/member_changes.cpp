// Creating, changing and deleting members.
#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "emulator/wecom/contact_events.hpp"
#include "emulator/wecom/customers.hpp"
#include "emulator/wecom/media.hpp"
#include "emulator/wecom/members.hpp"

namespace errdex::emulation::wecom {
namespace json = boost::json;
namespace {

constexpr std::int64_t most_nodes = 30'000;
constexpr std::int64_t highest_order = 4'294'967'295;
// Kept as they are written and shown again.
constexpr std::string_view details[] = {"alias",    "english_name", "position",          "gender",
                                        "biz_mail", "telephone",    "address",           "direct_leader",
                                        "extattr",  "weixinid",     "external_position", "external_profile"};

bool is_userid(std::string_view text) {
  return !text.empty() && in_charset(text.front(), "A-Za-z0-9") &&
         std::all_of(text.begin(), text.end(), [](char c) { return in_charset(c, "A-Za-z0-9_.@-"); });
}

bool is_weixinid(std::string_view text) {
  return text.size() >= 3 && text.size() <= 20 && in_charset(text.front(), "A-Za-z") &&
         std::all_of(text.begin(), text.end(), [](char c) { return in_charset(c, "A-Za-z0-9_-"); });
}

/// Mobile and e-mail must be nobody else's.
void need_free(const exchange& x, std::string_view self) {
  const auto holder = [&](const char* sql, std::string_view name) {
    return x.has(name) && !x.text(name).empty() ? x.data().value(sql, x.caller.tenant, x.text(name), self)
                                                : std::nullopt;
  };
  if (const auto who =
          holder("SELECT userid FROM wecom_member WHERE corp = ? AND mobile = ? AND userid <> ?", "mobile"))
    throw failure(code::mobile_taken, *who + " has the number").naming(*who);
  if (const auto who =
          holder("SELECT userid FROM wecom_member WHERE corp = ? AND email = ? AND userid <> ?", "email"))
    throw failure(code::email_taken, *who + " has the address").naming(*who);
}

/// The address of the picture that avatar_mediaid names.
std::string keep_avatar(exchange& x) {
  const auto image = find_media(x, x.text("avatar_mediaid"));
  if (!image || image->type != "image")
    throw failure(code::image_media_id_invalid, image ? "it is of the type " + image->type : "no such file");
  return keep_image(x, media_bytes(x, image->id));
}

void need_departments(const exchange& x) {
  for (const std::int64_t id : x.integers("department")) {
    if (!department_exists(x, id))
      throw failure(code::department_id_invalid, "there is no department " + std::to_string(id));
    const auto children = x.data().number(
        "SELECT count(*) FROM wecom_department WHERE corp = ? AND parent = ?", x.caller.tenant, id);
    const auto members = x.data().number(
        "SELECT count(*) FROM wecom_membership WHERE corp = ? AND department = ?", x.caller.tenant, id);
    if (children.value_or(0) + members.value_or(0) >= most_nodes)
      throw failure(code::department_node_limit_exceeded, "department " + std::to_string(id) + " is full");
  }
  const std::size_t count = x.integers("department").size();
  if (x.has("is_leader_in_dept") && x.integers("is_leader_in_dept").size() != count)
    throw failure(code::leader_flags_count_mismatch, "there are " + std::to_string(count) + " departments");
  if (x.has("order") && x.integers("order").size() != count)
    throw failure(code::parameter_invalid, "order and department differ in length");
}

void need_certified(const exchange& x) {
  if (x.json("external_profile.external_corp_name") &&
      !x.data().exists("SELECT 1 FROM wecom_corp WHERE corpid = ? AND certified", x.caller.tenant))
    throw failure(code::external_corp_name_not_certified, "the organisation is not certified");
}

void write_memberships(const exchange& x, std::string_view userid) {
  x.data().run("DELETE FROM wecom_membership WHERE corp = ? AND userid = ?", x.caller.tenant, userid);
  const auto departments = x.integers("department"), orders = x.integers("order"),
             leads = x.integers("is_leader_in_dept");
  for (std::size_t i = 0; i < departments.size(); ++i)
    x.data().run(
        "INSERT OR IGNORE INTO wecom_membership(corp, department, userid, position, sort, leader) VALUES(?, "
        "?, ?, ?, ?, ?)",
        x.caller.tenant, departments[i], userid, i, i < orders.size() ? orders[i] : 0,
        i < leads.size() && leads[i] != 0);
}

/// The details that the request has, over those there are.
std::string merged_details(exchange& x, std::string_view before) {
  json::object out = json::parse(before).get_object();
  for (const auto key : details)
    if (const auto* v = x.json(key)) out[key] = *v;
  if (!x.text("avatar_mediaid").empty()) out["avatar"] = keep_avatar(x);
  return json::serialize(out);
}

std::optional<std::string> filled(const exchange& x, std::string_view name) {
  std::string value = x.text(name);
  return value.empty() ? std::nullopt : std::optional(std::move(value));
}

answer create_member(exchange& x) {
  const std::string userid = x.text("userid");
  if (find_member(x, userid)) throw failure(code::user_id_taken, "userids are compared without case");
  if (!filled(x, "mobile") && !filled(x, "email")) throw failure(code::mobile_and_email_missing);
  need_free(x, "");
  need_departments(x);
  need_certified(x);
  const auto heads = x.data().number("SELECT count(*) FROM wecom_member WHERE corp = ?", x.caller.tenant);
  const auto room = x.data().number("SELECT member_limit FROM wecom_corp WHERE corpid = ?", x.caller.tenant);
  if (heads >= room)
    throw failure(code::account_quota_exceeded,
                  "the organisation has " + std::to_string(heads.value_or(0)) + " members");
  const auto departments = x.integers("department");
  const bool enabled = x.integer("enable", 1) != 0;
  x.data().run(
      "INSERT INTO wecom_member(corp, userid, name, mobile, email, status, main_department, openid, creator, "
      "renameable, details) "
      "VALUES(?, ?, ?, ?, ?, ?, ?, NULL, 0, 0, ?)",
      x.caller.tenant, userid, x.text("name"), filled(x, "mobile"), filled(x, "email"), enabled ? 4 : 2,
      x.integer("main_department", departments.front()), merged_details(x, "{}"));
  write_memberships(x, userid);
  tell_member_created(x, userid);
  return {};
}

std::string rename_member(const exchange& x, const std::string& userid) {
  std::string wanted = x.text("new_userid");
  if (wanted.empty() || wanted == userid) return userid;
  if (!x.data().exists("SELECT 1 FROM wecom_member WHERE corp = ? AND userid = ? AND renameable",
                       x.caller.tenant, userid))
    throw failure(code::user_id_not_changeable,
                  "only an id that the platform has given may be changed, and once");
  const auto holder = find_member(x, wanted);
  if (holder && *holder != userid) throw failure(code::user_id_taken);
  x.data().run("UPDATE wecom_member SET userid = ?, renameable = 0 WHERE corp = ? AND userid = ?", wanted,
               x.caller.tenant, userid);
  x.data().run("UPDATE wecom_membership SET userid = ? WHERE corp = ? AND userid = ?", wanted,
               x.caller.tenant, userid);
  x.data().run("UPDATE wecom_tag_member SET id = ? WHERE corp = ? AND kind = 'user' AND id = ?", wanted,
               x.caller.tenant, userid);
  return wanted;
}

answer update_member(exchange& x) {
  std::string userid = need_member(x, x.text("userid"));
  need_free(x, userid);
  if (x.has("department")) need_departments(x);
  need_certified(x);
  const std::string old_userid = userid;
  const json::object shown = contact_changes_are_heard(x) ? show_member(x, userid) : json::object();
  userid = rename_member(x, userid);
  const auto before = x.data().value("SELECT details FROM wecom_member WHERE corp = ? AND userid = ?",
                                     x.caller.tenant, userid);
  const auto enable =
      x.has("enable") ? std::optional<std::string>(x.integer("enable") != 0 ? "1" : "2") : std::nullopt;
  const auto main = x.has("main_department") ? std::optional(x.text("main_department")) : std::nullopt;
  // A member who is active has confirmed mobile and e-mail, and only the member changes them then.
  x.data().run(
      "UPDATE wecom_member SET name = coalesce(?, name), mobile = CASE WHEN status = 1 THEN mobile ELSE "
      "coalesce(?, mobile) END, "
      "email = CASE WHEN status = 1 THEN email ELSE coalesce(?, email) END, status = coalesce(CAST(? AS "
      "INTEGER), status), "
      "main_department = coalesce(CAST(? AS INTEGER), main_department), details = ? WHERE corp = ? AND "
      "userid = ?",
      filled(x, "name"), filled(x, "mobile"), filled(x, "email"), enable, main,
      merged_details(x, before.value_or("{}")), x.caller.tenant, userid);
  if (x.has("department")) write_memberships(x, userid);
  if (!shown.empty()) tell_member_updated(x, old_userid, userid, shown);
  return {};
}

void remove_member(exchange& x, const std::string& userid) {
  if (x.data().exists("SELECT 1 FROM wecom_member WHERE corp = ? AND userid = ? AND creator", x.caller.tenant,
                      userid))
    throw failure(code::creator_cannot_be_deleted, userid + " created the organisation");
  tell_member_deleted(x, userid);
  x.data().run("DELETE FROM wecom_membership WHERE corp = ? AND userid = ?", x.caller.tenant, userid);
  x.data().run("DELETE FROM wecom_tag_member WHERE corp = ? AND kind = 'user' AND id = ?", x.caller.tenant,
               userid);
  x.data().run("DELETE FROM wecom_member WHERE corp = ? AND userid = ?", x.caller.tenant, userid);
  note_departure(x, userid);
}

answer delete_member(exchange& x) {
  remove_member(x, need_member(x, x.text("userid")));
  return {};
}

answer delete_members(exchange& x) {
  const auto list = x.texts("useridlist");
  for (const std::string& userid : list)
    if (!find_member(x, userid)) throw failure(code::user_list_invalid, "nobody has the userid " + userid);
  for (const std::string& userid : list)
    if (const auto found = find_member(x, userid))
      remove_member(x, *found);  // The same one may be there twice.
  return {};
}

/// The fields that user/create and user/update have in common, behind the userid and the name.
std::vector<field> detail_fields() {
  return {
      field("alias").text().chars(0, 64, code::parameter_invalid),
      field("english_name")
          .text()
          .bytes(0, 64, code::english_name_invalid)
          .charset("A-Za-z0-9. _-", code::english_name_invalid),
      field("mobile").text().bytes(0, 32, code::mobile_invalid).charset("0-9+-", code::mobile_invalid),
      field("email")
          .text()
          .bytes(6, 64, code::email_invalid)
          .form(forms::email, "an e-mail address", "not an address", code::email_invalid),
      field("gender").one_of({"0", "1", "2"}, code::parameter_invalid),
      field("position").text().chars(0, 128, code::position_too_long),
      field("telephone")
          .text()
          .bytes(0, 32, code::telephone_invalid)
          .charset("0-9+,-", code::telephone_invalid),
      field("weixinid")
          .text()
          .form(is_weixinid, "a letter and 2 to 19 letters, digits, '_' or '-'", "1",
                code::weixin_id_invalid),
      field("address").text().chars(0, 128, code::parameter_invalid),
      field("order").array(code::parameter_invalid),
      field("order[]").integer().range(0, highest_order, code::parameter_invalid),
      field("is_leader_in_dept").array(code::leader_flags_count_mismatch),
      field("direct_leader").array(code::parameter_invalid).count(0, 5, code::parameter_invalid),
      field("enable").one_of({"0", "1"}, code::parameter_invalid),
      field("external_profile").object(code::external_profile_invalid),
      field("external_profile.external_attr").array(code::external_profile_invalid),
      field("external_profile.external_attr[].type")
          .integer()
          .one_of({"0", "1", "2"}, code::external_attr_type_invalid),
      field("external_profile.external_attr[].text.value")
          .text()
          .chars(1, 12, code::external_attr_text_length_invalid),
      field("external_profile.external_attr[].web.title")
          .text()
          .chars(1, 12, code::external_attr_web_title_length_invalid),
      field("external_profile.external_attr[].web.url")
          .text()
          .form(forms::http_url, "a URL with http:// or https://", "beacon.example",
                code::external_attr_url_invalid),
      field("external_profile.external_attr[].miniprogram.title")
          .text()
          .chars(1, 12, code::external_attr_mini_program_title_length_invalid),
      field("external_profile.external_attr[].miniprogram.pagepath")
          .text()
          .bytes(1, 1024, code::external_attr_pagepath_invalid),
  };
}

std::vector<field> with_details(std::vector<field> out) {
  for (field& f : detail_fields()) out.push_back(std::move(f));
  return out;
}

field member_name() { return field("name").text(); }

field departments_field() {
  return field("department")
      .array(code::department_list_invalid)
      .count(0, 20, code::user_departments_too_many);
}

}  // namespace

field userid_field() { return field("userid").text().required(code::user_id_missing); }

void add_member_changes(endpoint_list& list) {
  const field new_userid =
      userid_field()
          .bytes(1, 64, code::user_id_invalid)
          .form(is_userid, "letters, digits and _-@., beginning with a letter or a digit", "-ada",
                code::user_id_invalid);
  const std::vector<claim> shared{
      {code::mobile_taken, "another member has the mobile number"},
      {code::email_taken, "another member has the e-mail address"},
      {code::department_id_invalid, "no department has one of the ids"},
      {code::department_node_limit_exceeded, "a department has 30,000 members and departments"},
      {code::image_media_id_invalid, "avatar_mediaid is no image that was uploaded in the last three days"},
      {code::leader_flags_count_mismatch, "is_leader_in_dept and department differ in length"},
      {code::parameter_invalid, "order and department differ in length"},
      {code::external_corp_name_not_certified,
       "external_corp_name is given and the organisation is not certified"}};
  std::vector<claim> creating{
      {code::user_id_taken, "a member has the userid, in whatever case"},
      {code::mobile_and_email_missing, "there is neither a mobile number nor an e-mail address"},
      {code::account_quota_exceeded, "the organisation has as many members as it may"}};
  creating.insert(creating.end(), shared.begin(), shared.end());
  std::vector<claim> changing{
      {code::user_not_found, "nobody has the userid"},
      {code::user_id_not_changeable, "the userid was not given by the platform, or was changed once already"},
      {code::user_id_taken, "another member has the new userid"}};
  changing.insert(changing.end(), shared.begin(), shared.end());
  list.push_back({
      .name = "user/create",
      .method = "POST",
      .path = "/cgi-bin/user/create",
      .title = "Create a member",
      .group = "members",
      .credential = access_token,
      .permission = contacts_write,
      .fields = with_details(
          {new_userid, member_name().required(code::user_name_invalid).chars(1, 64, code::user_name_invalid),
           departments_field()
               .required(code::department_missing)
               .count(1, 1'000'000, code::member_department_missing)}),
      .raises = creating,
      .success_text = "created",
      .handle = create_member,
  });
  list.push_back({
      .name = "user/update",
      .method = "POST",
      .path = "/cgi-bin/user/update",
      .title = "Change a member",
      .group = "members",
      .credential = access_token,
      .permission = contacts_write,
      .fields = with_details({userid_field(), member_name().chars(1, 64, code::user_name_invalid),
                              departments_field(),
                              field("new_userid")
                                  .text()
                                  .bytes(0, 64, code::user_id_invalid)
                                  .form(is_userid, "a userid", "-ada", code::user_id_invalid)}),
      .raises = changing,
      .success_text = "updated",
      .handle = update_member,
  });
  list.push_back({
      .name = "user/delete",
      .method = "GET",
      .path = "/cgi-bin/user/delete",
      .title = "Delete a member",
      .group = "members",
      .credential = access_token,
      .permission = contacts_write,
      .fields = {userid_field()},
      .raises = {{code::user_not_found, "nobody has the userid"},
                 {code::creator_cannot_be_deleted, "the member created the organisation"}},
      .success_text = "deleted",
      .handle = delete_member,
  });
  list.push_back({
      .name = "user/batchdelete",
      .method = "POST",
      .path = "/cgi-bin/user/batchdelete",
      .title = "Delete up to 200 members, all or none",
      .group = "members",
      .credential = access_token,
      .permission = contacts_write,
      .fields = {field("useridlist")
                     .array()
                     .required(code::parameter_missing)
                     .count(0, 200, code::user_list_length_invalid)},
      .raises = {{code::user_list_invalid, "nobody has one of the userids"},
                 {code::creator_cannot_be_deleted, "one of them created the organisation"}},
      .success_text = "deleted",
      .handle = delete_members,
  });
}

}  // namespace errdex::emulation::wecom
