// The names of the built-in spaces, in the order of their ids (errdex::spaces).
#ifndef ERRDEX_SRC_CATALOG_BUILTIN_SPACES_HPP
#define ERRDEX_SRC_CATALOG_BUILTIN_SPACES_HPP

#include <algorithm>
#include <array>
#include <string_view>

namespace errdex {

inline constexpr std::array<const char*, 8> builtin_space_names{
    "feishu.client", "feishu.h5sdk", "feishu.hire",   "feishu.server",
    "dingtalk",      "wecom",        "openapi.oauth", "openapi.api",
};

[[nodiscard]] constexpr bool is_builtin_space(std::string_view name) noexcept {
  return std::find(builtin_space_names.begin(), builtin_space_names.end(), name) != builtin_space_names.end();
}

}  // namespace errdex

#endif
