// Reads a page as strictly as a test should: what is not well formed here may still be shown by a browser,
// but nobody meant it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace errdex::page {

struct reading {
  std::vector<std::string> problems;
  std::vector<std::string> links;  ///< Values of href and src, entities undone.
  std::vector<std::string> ids;
  std::string text;  ///< Everything outside of tags, entities undone.
  std::size_t elements = 0;
};

/// Problems: tags that do not nest, attributes without quotes, attributes that run script or carry style,
/// script elements that are not the page's own, an id twice.
[[nodiscard]] reading read_page(std::string_view page);

}  // namespace errdex::page
