#include "govern/workspace.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace errdex::govern {
namespace {

namespace fs = std::filesystem;

std::string subject(const draft::entry& e) { return e.space + ":" + e.code; }

std::optional<std::string> contents(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(in), {});
}

/// True when the file is one of the project's catalog, or lies in a folder of it.
bool is_in_catalog(const project& p, std::string_view relative) {
  const auto normal = fs::path(relative).lexically_normal().string();
  return std::any_of(p.catalog.begin(), p.catalog.end(), [&](const std::string& part) {
    std::string root = fs::path(part).lexically_normal().string();
    while (root.ends_with('/')) root.pop_back();
    return root == "." || normal == root || normal.starts_with(root + "/");
  });
}

}  // namespace

/// Held on errdex.toml, so that two programs do not take the same number in one folder.
struct workspace::file_lock {
  explicit file_lock(const std::string& path) : descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
    // A file system without locks is no reason to refuse: branches are checked after the merge anyway.
    if (descriptor >= 0) (void)::flock(descriptor, LOCK_EX);
  }
  ~file_lock() {
    if (descriptor >= 0) ::close(descriptor);
  }
  file_lock(const file_lock&) = delete;
  file_lock& operator=(const file_lock&) = delete;
  int descriptor;
};

std::optional<workspace> workspace::open(const std::string& path, findings& out) {
  const auto before = out.size();
  workspace w;
  auto p = load_project(path, out);
  if (!p) return std::nullopt;
  w.project_ = std::move(*p);
  w.guard_ = std::make_shared<file_lock>(w.project_.file);
  w.codes_ = read_codes(w.project_, out);
  w.lock_ = load_lock(w.project_, out);
  // A text that lacks something may be edited; a file that cannot be read may not.
  const bool unreadable =
      std::any_of(out.begin() + static_cast<std::ptrdiff_t>(before), out.end(), [](const auto& f) {
        return f.rule == "unreadable-file" || f.rule == "yaml-syntax" || f.rule == "lock-form";
      });
  if (unreadable) return std::nullopt;
  for (const auto& file : w.codes_.files) w.files_.emplace_back(file, contents(file).value_or(""));
  return w;
}

workspace::workspace(project p, authoring::authored_catalog codes, released lock,
                     std::vector<std::pair<std::string, std::string>> files)
    : project_(std::move(p)), codes_(std::move(codes)), lock_(std::move(lock)) {
  for (auto& [path, text] : files) files_.emplace_back(path, std::move(text));
}

catalog_file& workspace::file(const std::string& path) {
  const auto found =
      std::find_if(files_.begin(), files_.end(), [&](const catalog_file& f) { return f.path() == path; });
  if (found != files_.end()) return *found;
  return files_.emplace_back(path, guard_ ? contents(path).value_or("") : std::string());
}

bool workspace::reread(std::string& error) {
  project nowhere = project_;
  nowhere.catalog.clear();
  findings found;
  authoring::authored_catalog codes = read_codes(nowhere, found);
  for (const auto& f : files_) {
    if (!f.text().empty()) authoring::read_yaml(f.text(), f.path(), codes, found);
  }
  const auto bad =
      std::find_if(found.begin(), found.end(), [](const auto& f) { return f.rule == "yaml-syntax"; });
  if (bad != found.end()) {
    error = authoring::to_line(*bad);
    return false;
  }
  codes_ = std::move(codes);
  return true;
}

const authoring::authored_entry* workspace::find(std::string_view wanted, std::string& error) const {
  const authoring::authored_entry* match = nullptr;
  std::string others;
  const auto colon = wanted.find(':');
  for (const auto& e : codes_.entries) {
    std::string_view rest = wanted;
    if (colon != std::string_view::npos && wanted.substr(0, colon) == e.value.space)
      rest = wanted.substr(colon + 1);
    if (rest != e.value.code && rest != e.value.name) continue;
    if (match != nullptr) others += ", " + subject(e.value) + " (" + e.value.name + ")";
    if (match == nullptr) match = &e;
  }
  if (match == nullptr) {
    std::vector<std::string_view> names;
    for (const auto& e : codes_.entries) names.emplace_back(e.value.name);
    const auto near = nearest_name(wanted, names);
    error = "the catalog has no entry `" + std::string(wanted) + "`" +
            (near.empty() ? "; give a code, a name, or space:code"
                          : "; did you mean `" + std::string(near) + "`?");
    return nullptr;
  }
  if (!others.empty()) {
    error = "`" + std::string(wanted) + "` may be " + subject(match->value) + " (" + match->value.name + ")" +
            others + "; write space:code, or mend a collision with `errdex new --fix`";
    return nullptr;
  }
  return match;
}

