#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <istream>
#include <ostream>

#include "cli/program.hpp"
#include "cli/terminal.hpp"
#include "import/compare.hpp"
#include "import/formats.hpp"

namespace errdex::cli {
namespace {

using namespace importing;

struct options {
  std::string format;
  std::string file;
  bool json = false;
  bool list = false;
};

/// The documents are far below this; more is another file, or a device without end.
constexpr std::size_t most_input = 64u << 20;

/// Problems shown to a person: a document of another form has one in every line.
constexpr std::size_t most_problems = 50;

std::string read_all(std::istream& in, const std::string& name) {
  std::string bytes;
  std::array<char, 65536> buffer;
  while (in.read(buffer.data(), buffer.size()) || in.gcount() > 0) {
    bytes.append(buffer.data(), static_cast<std::size_t>(in.gcount()));
    if (bytes.size() > most_input)
      throw usage_error(name + " is larger than 64 MB and no document of error codes");
  }
  if (in.bad()) throw usage_error("cannot read " + name);
  return bytes;
}

std::string read_file(const std::string& path) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) {
    throw usage_error(path + " is a folder; name one document");
  }
  errno = 0;
  std::ifstream in(path, std::ios::binary);
  if (!in)
    throw usage_error("cannot read " + path + (errno != 0 ? std::string(": ") + std::strerror(errno) : ""));
  return read_all(in, path);
}

std::string names_of(const std::vector<const format*>& some) {
  std::string out;
  for (const auto* f : some) out += (out.empty() ? "" : ", ") + std::string(f->name);
  return out;
}

const format& format_of(const std::string& name, const std::string& bytes, const std::string& file) {
  if (const auto* f = find_format(name)) return *f;
  const auto found = recognise(bytes);
  if (found.size() == 1) return *found.front();
  if (found.empty()) {
    std::vector<const format*> all;
    for (const auto& f : all_formats()) all.push_back(&f);
    throw usage_error(file + " is in none of the known formats (" + names_of(all) +
                      "); name the format to see where it differs");
  }
  throw usage_error(file + " could be " + names_of(found) + ": it has signs of each; name the format");
}

std::string plural(std::size_t n, const std::string& one, const std::string& many) {
  return std::to_string(n) + " " + (n == 1 ? one : many);
}

std::string id_of(const catalog& codes, space_id space, std::string_view code) {
  return std::string(codes.space(space).name()) + ":" + std::string(code);
}

boost::json::array to_json(const std::vector<remark>& remarks) {
  boost::json::array out;
  for (const auto& r : remarks) {
    boost::json::object o{{"line", r.line}};
    if (r.column > 0) o["column"] = r.column;
    o["message"] = r.message;
    out.push_back(std::move(o));
  }
  return out;
}

boost::json::object to_json(const document& d, const comparison& found, const format& form,
                            const std::string& file, const catalog& codes) {
  const auto space_name = [&](space_id id) { return codes.space(id).name(); };
  boost::json::array spaces;
  for (const auto& s : found.spaces) {
    spaces.push_back({{"space", space_name(s.space)}, {"rows", s.rows}, {"unchanged", s.unchanged}});
  }
  boost::json::array added;
  for (const auto& row : found.added) {
    const auto& text = row.message.empty() ? row.translation : row.message;
    added.push_back(
        {{"space", space_name(row.space)}, {"code", row.code}, {"line", row.line}, {"text", text}});
  }
  boost::json::array gone;
  for (const entry e : found.gone) {
    gone.push_back({{"space", e.space().name()}, {"code", e.code()}, {"name", e.name()}});
  }
  boost::json::array reworded;
  for (const auto& r : found.reworded) {
    reworded.push_back({{"space", space_name(r.row.space)},
                        {"code", r.row.code},
                        {"line", r.row.line},
                        {"text", r.what == text_kind::message ? "message" : "alias"},
                        {"was", r.was},
                        {"now", r.now},
                        {"only_spacing", r.only_spacing}});
  }
  return {{"format", form.name},
          {"file", printable(file)},
          {"rows", d.rows.size()},
          {"spaces", std::move(spaces)},
          {"added", std::move(added)},
          {"gone", std::move(gone)},
          {"reworded", std::move(reworded)},
          {"problems", to_json(d.problems)},
          {"warnings", to_json(d.warnings)}};
}

