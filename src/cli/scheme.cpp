// errdex scheme: what the digits of a code mean, whether they keep to the scheme, which number is next.
#include "errdex/scheme.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <fstream>
#include <istream>
#include <memory>
#include <ostream>
#include <set>

#include "cli/program.hpp"
#include "cli/terminal.hpp"

namespace errdex::cli {
namespace {

namespace json = boost::json;

/// What the options of all four forms of the command were set to.
struct options {
  bool as_json = false;
  std::string scheme;
  std::string code;
  std::vector<std::string> codes;
  std::string space;
  std::string taken;
  std::vector<std::string> groups;                         // "top=10"
  std::vector<std::pair<std::string, std::string>> named;  // From --level and its like.
};

json::string text(std::string_view s) { return json::string(s.data(), s.size()); }

json::object bilingual(std::string_view en, std::string_view zh) {
  return {{"en", text(en)}, {"zh", text(zh)}};
}

std::string padded(std::uint64_t value, std::uint32_t digits) {
  std::string out = std::to_string(value);
  if (out.size() < digits) out.insert(0, digits - out.size(), '0');
  return out;
}

const scheme& scheme_named(const std::string& name) {
  if (const scheme* s = find_scheme(name)) return *s;
  std::string all;
  for (const scheme& s : builtin_schemes()) all += (all.empty() ? "" : ", ") + std::string(s.name);
  throw usage_error("there is no scheme `" + printable(name) + "`; known: " + all);
}

space space_named(const context& c, const std::string& name) {
  if (const space s = c.codes->space(name)) return s;
  std::string all;
  for (const space s : c.codes->spaces()) all += (all.empty() ? "" : ", ") + std::string(s.name());
  throw usage_error("there is no space `" + printable(name) + "`; known: " + all);
}

/// The lines of a file or of standard input ("-"), without comments, blanks and empty lines.
template <typename Each>
void each_line(context& c, const std::string& path, const Each& each) {
  std::ifstream file;
  if (path != "-") {
    file.open(path);
    if (!file) throw usage_error("cannot read " + printable(path));
  }
  std::istream& in = path == "-" ? c.in : file;
  std::size_t number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    line.erase(std::min(line.find('#'), line.size()));
    const auto first = line.find_first_not_of(" \t\r");
    if (first == std::string::npos) continue;
    line = line.substr(first, line.find_last_not_of(" \t\r") - first + 1);
    each(line, number);
  }
}

json::object problem_json(const scheme& s, const scheme_problem& p) {
  json::object out{{"fault", text(name(p.fault))}};
  if (p.group != nullptr) out["group"] = text(p.group->name);
  out["message"] = bilingual(message(s, p, language::en), message(s, p, language::zh));
  return out;
}

json::object code_json(const scheme& s, const scheme_code& code) {
  json::array parts;
  for (const scheme_part part : code) {
    json::object o{{"group", text(part.group->name)},
                   {"digits", padded(part.value, part.group->digits)},
                   {"value", part.value}};
    if (!part.title_en.empty()) o["title"] = bilingual(part.title_en, part.title_zh);
    parts.push_back(std::move(o));
  }
  return {{"scheme", text(s.name)},
          {"form", text(code.form().name)},
          {"text", s.format(code)},
          {"number", code.number()},
          {"parts", std::move(parts)}};
}

// --- errdex scheme ---------------------------------------------------------------------------

std::string values_of(const digit_group& g, language lang) {
  if (g.values.empty()) return padded(g.first, g.digits) + "–" + padded(g.last, g.digits);
  std::string out;
  for (const digit_value& v : g.values) {
    const auto title = lang == language::zh ? v.title_zh : v.title_en;
    out += (out.empty()            ? ""
            : lang == language::zh ? "；"
                                   : "; ") +
           padded(v.prefix, g.digits) + " " + std::string(title);
  }
  return out;
}

int list(context& c, bool as_json) {
  if (as_json) {
    json::array all;
    for (const scheme& s : builtin_schemes()) {
      json::array forms;
      for (const scheme_form& f : s.forms) {
        json::array groups;
        for (const digit_group& g : f.groups) {
          json::array values;
          for (const digit_value& v : g.values) {
            values.push_back({{"prefix", v.prefix}, {"title", bilingual(v.title_en, v.title_zh)}});
          }
          groups.push_back({{"group", text(g.name)},
                            {"title", bilingual(g.title_en, g.title_zh)},
                            {"digits", g.digits},
                            {"first", g.first},
                            {"last", g.last},
                            {"values", std::move(values)}});
        }
        forms.push_back({{"form", text(f.name)},
                         {"title", bilingual(f.title_en, f.title_zh)},
                         {"groups", std::move(groups)}});
      }
      all.push_back({{"scheme", text(s.name)},
                     {"title", bilingual(s.title_en, s.title_zh)},
                     {"note", bilingual(s.note_en, s.note_zh)},
                     {"separator", s.separator == '\0' ? "" : std::string(1, s.separator)},
                     {"forms", std::move(forms)}});
    }
    c.out << json::serialize(all) << '\n';
    return success;
  }
  const style paint(c.screen);
  const auto width = static_cast<std::size_t>(c.screen.width);
  bool first = true;
  for (const scheme& s : builtin_schemes()) {
    if (!first) c.out << '\n';
    first = false;
    c.out << paint.bold(s.name) << "  " << s.title(c.lang) << '\n';
    for (const scheme_form& f : s.forms) {
      if (s.forms.size() > 1) {
        c.out << "  " << paint.cyan(f.name) << "  " << (c.lang == language::zh ? f.title_zh : f.title_en)
              << '\n';
      }
      for (const digit_group& g : f.groups) {
        const std::string digits = std::to_string(g.digits) + (c.lang == language::zh ? " 位"
                                                               : g.digits == 1        ? " digit"
                                                                                      : " digits");
        const std::string head = "    " + pad(g.name, 8) + pad(digits, 10);
        c.out << wrap(values_of(g, c.lang), width, head, std::string(22, ' ')) << '\n';
      }
    }
    for (const space sp : c.codes->spaces()) {
      if (sp.scheme() == s.name)
        c.out << "  " << (c.lang == language::zh ? "空间 " : "space ") << sp.name() << '\n';
    }
    if (!s.note(c.lang).empty()) c.out << paint.dim(wrap(s.note(c.lang), width, "  ", "  ")) << '\n';
  }
  return success;
}

// --- errdex scheme parse ---------------------------------------------------------------------

int parse(context& c, const options& o) {
  const scheme& s = scheme_named(o.scheme);
  const scheme_reading read = s.parse(o.code);
  if (!read) {
    if (o.as_json) {
      c.out << json::serialize(
                   json::object{{"scheme", text(s.name)}, {"problem", problem_json(s, read.problem)}})
            << '\n';
    } else {
      c.err << "errdex: " << printable(o.code) << ": " << printable(message(s, read.problem, c.lang)) << '\n';
    }
    return not_found;
  }
  if (o.as_json) {
    c.out << json::serialize(code_json(s, *read.code)) << '\n';
    return success;
  }
  const style paint(c.screen);
  c.out << paint.bold(s.format(*read.code)) << "  " << s.title(c.lang) << '\n';
  for (const scheme_part part : *read.code) {
    const auto& g = *part.group;
    const bool unnamed = !g.values.empty() && part.title_en.empty();
    const std::string_view title =
        unnamed ? (c.lang == language::zh ? "（未定义）" : "(no meaning defined)") : part.title(c.lang);
    c.out << "  " << pad(padded(part.value, g.digits), 6)
          << pad(c.lang == language::zh ? g.title_zh : g.title_en, title.empty() ? 0 : 20)
          << (unnamed ? paint.yellow(title) : std::string(title)) << '\n';
  }
  return success;
}

// --- errdex scheme validate ------------------------------------------------------------------

int validate(context& c, const options& o) {
  const scheme& s = scheme_named(o.scheme);
  std::vector<std::string> codes;
  for (const auto& code : o.codes) {
    if (code == "-") {
      each_line(c, code, [&](const std::string& line, std::size_t) { codes.push_back(line); });
    } else {
      codes.push_back(code);
    }
  }
  if (!o.space.empty()) {
    for (const entry e : space_named(c, o.space).entries()) {
      // Meanings of one code stand together; the code is looked at once.
      if (codes.empty() || codes.back() != e.code()) codes.emplace_back(e.code());
    }
  }
  if (o.codes.empty() && o.space.empty()) {
    throw usage_error("nothing to validate: give codes, `-` for standard input, or --space");
  }
  std::size_t broken = 0;
  json::array results;
  for (const auto& code : codes) {
    const scheme_problems problems = s.validate(code);
    if (!problems.empty()) ++broken;
    if (o.as_json) {
      json::array list;
      for (const scheme_problem& p : problems) list.push_back(problem_json(s, p));
      results.push_back({{"code", text(code)}, {"valid", problems.empty()}, {"problems", std::move(list)}});
      continue;
    }
    for (const scheme_problem& p : problems) {
      c.out << printable(code) << ": " << printable(message(s, p, c.lang)) << '\n';
    }
  }
  if (o.as_json) {
    c.out << json::serialize(json::object{{"scheme", text(s.name)},
                                          {"codes", codes.size()},
                                          {"broken", broken},
                                          {"results", std::move(results)}})
          << '\n';
  } else {
    c.err << (c.lang == language::zh
                  ? "共 " + std::to_string(codes.size()) + " 个错误码，" + std::to_string(broken) +
                        " 个不符合 " + std::string(s.name)
                  : std::to_string(broken) + " of " + std::to_string(codes.size()) +
                        (codes.size() == 1 ? " code breaks " : " codes break ") + std::string(s.name))
          << '\n';
  }
  return broken == 0 ? success : not_found;
}

// --- errdex scheme next ----------------------------------------------------------------------

std::uint32_t value_of(const std::string& group, const std::string& digits) {
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (digits.empty() || error != std::errc{} || end != digits.data() + digits.size()) {
    throw usage_error("the group " + printable(group) + " takes a number, not `" + printable(digits) + "`");
  }
  return value;
}

std::vector<std::int64_t> numbers_in_use(context& c, const scheme& s, const options& o) {
  std::vector<std::int64_t> numbers;
  if (!o.space.empty()) {
    for (const entry e : space_named(c, o.space).entries()) {
      if (const auto n = e.number()) numbers.push_back(*n);
    }
  }
  if (!o.taken.empty()) {
    each_line(c, o.taken, [&](const std::string& line, std::size_t number) {
      std::int64_t plain = 0;
      const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), plain);
      if (error == std::errc{} && end == line.data() + line.size()) {
        numbers.push_back(plain);
      } else if (const auto read = s.parse(line)) {
        numbers.push_back(read.code->number());
      } else {
        throw usage_error(printable(o.taken) + ":" + std::to_string(number) + ": `" + printable(line) +
                          "` is not a code: " + printable(message(s, read.problem, c.lang)));
      }
    });
  }
  return numbers;
}

