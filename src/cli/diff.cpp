#include <boost/json.hpp>
#include <map>
#include <ostream>

#include "cli/findings.hpp"
#include "cli/terminal.hpp"
#include "govern/diff.hpp"
#include "govern/git.hpp"
#include "govern/project.hpp"
#include "present/json_writer.hpp"

namespace errdex::cli {
namespace {

using present::utf8;

using govern::catalog_diff;
using govern::change;
using govern::impact;

struct options {
  std::string before;
  std::string after;
  std::string allow = "minor";
  bool json = false;
  bool markdown = false;
};

constexpr std::array levels{impact::major, impact::minor, impact::patch};

std::string heading(impact level) {
  switch (level) {
    case impact::major: return "breaks callers (major)";
    case impact::minor: return "new for callers (minor)";
    case impact::patch: return "texts (patch)";
    case impact::none: return "nothing";
  }
  return {};
}

/// "fix_state -> retry"; one side alone where the other is empty.
std::string values(const change& d, const std::string& arrow) {
  if (d.before.empty()) return d.after;
  return d.after.empty() ? d.before : d.before + arrow + d.after;
}

boost::json::object to_json(const catalog_diff& d, bool allowed) {
  boost::json::array changes;
  for (const auto& x : d.changes) {
    changes.push_back({{"kind", govern::name(x.kind)},
                       {"impact", govern::name(govern::impact_of(x.kind))},
                       {"space", utf8(x.space)},
                       {"code", utf8(x.code)},
                       {"name", utf8(x.name)},
                       {"before", utf8(x.before)},
                       {"after", utf8(x.after)},
                       {"reason", govern::reason_of(x.kind)}});
  }
  boost::json::object counts;
  for (const auto level : levels) counts[govern::name(level)] = d.count(level);
  return {{"verdict", govern::name(d.verdict)},
          {"allowed", allowed},
          {"counts", std::move(counts)},
          {"changes", std::move(changes)}};
}

void print_text(const catalog_diff& d, context& c) {
  const style paint(c.screen);
  for (const auto level : levels) {
    if (d.count(level) == 0) continue;
    const std::string title = heading(level);
    c.out << (level == impact::major   ? paint.red(title)
              : level == impact::minor ? paint.yellow(title)
                                       : paint.dim(title))
          << '\n';
    for (const auto& x : d.changes) {
      if (govern::impact_of(x.kind) != level) continue;
      c.out << "  " << paint.bold(printable(x.space + ":" + x.code)) << "  " << printable(x.name) << "  "
            << govern::name(x.kind) << '\n';
      if (const auto text = values(x, " -> "); !text.empty()) c.out << "      " << printable(text) << '\n';
      if (level == impact::major) c.out << "      " << paint.dim(govern::reason_of(x.kind)) << '\n';
    }
  }
  c.out << (d.changes.empty() ? "no change" : "verdict: " + std::string(govern::name(d.verdict))) << '\n';
}

/// Text inside a table of Markdown.
std::string cell(std::string_view text) {
  std::string out;
  for (const char ch : printable(text)) {
    if (ch == '|' || ch == '\\' || ch == '`' || ch == '*' || ch == '_' || ch == '<' || ch == '[') out += '\\';
    out += ch == '\n' ? ' ' : ch;
  }
  return out;
}

void print_markdown(const catalog_diff& d, context& c) {
  c.out << "### Error codes: "
        << (d.changes.empty() ? std::string("no change") : std::string(govern::name(d.verdict)) + " change")
        << "\n";
  for (const auto level : levels) {
    if (d.count(level) == 0) continue;
    const std::string title = heading(level);
    // Texts change often and break nobody: folded away.
    const bool folded = level == impact::patch;
    c.out << (folded ? "\n<details><summary>" + title + ", " + std::to_string(d.count(level)) + "</summary>\n"
                     : "\n**" + title + "**\n")
          << "\n| code | name | change | before | after |\n|---|---|---|---|---|\n";
    for (const auto& x : d.changes) {
      if (govern::impact_of(x.kind) != level) continue;
      c.out << "| " << cell(x.space + ":" + x.code) << " | " << cell(x.name) << " | "
            << cell(govern::name(x.kind)) << " | " << cell(x.before) << " | " << cell(x.after) << " |\n";
    }
    if (folded) c.out << "\n</details>\n";
  }
}

int run(const options& o, context& c) {
  std::string error;
  const auto before = govern::codes_at(o.before, error);
  if (!before) throw usage_error(error);
  const auto after =
      govern::codes_at(o.after.empty() ? govern::find_project_file().value_or(".") : o.after, error);
  if (!after) throw usage_error(error);
  const auto d = govern::compare(*before, *after);
  impact most = impact::none;
  for (const auto level : levels) {
    if (govern::name(level) == o.allow) most = level;
  }
  const bool allowed = d.verdict <= most;
  if (o.json) {
    c.out << boost::json::serialize(to_json(d, allowed)) << '\n';
  } else if (o.markdown) {
    print_markdown(d, c);
  } else {
    print_text(d, c);
  }
  return allowed ? success : not_found;
}

}  // namespace

void add_diff(program& p) {
  auto o = std::make_shared<options>();
  CLI::App& sub = p.command(
      "diff", "Say what changed between two catalogs, and whether it breaks callers",
      [o](context& c) { return run(*o, c); },
      {{"errdex diff main:", "what this branch changes; exit code 1 when it breaks callers"},
       {"errdex diff v1.4.0: v1.5.0: --markdown", "between two tags, for the text of a release"},
       {"errdex diff old/errors errors --json", "between files or folders"},
       {"errdex diff main:errors errors --allow major", "only report; exit code 0 whatever changed"}});
  sub.add_option("old", o->before,
                 "A file, a folder, a project, or a revision of git: v1.2.0: or main:errors")
      ->type_name("OLD")
      ->required();
  sub.add_option("new", o->after,
                 "The same, for what it is compared with (default: the project of this folder)")
      ->type_name("NEW");
  sub.add_option("--allow", o->allow,
                 "The heaviest change that gives exit code 0: none, patch, minor or major")
      ->check(CLI::IsMember({"none", "patch", "minor", "major"}))
      ->capture_default_str();
  auto* json = sub.add_flag("--json", o->json, "One JSON object, for programs");
  sub.add_flag("--markdown", o->markdown, "For the text of a pull request")->excludes(json);
  exit_codes(
      sub,
      "0 nothing heavier than --allow; 1 something heavier; 2 wrong use, or something that cannot be read");
}

}  // namespace errdex::cli
