// The organisations that have installed a suite, as its provider sees them: the permanent code, what it
// stands for, and the token with which the apps call the other APIs.
#include <algorithm>
#include <array>
#include <boost/json/array.hpp>

#include "emulator/wecom/suites.hpp"

namespace errdex::emulation::wecom {
namespace json = boost::json;
namespace {

std::string_view scale_of(std::int64_t members) {
  struct step {
    std::int64_t up_to;
    std::string_view text;
  };
  constexpr std::array<step, 6> steps{{{50, "1-50人"},
                                       {100, "51-100人"},
                                       {200, "101-200人"},
                                       {500, "201-500人"},
                                       {1000, "501-1000人"},
                                       {2000, "1001-2000人"}}};
  for (const step& s : steps)
    if (members <= s.up_to) return s.text;
  return "2001人以上";
}

json::object show_corp(const exchange& x, const std::string& corp) {
  auto row = x.data().query("SELECT name, certified, member_limit FROM wecom_corp WHERE corpid = ?", corp);
  if (!row.next()) return {};
  const auto members = x.data().number("SELECT count(*) FROM wecom_member WHERE corp = ?", corp);
  return {{"corpid", corp},
          {"corp_name", row.text(0)},
          {"corp_type", row.integer(1) != 0 ? "verified" : "unverified"},
          {"corp_square_logo_url", ""},
          {"corp_user_max", row.integer(2)},
          {"corp_full_name", row.text(0)},
          {"subject_type", 1},
          {"corp_wxqrcode", ""},
          {"corp_scale", scale_of(members.value_or(0))},
          {"corp_industry", ""},
          {"corp_sub_industry", ""},
          {"location", ""}};
}

/// Whom an app may see, as it was chosen.
json::object show_privilege(const exchange& x, const std::string& corp, const std::string& app) {
  json::array users, parties, tags;
  auto rows = x.data().query(
      "SELECT kind, id FROM wecom_app_scope WHERE corp = ? AND app = ? ORDER BY kind, length(id), id", corp,
      app);
  while (rows.next()) {
    if (rows.text(0) == "user")
      users.emplace_back(rows.text(1));
    else
      (rows.text(0) == "party" ? parties : tags).emplace_back(rows.integer(1));
  }
  return {{"level", 1},
          {"allow_party", std::move(parties)},
          {"allow_user", std::move(users)},
          {"allow_tag", std::move(tags)},
          {"extra_party", json::array()},
          {"extra_user", json::array()},
          {"extra_tag", json::array()}};
}

json::object show_agents(const exchange& x, const std::string& corp) {
  json::array out;
  auto rows = x.data().query(
      "SELECT a.agentid, a.name, i.appid, a.app FROM wecom_suite_install i JOIN wecom_app a ON a.corp = "
      "i.corp AND a.app = i.app WHERE i.corp = ? AND i.suite = ? ORDER BY i.appid",
      corp, x.caller.app);
  while (rows.next())
    out.push_back(json::object{{"agentid", rows.integer(0)},
                               {"name", rows.text(1)},
                               {"round_logo_url", ""},
                               {"square_logo_url", ""},
                               {"appid", rows.integer(2)},
                               {"auth_mode", 0},
                               {"is_customized_app", false},
                               {"auth_from_thirdapp", false},
                               {"privilege", show_privilege(x, corp, std::string(rows.text(3)))}});
  return {{"agent", std::move(out)}};
}

/// Exchanges the auth_code of the request; good once.
suite_grant take_grant(exchange& x) {
  need_own_suite(x);
  const std::string issued = x.text("auth_code");
  auto row = x.data().query(
      "SELECT suite, corp, userid, apps, scope, state, register_code, expires, used FROM wecom_suite_grant "
      "WHERE code = ?",
      issued);
  if (!row.next()) throw failure(code::auth_code_invalid, "no such code was issued");
  if (row.text(0) != x.caller.app) throw failure(code::auth_code_invalid, "it is one for another suite");
  if (row.integer(8) != 0) throw failure(code::auth_code_invalid, "it was exchanged before");
  if (row.integer(7) <= x.seconds()) throw failure(code::auth_code_invalid, "it is older than 10 minutes");
  const auto text = [&](int column) { return std::string(row.text(column)); };
  suite_grant out{text(0), text(1), text(2), text(3), text(4), text(5), text(6)};
  x.data().run("UPDATE wecom_suite_grant SET used = 1 WHERE code = ?", issued);
  return out;
}

/// What the link or the registration was made with.
void add_origin(const exchange& x, const suite_grant& grant, json::object& out) {
  if (!grant.register_code.empty()) {
    auto row =
        x.data().query("SELECT template, state FROM wecom_registration WHERE code = ?", grant.register_code);
    if (row.next())
      out["register_code_info"] = json::object{
          {"register_code", grant.register_code}, {"template_id", row.text(0)}, {"state", row.text(1)}};
  }
  if (!grant.state.empty()) out["state"] = grant.state;
}

answer get_permanent_code(exchange& x) {
  const suite_grant grant = take_grant(x);
  const std::string permanent = install_suite(x, grant);
  json::object out = corp_token(x, grant.corp, grant.suite);
  out["permanent_code"] = permanent;
  out["auth_corp_info"] = show_corp(x, grant.corp);
  out["auth_info"] = show_agents(x, grant.corp);
  out["auth_user_info"] = show_person(x, grant.corp, grant.userid);
  add_origin(x, grant, out);
  return out;
}

answer get_permanent_code_v2(exchange& x) {
  const suite_grant grant = take_grant(x);
  const std::string permanent = install_suite(x, grant);
  const json::object corp = show_corp(x, grant.corp);
  json::object out{{"permanent_code", permanent},
                   {"auth_corp_info", {{"corpid", corp.at("corpid")}, {"corp_name", corp.at("corp_name")}}},
                   {"auth_user_info", show_person(x, grant.corp, grant.userid)}};
  add_origin(x, grant, out);
  return out;
}

/// Throws unless permanent_code is the present one of auth_corpid for the calling suite.
std::string need_authorization(const exchange& x) {
  need_own_suite(x);
  std::string corp = x.text("auth_corpid");
  need_corp(x, corp);
  auto row = x.data().query("SELECT corp, suite, granted FROM wecom_authorization WHERE permanent_code = ?",
                            x.text("permanent_code"));
  if (!row.next()) throw failure(code::permanent_code_invalid, "no such code was issued");
  if (row.text(0) != corp) throw failure(code::permanent_code_invalid, "it is one of another organisation");
  if (row.text(1) != x.caller.app)
    throw failure(code::permanent_code_invalid, "it was issued to another suite");
  if (row.integer(2) == 0)
    throw failure(code::permanent_code_invalid,
                  "the organisation has removed the suite or installed it anew");
  return corp;
}

answer get_auth_info(exchange& x) {
  const std::string corp = need_authorization(x);
  return json::object{{"auth_corp_info", show_corp(x, corp)}, {"auth_info", show_agents(x, corp)}};
}

answer get_corp_token(exchange& x) {
  const std::string corp = need_authorization(x);
  return corp_token(x, corp, x.caller.app);
}

/// Who created the organisation, and who installed the suite.
json::array admins_of(const exchange& x, std::string_view corp, std::string_view installer) {
  json::array out;
  auto rows = x.data().query(
      "SELECT userid FROM wecom_member WHERE corp = ? AND (creator OR userid = ?) ORDER BY creator DESC, "
      "userid",
      corp, installer);
  while (rows.next())
    out.push_back(json::object{
        {"userid", rows.text(0)}, {"open_userid", open_userid(x, corp, rows.text(0))}, {"auth_type", 1}});
  return out;
}

answer list_own_admins(exchange& x) {
  const auto installer = x.data().value(
      "SELECT z.userid FROM wecom_suite_install i JOIN wecom_authorization z ON z.corp = i.corp AND z.suite "
      "= "
      "i.suite AND z.granted WHERE i.corp = ? AND i.app = ?",
      x.caller.tenant, x.caller.app);
  return json::object{{"admin", admins_of(x, x.caller.tenant, installer.value_or(""))}};
}

answer get_admin_list(exchange& x) {
  const std::string corp = x.text("auth_corpid");
  need_corp(x, corp);
  const auto installer = x.data().value(
      "SELECT userid FROM wecom_authorization WHERE corp = ? AND suite = ? AND granted", corp, x.caller.app);
  if (!installer) throw failure(code::authorization_revoked, corp + " does not have the suite");
  if (!x.data().exists("SELECT 1 FROM wecom_suite_install i JOIN wecom_app a ON a.corp = i.corp AND a.app = "
                       "i.app WHERE i.corp = ? AND i.suite = ? AND a.agentid = ?",
                       corp, x.caller.app, x.integer("agentid")))
    throw failure(code::agent_id_invalid, "the suite has no such app there");
  return json::object{{"admin", admins_of(x, corp, *installer)}};
}

std::vector<field> authorization_fields() {
  return {field("suite_id").text().about("of older libraries"), field("auth_corpid").text().required(),
          field("permanent_code")
              .text()
              .required(code::permanent_code_missing)
              .bytes(1, 512, code::permanent_code_invalid)};
}

std::vector<claim> authorization_claims() {
  return {{code::suite_token_of_other_suite, "the body names another suite than the token's"},
          {code::corp_not_found, "no organisation has the auth_corpid"},
          {code::permanent_code_invalid,
           "it was never issued, is another organisation's or suite's, or the suite has been removed"}};
}

endpoint exchange_of_code(std::string_view name, std::string_view path, endpoint_handler handle) {
  return {
      .name = name,
      .method = "POST",
      .path = path,
      .title = "Exchange an auth_code for the permanent code",
      .group = "suites",
      .credential = suite_access_token,
      .fields = {field("suite_id").text().about("of older libraries"),
                 field("auth_code")
                     .text()
                     .required(code::auth_code_missing)
                     .bytes(64, 512, code::auth_code_invalid)},
      .raises =
          {{code::suite_token_of_other_suite, "the body names another suite than the token's"},
           {code::auth_code_invalid,
            "it was never issued or for another suite, was exchanged before, or is over 10 minutes old"}},
      .handle = handle,
  };
}

}  // namespace

void add_suite_corps(endpoint_list& list) {
  list.push_back(exchange_of_code("service/get_permanent_code", "/cgi-bin/service/get_permanent_code",
                                  get_permanent_code));
  list.push_back(exchange_of_code("service/v2/get_permanent_code", "/cgi-bin/service/v2/get_permanent_code",
                                  get_permanent_code_v2));
  list.push_back({
      .name = "service/get_auth_info",
      .method = "POST",
      .path = "/cgi-bin/service/get_auth_info",
      .title = "Read what an organisation has installed of a suite",
      .group = "suites",
      .credential = suite_access_token,
      .fields = authorization_fields(),
      .raises = authorization_claims(),
      .handle = get_auth_info,
  });
  list.push_back({
      .name = "service/get_corp_token",
      .method = "POST",
      .path = "/cgi-bin/service/get_corp_token",
      .title = "Get the access token of a suite's apps in an organisation",
      .group = "suites",
      .credential = suite_access_token,
      .fields = authorization_fields(),
      .raises = authorization_claims(),
      .handle = get_corp_token,
  });
  list.push_back({
      .name = "service/get_admin_list",
      .method = "POST",
      .path = "/cgi-bin/service/get_admin_list",
      .title = "List the administrators of an installed app",
      .group = "suites",
      .credential = suite_access_token,
      .fields = {field("auth_corpid").text().required(),
                 field("agentid").integer(code::agent_id_invalid).required(code::agent_id_invalid)},
      .raises = {{code::corp_not_found, "no organisation has the auth_corpid"},
                 {code::authorization_revoked, "the organisation does not have the suite, or removed it"},
                 {code::agent_id_invalid, "the suite has no app with this agentid there"}},
      .handle = get_admin_list,
  });
  list.push_back({
      .name = "agent/get_admin_list",
      .method = "POST",
      .path = "/cgi-bin/agent/get_admin_list",
      .title = "List the administrators of the calling third-party app",
      .group = "suites",
      .credential = access_token,
      .permission = installed_app,
      .handle = list_own_admins,
  });
}

}  // namespace errdex::emulation::wecom
