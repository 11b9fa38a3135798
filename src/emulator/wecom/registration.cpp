// A provider's customers register an organisation through its link; the organisation begins with the suite
// of the provider's template authorized, and the provider fills its contacts.
#include <boost/json/array.hpp>

#include "emulator/wecom/suite_events.hpp"
#include "emulator/wecom/suites.hpp"

namespace errdex::emulation::wecom {
namespace json = boost::json;
namespace {

constexpr std::int64_t register_code_life = 600;  // Seconds in which the registration must be done.
constexpr std::int64_t info_life = 86'400;        // Seconds in which the provider can ask for it.
constexpr std::int64_t token_life = 7200;         // Seconds.
constexpr std::int64_t member_limit = 1000;       // Of an organisation that is not certified.

constexpr const char* schema = R"(
CREATE TABLE IF NOT EXISTS wecom_registration(code TEXT PRIMARY KEY, corp TEXT NOT NULL, template TEXT NOT NULL,
  state TEXT NOT NULL, corp_name TEXT NOT NULL, admin_name TEXT NOT NULL, admin_mobile TEXT NOT NULL,
  follow_user TEXT NOT NULL, expires INTEGER NOT NULL, new_corp TEXT, userid TEXT, finished INTEGER, synced INTEGER NOT NULL)
  WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS wecom_registration_made ON wecom_registration(new_corp);
)";

answer get_register_code(exchange& x) {
  const std::string id = x.text("template_id");
  if (!x.data().exists("SELECT 1 FROM wecom_register_template WHERE template = ? AND corp = ?", id,
                       x.caller.tenant))
    throw failure(code::template_id_not_found, "the provider has no template " + id);
  const std::string follower = x.text("follow_user");
  if (!follower.empty() && !find_member(x, follower))
    throw failure(code::user_not_found, "follow_user is no member of the provider");
  const std::string issued = x.ids().text("wecom.register_code", 128);
  x.data().run(
      "INSERT INTO wecom_registration(code, corp, template, state, corp_name, admin_name, admin_mobile, "
      "follow_user, expires, synced) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",
      issued, x.caller.tenant, id, x.text("state"), x.text("corp_name"), x.text("admin_name"),
      x.text("admin_mobile"), follower, x.seconds() + register_code_life);
  return json::object{{"register_code", issued}, {"expires_in", register_code_life}};
}

/// The organisation with its root department, who registered it, and the app that stands for the token with
/// which the provider fills its contacts.
void make_corp(exchange& x, const std::string& corp, const std::string& name, const std::string& userid,
               const std::string& person, const std::string& mobile) {
  x.data().run("INSERT INTO wecom_corp(corpid, name, certified, member_limit) VALUES(?, ?, 0, ?)", corp, name,
               member_limit);
  x.data().run(
      "INSERT INTO wecom_department(corp, id, parent, name, name_en, sort) VALUES(?, 1, 0, ?, '', 100000000)",
      corp, name);
  x.data().run(
      "INSERT INTO wecom_member(corp, userid, name, mobile, email, status, main_department, openid, creator, "
      "renameable, details) VALUES(?, ?, ?, ?, NULL, 1, 1, NULL, 1, 0, '{}')",
      corp, userid, person, mobile.empty() ? std::nullopt : std::optional(mobile));
  x.data().run(
      "INSERT INTO wecom_membership(corp, department, userid, position, sort, leader) VALUES(?, 1, ?, 0, 0, "
      "0)",
      corp, userid);
  x.data().run(
      "INSERT INTO wecom_app(corp, app, agentid, kind, name, secret, enabled, trusted_ips, description, "
      "redirect_domain, home_url, callback_url, report_location, report_enter) VALUES(?, ?, 0, ?, 'Contacts "
      "of a registration', ?, 1, '', '', '', '', '', 0, 0)",
      corp, registration, registration, x.ids().text("wecom.app_secret", 43));
  x.data().run("INSERT INTO wecom_app_scope(corp, app, kind, id) VALUES(?, ?, 'party', '1')", corp,
               registration);
}

/// What the visitor writes into the form, which is filled in with what the provider gave.
std::string form_entry(const exchange& x, std::string_view key, std::string_view given,
                       std::string_view otherwise) {
  std::string out = x.text(key);
  if (out.empty()) out = given;
  return out.empty() ? std::string(otherwise) : out;
}

answer register_corp(exchange& x) {
  const std::string issued = x.text("register_code");
  auto row = x.data().query(
      "SELECT r.corp_name, r.admin_name, r.admin_mobile, r.expires, r.finished, r.state, t.suite FROM "
      "wecom_registration r JOIN wecom_register_template t ON t.template = r.template WHERE r.code = ?",
      issued);
  if (!row.next()) throw failure(code::register_code_invalid, "no such code was issued");
  if (!row.is_null(4)) throw failure(code::register_code_invalid, "somebody registered with it before");
  if (row.integer(3) <= x.seconds()) throw failure(code::register_code_invalid, "it is older than 600 s");

  const std::string corp = "ww" + x.ids().text("wecom.corpid", 16, alphabets::hex), userid = "admin";
  make_corp(x, corp, form_entry(x, "corp_name", row.text(0), "New organisation"), userid,
            form_entry(x, "admin_name", row.text(1), "Administrator"),
            form_entry(x, "admin_mobile", row.text(2), ""));
  const suite_grant grant{std::string(row.text(6)), corp,  userid, "", "party:1",
                          std::string(row.text(5)), issued};
  x.data().run("UPDATE wecom_registration SET new_corp = ?, userid = ?, finished = ? WHERE code = ?", corp,
               userid, x.seconds(), issued);
  return json::object{{"corpid", corp}, {"userid", userid}, {"auth_code", make_auth_code(x.world, grant)}};
}

json::object contact_sync_token(exchange& x, const std::string& corp) {
  auto current = x.data().query(
      "SELECT token, expires FROM wecom_token WHERE corp = ? AND app = ? AND expires > ? AND NOT revoked",
      corp, registration, x.seconds());
  if (current.next())
    return {{"access_token", current.text(0)}, {"expires_in", current.integer(1) - x.seconds()}};
  const std::string token = x.ids().text("wecom.access_token", 214);
  x.data().run("INSERT INTO wecom_token(token, corp, app, expires, revoked) VALUES(?, ?, ?, ?, 0)", token,
               corp, registration, x.seconds() + token_life);
  return {{"access_token", token}, {"expires_in", token_life}};
}

answer get_registration_info(exchange& x) {
  auto row = x.data().query(
      "SELECT new_corp, userid, finished, expires, state, template, synced FROM wecom_registration WHERE "
      "code "
      "= ? AND corp = ?",
      x.text("register_code"), x.caller.tenant);
  if (!row.next()) throw failure(code::register_code_invalid, "no such code was issued to the provider");
  if (row.is_null(2)) {
    if (row.integer(3) <= x.seconds())
      throw failure(code::register_code_invalid, "nobody registered with it within 600 s");
    throw failure(code::registration_info_not_found, "nobody has registered with it yet");
  }
  if (row.integer(2) + info_life <= x.seconds())
    throw failure(code::registration_info_not_found, "the registration was more than 24 hours ago");
  const std::string corp(row.text(0));
  json::object out{{"corpid", corp}};
  if (row.integer(6) == 0) out["contact_sync"] = contact_sync_token(x, corp);
  out["auth_user_info"] = json::object{{"userid", row.text(1)}};
  out["state"] = row.text(4);
  out["template_id"] = row.text(5);
  return out;
}

answer set_scope(exchange& x) {
  const std::string& corp = x.caller.tenant;
  auto row = x.data().query(
      "SELECT a.app FROM wecom_suite_install i JOIN wecom_app a ON a.corp = i.corp AND a.app = i.app WHERE "
      "a.corp = ? AND a.agentid = ?",
      corp, x.integer("agentid"));
  if (!row.next()) throw failure(code::agent_id_invalid, "no installed app has this agentid");
  const std::string app(row.text(0));
  // What is not sent stays as it is; what is sent replaces.
  const auto put = [&](std::string_view kind, std::string_view field, std::string_view sql) {
    json::array unknown;
    if (!x.has(field)) return unknown;
    x.data().run("DELETE FROM wecom_app_scope WHERE corp = ? AND app = ? AND kind = ?", corp, app, kind);
    for (const std::string& id : x.texts(field)) {
      if (x.data().exists(sql, corp, id))
        x.data().run("INSERT OR IGNORE INTO wecom_app_scope(corp, app, kind, id) VALUES(?, ?, ?, ?)", corp,
                     app, kind, id);
      else if (kind == "user")
        unknown.emplace_back(id);
      else
        unknown.emplace_back(as_integer(json::value(json::string(id))).value_or(0));
    }
    return unknown;
  };
  json::array users = put("user", "allow_user", "SELECT 1 FROM wecom_member WHERE corp = ? AND userid = ?");
  json::array parties =
      put("party", "allow_party", "SELECT 1 FROM wecom_department WHERE corp = ? AND CAST(id AS TEXT) = ?");
  json::array tags =
      put("tag", "allow_tag", "SELECT 1 FROM wecom_tag WHERE corp = ? AND CAST(tagid AS TEXT) = ?");
  const auto suite =
      x.data().value("SELECT suite FROM wecom_suite_install WHERE corp = ? AND app = ?", corp, app);
  if (suite) tell_of_change(x.world, *suite, "change_auth", corp);
  return json::object{{"invaliduser", std::move(users)},
                      {"invalidparty", std::move(parties)},
                      {"invalidtag", std::move(tags)}};
}

answer contact_sync_success(exchange& x) {
  if (x.caller.kind != registration)
    throw failure(code::contact_sync_success_not_allowed, "the token is not the one of a registration");
  x.data().run("UPDATE wecom_registration SET synced = 1 WHERE new_corp = ?", x.caller.tenant);
  x.data().run("UPDATE wecom_token SET revoked = 1 WHERE corp = ? AND app = ?", x.caller.tenant,
               registration);
  return {};
}

}  // namespace

