// The return codes of a generic open platform: Markdown tables with a Chinese and an English column.
// The heading above a table says which of the two spaces it belongs to.
#include <array>

#include "import/lines.hpp"
#include "import/markdown.hpp"
#include "import/readers.hpp"

namespace errdex::importing {
namespace {

const std::array<table_shape, 1> shapes{{{{"错误码", "错误描述", "ErrorDescription"}, 3, false}}};

struct headed_space {
  std::string_view heading;  // Stands in the heading, without blanks.
  space_id space;
};

constexpr std::array<headed_space, 2> headings{{
    {"授权／令牌请求接口返回码", spaces::openapi_oauth},
    {"API通用返回码", spaces::openapi_api},
}};

}  // namespace

void read_return_codes(const source& from, document& out) {
  std::array<bool, headings.size()> seen{};
  for (auto& table : read_tables(from.lines, shapes, out)) {
    std::size_t which = 0;
    while (which < headings.size() && table.heading.find(headings[which].heading) == std::string::npos)
      ++which;
    if (which == headings.size()) {
      out.problem(table.line, "the heading above the table, " + quoted(table.heading) +
                                  ", does not say whose codes these are; it is \"" +
                                  std::string(headings[0].heading) + "\" or \"" +
                                  std::string(headings[1].heading) + "\"");
      continue;
    }
    seen[which] = true;
    for (auto& row : table.rows) {
      if (is_code(row.cells[0])) {
        out.rows.push_back({headings[which].space, std::move(row.cells[0]), std::move(row.cells[2]),
                            std::move(row.cells[1]), row.line});
      } else {
        out.problem(row.line, "the first cell of the row, " + quoted(row.cells[0]) + ", is not a code");
      }
    }
  }
  for (std::size_t i = 0; i < headings.size(); ++i) {
    if (seen[i]) continue;
    out.problem(line_number(from.lines.size() - 1),
                "no table stands under the heading \"" + std::string(headings[i].heading) + "\"");
  }
  report_repetitions(out, repetition::same_code);
}

}  // namespace errdex::importing
