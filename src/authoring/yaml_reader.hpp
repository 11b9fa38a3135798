// Reads catalog files (docs/catalog-format.md) into a draft, with the place of every field.
#ifndef ERRDEX_SRC_AUTHORING_YAML_READER_HPP
#define ERRDEX_SRC_AUTHORING_YAML_READER_HPP

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "authoring/finding.hpp"
#include "catalog/draft.hpp"

namespace errdex::authoring {

/// An entry with the places of its fields ("title", "fix", "limits" …).
struct authored_entry {
  draft::entry value;
  std::uint32_t file = 0;  // Index into authored_catalog::files.
  position at;
  std::map<std::string, position, std::less<>> fields;

  [[nodiscard]] position place(std::string_view field) const {
    const auto found = fields.find(field);
    return found == fields.end() ? at : found->second;
  }
};

struct authored_catalog {
  std::vector<std::string> files;
  std::vector<draft::space> spaces;
  std::vector<draft::document> documents;
  std::vector<authored_entry> entries;

  /// Without the places.
  [[nodiscard]] draft::catalog to_draft() const;
};

/// Adds one file to `into`. `file_name` is used in findings only. Whatever can be read is kept, so
/// that one fault does not hide the next. Does not throw for any text.
void read_yaml(std::string_view text, const std::string& file_name, authored_catalog& into, findings& out);

/// Reads a file, or every *.yaml below a folder in the order of their paths, leaving out
/// glossary.yaml. Adds a finding for a path that cannot be read.
void read_path(const std::string& path, authored_catalog& into, findings& out);

}  // namespace errdex::authoring

#endif
