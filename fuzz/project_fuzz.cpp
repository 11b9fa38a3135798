// Any text is read as an errdex.toml to a project or to findings with a place; a project that reads can
// allocate, lint, release and repair without a fault.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <set>
#include <string>
#include <string_view>

#include "govern/lint.hpp"
#include "govern/workspace.hpp"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace errdex;
  using namespace errdex::govern;
  findings found;
  const auto p = read_project({reinterpret_cast<const char*>(data), size}, "errdex.toml", found);
  require(p.has_value() == found.empty());
  for (const auto& f : found) {
    require(!f.message.empty());
    require(f.at.line > 0);
    require(authoring::severity_of(f.rule) == f.severity);
  }
  if (!p || p->modules.size() > 8) return 0;

  workspace w(*p, {}, {}, {});
  std::set<std::string> codes;
  for (const auto& module : p->modules) {
    for (const char* name : {"card_expired", "card_blocked"}) {
      std::string error;
      draft::entry e;
      e.name = std::string(name) + "_of_" + std::to_string(codes.size());
      e.message = "m";
      const auto code = w.add(e, module, {}, error);
      require(code.has_value() != !error.empty());
      if (!code) continue;
      require(codes.insert(module.space + ":" + *code).second);
      const auto* s = p->find_space(module.space);
      const auto* scheme = p->scheme_of(*s);
      // What was allocated has the form of its scheme, so lint has nothing to say about that.
      for (const auto& f : check_codes(*p, w.codes()))
        require(f.rule != "scheme-format" && f.rule != "name-as-code");
      if (scheme != nullptr && scheme->digits != nullptr) require(digits_of(*p, *s, *code).has_value());
    }
  }
  const auto lock = release({}, w.codes(), "1.0.0", 0);
  findings lock_findings;
  const auto again = read_lock(to_text(lock), "errdex.lock", lock_findings);
  require(lock_findings.empty());
  require(to_text(again) == to_text(lock));
  require(check_released(*p, w.codes(), lock).empty());
  std::vector<renumbering> done;
  remarks said;
  std::string error;
  require(w.repair(done, said, error) && done.empty());
  return 0;
}
