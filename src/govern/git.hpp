// Catalogs as they stood in a revision.
#ifndef ERRDEX_SRC_GOVERN_GIT_HPP
#define ERRDEX_SRC_GOVERN_GIT_HPP

#include <optional>
#include <string>
#include <vector>

#include "authoring/yaml_reader.hpp"

namespace errdex::govern {

/// Reads the codes that `place` names: an errdex.toml, a folder with one, a catalog file or folder, or any
/// of these in a revision of git: "v1.2.0:errors", "main:" (the project of the current folder). What is on
/// the disk wins over a revision. Nothing and `error` when it cannot be read.
[[nodiscard]] std::optional<authoring::authored_catalog> codes_at(const std::string& place,
                                                                  std::string& error);

/// Runs git with these arguments and this standard input; its output, or nothing and what it complained
/// about.
[[nodiscard]] std::optional<std::string> run_git(const std::vector<std::string>& arguments,
                                                 const std::string& input, std::string& error);

}  // namespace errdex::govern

#endif
