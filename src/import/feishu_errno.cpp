// Feishu's client documentation, a Markdown page with two tables: errno with its errString, and the
// codes of h5sdk.config, whose advice may run over several lines.
#include <array>

#include "import/lines.hpp"
#include "import/markdown.hpp"
#include "import/readers.hpp"

namespace errdex::importing {
namespace {

enum shape_index : std::size_t { client, h5sdk };

const std::array<table_shape, 2> shapes{{
    {{"errno", "errString", "含义", "归属"}, 2, false},
    {{"错误码", "描述", "排查建议"}, 2, true},
}};

/// A row for each code that a code like 9999169x stands for. Which digits x stands for is said at
/// the end of the description, as in "…，x=[1-4]"; without it the codes cannot be known.
void add_range(const table_row& row, document& out) {
  const std::string& code = row.cells[0];
  const std::string_view description = row.cells[1];
  const auto fixed = std::string_view(code).substr(0, code.size() - 1);
  const auto clause = description.rfind("x=[");
  const auto digits = clause == std::string_view::npos ? std::string_view{} : description.substr(clause + 3);
  const bool readable = code.ends_with('x') && is_code(fixed) && fixed != "0" && digits.size() == 4 &&
                        is_digit(digits[0]) && digits[1] == '-' && is_digit(digits[2]) && digits[3] == ']' &&
                        digits[0] <= digits[2];
  if (!readable) {
    out.problem(row.line,
                "the code " + quoted(code) +
                    " and its description do not say which codes these are; a range has an x for its last "
                    "digit and ends its description with what x stands for, as in \"x=[1-4]\"");
    return;
  }
  auto text = trim(description.substr(0, clause));
  for (const std::string_view comma : {"，", ","}) {
    if (text.ends_with(comma)) text.remove_suffix(comma.size());
  }
  for (char x = digits[0]; x <= digits[2]; ++x) {
    out.rows.push_back({spaces::feishu_h5sdk, std::string(fixed) + x, std::string(trim(text)), "", row.line});
  }
}

}  // namespace

void read_feishu_errno(const source& from, document& out) {
  for (auto& table : read_tables(from.lines, shapes, out)) {
    for (auto& row : table.rows) {
      const bool range = row.cells[1].find("x=[") != std::string::npos;
      if (is_code(row.cells[0]) && !(table.shape == h5sdk && range)) {
        const auto space = table.shape == client ? spaces::feishu_client : spaces::feishu_h5sdk;
        out.rows.push_back({space, std::move(row.cells[0]), std::move(row.cells[1]), "", row.line});
      } else if (table.shape == h5sdk && (range || row.cells[0].find('x') != std::string::npos)) {
        add_range(row, out);
      } else {
        out.problem(row.line, "the first cell of the row, " + quoted(row.cells[0]) + ", is not a code");
      }
    }
  }
  report_repetitions(out, repetition::same_code);
}

}  // namespace errdex::importing
