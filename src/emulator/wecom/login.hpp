// Logins: a person logs in on a page of the platform or in a mini program, which leaves a code; an app
// exchanges the code for who it was.
#pragma once

#include <boost/json/object.hpp>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/wecom/wecom.hpp"

namespace errdex::emulation::wecom {

enum class login_kind : std::uint8_t {
  page = 1,          ///< OAuth page or QR code, for auth/getuserinfo.
  mini_program = 2,  ///< wx.qy.login, for miniprogram/jscode2session.
};

/// Who has logged in, and where; the organisation is the caller's tenant.
struct login {
  login_kind kind = login_kind::page;
  std::string app;       ///< The app that the link named; empty for none.
  std::string userid;    ///< Empty for a person from outside.
  std::string openid;    ///< Of such a person.
  std::string host;      ///< Where the code was sent, as in a Host field.
  bool details = false;  ///< The person agreed that the app sees personal details.
};

inline constexpr std::int64_t login_code_life = 300;    ///< Seconds.
inline constexpr std::int64_t user_ticket_life = 1800;  ///< Seconds.

/// The arguments that a code and a ticket are exchanged with, in an organisation's own apps and in suites.
[[nodiscard]] field login_code_field();
[[nodiscard]] field user_ticket_field();
/// These of a member's details, as show_member has them; an empty text for what is not there.
void add_details(boost::json::object& out, const boost::json::object& member,
                 std::initializer_list<std::string_view> keys);

/// A new code: good once, for five minutes.
[[nodiscard]] std::string issue_code(exchange& x, const login& who);
/// Who stands behind a code, without using it up. Throws login_code_invalid when it was never issued to the
/// organisation for this kind of login, was used, or is older than five minutes.
[[nodiscard]] login find_code(const exchange& x, login_kind kind, std::string_view given);
void use_up_code(exchange& x, std::string_view given);

/// Makes the organisation, and the app with this agentid (0: none), those that the request is for: the pages
/// have no access_token. Throws corp_id_invalid and agent_id_invalid.
void enter(exchange& x, std::string_view corp, std::int64_t agentid);
/// What `enter` throws, followed by `more`.
[[nodiscard]] std::vector<claim> entering(std::vector<claim> more);

void add_login_pages(endpoint_list& list);
void add_logins(endpoint_list& list);
void create_login_tables(store& data);
void add_mini_programs(endpoint_list& list);
void create_mini_program_tables(store& data);

}  // namespace errdex::emulation::wecom
