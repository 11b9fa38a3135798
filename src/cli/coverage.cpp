#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <ostream>

#include "cli/program.hpp"
#include "cli/terminal.hpp"
#include "emulator/platform/coverage.hpp"

namespace errdex::cli {
namespace {

namespace json = boost::json;

struct options {
  std::string platform;
  bool open = false;
  bool markdown = false;
  bool json = false;
};

json::object as_json(const emulation::platform& p, const emulation::covered_code& code) {
  json::array conditions;
  for (const auto& condition : code.conditions)
    conditions.push_back(json::object{
        {"endpoint", condition.endpoint},
        {"when", condition.when},
        {"scenario", condition.proof ? json::value(condition.proof->file) : json::value(nullptr)}});
  json::object out{{"platform", p.name()},
                   {"code", code.entry.code()},
                   {"name", code.entry.name()},
                   {"kind", name(code.kind)},
                   {"conditions", std::move(conditions)}};
  if (!code.reason.empty()) out["reason"] = code.reason;
  return out;
}

void print(const emulation::platform& p, const emulation::coverage_table& table, const options& o,
           context& c) {
  const style paint(c.screen);
  for (const auto& code : table.codes) {
    if (o.open != (code.kind == emulation::coverage_kind::open)) continue;
    c.out << pad(code.entry.code(), 8) << paint.cyan(pad(code.entry.name(), 44));
    if (code.kind == emulation::coverage_kind::fault_only) c.out << paint.dim("by fault: " + code.reason);
    if (code.kind == emulation::coverage_kind::open) c.out << paint.dim(code.entry.title(c.lang));
    std::string endpoints;
    std::size_t others = 0;
    for (const auto& condition : code.conditions) {
      if (endpoints.size() > 60)
        ++others;
      else if ((", " + endpoints + ",").find(", " + condition.endpoint + ",") == std::string::npos)
        endpoints += (endpoints.empty() ? "" : ", ") + condition.endpoint;
    }
    if (code.kind == emulation::coverage_kind::behaviour) c.out << endpoints << (others ? ", …" : "");
    c.out << '\n';
  }
  using emulation::coverage_kind;
  c.out << p.name() << ": " << table.count(coverage_kind::behaviour) << " of " << table.codes.size()
        << " codes are raised by requests, each with a scenario; " << table.count(coverage_kind::fault_only)
        << " only by a fault, for a written reason; " << table.count(coverage_kind::open) << " are open"
        << (o.open || table.count(coverage_kind::open) == 0 ? "" : " (--open lists them)") << '\n';
}

int run(const options& o, context& c) {
  const auto platforms = emulation::all_platforms();
  const auto book = emulation::read_scenarios(platforms);
  bool found = false, complete = true;
  std::string known;
  for (const auto& p : platforms) {
    known += (known.empty() ? "" : ", ") + std::string(p->name());
    if (!o.platform.empty() && p->name() != o.platform) continue;
    found = true;
    const auto table = cover(*p, book);
    for (const auto& missing : table.unproven) {
      complete = false;
      c.err << "errdex: " << missing.endpoint << " claims " << missing.entry.code() << " ("
            << missing.entry.name() << ") when " << missing.when << ", and no scenario shows it\n";
    }
    if (o.json) {
      for (const auto& code : table.codes) c.out << json::serialize(as_json(*p, code)) << '\n';
    } else if (o.markdown) {
      c.out << as_markdown(*p, table);
    } else {
      print(*p, table, o, c);
    }
  }
  if (!found)
    throw usage_error("the emulator has no platform " + printable(o.platform) + "; it has " + known);
  return complete ? success : not_found;
}

}  // namespace

void add_coverage(program& p) {
  auto o = std::make_shared<options>();
  CLI::App& sub = p.command("coverage", "List which codes the emulator raises, and by which requests",
                            [o](context& c) { return run(*o, c); },
                            {{"errdex coverage wecom", "every code that requests raise"},
                             {"errdex coverage wecom --open", "what is missing"},
                             {"errdex coverage --markdown > coverage.md", "the table as a page"}});
  sub.add_option("platform", o->platform, "Only this platform")->type_name("PLATFORM");
  auto* open =
      sub.add_flag("--open", o->open, "Only codes that nothing but a fault raises, without a reason");
  auto* markdown =
      sub.add_flag("--markdown", o->markdown, "A page of Markdown, with every condition")->excludes(open);
  sub.add_flag("--json", o->json, "One JSON object for each code")->excludes(open)->excludes(markdown);
}

}  // namespace errdex::cli
