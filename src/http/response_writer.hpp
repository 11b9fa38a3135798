// From answers to bytes.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "http/message.hpp"

namespace errdex::http {

/// Whether every field may be sent: names are tokens, values have no CR, LF, NUL or other control character
/// in them, and the status has three digits. What fails this could become a second answer.
[[nodiscard]] bool may_be_sent(const response& answer) noexcept;

struct head_options {
  std::string_view date;           ///< Of the Date field.
  std::size_t content_length = 0;  ///< Of the whole body, whatever part of it is sent.
  bool keep_alive = true;
  bool http_1_0 = false;
};

/// Appends status line, fields and the blank line. Fields that the session writes itself (Content-Length,
/// Connection, Date, Transfer-Encoding) are left out of the answer's own.
void append_head(std::string& out, const response& answer, const head_options& how);

/// The time as in a Date field: "Sun, 06 Nov 1994 08:49:37 GMT".
[[nodiscard]] std::string http_date(std::int64_t seconds_since_1970);

}  // namespace errdex::http
