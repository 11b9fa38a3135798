// The pages on which people log in. The platform has them on hosts of their own (open.weixin.qq.com,
// open.work.weixin.qq.com, login.work.weixin.qq.com) and knows who is in front of them; here the request says
// so: `userid` or `openid` in its query. A program that says neither is the organisation's first member; a
// person with a browser chooses.
#include <boost/json/serialize.hpp>

#include "emulator/wecom/login.hpp"
#include "emulator/wecom/members.hpp"
#include "emulator/wecom/suite_login.hpp"
#include "http/url.hpp"

namespace errdex::emulation::wecom {
namespace json = boost::json;
namespace {

/// The host of a redirect address as trusted domains are written: in lower case, with the port when it is
/// not the scheme's own. Empty for what is no address.
std::string host_of(std::string_view address) {
  const auto url = http::parse_url(address.substr(0, address.find('#')));
  if (!url) return {};
  std::string out = url->authority();
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

/// The domain must be the trusted one of the app that the link names; of any app when it names none.
void need_trusted(const exchange& x, const std::string& host) {
  const bool trusted =
      !host.empty() &&
      x.data().exists(
          "SELECT 1 FROM wecom_app WHERE corp = ?1 AND redirect_domain = ?2 AND (?3 = '' OR app = ?3)",
          x.caller.tenant, host, x.caller.app);
  if (!trusted)
    throw failure(code::url_not_trusted_domain, host.empty()
                                                    ? "redirect_uri is no http or https address"
                                                    : host + " is no trusted domain of " +
                                                          (x.caller.app.empty() ? "any app" : x.caller.app));
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      default: out += c;
    }
  }
  return out;
}

/// A list of the members, each a link to this page with the userid in its query.
http::response choose_member(const exchange& x) {
  const std::string query(x.request.query());
  std::string page =
      "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Log in</title><meta name=\"viewport\" "
      "content=\"width=device-width\"><style>body{font:16px/1.5 system-ui;max-width:32rem;margin:3rem "
      "auto;padding:0 "
      "1rem}a{display:block;padding:.5rem}</style><h1>Who is logging in?</h1>";
  auto rows = x.data().query("SELECT userid, name FROM wecom_member WHERE corp = ? ORDER BY userid LIMIT 200",
                             x.caller.tenant);
  while (rows.next())
    page += "<a href=\"?" + escaped(query + "&userid=" + http::percent_encode(rows.text(0))) + "\">" +
            escaped(rows.text(1)) + " (" + escaped(rows.text(0)) + ")</a>";
  http::response out;
  out.headers.add("Content-Type", "text/html; charset=UTF-8");
  out.body = std::move(page);
  return out;
}

std::string first_member(const exchange& x) {
  const auto first =
      x.data().value("SELECT userid FROM wecom_member WHERE corp = ? ORDER BY creator DESC, userid LIMIT 1",
                     x.caller.tenant);
  if (!first) throw failure(code::user_not_found, "the organisation has no members");
  return *first;
}

bool is_browser(const exchange& x) {
  return x.request.headers.get("Accept").value_or("").find("text/html") != std::string_view::npos;
}

/// Back to the app's page, with the code. The body says the same for programs that follow no redirect.
http::response send_back(exchange& x, const login& who) {
  const std::string made = issue_code(x, who), state = x.text("state"), address = x.text("redirect_uri");
  const auto fragment = std::min(address.find('#'), address.size());
  std::string to = address.substr(0, fragment);
  to += to.find('?') == std::string::npos ? '?' : '&';
  to += "code=" + made + "&state=" + http::percent_encode(state) + address.substr(fragment);
  http::response out;
  out.status = 302;
  out.headers.add("Location", to);
  out.headers.add("Cache-Control", "no-store");
  out.headers.add("Content-Type", "application/json; charset=UTF-8");
  out.body =
      json::serialize(json::object{{"redirected_to", to}, {"login_code", made}, {"login_state", state}});
  return out;
}

answer log_in(exchange& x, bool members_only, bool needs_sight, bool details) {
  enter(x, x.text("appid"), x.integer("agentid"));
  const std::string host = host_of(x.text("redirect_uri"));
  need_trusted(x, host);
  if (!x.has("userid") && !x.has("openid") && is_browser(x)) return choose_member(x);
  login who{login_kind::page, x.caller.app, {}, {}, host, details};
  if (x.has("openid") && !members_only)
    who.openid = x.text("openid");
  else
    who.userid = x.has("userid") ? need_member(x, x.text("userid")) : first_member(x);
  if (needs_sight && !who.userid.empty() && !sees_member(x, who.userid))
    throw failure(code::contact_range_no_permission, "the app does not see " + who.userid);
  return send_back(x, who);
}

/// Without an agentid a link that asks for personal details is one that does not.
answer authorize(exchange& x) {
  if (is_suite(x, x.text("appid"))) return log_in_to_suite(x);
  const bool details = x.text("scope") != "snsapi_base" && x.integer("agentid") != 0;
  return log_in(x, false, details, details);
}

answer scan_code(exchange& x) { return log_in(x, true, true, false); }

std::vector<field> page_fields(std::vector<field> first) {
  std::vector<field> out{field("appid").text().required(code::corp_id_missing)};
  out.insert(out.end(), first.begin(), first.end());
  for (const field& f :
       {field("redirect_uri").text().required(code::url_not_trusted_domain),
        field("state").text().bytes(0, 128, code::state_invalid).charset("A-Za-z0-9", code::state_invalid),
        field("userid").text().about("who is logging in; a key of the emulator")})
    out.push_back(f);
  return out;
}

std::vector<claim> page_claims(std::string_view sight) {
  return entering({{code::url_not_trusted_domain, "redirect_uri is not at the app's trusted domain"},
                   {code::user_not_found, "nobody has the userid"},
                   {code::contact_range_no_permission, sight}});
}

}  // namespace

