// The parts of an http or https address.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace errdex::http {

struct url {
  bool secure = false;
  std::string host;  ///< A name or address, without brackets.
  std::uint16_t port = 80;
  std::string target = "/";  ///< Path and query.

  /// As in a Host field: with brackets around an IPv6 address, and the port unless it is the scheme's own.
  [[nodiscard]] std::string authority() const;
};

/// Nothing for another scheme, credentials in the address, a port that is none, or characters that may not
/// stand in a request line.
[[nodiscard]] std::optional<url> parse_url(std::string_view text);

}  // namespace errdex::http
