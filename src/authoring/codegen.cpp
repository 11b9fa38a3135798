#include "authoring/codegen.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "catalog/builtin_spaces.hpp"

namespace errdex::authoring {
namespace {

/// Words that a C++ program cannot use as an enumerator: the keywords that the rule name-form lets pass,
/// and macros of the C library and of compilers.
constexpr std::array<std::string_view, 68> taken_words{
    "alignas",  "alignof",      "and_eq",   "asm",        "auto",          "bitand",      "bitor",
    "bool",     "char",         "char16_t", "char32_t",   "char8_t",       "co_await",    "co_return",
    "co_yield", "compl",        "concept",  "const_cast", "consteval",     "constexpr",   "constinit",
    "decltype", "dynamic_cast", "errno",    "explicit",   "friend",        "goto",        "inline",
    "linux",    "major",        "makedev",  "minor",      "mutable",       "namespace",   "noexcept",
    "not_eq",   "nullptr",      "operator", "or_eq",      "protected",     "register",    "reinterpret_cast",
    "requires", "short",        "signed",   "sizeof",     "static_assert", "static_cast", "stderr",
    "stdin",    "stdout",       "template", "this",       "thread_local",  "throw",       "typedef",
    "typeid",   "typename",     "union",    "unix",       "unsigned",      "using",       "virtual",
    "void",     "volatile",     "wchar_t",  "xor",        "xor_eq"};

/// "feishu.server" → "feishu_server", "acme-billing" → "acme_billing".
std::string identifier(std::string_view name) {
  std::string out;
  for (const char c : name) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    out += plain ? c : '_';
  }
  if (out.empty() || (out.front() >= '0' && out.front() <= '9')) out.insert(0, "space_");
  return out;
}

/// No name of the catalog ends with an underscore, so that the addition cannot collide with another.
std::string enumerator(const std::string& name) {
  return std::find(taken_words.begin(), taken_words.end(), name) == taken_words.end() ? name : name + "_";
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

std::string describe(const draft::entry& e) {
  std::string out = comment(e.title.en) + ".";
  if (e.state == lifecycle::obsolete) {
    out += e.replaced_by.empty() ? " Obsolete." : " Obsolete; see " + e.replaced_by + ".";
  }
  return out;
}

std::string header(const draft::space& space, const std::vector<const draft::entry*>& entries) {
  const std::string id = identifier(space.name);
  const std::string guard = "ERRDEX_CODES_" + upper(id) + "_HPP";
  // The example shows a failure; a space may begin with its code for success.
  const auto failure =
      std::find_if(entries.begin(), entries.end(), [](const auto* e) { return e->verdict != verdict::none; });
  const draft::entry& shown = failure == entries.end() ? *entries.front() : **failure;
  std::string out;
  out += "// The codes of " + space.name + " (" + space.title.en +
         ") as an enumeration and as std::error_code.\n";
  out += "//\n//   std::error_code ec = errdex::" + id + "::code::" + enumerator(shown.name) + ";\n";
  out += "//   if (ec == errdex::verdict::" + std::string(name(shown.verdict)) + ") …\n";
  out += "//\n// Generated from catalog/" + space.platform +
         " by catalogc; change the catalog, not this file.\n// clang-format off\n";
  out += "#ifndef " + guard + "\n#define " + guard + "\n\n";
  out += "#include <system_error>\n#include <type_traits>\n\n#include \"errdex/error_code.hpp\"\n\n";
  out += "namespace errdex::" + id + " {\n\n";
  out += "/// Each enumerator has the number that stands on the wire. Where a number has several meanings,\n";
  out += "/// each has an enumerator of its own with the same value.\n";
  out += "enum class code : int {\n";
  for (const auto* e : entries) {
    out += "  " + enumerator(e->name) + " = " + e->code + ",  ///< " + describe(*e) + "\n";
  }
  out += "};\n\n";
  if (is_builtin_space(space.name)) {
    out += "/// The category of the space: its messages are the titles of the catalog.\n";
    out += "[[nodiscard]] inline const std::error_category& category() noexcept {\n";
    out += "  return errdex::category(spaces::" + id + ");\n}\n\n";
  } else {
    out += "/// The category of the space. The program defines this function, because it knows the loaded\n";
    out += "/// catalog: see space_category in errdex/error_code.hpp.\n";
    out += "[[nodiscard]] const std::error_category& category() noexcept;\n\n";
  }
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
