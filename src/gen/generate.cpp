#include "gen/generate.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace errdex::gen {
namespace {

namespace fs = std::filesystem;

/// A path that stays below its folder: words apart by single slashes, none of them "." or "..".
bool stays_below(std::string_view path) {
  if (path.empty()) return false;
  while (true) {
    const std::size_t slash = path.find('/');
    const std::string_view part = path.substr(0, slash);
    if (part.empty() || part == "." || part == ".." || part.find('\\') != std::string_view::npos)
      return false;
    if (slash == std::string_view::npos) return true;
    path.remove_prefix(slash + 1);
  }
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    out.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

/// What stands between the common beginning and the common end, at most a few lines of each.
std::string difference(std::string_view before, std::string_view after) {
  constexpr std::size_t shown = 5;
  const auto a = lines_of(before);
  const auto b = lines_of(after);
  std::size_t first = 0;
  while (first < a.size() && first < b.size() && a[first] == b[first]) ++first;
  std::size_t tail = 0;
  while (tail < a.size() - first && tail < b.size() - first &&
         a[a.size() - 1 - tail] == b[b.size() - 1 - tail]) {
    ++tail;
  }
  std::string out = "@@ line " + std::to_string(first + 1) + " @@\n";
  const auto add = [&](char sign, const std::vector<std::string_view>& lines) {
    const std::size_t end = lines.size() - tail;
    for (std::size_t i = first; i < std::min(end, first + shown); ++i) {
      out += sign;
      out += lines[i].substr(0, 160);
      out += '\n';
    }
    if (end > first + shown)
      out += std::string(1, sign) + "… " + std::to_string(end - first - shown) + " more\n";
  };
  add('-', a);
  add('+', b);
  if (a == b) out += "(only the end of the last line)\n";
  return out;
}

std::string known_options(const target& t) {
  std::string out;
  for (const auto& o : t.options) out += (out.empty() ? "" : ", ") + o.name;
  return out.empty() ? "it has none" : "it has " + out;
}

}  // namespace

std::optional<std::vector<made_file>> make_files(const target& t, std::span<const space_texts> spaces,
                                                 const std::map<std::string, std::string>& options,
                                                 std::string& error) {
  std::map<std::string, std::string> settings;
  for (const auto& o : t.options) settings[o.name] = o.fallback;
  for (const auto& [name, text] : options) {
    const auto known = settings.find(name);
    if (known == settings.end()) {
      error = "target " + t.name + " has no option `" + name + "`; " + known_options(t);
      return std::nullopt;
    }
    known->second = text;
  }
  std::vector<made_file> out;
  const auto add = [&](const target_file& f, const value& data) {
    made_file made;
    f.path.render(data, made.path);
    f.content.render(data, made.content);
    out.push_back(std::move(made));
  };
  for (const language lang : {language::en, language::zh}) {
    const bool wanted = lang == language::en || std::any_of(t.files.begin(), t.files.end(),
                                                            [](const auto& f) { return f.each_language; });
    if (!wanted) continue;
    const target_data data = make_data(spaces, *t.language, lang, settings);
    for (const target_file& f : t.files) {
      if (lang != language::en && !f.each_language) continue;
      switch (f.unit) {
        case file_unit::once: add(f, data.root); break;
        case file_unit::space:
          for (const value& s : data.spaces) add(f, s);
          break;
        case file_unit::group:
          for (const auto& parts : data.groups) {
            for (const value& part : parts) add(f, part);
          }
          break;
        case file_unit::chunk:
          for (const auto& parts : data.chunks) {
            for (const value& part : parts) add(f, part);
          }
          break;
      }
    }
  }
  std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  for (std::size_t i = 0; i < out.size(); ++i) {
    if (!stays_below(out[i].path)) {
      error = "target " + t.name + " would write `" + out[i].path + "`, which is no path below the folder";
      return std::nullopt;
    }
    if (i != 0 && out[i - 1].path == out[i].path) {
      error = "target " + t.name + " would write `" + out[i].path +
              "` twice; its path needs {{file}} or {{lang}}";
      return std::nullopt;
    }
  }
  return out;
}

comparison compare(const std::string& folder, const made_file& file) {
  std::ifstream in(fs::path(folder) / file.path, std::ios::binary);
  if (!in) return {file_state::missing, {}};
  const std::string there{std::istreambuf_iterator<char>(in), {}};
  if (there == file.content) return {};
  return {file_state::different, difference(there, file.content)};
}

bool write(const std::string& folder, const made_file& file, std::string& error) {
  const fs::path path = fs::path(folder) / file.path;
  // Written beside it and renamed: who reads it at that moment gets the old or the new file.
  fs::path beside = path;
  beside += ".new";
  std::error_code ec;
  fs::create_directories(path.parent_path(), ec);
  if (!ec) {
    std::ofstream to(beside, std::ios::binary);
    to << file.content;
    to.close();
    if (to) fs::rename(beside, path, ec);
    if (to && !ec) return true;
    std::error_code ignored;
    fs::remove(beside, ignored);
  }
  error = "cannot write " + path.string() + (ec ? ": " + ec.message() : std::string());
  return false;
}

}  // namespace errdex::gen
