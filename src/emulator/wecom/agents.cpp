// Applications: what the organisation has set for them, read and changed with their own token.
#include "emulator/wecom/agents.hpp"

#include <algorithm>
#include <boost/json/array.hpp>

#include "emulator/platform/fixture.hpp"
#include "emulator/wecom/media.hpp"

namespace errdex::emulation::wecom {
namespace json = boost::json;
namespace {

constexpr std::string_view default_logo = "https://p.qlogo.cn/bizmail/errdexDefaultApp/0";
constexpr std::int64_t domains_allowed = 20;
constexpr std::chrono::hours month{24 * 30};  // The platform shuts out for 30 days, too.

// A domain that is not in the table is filed with the authorities, and nobody has proved that it is the
// organisation's.
constexpr const char* schema = R"(
CREATE TABLE IF NOT EXISTS wecom_agent(corp TEXT NOT NULL, app TEXT NOT NULL, logo_url TEXT NOT NULL,
  PRIMARY KEY(corp, app)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS wecom_domain(corp TEXT NOT NULL, domain TEXT NOT NULL COLLATE NOCASE, filed INTEGER NOT NULL,
  verified INTEGER NOT NULL, PRIMARY KEY(corp, domain)) WITHOUT ROWID;
)";

std::string logo_of(const exchange& x) {
  return x.data()
      .value("SELECT logo_url FROM wecom_agent WHERE corp = ? AND app = ?", x.caller.tenant, x.caller.app)
      .value_or(std::string(default_logo));
}

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
                      {"square_logo_url", logo_of(x)},
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
                                                             {"square_logo_url", logo_of(x)}}}}};
}

/// A whole host name with letters in it: no address, no port, no scheme.
bool is_domain(std::string_view text) {
  if (text.size() < 3 || text.size() > 253 || text.front() == '.' || text.back() == '.') return false;
  const bool plain =
      std::all_of(text.begin(), text.end(), [](char c) { return in_charset(c, "A-Za-z0-9.-"); });
  const std::string_view last = text.substr(std::min(text.rfind('.'), text.size() - 1) + 1);
  return plain && text.find('.') != std::string_view::npos && text.find("..") == std::string_view::npos &&
         std::all_of(last.begin(), last.end(), [](char c) { return in_charset(c, "A-Za-z-"); });
}

template <typename Value>
void set(const exchange& x, const char* column, const Value& value) {
  x.data().run("UPDATE wecom_app SET " + std::string(column) + " = ? WHERE corp = ? AND app = ?", value,
               x.caller.tenant, x.caller.app);
}

/// Sets the trusted domain; false when it counts from now on and is not proved to be the organisation's.
bool set_domain(exchange& x, const std::string& domain) {
  if (!is_domain(domain))
    throw failure(code::trusted_domain_invalid, "it is not a host name without scheme and port: " + domain);
  auto known = x.data().query("SELECT filed, verified FROM wecom_domain WHERE corp = ? AND domain = ?",
                              x.caller.tenant, domain);
  const bool listed = known.next();
  if (listed && known.integer(0) == 0)
    throw failure(code::trusted_domain_invalid, domain + " has no ICP filing");
  const auto before = x.data().value("SELECT redirect_domain FROM wecom_app WHERE corp = ? AND app = ?",
                                     x.caller.tenant, x.caller.app);
  if (before != domain) {
    if (x.world.settings.rate_limits &&
        !x.world.limits.take("trusted domains " + x.caller.tenant, domains_allowed, month, x.now()))
      throw failure(code::trusted_domain_monthly_limit_reached,
                    "the organisation has set " + std::to_string(domains_allowed) + " in 30 days");
    set(x, "redirect_domain", domain);
  }
  return listed && known.integer(1) != 0;
}

