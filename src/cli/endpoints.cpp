#include <boost/json/serialize.hpp>
#include <ostream>

#include "cli/program.hpp"
#include "cli/terminal.hpp"
#include "emulator/platform/reference.hpp"

namespace errdex::cli {
namespace {

namespace json = boost::json;

struct options {
  std::string platform;
  std::string words;
  std::string base = "http://127.0.0.1:7340";
  bool markdown = false;
  bool json = false;
};

/// Whether the endpoint's name, title, group or codes have the words.
bool mentions(const emulation::platform& p, const emulation::endpoint& e, const std::string& words) {
  if (words.empty()) return true;
  for (const std::string_view text : {e.name, e.title, e.group, e.path})
    if (text.find(words) != std::string_view::npos) return true;
  for (const auto& d : declared_errors(p, e)) {
    const entry found = d.error.entry();
    if (d.specific && (found.code() == words || found.name() == words)) return true;
  }
  return false;
}

void print_row(const emulation::endpoint& e, const style& paint, context& c) {
  c.out << pad(e.method, 5) << paint.cyan(pad(e.name, 38)) << e.title << '\n';
}

/// One endpoint in full: its fields with their limits, and what it answers with.
void print_reference(const emulation::platform& p, const emulation::endpoint& e,
                     const emulation::scenario_book& book, const options& o, context& c) {
  const style paint(c.screen);
  c.out << paint.bold(e.name) << "  " << e.method << ' ' << e.path << "\n  " << e.title;
  if (!e.credential.empty()) c.out << ", with " << e.credential;
  if (!e.permission.empty()) c.out << ", for applications with " << e.permission;
  c.out << '\n';
  const auto code_of = [](const entry& x) { return std::string(x.code()) + ' ' + std::string(x.name()); };
  for (const emulation::field& f : e.fields) {
    c.out << "  " << paint.cyan(f.path()) << (f.is_required() ? " (required)" : "") << '\n';
    for (const auto& r : f.rules())
      c.out << "    " << pad(describe(r, f), 44) << paint.dim("else ")
            << code_of((r.error ? r.error : p.general_field_error()).entry()) << '\n';
  }
  for (const auto& claim : e.raises)
    c.out << "  " << paint.red(pad(code_of(claim.error.entry()), 46)) << "when " << claim.when << '\n';
  const std::string credential = credential_command(e, book, o.base);
  const std::string example = example_command(e, book, o.base);
  if (!credential.empty()) c.out << "  $ " << credential << '\n';
  if (!example.empty()) c.out << "  $ " << cut(printable(example), 2000) << '\n';
}

int run(const options& o, context& c) {
  const auto platforms = emulation::all_platforms();
  std::optional<emulation::scenario_book> book;
  const auto examples = [&]() -> const emulation::scenario_book& {
    if (!book) book = emulation::read_scenarios(platforms);
    return *book;
  };
  const style paint(c.screen);
  bool known = false, any = false;
  std::string names;
  for (const auto& p : platforms) {
    names += (names.empty() ? "" : ", ") + std::string(p->name());
    if (!o.platform.empty() && p->name() != o.platform) continue;
    known = true;
    if (o.markdown) {
      c.out << endpoints_as_markdown(*p, examples(), o.base);
      any = true;
      continue;
    }
    std::vector<const emulation::endpoint*> found;
    for (const auto& e : p->endpoints())
      if (mentions(*p, e, o.words)) found.push_back(&e);
    any = any || !found.empty();
    std::string_view group;
    for (const emulation::endpoint* e : found) {
      if (o.json) {
        json::object row = endpoint_json(*p, *e);
        row["example"] = example_command(*e, examples(), o.base);
        row["credential_example"] = credential_command(*e, examples(), o.base);
        c.out << json::serialize(row) << '\n';
        continue;
      }
      if (e->group != group) c.out << (group.empty() ? "" : "\n") << paint.bold(e->group) << '\n';
      group = e->group;
      if (found.size() <= 3 || e->name == o.words)
        print_reference(*p, *e, examples(), o, c);
      else
        print_row(*e, paint, c);
    }
    if (!o.json && found.size() > 3)
      c.out << '\n'
            << p->name() << ": " << found.size() << " endpoints; errdex endpoints " << p->name()
            << " NAME shows one in full\n";
  }
  if (!known)
    throw usage_error("the emulator has no platform " + printable(o.platform) + "; it has " + names);
  if (!any) c.err << "errdex: no endpoint has " << printable(o.words) << '\n';
  return any ? success : not_found;
}

}  // namespace

void add_endpoints(program& p) {
  auto o = std::make_shared<options>();
  CLI::App& sub = p.command(
      "endpoints", "List the emulator's endpoints with their fields, limits and codes",
      [o](context& c) { return run(*o, c); },
      {{"errdex endpoints wecom", "all of them"},
       {"errdex endpoints wecom user/create", "one in full, with a call that works"},
       {"errdex endpoints wecom 60104", "those that answer with a code under a condition of their own"},
       {"errdex endpoints wecom --markdown > endpoints.md", "the reference as a page"}});
  sub.add_option("platform", o->platform, "Only this platform")->type_name("PLATFORM");
  sub.add_option("words", o->words, "Only those whose name, title, group or code has this")
      ->type_name("WORDS");
  sub.add_option("--base", o->base, "Address that the commands shown are for")
      ->capture_default_str()
      ->type_name("URL");
  auto* markdown = sub.add_flag("--markdown", o->markdown, "A page of Markdown with everything");
  sub.add_flag("--json", o->json, "One JSON object for each endpoint")->excludes(markdown);
}

}  // namespace errdex::cli
