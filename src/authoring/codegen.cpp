#include "authoring/codegen.hpp"

#include <algorithm>
#include <set>

namespace errdex::authoring {
namespace {

/// "feishu.server" → "feishu_server".
std::string identifier(std::string name) {
  std::replace(name.begin(), name.end(), '.', '_');
  return name;
}

std::string upper(std::string s) {
  for (char& c : s) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  }
  return s;
}

/// Text inside a comment: a backslash at the end of a line would swallow the next one.
std::string comment(std::string s) {
  if (!s.empty() && s.back() == '\\') s += '.';
  return s;
}

std::string header(const draft::space& space, const std::vector<const draft::entry*>& entries) {
  const std::string id = identifier(space.name);
  const std::string guard = "ERRDEX_CODES_" + upper(id) + "_HPP";
  std::string out;
  out += "// The codes of " + space.name + " (" + space.title.en +
         ") as an enumeration and as std::error_code.\n";
  out += "//\n//   std::error_code ec = errdex::" + id + "::code::" + entries.front()->name + ";\n";
  out += "//   if (ec == errdex::verdict::" + std::string(name(entries.front()->verdict)) + ") …\n";
  out += "//\n// Generated from catalog/" + space.platform +
         " by catalogc; change the catalog, not this file.\n";
  out += "#ifndef " + guard + "\n#define " + guard + "\n\n";
  out += "#include <system_error>\n#include <type_traits>\n\n#include \"errdex/error_code.hpp\"\n\n";
  out += "namespace errdex::" + id + " {\n\n";
  out += "/// Each enumerator has the number that stands on the wire. Where a number has several meanings,\n";
  out += "/// each has an enumerator of its own with the same value.\n";
  out += "enum class code : int {\n";
  for (const auto* e : entries) {
    out += "  " + e->name + " = " + e->code + ",  ///< " + comment(e->title.en) + ".\n";
  }
  out += "};\n\n";
  out += "/// The category of the space: its messages are the titles of the catalog.\n";
  out += "[[nodiscard]] inline const std::error_category& category() noexcept {\n";
  out += "  return errdex::category(spaces::" + id + ");\n}\n\n";
  out += "[[nodiscard]] inline std::error_code make_error_code(code c) noexcept {\n";
  out += "  return {static_cast<int>(c), category()};\n}\n\n";
  out += "}  // namespace errdex::" + id + "\n\n";
  out += "template <>\nstruct std::is_error_code_enum<errdex::" + id +
         "::code> : std::true_type {};\n\n#endif\n";
  return out;
}

}  // namespace

std::vector<generated_file> code_headers(const authored_catalog& read) {
  std::vector<generated_file> out;
  for (const auto& space : read.spaces) {
    std::vector<const draft::entry*> entries;
    for (const auto& e : read.entries) {
      const auto n = draft::number_of(e.value.code);
      if (e.value.space == space.name && n && *n == static_cast<int>(*n)) entries.push_back(&e.value);
    }
    if (entries.empty()) continue;
    std::stable_sort(entries.begin(), entries.end(), [](const auto* a, const auto* b) {
      return *draft::number_of(a->code) < *draft::number_of(b->code);
    });
    out.push_back({"include/errdex/codes/" + identifier(space.name) + ".hpp", header(space, entries)});
  }
  return out;
}

}  // namespace errdex::authoring
