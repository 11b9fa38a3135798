#include "cli/program.hpp"

#include <algorithm>
#include <istream>
#include <ostream>

#include "authoring/rules.hpp"
#include "authoring/yaml_reader.hpp"
#include "catalog/builder.hpp"
#include "cli/terminal.hpp"
#include "errdex/version.hpp"

namespace errdex::cli {

program::program()
    : app_("Error codes of Feishu, DingTalk, WeCom and platforms like them, explained.", "errdex") {
  app_.require_subcommand(0, 1);
  app_.set_version_flag("--version", "errdex " ERRDEX_VERSION);
  app_.add_option("--lang", lang_, "Language of the texts: en or zh (default: of the locale)")
      ->check(CLI::IsMember({"en", "zh"}));
  app_.add_option("--color", color_, "When to use colours: auto, always or never")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->capture_default_str();
  app_.add_option("--catalog", catalogs_,
                  "A file or folder of your own codes, beside the built-in ones; may be repeated")
      ->type_name("PATH")
      ->envname("ERRDEX_CATALOG")
      ->take_all();
  app_.fallthrough();
  app_.get_formatter()->column_width(32);
}

CLI::App& program::command(const std::string& name, const std::string& summary, action run,
                           std::vector<example> examples) {
  CLI::App* sub = app_.add_subcommand(name, summary);
  actions_[sub] = std::move(run);
  std::string footer;
  for (const auto& e : examples) {
    footer +=
        std::string(footer.empty() ? "Examples:\n" : "") + "  " + e.command + "\n      " + e.meaning + "\n";
  }
  sub->footer(footer);
  sub->fallthrough();
  sub->get_formatter()->column_width(32);
  examples_[sub] = std::move(examples);
  return *sub;
}

const std::vector<example>& program::examples_of(const CLI::App& command) const {
  static const std::vector<example> none;
  const auto found = examples_.find(&command);
  return found == examples_.end() ? none : found->second;
}

namespace {

/// The built-in catalog with the user's files beside it. Only what makes a catalog unusable is an
/// error here; the rest is for `errdex lint`.
std::optional<catalog> with_user_catalogs(const std::vector<std::string>& paths, std::ostream& err) {
  authoring::authored_catalog read;
  authoring::findings found;
  for (const auto& path : paths) authoring::read_path(path, read, found);
  for (const auto& f : found) err << authoring::to_line(f) << '\n';
  if (!found.empty()) return std::nullopt;
  std::string error;
  const auto image = build_image(read.to_draft(), error);
  if (image) {
    if (const auto loaded = catalog::from_image(*image, error)) {
      if (auto all = catalog::combine(catalog::builtin(), *loaded, error)) return all;
    }
  }
  err << "errdex: " << error << '\n';
  return std::nullopt;
}

}  // namespace

namespace {

/// The arguments in the order in which CLI11 takes them, the last first. What begins with a
/// negative number, such as the code -1 or the duration -2h, is not an option: a blank in front, which
/// every reader trims, hides its dash.
std::vector<std::string> arguments(int argc, const char* const* argv) {
  std::vector<std::string> out;
  for (int i = argc - 1; i > 0; --i) {
    std::string word = argv[i];
    const bool negative = word.size() > 1 && word[0] == '-' && word[1] >= '0' && word[1] <= '9';
    out.push_back(negative ? " " + word : std::move(word));
  }
  return out;
}

}  // namespace

int program::main(int argc, const char* const* argv, std::istream& in, std::ostream& out, std::ostream& err) {
  try {
    app_.parse(arguments(argc, argv));
  } catch (const CLI::ParseError& e) {
    const int code = app_.exit(e, out, err);
    return code == 0 ? success : bad_usage;
  }
  try {
    context c{in, out, err, detect_terminal(color_), language_of_locale(), &catalog::builtin()};
    if (!lang_.empty()) c.lang = lang_ == "zh" ? language::zh : language::en;
    std::optional<catalog> combined;
    if (!catalogs_.empty()) {
      combined = with_user_catalogs(catalogs_, err);
      if (!combined) return bad_usage;
      c.codes = &*combined;
      c.catalog_files = catalogs_;
    }
    return dispatch(c);
  } catch (const usage_error& e) {
    err << "errdex: " << e.what() << '\n';
  } catch (const std::exception& e) {
    err << "errdex: internal error: " << e.what() << '\n';
  }
  return bad_usage;
}

int program::dispatch(context& c) {
  for (const auto& [sub, run] : actions_) {
    if (sub->parsed()) return run(c);
  }
  c.out << app_.help();
  return success;
}

}  // namespace errdex::cli
