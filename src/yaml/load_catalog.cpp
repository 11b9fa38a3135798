#include <algorithm>
#include <array>
#include <string_view>

#include "authoring/rules.hpp"
#include "authoring/yaml_reader.hpp"
#include "catalog/builder.hpp"
#include "errdex/yaml.hpp"

namespace errdex {
namespace {

/// Rules about the identity of an entry: broken, a look-up would give one of several by accident.
constexpr std::array<std::string_view, 4> identity_rules{"code-form", "code-unique", "name-form",
                                                         "name-unique"};

bool is_about_identity(const authoring::finding& f) {
  return std::find(identity_rules.begin(), identity_rules.end(), f.rule) != identity_rules.end();
}

std::optional<catalog> compile(const authoring::authored_catalog& read,
                               const authoring::findings& while_reading, std::vector<std::string>& findings) {
  for (const auto& f : while_reading) findings.push_back(to_line(f));
  if (!while_reading.empty()) return std::nullopt;
  const auto found = authoring::check(read, {}, &catalog::builtin());
  for (const auto& f : found) findings.push_back(to_line(f));
  if (std::any_of(found.begin(), found.end(), is_about_identity)) return std::nullopt;
  std::string error;
  if (const auto image = build_image(read.to_draft(), error)) {
    if (auto loaded = catalog::from_image(*image, error)) return loaded;
  }
  findings.push_back(error);
  return std::nullopt;
}

}  // namespace

std::optional<catalog> load_catalog(const std::vector<std::string>& paths,
                                    std::vector<std::string>& findings) {
  authoring::authored_catalog read;
  authoring::findings while_reading;
  for (const auto& path : paths) authoring::read_path(path, read, while_reading);
  return compile(read, while_reading, findings);
}

std::optional<catalog> read_catalog(std::string_view text, const std::string& file_name,
                                    std::vector<std::string>& findings) {
  authoring::authored_catalog read;
  authoring::findings while_reading;
  authoring::read_yaml(text, file_name, read, while_reading);
  return compile(read, while_reading, findings);
}

}  // namespace errdex
