// Who gets a message: members, departments and tags as a request names them, as far as the app sees them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "emulator/wecom/wecom.hpp"

namespace errdex::emulation::wecom {

struct receiver_request {
  std::vector<std::string> users;
  std::vector<std::string> parties;
  std::vector<std::string> tags;
  bool everyone = false;  ///< All whom the app sees; the lists are not looked at then.

  [[nodiscard]] bool empty() const noexcept {
    return !everyone && users.empty() && parties.empty() && tags.empty();
  }
};

struct receivers {
  std::vector<std::string> users;  ///< Each once, sorted.
  // What was named and does not exist, or is not seen by the app.
  std::vector<std::string> bad_users;  ///< In lower case, as the service answers.
  std::vector<std::string> bad_parties;
  std::vector<std::string> bad_tags;
};

[[nodiscard]] receivers find_receivers(const exchange& x, const receiver_request& wanted);

/// The parts of "a | b", without the blanks around them.
[[nodiscard]] std::vector<std::string> split_ids(std::string_view text);
[[nodiscard]] std::string join_ids(const std::vector<std::string>& ids, char separator);
[[nodiscard]] std::string lower_case(std::string_view text);

}  // namespace errdex::emulation::wecom
