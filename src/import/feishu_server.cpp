// A copy of Feishu's server codes in which the columns of a row run together without a separator:
// "1002101Update Talent ID Conflict重复人才更新人才时…" is a code, a message and its explanation.
//
// Where the message ends is not written anywhere, so the catalog decides: a row begins with the
// longest message that is known for its code. For a code or a message that the catalog does not have,
// the first Han character is taken for the end of the message, which most rows bear out, and the
// report says that this was inferred.
#include <algorithm>
#include <array>
#include <optional>

#include "import/lines.hpp"
#include "import/readers.hpp"

namespace errdex::importing {
namespace {

struct section {
  std::string_view header;
  space_id space;
};

constexpr std::array<section, 2> sections{{
    {"codemessage说明排查建议", spaces::feishu_hire},
    {"错误码说明排查建议", spaces::feishu_server},
}};

/// The longest code of the platform; more digits run into the message.
constexpr std::size_t most_digits = 8;

/// Outside the tables a line with fewer digits in front is text, such as a year or a number of steps.
constexpr std::size_t least_digits_of_stray_row = 4;

struct glued_row {
  std::uint32_t line = 0;
  std::string_view digits;  // May hold the beginning of the message as well.
  std::string_view text;    // The whole row.
};

entry meaning_of(const catalog& codes, space_id space, std::string_view code) {
  return is_code(code) ? codes.find(space, code) : entry{};
}

/// `row` begins with `message`, and the message could end there. A blank or a mark of the middle of
/// a sentence behind it means that the row's message is a longer one: "Failed" is not the message of
/// a row that says "Failed to load".
bool begins_with(std::string_view row, std::string_view message) {
  if (message.empty() || !row.starts_with(message)) return false;
  const auto rest = row.substr(message.size());
  return rest.empty() || std::string_view(" \t,.:;-_").find(rest[0]) == std::string_view::npos;
}

/// The longest text known for the code, in any of its meanings, that the row begins with; or empty.
/// Messages come first: an alias is what the platform sends, not what this document says.
std::string_view known_message(entry first, std::string_view row) {
  std::string_view best;
  for (entry e = first; e; e = e.next_meaning()) {
    if (begins_with(row, e.message()) && e.message().size() > best.size()) best = e.message();
  }
  if (!best.empty()) return best;
  for (entry e = first; e; e = e.next_meaning()) {
    for (const auto alias : e.aliases()) {
      if (begins_with(row, alias) && alias.size() > best.size()) best = alias;
    }
  }
  return best;
}

class section_reader {
 public:
  section_reader(const section& what, const catalog& codes, document& out)
      : section_(what), codes_(codes), out_(out) {}

  /// Reads the rows of one table.
  void read(const std::vector<glued_row>& rows) {
    std::vector<std::size_t> sizes;
    sizes.reserve(rows.size());
    for (const auto& row : rows) sizes.push_back(known_code_size(row).value_or(0));
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (sizes[i] == 0) sizes[i] = new_code_size(rows, sizes, i);
      if (sizes[i] > 0) add(rows[i], sizes[i]);
    }
  }

 private:
  /// How many of the digits are the code, when the catalog knows it: all of them, or fewer when the
  /// message is one that begins with the others.
  std::optional<std::size_t> known_code_size(const glued_row& row) const {
    if (meaning_of(codes_, section_.space, row.digits)) return row.digits.size();
    for (std::size_t n = row.digits.size() - 1; n > 0; --n) {
      const entry e = meaning_of(codes_, section_.space, row.digits.substr(0, n));
      if (e && !known_message(e, row.text.substr(n)).empty()) return n;
    }
    return std::nullopt;
  }

  /// The same for a new code, or 0 with a problem. The table is in ascending order, so a code that
  /// has more digits than the one below it holds digits of its message.
  std::size_t new_code_size(const std::vector<glued_row>& rows, const std::vector<std::size_t>& sizes,
                            std::size_t i) const {
    const auto size = rows[i].digits.size();
    if (size > 1 && rows[i].digits.front() == '0') {
      out_.problem(rows[i].line, "the row begins with a zero, which no code does: " + quoted(rows[i].text));
      return 0;
    }
    const auto size_at = [&](std::size_t k) { return sizes[k] > 0 ? sizes[k] : rows[k].digits.size(); };
    const bool above = i == 0 || size <= size_at(i - 1) + (i + 1 < rows.size() ? 1u : 0u);
    const bool below = i + 1 == rows.size() || size <= size_at(i + 1);
    if (size <= most_digits && above && below) return size;
    out_.problem(rows[i].line,
                 "where the code ends cannot be told: " + quoted(rows[i].text) + " begins with " +
                     std::to_string(size) +
                     " digits, which does not fit the rows around it; the message seems to begin "
                     "with a digit, so put a blank between them");
    return 0;
  }

