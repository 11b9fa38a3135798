// Suites of third-party apps: who has installed which. An organisation's administrator authorizes a suite on
// the install page; the provider exchanges the auth_code from there for a permanent code, and by that the
// suite's apps are installed.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <string>
#include <string_view>

#include "emulator/wecom/wecom.hpp"

namespace errdex::emulation::wecom {

/// An authorization that an administrator has given and the provider may still exchange.
struct suite_grant {
  std::string suite;
  std::string corp;           ///< The organisation that installs it.
  std::string userid;         ///< The administrator.
  std::string apps;           ///< Which appids of the suite, "1,2"; empty for all.
  std::string scope;          ///< Whom the apps may see, "user:ada,party:3,tag:1".
  std::string state;          ///< What the install link has under this name.
  std::string register_code;  ///< Empty unless the organisation registered with one.
};

/// The auth_code for a grant: good for one exchange within 10 minutes. The suite is told of it by
/// create_auth.
std::string make_auth_code(world& w, const suite_grant& grant);
inline constexpr std::int64_t auth_code_life = 600;  // Seconds.

/// Installs the suite's apps as the grant says and returns the permanent code; an earlier one of the
/// organisation is no longer good.
std::string install_suite(exchange& x, const suite_grant& grant);
/// The access_token of the suite's apps in an organisation: access_token and expires_in.
[[nodiscard]] boost::json::object corp_token(exchange& x, std::string_view corp, std::string_view suite);

/// The organisation takes the authorization back, which the suite is told by cancel_auth; false when it gave
/// none.
bool remove_suite(world& w, std::string_view corp, std::string_view suite);

/// Throws suite_token_of_other_suite when the body names a suite that is not the token's.
void need_own_suite(const exchange& x);
/// Throws corp_not_found.
void need_corp(const exchange& x, std::string_view corp);

/// The check of every access_token that is a third-party app's: throws authorization_revoked when the
/// organisation has removed the app. Of a suite with several apps the caller becomes the one that the
/// request's agentid names.
void check_authorization(exchange& x);

/// The organisation and the person that a page of the service's is used by: auth_corpid and auth_userid of
/// the query, otherwise the first organisation that is not `provider`, and who created it.
struct visitor {
  std::string corp, userid;
};
[[nodiscard]] visitor visitor_of(const exchange& x, std::string_view provider);
/// The fields that name the visitor.
[[nodiscard]] std::vector<field> visitor_fields();

/// Sends the browser to redirect_uri with these parameters; without a redirect_uri they are the answer.
[[nodiscard]] answer go_back(const exchange& x, boost::json::object parameters);
/// Throws url_not_trusted_domain when redirect_uri is not on this domain; an empty one allows all.
void need_redirect_domain(const exchange& x, std::string_view domain);

/// A member as a suite is told of one: the same in all suites of a provider.
[[nodiscard]] std::string open_userid(const exchange& x, std::string_view corp, std::string_view userid);
/// userid, open_userid, name and avatar.
[[nodiscard]] boost::json::object show_person(const exchange& x, std::string_view corp,
                                              std::string_view userid);

}  // namespace errdex::emulation::wecom