void add_login_pages(endpoint_list& list) {
  list.push_back({
      .name = "connect/oauth2/authorize",
      .method = "GET",
      .path = "/connect/oauth2/authorize",
      .title = "The page on which a person inside WeCom lets an app know who it is",
      .group = "oauth",
      .fields = page_fields(
          {field("response_type").text().required().one_of({"code"}),
           field("scope").text().required().one_of({"snsapi_base", "snsapi_userinfo", "snsapi_privateinfo"}),
           field("agentid").integer(code::agent_id_invalid),
           field("openid").text().about("a person from outside is logging in; a key of the emulator")}),
      .raises = page_claims("personal details are asked for, and the app does not see the member"),
      .handle = authorize,
      .document = "https://developer.work.weixin.qq.com/document/path/91022",
  });
  list.push_back({
      .name = "wwopen/sso/qrConnect",
      .method = "GET",
      .path = "/wwopen/sso/qrConnect",
      .title = "The page with a QR code on which a member logs in to a web site, before 2023",
      .group = "oauth",
      .fields =
          page_fields({field("agentid").integer(code::agent_id_invalid).required(code::agent_id_missing)}),
      .raises = page_claims("the app does not see the member"),
      .handle = scan_code,
      .document = "https://developer.work.weixin.qq.com/document/path/91025",
  });
  list.push_back({
      .name = "wwlogin/sso/login",
      .method = "GET",
      .path = "/wwlogin/sso/login",
      .title = "The page with a QR code on which a member logs in to a web site",
      .group = "oauth",
      .fields =
          page_fields({field("login_type").text().required().one_of({"CorpApp"}),
                       field("agentid").integer(code::agent_id_invalid).required(code::agent_id_missing),
                       field("lang").text().one_of({"zh", "en"})}),
      .raises = page_claims("the app does not see the member"),
      .handle = scan_code,
      .document = "https://developer.work.weixin.qq.com/document/path/98152",
  });
}

}  // namespace errdex::emulation::wecom