  void add(const glued_row& row, std::size_t code_size) {
    const std::string code(row.text.substr(0, code_size));
    const auto rest = trim(row.text.substr(code_size));
    const entry e = meaning_of(codes_, section_.space, code);
    const auto known = known_message(e, rest);
    if (rest.empty() || known.size() == rest.size()) {
      out_.problem(row.line, "the row of code " + code + " ends before its " +
                                 (rest.empty() ? "message" : "explanation") +
                                 "; a row is a code, a message and an explanation");
      return;
    }
    if (const auto glued = next_row_in(rest.substr(known.size()), code); !glued.empty()) {
      out_.problem(row.line, "the row of code " + code +
                                 " seems to hold the next one as well: a line break is missing "
                                 "before " +
                                 quoted(glued));
    }
    if (!known.empty()) {
      push(row, code, known);
      return;
    }
    const auto han = first_han(rest);
    const std::string why =
        e ? "no message known for code " + code + " begins the row" : "code " + code + " is new";
    if (han == 0 || han == std::string_view::npos) {
      push(row, code, rest);
      out_.warning(row.line, why + ", and where its message ends cannot be told: the whole row is given");
    } else {
      push(row, code, trim(rest.substr(0, han)));
      out_.warning(row.line, why + ": its message is inferred to end before " + quoted(rest.substr(han)));
    }
  }

  /// Where another row begins inside an explanation; empty when there is none. Codes of neighbours
  /// have as many digits or more, and the numbers of an explanation, which are limits, have fewer.
  static std::string_view next_row_in(std::string_view explanation, std::string_view code) {
    for (std::size_t i = 0; i < explanation.size();) {
      const auto digits = leading_digits(explanation.substr(i));
      const bool ends_here = i + digits == explanation.size();
      if (digits >= least_digits_of_stray_row && digits >= code.size() && !ends_here) {
        return explanation.substr(i);
      }
      i += std::max<std::size_t>(digits, 1);
    }
    return {};
  }

  void push(const glued_row& row, const std::string& code, std::string_view message) {
    out_.rows.push_back({section_.space, code, std::string(message), "", row.line});
  }

  const section& section_;
  const catalog& codes_;
  document& out_;
};

}  // namespace

void read_feishu_server(const source& from, document& out) {
  std::array<bool, sections.size()> seen{};
  const section* inside = nullptr;
  std::uint32_t header_line = 0;
  bool any_row = false;
  bool in_stray_rows = false;
  std::vector<glued_row> rows;
  const auto end_table = [&] {
    if (inside == nullptr) return;
    if (!any_row) out.problem(header_line, "the table has no rows");
    section_reader(*inside, from.codes, out).read(rows);
    rows.clear();
    inside = nullptr;
  };
  for (std::size_t i = 0; i < from.lines.size(); ++i) {
    const auto text = trim(from.lines[i]);
    const auto header =
        std::find_if(sections.begin(), sections.end(), [&](const section& s) { return s.header == text; });
    const auto digits = leading_digits(text);
    if (header != sections.end()) {
      end_table();
      inside = &*header;
      seen[static_cast<std::size_t>(header - sections.begin())] = true;
      header_line = line_number(i);
      any_row = false;
    } else if (text.empty()) {
      end_table();
      in_stray_rows = false;
    } else if (inside != nullptr) {
      any_row = true;
      if (digits > 0) {
        rows.push_back({line_number(i), text.substr(0, digits), text});
      } else {
        out.problem(line_number(i), "a line inside the table does not begin with a code: " + quoted(text));
      }
    } else if (digits >= least_digits_of_stray_row && !in_stray_rows) {
      in_stray_rows = true;
      out.problem(line_number(i), "a row stands outside a table: the header \"" +
                                      std::string(sections[0].header) + "\" or \"" +
                                      std::string(sections[1].header) +
                                      "\" is missing or damaged, or an empty line cuts the table in two");
    }
  }
  const auto last = line_number(from.lines.size() - 1);
  if (inside != nullptr) {
    out.problem(last, "the document ends inside the table of line " + std::to_string(header_line) +
                          " and may have been cut off; a table is whole when an empty line follows it");
  }
  end_table();
  for (std::size_t i = 0; i < sections.size(); ++i) {
    if (!seen[i]) out.problem(last, "no table has the header " + std::string(sections[i].header));
  }
  report_repetitions(out, repetition::same_code_and_text);
}

}  // namespace errdex::importing
