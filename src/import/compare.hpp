// What a document says against what the catalog says.
//
// Texts are compared letter for letter, without the blanks on either side. A row's message is
// compared with the entry's message, its translation with the entry's aliases. Where a code has
// several meanings, its rows and meanings are matched by their texts first and in their order then.
#ifndef ERRDEX_SRC_IMPORT_COMPARE_HPP
#define ERRDEX_SRC_IMPORT_COMPARE_HPP

#include <cstddef>
#include <string>
#include <vector>

#include "errdex/catalog.hpp"
#include "import/formats.hpp"

namespace errdex::importing {

/// Which text of an entry a row differs from.
enum class text_kind : std::uint8_t {
  message = 0,  ///< The platform's own text.
  alias = 1,    ///< The translation that the document gives; `was` is the first alias.
};

struct rewording {
  document_row row;
  text_kind what = text_kind::message;
  std::string was;            ///< The catalog's text; empty when it has none.
  std::string now;            ///< The document's.
  bool only_spacing = false;  ///< The two differ in blanks alone.
};

struct space_counts {
  space_id space{};
  std::size_t rows = 0;
  std::size_t unchanged = 0;
  std::size_t added = 0;
  std::size_t reworded = 0;  ///< Rows; a row may be re-worded in both its texts.
  std::size_t gone = 0;
};

struct comparison {
  std::vector<space_counts> spaces;  ///< Every space that the format covers.
  std::vector<document_row> added;   ///< Rows that the catalog has no meaning for.
  std::vector<entry> gone;           ///< Entries read from this document that no row gives any more.
  std::vector<rewording> reworded;

  [[nodiscard]] bool same() const noexcept { return added.empty() && gone.empty() && reworded.empty(); }
};

/// The differences, space by space; rows in the order of the document, entries in that of the
/// catalog. Of a damaged document only the rows that were read count, so `gone` may hold codes that
/// are merely unreadable.
[[nodiscard]] comparison compare(const document& d, const format& form, const catalog& codes);

}  // namespace errdex::importing

#endif
