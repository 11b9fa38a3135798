#include <algorithm>
#include <ostream>

#include "cli/program.hpp"
#include "cli/terminal.hpp"
#include "present/entry_json.hpp"

namespace errdex::cli {
namespace {

struct options {
  std::vector<std::string> spaces;
  std::vector<std::string> statuses;
  std::vector<std::string> verdicts;
  std::vector<std::string> groups;
  bool json = false;
};

std::vector<std::string> strings(std::span<const std::string_view> names) {
  return {names.begin(), names.end()};
}

/// Every space, or those that were named by themselves or by their platform.
std::vector<space> chosen_spaces(const options& o, const catalog& codes) {
  if (o.spaces.empty()) return {codes.spaces().begin(), codes.spaces().end()};
  std::vector<space> out;
  for (const auto& wanted : o.spaces) {
    bool found = false;
    for (const space s : codes.spaces()) {
      if (s.name() != wanted && s.platform() != wanted) continue;
      found = true;
      if (std::find(out.begin(), out.end(), s) == out.end()) out.push_back(s);
    }
    if (found) continue;
    std::string known;
    for (const space s : codes.spaces()) known += (known.empty() ? "" : ", ") + std::string(s.name());
    throw usage_error("no space or platform is called " + printable(wanted) + "; there are " + known);
  }
  return out;
}

bool any(const std::vector<std::string>& wanted, std::string_view value) {
  return wanted.empty() || std::find(wanted.begin(), wanted.end(), value) != wanted.end();
}

void print_table(const std::vector<entry>& rows, context& c) {
  const style paint(c.screen);
  std::size_t space_width = 0, code_width = 0, name_width = 0;
  for (const entry& e : rows) {
    space_width = std::max(space_width, e.space().name().size());
    code_width = std::max(code_width, e.code().size());
    name_width = std::max(name_width, e.name().size());
  }
  constexpr std::size_t verdict_width = 16;
  const std::size_t before_title = space_width + code_width + name_width + verdict_width + 8;
  const auto width = static_cast<std::size_t>(c.screen.width);
  for (const entry& e : rows) {
    c.out << pad(e.space().name(), space_width) << "  " << std::string(code_width - e.code().size(), ' ')
          << paint.bold(e.code()) << "  " << paint.cyan(e.name())
          << std::string(name_width - e.name().size(), ' ') << "  " << paint.verdict(e.verdict())
          << std::string(verdict_width - name(e.verdict()).size(), ' ') << "  ";
    // A terminal shows one line an entry; a pipe gets the whole title.
    const bool short_of_room = c.screen.interactive && width > before_title + 10;
    c.out << (short_of_room ? cut(e.title(c.lang), width - before_title) : std::string(e.title(c.lang)))
          << '\n';
  }
  if (c.screen.interactive) {
    c.out << paint.dim(std::to_string(rows.size()) + (c.lang == language::zh ? " 条"
                                                      : rows.size() == 1     ? " entry"
                                                                             : " entries"))
          << '\n';
  }
}

int run(const options& o, context& c) {
  std::vector<entry> rows;
  for (const space& s : chosen_spaces(o, *c.codes)) {
    for (const entry e : s.entries()) {
      if (any(o.statuses, name(e.status())) && any(o.verdicts, name(e.verdict())) && any(o.groups, e.group()))
        rows.push_back(e);
    }
  }
  if (o.json) {
    for (const entry& e : rows) c.out << present::entry_json(e) << '\n';
  } else if (rows.empty()) {
    c.err << (c.lang == language::zh ? "没有符合条件的错误码。\n" : "no code matches.\n");
  } else {
    print_table(rows, c);
  }
  return rows.empty() ? not_found : success;
}

}  // namespace

void add_list(program& p) {
  auto o = std::make_shared<options>();
  CLI::App& sub =
      p.command("list", "List codes: all, of a space or a platform, by status or verdict",
                [o](context& c) { return run(*o, c); },
                {{"errdex list wecom --verdict refresh_token", "the codes that ask for a new token"},
                 {"errdex list feishu.server --status NOT_FOUND | less", "by canonical status"},
                 {"errdex list --json | jq -r 'select(.limits != []) | .code'",
                  "the whole catalog, one JSON object a line"}});
  sub.add_option("space", o->spaces, "Spaces or platforms; all when none is given")->type_name("SPACE");
  sub.add_option("--status", o->statuses, "Only this canonical status; may be repeated")
      ->allow_extra_args(false)
      ->check(CLI::IsMember(strings(status_names())));
  sub.add_option("--verdict", o->verdicts, "Only this verdict; may be repeated")
      ->allow_extra_args(false)
      ->check(CLI::IsMember(strings(verdict_names())));
  sub.add_option("--group", o->groups, "Only this group of codes, such as tokens; may be repeated")
      ->allow_extra_args(false);
  sub.add_flag("--json", o->json, "One JSON object a line, for programs");
}

}  // namespace errdex::cli
