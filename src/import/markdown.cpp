#include "import/markdown.hpp"

#include <algorithm>

#include "import/lines.hpp"

namespace errdex::importing {
namespace {

/// The cells of a line; a bar at either end is optional, "\|" is a bar inside a cell.
std::vector<std::string> cells_of(std::string_view line) {
  std::vector<std::string> cells(1);
  line = trim(line);
  if (line.starts_with('|')) line.remove_prefix(1);
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '\\' && i + 1 < line.size() && line[i + 1] == '|') {
      cells.back() += line[++i];
    } else if (line[i] == '|') {
      cells.emplace_back();
    } else {
      cells.back() += line[i];
    }
  }
  for (auto& cell : cells) cell = std::string(trim(cell));
  if (cells.size() > 1 && cells.back().empty() && line.ends_with('|')) cells.pop_back();
  return cells;
}

bool has_bar(std::string_view line) { return line.find('|') != std::string_view::npos; }

/// A row that gives a code, or that was one before it was damaged: its first cell begins with a digit.
bool begins_like_row(std::string_view line) {
  if (!has_bar(line)) return false;
  const std::string cell = cells_of(line).front();
  return leading_digits(cell) > 0 || (cell.starts_with('-') && leading_digits(cell.substr(1)) > 0);
}

bool is_ruler(std::string_view line) {
  return line.find('-') != std::string_view::npos && has_bar(line) &&
         line.find_first_not_of("|-: \t") == std::string_view::npos;
}

std::string plain(std::string_view text) {
  std::string out = without_blanks(text);
  std::erase(out, '*');
  return out;
}

std::string header_text(const table_shape& shape) {
  std::string out;
  for (const auto cell : shape.header) out += (out.empty() ? "" : " | ") + std::string(cell);
  return out;
}

class table_reader {
 public:
  table_reader(std::span<const table_shape> shapes, document& out) : shapes_(shapes), out_(out) {}

  void read(std::string_view line, std::uint32_t number) {
    const std::string_view content = trim(line);
    if ((state_ == state::cell || state_ == state::lost_cell) && !content.empty() &&
        !begins_like_row(content)) {
      if (state_ == state::cell) read_more(content, number);
      if (!breaks_hard(line)) state_ = state::rows;
    } else if (content.empty() || content.starts_with('#')) {
      end_table();
      if (content.starts_with('#')) {
        heading_ = plain(content.substr(std::min(content.find_first_not_of('#'), content.size())));
      }
    } else if (state_ == state::outside) {
      read_outside(content, number);
    } else if (state_ == state::stray) {
      return;
    } else if (state_ == state::ruler && is_ruler(content)) {
      state_ = state::rows;
    } else {
      if (state_ == state::ruler) {
        out_.problem(number, "the ruler of the table is missing: the line below a header is | --- | --- | …");
      }
      read_row(content, breaks_hard(line), number);
    }
  }

  std::vector<table> finish(std::uint32_t last_line) {
    if (in_table()) {
      out_.problem(last_line,
                   "the document ends inside the table of line " + std::to_string(tables_.back().line) +
                       " and may have been cut off; a table is whole when an empty line follows it");
    }
    end_table();
    for (std::size_t i = 0; i < shapes_.size(); ++i) {
      const bool found =
          std::any_of(tables_.begin(), tables_.end(), [&](const table& t) { return t.shape == i; });
      if (!found) out_.problem(last_line, "no table has the header " + header_text(shapes_[i]));
    }
    return std::move(tables_);
  }

 private:
  enum class state {
    outside,  // Between tables.
    ruler,    // Behind a header.
    rows,
    cell,       // Behind a line with a hard line break.
    lost_cell,  // The same, in a row that is damaged.
    stray,      // In rows that no header stands above; told once.
  };

  static bool breaks_hard(std::string_view line) { return line.ends_with("  "); }

  const table_shape& shape() const { return shapes_[tables_.back().shape]; }

  bool in_table() const { return state_ != state::outside && state_ != state::stray; }

  void end_table() {
    if (in_table() && !any_row_) out_.problem(tables_.back().line, "the table has no rows");
    state_ = state::outside;
  }

  void read_outside(std::string_view content, std::uint32_t number) {
    if (has_bar(content)) {
      const auto cells = cells_of(content);
      for (std::size_t i = 0; i < shapes_.size(); ++i) {
        const auto& header = shapes_[i].header;
        if (std::equal(cells.begin(), cells.end(), header.begin(), header.end(),
                       [](const std::string& a, std::string_view b) { return plain(a) == b; })) {
          tables_.push_back({i, heading_, number, {}});
          any_row_ = false;
          state_ = state::ruler;
          return;
        }
      }
    }
    if (!begins_like_row(content)) return;
    state_ = state::stray;
    std::string headers;
    for (const auto& s : shapes_) headers += (headers.empty() ? "" : "\" or \"") + header_text(s);
    out_.problem(number, "a row of a table stands outside a table: the header \"" + headers +
                             "\" is missing or damaged, or an empty line cuts the table in two");
  }

  void read_row(std::string_view content, bool goes_on, std::uint32_t number) {
    any_row_ = true;  // A damaged row is told on its own.
    const bool in_cell = goes_on && shape().runs_on;
    state_ = in_cell ? state::lost_cell : state::rows;
    if (!has_bar(content)) {
      out_.problem(number,
                   "a line inside the table is not a row: " + quoted(content) +
                       (shape().runs_on ? "; a cell that goes on ends each line with two blanks" : ""));
      return;
    }
    auto cells = cells_of(content);
    const auto wanted = shape().header.size();
    if (cells.size() != wanted) {
      out_.problem(number, "the row has " + std::to_string(cells.size()) + " columns, its table has " +
                               std::to_string(wanted) + ": " + header_text(shape()));
      return;
    }
    for (std::size_t i = 0; i < shape().filled; ++i) {
      if (!cells[i].empty()) continue;
      out_.problem(number, "the row has nothing under \"" + std::string(shape().header[i]) + "\"");
      return;
    }
    tables_.back().rows.push_back({number, std::move(cells)});
    if (in_cell) state_ = state::cell;
  }

  /// A further line of the last cell. A bar in it means that a row was glued to it.
  void read_more(std::string_view content, std::uint32_t number) {
    if (cells_of(content).size() > 1) {
      out_.problem(number, "a line of a cell holds a bar: " + quoted(content) +
                               "; a line break before a row is missing, or the bar is to be written \\|");
    }
    tables_.back().rows.back().cells.back() += "\n" + std::string(content);
  }

  std::span<const table_shape> shapes_;
  document& out_;
  std::vector<table> tables_;
  std::string heading_;
  state state_ = state::outside;
  bool any_row_ = false;
};

}  // namespace

std::vector<table> read_tables(std::span<const std::string_view> lines, std::span<const table_shape> shapes,
                               document& out) {
  table_reader reader(shapes, out);
  for (std::size_t i = 0; i < lines.size(); ++i) reader.read(lines[i], line_number(i));
  return reader.finish(line_number(lines.size() - 1));
}

}  // namespace errdex::importing
