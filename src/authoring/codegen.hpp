// Writes what the project keeps as generated files: the C++ headers of the code spaces.
#ifndef ERRDEX_SRC_AUTHORING_CODEGEN_HPP
#define ERRDEX_SRC_AUTHORING_CODEGEN_HPP

#include <string>
#include <vector>

#include "authoring/yaml_reader.hpp"

namespace errdex::authoring {

/// A generated file: its path below the project, and its whole content.
struct generated_file {
  std::string path;
  std::string content;
};

/// include/errdex/codes/<space>.hpp for each space. Deterministic and undated.
[[nodiscard]] std::vector<generated_file> code_headers(const authored_catalog& read);

}  // namespace errdex::authoring

#endif