taken_codes workspace::taken(const std::string& space) const {
  taken_codes out;
  const auto add_was = [&](const std::vector<std::string>& was) {
    for (const auto& old : was) {
      if (old.starts_with(space + ":")) out.insert(old.substr(space.size() + 1));
    }
  };
  for (const auto& e : codes_.entries) {
    if (e.value.space != space) continue;
    out.insert(e.value.code);
    add_was(e.value.was);
  }
  for (const auto& e : lock_.entries) {
    if (e.space != space) continue;
    out.insert(e.code);
    add_was(e.was);
  }
  return out;
}

bool workspace::was_released(const draft::entry& e) const {
  const auto* r = lock_.find(e.space, e.code, e.name);
  return r != nullptr && (r->name == e.name || std::find(e.was.begin(), e.was.end(), r->name) != e.was.end());
}

std::optional<std::string> workspace::add(draft::entry e, const project_module& module,
                                          const group_values& groups, std::string& error) {
  if (!authoring::is_entry_name(e.name)) {
    error =
        "`" + e.name + "` is not a name: lower-case words joined by single underscores, such as card_expired";
    return std::nullopt;
  }
  e.space = module.space;
  for (const auto& other : codes_.entries) {
    const bool was =
        std::find(other.value.was.begin(), other.value.was.end(), e.name) != other.value.was.end();
    if (other.value.space != e.space || (other.value.name != e.name && !was)) continue;
    error = "the name `" + e.name + "` " + (was ? "once was" : "is") + " the name of " +
            subject(other.value) + " (" + codes_.files[other.file] + ":" + std::to_string(other.at.line) +
            ")";
    return std::nullopt;
  }
  if (!is_in_catalog(project_, module.file)) {
    error = "the file of the module `" + module.name + "`, " + module.file +
            ", is not in the catalog; add it to `catalog` in " + project_.file;
    return std::nullopt;
  }
  if (e.code.empty()) {
    auto number = allocate(project_, module, groups, e.name, taken(e.space));
    if (!number.code) {
      error = number.problem;
      return std::nullopt;
    }
    e.code = *number.code;
  }
  if (!file(project_.path(module.file)).insert(e, error) || !reread(error)) return std::nullopt;
  return e.code;
}

bool workspace::retire(std::string_view wanted, std::string_view replaced_by, std::string& error) {
  const auto* e = find(wanted, error);
  if (e == nullptr) return false;
  const entry_key key{e->value.code, e->value.name};
  if (e->value.state == lifecycle::obsolete && replaced_by.empty()) {
    error = subject(e->value) + " is obsolete already";
    return false;
  }
  std::string successor;
  if (!replaced_by.empty()) {
    const auto* next = find(replaced_by, error);
    if (next == nullptr) return false;
    successor = subject(next->value);
    if (successor == subject(e->value)) {
      error = "a code cannot replace itself";
      return false;
    }
  }
  catalog_file& f = file_of(*e);
  if (e->value.state != lifecycle::obsolete && !f.set(key, "state", "obsolete", error)) return false;
  if (!successor.empty() && !f.set(key, "replaced_by", successor, error)) return false;
  return reread(error);
}

