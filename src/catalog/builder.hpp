// Compiles a draft into an image (image.hpp).
#ifndef ERRDEX_SRC_CATALOG_BUILDER_HPP
#define ERRDEX_SRC_CATALOG_BUILDER_HPP

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "catalog/draft.hpp"
#include "errdex/catalog.hpp"
#include "errdex/detail/export.hpp"

namespace errdex {

/// The image of this draft. The same draft gives the same bytes; the order of its entries does not
/// matter except between meanings of one code. Returns nothing and sets `error` when an entry names
/// an unknown space or a size limit is exceeded. Texts are not checked here: lint does that.
/// Exported for liberrdex_yaml.
[[nodiscard]] ERRDEX_API std::optional<std::vector<std::byte>> build_image(const draft::catalog& source,
                                                                           std::string& error);

/// The draft that would compile into this catalog.
[[nodiscard]] draft::catalog to_draft(const catalog& compiled);

}  // namespace errdex

#endif
