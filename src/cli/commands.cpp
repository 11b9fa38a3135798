#include "cli/program.hpp"

namespace errdex::cli {
namespace {

struct row {
  std::string_view name;
  void (*add)(program&);
};

// In the order in which the help lists them.
constexpr row commands[] = {
    {"explain", add_explain},   {"annotate", add_annotate},
    {"search", add_search},     {"list", add_list},
    {"serve", add_serve},       {"emulate", add_emulate},
    {"emulator", add_emulator}, {"reproduce", add_reproduce},
    {"coverage", add_coverage}, {"endpoints", add_endpoints},
    {"scheme", add_scheme},     {"init", add_init},
    {"new", add_new},           {"lint", add_lint},
    {"retire", add_retire},     {"rename", add_rename},
    {"split", add_split},       {"merge", add_merge},
    {"release", add_release},   {"diff", add_diff},
    {"gen", add_gen},           {"import", add_import},
    {"mcp", add_mcp},           {"completions", add_completions},
    {"man", add_man},
};

}  // namespace

void add_commands(program& p) {
  for (const row& c : commands) c.add(p);
}

void add_commands(program& p, std::string_view first) {
  // These two tell of all the others.
  if (first != "completions" && first != "man") {
    for (const row& c : commands)
      if (c.name == first) return c.add(p);
  }
  add_commands(p);
}

}  // namespace errdex::cli