bool workspace::rename(std::string_view wanted, const std::string& name, std::string& error) {
  const auto* e = find(wanted, error);
  if (e == nullptr) return false;
  if (!authoring::is_entry_name(name)) {
    error =
        "`" + name + "` is not a name: lower-case words joined by single underscores, such as card_expired";
    return false;
  }
  for (const auto& other : codes_.entries) {
    if (other.value.space == e->value.space && other.value.name == name) {
      error = "`" + name + "` is the name of " + subject(other.value) + " already";
      return false;
    }
  }
  const draft::entry old = e->value;
  const auto* space = project_.find_space(old.space);
  const auto* scheme = space == nullptr ? nullptr : project_.scheme_of(*space);
  const bool released_before = was_released(old);
  catalog_file& f = file_of(*e);
  if (scheme != nullptr && scheme->form == code_form::name) {
    if (released_before) {
      error = "the name is the code " + old.code +
              ", which was released; add a new entry and retire this one: errdex "
              "retire " +
              old.name + " --replaced-by NEW";
      return false;
    }
    if (!f.set({old.code, old.name}, "code", scheme->prefix + in_capitals(name), error)) return false;
    return f.set({scheme->prefix + in_capitals(name), old.name}, "name", name, error) && reread(error);
  }
  if (!f.set({old.code, old.name}, "name", name, error)) return false;
  if (released_before && !f.add_to_list({old.code, name}, "was", old.name, error)) return false;
  return reread(error);
}

bool workspace::split(std::string_view wanted, const std::vector<std::string>& into, std::string& error) {
  const auto* e = find(wanted, error);
  if (e == nullptr) return false;
  if (into.size() < 2) {
    error = "a code is split into two or more; with one successor use `errdex retire --replaced-by`";
    return false;
  }
  const std::string old = subject(e->value);
  for (const auto& part : into) {
    const auto* p = find(part, error);
    if (p == nullptr) return false;
    if (subject(p->value) == old || p->value.state == lifecycle::obsolete) {
      error = subject(p->value) +
              (subject(p->value) == old ? " is the code that is split" : " is obsolete itself");
      return false;
    }
  }
  for (const auto& part : into) {
    const auto* p = find(part, error);
    if (p == nullptr || !file_of(*p).add_to_list({p->value.code, p->value.name}, "was", old, error) ||
        !reread(error)) {
      return false;
    }
  }
  return retire(wanted, into.front(), error);
}

bool workspace::merge(const std::vector<std::string>& wanted, const std::string& into, std::string& error) {
  const auto* target = find(into, error);
  if (target == nullptr) return false;
  if (target->value.state == lifecycle::obsolete) {
    error = subject(target->value) + " is obsolete itself";
    return false;
  }
  const std::string successor = subject(target->value);
  for (const auto& part : wanted) {
    const auto* p = find(part, error);
    if (p == nullptr) return false;
    const std::string old = subject(p->value);
    if (!retire(old, successor, error)) return false;
    const auto* t = find(successor, error);
    if (t == nullptr || !file_of(*t).add_to_list({t->value.code, t->value.name}, "was", old, error) ||
        !reread(error)) {
      return false;
    }
  }
  return true;
}

bool workspace::save(std::string& error) {
  for (const auto& f : files_) {
    if (f.changed() && !write_file(f.path(), f.text(), error)) return false;
  }
  return true;
}

std::vector<std::string> workspace::changed_files() const {
  std::vector<std::string> out;
  for (const auto& f : files_) {
    if (f.changed()) out.push_back(f.path());
  }
  return out;
}

std::string workspace::text_of(const std::string& path) const {
  const auto found =
      std::find_if(files_.begin(), files_.end(), [&](const catalog_file& f) { return f.path() == path; });
  return found == files_.end() ? std::string() : found->text();
}

bool write_file(const std::string& path, const std::string& text, std::string& error) {
  std::error_code ignored;
  if (const auto folder = fs::path(path).parent_path(); !folder.empty())
    fs::create_directories(folder, ignored);
  // Through a symbolic link the file behind it is replaced, not the link.
  std::error_code failed;
  const fs::path real = fs::exists(path, failed) ? fs::canonical(path, failed) : fs::path(path);
  const std::string temporary = real.string() + ".errdex-new";
  {
    std::ofstream out(temporary, std::ios::binary | std::ios::trunc);
    out.write(text.data(), static_cast<std::streamsize>(text.size()));
    out.flush();
    if (!out) {
      fs::remove(temporary, ignored);
      error = "cannot write " + path;
      return false;
    }
  }
  if (const auto before = fs::status(real, ignored); fs::exists(before)) {
    fs::permissions(temporary, before.permissions(), ignored);
  }
  fs::rename(temporary, real, failed);
  if (failed) {
    fs::remove(temporary, ignored);
    error = "cannot write " + path + ": " + failed.message();
    return false;
  }
  return true;
}

}  // namespace errdex::govern
