// WeCom's page of global codes, turned into reStructuredText: one simple table, then the
// troubleshooting part with a heading for each of the codes that need more words.
//
// The columns of the table stand where its rulers have "=", counted in columns of a terminal: a
// Chinese character takes two, so neither bytes nor characters line up. Runs of blanks do not part
// the columns either: where a cell is as wide as its column a single blank follows it, and a message
// may hold blanks of its own.
#include <array>
#include <optional>
#include <set>

#include "import/lines.hpp"
#include "import/readers.hpp"
#include "text/unicode.hpp"

namespace errdex::importing {
namespace {

constexpr std::array<std::string_view, 3> titles{"错误码", "错误说明", "排查方法"};
constexpr std::string_view troubleshooting = "排查方法";
constexpr std::string_view anchor = ":name: h5--";
constexpr std::string_view foot_mark = ".. container:: frame_cnt_foot";
constexpr std::string_view rulers_of_a_table =
    "; a table has one above its header, one below it and one at its end";

struct column {
  std::size_t begin = 0;
  std::size_t end = 0;
  friend bool operator==(const column&, const column&) = default;
};

using layout = std::array<column, titles.size()>;

/// At least two runs of "="; one alone underlines a title.
bool is_ruler(std::string_view line) {
  return trim(line).find("= ") != std::string_view::npos &&
         line.find_first_not_of(" =") == std::string_view::npos;
}

/// The columns under a ruler; nothing when it does not have as many as the header.
std::optional<layout> columns_of(std::string_view ruler) {
  layout out{};
  std::size_t n = 0;
  for (std::size_t i = 0; i < ruler.size(); ++n) {
    const auto begin = ruler.find('=', i);
    if (begin == std::string_view::npos) break;
    if (n == out.size()) return std::nullopt;
    const auto end = std::min(ruler.find_first_not_of('=', begin), ruler.size());
    out[n] = {begin, end};
    i = end;
  }
  if (n != out.size()) return std::nullopt;
  return out;
}

using cells = std::array<std::string, titles.size()>;

/// The line cut into cells; nothing when text stands between two columns or behind the last, where
/// a row stands that lost the line break in front of it.
std::optional<cells> cut(std::string_view line, const layout& where) {
  cells out;
  std::size_t at = 0;
  std::size_t k = 0;
  for (std::size_t i = 0; i < line.size();) {
    const auto c = text::decode(line.substr(i));
    while (k + 1 < where.size() && at >= where[k + 1].begin) ++k;
    const std::size_t width = text::columns(c.value);
    const bool blank = c.value == ' ';
    if (!blank && (at < where[k].begin || at + width > where[k].end)) return std::nullopt;
    out[k].append(line.substr(i, c.size));
    at += width;
    i += c.size;
  }
  for (auto& cell : out) cell = std::string(trim(cell));
  return out;
}

/// The title of a ".. rubric:: TITLE" line, which may be an item of a list.
std::optional<std::string_view> rubric(std::string_view line) {
  constexpr std::string_view directive = ".. rubric::";
  line = trim(line);
  if (line.starts_with('-')) line = trim_left(line.substr(1));
  if (!line.starts_with(directive)) return std::nullopt;
  return trim(line.substr(directive.size()));
}

/// What stands behind "错误码：".
std::optional<std::string_view> behind_code_mark(std::string_view title) {
  for (const std::string_view mark : {"错误码：", "错误码:"}) {
    if (title.starts_with(mark)) return trim(title.substr(mark.size()));
  }
  return std::nullopt;
}

/// What only a heading of a code holds, wherever in the line the damage moved it to.
bool looks_like_heading(std::string_view line) {
  for (const std::string_view part : {"错误码：", "错误码:", "rubric::"}) {
    if (line.find(part) != std::string_view::npos) return true;
  }
  return false;
}

/// A line that begins with a number and a gap, as a row of the table does.
bool begins_like_row(std::string_view line) {
  line = trim(line);
  if (line.starts_with('-')) line.remove_prefix(1);
  const auto digits = leading_digits(line);
  return digits > 0 && line.substr(digits).starts_with("  ");
}

/// A code with a heading in the troubleshooting part.
struct explained_code {
  std::string code;
  std::uint32_t line = 0;
  std::string text;  // The first sentence.
};

class page_reader {
 public:
  explicit page_reader(document& out) : out_(out) {}

