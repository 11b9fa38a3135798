#include "cli/program.hpp"

namespace errdex::cli {

// In the order in which the help lists them.
void add_commands(program& p) {
  add_explain(p);
  add_annotate(p);
  add_search(p);
  add_list(p);
  add_serve(p);
  add_emulate(p);
  add_reproduce(p);
  add_coverage(p);
  add_scheme(p);
  add_init(p);
  add_new(p);
  add_lint(p);
  add_retire(p);
  add_rename(p);
  add_split(p);
  add_merge(p);
  add_release(p);
  add_diff(p);
  add_gen(p);
  add_import(p);
  add_mcp(p);
  add_completions(p);
  add_man(p);
}

}  // namespace errdex::cli
