// Messages to many customers, which members confirm and send in their app; and the greeting of a new
// customer.
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "emulator/wecom/customers.hpp"

namespace errdex::emulation::wecom {
namespace json = boost::json;
namespace {

constexpr std::int64_t day = 86'400;
constexpr std::int64_t by_api = 1;  // create_type
constexpr std::int64_t approved = 1;

/// Who sends to whom: one row of the task of a member.
struct target {
  std::string userid, customer, chat;
};

std::vector<target> targets_among_customers(const exchange& x, const std::string& sender,
                                            json::array& failed) {
  std::vector<target> out;
  const auto wanted = x.texts("external_userid");
  if (wanted.empty()) {
    for (std::string& customer : customers_of(x, sender)) out.push_back({sender, std::move(customer), {}});
    return out;
  }
  for (const std::string& customer : wanted) {
    std::string server = sender.empty() ? any_server(x, customer) : sender;
    if (server.empty() || !has_relation(x, server, customer))
      failed.emplace_back(customer);
    else
      out.push_back({std::move(server), customer, {}});
  }
  return out;
}

std::vector<target> targets_among_groups(const exchange& x, const std::string& sender, json::array& failed) {
  std::vector<target> out;
  const auto wanted = x.texts("chat_id_list");
  auto rows = x.data().query(
      "SELECT chat_id FROM wecom_customer_group WHERE corp = ? AND owner = ? AND status = 0 ORDER BY chat_id",
      x.caller.tenant, sender);
  std::vector<std::string> owned;
  while (rows.next()) owned.emplace_back(rows.text(0));
  for (const std::string& chat : owned)
    if (wanted.empty() || std::find(wanted.begin(), wanted.end(), chat) != wanted.end())
      out.push_back({sender, {}, chat});
  for (const std::string& chat : wanted)
    if (std::find(owned.begin(), owned.end(), chat) == owned.end()) failed.emplace_back(chat);
  return out;
}

/// text and attachments, as they are shown again.
std::string content_of(const exchange& x) {
  json::object out;
  for (const char* name : {"text", "attachments"})
    if (const auto* value = x.json(name)) out[name] = *value;
  return json::serialize(out);
}

answer add_message(exchange& x) {
  settle_relations(x);
  if (is_empty_message(x)) throw failure(code::parameter_invalid, "text and attachments are both empty");
  need_attachments(x);
  const bool to_groups = x.text("chat_type") == "group";
  if (x.text("sender").empty()) {
    if (to_groups) throw failure(code::user_id_missing, "messages to groups need a sender");
    if (x.texts("external_userid").empty())
      throw failure(code::external_user_id_missing, "external_userid and sender are both empty");
  }
  const std::string sender = x.text("sender").empty() ? std::string() : need_server(x, x.text("sender"));
  json::array failed;
  const auto targets =
      to_groups ? targets_among_groups(x, sender, failed) : targets_among_customers(x, sender, failed);
  if (targets.empty())
    throw failure(code::mass_message_no_recipients, "nobody is left to send to")
        .with({{"fail_list", failed}});
  const std::string msgid = "msg" + x.ids().text("wecom.mass_message", 29, alphabets::alphanumeric);
  x.data().run(
      "INSERT INTO wecom_mass_message(corp, msgid, chat_type, creator, created, content) VALUES(?, ?, ?, ?, "
      "?, ?)",
      x.caller.tenant, msgid, to_groups ? "group" : "single", sender, x.seconds(), content_of(x));
  for (const target& t : targets)
    x.data().run(
        "INSERT OR IGNORE INTO wecom_mass_target(corp, msgid, userid, customer, chat, status) VALUES(?, ?, "
        "?, ?, ?, "
        "0)",
        x.caller.tenant, msgid, t.userid, t.customer, t.chat);
  return json::object{{"fail_list", std::move(failed)}, {"msgid", msgid}};
}

std::string need_message(const exchange& x) {
  std::string id = x.text("msgid");
  if (!x.data().exists("SELECT 1 FROM wecom_mass_message WHERE corp = ? AND msgid = ?", x.caller.tenant, id))
    throw failure(code::mass_message_id_invalid, "there is no mass message " + id);
  return id;
}

/// What has become of each recipient of a message, of one member's or all.
json::array deliveries(const exchange& x, const std::string& msgid, const std::string& userid) {
  json::array out;
  auto rows = x.data().query(
      "SELECT customer, chat, userid, status, sent FROM wecom_mass_target WHERE corp = ?1 AND msgid = ?2 AND "
      "(?3 = '' "
      "OR userid = ?3) ORDER BY userid, customer, chat",
      x.caller.tenant, msgid, userid);
  while (rows.next()) {
    json::object one;
    if (!rows.text(0).empty()) one["external_userid"] = rows.text(0);
    if (!rows.text(1).empty()) one["chat_id"] = rows.text(1);
    one["userid"] = rows.text(2);
    one["status"] = rows.integer(3);
    if (!rows.is_null(4)) one["send_time"] = rows.integer(4);
    out.push_back(std::move(one));
  }
  return out;
}

answer read_result(exchange& x) {
  page shown = cut_page(x, deliveries(x, need_message(x), {}), x.integer("limit", 500));
  return json::object{{"check_status", approved},
                      {"detail_list", std::move(shown.items)},
                      {"next_cursor", shown.next_cursor}};
}

answer list_messages(exchange& x) {
  const std::int64_t start = x.integer("start_time"), end = x.integer("end_time");
  if (end < start || end - start > 31 * day)
    throw failure(code::parameter_invalid, "the time is reversed or longer than a month");
  json::array all;
  // Messages that a member creates himself are made in the app: there are none of the filter type 1.
  if (x.integer("filter_type", 2) != 1) {
    auto rows = x.data().query(
        "SELECT msgid, creator, created, content FROM wecom_mass_message WHERE corp = ?1 AND chat_type = ?2 "
        "AND created "
        "BETWEEN ?3 AND ?4 AND (?5 = '' OR creator = ?5 COLLATE NOCASE) ORDER BY created DESC, msgid",
        x.caller.tenant, x.text("chat_type"), start, end, x.text("creator"));
    while (rows.next()) {
      json::object one{{"msgid", rows.text(0)},
                       {"creator", rows.text(1)},
                       {"create_time", rows.integer(2)},
                       {"create_type", by_api}};
      const json::value content = json::parse(rows.text(3));
      for (const auto& member : content.get_object()) one[member.key()] = member.value();
      all.push_back(std::move(one));
    }
  }
  page shown = cut_page(x, all, x.integer("limit", 50));
  return json::object{{"group_msg_list", std::move(shown.items)}, {"next_cursor", shown.next_cursor}};
}

answer list_tasks(exchange& x) {
  json::array all;
  auto rows = x.data().query(
      "SELECT userid, max(status <> 0) * 2, max(sent) FROM wecom_mass_target WHERE corp = ? AND msgid = ? "
      "GROUP BY "
      "userid ORDER BY userid",
      x.caller.tenant, need_message(x));
  while (rows.next()) {
    json::object one{{"userid", rows.text(0)}, {"status", rows.integer(1)}};
    if (!rows.is_null(2)) one["send_time"] = rows.integer(2);
    all.push_back(std::move(one));
  }
  page shown = cut_page(x, all, x.integer("limit", 500));
  return json::object{{"task_list", std::move(shown.items)}, {"next_cursor", shown.next_cursor}};
}

answer list_deliveries(exchange& x) {
  const std::string msgid = need_message(x);
  const auto userid = find_member(x, x.text("userid"));
  if (!userid) throw failure(code::user_not_found, "nobody has the userid");
  page shown = cut_page(x, deliveries(x, msgid, *userid), x.integer("limit", 500));
  return json::object{{"send_list", std::move(shown.items)}, {"next_cursor", shown.next_cursor}};
}

answer send_greeting(exchange& x) {
  if (is_empty_message(x)) throw failure(code::parameter_invalid, "text and attachments are both empty");
  need_attachments(x);
  const std::string welcome = x.text("welcome_code");
  auto row = x.data().query("SELECT expires, message FROM wecom_customer_welcome WHERE corp = ? AND code = ?",
                            x.caller.tenant, welcome);
  if (!row.next()) throw failure(code::parameter_invalid, "no customer has come with this code");
  if (row.integer(0) <= x.seconds())
    throw failure(code::parameter_invalid, "the code is older than 20 seconds");
  if (!row.is_null(1)) throw failure(code::parameter_invalid, "the code was used before");
  x.data().run("UPDATE wecom_customer_welcome SET message = ? WHERE corp = ? AND code = ?", content_of(x),
               x.caller.tenant, welcome);
  return {};
}

endpoint message_call(std::string_view path, std::string_view title, endpoint_handler handle) {
  return customer_endpoint("POST", path, title, "messages to customers", handle);
}

field msgid_field() { return field("msgid").text().required(code::mass_message_id_missing); }
field limit_field(std::int64_t most) { return field("limit").integer().range(1, most); }

const claim unknown{code::mass_message_id_invalid, "no mass message has the msgid"};
const claim bad_cursor{code::parameter_invalid, "no answer had the cursor"};

void add_results(endpoint_list& list) {
  for (const auto& path :
       {"/cgi-bin/externalcontact/get_group_msg_result", "/cgi-bin/crm/get_group_msg_result"}) {
    endpoint e = message_call(path, "What became of a message to many customers", read_result);
    e.fields = {msgid_field(), limit_field(1000), field("cursor").text()};
    e.raises = {unknown, bad_cursor};
    e.empty_arrays = {"detail_list"};
    list.push_back(e);
  }
  endpoint e = message_call("/cgi-bin/externalcontact/get_groupmsg_list_v2",
                            "List messages to many customers", list_messages);
  e.fields = {field("chat_type").text().required().one_of({"single", "group"}),
              field("start_time").integer().required(),
              field("end_time").integer().required(),
              field("creator").text(),
              field("filter_type").integer().one_of({"0", "1", "2"}),
              limit_field(100),
              field("cursor").text()};
  e.raises = {
      {code::parameter_invalid, "the time is reversed or longer than a month, or no answer had the cursor"}};
  e.empty_arrays = {"group_msg_list"};
  list.push_back(e);

  e = message_call("/cgi-bin/externalcontact/get_groupmsg_task",
                   "Which members have sent a message to their customers", list_tasks);
  e.fields = {msgid_field(), limit_field(1000), field("cursor").text()};
  e.raises = {unknown, bad_cursor};
  e.empty_arrays = {"task_list"};
  list.push_back(e);

  e = message_call("/cgi-bin/externalcontact/get_groupmsg_send_result",
                   "Which customers got a member's message", list_deliveries);
  e.fields = {msgid_field(), server_field("userid"), limit_field(1000), field("cursor").text()};
  e.raises = {unknown, {code::user_not_found, "nobody has the userid"}, bad_cursor};
  e.empty_arrays = {"send_list"};
  list.push_back(e);
}

}  // namespace

void create_mass_message_tables(store& data) {
  // A status of 0 is "not sent yet"; the member's app makes it 1, 2 (no customer any more) or 3 (has had
  // one).
  data.script(R"(
CREATE TABLE IF NOT EXISTS wecom_mass_message(corp TEXT NOT NULL, msgid TEXT NOT NULL, chat_type TEXT NOT NULL,
  creator TEXT NOT NULL, created INTEGER NOT NULL, content TEXT NOT NULL, PRIMARY KEY(corp, msgid)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS wecom_mass_target(corp TEXT NOT NULL, msgid TEXT NOT NULL, userid TEXT NOT NULL,
  customer TEXT NOT NULL, chat TEXT NOT NULL, status INTEGER NOT NULL, sent INTEGER,
  PRIMARY KEY(corp, msgid, userid, customer, chat)) WITHOUT ROWID;
)");
}

void add_mass_messages(endpoint_list& list) {
  for (const auto& path : {"/cgi-bin/externalcontact/add_msg_template", "/cgi-bin/crm/add_msg_template"}) {
    endpoint e = message_call(path, "Have members send a message to many customers", add_message);
    e.fields = {field("chat_type").text().one_of({"single", "group"}),
                field("external_userid").array().count(0, 10'000),
                field("external_userid[]").text(),
                field("chat_id_list").array().count(0, 2'000),
                field("chat_id_list[]").text(),
                field("sender").text(),
                field("allow_select").boolean()};
    for (field& f : message_fields()) e.fields.push_back(std::move(f));
    e.raises = {
        {code::external_user_id_missing, "external_userid and sender are both empty"},
        {code::user_id_missing, "a message to groups has no sender"},
        {code::user_not_found, "no member that the app sees is the sender"},
        {code::user_outside_customer_contact_range, "customer contact is not switched on for the sender"},
        {code::mass_message_no_recipients, "nobody is left to send to"},
        {code::media_id_invalid,
         "a file in it was not uploaded in the last three days, or is of another type"},
        {code::parameter_invalid, "text and attachments are both empty"}};
    e.empty_arrays = {"fail_list"};
    list.push_back(e);
  }
  add_results(list);

  endpoint e = message_call("/cgi-bin/externalcontact/send_welcome_msg", "Greet a customer who has just come",
                            send_greeting);
  e.fields = {field("welcome_code").text().required()};
  for (field& f : message_fields()) e.fields.push_back(std::move(f));
  e.raises = {
      {code::media_id_invalid, "a file in it was not uploaded in the last three days, or is of another type"},
      {code::parameter_invalid,
       "the welcome_code is unknown, older than 20 seconds or used, or the message empty"}};
  list.push_back(e);
}

}  // namespace errdex::emulation::wecom