  void read(std::string_view line, std::uint32_t number) {
    const auto content = trim(line);
    switch (state_) {
      case state::before: read_before(line, content, number); break;
      case state::header: read_header(content, number); break;
      case state::second_ruler: read_second_ruler(line, content, number); break;
      case state::rows: read_row(line, content, number); break;
      case state::after: read_after(content, number); break;
      case state::foot: read_foot(content, number); break;
    }
  }

  void finish(std::uint32_t last_line) {
    if (state_ == state::before) {
      out_.problem(last_line, "no table with the header \"错误码 错误说明 排查方法\" stands in the document");
    } else if (state_ != state::foot) {
      out_.problem(last_line,
                   std::string(state_ == state::after ? "the document ends before the foot of the page"
                                                      : "the document ends inside the table") +
                       " and may have been cut off; the page is whole when \"" + std::string(foot_mark) +
                       "\" follows");
    }
    end_explanation();
    add_explained_codes();
    if (state_ != state::before && !any_row_) out_.problem(header_line_, "the table has no rows");
  }

 private:
  enum class state {
    before,        // Above the table.
    header,        // Behind the first ruler.
    second_ruler,  // Behind the header.
    rows,
    after,  // Behind the last ruler: the troubleshooting part.
    foot,   // Behind the last code.
  };

  static bool is_header(std::string_view content) {
    return without_blanks(content) == "错误码错误说明排查方法";
  }

  void read_before(std::string_view line, std::string_view content, std::uint32_t number) {
    if (is_header(content)) {
      out_.problem(number, "the ruler above the header is missing" + std::string(rulers_of_a_table));
      header_line_ = number;
      state_ = state::second_ruler;
    } else if (is_ruler(line)) {
      take_ruler(line, number);
      header_line_ = number;
      state_ = state::header;
    } else if (begins_like_row(line)) {
      out_.problem(number, "a row stands above the table, whose rulers and header are missing or damaged");
      header_line_ = number;
      state_ = state::rows;
    }
  }

  void read_header(std::string_view content, std::uint32_t number) {
    state_ = state::second_ruler;
    if (is_header(content)) return;
    out_.problem(number,
                 "the header of the table is not \"错误码 错误说明 排查方法\" but " + quoted(content));
  }

  void read_second_ruler(std::string_view line, std::string_view content, std::uint32_t number) {
    state_ = state::rows;
    if (is_ruler(line)) {
      take_ruler(line, number);
      return;
    }
    out_.problem(number, "the ruler below the header is missing" + std::string(rulers_of_a_table));
    read_row(line, content, number);
  }

  void take_ruler(std::string_view line, std::uint32_t number) {
    const auto found = columns_of(line);
    if (!found) {
      out_.problem(number, "the ruler does not have three columns (错误码, 错误说明, 排查方法)");
    } else if (layout_ && *layout_ != *found) {
      out_.problem(number, "the ruler does not have the columns of the one above it");
    } else {
      layout_ = found;
    }
  }

  void read_row(std::string_view line, std::string_view content, std::uint32_t number) {
    if (content.empty()) return;  // Blank lines may stand between the rows of a simple table.
    if (is_ruler(line)) {
      take_ruler(line, number);
      state_ = state::after;
      return;
    }
    if (content.starts_with("..") || rubric(line)) {
      out_.problem(number, "the ruler at the end of the table is missing" + std::string(rulers_of_a_table));
      state_ = state::after;
      read_after(content, number);
      return;
    }
    any_row_ = true;       // A damaged row is told on its own.
    if (!layout_) return;  // Without columns no row can be read; the ruler was told.
    const auto row = cut(line, *layout_);
    if (!row) {
      out_.problem(
          number,
          "the columns of the row do not stand under the ruler, counting two for a Chinese character: " +
              quoted(content));
    } else if (!is_code((*row)[0])) {
      out_.problem(
          number, "the first column, " + quoted((*row)[0].empty() ? content : (*row)[0]) + ", is not a code");
    } else if ((*row)[1].empty() || (*row)[2].empty()) {
      out_.problem(number, "the row of code " + (*row)[0] + " has nothing under \"" +
                               std::string(titles[(*row)[1].empty() ? 1 : 2]) +
                               "\"; a column without text holds a \"-\"");
    } else {
      codes_.insert((*row)[0]);
      out_.rows.push_back({spaces::wecom, (*row)[0], (*row)[1], "", number});
    }
  }

