// Customers: who serves them, their details and remarks, and the ids that other systems know them by.
#include "emulator/wecom/customers.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace errdex::emulation::wecom {
namespace json = boost::json;
namespace {

constexpr std::int64_t followers_in_a_page = 500;

// Types of a customer.
constexpr std::int64_t wechat_user = 1;

json::object show_customer(const exchange& x, std::string_view id) {
  auto row = x.data().query(
      "SELECT id, name, position, avatar, corp_name, corp_full_name, type, gender, unionid FROM "
      "wecom_customer WHERE "
      "corp = ? AND id = ?",
      x.caller.tenant, id);
  json::object out;
  if (!row.next()) return out;
  const bool wechat = row.integer(6) == wechat_user;
  out["external_userid"] = row.text(0);
  out["name"] = row.text(1);
  if (!wechat) out["position"] = row.text(2);
  out["avatar"] = row.text(3);
  if (!wechat) {
    out["corp_name"] = row.text(4);
    out["corp_full_name"] = row.text(5);
  }
  out["type"] = row.integer(6);
  out["gender"] = row.integer(7);
  if (!row.is_null(8)) out["unionid"] = row.text(8);
  return out;
}

json::array show_tags(const exchange& x, std::string_view userid, std::string_view customer) {
  json::array out;
  auto rows = x.data().query(
      "SELECT g.name, t.name, t.id FROM wecom_customer_tag_mark k JOIN wecom_customer_tag t ON t.corp = "
      "k.corp AND "
      "t.id = k.tag JOIN wecom_customer_tag_group g ON g.corp = t.corp AND g.id = t.grouping WHERE k.corp = "
      "? AND "
      "k.userid = ? AND k.customer = ? ORDER BY t.id",
      x.caller.tenant, userid, customer);
  while (rows.next())
    out.push_back(json::object{
        {"group_name", rows.text(0)}, {"tag_name", rows.text(1)}, {"tag_id", rows.text(2)}, {"type", 1}});
  return out;
}

/// One relation; `ids_only` shows its tags as batch/get_by_user does.
json::object show_relation(const exchange& x, std::string_view userid, std::string_view customer,
                           bool ids_only) {
  auto row = x.data().query(
      "SELECT userid, remark, description, added, company, mobiles, oper_userid, add_way, state FROM "
      "wecom_customer_relation WHERE corp = ? AND userid = ? AND customer = ?",
      x.caller.tenant, userid, customer);
  json::object out;
  if (!row.next()) return out;
  out = {{"userid", row.text(0)},
         {"remark", row.text(1)},
         {"description", row.text(2)},
         {"createtime", row.integer(3)}};
  json::array tags = show_tags(x, userid, customer);
  if (ids_only) {
    json::array ids;
    for (const auto& tag : tags) ids.push_back(tag.at("tag_id"));
    out["tag_id"] = std::move(ids);
  } else {
    out["tags"] = std::move(tags);
  }
  out["remark_corp_name"] = row.text(4);
  out["remark_mobiles"] = json::parse(row.text(5));
  out["oper_userid"] = row.text(6);
  out["add_way"] = row.integer(7);
  out["state"] = row.text(8);
  return out;
}

answer list_servers(exchange& x) {
  if (!x.data().exists("SELECT 1 FROM wecom_customer_setting WHERE corp = ?", x.caller.tenant))
    throw failure(code::customer_contact_no_permission, "the organisation has not set customer contact up");
  json::array out;
  auto rows = x.data().query(
      "SELECT m.userid FROM wecom_customer_server s JOIN wecom_member m ON m.corp = s.corp AND m.userid = "
      "s.userid "
      "WHERE s.corp = ? ORDER BY m.userid",
      x.caller.tenant);
  while (rows.next())
    if (sees_member(x, rows.text(0))) out.emplace_back(rows.text(0));
  return json::object{{"follow_user", std::move(out)}};
}

answer list_customers(exchange& x) {
  settle_relations(x);
  const std::string userid = need_server(x, x.text("userid"));
  json::array out;
  for (const std::string& customer : customers_of(x, userid)) out.emplace_back(customer);
  if (out.empty()) throw failure(code::external_contact_relation_missing, userid + " has no customers");
  return json::object{{"external_userid", std::move(out)}};
}

json::object customer_in_full(const exchange& x, const std::string& customer) {
  need_customer(x, customer);
  json::array servers;
  auto rows = x.data().query(
      "SELECT r.userid FROM wecom_customer_relation r JOIN wecom_member m ON m.corp = r.corp AND m.userid = "
      "r.userid "
      "WHERE r.corp = ? AND r.customer = ? ORDER BY r.added, r.userid",
      x.caller.tenant, customer);
  while (rows.next())
    if (sees_member(x, rows.text(0))) servers.emplace_back(rows.text(0));
  if (servers.empty())
    throw failure(code::external_contact_relation_missing, "no member that the app sees serves the customer");
  const page shown = cut_page(x, servers, followers_in_a_page);
  json::array relations;
  for (const auto& userid : shown.items)
    relations.push_back(show_relation(x, userid.get_string(), customer, false));
  json::object out{{"external_contact", show_customer(x, customer)}, {"follow_user", std::move(relations)}};
  if (!shown.next_cursor.empty()) out["next_cursor"] = shown.next_cursor;
  return out;
}

answer get_customer(exchange& x) {
  settle_relations(x);
  return customer_in_full(x, x.text("external_userid"));
}

/// As get_customer, or for the code that a customer's visit to a page of the organisation brings, once.
answer get_customer_before_2019(exchange& x) {
  settle_relations(x);
  if (!x.has("code")) {
    if (x.text("external_userid").empty())
      throw failure(code::external_user_id_missing, "there is neither a code nor an external_userid");
    return get_customer(x);
  }
  const std::string authorization = x.text("code");
  const auto customer =
      x.data().value("SELECT customer FROM wecom_customer_auth_code WHERE corp = ? AND code = ?",
                     x.caller.tenant, authorization);
  if (!customer)
    throw failure(code::external_contact_auth_code_invalid, "the code was never issued, or was used before");
  x.data().run("DELETE FROM wecom_customer_auth_code WHERE corp = ? AND code = ?", x.caller.tenant,
               authorization);
  return customer_in_full(x, *customer);
}

answer list_customers_of_many(exchange& x) {
  settle_relations(x);
  json::array pairs;
  for (const std::string& name : x.texts("userid_list")) {
    const std::string userid = need_server(x, name);
    for (const std::string& customer : customers_of(x, userid))
      pairs.push_back(json::array{userid, customer});
  }
  // More than 100 are taken for 100.
  const page shown = cut_page(x, pairs, std::clamp<std::int64_t>(x.integer("limit", 50), 1, 100));
  json::array out;
  for (const auto& pair : shown.items) {
    const std::string_view userid = pair.at(0).get_string(), customer = pair.at(1).get_string();
    out.push_back(json::object{{"external_contact", show_customer(x, customer)},
                               {"follow_info", show_relation(x, userid, customer, true)}});
  }
  return json::object{{"external_contact_list", std::move(out)}, {"next_cursor", shown.next_cursor}};
}

answer remark_customer(exchange& x) {
  settle_relations(x);
  const std::string userid = need_server(x, x.text("userid")), customer = x.text("external_userid");
  need_relation(x, userid, customer);
  const auto given = [&](std::string_view name) {
    return x.has(name) ? std::optional(x.text(name)) : std::nullopt;
  };
  std::optional<std::string> mobiles;
  if (const auto* list = x.json("remark_mobiles")) mobiles = json::serialize(*list);
  if (!x.has("remark") && !x.has("description") && !x.has("remark_company") && !mobiles &&
      !x.has("remark_pic_mediaid"))
    throw failure(code::parameter_invalid, "there is nothing to change");
  need_file(x, "remark_pic_mediaid", "image");
  x.data().run(
      "UPDATE wecom_customer_relation SET remark = coalesce(?, remark), description = coalesce(?, "
      "description), "
      "company = coalesce(?, company), mobiles = coalesce(?, mobiles) WHERE corp = ? AND userid = ? AND "
      "customer = ?",
      given("remark"), given("description"), given("remark_company"), mobiles, x.caller.tenant, userid,
      customer);
  return {};
}

answer find_by_unionid(exchange& x) {
  settle_relations(x);
  const auto customer = x.data().value(
      "SELECT id FROM wecom_customer WHERE corp = ? AND unionid = ? AND (?3 = '' OR openid = ?3)",
      x.caller.tenant, x.text("unionid"), x.text("openid"));
  if (!customer || any_server(x, *customer).empty())
    throw failure(code::external_contact_relation_missing, "nobody with the unionid is a customer");
  return json::object{{"external_userid", *customer}};
}

answer convert_to_openid(exchange& x) {
  const std::string customer = x.text("external_userid");
  need_customer(x, customer);
  const auto openid = x.data().value("SELECT openid FROM wecom_customer WHERE corp = ? AND id = ?",
                                     x.caller.tenant, customer);
  if (!openid) throw failure(code::external_user_id_invalid, "the customer is no user of WeChat");
  return json::object{{"openid", *openid}};
}

/// The members that a statistic is about: those named, and those of the departments named.
std::vector<std::string> members_counted(const exchange& x) {
  std::vector<std::string> out;
  for (const std::string& userid : x.texts("userid")) out.push_back(need_server(x, userid));
  for (const std::int64_t department : x.integers("partyid")) {
    if (!department_exists(x, department))
      throw failure(code::department_id_invalid, "there is no department " + std::to_string(department));
    for (const std::int64_t below : department_tree(x, department)) {
      auto rows = x.data().query("SELECT userid FROM wecom_membership WHERE corp = ? AND department = ?",
                                 x.caller.tenant, below);
      while (rows.next())
        if (serves_customers(x, rows.text(0))) out.emplace_back(rows.text(0));
    }
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

answer count_behaviour(exchange& x) {
  constexpr std::int64_t day = 86'400;
  const std::int64_t start = day_start(x.integer("start_time")), end = day_start(x.integer("end_time"));
  if (end < start || end - start > 30 * day)
    throw failure(code::parameter_invalid, "the time is reversed or longer than 30 days");
  if (x.texts("userid").empty() && x.integers("partyid").empty())
    throw failure(code::parameter_invalid, "userid and partyid are both empty");
  const auto members = members_counted(x);
  json::array out;
  for (std::int64_t at = start; at <= end; at += day) {
    std::int64_t added = 0;
    for (const std::string& userid : members)
      added +=
          x.data()
              .number(
                  "SELECT count(*) FROM wecom_customer_relation WHERE corp = ? AND userid = ? AND added >= ? "
                  "AND added < ?",
                  x.caller.tenant, userid, at, at + day)
              .value_or(0);
    // What people write to each other happens outside of the API: there are no chats here.
    out.push_back(json::object{{"stat_time", at},
                               {"chat_cnt", 0},
                               {"message_cnt", 0},
                               {"negative_feedback_cnt", 0},
                               {"new_apply_cnt", 0},
                               {"new_contact_cnt", added}});
  }
  return json::object{{"behavior_data", std::move(out)}};
}

endpoint customer_call(std::string_view method, std::string_view path, std::string_view title,
                       endpoint_handler handle) {
  return customer_endpoint(method, path, title, "customers", handle);
}

const claim unknown_member{code::user_not_found, "no member that the app sees has the userid"};
const claim outside{code::user_outside_customer_contact_range,
                    "customer contact is not switched on for the member"};
const claim unknown_customer{code::external_user_id_invalid, "the organisation has no such customer"};
const claim unrelated{code::external_contact_relation_missing, "the member does not serve the customer"};
const claim unserved{code::external_contact_relation_missing, "no member serves the customer any more"};

void add_reads(endpoint_list& list) {
  for (const auto& path :
       {"/cgi-bin/externalcontact/get_follow_user_list", "/cgi-bin/crm/get_customer_contacts"}) {
    endpoint e = customer_call("GET", path, "List the members who serve customers", list_servers);
    e.raises = {{code::customer_contact_no_permission, "the organisation has not set customer contact up"}};
    e.empty_arrays = {"follow_user"};
    list.push_back(e);
  }
  for (const auto& path : {"/cgi-bin/externalcontact/list", "/cgi-bin/crm/get_external_contact_list"}) {
    endpoint e = customer_call("GET", path, "List a member's customers", list_customers);
    e.fields = {server_field("userid")};
    e.raises = {
        unknown_member, outside, {code::external_contact_relation_missing, "the member has no customers"}};
    e.empty_arrays = {"external_userid"};
    list.push_back(e);
  }
  endpoint e = customer_call("GET", "/cgi-bin/externalcontact/get", "Read a customer", get_customer);
  e.fields = {customer_field(), field("cursor").text()};
  e.raises = {unknown_customer, unserved, {code::parameter_invalid, "no answer had the cursor"}};
  e.empty_arrays = {"follow_user"};
  list.push_back(e);

  e = customer_call("GET", "/cgi-bin/crm/get_external_contact",
                    "Read a customer, by id or authorization code", get_customer_before_2019);
  e.fields = {field("code").text(), field("external_userid").text()};
  e.raises = {unknown_customer,
              unserved,
              {code::external_user_id_missing, "there is neither a code nor an external_userid"},
              {code::external_contact_auth_code_invalid, "the code was never issued, or was used before"}};
  e.empty_arrays = {"follow_user"};
  list.push_back(e);

  e = customer_call("POST", "/cgi-bin/externalcontact/batch/get_by_user",
                    "List the customers of several members", list_customers_of_many);
  e.fields = {field("userid_list").array().required().count(1, 100), field("cursor").text(),
              field("limit").integer()};
  e.raises = {unknown_member, outside, {code::parameter_invalid, "no answer had the cursor"}};
  e.empty_arrays = {"external_contact_list"};
  list.push_back(e);
}

}  // namespace

void add_customers(endpoint_list& list) {
  add_reads(list);
  endpoint e = customer_call("POST", "/cgi-bin/externalcontact/remark",
                             "Change what is noted about a customer", remark_customer);
  e.fields = {server_field("userid"),
              customer_field(),
              field("remark").text().chars(0, 20),
              field("description").text().chars(0, 150),
              field("remark_company").text().chars(0, 20),
              field("remark_mobiles").array(),
              field("remark_mobiles[]").text(),
              field("remark_pic_mediaid").text()};
  e.raises = {unknown_member,
              outside,
              unknown_customer,
              unrelated,
              {code::parameter_invalid, "the request has nothing to change"},
              {code::media_id_invalid, "remark_pic_mediaid is no image of the last three days"}};
  list.push_back(e);

  e = customer_call("POST", "/cgi-bin/externalcontact/unionid_to_external_userid",
                    "Find a customer by unionid", find_by_unionid);
  e.fields = {field("unionid").text().required(), field("openid").text()};
  e.raises = {{code::external_contact_relation_missing, "nobody with the unionid is a customer"}};
  list.push_back(e);

  e = customer_call("POST", "/cgi-bin/externalcontact/convert_to_openid", "The openid of a customer",
                    convert_to_openid);
  e.fields = {customer_field()};
  e.raises = {
      {code::external_user_id_invalid, "the organisation has no such customer, or he does not use WeChat"}};
  list.push_back(e);

  e = customer_call("POST", "/cgi-bin/externalcontact/get_user_behavior_data",
                    "Count what members did for customers", count_behaviour);
  e.fields = {field("userid").array().count(0, 100), field("partyid").array().count(0, 100),
              field("start_time").integer().required(), field("end_time").integer().required()};
  e.raises = {unknown_member,
              outside,
              {code::department_id_invalid, "no department has the partyid"},
              {code::parameter_invalid, "the time is reversed or longer than 30 days, or nobody is named"}};
  e.empty_arrays = {"behavior_data"};
  list.push_back(e);
}

}  // namespace errdex::emulation::wecom
