// Which languages an answer has.
#ifndef ERRDEX_SRC_SERVICE_ACCEPT_LANGUAGE_HPP
#define ERRDEX_SRC_SERVICE_ACCEPT_LANGUAGE_HPP

#include <string_view>

#include "present/entry_json.hpp"

namespace errdex::service {

/// The languages for an Accept-Language header (RFC 9110, 12.5.4): the one that is preferred, by its quality;
/// both when neither is, or when the header is empty, malformed or names neither. "zh-CN" and "zh-Hant" are
/// Chinese; a range without quality has 1; a quality of 0 excludes.
[[nodiscard]] present::texts preferred_texts(std::string_view accept_language) noexcept;

/// The value of Content-Language.
[[nodiscard]] std::string_view content_language(present::texts which) noexcept;

}  // namespace errdex::service

#endif
