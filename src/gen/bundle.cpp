#include "gen/bundle.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "gen/embedded.hpp"
#include "gen/filters.hpp"

namespace errdex::gen {
namespace {

constexpr std::string_view ending = ".mustache";
constexpr std::string_view description = "target";

/// The words of a line; a text in double quotes is one word.
std::vector<std::string> words_of(const std::string& line) {
  std::vector<std::string> out;
  std::size_t at = 0;
  while ((at = line.find_first_not_of(" \t\r", at)) != std::string::npos && line[at] != '#') {
    if (line[at] == '"') {
      const std::size_t end = std::min(line.find('"', at + 1), line.size());
      out.push_back(line.substr(at + 1, end - at - 1));
      at = std::min(end + 1, line.size());
    } else {
      const std::size_t end = std::min(line.find_first_of(" \t\r", at), line.size());
      out.push_back(line.substr(at, end - at));
      at = end;
    }
  }
  return out;
}

std::string joined(const std::vector<std::string>& words, std::size_t from) {
  std::string out;
  for (std::size_t i = from; i < words.size(); ++i) out += (i == from ? "" : " ") + words[i];
  return out;
}

class target_reader {
 public:
  target_reader(const std::string& name, const template_files& files, std::string& error)
      : files_(files), error_(error) {
    made_.name = name;
    made_.language = find_target_language("text");
  }

  std::optional<target> read() {
    const auto found = files_.find(description);
    if (found == files_.end()) {
      error_ = made_.name + ": the folder has no file `target`, which says what its templates make";
      return std::nullopt;
    }
    std::istringstream in(found->second);
    for (std::string line; std::getline(in, line);) {
      ++line_;
      const auto words = words_of(line);
      if (!words.empty() && !read_line(words)) return std::nullopt;
    }
    if (made_.files.empty()) {
      error_ = made_.name + "/target: no line `file UNIT TEMPLATE PATH`, so that nothing would be made";
      return std::nullopt;
    }
    return std::move(made_);
  }

 private:
  bool fail(const std::string& what) {
    error_ = made_.name + "/target:" + std::to_string(line_) + ": " + what;
    return false;
  }

  bool read_line(const std::vector<std::string>& words) {
    if (words[0] == "title") {
      made_.title = joined(words, 1);
      return true;
    }
    if (words[0] == "language" && words.size() == 2) {
      made_.language = find_target_language(words[1]);
      if (made_.language != nullptr) return true;
      std::string known;
      for (const auto& l : target_languages()) known += (known.empty() ? "" : ", ") + std::string(l.name);
      return fail("there is no language `" + words[1] + "`; there are " + known);
    }
    if (words[0] == "escape" && words.size() == 2) {
      escape_ = find_filter(words[1]);
      return escape_ != nullptr || fail("there is no filter `" + words[1] + "`");
    }
    if (words[0] == "option" && words.size() > 3) {
      made_.options.push_back({words[1], words[2], joined(words, 3)});
      return true;
    }
    if (words[0] == "file" && words.size() == 4) return read_file(words);
    return fail("`" + words[0] +
                "` is none of: title TEXT, language NAME, escape FILTER, option NAME DEFAULT HELP, "
                "file UNIT TEMPLATE PATH");
  }

  bool read_file(const std::vector<std::string>& words) {
    target_file file;
    std::string_view unit = words[1];
    const std::size_t comma = unit.find(',');
    file.each_language = comma != std::string_view::npos && unit.substr(comma + 1) == "language";
    if (comma != std::string_view::npos && !file.each_language) {
      return fail("after the comma of `" + words[1] + "` stands `language` or nothing");
    }
    unit = unit.substr(0, comma);
    if (unit == "space") {
      file.unit = file_unit::space;
    } else if (unit == "group") {
      file.unit = file_unit::group;
    } else if (unit == "chunk") {
      file.unit = file_unit::chunk;
    } else if (unit != "once") {
      return fail("`" + words[1] + "` is none of once, space, group, chunk");
    }
    const auto found = files_.find(words[2]);
    if (found == files_.end()) return fail("there is no template `" + words[2] + "` beside this file");
    const auto partials = [this](std::string_view name) -> const std::string* {
      const auto partial = files_.find(std::string(name) + std::string(ending));
      return partial == files_.end() ? nullptr : &partial->second;
    };
    template_options options{all_filters(), escape_, partials, {}};
    const std::string shown = made_.name + "/" + words[2];
    options.name = shown;
    auto content = text_template::parse(found->second, options, error_);
    if (!content) return false;
    options.escape = nullptr;
    auto path = text_template::parse(words[3], options, error_);
    if (!path) return fail("path: " + error_);
    file.content = std::move(*content);
    file.path = std::move(*path);
    made_.files.push_back(std::move(file));
    return true;
  }

  const template_files& files_;
  std::string& error_;
  target made_;
  filter_function escape_ = nullptr;
  std::size_t line_ = 0;
};

}  // namespace

std::optional<target> read_target(const std::string& name, const template_files& files, std::string& error) {
  return target_reader(name, files, error).read();
}

std::vector<std::string> builtin_targets() {
  std::vector<std::string> out;
  for (const embedded_file& f : embedded_files()) {
    const std::size_t slash = f.path.find('/');
    if (f.path.substr(slash + 1) == description) out.emplace_back(f.path.substr(0, slash));
  }
  std::sort(out.begin(), out.end());
  return out;
}

template_files builtin_files(std::string_view target) {
  template_files out;
  for (const embedded_file& f : embedded_files()) {
    const std::size_t slash = f.path.find('/');
    if (f.path.substr(0, slash) == target) out.emplace(f.path.substr(slash + 1), f.content);
  }
  return out;
}

bool read_folder(const std::string& folder, template_files& out, std::string& error) {
  namespace fs = std::filesystem;
  std::error_code ec;
  fs::directory_iterator at(folder, ec);
  if (ec) {
    error = "cannot read the folder of templates " + folder + ": " + ec.message();
    return false;
  }
  for (const fs::directory_entry& e : at) {
    if (!e.is_regular_file(ec)) continue;
    const std::string name = e.path().filename().string();
    const bool wanted = name == description || e.path().extension() == ending;
    if (!wanted) continue;
    std::ifstream in(e.path(), std::ios::binary);
    if (!in) {
      error = "cannot read " + e.path().string();
      return false;
    }
    out.emplace(name, std::string{std::istreambuf_iterator<char>(in), {}});
  }
  if (out.find(description) == out.end()) {
    error = folder + " has no file `target`; `errdex gen --eject` writes a folder to begin with";
    return false;
  }
  return true;
}

}  // namespace errdex::gen
