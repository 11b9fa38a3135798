// errdex gen: code, documents and data made from a catalog.
#include "gen/generate.hpp"

#include <algorithm>
#include <memory>
#include <ostream>

#include "catalog/builder.hpp"
#include "cli/program.hpp"
#include "cli/terminal.hpp"
#include "govern/project.hpp"

namespace errdex::cli {
namespace {

struct options {
  std::vector<std::string> spaces;
  std::vector<std::string> targets;
  std::vector<std::string> settings;
  std::string out;
  std::string templates;
  std::string project;
  std::string eject;
  bool check = false;
  bool list = false;
};

/// One run of a target.
struct job {
  std::string target;
  std::string templates;
  std::string out;
  std::vector<std::string> spaces;
  std::map<std::string, std::string> settings;
};

/// Where the codes come from, and what is to be made of them.
struct work {
  catalog codes;
  draft::catalog written;
  std::vector<std::string> default_spaces;
  std::vector<job> jobs;
};

int list_targets(context& c) {
  const style paint(c.screen);
  for (const auto& name : gen::builtin_targets()) {
    std::string error;
    const auto t = gen::read_target(name, gen::builtin_files(name), error);
    if (!t) throw usage_error(error);
    c.out << paint.bold(pad(name, 12)) << t->title << '\n';
    for (const auto& o : t->options) {
      c.out << std::string(12, ' ') << "--set " << o.name << "=" << (o.fallback.empty() ? "…" : o.fallback)
            << "  " << o.help << '\n';
    }
  }
  return success;
}

int eject(const options& o, context& c) {
  if (o.targets.size() != 1)
    throw usage_error("--eject writes the templates of one target; name it with --lang");
  const auto files = gen::builtin_files(o.targets[0]);
  if (files.empty())
    throw usage_error("there is no target `" + o.targets[0] + "`; `errdex gen --list` names them");
  for (const auto& [name, content] : files) {
    const gen::made_file file{name, content};
    const auto there = gen::compare(o.eject, file);
    if (there.state == gen::file_state::different) {
      throw usage_error(o.eject + "/" + name + " is there already and differs; give an empty folder");
    }
    std::string error;
    if (!gen::write(o.eject, file, error)) throw usage_error(error);
    c.err << "wrote " << o.eject << '/' << name << '\n';
  }
  c.err << "change them, then: errdex gen --lang " << o.targets[0] << " --templates " << o.eject << " …\n";
  return success;
}

std::map<std::string, std::string> settings_of(const options& o) {
  std::map<std::string, std::string> out;
  for (const auto& s : o.settings) {
    const std::size_t equals = s.find('=');
    if (equals == std::string::npos || equals == 0)
      throw usage_error("--set takes NAME=VALUE, not `" + s + "`");
    out[s.substr(0, equals)] = s.substr(equals + 1);
  }
  return out;
}

catalog compiled(const draft::catalog& written) {
  std::string error;
  if (const auto image = build_image(written, error)) {
    if (const auto loaded = catalog::from_image(*image, error)) {
      if (auto all = catalog::combine(catalog::builtin(), *loaded, error)) return *all;
    }
  }
  throw usage_error(error);
}

void refuse(const authoring::findings& found, context& c) {
  if (found.empty()) return;
  for (const auto& f : found) c.err << printable(authoring::to_line(f)) << '\n';
  throw usage_error("the codes cannot be read; nothing was written");
}

/// The names of the spaces that the drafts have entries in.
std::vector<std::string> spaces_with_entries(const draft::catalog& written) {
  std::vector<std::string> out;
  for (const auto& e : written.entries) {
    if (std::find(out.begin(), out.end(), e.space) == out.end()) out.push_back(e.space);
  }
  std::sort(out.begin(), out.end());
  return out;
}

work from_project(const options& o, context& c) {
  std::string file = o.project;
  if (file.empty()) {
    const auto found = govern::find_project_file();
    if (!found) {
      throw usage_error(
          "which codes? Name built-in ones with --space, files of your own with --catalog, or go to a folder "
          "with an errdex.toml");
    }
    file = *found;
  }
  authoring::findings found;
  const auto project = govern::load_project(file, found);
  refuse(found, c);
  if (!project) throw usage_error("cannot read " + file);
  const auto codes = govern::read_codes(*project, found);
  refuse(found, c);
  work w;
  w.written = codes.to_draft();
  w.codes = compiled(w.written);
  w.default_spaces = spaces_with_entries(w.written);
  if (!o.targets.empty()) return w;
  for (const auto& g : project->generate) {
    job j{g.lang, g.templates.empty() ? "" : project->path(g.templates), project->path(g.out), g.spaces, {}};
    if (!g.package.empty()) j.settings["package"] = g.package;
    if (!g.name_space.empty()) j.settings["namespace"] = g.name_space;
    w.jobs.push_back(std::move(j));
  }
  if (w.jobs.empty()) {
    throw usage_error(file + " has no [[generate]]; add one, or give --lang and --out");
  }
  return w;
}

work chosen_work(const options& o, context& c) {
  const bool by_hand = o.project.empty() && (!o.spaces.empty() || !c.catalog_files.empty());
  work w;
  if (by_hand) {
    authoring::authored_catalog read;
    authoring::findings found;
    for (const auto& path : c.catalog_files) authoring::read_path(path, read, found);
    refuse(found, c);
    w.written = read.to_draft();
    w.codes = *c.codes;
    w.default_spaces = spaces_with_entries(w.written);
    if (o.targets.empty())
      throw usage_error("in which language? Give --lang; `errdex gen --list` names them");
  } else {
    w = from_project(o, c);
  }
  for (const auto& target : o.targets) w.jobs.push_back({target, o.templates, o.out, {}, settings_of(o)});
  for (job& j : w.jobs) {
    if (!o.spaces.empty()) j.spaces = o.spaces;
    if (j.spaces.empty()) j.spaces = w.default_spaces;
  }
  return w;
}

gen::target target_of(const job& j) {
  std::string error;
  gen::template_files files;
  if (!j.templates.empty()) {
    if (!gen::read_folder(j.templates, files, error)) throw usage_error(error);
  } else {
    files = gen::builtin_files(j.target);
    if (files.empty()) {
      std::string known;
      for (const auto& name : gen::builtin_targets()) known += (known.empty() ? "" : ", ") + name;
      throw usage_error("there is no target `" + printable(j.target) + "`; there are " + known);
    }
  }
  auto t = gen::read_target(j.templates.empty() ? j.target : j.templates, files, error);
  if (!t) throw usage_error(error);
  return *t;
}

std::vector<space> spaces_of(const work& w, const job& j) {
  std::vector<space> out;
  for (const auto& wanted : j.spaces) {
    bool found = false;
    for (const space s : w.codes.spaces()) {
      if (s.name() != wanted && s.platform() != wanted) continue;
      found = true;
      if (std::find(out.begin(), out.end(), s) == out.end() && !s.entries().empty()) out.push_back(s);
    }
    if (!found) throw usage_error("no space or platform is called " + printable(wanted));
  }
  if (out.empty()) throw usage_error("there are no codes to make anything of");
  return out;
}

/// What happened to the files of all jobs.
struct tally {
  std::size_t same = 0;
  std::size_t written = 0;
  std::size_t stale = 0;
};

void finish_job(const options& o, const job& j, const std::vector<gen::made_file>& files, context& c,
                tally& t) {
  if (j.out.empty()) {
    if (o.check) throw usage_error("--check compares with a folder; give --out");
    if (files.size() != 1) {
      throw usage_error(j.target + " makes " + std::to_string(files.size()) +
                        " files; give a folder with --out");
    }
    c.out << files[0].content;
    return;
  }
  for (const auto& file : files) {
    const auto there = gen::compare(j.out, file);
    if (there.state == gen::file_state::same) {
      ++t.same;
      continue;
    }
    if (o.check) {
      ++t.stale;
      c.out << j.out << '/' << file.path
            << (there.state == gen::file_state::missing ? " is missing\n" : " differs\n") << there.difference;
      continue;
    }
    std::string error;
    if (!gen::write(j.out, file, error)) throw usage_error(error);
    ++t.written;
    c.err << "wrote " << j.out << '/' << file.path << '\n';
  }
}

int run(const options& o, context& c) {
  if (o.list) return list_targets(c);
  if (!o.eject.empty()) return eject(o, c);
  const work w = chosen_work(o, c);
  tally t;
  bool to_folder = false;
  for (const job& j : w.jobs) {
    const gen::target made_of = target_of(j);
    const auto texts = gen::prepare(w.codes, spaces_of(w, j), w.written.entries);
    std::string error;
    const auto files = gen::make_files(made_of, texts, j.settings, error);
    if (!files) throw usage_error(error);
    finish_job(o, j, *files, c, t);
    to_folder = to_folder || !j.out.empty();
  }
  if (o.check) {
    if (t.stale == 0) return success;
    c.err << t.stale << (t.stale == 1 ? " file is" : " files are")
          << " not what errdex gen writes; run it again\n";
    return not_found;
  }
  if (to_folder) c.err << t.written << " written, " << t.same << " as they were\n";
  return success;
}

}  // namespace

void add_gen(program& p) {
  auto o = std::make_shared<options>();
  CLI::App& sub = p.command(
      "gen", "Make code, documents and data from a catalog: C++, Go, TypeScript, Java, Python, Rust and more",
      [o](context& c) { return run(*o, c); },
      {{"errdex gen", "everything that [[generate]] in errdex.toml asks for"},
       {"errdex gen --check", "for CI: exit code 1 and a short difference when a file is not up to date"},
       {"errdex gen --space wecom --lang go --out wecomerr", "a table of a built-in space for your SDK"},
       {"errdex gen --catalog codes/ --lang html --out site", "a site of your own codes, with search"},
       {"errdex gen --lang python --eject my-templates",
        "the templates, to be changed and given to --templates"}});
  sub.add_option("--space", o->spaces, "Spaces or platforms; all of your own when none is given")
      ->allow_extra_args(false)
      ->type_name("SPACE");
  sub.add_option("--lang", o->targets, "What to make: cpp, go, … (--list names all); may be repeated")
      ->allow_extra_args(false)
      ->type_name("TARGET");
  sub.add_option("--out", o->out, "Folder to write to; a single file goes to standard output without it")
      ->type_name("DIR");
  sub.add_option("--set", o->settings, "An option of the target, such as package=com.acme.errors")
      ->allow_extra_args(false)
      ->type_name("NAME=VALUE");
  sub.add_option("--templates", o->templates, "Your own templates in place of the built-in ones")
      ->type_name("DIR");
  sub.add_option("--project", o->project, "An errdex.toml; the nearest one above when it is not given")
      ->type_name("FILE");
  sub.add_flag("--check", o->check, "Write nothing; exit code 1 when a file is not up to date");
  sub.add_flag("--list", o->list, "List the targets and their options");
  sub.add_option("--eject", o->eject, "Write the templates of a target into this folder")->type_name("DIR");
}

}  // namespace errdex::cli
