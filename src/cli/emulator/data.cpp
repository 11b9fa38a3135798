#include <algorithm>
#include <boost/json/array.hpp>
#include <ostream>

#include "cli/emulator/remote.hpp"

namespace errdex::cli {
namespace {

namespace json = boost::json;

struct options {
  std::string table;
  std::int64_t limit = 100, offset = 0;
  bool unmasked = false;
};

/// Columns as wide as what stands in them, cut at the width of the terminal.
void print_table(const json::array& rows, context& c) {
  const style paint(c.screen);
  constexpr std::size_t widest = 36;
  std::vector<std::string> names;
  std::vector<std::size_t> widths;
  for (const auto& member : rows.front().as_object()) {
    names.emplace_back(member.key());
    std::size_t width = display_width(member.key());
    for (const auto& row : rows)
      width = std::max(width, display_width(printable(text_of(row, member.key()))));
    widths.push_back(std::min(width, widest));
  }
  const auto line = [&](const auto& text_at) {
    std::string out;
    for (std::size_t i = 0; i < names.size(); ++i)
      out += (i == 0 ? "" : "  ") + pad(cut(printable(text_at(i)), widths[i]), widths[i]);
    while (!out.empty() && out.back() == ' ') out.pop_back();
    return c.screen.interactive ? cut(out, static_cast<std::size_t>(c.screen.width)) : out;
  };
  c.out << paint.dim(line([&](std::size_t i) { return names[i]; })) << '\n';
  for (const auto& row : rows) c.out << line([&](std::size_t i) { return text_of(row, names[i]); }) << '\n';
}

int run(const options& o, context& c, remote& to, const remote_options& where) {
  if (o.table.empty()) {
    const auto tables = to.get("/data");
    if (where.json) return print_json(c, tables);
    for (const auto& table : tables.as_object())
      c.out << pad(table.key(), 32) << text_of(tables, table.key()) << " rows\n";
    return success;
  }
  const auto rows = to.get("/data/" + encoded(o.table) + "?limit=" + std::to_string(o.limit) +
                           "&offset=" + std::to_string(o.offset) + (o.unmasked ? "&unmasked=true" : ""));
  if (where.json) return print_json(c, rows);
  if (rows.as_array().empty())
    c.out << "no rows\n";
  else
    print_table(rows.as_array(), c);
  return success;
}

}  // namespace

void add_emulator_data(emulator_commands& all) {
  auto o = std::make_shared<options>();
  CLI::App& sub =
      all.add("data", "Show what the platforms hold: the tables, or the rows of one",
              [o](context& c, remote& to, const remote_options& where) { return run(*o, c, to, where); });
  sub.add_option("table", o->table, "A table, such as wecom_app; without it all are listed")
      ->type_name("TABLE");
  sub.add_option("--limit", o->limit, "At most so many rows")
      ->type_name("N")
      ->capture_default_str()
      ->check(CLI::PositiveNumber);
  sub.add_option("--offset", o->offset, "Leaves out so many first")
      ->type_name("N")
      ->check(CLI::NonNegativeNumber);
  sub.add_flag("--unmasked", o->unmasked, "Show secrets whole");
}

}  // namespace errdex::cli
