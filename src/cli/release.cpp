#include <algorithm>
#include <boost/json.hpp>
#include <ostream>

#include "cli/findings.hpp"
#include "cli/terminal.hpp"
#include "govern/lint.hpp"
#include "govern/workspace.hpp"
#include "present/json_writer.hpp"

namespace errdex::cli {
namespace {

using present::utf8;

struct options {
  std::string project;
  std::string version;
  bool check = false;
  bool json = false;
};

bool is_version(const std::string& s) {
  return !s.empty() && s.size() <= 64 && s.front() >= '0' && s.front() <= '9' &&
         std::all_of(s.begin(), s.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' ||
                  c == '-' || c == '+';
         });
}

int run(const options& o, context& c) {
  const std::string file = project_file(o.project);
  authoring::findings found;
  auto w = govern::workspace::open(file, found);
  if (!w) return complain(found, c);
  const govern::project& p = w->about();
  if (o.check) {
    const auto now = govern::release(w->lock(), w->codes(), w->lock().version, w->lock().exemptions);
    const bool same = govern::to_text(now) == govern::to_text(w->lock());
    c.out << (same ? "everything is released\n"
                   : "there is something that was not released; errdex diff says what\n");
    return same ? success : not_found;
  }
  if (!is_version(o.version)) throw usage_error("give the version that is released, such as 1.4.0");
  // Changes of meaning that are exempted become the new meaning; whatever else is broken holds up the
  // release.
  const auto broken_rules = govern::lint(p, w->codes(), w->lock(), std::move(found));
  if (broken(broken_rules) > 0) {
    print(broken_rules, c);
    c.err << "errdex: " << broken(broken_rules) << " to mend before a release\n";
    return not_found;
  }
  const auto next =
      govern::release(w->lock(), w->codes(), o.version, govern::exemptions_in(govern::exemptions_of(p)));
  std::string error;
  if (!govern::write_file(p.path(p.lock), govern::to_text(next), error)) throw usage_error(error);
  const auto count = [&](bool fresh) {
    return std::count_if(next.entries.begin(), next.entries.end(), [&](const govern::released_entry& e) {
      return (fresh ? e.since : e.retired) == o.version;
    });
  };
  if (o.json) {
    c.out << boost::json::serialize(boost::json::object{{"version", o.version},
                                                        {"codes", next.entries.size()},
                                                        {"new", count(true)},
                                                        {"retired", count(false)},
                                                        {"file", utf8(p.path(p.lock))}})
          << '\n';
  } else {
    c.out << "released " << o.version << ": " << next.entries.size() << " codes, " << count(true) << " new, "
          << count(false) << " retired. Commit " << printable(p.path(p.lock)) << ".\n";
  }
  return success;
}

}  // namespace

void add_release(program& p) {
  auto o = std::make_shared<options>();
  CLI::App& sub =
      p.command("release", "Promise the codes of your project: write errdex.lock",
                [o](context& c) { return run(*o, c); },
                {{"errdex release 1.4.0",
                  "from now on lint finds a code that is deleted, reused, or means something else"},
                 {"errdex release --check", "exit code 1 when something was not released yet"}});
  sub.add_option("version", o->version, "The version of the release")->type_name("VERSION");
  sub.add_flag("--check", o->check, "Only say whether everything is released");
  sub.add_option("--project", o->project, "The errdex.toml, or its folder (default: the nearest one)")
      ->type_name("PATH");
  sub.add_flag("--json", o->json, "One JSON object, for programs");
  exit_codes(sub, "0 released; 1 lint has something to mend, or --check found something; 2 wrong use");
}

}  // namespace errdex::cli
