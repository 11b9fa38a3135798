// A target: a folder of templates and a file `target` that says what they make.
//
//   title    Go: typed errors with Is and As
//   language go
//   escape   go
//   option   module "" Path of the module, for the examples in comments
//   file     once          readme.md.mustache     README.md
//   file     space         errors.go.mustache     {{id}}/{{id}}.go
//
// One line each, words apart by blanks; # begins a comment. `language` says whose identifiers are prepared,
// `escape` which filter {{x}} goes through. A file is made `once`, for each `space`, for each `group` of a
// space, or for each `chunk` of at most 800 entries, which is what a Java enum can hold; `language` after a
// comma makes it once for each language of the texts. Its path is a template, too. Every other *.mustache in
// the folder is a partial, called by its name without the ending.
#ifndef ERRDEX_SRC_GEN_BUNDLE_HPP
#define ERRDEX_SRC_GEN_BUNDLE_HPP

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gen/language.hpp"
#include "gen/template.hpp"

namespace errdex::gen {

/// A setting of a target that the user may change.
struct target_option {
  std::string name;
  std::string fallback;
  std::string help;
};

/// What a file is made for.
enum class file_unit : std::uint8_t { once = 0, space = 1, group = 2, chunk = 3 };

struct target_file {
  file_unit unit = file_unit::once;
  bool each_language = false;
  text_template content;
  text_template path;
};

/// A target that has been read.
struct target {
  std::string name;
  std::string title;
  const target_language* language = nullptr;
  std::vector<target_option> options;
  std::vector<target_file> files;
};

/// The files of a folder by their names.
using template_files = std::map<std::string, std::string, std::less<>>;

/// Reads a target. Nothing, and a message with file and line, when it is not sound.
[[nodiscard]] std::optional<target> read_target(const std::string& name, const template_files& files,
                                                std::string& error);

/// The names of the targets that are part of the program, sorted.
[[nodiscard]] std::vector<std::string> builtin_targets();

/// The files of a target of the program; empty when there is none of this name.
[[nodiscard]] template_files builtin_files(std::string_view target);

/// The files of a folder on disk. False with a message when it cannot be read or has no file `target`.
[[nodiscard]] bool read_folder(const std::string& folder, template_files& out, std::string& error);

}  // namespace errdex::gen

#endif
