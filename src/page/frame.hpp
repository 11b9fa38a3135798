// What every page has: the head, the header with the box, the footer, and the headers of the answer.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "http/message.hpp"
#include "page/html.hpp"
#include "page/visitor.hpp"

namespace errdex::page {

/// Which entry of the navigation is the current one.
enum class section : std::uint8_t { none = 0, start = 1, codes = 2, map = 3, emulator = 4 };

struct frame {
  std::string title;        ///< Without the site's name, which follows it.
  std::string description;  ///< For search engines and previews; plain text.
  std::string path;         ///< Canonical path with the query that belongs to it, without ?lang=.
  page::section section = section::none;
  bool indexed = true;     ///< False keeps the page out of search engines.
  std::string structured;  ///< JSON-LD, or empty.
  std::string question;    ///< What stands in the header's box.
  bool own_box = false;    ///< The page has a box of its own, so that the header has none.
  html body;
};

/// What the server has besides the pages themselves.
struct surroundings {
  std::string_view base{};  ///< Address of this site without a slash at its end, such as
                            ///< "https://errors.example.com"; empty leaves links relative.
  bool emulator = false;    ///< Every page links to that of the emulator.
};

/// The whole document.
[[nodiscard]] http::response document(const frame& f, const visitor& v, const surroundings& around,
                                      unsigned status = 200);

/// A piece of a page, which the page's script puts into its place.
[[nodiscard]] http::response fragment(const html& piece, const visitor& v);

}  // namespace errdex::page
