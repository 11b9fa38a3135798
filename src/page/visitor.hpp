// Who is reading: the language and the theme of one request.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "errdex/vocabulary.hpp"
#include "http/message.hpp"

namespace errdex::page {

/// `automatic` follows the reader's system.
enum class theme : std::uint8_t { automatic = 0, light = 1, dark = 2 };

/// "auto", "light", "dark": the values of the cookie `theme` and of the page's data-theme.
[[nodiscard]] std::string_view name(theme value) noexcept;

struct visitor {
  language lang = language::en;
  page::theme theme = page::theme::automatic;
  bool chose_language = false;  ///< The address says ?lang=…, which is remembered in a cookie.
};

/// Reads ?lang=, then the cookie `lang`, then Accept-Language; what is none of the two languages counts
/// as absent, and English is the last resort.
[[nodiscard]] visitor visitor_of(const http::request& request);

/// The language of the two that an Accept-Language field prefers, by its q values; nothing when it names
/// neither of them and no '*'.
[[nodiscard]] std::optional<language> accepted_language(std::string_view field) noexcept;

/// The value of a cookie in a Cookie field, as sent; empty when it is not there.
[[nodiscard]] std::string_view cookie(std::string_view field, std::string_view name) noexcept;

}  // namespace errdex::page
