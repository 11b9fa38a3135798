#include "govern/git.hpp"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>

#include "govern/project.hpp"

extern char** environ;

namespace errdex::govern {
namespace {

namespace fs = std::filesystem;

using unique_file = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

unique_file temporary() { return {std::tmpfile(), &std::fclose}; }

std::string all_of(std::FILE* f) {
  std::string out;
  std::rewind(f);
  std::array<char, 65536> block;
  for (std::size_t n; (n = std::fread(block.data(), 1, block.size(), f)) > 0;) out.append(block.data(), n);
  return out;
}

std::string first_line(const std::string& s) { return s.substr(0, s.find('\n')); }

/// A file of a revision.
struct blob {
  std::string path;
  std::string text;
};

bool is_catalog(const std::string& path) {
  return path.ends_with(".yaml") && fs::path(path).filename() != "glossary.yaml";
}

/// Reads the files of these paths in one process.
std::optional<std::vector<blob>> blobs(const std::string& revision, const std::vector<std::string>& paths,
                                       std::string& error) {
  std::string input;
  for (const auto& path : paths) input += revision + ":" + path + "\n";
  const auto answer = run_git({"cat-file", "--batch"}, input, error);
  if (!answer) return std::nullopt;
  std::vector<blob> out;
  std::size_t at = 0;
  for (const auto& path : paths) {  // "<id> blob <size>\n<text>\n"
    const auto end = answer->find('\n', at);
    const std::string head = end == std::string::npos ? "" : answer->substr(at, end - at);
    const auto size_at = head.rfind(' ');
    if (head.find(" blob ") == std::string::npos || size_at == std::string::npos) {
      error = "git has no file " + revision + ":" + path;
      return std::nullopt;
    }
    const std::size_t size = std::stoull(head.substr(size_at + 1));
    out.push_back({path, answer->substr(end + 1, size)});
    at = end + 1 + size + 1;
  }
  return out;
}

std::optional<std::vector<std::string>> files_below(const std::string& revision, const std::string& path,
                                                    std::string& error) {
  std::vector<std::string> arguments{"ls-tree", "-r", "-z", "--name-only", "--full-tree", revision};
  if (!path.empty()) arguments.insert(arguments.end(), {"--", path});
  const auto answer = run_git(arguments, "", error);
  if (!answer) return std::nullopt;
  std::vector<std::string> out;
  for (std::size_t at = 0; at < answer->size();) {
    const auto end = std::min(answer->find('\0', at), answer->size());
    out.push_back(answer->substr(at, end - at));
    at = end + 1;
  }
  return out;
}

std::string normal(const std::string& path) {
  std::string out = fs::path(path).lexically_normal().generic_string();
  while (out.ends_with('/')) out.pop_back();
  return out == "." ? std::string() : out;
}

std::optional<authoring::authored_catalog> from_revision(const std::string& revision, std::string path,
                                                         std::string& error) {
  if (revision.empty() || revision.front() == '-') {
    error = "`" + revision + "` is not a revision";
    return std::nullopt;
  }
  if (path.empty()) {  // The project of the current folder, as it stood then.
    const auto prefix = run_git({"rev-parse", "--show-prefix"}, "", error);
    if (!prefix) return std::nullopt;
    path = first_line(*prefix);
  }
  path = normal(path);
  auto listed = files_below(revision, path, error);
  if (!listed) return std::nullopt;
  if (listed->empty()) {
    error = "git has nothing at " + revision + ":" + path;
    return std::nullopt;
  }
  authoring::authored_catalog codes;
  findings found;
  std::vector<std::string> wanted;
  const std::string toml = path.ends_with("errdex.toml") ? path : normal(path + "/errdex.toml");
  const std::string toml_path = path.empty() ? "errdex.toml" : toml;
  if (std::find(listed->begin(), listed->end(), toml_path) != listed->end()) {
    const auto text = blobs(revision, {toml_path}, error);
    if (!text) return std::nullopt;
    auto p = read_project(text->front().text, revision + ":" + toml_path, found);
    if (!p) {
      error = authoring::to_line(found.front());
      return std::nullopt;
    }
    const std::string root = normal(fs::path(toml_path).parent_path().generic_string());
    project nowhere = *p;
    nowhere.catalog.clear();
    codes = read_codes(nowhere, found);
    for (const auto& part : p->catalog) {
      const auto below = files_below(revision, normal(root.empty() ? part : root + "/" + part), error);
      if (!below) return std::nullopt;
      wanted.insert(wanted.end(), below->begin(), below->end());
    }
  } else {
    wanted = *listed;
  }
  wanted.erase(std::remove_if(wanted.begin(), wanted.end(), [](const auto& f) { return !is_catalog(f); }),
               wanted.end());
  std::sort(wanted.begin(), wanted.end());
  wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
  const auto texts = blobs(revision, wanted, error);
  if (!texts) return std::nullopt;
  for (const auto& b : *texts) authoring::read_yaml(b.text, revision + ":" + b.path, codes, found);
  const auto bad =
      std::find_if(found.begin(), found.end(), [](const auto& f) { return f.rule == "yaml-syntax"; });
  if (bad != found.end()) {
    error = authoring::to_line(*bad);
    return std::nullopt;
  }
  return codes;
}

}  // namespace

std::optional<std::string> run_git(const std::vector<std::string>& arguments, const std::string& input,
                                   std::string& error) {
  // Files instead of pipes: git can write as much as it likes before anybody reads.
  const auto in = temporary();
  const auto out = temporary();
  const auto err = temporary();
  if (!in || !out || !err) {
    error = std::string("cannot make a temporary file: ") + std::strerror(errno);
    return std::nullopt;
  }
  std::fwrite(input.data(), 1, input.size(), in.get());
  std::fflush(in.get());
  std::rewind(in.get());
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ::fileno(in.get()), 0);
  posix_spawn_file_actions_adddup2(&actions, ::fileno(out.get()), 1);
  posix_spawn_file_actions_adddup2(&actions, ::fileno(err.get()), 2);
  std::vector<std::string> words{"git"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (auto& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  pid_t child = 0;
  const int failed = ::posix_spawnp(&child, "git", &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) {
    error = std::string("cannot run git: ") + std::strerror(failed);
    return std::nullopt;
  }
  int state = 0;
  while (::waitpid(child, &state, 0) < 0 && errno == EINTR) {
  }
  if (!WIFEXITED(state) || WEXITSTATUS(state) != 0) {
    const std::string complaint = first_line(all_of(err.get()));
    error = "git: " + (complaint.empty() ? std::string("it failed") : complaint);
    return std::nullopt;
  }
  return all_of(out.get());
}

std::optional<authoring::authored_catalog> codes_at(const std::string& place, std::string& error) {
  std::error_code failed;
  if (!fs::exists(place, failed)) {
    const auto colon = place.find(':');
    if (colon == std::string::npos) {
      error = "there is no file or folder `" + place + "`; a revision ends with a colon: " + place + ":";
      return std::nullopt;
    }
    return from_revision(place.substr(0, colon), place.substr(colon + 1), error);
  }
  findings found;
  authoring::authored_catalog codes;
  const bool folder = fs::is_directory(place, failed);
  if (fs::path(place).filename() == "errdex.toml" ||
      (folder && fs::exists(fs::path(place) / "errdex.toml", failed))) {
    if (const auto p = load_project(place, found)) codes = read_codes(*p, found);
  } else {
    authoring::read_path(place, codes, found);
  }
  const auto bad = std::find_if(found.begin(), found.end(), [](const auto& f) {
    return f.rule == "yaml-syntax" || f.rule == "unreadable-file" || f.rule.starts_with("project-");
  });
  if (bad != found.end()) {
    error = authoring::to_line(*bad);
    return std::nullopt;
  }
  return codes;
}

}  // namespace errdex::govern
