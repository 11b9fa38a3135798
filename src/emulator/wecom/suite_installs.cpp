// A suite comes to an organisation: the pre-auth code for the link, what the link may install, and the page
// behind it, where an administrator agrees.
#include <boost/json/array.hpp>

#include "emulator/wecom/suites.hpp"

namespace errdex::emulation::wecom {
namespace json = boost::json;
namespace {

constexpr std::int64_t pre_auth_life = 1200;  // Seconds.

/// The appids at `path`, "1,2"; each must be an app of the suite.
std::string chosen_apps(const exchange& x, std::string_view path) {
  std::string out;
  for (const std::int64_t appid : x.integers(path)) {
    if (!x.data().exists("SELECT 1 FROM wecom_suite_app WHERE suite = ? AND appid = ?", x.caller.app, appid))
      throw failure(code::suite_app_id_invalid, "the suite has no app " + std::to_string(appid));
    out += (out.empty() ? "" : ",") + std::to_string(appid);
  }
  return out;
}

answer get_pre_auth_code(exchange& x) {
  need_own_suite(x);
  const std::string apps = chosen_apps(x, "appid");
  const std::string issued = x.ids().text("wecom.pre_auth_code", 64);
  x.data().run(
      "INSERT INTO wecom_pre_auth(code, corp, suite, expires, apps, auth_type) VALUES(?, ?, ?, ?, ?, 0)",
      issued, x.caller.tenant, x.caller.app, x.seconds() + pre_auth_life, apps);
  return json::object{{"pre_auth_code", issued}, {"expires_in", pre_auth_life}};
}

void need_pre_auth_code(const exchange& x, std::string_view suite) {
  const auto expires = x.data().number("SELECT expires FROM wecom_pre_auth WHERE code = ? AND suite = ?",
                                       x.text("pre_auth_code"), suite);
  if (!expires) throw failure(code::pre_auth_code_invalid, "no such code was issued to the suite");
  if (*expires <= x.seconds())
    throw failure(code::pre_auth_code_expired,
                  "it expired " + std::to_string(x.seconds() - *expires) + " s ago");
}

answer set_session_info(exchange& x) {
  need_own_suite(x);
  need_pre_auth_code(x, x.caller.app);
  x.data().run("UPDATE wecom_pre_auth SET apps = ?, auth_type = ? WHERE code = ?",
               chosen_apps(x, "session_info.appid"), x.integer("session_info.auth_type"),
               x.text("pre_auth_code"));
  return {};
}

/// What the administrator lets the apps see, "party:3,user:ada"; the whole organisation when nothing is said.
std::string chosen_scope(const exchange& x, const std::string& corp) {
  std::string out;
  const auto add = [&](std::string_view kind, std::string_view key, std::string_view sql) {
    for (const std::string& id : split(x.text(key), '|')) {
      if (!x.data().exists(sql, corp, id))
        throw failure(code::parameter_invalid, std::string(key) + " names " + id + ", which there is not");
      out += (out.empty() ? "" : ",") + std::string(kind) + ':' + id;
    }
  };
  add("user", "allow_user", "SELECT 1 FROM wecom_member WHERE corp = ? AND userid = ?");
  add("party", "allow_party", "SELECT 1 FROM wecom_department WHERE corp = ? AND CAST(id AS TEXT) = ?");
  add("tag", "allow_tag", "SELECT 1 FROM wecom_tag WHERE corp = ? AND CAST(tagid AS TEXT) = ?");
  return out.empty() ? "party:1" : out;
}

answer install(exchange& x) {
  const std::string suite = x.text("suite_id");
  auto row = x.data().query("SELECT corp, redirect_domain FROM wecom_suite WHERE suite = ?", suite);
  if (!row.next()) throw failure(code::suite_id_invalid, "there is no suite " + suite);
  need_pre_auth_code(x, suite);
  need_redirect_domain(x, row.text(1));
  const visitor who = visitor_of(x, row.text(0));
  const auto apps = x.data().value("SELECT apps FROM wecom_pre_auth WHERE code = ?", x.text("pre_auth_code"));
  const std::string issued = make_auth_code(x.world, {suite, who.corp, who.userid, apps.value_or(""),
                                                      chosen_scope(x, who.corp), x.text("state"), ""});
  json::object out{{"auth_code", issued}, {"expires_in", auth_code_life}};
  if (x.has("state")) out["state"] = x.text("state");
  return go_back(x, std::move(out));
}

answer uninstall(exchange& x) {
  const std::string suite = x.text("suite_id");
  const auto provider = x.data().value("SELECT corp FROM wecom_suite WHERE suite = ?", suite);
  if (!provider) throw failure(code::suite_id_invalid, "there is no suite " + suite);
  const visitor who = visitor_of(x, *provider);
  if (!remove_suite(x.world, who.corp, suite))
    throw failure(code::authorization_revoked, who.corp + " does not have the suite");
  return {};
}

std::vector<field> with_visitor(std::vector<field> fields) {
  for (field& f : visitor_fields()) fields.push_back(std::move(f));
  return fields;
}

}  // namespace

void add_suite_installs(endpoint_list& list) {
  list.push_back({
      .name = "service/get_pre_auth_code",
      .method = "*",  // GET; POST with a body in older libraries.
      .path = "/cgi-bin/service/get_pre_auth_code",
      .title = "Get a pre-auth code for an install link",
      .group = "suites",
      .credential = suite_access_token,
      .fields = {field("suite_id").text().about("of older libraries"),
                 field("appid").array().about("of older libraries: which apps the link installs"),
                 field("appid[]").integer()},
      .raises = {{code::suite_token_of_other_suite, "the body names another suite than the token's"},
                 {code::suite_app_id_invalid, "the body names an app that the suite does not have"}},
      .handle = get_pre_auth_code,
  });
  list.push_back({
      .name = "service/set_session_info",
      .method = "POST",
      .path = "/cgi-bin/service/set_session_info",
      .title = "Choose what an install link installs",
      .group = "suites",
      .credential = suite_access_token,
      .fields = {field("suite_id").text().about("of older libraries"),
                 field("pre_auth_code")
                     .text()
                     .required(code::pre_auth_code_invalid)
                     .bytes(1, 512, code::pre_auth_code_invalid),
                 field("session_info").object().required(),
                 field("session_info.appid").array().about("all apps of the suite when absent or empty"),
                 field("session_info.appid[]").integer(code::suite_app_id_invalid),
                 field("session_info.auth_type").integer().one_of({"0", "1"}).about("1: for a test")},
      .raises = {{code::suite_token_of_other_suite, "the body names another suite than the token's"},
                 {code::pre_auth_code_invalid, "the code was not issued to this suite"},
                 {code::pre_auth_code_expired, "the code is older than 1,200 seconds"},
                 {code::suite_app_id_invalid, "an appid is none of the suite's"}},
      .handle = set_session_info,
  });
  list.push_back({
      .name = "3rdapp/install",
      .method = "GET",
      .path = "/3rdapp/install",
      .title = "The page where an administrator installs a suite",
      .group = "suites",
      .fields = with_visitor(
          {field("suite_id").text().required(code::suite_id_missing),
           field("pre_auth_code").text().required(code::pre_auth_code_invalid),
           field("redirect_uri")
               .text()
               .form(forms::http_url, "a URL with http:// or https://", "loom.example/installed")
               .about("where the browser goes with the auth_code; it is the answer when absent"),
           field("state").text().charset("a-zA-Z0-9", code::state_invalid).bytes(0, 128, code::state_invalid),
           field("allow_user").text().separated_by('|').about("whom the administrator lets the apps see"),
           field("allow_party").text().separated_by('|').about("the whole organisation when nobody is named"),
           field("allow_tag").text().separated_by('|')}),
      .raises = {{code::suite_id_invalid, "there is no such suite"},
                 {code::pre_auth_code_invalid, "the code was not issued to this suite"},
                 {code::pre_auth_code_expired, "the code is older than 1,200 seconds"},
                 {code::url_not_trusted_domain, "redirect_uri is not on the suite's domain"},
                 {code::parameter_invalid, "the organisation, the member or what they see does not exist"}},
      .handle = install,
  });
  // Not a page of its own there: administrators do it in the list of their apps.
  list.push_back({
      .name = "3rdapp/uninstall",
      .method = "GET",
      .path = "/3rdapp/uninstall",
      .title = "An administrator removes a suite",
      .group = "suites",
      .fields = with_visitor({field("suite_id").text().required(code::suite_id_missing)}),
      .raises = {{code::suite_id_invalid, "there is no such suite"},
                 {code::parameter_invalid, "there is no such organisation or member"},
                 {code::authorization_revoked, "the organisation does not have the suite"}},
      .handle = uninstall,
  });
}

}  // namespace errdex::emulation::wecom