void print_remarks(const std::vector<remark>& remarks, const std::string& kind, const std::string& file,
                   context& c) {
  const std::size_t shown = std::min(remarks.size(), most_problems);
  for (std::size_t i = 0; i < shown; ++i) {
    const auto& r = remarks[i];
    c.err << printable(file) << ':' << r.line << ':';
    if (r.column > 0) c.err << r.column << ':';
    c.err << ' ' << kind << ": " << printable(r.message) << '\n';
  }
  if (shown < remarks.size()) {
    c.err << printable(file) << ": and " << remarks.size() - shown << " more " << kind
          << "s (all with --json)\n";
  }
}

/// The counts, one line a space.
void print_counts(const comparison& found, context& c) {
  const style paint(c.screen);
  std::size_t wide = 5;
  for (const auto& s : found.spaces) wide = std::max(wide, display_width(c.codes->space(s.space).name()));
  const auto number = [](std::size_t n) {
    const std::string digits = std::to_string(n);
    return std::string(digits.size() < 11 ? 11 - digits.size() : 1, ' ') + digits;
  };
  c.out << paint.dim("  " + pad("space", wide) + "       rows  unchanged      added   reworded       gone")
        << '\n';
  for (const auto& s : found.spaces) {
    c.out << "  " << pad(c.codes->space(s.space).name(), wide) << number(s.rows) << number(s.unchanged)
          << number(s.added) << number(s.reworded) << number(s.gone) << '\n';
  }
}

/// A text with a mark in front of it, wrapped.
std::string marked(const std::string& mark, std::string_view text, const context& c) {
  const auto width = static_cast<std::size_t>(c.screen.width);
  return wrap(text.empty() ? "(nothing)" : printable(text), width, "      " + mark + " ", "        ");
}

/// The same with every blank made visible, for texts that differ in nothing else.
std::string marked_blanks(const std::string& mark, std::string_view text) {
  std::string shown;
  for (const char letter : text) shown += letter == ' ' ? std::string("·") : std::string(1, letter);
  return "      " + mark + " " + printable(shown);
}

void print_differences(const comparison& found, context& c) {
  const style paint(c.screen);
  const auto where = [](const document_row& row) { return "line " + std::to_string(row.line); };
  std::size_t wide = 0;
  for (const auto& row : found.added) wide = std::max(wide, id_of(*c.codes, row.space, row.code).size());
  for (const auto& r : found.reworded) wide = std::max(wide, id_of(*c.codes, r.row.space, r.row.code).size());
  for (const entry e : found.gone) wide = std::max(wide, id_of(*c.codes, e.space().id(), e.code()).size());
  const auto head = [&](space_id space, std::string_view code, const std::string& rest) {
    c.out << "  " << paint.bold(pad(id_of(*c.codes, space, code), wide)) << "  " << paint.dim(rest) << '\n';
  };
  if (!found.added.empty()) {
    c.out << '\n' << paint.green("added") << '\n';
    for (const auto& row : found.added) {
      head(row.space, row.code, where(row));
      c.out << paint.green(marked("+", row.message.empty() ? row.translation : row.message, c)) << '\n';
    }
  }
  if (!found.reworded.empty()) {
    c.out << '\n' << paint.yellow("re-worded") << '\n';
    for (const auto& r : found.reworded) {
      head(r.row.space, r.row.code,
           where(r.row) + (r.what == text_kind::alias ? ", alias" : "") +
               (r.only_spacing ? ", the spacing only" : ""));
      const auto show = [&](const std::string& mark, const std::string& text) {
        return r.only_spacing ? marked_blanks(mark, text) : marked(mark, text, c);
      };
      c.out << paint.red(show("-", r.was)) << '\n' << paint.green(show("+", r.now)) << '\n';
    }
  }
  if (!found.gone.empty()) {
    c.out << '\n' << paint.red("gone") << '\n';
    for (const entry e : found.gone) {
      head(e.space().id(), e.code(), std::string(e.name()));
      c.out << paint.red(marked("-", e.message(), c)) << '\n';
    }
  }
}