  void read_after(std::string_view content, std::uint32_t number) {
    if (content.starts_with(foot_mark)) {
      state_ = state::foot;
    } else if (const auto title = rubric(content)) {
      end_explanation();
      read_heading(*title, number);
    } else if (content.starts_with(anchor)) {
      check_anchor(content.substr(anchor.size()), number);
    } else if (looks_like_heading(content)) {
      heading_told_ = true;
      out_.problem(number,
                   "the heading of a code is not \".. rubric:: 错误码：CODE\" in a line of its own: " +
                       quoted(content));
    } else if (begins_like_row(content)) {
      out_.problem(number, "a row stands behind the end of the table: " + quoted(content));
    } else if (!open_.empty() && sentence_.empty() && !content.empty() && !content.starts_with(':')) {
      auto first = content;
      if (first.starts_with('|')) first = trim_left(first.substr(1));
      sentence_ = std::string(first.substr(0, first.find("。")));
    }
  }

  void read_foot(std::string_view content, std::uint32_t number) {
    if (looks_like_heading(content) || begins_like_row(content)) {
      out_.problem(number, "a row or a heading stands behind the foot of the page: " + quoted(content));
    }
  }

  void read_heading(std::string_view title, std::uint32_t number) {
    heading_told_ = title != troubleshooting;
    auto list = behind_code_mark(title);
    if (!list) {
      if (title == troubleshooting) return;
      out_.problem(number,
                   "the heading " + quoted(title) + " is neither \"排查方法\" nor \"错误码：\" with codes");
      return;
    }
    while (!list->empty()) {
      const auto code = list->substr(0, list->find(' '));
      if (!is_code(code)) {
        out_.problem(number, "the heading " + quoted(title) + " does not name codes, parted by a blank");
        return;
      }
      open_.push_back({std::string(code), number, ""});
      list = trim_left(list->substr(code.size()));
    }
    heading_told_ = open_.empty();
    if (open_.empty()) out_.problem(number, "the heading " + quoted(title) + " names no code");
  }

  /// The anchor below a heading repeats its codes, parted by "-".
  void check_anchor(std::string_view codes, std::uint32_t number) {
    if (heading_told_) return;
    std::string named;
    for (const auto& e : open_) named += (named.empty() ? "" : "-") + e.code;
    if (codes == named) return;
    out_.problem(number, "the anchor names the codes " + quoted(codes) + ", the heading above it " +
                             (open_.empty() ? "none" : quoted(named)) + "; one of the two is damaged");
  }

  void end_explanation() {
    for (auto& e : open_) {
      if (sentence_.empty()) out_.problem(e.line, "no text stands under the heading of code " + e.code);
      e.text = sentence_;
      explained_.push_back(std::move(e));
    }
    open_.clear();
    sentence_.clear();
  }

  /// A code that only the troubleshooting part has is a row as well.
  void add_explained_codes() {
    std::set<std::string_view> seen;
    for (const auto& e : explained_) {
      if (!seen.insert(e.code).second) {
        out_.problem(e.line, "code " + e.code + " has a second heading in the troubleshooting part");
      } else if (!codes_.contains(e.code) && !e.text.empty()) {
        out_.rows.push_back({spaces::wecom, e.code, e.text, "", e.line});
      }
    }
  }

  document& out_;
  state state_ = state::before;
  std::optional<layout> layout_;
  std::uint32_t header_line_ = 0;
  bool any_row_ = false;
  std::set<std::string> codes_;       // Of the table.
  std::vector<explained_code> open_;  // Under the last heading.
  std::string sentence_;              // Their first sentence, once it was read.
  bool heading_told_ = false;         // The last heading is damaged, and this was told.
  std::vector<explained_code> explained_;
};

}  // namespace

void read_wecom(const source& from, document& out) {
  page_reader reader(out);
  for (std::size_t i = 0; i < from.lines.size(); ++i) reader.read(from.lines[i], line_number(i));
  reader.finish(line_number(from.lines.size() - 1));
  report_repetitions(out, repetition::same_code);
}

}  // namespace errdex::importing
