// A person logs in to a provider's web site, and the provider learns who it was.
#include <boost/json/array.hpp>

#include "emulator/wecom/suites.hpp"

namespace errdex::emulation::wecom {
namespace json = boost::json;
namespace {

constexpr std::int64_t login_life = 600;  // Seconds.
enum class usertype : std::uint8_t { creator = 1, administrator = 2, member = 5 };

constexpr const char* schema = R"(
CREATE TABLE IF NOT EXISTS wecom_provider_login(code TEXT PRIMARY KEY, provider TEXT NOT NULL, corp TEXT NOT NULL,
  userid TEXT NOT NULL, usertype INTEGER NOT NULL, expires INTEGER NOT NULL, used INTEGER NOT NULL) WITHOUT ROWID;
)";

answer scan_for_provider(exchange& x) {
  const std::string provider = x.text("appid");
  const auto domain = x.data().value("SELECT redirect_domain FROM wecom_provider WHERE corp = ?", provider);
  if (!domain) throw failure(code::corp_id_invalid, "there is no provider " + provider);
  need_redirect_domain(x, *domain);
  const visitor who = visitor_of(x, provider);
  usertype type = usertype::member;
  if (x.text("usertype") != "member")
    type = x.data().exists("SELECT 1 FROM wecom_member WHERE corp = ? AND userid = ? AND creator", who.corp,
                           who.userid)
               ? usertype::creator
               : usertype::administrator;
  const std::string issued = x.ids().text("wecom.login auth_code", 128);
  x.data().run(
      "INSERT INTO wecom_provider_login(code, provider, corp, userid, usertype, expires, used) VALUES(?, ?, "
      "?, ?, ?, ?, 0)",
      issued, provider, who.corp, who.userid, type, x.seconds() + login_life);
  json::object out{{"auth_code", issued}, {"expires_in", login_life}};
  if (x.has("state")) out["state"] = x.text("state");
  return go_back(x, std::move(out));
}

/// The provider's apps in the organisation, which the person may set up.
json::array agents_of(const exchange& x, std::string_view corp) {
  json::array out;
  auto rows = x.data().query(
      "SELECT a.agentid FROM wecom_suite_install i JOIN wecom_suite s ON s.suite = i.suite JOIN "
      "wecom_authorization z ON z.corp = i.corp AND z.suite = i.suite AND z.granted JOIN wecom_app a ON "
      "a.corp = i.corp AND a.app = i.app WHERE i.corp = ? AND s.corp = ? ORDER BY a.agentid",
      corp, x.caller.tenant);
  while (rows.next()) out.push_back(json::object{{"agentid", rows.integer(0)}, {"auth_type", 1}});
  return out;
}

/// The departments that the person may change: all for who created the organisation, else those led.
json::array departments_of(const exchange& x, std::string_view corp, std::string_view userid, usertype type) {
  if (type == usertype::creator) return {json::object{{"id", 1}, {"writable", true}}};
  json::array out;
  auto rows = x.data().query(
      "SELECT department FROM wecom_membership WHERE corp = ? AND userid = ? AND leader ORDER BY position",
      corp, userid);
  while (rows.next()) out.push_back(json::object{{"id", rows.integer(0)}, {"writable", true}});
  return out;
}

answer get_login_info(exchange& x) {
  const std::string given = x.text("auth_code");
  auto row = x.data().query(
      "SELECT corp, userid, usertype, expires, used FROM wecom_provider_login WHERE code = ? AND provider = "
      "?",
      given, x.caller.tenant);
  if (!row.next()) throw failure(code::auth_code_invalid, "no such code was given to the provider");
  if (row.integer(4) != 0) throw failure(code::auth_code_invalid, "it was used before");
  if (row.integer(3) <= x.seconds()) throw failure(code::auth_code_invalid, "it is older than 10 minutes");
  const std::string corp(row.text(0)), userid(row.text(1));
  const auto type = static_cast<usertype>(row.integer(2));
  x.data().run("UPDATE wecom_provider_login SET used = 1 WHERE code = ?", given);
  json::object out{{"usertype", static_cast<int>(type)},
                   {"user_info", show_person(x, corp, userid)},
                   {"corp_info", {{"corpid", corp}}}};
  if (type != usertype::member) {
    out["agent"] = agents_of(x, corp);
    out["auth_info"] = json::object{{"department", departments_of(x, corp, userid, type)}};
  }
  return out;
}

}  // namespace

void create_provider_login_tables(store& data) { data.script(schema); }

void add_provider_login(endpoint_list& list) {
  list.push_back({
      .name = "wwopen/sso/3rd_qrConnect",
      .method = "GET",
      .path = "/wwopen/sso/3rd_qrConnect",
      .title = "The page with a QR code on which people log in to a provider's web site",
      .group = "suites",
      .fields =
          {field("appid").text().required(code::corp_id_missing),
           field("redirect_uri")
               .text()
               .form(forms::http_url, "a URL with http:// or https://", "loom.example/login")
               .about("where the browser goes with the auth_code; it is the answer when absent"),
           field("state").text().charset("a-zA-Z0-9", code::state_invalid).bytes(0, 128, code::state_invalid),
           field("usertype").text().one_of({"admin", "member"}), visitor_fields().front(),
           visitor_fields().back()},
      .raises = {{code::corp_id_invalid, "appid is no provider's corpid"},
                 {code::url_not_trusted_domain, "redirect_uri is not on the provider's domain"},
                 {code::parameter_invalid, "there is no such organisation or member"}},
      .handle = scan_for_provider,
  });
  list.push_back({
      .name = "service/get_login_info",
      .method = "POST",
      .path = "/cgi-bin/service/get_login_info",
      .title = "Learn who has logged in to a provider's web site",
      .group = "suites",
      .credential = provider_access_token,
      .fields = {field("auth_code").text().required(code::auth_code_missing)},
      .raises = {{code::auth_code_invalid,
                  "it was never given to the provider, was used before, or is over 10 minutes old"}},
      .handle = get_login_info,
  });
}

}  // namespace errdex::emulation::wecom
