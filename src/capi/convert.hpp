// The values of the C interface and those of the library. A catalog handle is a catalog; an entry handle is
// what errdex::entry consists of.
#ifndef ERRDEX_SRC_CAPI_CONVERT_HPP
#define ERRDEX_SRC_CAPI_CONVERT_HPP

#include <string_view>

#include "catalog/access.hpp"
#include "errdex/catalog.hpp"
#include "errdex/errdex.h"

namespace errdex::capi {

inline const errdex::catalog* from(const errdex_catalog* handle) noexcept {
  return reinterpret_cast<const errdex::catalog*>(handle);
}

inline errdex::space_id space_from(errdex_space_id id) noexcept {
  return static_cast<errdex::space_id>(id <= 255 ? id : 0);
}

inline errdex::entry from(errdex_entry handle) noexcept {
  if (handle.tables == nullptr || handle.index == 0) return {};
  const auto* tables = static_cast<const errdex::detail::tables*>(handle.tables);
  return handle.index < detail::access::entry_count(tables) ? detail::access::make_entry(tables, handle.index)
                                                            : errdex::entry{};
}

inline errdex_entry to(errdex::entry e) noexcept {
  return e ? errdex_entry{detail::access::of(e), e.index()} : errdex_entry{nullptr, 0};
}

inline errdex_text to(std::string_view text) noexcept { return {text.data(), text.size()}; }
inline std::string_view from(errdex_text text) noexcept {
  return text.data == nullptr ? std::string_view{} : std::string_view{text.data, text.size};
}

inline errdex::language from(errdex_language lang) noexcept {
  return lang == ERRDEX_ZH ? errdex::language::zh : errdex::language::en;
}

}  // namespace errdex::capi

#endif
