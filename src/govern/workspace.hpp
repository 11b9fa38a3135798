// A project opened to be changed: its codes, its lock, and the files that edits go to.
//
//   findings found;
//   auto w = workspace::open(".", found);
//   if (w && w->retire("card_expired", "acme.api:2017042", error) && w->save(error)) …
//
// Nothing is written before `save`, which writes each changed file at once (a new file that takes the
// place of the old one). While a workspace is open, another one on the same project waits.
#ifndef ERRDEX_SRC_GOVERN_WORKSPACE_HPP
#define ERRDEX_SRC_GOVERN_WORKSPACE_HPP

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "govern/lock.hpp"
#include "govern/numbers.hpp"
#include "govern/project.hpp"
#include "govern/yaml_edit.hpp"

namespace errdex::govern {

/// A sentence for the person at the terminal about what was done.
using remarks = std::vector<std::string>;

/// A code that `plan_repair` moves.
struct renumbering {
  std::string space;
  std::string name;
  std::string from;
  std::string to;
};

class workspace {
 public:
  /// Opens the project of this folder or file. Returns nothing when it cannot be read; `out` says why.
  static std::optional<workspace> open(const std::string& path, findings& out);

  /// A workspace over texts in memory, for tests and fuzzers: it reads and writes no file.
  workspace(project p, authoring::authored_catalog codes, released lock,
            std::vector<std::pair<std::string, std::string>> files);

  [[nodiscard]] const project& about() const noexcept { return project_; }
  [[nodiscard]] const authoring::authored_catalog& codes() const noexcept { return codes_; }
  [[nodiscard]] const released& lock() const noexcept { return lock_; }

  /// The entry that "acme.api:2017042", "2017042" or "card_expired" names; nullptr and `error` when there
  /// is none, or when several could be meant.
  [[nodiscard]] const authoring::authored_entry* find(std::string_view wanted, std::string& error) const;

  /// Codes of a space that must not be handed out: of entries, of released ones, of their `was`.
  [[nodiscard]] taken_codes taken(const std::string& space) const;

  /// Adds an entry to the file of its module. `e.code` empty: allocated, with `groups` for what the module
  /// leaves open. Returns the code.
  [[nodiscard]] std::optional<std::string> add(draft::entry e, const project_module& module,
                                               const group_values& groups, std::string& error);

  /// Makes the entry obsolete. `replaced_by`: what `find` takes, or empty.
  [[nodiscard]] bool retire(std::string_view wanted, std::string_view replaced_by, std::string& error);

  /// Gives the entry another name and keeps the old one in `was` when it was released.
  [[nodiscard]] bool rename(std::string_view wanted, const std::string& name, std::string& error);

  /// Makes an entry obsolete in favour of several that exist; the first is its successor, each keeps it in
  /// `was`.
  [[nodiscard]] bool split(std::string_view wanted, const std::vector<std::string>& into, std::string& error);

  /// Makes several entries obsolete in favour of one that exists and keeps them in `was`.
  [[nodiscard]] bool merge(const std::vector<std::string>& wanted, const std::string& into,
                           std::string& error);

  /// Finds codes that two entries share, as after a merge of branches, and gives the one that was not
  /// released another number; references that are meant for it follow. `said` gets what a person should
  /// look at. False when a collision cannot be mended; `error` says which and why.
  [[nodiscard]] bool repair(std::vector<renumbering>& done, remarks& said, std::string& error);

  /// Writes what was changed. The paths are in `changed_files`.
  [[nodiscard]] bool save(std::string& error);
  [[nodiscard]] std::vector<std::string> changed_files() const;
  /// The text of a file as it stands now; empty when it is none of the project.
  [[nodiscard]] std::string text_of(const std::string& path) const;

 private:
  struct file_lock;
  workspace() = default;
  bool reread(std::string& error);
  catalog_file& file(const std::string& path);
  catalog_file& file_of(const authoring::authored_entry& e) { return file(codes_.files[e.file]); }
  bool was_released(const draft::entry& e) const;
  bool renumber(std::size_t loser, std::size_t winner, renumbering& done, remarks& said, std::string& error);

  project project_;
  authoring::authored_catalog codes_;
  released lock_;
  std::deque<catalog_file> files_;
  std::shared_ptr<file_lock> guard_;
};

/// Replaces a file by this text: all of it or nothing. False and `error` when it cannot be written.
[[nodiscard]] bool write_file(const std::string& path, const std::string& text, std::string& error);

}  // namespace errdex::govern

#endif
