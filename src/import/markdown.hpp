// Markdown tables of codes, found by their headers.
//
// A table runs from its header to an empty line or a heading. Inside it every line is the ruler, a
// row, or, where the shape allows it, the next line of a cell; anything else is a problem.
#ifndef ERRDEX_SRC_IMPORT_MARKDOWN_HPP
#define ERRDEX_SRC_IMPORT_MARKDOWN_HPP

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "import/document.hpp"

namespace errdex::importing {

/// What a table of a format looks like.
struct table_shape {
  /// Texts of the header's cells, without blanks and asterisks.
  std::vector<std::string_view> header;
  /// The cells that a row must fill, counted from the left.
  std::size_t filled = 0;
  /// The last cell may run over several lines: each but the last ends with Markdown's hard line
  /// break, two blanks. Without that mark a damaged row could hide as a part of the cell above it.
  bool runs_on = false;
};

struct table_row {
  std::uint32_t line = 0;
  std::vector<std::string> cells;  // Trimmed; as many as the header has. The lines of a cell end with \n.
};

struct table {
  std::size_t shape = 0;   // Index into the shapes that were asked for.
  std::string heading;     // The heading above the table, without #, asterisks and blanks; may be empty.
  std::uint32_t line = 0;  // Of the header.
  std::vector<table_row> rows;
};

/// All tables with one of these headers, in the order of the document. Problems go to `out`: rows
/// with too few or too many cells, rows outside a table, a table that the document's end cuts off, a
/// table without rows, and a shape that no table has.
[[nodiscard]] std::vector<table> read_tables(std::span<const std::string_view> lines,
                                             std::span<const table_shape> shapes, document& out);

}  // namespace errdex::importing

#endif