void create_registration_tables(store& data) { data.script(schema); }

void add_registration(endpoint_list& list) {
  list.push_back({
      .name = "service/get_register_code",
      .method = "POST",
      .path = "/cgi-bin/service/get_register_code",
      .title = "Get a code for a registration link",
      .group = "registration",
      .credential = provider_access_token,
      .fields =
          {field("template_id")
               .text()
               .required(code::template_id_missing)
               .bytes(1, 128, code::template_id_not_found),
           field("corp_name").text(), field("admin_name").text(), field("admin_mobile").text(),
           field("state").text().charset("a-zA-Z0-9", code::state_invalid).bytes(0, 128, code::state_invalid),
           field("follow_user").text().about("a member of the provider")},
      .raises = {{code::template_id_not_found, "the provider has no such template"},
                 {code::user_not_found, "follow_user is no member of the provider"}},
      .handle = get_register_code,
  });
  list.push_back({
      .name = "3rdservice/wework/register",
      .method = "GET",
      .path = "/3rdservice/wework/register",
      .title = "The page where somebody registers an organisation",
      .group = "registration",
      .fields = {field("register_code").text().required(code::register_code_missing),
                 field("corp_name").text(), field("admin_name").text(), field("admin_mobile").text()},
      .raises = {{code::register_code_invalid,
                  "it was never issued, was used before, or is older than 600 seconds"}},
      .handle = register_corp,
  });
  list.push_back({
      .name = "service/get_registration_info",
      .method = "POST",
      .path = "/cgi-bin/service/get_registration_info",
      .title = "Read what became of a registration",
      .group = "registration",
      .credential = provider_access_token,
      .fields = {field("register_code")
                     .text()
                     .required(code::register_code_missing)
                     .bytes(1, 512, code::register_code_invalid)},
      .raises = {{code::register_code_invalid,
                  "it was not issued to the provider, or nobody registered with it in its 600 seconds"},
                 {code::registration_info_not_found,
                  "nobody has registered with it yet, or that is more than 24 hours ago"}},
      .handle = get_registration_info,
  });
  list.push_back({
      .name = "agent/set_scope",
      .method = "POST",
      .path = "/cgi-bin/agent/set_scope",
      .title = "Choose whom an installed app may see",
      .group = "registration",
      .credential = access_token,
      .permission = install_scope,
      .fields = {field("agentid").integer(code::agent_id_invalid).required(code::agent_id_invalid),
                 field("allow_user").array(), field("allow_user[]").text(), field("allow_party").array(),
                 field("allow_party[]").integer(), field("allow_tag").array(),
                 field("allow_tag[]").integer()},
      .raises = {{code::agent_id_invalid, "no installed app has the agentid"}},
      .handle = set_scope,
  });
  list.push_back({
      .name = "sync/contact_sync_success",
      .method = "GET",
      .path = "/cgi-bin/sync/contact_sync_success",
      .title = "Say that the contacts are complete",
      .group = "registration",
      .credential = access_token,
      .raises = {{code::contact_sync_success_not_allowed, "the token is not the one of a registration"}},
      .handle = contact_sync_success,
  });
}

}  // namespace errdex::emulation::wecom
