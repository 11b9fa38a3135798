// What the pages of the service have in common: who is in front of the screen, and where the browser goes
// then. Nobody clicks in the emulator: opening a page is the consent.
#include <boost/json/serialize.hpp>

#include "emulator/wecom/suites.hpp"

namespace errdex::emulation::wecom {
namespace json = boost::json;

visitor visitor_of(const exchange& x, std::string_view provider) {
  visitor out{x.text("auth_corpid"), x.text("auth_userid")};
  if (out.corp.empty())
    out.corp = x.data()
                   .value("SELECT corpid FROM wecom_corp WHERE corpid <> ? ORDER BY corpid LIMIT 1", provider)
                   .value_or("");
  if (!x.data().exists("SELECT 1 FROM wecom_corp WHERE corpid = ?", out.corp))
    throw failure(code::parameter_invalid, "auth_corpid names no organisation");
  const auto found =
      out.userid.empty()
          ? x.data().value(
                "SELECT userid FROM wecom_member WHERE corp = ? ORDER BY creator DESC, userid LIMIT 1",
                out.corp)
          : x.data().value("SELECT userid FROM wecom_member WHERE corp = ? AND userid = ?", out.corp,
                           out.userid);
  if (!found) throw failure(code::parameter_invalid, "auth_userid names no member of " + out.corp);
  out.userid = *found;
  return out;
}

std::vector<field> visitor_fields() {
  return {field("auth_corpid").text().about("whose administrator it is; the first one's when absent"),
          field("auth_userid").text().about("who it is; who created the organisation when absent")};
}

answer go_back(const exchange& x, json::object parameters) {
  std::string uri = x.text("redirect_uri");
  if (uri.empty()) return parameters;
  for (const auto& p : parameters) {
    uri += uri.find('?') == std::string::npos ? '?' : '&';
    uri += http::percent_encode(p.key()) + '=' + http::percent_encode(scalar_text(p.value()).value_or(""));
  }
  http::response out;
  out.status = 302;
  out.headers.add("Location", uri);
  out.headers.add("Cache-Control", "no-store");
  out.headers.add("Content-Type", "application/json; charset=UTF-8");
  parameters["redirected_to"] = uri;  // The body is for programs that follow no redirect.
  out.body = json::serialize(parameters);
  return out;
}

void need_redirect_domain(const exchange& x, std::string_view domain) {
  const std::string uri = x.text("redirect_uri");
  if (uri.empty() || domain.empty()) return;
  std::string_view host = uri;
  if (const auto scheme = host.find("://"); scheme != std::string_view::npos) host.remove_prefix(scheme + 3);
  host = host.substr(0, host.find_first_of("/?#"));
  if (host != domain)
    throw failure(code::url_not_trusted_domain, "the domain is to be " + std::string(domain));
}

}  // namespace errdex::emulation::wecom
