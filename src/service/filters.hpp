// The filters that lists and searches have in common.
#ifndef ERRDEX_SRC_SERVICE_FILTERS_HPP
#define ERRDEX_SRC_SERVICE_FILTERS_HPP

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "errdex/catalog.hpp"
#include "service/call.hpp"

namespace errdex::service {

/// Which entries are wanted. Several values of one kind are alternatives; kinds are all required.
struct filters {
  std::vector<space_id> spaces;  ///< All of them, in the order of the catalog, when nothing was asked.
  std::vector<status> statuses;
  std::vector<verdict> verdicts;

  [[nodiscard]] bool take(const entry& e) const noexcept;  ///< By status and verdict.
};

/// Filters by the names that a caller gives.
struct filter_names {
  std::vector<std::string_view> spaces;  ///< Of spaces or of platforms.
  std::vector<std::string_view> platforms;
  std::vector<std::string_view> statuses;
  std::vector<std::string_view> verdicts;
};

/// What these names mean, or which of them means nothing.
[[nodiscard]] std::variant<filters, refusal> resolve(const filter_names& names, language lang,
                                                     const catalog& codes);

/// The filters `space`, `platform`, `status` and `verdict` of a request, or what is wrong with one.
[[nodiscard]] std::variant<filters, refusal> read_filters(const call& c, const catalog& codes);

/// The spaces with this name, or of the platform with this name, however it is spelled; empty for neither.
[[nodiscard]] std::vector<space> spaces_called(std::string_view name, const catalog& codes);

/// The names of all spaces: "feishu.client, feishu.h5sdk, …".
[[nodiscard]] std::string all_spaces(const catalog& codes);

}  // namespace errdex::service

#endif
