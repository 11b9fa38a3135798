// Support agents of an app (the customer service of enterprise accounts): who they are, and questions and
// answers that are passed on to them.
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "emulator/platform/fixture.hpp"
#include "emulator/wecom/customers.hpp"
#include "emulator/wecom/office.hpp"

namespace errdex::emulation::wecom {
namespace json = boost::json;
namespace {

void need_agents(const exchange& x) {
  if (!x.data().exists("SELECT 1 FROM wecom_support_agent WHERE corp = ? AND app = ?", x.caller.tenant,
                       x.caller.app))
    throw failure(code::support_agents_not_configured, "the app " + x.caller.app + " has no support agents");
}

json::object show_agents(const exchange& x, std::string_view service) {
  json::array users, parties;
  auto rows = x.data().query(
      "SELECT kind, id FROM wecom_support_agent WHERE corp = ? AND app = ? AND service = ? ORDER BY id",
      x.caller.tenant, x.caller.app, service);
  while (rows.next()) {
    if (rows.text(0) == "user")
      users.emplace_back(rows.text(1));
    else
      parties.emplace_back(as_integer(json::value(json::string(rows.text(1)))).value_or(0));
  }
  return {{"user", std::move(users)}, {"party", std::move(parties)}};
}

answer list_agents(exchange& x) {
  need_agents(x);
  const std::string type = x.text("type");
  json::object out;
  for (const char* service : {"internal", "external"})
    if (type.empty() || type == service) out[service] = show_agents(x, service);
  return out;
}

/// Whether the member is an agent himself or belongs to a department of agents.
bool is_agent(const exchange& x, const std::string& userid) {
  if (x.data().exists(
          "SELECT 1 FROM wecom_support_agent WHERE corp = ? AND app = ? AND kind = 'user' AND id = ?",
          x.caller.tenant, x.caller.app, userid))
    return true;
  std::vector<std::int64_t> departments;
  auto rows = x.data().query(
      "SELECT CAST(id AS INTEGER) FROM wecom_support_agent WHERE corp = ? AND app = ? AND kind = 'party'",
      x.caller.tenant, x.caller.app);
  while (rows.next()) departments.push_back(rows.integer(0));
  for (const std::int64_t top : departments)
    for (const std::int64_t department : department_tree(x, top))
      if (x.data().exists("SELECT 1 FROM wecom_membership WHERE corp = ? AND department = ? AND userid = ?",
                          x.caller.tenant, department, userid))
        return true;
  return false;
}

void need_party(const exchange& x, const std::string& type, const std::string& id) {
  if (type == "openid") {
    if (!x.data().exists(
            "SELECT 1 FROM wecom_member WHERE corp = ?1 AND openid = ?2 UNION SELECT 1 FROM wecom_customer "
            "WHERE corp = ?1 AND openid = ?2",
            x.caller.tenant, id))
      throw failure(code::openid_not_found, "nobody has the openid " + id);
    return;
  }
  const auto found = find_member(x, id);
  if (!found || !sees_member(x, *found))
    throw failure(code::user_not_found, "no member that the app sees has the userid " + id);
  if (type == "kf" && !is_agent(x, *found))
    throw failure(code::user_not_support_agent, *found + " is no support agent of the app");
}

answer send_to_agent(exchange& x) {
  need_agents(x);
  const std::string from = x.text("sender.type"), to = x.text("receiver.type"), type = x.text("msgtype");
  if ((from == "kf") == (to == "kf"))
    throw failure(code::parameter_invalid, "exactly one of the two is an agent");
  const json::value* content = x.json(type);
  if (!content) throw failure(code::parameter_missing, "the message has no " + type);
  if (type != "text") need_file(x, type + ".media_id", type);
  need_party(x, from, x.text("sender.id"));
  need_party(x, to, x.text("receiver.id"));
  x.data().run(
      "INSERT INTO wecom_support_message(corp, app, sender, receiver, sent, msgtype, content) VALUES(?, ?, "
      "?, ?, ?, ?, "
      "?)",
      x.caller.tenant, x.caller.app, from + ":" + x.text("sender.id"), to + ":" + x.text("receiver.id"),
      x.seconds(), type, json::serialize(*content));
  return {};
}

}  // namespace

void create_support_agent_tables(store& data) {
  data.script(R"(
CREATE TABLE IF NOT EXISTS wecom_support_agent(corp TEXT NOT NULL, app TEXT NOT NULL, service TEXT NOT NULL,
  kind TEXT NOT NULL, id TEXT NOT NULL COLLATE NOCASE, PRIMARY KEY(corp, app, service, kind, id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS wecom_support_message(number INTEGER PRIMARY KEY, corp TEXT NOT NULL, app TEXT NOT NULL,
  sender TEXT NOT NULL, receiver TEXT NOT NULL, sent INTEGER NOT NULL, msgtype TEXT NOT NULL, content TEXT NOT NULL);
)");
}

void load_support_agents(world& w, const std::string& corp, const json::value& part) {
  const fixture_part p(part, corp + ", support_agents");
  p.only({"apps"});
  for (const auto& value : p.list("apps")) {
    const fixture_part a(value, p.where());
    a.only({"app", "internal", "external"});
    for (const char* service : {"internal", "external"}) {
      const auto* agents = a.object().if_contains(service);
      if (!agents) continue;
      const fixture_part s(*agents, a.where() + ", " + service);
      s.only({"users", "departments"});
      for (const auto& [key, kind] : {std::pair("users", "user"), std::pair("departments", "party")})
        for (const auto& id : s.list(key))
          w.data.run("INSERT INTO wecom_support_agent(corp, app, service, kind, id) VALUES(?, ?, ?, ?, ?)",
                     corp, a.needed("app"), service, kind, scalar_text(id));
    }
  }
}

void add_support_agents(endpoint_list& list) {
  const claim none{code::support_agents_not_configured, "the app has no support agents"};
  list.push_back({
      .name = "kf/list",
      .method = "GET",
      .path = "/cgi-bin/kf/list",
      .title = "List an app's support agents",
      .group = "support agents",
      .credential = access_token,
      .permission = messages,
      .fields = {field("type").text().one_of({"internal", "external"})},
      .raises = {none},
      .handle = list_agents,
  });
  list.push_back({
      .name = "kf/send",
      .method = "POST",
      .path = "/cgi-bin/kf/send",
      .title = "Pass a question or an answer on to a support agent",
      .group = "support agents",
      .credential = access_token,
      .permission = messages,
      .fields =
          {field("sender").object().required(),
           field("sender.type").required().one_of({"kf", "userid", "openid"}),
           field("sender.id").text().required(), field("receiver").object().required(),
           field("receiver.type").required().one_of({"kf", "userid", "openid"}),
           field("receiver.id").text().required(),
           field("msgtype")
               .text()
               .required(code::message_type_invalid)
               .one_of({"text", "image", "file", "voice"}, code::message_type_invalid),
           field("text.content").text().required(code::text_content_empty).only_if("msgtype", {"text"}),
           field("image.media_id").text().required(code::media_id_missing).only_if("msgtype", {"image"}),
           field("file.media_id").text().required(code::media_id_missing).only_if("msgtype", {"file"}),
           field("voice.media_id").text().required(code::media_id_missing).only_if("msgtype", {"voice"})},
      .raises = {none,
                 {code::user_not_support_agent, "the member is not on the app's list of support agents"},
                 {code::user_not_found, "no member that the app sees has the userid"},
                 {code::openid_not_found, "nobody has the openid"},
                 {code::media_id_invalid,
                  "the file was not uploaded in the last three days, or is of another type"},
                 {code::parameter_invalid, "both or none of sender and receiver are agents"},
                 {code::parameter_missing, "the message has no content of its type"}},
      .handle = send_to_agent,
  });
}

}  // namespace errdex::emulation::wecom