int next(context& c, const options& o) {
  const scheme& s = scheme_named(o.scheme);
  auto named = o.named;
  std::erase_if(named, [](const auto& n) { return n.second.empty(); });
  for (const auto& g : o.groups) {
    const auto equals = g.find('=');
    if (equals == std::string::npos) {
      throw usage_error("--group takes name=digits, such as top=10, not `" + printable(g) + "`");
    }
    named.emplace_back(g.substr(0, equals), g.substr(equals + 1));
  }
  std::vector<group_choice> groups;
  for (const auto& [group, digits] : named) groups.push_back({group, value_of(group, digits)});
  const next_number found = s.next_free(groups, numbers_in_use(c, s, o));
  if (found.problem.fault != scheme_fault::none) {
    throw usage_error(printable(message(s, found.problem, c.lang)));
  }
  if (o.as_json) {
    json::object out{{"scheme", text(s.name)}, {"full", found.full()}};
    if (found.code) out["code"] = code_json(s, *found.code);
    c.out << json::serialize(out) << '\n';
  } else if (found.full()) {
    c.err << "errdex: "
          << (c.lang == language::zh ? "该区段的编号已用完" : "every number of this block is taken") << '\n';
  } else {
    c.out << s.format(*found.code) << '\n';
  }
  return found.full() ? not_found : success;
}

}  // namespace

