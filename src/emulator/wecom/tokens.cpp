// Access tokens, and the addresses of the platform.
#include <boost/json/array.hpp>

#include "emulator/wecom/wecom.hpp"

namespace errdex::emulation::wecom {
namespace json = boost::json;
namespace {

constexpr std::int64_t token_life = 7200;  // Seconds.
// The platform blocks an address for an hour after "frequent" wrong secrets and gives no number for that.
constexpr std::int64_t wrong_secrets_allowed = 10;

/// Counts a wrong secret against the caller's address.
[[noreturn]] void refuse_secret(exchange& x, const std::string& key, error_ref error, std::string why) {
  if (x.world.settings.rate_limits &&
      !x.world.limits.take(key, wrong_secrets_allowed, std::chrono::hours(1), x.now()))
    throw failure(code::rate_limited, "too many wrong secrets: the address is blocked for an hour");
  throw failure(error, std::move(why));
}

answer get_token(exchange& x) {
  const std::string corp = x.text("corpid"), secret = x.text("corpsecret");
  const std::string blocked = "wrong secrets from " + x.request.peer;
  if (x.world.limits.is_shut(blocked, x.now()))
    throw failure(code::rate_limited, "the address is blocked for an hour because of wrong secrets");
  if (!x.data().exists("SELECT 1 FROM wecom_corp WHERE corpid = ?", corp))
    throw failure(code::corp_id_invalid, "there is no organisation " + corp);
  auto app = x.data().query("SELECT corp, app, enabled FROM wecom_app WHERE secret = ?", secret);
  if (!app.next())
    refuse_secret(x, blocked, code::app_secret_wrong, "no app of " + corp + " has this secret");
  if (app.text(0) != corp)
    refuse_secret(x, blocked, code::app_secret_of_other_corp, "the secret is one of another organisation");
  const std::string name(app.text(1));
  if (app.integer(2) == 0) throw failure(code::app_secret_wrong, "the app " + name + " is switched off");

  // The same token as long as it is valid; asking again does not prolong it.
  auto current = x.data().query(
      "SELECT token, expires FROM wecom_token WHERE corp = ? AND app = ? AND expires > ? AND NOT revoked "
      "ORDER BY expires DESC LIMIT 1",
      corp, name, x.seconds());
  if (current.next())
    return json::object{{"access_token", current.text(0)}, {"expires_in", current.integer(1) - x.seconds()}};
  const std::string token = x.ids().text("wecom.access_token", 214);
  x.data().run("INSERT INTO wecom_token(token, corp, app, expires, revoked) VALUES(?, ?, ?, ?, 0)", token,
               corp, name, x.seconds() + token_life);
  return json::object{{"access_token", token}, {"expires_in", token_life}};
}

answer list_domain_addresses(exchange&) {
  return json::object{{"ip_list", {"182.254.11.176", "182.254.78.66"}}};
}

answer list_callback_addresses(exchange&) {
  return json::object{{"ip_list", {"101.226.103.*", "101.226.62.*"}}};
}

}  // namespace

void add_tokens(endpoint_list& list) {
  list.push_back({
      .name = "gettoken",
      .method = "GET",
      .path = "/cgi-bin/gettoken",
      .title = "Get an access token",
      .group = "tokens",
      .fields = {field("corpsecret").text().required(code::corp_secret_missing),
                 field("corpid").text().required(code::corp_id_missing)},
      .raises = {{code::corp_id_invalid, "no organisation has the corpid"},
                 {code::app_secret_wrong, "no app has the secret, or the app is switched off"},
                 {code::app_secret_of_other_corp, "the secret is one of another organisation"},
                 {code::rate_limited, "ten wrong secrets came from one address within an hour"}},
      .handle = get_token,
  });
  list.push_back({
      .name = "get_api_domain_ip",
      .method = "GET",
      .path = "/cgi-bin/get_api_domain_ip",
      .title = "List the addresses of the API's host",
      .group = "tokens",
      .credential = access_token,
      .empty_arrays = {"ip_list"},
      .members_first = true,
      .handle = list_domain_addresses,
  });
  list.push_back({
      .name = "getcallbackip",
      .method = "GET",
      .path = "/cgi-bin/getcallbackip",
      .title = "List the addresses from which callbacks come",
      .group = "tokens",
      .credential = access_token,
      .empty_arrays = {"ip_list"},
      .members_first = true,
      .handle = list_callback_addresses,
  });
}

}  // namespace errdex::emulation::wecom
