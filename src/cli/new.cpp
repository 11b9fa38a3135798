#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <ostream>

#include "cli/findings.hpp"
#include "cli/terminal.hpp"
#include "gen/model.hpp"
#include "govern/workspace.hpp"
#include "present/json_writer.hpp"

namespace errdex::cli {
namespace {

using present::utf8;

struct options {
  std::string project;
  std::string module;
  std::string name;
  std::vector<std::string> groups;
  std::string status;
  std::string verdict;
  std::string message;
  std::vector<std::string> parameters;
  std::string example;
  draft::bilingual title;
  draft::bilingual cause;
  std::vector<std::string> fix_en;
  std::vector<std::string> fix_zh;
  bool fix = false;
  bool dry_run = false;
  bool json = false;
};

/// What a status usually asks a caller to do; `--verdict` says it where it does not.
verdict usual_verdict(status s) {
  switch (s) {
    case status::ok: return verdict::none;
    case status::cancelled: return verdict::stop;
    case status::unknown:
    case status::internal:
    case status::data_loss: return verdict::contact_platform;
    case status::invalid_argument:
    case status::out_of_range: return verdict::fix_request;
    case status::deadline_exceeded:
    case status::aborted:
    case status::unavailable: return verdict::retry;
    case status::not_found:
    case status::already_exists:
    case status::failed_precondition: return verdict::fix_state;
    case status::permission_denied: return verdict::grant_permission;
    case status::resource_exhausted: return verdict::slow_down;
    case status::unimplemented: return verdict::migrate;
    case status::unauthenticated: return verdict::refresh_token;
  }
  return verdict::contact_platform;
}

std::string all(std::span<const std::string_view> names) {
  std::string out;
  for (const auto n : names) out += (out.empty() ? "" : ", ") + std::string(n);
  return out;
}

govern::group_values groups_of(const options& o) {
  govern::group_values out;
  for (const auto& text : o.groups) {
    const auto equals = text.find('=');
    std::uint32_t value = 0;
    const char* first = text.data() + equals + 1;
    const char* last = text.data() + text.size();
    if (equals == std::string::npos || equals == 0 || first == last ||
        std::from_chars(first, last, value).ptr != last) {
      throw usage_error("--group takes a name and digits, such as level=2, not `" + text + "`");
    }
    out.emplace_back(text.substr(0, equals), value);
  }
  return out;
}

std::vector<draft::parameter> parameters_of(const options& o) {
  std::vector<draft::parameter> out;
  for (const auto& text : o.parameters) {
    const auto colon = text.find(':');
    const std::string type = colon == std::string::npos ? "string" : text.substr(colon + 1);
    const auto parsed = draft::parse_parameter_type(type);
    if (!parsed) throw usage_error("`" + type + "` is not a type; one of string, integer, number, boolean");
    out.push_back({text.substr(0, colon), *parsed});
  }
  return out;
}

const govern::project_module& module_of(const options& o, const govern::project& p) {
  if (o.module.empty() && p.modules.size() == 1) return p.modules.front();
  std::vector<std::string_view> names;
  std::string list;
  for (const auto& m : p.modules) {
    names.emplace_back(m.name);
    list += (list.empty() ? "" : ", ") + m.name;
  }
  if (const auto* m = p.find_module(o.module)) return *m;
  if (p.modules.empty()) throw usage_error("no module is registered; add a [[module]] to " + p.file);
  const auto near = govern::nearest_name(o.module, names);
  throw usage_error((o.module.empty() ? std::string("name the module: --module")
                                      : "there is no module `" + o.module + "`") +
                    (near.empty() ? "" : "; did you mean `" + std::string(near) + "`?") +
                    " Registered: " + list);
}

/// Groups that nobody chose but that follow from the status.
void add_http_group(const govern::project& p, const govern::project_module& m, status s,
                    govern::group_values& groups) {
  const auto* space = p.find_space(m.space);
  const auto* scheme = space == nullptr ? nullptr : p.scheme_of(*space);
  if (scheme == nullptr || scheme->digits == nullptr) return;
  const auto chosen = [&](const govern::group_values& list) {
    return std::any_of(list.begin(), list.end(), [](const auto& g) { return g.first == "http"; });
  };
  if (chosen(groups) || chosen(m.groups)) return;
  for (const auto& form : scheme->digits->forms) {
    for (const auto& g : form.groups) {
      if (g.name == "http") {
        groups.emplace_back("http", static_cast<std::uint32_t>(gen::http_status(s)));
        return;
      }
    }
  }
}

int save(govern::workspace& w, const options& o, context& c, boost::json::object answer) {
  std::string error;
  boost::json::array files;
  for (const auto& f : w.changed_files()) files.emplace_back(utf8(f));
  if (!o.dry_run && !w.save(error)) throw usage_error(error);
  if (o.json) {
    answer["files"] = std::move(files);
    answer["written"] = !o.dry_run;
    c.out << boost::json::serialize(answer) << '\n';
  }
  return success;
}

int repair(const options& o, govern::workspace& w, context& c) {
  std::vector<govern::renumbering> done;
  govern::remarks said;
  std::string error;
  if (!w.repair(done, said, error)) {
    c.err << "errdex: " << printable(error) << '\n';
    return not_found;
  }
  boost::json::array moved;
  for (const auto& r : done) {
    moved.push_back({{"space", r.space}, {"name", r.name}, {"from", r.from}, {"to", r.to}});
    if (!o.json) c.out << r.space << ": " << r.name << " moves from " << r.from << " to " << r.to << '\n';
  }
  boost::json::array remarks;
  for (const auto& text : said) {
    remarks.emplace_back(utf8(text));
    if (!o.json) c.out << printable(text) << '\n';
  }
  if (done.empty() && !o.json) c.out << "no code stands twice\n";
  return save(w, o, c, {{"moved", std::move(moved)}, {"look_at", std::move(remarks)}});
}

int run(const options& o, context& c) {
  authoring::findings found;
  auto w = govern::workspace::open(project_file(o.project), found);
  if (!w) return complain(found, c);
  if (o.fix) return repair(o, *w, c);
  if (o.name.empty()) throw usage_error("name the situation: --name card_expired");
  const auto parsed = parse_status(o.status);
  if (!parsed) {
    throw usage_error((o.status.empty() ? std::string("say what it is: --status, ")
                                        : "`" + o.status + "` is not a status; ") +
                      "one of " + all(status_names()));
  }
  const auto chosen = o.verdict.empty() ? usual_verdict(*parsed) : parse_verdict(o.verdict);
  if (!chosen) throw usage_error("`" + o.verdict + "` is not a verdict; one of " + all(verdict_names()));
  const auto& module = module_of(o, w->about());
  draft::entry e;
  e.name = o.name;
  e.status = *parsed;
  e.verdict = *chosen;
  e.message = o.message;
  if (e.message.empty()) {
    e.message = o.name;
    std::replace(e.message.begin(), e.message.end(), '_', ' ');
  }
  e.parameters = parameters_of(o);
  e.example = o.example;
  e.title = o.title;
  e.cause = o.cause;
  e.fix_en = o.fix_en;
  e.fix_zh = o.fix_zh;
  e.basis = basis::documented;
  auto groups = groups_of(o);
  add_http_group(w->about(), module, e.status, groups);
  std::string error;
  const std::string space = module.space;
  const std::string file = w->about().path(module.file);
  const auto code = w->add(e, module, groups, error);
  if (!code) {
    c.err << "errdex: " << printable(error) << '\n';
    return not_found;
  }
  if (!o.json) {
    c.out << space << ':' << *code << "  " << o.name << "  " << printable(file)
          << (o.dry_run ? "  (not written)" : "") << '\n';
    if (e.title.en.empty() && e.title.zh.empty()) {
      c.out << "Fill in title, cause and fix; `errdex lint` names what is missing.\n";
    }
  }
  return save(*w, o, c, {{"space", space}, {"code", *code}, {"name", o.name}, {"file", utf8(file)}});
}

}  // namespace

void add_new(program& p) {
  auto o = std::make_shared<options>();
  CLI::App& sub =
      p.command("new", "Allocate a number for a new error code and add its entry",
                [o](context& c) { return run(*o, c); },
                {{"errdex new --module billing --name card_expired --status FAILED_PRECONDITION",
                  "the next free number of the module, and an entry to fill in"},
                 {"errdex new --module billing --name card_expired --status FAILED_PRECONDITION --message "
                  "'card {card} expired' "
                  "--param card",
                  "with a parameter in its message"},
                 {"errdex new --fix", "after a merge: gives one of two entries with one code another number"},
                 {"errdex new --module billing --name card_expired --status ABORTED --dry-run --json",
                  "what it would be; writes nothing"}});
  sub.add_option("--module", o->module, "The module that owns the code")->type_name("NAME");
  sub.add_option("--name", o->name, "What happened: snake_case, unique in its space")->type_name("NAME");
  sub.add_option("--status", o->status, "The canonical status, such as NOT_FOUND")->type_name("STATUS");
  sub.add_option("--verdict", o->verdict, "What a caller shall do (default: what the status usually asks)")
      ->type_name("VERDICT");
  sub.add_option("--group", o->groups,
                 "A digit group that the module leaves open, such as level=2; may be repeated")
      ->type_name("NAME=DIGITS")
      ->allow_extra_args(false);
  sub.add_option("--message", o->message, "The text on the wire; {words} are parameters")->type_name("TEXT");
  sub.add_option("--param", o->parameters, "A parameter, such as card or days:integer; may be repeated")
      ->type_name("NAME[:TYPE]")
      ->allow_extra_args(false);
  sub.add_option("--example", o->example, "The message with values put in")->type_name("TEXT");
  sub.add_option("--title-en", o->title.en, "Headline in English")->type_name("TEXT");
  sub.add_option("--title-zh", o->title.zh, "Headline in Chinese")->type_name("TEXT");
  sub.add_option("--cause-en", o->cause.en, "Why it happens, in English")->type_name("TEXT");
  sub.add_option("--cause-zh", o->cause.zh, "Why it happens, in Chinese")->type_name("TEXT");
  sub.add_option("--fix-en", o->fix_en, "A step to take, in English; may be repeated")
      ->type_name("TEXT")
      ->allow_extra_args(false);
  sub.add_option("--fix-zh", o->fix_zh, "A step to take, in Chinese; may be repeated")
      ->type_name("TEXT")
      ->allow_extra_args(false);
  sub.add_flag("--fix", o->fix, "Mend codes that two branches took at the same time");
  sub.add_flag("--dry-run", o->dry_run, "Write nothing");
  sub.add_option("--project", o->project, "The errdex.toml, or its folder (default: the nearest one)")
      ->type_name("PATH");
  sub.add_flag("--json", o->json, "One JSON object, for programs");
  exit_codes(
      sub,
      "0 done; 1 no number, a name that is taken, or a collision that a person has to decide; 2 wrong use");
}

}  // namespace errdex::cli
