#include <algorithm>
#include <ostream>

#include "cli/program.hpp"
#include "cli/reproductions.hpp"
#include "cli/terminal.hpp"

namespace errdex::cli {
namespace {

using emulation::scenario;

struct options {
  std::string code;
  std::string base = "http://127.0.0.1:7340";
  bool all = false;
  bool json = false;
};

/// Every entry that the words can mean: "wecom:60111", "wecom:user_not_found", "60111", "user_not_found".
std::vector<entry> meant(const std::string& words, const catalog& codes) {
  const auto colon = words.find(':');
  const std::string place = colon == std::string::npos ? std::string() : words.substr(0, colon);
  const std::string code = colon == std::string::npos ? words : words.substr(colon + 1);
  std::vector<entry> out;
  for (const space s : codes.spaces()) {
    if (!place.empty() && s.name() != place && s.platform() != place) continue;
    entry found = codes.find(s.id(), code);
    if (!found) found = codes.find_name(s.id(), code);
    if (found) out.push_back(found);
  }
  return out;
}

std::string base_of(const options& o) {
  return o.base.empty() || o.base.back() != '/' ? o.base : o.base.substr(0, o.base.size() - 1);
}

void print(const entry& e, const present::reproduction& r, context& c) {
  const style paint(c.screen);
  c.out << paint.bold(std::string(e.code()) + ' ' + std::string(e.name())) << ": " << r.endpoint << ", when "
        << r.when << '\n';
  for (std::size_t i = 0; i < r.steps.size(); ++i) {
    const auto& step = r.steps[i];
    // Of a long row of requests that differ in a number, the ends say it all.
    std::size_t row = i;
    while (row + 1 < r.steps.size() && r.steps[row + 1].again) ++row;
    if (step.again && row - i >= 3) {
      c.out << '\n'
            << paint.dim("# " + std::to_string(row - i) + " more like it; --json has them all") << '\n';
      i = row - 1;
      continue;
    }
    c.out << '\n';
    if (!step.note.empty()) c.out << paint.dim("# " + step.note) << '\n';
    if (step.command.empty()) continue;
    std::string command = step.command;
    // A body of megabytes explains nothing.
    if (command.size() > 2000)
      command = cut(command, 1000) + "   # " + std::to_string(step.body.size()) + " bytes of body";
    c.out << "$ " << printable(command) << '\n' << printable(cut(step.answer, 2000)) << '\n';
  }
}

int explain_absence(const std::vector<entry>& entries, const emulation::scenario_book& book, context& c) {
  const entry e = entries.front();
  const std::string code = std::string(e.space().name()) + ':' + std::string(e.code());
  for (const auto& [error, why] : book.by_fault_only)
    if (error.entry() == e) c.err << "errdex: no request raises " << code << ": " << why << '\n';
  c.err << "errdex: there is no scenario for " << code
        << "; a fault rule raises it on any call of a running emulator:\n"
        << "  curl -s http://127.0.0.1:7340/_errdex/faults -d '{\"code\": \"" << code
        << "\", \"times\": 1}'\n";
  return not_found;
}

int run(const options& o, context& c) {
  const auto entries = meant(o.code, *c.codes);
  if (entries.empty()) throw usage_error("the catalog has no code or name " + printable(o.code));
  emulation::emulator emulator(emulation::all_platforms(), {});
  const auto& book = emulator.book();
  std::vector<const scenario*> found;
  for (const scenario& s : book.scenarios)
    for (const entry& e : entries)
      if (s.raises && s.raises.entry() == e) found.push_back(&s);
  std::stable_sort(found.begin(), found.end(), [](const auto* a, const auto* b) { return simpler(*a, *b); });
  if (found.empty()) return explain_absence(entries, book, c);
  const std::size_t shown = o.all ? found.size() : 1;
  int code = success;
  for (std::size_t i = 0; i < shown; ++i) {
    const auto result = play(emulator, book, *found[i]);
    if (!result.problem.empty()) code = not_found;
    const auto shown_run = as_reproduction(*found[i], result, base_of(o));
    if (o.json) {
      std::string line;
      present::json_writer w(line);
      present::write_reproduction(w, found[i]->raises.entry(), shown_run);
      c.out << line << '\n';
    } else {
      if (i > 0) c.out << '\n';
      print(found[i]->raises.entry(), shown_run, c);
      if (!result.problem.empty()) c.err << "errdex: " << result.problem << '\n';
    }
  }
  if (!o.json && found.size() > shown) {
    c.out << '\n' << found.size() - shown << " more (--all shows them):\n";
    for (std::size_t i = shown; i < found.size(); ++i)
      c.out << "  " << found[i]->endpoint << ": " << found[i]->when << '\n';
  }
  return code;
}

}  // namespace

void add_reproduce(program& p) {
  auto o = std::make_shared<options>();
  CLI::App& sub =
      p.command("reproduce", "Show requests that make a platform answer with a code, run on the emulator",
                [o](context& c) { return run(*o, c); },
                {{"errdex reproduce wecom:60111", "each request as curl, and its answer"},
                 {"errdex reproduce wecom:45009 --all", "every way in which the code is raised"},
                 {"errdex reproduce user_not_found --json | jq -r '.steps[].curl'", "for programs"}});
  sub.add_option("code", o->code, "A code or a name, such as wecom:60111")->required()->type_name("CODE");
  sub.add_option("--base", o->base, "Address that the commands shown are for")
      ->capture_default_str()
      ->type_name("URL");
  sub.add_flag("--all", o->all, "Every scenario instead of the first");
  sub.add_flag("--json", o->json, "One JSON object for each scenario");
}

}  // namespace errdex::cli
