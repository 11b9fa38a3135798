// errdex.toml: what an organisation says about its own codes.
//
//   authoring::findings found;
//   auto project = govern::load_project("errdex.toml", found);      // schemes, spaces, modules, outputs
//   if (project) {
//     authoring::authored_catalog codes = govern::read_codes(*project, found);
//     for (const auto& s : project->spaces) allocate_in(*project, s, codes);
//   }
//
// docs/project-file.md describes every key. Each fault is a finding with its line and column.
#ifndef ERRDEX_SRC_GOVERN_PROJECT_HPP
#define ERRDEX_SRC_GOVERN_PROJECT_HPP

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "authoring/finding.hpp"
#include "authoring/rules.hpp"
#include "authoring/yaml_reader.hpp"
#include "errdex/scheme.hpp"

namespace errdex::govern {

using authoring::findings;
using authoring::position;

/// What a code of a scheme is on the wire.
enum class code_form : std::uint8_t {
  number = 0,  ///< The digits as a number: 2017042.
  text = 1,    ///< A prefix and the digits with separators: "ACME-17-042", "E0308".
  name = 2,    ///< The name in capitals: "CARD_EXPIRED". There are no digits.
};

/// How `errdex new` chooses a number.
enum class allocation : std::uint8_t {
  spread = 0,      ///< From a hash of the name: branches that allocate in parallel rarely meet.
  sequential = 1,  ///< The number after the highest one.
};

/// A scheme of the project file, or a built-in one. It owns what `digits` points to; copies share it.
struct project_scheme {
  std::string name;
  draft::bilingual title;
  code_form form = code_form::number;
  std::string prefix;                    ///< Stands before the digits of a textual code.
  std::shared_ptr<const scheme> digits;  ///< nullptr exactly where `form` is `name`.
  position at;                           ///< {} for a built-in one.
};

struct project_space {
  std::string name;
  draft::bilingual title;
  std::string scheme;  ///< A scheme of `project::schemes`; empty: codes of any form.
  govern::allocation allocate = allocation::spread;
  std::vector<std::string> envelopes;
  std::vector<std::string> hosts;
  position at;
};

/// A part of a space with somebody who answers for it.
struct project_module {
  std::string name;
  draft::bilingual title;
  std::string space;
  std::vector<std::string> owners;
  /// The values of digit groups that are the module's: {"module", 17}. A code is the module's when it has
  /// all of them; groups that are not named are the author's choice.
  std::vector<std::pair<std::string, std::uint32_t>> groups;
  /// Numbers from … to (inclusive) that are the module's, where groups do not say it.
  std::vector<std::pair<std::int64_t, std::int64_t>> ranges;
  std::string file;  ///< Where `errdex new` puts its codes; below `project::root`.
  position at;
};

/// An output of `errdex gen`.
struct generate_target {
  std::string lang;                 ///< "cpp", "go" …; `errdex gen` knows which there are.
  std::string out;                  ///< Folder below `project::root`.
  std::string package;              ///< Package, crate or module name; empty: from the project's name.
  std::string name_space;           ///< Key `namespace`.
  std::string templates;            ///< Folder with the user's own templates; empty: the built-in ones.
  std::vector<std::string> spaces;  ///< Empty: every space of the project.
  position at;
};

/// How the sources are searched for uses of codes; see uses.hpp.
struct use_search {
  std::vector<std::string> files;     ///< Globs below `project::root`; empty: no search.
  std::vector<std::string> exclude;   ///< Globs to leave out.
  std::vector<std::string> patterns;  ///< "errors.{Name}", "raise({code})".
  position at;
};

struct project {
  std::string root;  ///< Folder of errdex.toml; empty for the current folder.
  std::string file;  ///< As it was given; for findings.
  std::string name;  ///< "acme": what the names of its spaces begin with.
  draft::bilingual title;
  authoring::written_languages languages;
  std::vector<std::string> catalog;  ///< Files and folders below root; at least one.
  std::string lock = "errdex.lock";
  std::string exemptions = "errdex.exemptions";
  std::string glossary;
  std::vector<project_scheme> schemes;
  std::vector<project_space> spaces;  ///< At least one.
  std::vector<project_module> modules;
  std::vector<generate_target> generate;
  use_search uses;
  /// Rules with an outcome of the project's own; nullopt: the rule is off.
  std::map<std::string, std::optional<authoring::outcome>, std::less<>> outcomes;

  [[nodiscard]] const project_scheme* find_scheme(std::string_view name) const noexcept;
  [[nodiscard]] const project_space* find_space(std::string_view name) const noexcept;
  [[nodiscard]] const project_module* find_module(std::string_view name) const noexcept;
  /// The scheme of this space, or nullptr.
  [[nodiscard]] const project_scheme* scheme_of(const project_space& s) const noexcept;
  /// A path of the file as one that can be opened.
  [[nodiscard]] std::string path(std::string_view relative) const;
};

/// Reads the text of an errdex.toml. Returns nothing when a finding was added. Does not throw for any text.
[[nodiscard]] std::optional<project> read_project(std::string_view text, const std::string& file_name,
                                                  findings& out);

/// Reads a file; a folder means the errdex.toml in it.
[[nodiscard]] std::optional<project> load_project(const std::string& path, findings& out);

/// The errdex.toml of this folder or the nearest one above it, or nothing.
[[nodiscard]] std::optional<std::string> find_project_file(const std::string& folder = ".");

/// The spaces of the project and every entry of its catalog files. What cannot be read is a finding; the
/// rest is there.
[[nodiscard]] authoring::authored_catalog read_codes(const project& p, findings& out);

/// The name that is spelt most like `word`, when it is near enough to be meant; else empty.
[[nodiscard]] std::string_view nearest_name(std::string_view word,
                                            const std::vector<std::string_view>& names);

}  // namespace errdex::govern

#endif
