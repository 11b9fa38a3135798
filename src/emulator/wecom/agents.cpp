// Applications: what the organisation has set for them, read and changed with their own token.
#include "emulator/wecom/agents.hpp"

#include <boost/json/array.hpp>

namespace errdex::emulation::wecom {
namespace json = boost::json;
namespace {

constexpr std::string_view default_logo = "https://p.qlogo.cn/bizmail/errdexDefaultApp/0";

/// What the app's scope has of one kind: "user", "party" or "tag".
json::array scope_of(const exchange& x, std::string_view kind) {
  json::array out;
  auto rows = x.data().query(
      "SELECT id FROM wecom_app_scope WHERE corp = ? AND app = ? AND kind = ? ORDER BY CAST(id AS INTEGER), "
      "id",
      x.caller.tenant, x.caller.app, kind);
  while (rows.next()) {
    if (kind == "user")
      out.push_back(json::object{{"userid", rows.text(0)}});
    else
      out.emplace_back(rows.integer(0));
  }
  return out;
}

answer get_agent(exchange& x) {
  const std::int64_t agentid = x.integer("agentid");
  need_own_agent(x, agentid);
  auto row = x.data().query(
      "SELECT name, description, enabled, redirect_domain, report_location, report_enter, home_url FROM "
      "wecom_app "
      "WHERE corp = ? AND app = ?",
      x.caller.tenant, x.caller.app);
  row.next();
  return json::object{{"agentid", agentid},
                      {"name", row.text(0)},
                      {"square_logo_url", default_logo},
                      {"description", row.text(1)},
                      {"allow_userinfos", json::object{{"user", scope_of(x, "user")}}},
                      {"allow_partys", json::object{{"partyid", scope_of(x, "party")}}},
                      {"allow_tags", json::object{{"tagid", scope_of(x, "tag")}}},
                      {"close", row.integer(2) != 0 ? 0 : 1},
                      {"redirect_domain", row.text(3)},
                      {"report_location_flag", row.integer(4)},
                      {"isreportenter", row.integer(5)},
                      {"home_url", row.text(6)}};
}

/// A token is one app's, so the list has that app and no other.
answer list_agents(exchange& x) {
  const auto name =
      x.data().value("SELECT name FROM wecom_app WHERE corp = ? AND app = ?", x.caller.tenant, x.caller.app);
  return json::object{{"agentlist", json::array{json::object{{"agentid", x.caller.number},
                                                             {"name", name.value_or("")},
                                                             {"square_logo_url", default_logo}}}}};
}

}  // namespace

void need_own_agent(const exchange& x, std::int64_t agentid) {
  const auto app =
      x.data().value("SELECT app FROM wecom_app WHERE corp = ? AND agentid = ? AND kind <> 'contacts'",
                     x.caller.tenant, agentid);
  if (!app)
    throw failure(code::agent_id_invalid,
                  "the organisation has no app with the agentid " + std::to_string(agentid));
  if (*app != x.caller.app)
    throw failure(code::agent_id_of_another_app,
                  "the agentid is that of " + *app + ", the access_token that of " + x.caller.app);
}

void add_agents(endpoint_list& list) {
  list.push_back({
      .name = "agent/get",
      .method = "GET",
      .path = "/cgi-bin/agent/get",
      .title = "Read an app's settings",
      .group = "agents",
      .credential = access_token,
      .permission = messages,
      .fields = {field("agentid").integer(code::agent_id_invalid).required(code::agent_id_missing)},
      .raises = {{code::agent_id_invalid, "the organisation has no such app"},
                 {code::agent_id_of_another_app, "the access_token is another app's"}},
      .handle = get_agent,
      .document = "https://developer.work.weixin.qq.com/document/path/90227",
  });
  list.push_back({
      .name = "agent/list",
      .method = "GET",
      .path = "/cgi-bin/agent/list",
      .title = "List the apps that the token is good for",
      .group = "agents",
      .credential = access_token,
      .permission = messages,
      .empty_arrays = {"agentlist"},
      .handle = list_agents,
      .document = "https://developer.work.weixin.qq.com/document/path/90227",
  });
}

}  // namespace errdex::emulation::wecom
