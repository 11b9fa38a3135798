// What the files of check-in share: whose rules apply, and which times and members a call is about.
#pragma once

#include <boost/json/object.hpp>

#include "emulator/wecom/wecom.hpp"

namespace errdex::emulation::wecom {

inline constexpr std::int64_t checkin_day = 86'400;
inline constexpr std::int64_t longest_checkin_span = 30 * checkin_day;
inline constexpr std::int64_t fixed_hours = 1;  ///< grouptype and record_type of the rules that there are.

/// Seconds since 1970, both included.
struct checkin_span {
  std::int64_t start, end;
};

/// starttime and endtime; throws checkin_time_range_invalid when they are reversed or further apart than
/// `most`.
checkin_span need_span(const exchange& x, std::int64_t most);
/// Everybody in useridlist; one who does not exist spoils the call with checkin_user_not_found.
std::vector<std::string> need_users(const exchange& x);

/// When and where members check in.
struct work_rule {
  std::int64_t id = 0, from = 0, to = 0;  ///< The hours in seconds after midnight.
  std::string name;
  std::vector<std::int64_t> workdays;  ///< 0 is Sunday.
  boost::json::object places;

  /// Whether the day that begins then, in China, is a day of work.
  [[nodiscard]] bool works_on(std::int64_t midnight) const;
};

/// The rule that a member falls under; nothing when there is none.
[[nodiscard]] std::optional<work_rule> rule_of(const exchange& x, std::string_view userid);

[[nodiscard]] field checkin_users_field();
/// A call that asks for members and a time.
[[nodiscard]] endpoint checkin_call(std::string_view path, std::string_view title,
                                    std::int64_t calls_in_a_minute, endpoint_handler handle);

}  // namespace errdex::emulation::wecom
