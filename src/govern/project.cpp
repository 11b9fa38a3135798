#include "govern/project.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace errdex::govern {
namespace {

namespace fs = std::filesystem;

template <typename List>
auto* by_name(const List& list, std::string_view name) noexcept {
  const auto found = std::find_if(list.begin(), list.end(), [&](const auto& x) { return x.name == name; });
  return found == list.end() ? nullptr : &*found;
}

/// Levenshtein distance; names are short.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0u : 1u)});
      diagonal = above;
    }
  }
  return row[b.size()];
}

}  // namespace

const project_scheme* project::find_scheme(std::string_view wanted) const noexcept {
  return by_name(schemes, wanted);
}
const project_space* project::find_space(std::string_view wanted) const noexcept {
  return by_name(spaces, wanted);
}
const project_module* project::find_module(std::string_view wanted) const noexcept {
  return by_name(modules, wanted);
}
const project_scheme* project::scheme_of(const project_space& s) const noexcept {
  return s.scheme.empty() ? nullptr : find_scheme(s.scheme);
}

std::string project::path(std::string_view relative) const {
  return root.empty() ? std::string(relative) : (fs::path(root) / relative).string();
}

std::optional<project> load_project(const std::string& path, findings& out) {
  std::error_code ignored;
  const std::string file = fs::is_directory(path, ignored) ? (fs::path(path) / "errdex.toml").string() : path;
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    out.push_back({"unreadable-file",
                   authoring::outcome::reject,
                   file,
                   {},
                   "",
                   "cannot be read; `errdex init` makes a project file"});
    return std::nullopt;
  }
  const std::string text(std::istreambuf_iterator<char>(in), {});
  auto p = read_project(text, file, out);
  if (p) p->root = fs::path(file).parent_path().string();
  return p;
}

std::optional<std::string> find_project_file(const std::string& folder) {
  std::error_code error;
  const fs::path start = fs::absolute(folder, error);
  if (error) return std::nullopt;
  fs::path shown = folder;
  for (fs::path at = start.lexically_normal();; at = at.parent_path()) {
    if (fs::is_regular_file(at / "errdex.toml", error)) {
      // Shown as the user would write it: errdex.toml, ../errdex.toml.
      const auto relative = fs::relative(at / "errdex.toml", fs::current_path(error), error);
      return (error || relative.empty() ? at / "errdex.toml" : relative).string();
    }
    if (at == at.parent_path()) return std::nullopt;
  }
}

authoring::authored_catalog read_codes(const project& p, findings& out) {
  authoring::authored_catalog codes;
  for (const auto& s : p.spaces) {
    draft::space space;
    space.name = s.name;
    space.platform = p.name;
    space.platform_title = p.title;
    space.title = s.title;
    space.scheme = s.scheme;
    space.envelopes = s.envelopes;
    space.hosts = s.hosts;
    codes.spaces.push_back(std::move(space));
  }
  for (const auto& relative : p.catalog) authoring::read_path(p.path(relative), codes, out);
  return codes;
}

std::string_view nearest_name(std::string_view word, const std::vector<std::string_view>& names) {
  std::string_view best;
  std::size_t least = std::max<std::size_t>(1, std::min<std::size_t>(word.size(), 64) / 3) + 1;
  if (word.size() > 64) return best;
  for (const auto name : names) {
    if (const auto d = distance(word, name); d < least) {
      least = d;
      best = name;
    }
  }
  return best;
}

}  // namespace errdex::govern
