// The man page, written from the declarations of the subcommands.
#include <algorithm>
#include <ostream>

#include "cli/program.hpp"
#include "errdex/version.hpp"

namespace errdex::cli {
namespace {

/// Text for troff: a dash that is a minus, no line that begins with a request.
std::string troff(const std::string& text) {
  std::string out;
  bool start = true;
  for (const char c : text) {
    if (start && (c == '.' || c == '\'')) out += "\\&";
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else {
      out += c;
    }
    start = c == '\n';
  }
  return out;
}

/// A closed set of values, as CLI11 writes it into the type of an option: "TEXT:{en,zh}". A line of
/// the page cannot be broken inside it, so it goes into the text.
std::string values_of(const CLI::Option& o) {
  const std::string type = o.get_type_name();
  const auto open = type.find('{');
  if (open == std::string::npos) return {};
  std::string out;
  for (const char c : type.substr(open + 1, type.rfind('}') - open - 1))
    out += c == ',' ? std::string(", ") : std::string(1, c);
  return out;
}

std::string description_of(const CLI::Option& o) {
  const auto values = values_of(o);
  return o.get_description() + (values.empty() ? "" : ". One of " + values) + ".";
}

void options(const CLI::App& app, std::ostream& out) {
  for (const CLI::Option* o : app.get_options()) {
    if (o->get_positional() && o->get_lnames().empty()) {
      out << ".TP\n.I "
          << troff(o->get_type_name().starts_with('{') || o->get_type_name() == "TEXT" ? o->get_name(true)
                                                                                       : o->get_type_name())
          << '\n'
          << troff(description_of(*o)) << '\n';
      continue;
    }
    out << ".TP\n.B ";
    std::string names;
    for (const auto& n : o->get_snames()) names += (names.empty() ? "-" : ", -") + n;
    for (const auto& n : o->get_lnames()) names += (names.empty() ? "--" : ", --") + n;
    out << troff(names);
    if (o->get_items_expected_max() > 0)
      out << " \\fI" << troff(values_of(*o).empty() ? o->get_type_name() : "VALUE") << "\\fR";
    out << '\n' << troff(description_of(*o)) << '\n';
  }
}

void page(program& p, std::ostream& out) {
  out << ".TH ERRDEX 1 \"\" \"errdex " ERRDEX_VERSION
         "\" \"User Commands\"\n"
         ".SH NAME\nerrdex \\- error codes of open platforms, explained\n"
         ".SH SYNOPSIS\n.B errdex\n.RI [ OPTIONS ]\n.I COMMAND\n.RI [ ARGUMENTS ]\n"
         ".SH DESCRIPTION\n"
         "errdex knows the error codes of Feishu (Lark), DingTalk, WeCom and a generic open platform: what "
         "each means, why it\n"
         "comes, what to do about it, and the verdict a program should act on.\n"
         ".SH OPTIONS\n";
  options(p.app(), out);
  out << ".SH COMMANDS\n";
  const auto commands = p.app().get_subcommands([](const CLI::App*) { return true; });
  for (const CLI::App* c : commands) {
    out << ".SS errdex " << troff(c->get_name()) << '\n' << troff(c->get_description()) << ".\n";
    options(*c, out);
    for (const CLI::App* inner : c->get_subcommands([](const CLI::App*) { return true; })) {
      out << ".PP\n.B errdex " << troff(c->get_name() + " " + inner->get_name()) << "\n\\(en "
          << troff(inner->get_description()) << ".\n";
      options(*inner, out);
    }
    for (const auto& e : p.examples_of(*c)) {
      out << ".PP\n.EX\n" << troff(e.command) << "\n.EE\n" << troff(e.meaning) << '\n';
    }
  }
  out << ".SH EXIT STATUS\n.TP\n.B 0\nExplained, found, or all rules kept.\n.TP\n.B 1\nUnknown, nothing "
         "matched, a difference, or a rule broken.\n"
         ".TP\n.B 2\nWrong use, or input that cannot be read.\n"
         ".SH ENVIRONMENT\n.TP\n.B ERRDEX_CATALOG\nCatalog files of your own, as with "
         "\\fB\\-\\-catalog\\fR.\n"
         ".TP\n.B NO_COLOR\nNo colours, whatever the terminal can do.\n"
         ".TP\n.BR LC_ALL \", \" LC_MESSAGES \", \" LANG\nThe language of the texts: Chinese where the value "
         "begins with zh.\n";
}

}  // namespace

void add_man(program& p) {
  p.command("man", "Print the man page",
            [&p](context& c) {
              page(p, c.out);
              return success;
            },
            {{"errdex man | man -l -", "read it"}});
}

}  // namespace errdex::cli
