// What must hold for a request whose grammar is right. Pure functions over its header section.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "http/head_frame.hpp"
#include "http/message.hpp"

namespace errdex::http {

/// What the header section says about the message itself.
struct framing {
  bool http_1_0 = false;
  bool chunked = false;
  std::optional<std::uint64_t> content_length;
  bool keep_alive = true;
  bool expect_continue = false;
};

/// Fills `out` (its http_1_0 is set before), checks every field that frames, routes or authorises, and
/// turns an absolute target ("http://host/path") into its path. Nothing when the request is in order.
[[nodiscard]] std::optional<refusal> check_request(request& asked, std::size_t most_target, framing& out);

/// A Host value's name without its port, in place: "[::1]:80" gives "[::1]". Nothing when it is no host.
[[nodiscard]] std::optional<std::string_view> host_name(std::string_view host) noexcept;

}  // namespace errdex::http
