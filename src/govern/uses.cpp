#include "govern/uses.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <unordered_set>

namespace errdex::govern {
namespace {

namespace fs = std::filesystem;

/// Larger files are data.
constexpr std::uintmax_t largest_source = 4u << 20;

bool is_word(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}
bool is_code_char(char c) noexcept { return is_word(c) || c == '-' || c == '.'; }

struct pattern {
  std::string before;
  std::string after;
  bool is_code = false;
};

pattern read_pattern(const std::string& text) {
  for (const std::string_view name : {"{name}", "{NAME}", "{Name}", "{nameName}", "{code}"}) {
    if (const auto at = text.find(name); at != std::string::npos) {
      return {text.substr(0, at), text.substr(at + name.size()), name == "{code}"};
    }
  }
  return {};
}

class search {
 public:
  search(const project& p, const authoring::authored_catalog& codes) : project_(p), codes_(codes) {
    for (const auto& text : p.uses.patterns) patterns_.push_back(read_pattern(text));
    for (const auto& e : codes.entries) {
      names_.insert(squashed(e.value.name));
      known_codes_.insert(e.value.code);
      for (const auto& old : e.value.was) {
        if (old.find(':') == std::string::npos) renamed_[squashed(old)] = e.value.name;
      }
    }
  }

  findings run() {
    walk();
    std::sort(files_.begin(), files_.end());
    for (const auto& file : files_) read(file);
    if (files_.empty()) {
      out_.push_back({"code-unused", authoring::outcome::warn, project_.file, project_.uses.at, "",
                      "no file has the form of `files` in [uses], so no code is used"});
      return std::move(out_);
    }
    for (const auto& e : codes_.entries) {
      if (e.value.state == lifecycle::obsolete || e.value.status == status::ok) continue;
      if (words_.count(squashed(e.value.name)) != 0 || codes_seen_.count(e.value.code) != 0) continue;
      out_.push_back(
          {"code-unused", authoring::outcome::warn, codes_.files[e.file], e.place("name"),
           e.value.space + ":" + e.value.code,
           "no source uses `" + e.value.name + "` or " + e.value.code + "; raise it, or retire it"});
    }
    return std::move(out_);
  }

 private:
  void walk() {
    const fs::path root = project_.root.empty() ? fs::path(".") : fs::path(project_.root);
    std::error_code error;
    for (fs::recursive_directory_iterator it(root, fs::directory_options::skip_permission_denied, error), end;
         !error && it != end; it.increment(error)) {
      const std::string relative = it->path().lexically_relative(root).generic_string();
      std::error_code ignored;
      if (it->is_directory(ignored)) {
        const auto name = it->path().filename();
        if (name == ".git" || name == "node_modules" || any(project_.uses.exclude, relative) ||
            any(project_.uses.exclude, relative + "/")) {
          it.disable_recursion_pending();
        }
        continue;
      }
      if (!it->is_regular_file(ignored) || it->file_size(ignored) > largest_source) continue;
      if (any(project_.uses.files, relative) && !any(project_.uses.exclude, relative))
        files_.push_back(relative);
    }
  }

  static bool any(const std::vector<std::string>& globs, const std::string& path) {
    return std::any_of(globs.begin(), globs.end(),
                       [&](const std::string& g) { return matches_glob(path, g); });
  }

  void read(const std::string& relative) {
    std::ifstream in(project_.path(relative), std::ios::binary);
    const std::string text(std::istreambuf_iterator<char>(in), {});
    if (text.find('\0') != std::string::npos) return;  // No source.
    for (std::size_t i = 0; i < text.size();) {
      if (!is_code_char(text[i])) {
        ++i;
        continue;
      }
      const std::size_t start = i;
      while (i < text.size() && is_code_char(text[i])) ++i;
      std::string_view run = std::string_view(text).substr(start, i - start);
      while (!run.empty() && !is_word(run.back())) run.remove_suffix(1);
      if (known_codes_.count(std::string(run)) != 0) codes_seen_.emplace(run);
      for (std::size_t k = 0; k < run.size();) {
        std::size_t n = k;
        while (n < run.size() && is_word(run[n])) ++n;
        const auto word = run.substr(k, n - k);
        if (known_codes_.count(std::string(word)) != 0) codes_seen_.emplace(word);
        if (auto plain = squashed(word); names_.count(plain) != 0) words_.insert(std::move(plain));
        k = n + 1;
      }
    }
    for (const auto& p : patterns_) find(p, text, relative);
  }