void print(const document& d, const comparison& found, const format& form, const std::string& file,
           context& c) {
  print_remarks(d.problems, "error", file, c);
  print_remarks(d.warnings, "warning", file, c);
  c.out << printable(file) << ": " << form.name << ", " << plural(d.rows.size(), "row", "rows") << "\n\n";
  print_counts(found, c);
  print_differences(found, c);
  c.out << '\n';
  if (!d.problems.empty()) {
    c.out << "The document is damaged in " << plural(d.problems.size(), "place", "places")
          << "; what is missing from the rows above may stand there.\n";
  } else if (found.same()) {
    c.out
        << "The catalog has every row, letter for letter, and the document has every code of the catalog.\n";
  } else {
    c.out << found.added.size() << " added, " << found.reworded.size() << " re-worded, " << found.gone.size()
          << " gone.\n";
  }
}

int list_formats(const options& o, context& c) {
  const style paint(c.screen);
  boost::json::array all;
  for (const auto& f : all_formats()) {
    boost::json::array spaces;
    std::string names;
    for (const auto id : f.spaces) {
      const auto name = c.codes->space(id).name();
      spaces.emplace_back(name);
      names += (names.empty() ? "" : ", ") + std::string(name);
    }
    if (o.json) {
      all.push_back({{"format", f.name}, {"summary", f.summary}, {"spaces", std::move(spaces)}});
    } else {
      c.out << paint.bold(pad(f.name, 15)) << f.summary << '\n'
            << std::string(15, ' ') << paint.dim(names) << '\n';
    }
  }
  if (o.json) c.out << boost::json::serialize(all) << '\n';
  return success;
}

int run(const options& o, context& c) {
  if (o.list) return list_formats(o, c);
  if (o.format.empty() || o.file.empty()) {
    throw usage_error(
        "name a format and a document: errdex import FORMAT FILE (--list-formats lists the formats)");
  }
  const std::string file = o.file == "-" ? "standard input" : o.file;
  const std::string bytes = o.file == "-" ? read_all(c.in, file) : read_file(o.file);
  const format& form = format_of(o.format, bytes, file);
  const document d = read_document(bytes, form, *c.codes);
  const comparison found = compare(d, form, *c.codes);
  if (o.json) {
    c.out << boost::json::serialize(to_json(d, found, form, o.file, *c.codes)) << '\n';
  } else {
    print(d, found, form, file, c);
  }
  return !d.problems.empty() ? bad_usage : found.same() ? success : not_found;
}

std::vector<std::string> format_names() {
  std::vector<std::string> out{"auto"};
  for (const auto& f : all_formats()) out.emplace_back(f.name);
  return out;
}

}  // namespace

void add_import(program& p) {
  auto o = std::make_shared<options>();
  CLI::App& sub =
      p.command("import", "Compare a platform's document with the catalog: codes added, gone or re-worded",
                [o](context& c) { return run(*o, c); },
                {{"errdex import wecom codes.rst",
                  "what changed in WeCom's page; exit code 1 when anything did, 2 when it is damaged"},
                 {"errdex import auto page.md", "recognise the format"},
                 {"curl -s … | errdex import feishu-errno - --json", "one JSON object with every difference"},
                 {"errdex import --list-formats", "what can be read, and which spaces it covers"}});
  sub.add_option("format", o->format, "The format of the document; auto recognises it")
      ->check(CLI::IsMember(format_names()));
  sub.add_option("file", o->file, "The document; - reads standard input")->type_name("FILE");
  sub.add_flag("--json", o->json, "One JSON object, for programs");
  sub.add_flag("--list-formats", o->list, "List the formats");
}

}  // namespace errdex::cli
