// Any text is read to findings that have a place, and what was read can be linted, compiled and found.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "authoring/codegen.hpp"
#include "authoring/rules.hpp"
#include "authoring/source_notes.hpp"
#include "authoring/yaml_reader.hpp"
#include "catalog/builder.hpp"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace errdex;
  authoring::authored_catalog read;
  authoring::findings found;
  authoring::read_yaml({reinterpret_cast<const char*>(data), size}, "fuzz.yaml", read, found);
  for (const auto& f : found) {
    require(!f.message.empty());
    require(authoring::severity_of(f.rule) == f.severity);
  }
  for (const auto& f : authoring::check(read, {}, &catalog::builtin())) {
    require(authoring::severity_of(f.rule) == f.severity);
    require(f.at.line > 0);
  }
  (void)authoring::code_headers(read);
  (void)authoring::source_notes(read);

  std::string error;
  const auto image = build_image(read.to_draft(), error);
  if (!image) {
    require(!error.empty());
    return 0;
  }
  const auto c = catalog::from_image(*image, error);
  require(c.has_value());
  for (const auto& e : read.entries) require(static_cast<bool>(c->find(e.value.space, e.value.code)));
  return 0;
}
