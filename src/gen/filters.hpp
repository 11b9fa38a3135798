// The filters that templates may use. docs/templates.md describes each.
//
// Every filter takes any bytes and gives text that is safe in its place: what is not UTF-8 becomes U+FFFD,
// and characters that turn the direction of writing, by which a source can show something else than it says,
// are written as escapes or as their number.
#ifndef ERRDEX_SRC_GEN_FILTERS_HPP
#define ERRDEX_SRC_GEN_FILTERS_HPP

#include <span>
#include <string_view>

#include "gen/template.hpp"

namespace errdex::gen {

/// All filters, sorted by name.
[[nodiscard]] std::span<const filter> all_filters() noexcept;

/// The filter of this name, or null.
[[nodiscard]] filter_function find_filter(std::string_view name) noexcept;

}  // namespace errdex::gen

#endif
