// A form as browsers and curl send it with files in it: multipart/form-data (RFC 7578).
//
//   const auto form = read_form(x.request);
//   const form_part* file = form ? find_part(*form, "media") : nullptr;
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.hpp"

namespace errdex::emulation {

struct form_part {
  std::string name;
  std::optional<std::string> filename;  ///< Without folders; nothing for a part that is no file.
  std::string content_type;             ///< As it was sent; empty when the part says none.
  std::string_view content;             ///< Lies in the body of the request.
};

/// The parts in their order. Nothing when the Content-Type is another one or has no boundary, or when the
/// body does not follow it: no delimiter, or none that ends the last part.
[[nodiscard]] std::optional<std::vector<form_part>> read_form(const http::request& request);

/// The first part of this name; nullptr when there is none.
[[nodiscard]] const form_part* find_part(const std::vector<form_part>& form, std::string_view name) noexcept;
/// The first part that is a file, whatever its name.
[[nodiscard]] const form_part* find_file(const std::vector<form_part>& form) noexcept;

}  // namespace errdex::emulation
