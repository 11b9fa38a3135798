// A classified body with what the ranking needs beside the public result.
#ifndef ERRDEX_SRC_DIAGNOSE_BODY_READING_HPP
#define ERRDEX_SRC_DIAGNOSE_BODY_READING_HPP

#include <string_view>

#include "diagnose/body_reader.hpp"
#include "errdex/diagnose.hpp"

namespace errdex::detail {

/// Which other keys stand in a body.
struct body_traits {
  bool request_id = false;    ///< `request_id`, as on DingTalk's /topapi/ paths.
  bool requestid = false;     ///< `requestid`, as on api.dingtalk.com.
  bool log_id = false;        ///< `log_id`, alone or in an `error` object, as on Feishu.
  bool error_object = false;  ///< An `error` object.
  bool error_text = false;    ///< An `error` text, as in OAuth answers.
};

/// `classify` with one reader.
[[nodiscard]] classification classify_with(body_reader reader, std::string_view body) noexcept;

/// The same with the traits.
void read(std::string_view body, body_reader reader, classification& result, body_traits& traits) noexcept;

}  // namespace errdex::detail

#endif
