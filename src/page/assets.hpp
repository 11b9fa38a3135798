// The files of the page's own: style, script, fonts. They are compiled in, with their gzip and brotli forms,
// under names that contain a hash of their content, so that a browser keeps them for ever.
#pragma once

#include <span>
#include <string_view>

#include "http/message.hpp"

namespace errdex::page {

struct asset {
  std::string_view name;   ///< As the pages know it: "main.css".
  std::string_view path;   ///< As it is served: "/assets/main-Bx3kQ9aZ.css".
  std::string_view type;   ///< For Content-Type.
  std::string_view plain;  ///< The bytes.
  std::string_view gzip;   ///< Empty when the form is not smaller.
  std::string_view brotli;
};

/// Every asset; written by the build (web/embed.mjs).
[[nodiscard]] std::span<const asset> assets() noexcept;

/// The asset with this name, or nullptr.
[[nodiscard]] const asset* find_asset(std::string_view name) noexcept;

/// Serves a path below /assets/; 404 for an unknown one.
[[nodiscard]] http::response serve_asset(const http::request& request);

}  // namespace errdex::page
