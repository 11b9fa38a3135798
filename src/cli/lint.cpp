#include <boost/json.hpp>
#include <fstream>
#include <iterator>
#include <ostream>

#include "authoring/glossary.hpp"
#include "authoring/rules.hpp"
#include "cli/findings.hpp"
#include "cli/program.hpp"
#include "cli/terminal.hpp"
#include "govern/lint.hpp"

namespace errdex::cli {
namespace {

struct options {
  std::vector<std::string> paths;
  std::string project;
  std::string exemptions;
  std::string glossary;
  std::string rule;
  bool json = false;
  bool sarif = false;
  bool rules = false;
};

std::string slurp(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw usage_error("cannot read " + path);
  return {std::istreambuf_iterator<char>(in), {}};
}

int print_rules(const options& o, context& c) {
  const style paint(c.screen);
  for (const auto rules : {authoring::all_rules(), authoring::project_rules()}) {
    for (const auto& r : rules) {
      if (o.json) {
        c.out << boost::json::serialize(
                     boost::json::object{{"rule", r.name},
                                         {"outcome", authoring::name(r.severity)},
                                         {"reason", r.reason},
                                         {"mend", r.mend},
                                         {"project", rules.data() != authoring::all_rules().data()}})
              << '\n';
      } else {
        c.out << paint.bold(pad(r.name, 22)) << pad(authoring::name(r.severity), 8) << r.reason << '\n';
      }
    }
  }
  return success;
}

int explain_rule(const options& o, context& c) {
  const auto* r = authoring::find_rule(o.rule);
  if (r == nullptr) throw usage_error("no rule is called " + o.rule + "; errdex lint --rules lists them");
  const style paint(c.screen);
  c.out << paint.bold(r->name) << "  " << authoring::name(r->severity) << '\n'
        << wrap(r->reason, static_cast<std::size_t>(c.screen.width), "  why   ", "        ") << '\n'
        << wrap(r->mend, static_cast<std::size_t>(c.screen.width), "  mend  ", "        ") << '\n';
  return success;
}

/// Files and folders without a project: the rules of every catalog.
authoring::findings check_paths(const options& o, std::size_t& entries) {
  authoring::authored_catalog read;
  authoring::findings found;
  for (const auto& path : o.paths) authoring::read_path(path, read, found);
  std::vector<authoring::term> glossary;
  if (!o.glossary.empty()) glossary = authoring::read_glossary(o.glossary, found);
  auto more = authoring::check(read, glossary, &catalog::builtin());
  found.insert(found.end(), more.begin(), more.end());
  if (!o.exemptions.empty()) {
    found = authoring::apply_exemptions(std::move(found), slurp(o.exemptions), o.exemptions);
  }
  entries = read.entries.size();
  return found;
}

authoring::findings check_project(const std::string& file, std::size_t& entries) {
  authoring::findings found;
  const auto p = govern::load_project(file, found);
  if (!p && found.front().rule == "unreadable-file")
    throw usage_error(found.front().file + " " + found.front().message);
  if (!p) return found;
  const auto codes = govern::read_codes(*p, found);
  const auto lock = govern::load_lock(*p, found);
  entries = codes.entries.size();
  return govern::lint(*p, codes, lock, std::move(found));
}

int run(const options& o, context& c) {
  if (o.rules) return print_rules(o, c);
  if (!o.rule.empty()) return explain_rule(o, c);
  if (o.paths.empty() && (!o.exemptions.empty() || !o.glossary.empty())) {
    throw usage_error("--exemptions and --glossary go with files; a project names its own in errdex.toml");
  }
  if (o.paths.empty() && o.project.empty() && !govern::find_project_file()) {
    throw usage_error(
        "there is no errdex.toml here; name the catalog files or folders to check, or give --rules for the "
        "list of rules");
  }
  std::size_t entries = 0;
  const auto found =
      o.paths.empty() ? check_project(project_file(o.project), entries) : check_paths(o, entries);
  const std::size_t bad = broken(found);
  if (o.sarif) {
    c.out << boost::json::serialize(to_sarif(found)) << '\n';
  } else if (o.json) {
    for (const auto& f : found) c.out << boost::json::serialize(to_json(f)) << '\n';
  } else {
    print(found, c);
    c.err << entries << (entries == 1 ? " entry, " : " entries, ") << bad << " to mend, "
          << found.size() - bad << (found.size() - bad == 1 ? " warning\n" : " warnings\n");
  }
  return bad == 0 ? success : not_found;
}

}  // namespace

void add_lint(program& p) {
  auto o = std::make_shared<options>();
  CLI::App& sub = p.command(
      "lint", "Check your own codes: the project of this folder, or catalog files",
      [o](context& c) { return run(*o, c); },
      {{"errdex lint", "the project of this folder: scheme, modules, texts, sources, what was released"},
       {"errdex lint codes/", "every *.yaml below a folder, without a project"},
       {"errdex lint codes/ --exemptions codes/exemptions.txt", "without what was decided before"},
       {"errdex lint --sarif > errdex.sarif", "for the code review of a code host"},
       {"errdex lint --explain number-hole", "why there is a rule, and how a finding is mended"},
       {"errdex lint --rules", "what is checked, and why"}});
  sub.add_option("paths", o->paths, "Catalog files or folders; none: the project")->type_name("PATH");
  sub.add_option("--project", o->project, "The errdex.toml, or its folder (default: the nearest one)")
      ->type_name("PATH");
  sub.add_option("--exemptions", o->exemptions, "A file of lines \"rule space:code\" that were decided")
      ->type_name("FILE");
  sub.add_option("--glossary", o->glossary, "A file of terms and the words to avoid for them")
      ->type_name("FILE");
  sub.add_flag("--rules", o->rules, "List the rules");
  sub.add_option("--explain", o->rule, "Explain one rule")->type_name("RULE");
  auto* json = sub.add_flag("--json", o->json, "One JSON object a line");
  sub.add_flag("--sarif", o->sarif, "One SARIF 2.1.0 log")->excludes(json);
  exit_codes(sub, "0 nothing to mend; 1 a rule is broken; 2 wrong use");
}

}  // namespace errdex::cli