  void find(const pattern& p, const std::string& text, const std::string& relative) {
    for (std::size_t at = text.find(p.before); at != std::string::npos; at = text.find(p.before, at + 1)) {
      if (at > 0 && is_word(p.before.front()) && is_word(text[at - 1])) continue;
      const std::size_t start = at + p.before.size();
      std::size_t end = start;
      while (end < text.size() && (p.is_code ? is_code_char(text[end]) : is_word(text[end]))) ++end;
      if (end == start || text.compare(end, p.after.size(), p.after) != 0) continue;
      const std::string word = text.substr(start, end - start);
      const std::string plain = squashed(word);
      if (p.is_code ? known_codes_.count(word) != 0 : names_.count(plain) != 0) continue;
      const auto line = static_cast<std::uint32_t>(
          std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(start), '\n'));
      const auto line_start = text.rfind('\n', start);
      const auto column =
          static_cast<std::uint32_t>(line_start == std::string::npos ? start : start - line_start - 1);
      const auto renamed = renamed_.find(plain);
      out_.push_back({"name-undefined",
                      authoring::outcome::reject,
                      project_.path(relative),
                      {line + 1, column + 1},
                      "",
                      "the catalog has no `" + word + "`" +
                          (renamed == renamed_.end() ? "" : "; it is called `" + renamed->second + "` now")});
    }
  }

  const project& project_;
  const authoring::authored_catalog& codes_;
  std::vector<pattern> patterns_;
  std::unordered_set<std::string> names_;
  std::unordered_set<std::string> known_codes_;
  std::map<std::string, std::string> renamed_;
  std::vector<std::string> files_;
  std::unordered_set<std::string> words_;
  std::unordered_set<std::string> codes_seen_;
  findings out_;
};

}  // namespace

findings check_uses(const project& p, const authoring::authored_catalog& codes) {
  return p.uses.files.empty() ? findings{} : search(p, codes).run();
}

bool matches_glob(std::string_view path, std::string_view glob) noexcept {
  // The last `*` and the last `**` that were met, to come back to when the rest does not fit.
  constexpr auto none = std::string_view::npos;
  std::size_t p = 0;
  std::size_t g = 0;
  std::size_t star_g = none;
  std::size_t star_p = 0;
  std::size_t deep_g = none;
  std::size_t deep_p = 0;
  for (;;) {
    if (glob.substr(g).starts_with("**/")) {
      deep_g = g += 3;
      deep_p = p;
      star_g = none;
      continue;
    }
    if (glob.substr(g) == "**") return true;
    if (g < glob.size() && glob[g] == '*') {
      star_g = ++g;
      star_p = p;
      continue;
    }
    if (p == path.size() && g == glob.size()) return true;
    if (p < path.size() && g < glob.size() && (glob[g] == path[p] || (glob[g] == '?' && path[p] != '/'))) {
      ++p;
      ++g;
      continue;
    }
    if (star_g != none && star_p < path.size() && path[star_p] != '/') {
      p = ++star_p;
      g = star_g;
      continue;
    }
    if (deep_g == none) return false;
    const auto slash = path.find('/', deep_p);
    if (slash == none) return false;
    p = deep_p = slash + 1;
    g = deep_g;
    star_g = none;
  }
}

std::string squashed(std::string_view word) {
  std::string out;
  for (const char c : word) {
    if (c == '_') continue;
    out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return out;
}

}  // namespace errdex::govern
