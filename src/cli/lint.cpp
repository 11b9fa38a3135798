#include <boost/json.hpp>
#include <fstream>
#include <iterator>
#include <ostream>

#include "authoring/glossary.hpp"
#include "authoring/rules.hpp"
#include "cli/program.hpp"
#include "cli/terminal.hpp"
#include "present/json_writer.hpp"

namespace errdex::cli {
namespace {

using present::utf8;

struct options {
  std::vector<std::string> paths;
  std::string exemptions;
  std::string glossary;
  bool json = false;
  bool rules = false;
};

std::string slurp(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw usage_error("cannot read " + path);
  return {std::istreambuf_iterator<char>(in), {}};
}

int print_rules(const options& o, context& c) {
  const style paint(c.screen);
  for (const auto& r : authoring::all_rules()) {
    if (o.json) {
      c.out << boost::json::serialize(boost::json::object{
                   {"rule", r.name}, {"outcome", authoring::name(r.severity)}, {"reason", r.reason}})
            << '\n';
    } else {
      c.out << paint.bold(pad(r.name, 22)) << pad(authoring::name(r.severity), 8) << r.reason << '\n';
    }
  }
  return success;
}

int run(const options& o, context& c) {
  if (o.rules) return print_rules(o, c);
  if (o.paths.empty()) throw usage_error("name the catalog files or folders to check, or give --rules");
  authoring::authored_catalog read;
  authoring::findings found;
  for (const auto& path : o.paths) authoring::read_path(path, read, found);
  std::vector<authoring::term> glossary;
  if (!o.glossary.empty()) glossary = authoring::read_glossary(o.glossary, found);
  auto more = authoring::check(read, glossary, &catalog::builtin());
  found.insert(found.end(), more.begin(), more.end());
  if (!o.exemptions.empty())
    found = authoring::apply_exemptions(std::move(found), slurp(o.exemptions), o.exemptions);
  std::size_t broken = 0;
  const style paint(c.screen);
  for (const auto& f : found) {
    if (f.severity != authoring::outcome::warn) ++broken;
    if (o.json) {
      c.out << boost::json::serialize(boost::json::object{{"rule", f.rule},
                                                          {"outcome", authoring::name(f.severity)},
                                                          {"file", utf8(f.file)},
                                                          {"line", f.at.line},
                                                          {"column", f.at.column},
                                                          {"subject", utf8(f.subject)},
                                                          {"message", utf8(f.message)}})
            << '\n';
    } else {
      const std::string line = printable(authoring::to_line(f));
      c.out << (f.severity == authoring::outcome::reject   ? paint.red(line)
                : f.severity == authoring::outcome::decide ? paint.yellow(line)
                                                           : line)
            << '\n';
    }
  }
  if (!o.json) {
    c.err << read.entries.size() << (read.entries.size() == 1 ? " entry, " : " entries, ") << broken
          << " to mend, " << found.size() - broken
          << (found.size() - broken == 1 ? " warning\n" : " warnings\n");
  }
  return broken == 0 ? success : not_found;
}

}  // namespace

void add_lint(program& p) {
  auto o = std::make_shared<options>();
  CLI::App& sub =
      p.command("lint", "Check catalog files of your own by the rules of the built-in catalog",
                [o](context& c) { return run(*o, c); },
                {{"errdex lint codes/", "every *.yaml below a folder"},
                 {"errdex lint codes/ --exemptions codes/exemptions.txt", "without what was decided before"},
                 {"errdex lint --rules", "what is checked, and why"}});
  sub.add_option("paths", o->paths, "Catalog files or folders")->type_name("PATH");
  sub.add_option("--exemptions", o->exemptions, "A file of lines \"rule space:code\" that were decided")
      ->type_name("FILE");
  sub.add_option("--glossary", o->glossary, "A file of terms and the words to avoid for them")
      ->type_name("FILE");
  sub.add_flag("--rules", o->rules, "List the rules");
  sub.add_flag("--json", o->json, "One JSON object a line");
}

}  // namespace errdex::cli
