#include "gen/spelling.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace errdex::gen {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

std::vector<std::string> words_of(std::string_view name) {
  std::vector<std::string> out;
  bool inside = false;
  for (const char c : name) {
    const bool part = is_digit(c) || is_letter(c);
    if (part && !inside) out.emplace_back();
    if (part) out.back() += c;
    inside = part;
  }
  if (out.empty()) out.emplace_back("x");
  if (is_digit(out.front().front())) out.front().insert(0, 1, 'x');
  return out;
}

void make_lower(std::string& s) { std::transform(s.begin(), s.end(), s.begin(), lower); }
void make_upper(std::string& s) { std::transform(s.begin(), s.end(), s.begin(), upper); }

/// Those of Go's own linter that occur in names of errors. Sorted.
constexpr std::array<std::string_view, 27> initialisms{
    "acl", "api", "ascii", "cpu", "css", "dns", "html", "http", "https", "id",  "ip",  "json", "ok", "qps",
    "ram", "rpc", "sla",   "sql", "ssh", "tcp", "tls",  "ttl",  "uid",   "uri", "url", "uuid", "xml"};

// Keywords, and the few other names that generated files use where names of the catalog stand.
constexpr std::array<std::string_view, 104> cpp_words{
    "alignas",     "alignof",  "and",          "and_eq",     "asm",       "assert",    "auto",
    "bitand",      "bitor",    "bool",         "break",      "case",      "catch",     "char",
    "char16_t",    "char32_t", "char8_t",      "class",      "co_await",  "co_return", "co_yield",
    "compl",       "concept",  "const",        "const_cast", "consteval", "constexpr", "constinit",
    "continue",    "decltype", "default",      "delete",     "do",        "double",    "dynamic_cast",
    "else",        "enum",     "errno",        "explicit",   "export",    "extern",    "false",
    "float",       "for",      "friend",       "goto",       "i386",      "if",        "inline",
    "int",         "linux",    "long",         "major",      "makedev",   "minor",     "mutable",
    "namespace",   "new",      "noexcept",     "not",        "not_eq",    "nullptr",   "operator",
    "or",          "or_eq",    "private",      "protected",  "public",    "register",  "reinterpret_cast",
    "requires",    "return",   "short",        "signed",     "sizeof",    "static",    "static_assert",
    "static_cast", "std",      "stderr",       "stdin",      "stdout",    "struct",    "switch",
    "template",    "this",     "thread_local", "throw",      "true",      "try",       "typedef",
    "typeid",      "typename", "union",        "unix",       "unsigned",  "using",     "virtual",
    "void",        "volatile", "wchar_t",      "while",      "xor",       "xor_eq"};

constexpr std::array<std::string_view, 35> go_words{
    "any",    "bool",   "break",       "case",   "chan",     "const", "continue", "default", "defer",
    "else",   "error",  "fallthrough", "false",  "for",      "func",  "go",       "goto",    "if",
    "import", "int64",  "interface",   "map",    "newError", "nil",   "package",  "param",   "range",
    "return", "select", "string",      "struct", "switch",   "true",  "type",     "var"};

constexpr std::array<std::string_view, 58> java_words{
    "abstract", "assert",     "boolean",  "break",      "byte",      "case",         "catch",    "char",
    "class",    "const",      "continue", "default",    "do",        "double",       "else",     "enum",
    "equals",   "extends",    "false",    "final",      "finally",   "float",        "for",      "goto",
    "if",       "implements", "import",   "instanceof", "int",       "interface",    "long",     "native",
    "new",      "null",       "package",  "private",    "protected", "public",       "record",   "return",
    "short",    "static",     "strictfp", "super",      "switch",    "synchronized", "this",     "throw",
    "throws",   "transient",  "true",     "try",        "var",       "void",         "volatile", "wait",
    "while",    "yield"};

constexpr std::array<std::string_view, 44> python_words{
    "False",  "None",    "True",  "and",      "as",     "assert", "async",  "await", "bool",
    "break",  "case",    "class", "continue", "def",    "del",    "dict",   "elif",  "else",
    "except", "finally", "for",   "from",     "global", "if",     "import", "in",    "int",
    "is",     "lambda",  "match", "nonlocal", "not",    "or",     "pass",   "raise", "return",
    "self",   "str",     "super", "try",      "type",   "while",  "with",   "yield"};

constexpr std::array<std::string_view, 55> rust_words{
    "Error",  "Other",    "Self",  "abstract", "as",   "async", "await",  "become", "box",    "break",
    "const",  "continue", "crate", "do",       "dyn",  "else",  "enum",   "extern", "false",  "final",
    "fn",     "for",      "gen",   "if",       "impl", "in",    "let",    "loop",   "macro",  "match",
    "mod",    "move",     "mut",   "override", "priv", "pub",   "ref",    "return", "self",   "static",
    "struct", "super",    "trait", "true",     "try",  "type",  "typeof", "union",  "unsafe", "unsized",
    "use",    "virtual",  "where", "while",    "yield"};

struct vocabulary {
  std::string_view language;
  std::span<const std::string_view> words;
};

}  // namespace

std::string spell(std::string_view name, spelling how) {
  auto words = words_of(name);
  const bool go = how == spelling::go_pascal || how == spelling::go_camel;
  const bool humps = go || how == spelling::camel || how == spelling::pascal;
  const bool small_start = how == spelling::camel || how == spelling::go_camel;
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::string& w = words[i];
    if (!humps) make_lower(w);
    if (how == spelling::upper_snake) make_upper(w);
    if (humps && i == 0 && small_start) {
      make_lower(w);
    } else if (go && std::binary_search(initialisms.begin(), initialisms.end(), std::string_view(w))) {
      make_upper(w);
    } else if (humps) {
      w.front() = upper(w.front());
    }
    const bool scored = how == spelling::snake || how == spelling::upper_snake;
    if (i != 0 && scored) out += '_';
    if (i != 0 && how == spelling::kebab) out += '-';
    out += w;
  }
  return out;
}

std::span<const std::string_view> reserved_words(std::string_view language) noexcept {
  static constexpr std::array<vocabulary, 5> all{{{"cpp", cpp_words},
                                                  {"go", go_words},
                                                  {"java", java_words},
                                                  {"python", python_words},
                                                  {"rust", rust_words}}};
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const vocabulary& v) { return v.language == language; });
  return found == all.end() ? std::span<const std::string_view>{} : found->words;
}

std::string name_pool::claim(std::string wanted, std::string_view code) {
  const auto reserved = reserved_words(language_);
  if (std::find(reserved.begin(), reserved.end(), wanted) != reserved.end()) wanted += '_';
  if (taken_.insert(wanted).second) return wanted;
  std::string with_code = wanted + '_' + (code.substr(0, 1) == "-" ? "minus_" : "");
  for (const char c : code) {
    if (is_digit(c) || is_letter(c)) with_code += c;
  }
  while (!taken_.insert(with_code).second) with_code += '_';
  return with_code;
}

}  // namespace errdex::gen
