// retire, rename, split, merge: what may happen to a code after it was released.
#include <boost/json.hpp>
#include <ostream>

#include "cli/findings.hpp"
#include "cli/terminal.hpp"
#include "govern/workspace.hpp"
#include "present/json_writer.hpp"

namespace errdex::cli {
namespace {

using present::utf8;

struct options {
  std::string project;
  std::vector<std::string> words;
  std::string successor;
  std::vector<std::string> into;
  bool dry_run = false;
  bool json = false;
};

using edit = bool (*)(govern::workspace&, const options&, std::string& error);

int run(const options& o, context& c, edit change) {
  authoring::findings found;
  auto w = govern::workspace::open(project_file(o.project), found);
  if (!w) return complain(found, c);
  std::string error;
  if (!change(*w, o, error)) {
    c.err << "errdex: " << printable(error) << '\n';
    return not_found;
  }
  const auto files = w->changed_files();
  if (!o.dry_run && !w->save(error)) throw usage_error(error);
  boost::json::array names;
  for (const auto& f : files) {
    names.emplace_back(utf8(f));
    if (!o.json) c.out << (o.dry_run ? "would change " : "changed ") << printable(f) << '\n';
  }
  if (o.json) {
    c.out << boost::json::serialize(boost::json::object{{"files", std::move(names)}, {"written", !o.dry_run}})
          << '\n';
  }
  return success;
}

CLI::App& add(program& p, const std::string& name, const std::string& summary,
              const std::shared_ptr<options>& o, edit change, std::vector<example> examples) {
  CLI::App& sub = p.command(
      name, summary, [o, change](context& c) { return run(*o, c, change); }, std::move(examples));
  sub.add_flag("--dry-run", o->dry_run, "Write nothing");
  sub.add_option("--project", o->project, "The errdex.toml, or its folder (default: the nearest one)")
      ->type_name("PATH");
  sub.add_flag("--json", o->json, "One JSON object, for programs");
  exit_codes(sub, "0 done; 1 there is no such code, or it cannot be changed so; 2 wrong use");
  return sub;
}

}  // namespace

void add_retire(program& p) {
  auto o = std::make_shared<options>();
  CLI::App& sub = add(
      p, "retire", "Withdraw a code of your own; its number is never used again", o,
      [](govern::workspace& w, const options& x, std::string& error) {
        return w.retire(x.words.front(), x.successor, error);
      },
      {{"errdex retire card_expired",
        "sets `state: obsolete`; the entry stays, so that old answers are explained"},
       {"errdex retire acme.api:217042 --replaced-by card_unusable", "with the code that takes its place"}});
  sub.add_option("code", o->words, "The code, its name, or space:code")
      ->type_name("CODE")
      ->required()
      ->expected(1);
  sub.add_option("--replaced-by", o->successor, "The code that takes its place")->type_name("CODE");
}

void add_rename(program& p) {
  auto o = std::make_shared<options>();
  CLI::App& sub = add(p, "rename", "Give a code of your own another name and keep the old one in `was`", o,
                      [](govern::workspace& w, const options& x, std::string& error) {
                        return w.rename(x.words[0], x.words[1], error);
                      },
                      {{"errdex rename card_expired card_unusable",
                        "the number stays; a name that was released goes into `was`"}});
  sub.add_option("names", o->words, "The code or its name, and the new name")
      ->type_name("CODE NAME")
      ->required()
      ->expected(2);
}

void add_split(program& p) {
  auto o = std::make_shared<options>();
  CLI::App& sub = add(p, "split", "Withdraw a code of your own in favour of several, which remember it", o,
                      [](govern::workspace& w, const options& x, std::string& error) {
                        return w.split(x.words.front(), x.into, error);
                      },
                      {{"errdex split payment_failed --into card_declined --into card_expired",
                        "two entries that were made with `errdex new`; the first is the successor"}});
  sub.add_option("code", o->words, "The code, its name, or space:code")
      ->type_name("CODE")
      ->required()
      ->expected(1);
  sub.add_option("--into", o->into, "A code that takes over a part; repeated")
      ->type_name("CODE")
      ->required()
      ->allow_extra_args(false);
}

void add_merge(program& p) {
  auto o = std::make_shared<options>();
  CLI::App& sub =
      add(p, "merge", "Withdraw several codes of your own in favour of one, which remembers them", o,
          [](govern::workspace& w, const options& x, std::string& error) {
            return w.merge(x.words, x.successor, error);
          },
          {{"errdex merge card_too_old card_expired --into card_unusable",
            "all are explained by the one from now on"}});
  sub.add_option("codes", o->words, "Codes or names")->type_name("CODE")->required();
  sub.add_option("--into", o->successor, "The code that takes their place")->type_name("CODE")->required();
}

}  // namespace errdex::cli