answer set_agent(exchange& x) {
  need_own_agent(x, x.integer("agentid"));
  if (x.caller.kind == third_party && x.has("home_url"))
    throw failure(code::third_party_home_url_locked, "the home page of the app is its provider's");
  if (x.has("logo_mediaid")) {
    const auto logo = find_media(x, x.text("logo_mediaid"));
    if (!logo || logo->type != "image")
      throw failure(code::image_media_id_invalid, logo ? "it is of the type " + logo->type : "no such file");
    x.data().run("INSERT OR REPLACE INTO wecom_agent(corp, app, logo_url) VALUES(?, ?, ?)", x.caller.tenant,
                 x.caller.app, keep_image(x, media_bytes(x, logo->id)));
  }
  if (x.has("report_location_flag")) set(x, "report_location", x.integer("report_location_flag"));
  if (x.has("isreportenter")) set(x, "report_enter", x.integer("isreportenter"));
  if (x.has("name")) set(x, "name", x.text("name"));
  if (x.has("description")) set(x, "description", x.text("description"));
  if (x.has("home_url")) set(x, "home_url", x.text("home_url"));
  // The platform reports this and does all that was asked for nevertheless.
  if (x.has("redirect_domain") && !set_domain(x, x.text("redirect_domain")))
    throw failure(code::trusted_domain_not_verified,
                  "nobody has proved that the domain is the organisation's")
        .keep_changes();
  return {};
}

}  // namespace

void create_agent_tables(store& data) { data.script(schema); }

void load_domains(world& w, const std::string& corp, const json::value& part) {
  if (!part.is_array()) throw std::invalid_argument(corp + ": 'domains' must be a sequence");
  for (const auto& value : part.get_array()) {
    const fixture_part p(value, corp + ", domain");
    p.only({"domain", "icp", "verified"});
    w.data.run("INSERT INTO wecom_domain(corp, domain, filed, verified) VALUES(?, ?, ?, ?)", corp,
               p.needed("domain"), p.number("icp", 1), p.number("verified", 1));
  }
}

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

field agentid_field() {
  return field("agentid").integer(code::agent_id_invalid).required(code::agent_id_missing);
}

std::vector<claim> agent_claims(std::vector<claim> more) {
  std::vector<claim> out{{code::agent_id_invalid, "the organisation has no such app"},
                         {code::agent_id_of_another_app, "the access_token is another app's"}};
  out.insert(out.end(), more.begin(), more.end());
  return out;
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
      .fields = {agentid_field()},
      .raises = agent_claims(),
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
  list.push_back({
      .name = "agent/set",
      .method = "POST",
      .path = "/cgi-bin/agent/set",
      .title = "Change an app's settings",
      .group = "agents",
      .credential = access_token,
      .permission = messages,
      .fields = {agentid_field(),
                 field("report_location_flag")
                     .integer(code::location_report_flag_invalid)
                     .one_of({"0", "1"}, code::location_report_flag_invalid),
                 field("logo_mediaid").text(),
                 field("name").text().chars(1, 32, code::app_name_length_invalid),
                 field("description").text().chars(4, 120, code::app_description_length_invalid),
                 field("redirect_domain").text(), field("isreportenter").integer().one_of({"0", "1"}),
                 field("home_url")
                     .text()
                     .form(forms::http_url, "a URL with http:// or https://", "www.beacon.example",
                           code::home_url_invalid)},
      .raises = agent_claims(
          {{code::third_party_home_url_locked, "a third-party app sends home_url"},
           {code::image_media_id_invalid,
            "logo_mediaid is no image that was uploaded in the last three days"},
           {code::trusted_domain_invalid, "redirect_domain is no plain host name, or has no ICP filing"},
           {code::trusted_domain_monthly_limit_reached, "the organisation has set 20 domains in 30 days"},
           {code::trusted_domain_not_verified,
            "nobody has proved that redirect_domain is the organisation's; it is set nevertheless"}}),
      .handle = set_agent,
      .document = "https://developer.work.weixin.qq.com/document/path/90228",
  });
}

}  // namespace errdex::emulation::wecom
