// Makes the files of a target, compares them with a folder, and writes what changed.
#ifndef ERRDEX_SRC_GEN_GENERATE_HPP
#define ERRDEX_SRC_GEN_GENERATE_HPP

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "gen/bundle.hpp"
#include "gen/model.hpp"

namespace errdex::gen {

/// A file that was made: its path below the folder of the output, with / between its parts.
struct made_file {
  std::string path;
  std::string content;
};

/// All files of a target for these spaces, sorted by path. `options` replace defaults of the target. Nothing,
/// and a message, when an option is not known, when two files would have one path, or when a path would leave
/// the folder. The same catalog gives the same bytes.
[[nodiscard]] std::optional<std::vector<made_file>> make_files(
    const target& t, std::span<const space_texts> spaces, const std::map<std::string, std::string>& options,
    std::string& error);

/// How a file on disk differs from what would be written.
enum class file_state : std::uint8_t { same = 0, missing = 1, different = 2 };

struct comparison {
  file_state state = file_state::same;
  std::string difference;  ///< The first lines that differ, as -old and +new.
};

/// Compares a made file with the one below `folder`.
[[nodiscard]] comparison compare(const std::string& folder, const made_file& file);

/// Writes a file whole or not at all, and its folders. False with a message when that fails.
[[nodiscard]] bool write(const std::string& folder, const made_file& file, std::string& error);

}  // namespace errdex::gen

#endif
