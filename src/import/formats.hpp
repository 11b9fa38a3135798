// The formats that `errdex import` reads, in one table: what each is called, which spaces it covers,
// how it is recognised, and its reader.
//
//   const format* f = find_format("wecom");
//   document d = read_document(bytes, *f, catalog::builtin());
//   if (d.problems.empty()) report(compare(d, *f, catalog::builtin()));
#ifndef ERRDEX_SRC_IMPORT_FORMATS_HPP
#define ERRDEX_SRC_IMPORT_FORMATS_HPP

#include <span>
#include <string_view>
#include <vector>

#include "import/document.hpp"
#include "import/readers.hpp"

namespace errdex::importing {

struct format {
  std::string_view name;
  std::string_view summary;      ///< One line for the help.
  std::string_view document_id;  ///< Id in the catalog of the document that has this form.
  std::span<const space_id> spaces;
  /// Texts of which each stands in a document of this form and in none of another, compared with all
  /// blanks and asterisks left out.
  std::span<const std::string_view> signs;
  void (*read)(const source&, document&);
};

[[nodiscard]] std::span<const format> all_formats() noexcept;

/// The format with this name, or nullptr.
[[nodiscard]] const format* find_format(std::string_view name) noexcept;

/// The formats of which the document bears a sign, in the order of the table: one when it is
/// recognised, several when it cannot be decided, none when it is something else.
[[nodiscard]] std::vector<const format*> recognise(std::string_view bytes);

/// Reads a document. Any bytes are safe; bytes that are no text give one problem and no rows.
/// Problems and warnings are in the order of their lines.
[[nodiscard]] document read_document(std::string_view bytes, const format& form, const catalog& codes);

}  // namespace errdex::importing

#endif
