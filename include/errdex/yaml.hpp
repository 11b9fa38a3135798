// Your own codes, read from YAML when the program starts.
//
//   #include <errdex/yaml.hpp>                 // find_package(errdex COMPONENTS yaml), errdex::yaml
//
//   std::vector<std::string> findings;
//   auto mine = errdex::load_catalog({"/etc/acme/codes"}, findings);
//   for (const auto& line : findings) std::clog << line << '\n';     // file:line:column: what is wrong
//   if (!mine) return EXIT_FAILURE;
//   std::string error;
//   auto all = errdex::catalog::combine(errdex::catalog::builtin(), *mine, error);
//   errdex::entry e = all->find("acme.billing", "217042");
//
// The format is the one of the built-in catalog (docs/catalog-format.md). A loaded catalog is compiled
// in memory to what the built-in one is: its look-ups are as fast. Where start-up time counts, compile the
// files beforehand and use `catalog::from_image`.
#ifndef ERRDEX_YAML_HPP
#define ERRDEX_YAML_HPP

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "errdex/catalog.hpp"
#include "errdex/detail/export.hpp"

namespace errdex {

/// Reads catalog files, and every *.yaml below the folders, into one catalog.
///
/// `findings` receives one line for each thing that a lint rule has to say: file, line, column, outcome,
/// rule, what is wrong and what would be right. Returns nothing when the files cannot be read as a
/// catalog, or when a look-up would be ambiguous: two entries with one name, or one code without a context
/// that tells its meanings apart. Whatever else the rules find, down to a missing translation, is reported
/// and does not keep the program from starting; `errdex lint` is where it is mended.
///
/// References (`see`, `replaced_by`) may lead to codes of the built-in catalog. Does not throw except
/// std::bad_alloc.
[[nodiscard]] ERRDEX_API std::optional<catalog> load_catalog(const std::vector<std::string>& paths,
                                                             std::vector<std::string>& findings);

/// The same for text in memory; `file_name` is only used in findings.
[[nodiscard]] ERRDEX_API std::optional<catalog> read_catalog(std::string_view text,
                                                             const std::string& file_name,
                                                             std::vector<std::string>& findings);

}  // namespace errdex

#endif
