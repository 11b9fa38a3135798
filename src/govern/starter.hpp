// The files that `errdex init` makes: a project that lints clean and can be built upon.
#ifndef ERRDEX_SRC_GOVERN_STARTER_HPP
#define ERRDEX_SRC_GOVERN_STARTER_HPP

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace errdex::govern {

struct starter_options {
  std::string name;                 ///< Of the project: "acme".
  std::string scheme = "a-bb-ccc";  ///< One of `starter_schemes`.
  std::string module = "core";      ///< The first module; gets the two example entries.
  std::string owner;                ///< Who answers for it; empty: the project's name with "-api".
  bool en = true;
  bool zh = true;
  bool ci = true;  ///< The check script, the GitHub Action and the pre-commit hook too.
};

struct starter_file {
  std::string path;
  std::string text;
  bool executable = false;
};

struct starter_scheme {
  std::string_view name;
  std::string_view summary;
};

/// The schemes that a project can begin with.
[[nodiscard]] std::span<const starter_scheme> starter_schemes() noexcept;

/// The files. Nothing and `error` for options that make no project.
[[nodiscard]] std::optional<std::vector<starter_file>> starter(const starter_options& options,
                                                               std::string& error);

}  // namespace errdex::govern

#endif
