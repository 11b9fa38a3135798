#include <boost/json.hpp>
#include <filesystem>
#include <ostream>

#include "cli/findings.hpp"
#include "cli/terminal.hpp"
#include "govern/starter.hpp"
#include "govern/workspace.hpp"

namespace errdex::cli {
namespace {

namespace fs = std::filesystem;

struct options {
  std::string folder = ".";
  govern::starter_options starter;
  std::vector<std::string> languages;
  bool no_ci = false;
  bool list = false;
};

/// The name of the folder as the name of a project: "Acme API" gives "acme-api".
std::string name_of(const std::string& folder) {
  std::error_code ignored;
  std::string out;
  for (const char c : fs::absolute(folder, ignored).lexically_normal().filename().string()) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9' && !out.empty())) {
      out += c;
    } else if (c >= 'A' && c <= 'Z') {
      out += static_cast<char>(c - 'A' + 'a');
    } else if (!out.empty() && out.back() != '-') {
      out += '-';
    }
  }
  while (out.ends_with('-')) out.pop_back();
  return out;
}

int run(options o, context& c) {
  if (o.list) {
    const style paint(c.screen);
    for (const auto& s : govern::starter_schemes()) c.out << paint.bold(pad(s.name, 17)) << s.summary << '\n';
    return success;
  }
  if (o.starter.name.empty()) o.starter.name = name_of(o.folder);
  if (o.starter.name.empty()) throw usage_error("give the project a name: --name acme");
  if (!o.languages.empty()) {
    o.starter.en = std::find(o.languages.begin(), o.languages.end(), "en") != o.languages.end();
    o.starter.zh = std::find(o.languages.begin(), o.languages.end(), "zh") != o.languages.end();
  }
  o.starter.ci = !o.no_ci;
  std::string error;
  auto files = govern::starter(o.starter, error);
  if (!files) throw usage_error(error);
  const auto path_of = [&](const std::string& path) {
    return o.folder == "." ? path : (fs::path(o.folder) / path).string();
  };
  // A hook that is there already is somebody else's; its lines are shown instead.
  std::string hook;
  std::string there;
  for (auto it = files->begin(); it != files->end();) {
    std::error_code ignored;
    if (!fs::exists(path_of(it->path), ignored)) {
      ++it;
    } else if (it->path == ".pre-commit-config.yaml") {
      hook = it->text;
      it = files->erase(it);
    } else {
      there += (there.empty() ? "" : ", ") + path_of(it->path);
      ++it;
    }
  }
  if (!there.empty()) {
    c.err << "errdex: nothing was written, because this is there already: " << printable(there) << '\n';
    return not_found;
  }
  for (const auto& f : *files) {
    if (!govern::write_file(path_of(f.path), f.text, error)) throw usage_error(error);
    if (f.executable) {
      std::error_code ignored;
      fs::permissions(path_of(f.path), fs::perms::owner_exec | fs::perms::group_exec | fs::perms::others_exec,
                      fs::perm_options::add, ignored);
    }
    c.out << "wrote " << printable(path_of(f.path)) << '\n';
  }
  const std::string m = o.starter.module;
  c.out << "\nNext:\n"
           "  errdex lint                       the two examples are clean; keep it so\n"
           "  errdex new --module "
        << m << " --name card_expired --status FAILED_PRECONDITION\n"
        << "                                    allocates a number and adds an entry to fill in\n"
           "  errdex release 1.0.0              promises what is there; lint then holds you to it\n"
           "errdex.toml says what each digit means and who owns which numbers: read it once.\n";
  if (!hook.empty()) c.out << "\n.pre-commit-config.yaml is yours already; the hook to add:\n" << hook;
  return success;
}

}  // namespace

void add_init(program& p) {
  auto o = std::make_shared<options>();
  CLI::App& sub = p.command(
      "init", "Begin a space of your own error codes in this folder", [o](context& c) { return run(*o, c); },
      {{"errdex init --name acme",
        "errdex.toml with the scheme A-BB-CCC, a catalog with two entries, CI files"},
       {"errdex init --scheme http-status --module billing", "codes that begin with their HTTP status"},
       {"errdex init --list-schemes", "the schemes to begin with; all are data in errdex.toml"}});
  std::vector<std::string> schemes;
  for (const auto& s : govern::starter_schemes()) schemes.emplace_back(s.name);
  sub.add_option("folder", o->folder, "Where the project is made (default: here)")->type_name("FOLDER");
  sub.add_option("--name", o->starter.name, "Name of the project: a lower-case word (default: of the folder)")
      ->type_name("NAME");
  sub.add_option("--scheme", o->starter.scheme, "What the digits mean")
      ->check(CLI::IsMember(schemes))
      ->capture_default_str();
  sub.add_option("--module", o->starter.module, "The first module")->type_name("NAME")->capture_default_str();
  sub.add_option("--owner", o->starter.owner, "Who answers for it")->type_name("NAME");
  sub.add_option("--language", o->languages, "Language of the texts; may be repeated (default: both)")
      ->check(CLI::IsMember({"en", "zh"}))
      ->allow_extra_args(false);
  sub.add_flag("--no-ci", o->no_ci, "Without the check script, the GitHub Action and the pre-commit hook");
  sub.add_flag("--list-schemes", o->list, "List the schemes to begin with");
  exit_codes(sub, "0 made; 1 a file is there already, nothing was written; 2 wrong use");
}

}  // namespace errdex::cli