void add_scheme(program& p) {
  const auto o = std::make_shared<options>();
  CLI::App* parse_command = nullptr;
  CLI::App* validate_command = nullptr;
  CLI::App* next_command = nullptr;
  // The nested commands are made below; the action asks which of them was given.
  const auto chosen = std::make_shared<std::array<CLI::App*, 3>>();
  CLI::App& command = p.command("scheme", "What the digits of a code mean, and which number is free",
                                [o, chosen](context& c) {
                                  if ((*chosen)[0]->parsed()) return parse(c, *o);
                                  if ((*chosen)[1]->parsed()) return validate(c, *o);
                                  if ((*chosen)[2]->parsed()) return next(c, *o);
                                  return list(c, o->as_json);
                                },
                                {{"errdex scheme", "Lists the schemes with their groups and categories."},
                                 {"errdex scheme parse feishu-errno 1504205", "Device, NFC, error 205."},
                                 {"errdex scheme validate a-bb-ccc --space openapi.api",
                                  "Shows which codes break the scheme; 1 if any."},
                                 {"errdex scheme next a-bb-ccc --level 2 --module 17 --taken codes.txt",
                                  "Prints the next free number of module 17."}});
  command.add_flag("--json", o->as_json, "Print JSON");
  command.require_subcommand(0, 1);

  const auto nested = [&](const char* name, const char* summary) {
    CLI::App* sub = command.add_subcommand(name, summary);
    sub->add_option("SCHEME", o->scheme, "Name of the scheme, such as a-bb-ccc")->required();
    sub->fallthrough();
    sub->get_formatter()->column_width(32);
    return sub;
  };
  parse_command = nested("parse", "Take a code apart");
  parse_command->add_option("CODE", o->code, "The code, with or without separators")->required();

  validate_command = nested("validate", "Check that codes keep to a scheme");
  validate_command->add_option("CODES", o->codes, "Codes; - reads them from standard input, one a line");
  validate_command->add_option("--space", o->space, "Check every code of this space")->type_name("SPACE");

  next_command = nested("next", "Find the next free number of a block");
  next_command->add_option("--group", o->groups, "A group and its digits, such as top=10; may be repeated")
      ->type_name("NAME=DIGITS")
      ->allow_extra_args(false);
  next_command->add_option("--space", o->space, "The codes of this space are taken")->type_name("SPACE");
  next_command
      ->add_option("--taken", o->taken, "The codes in this file are taken, one a line; - is standard input")
      ->type_name("FILE");
  // --level, --module and so on: one option for each group that can select a block.
  std::set<std::string> names;
  for (const scheme& s : builtin_schemes()) {
    for (const scheme_form& f : s.forms) {
      for (const digit_group& g : f.groups.first(f.groups.size() - 1)) names.emplace(g.name);
    }
  }
  o->named.reserve(names.size());  // The options keep references to the elements.
  for (const auto& name : names) {
    auto& slot = o->named.emplace_back(name, "");
    next_command->add_option("--" + name, slot.second, "The same as --group " + name + "=DIGITS")
        ->type_name("DIGITS");
  }
  *chosen = {parse_command, validate_command, next_command};
}

}  // namespace errdex::cli
