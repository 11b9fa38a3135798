// The keys of errdex.toml. A key that is not read here is unknown.
#include <algorithm>
#include <limits>
#include <set>
#include <sstream>

#include "govern/project.hpp"
#include "govern/scheme_data.hpp"

#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>

namespace errdex::govern {
namespace {

using authoring::outcome;
using keys = std::vector<std::string_view>;

position place_of(const toml::source_region& where) { return {where.begin.line, where.begin.column}; }
position place_of(const toml::node& n) { return place_of(n.source()); }

std::string list_of(const keys& names) {
  std::string out;
  for (const auto n : names) out += (out.empty() ? "" : ", ") + std::string(n);
  return out;
}

/// A platform, space or module: what stands in names of spaces.
bool is_word(std::string_view s) {
  return !s.empty() && s.size() <= 64 && s.front() >= 'a' && s.front() <= 'z' &&
         std::all_of(s.begin(), s.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
         });
}

/// Inside the project: relative, and not above its root.
bool is_inside(std::string_view path) {
  if (path.empty() || path.front() == '/' || path.find('\0') != std::string_view::npos) return false;
  std::istringstream parts{std::string(path)};
  for (std::string part; std::getline(parts, part, '/');) {
    if (part == "..") return false;
  }
  return true;
}

class reader {
 public:
  reader(const std::string& file, findings& out) : out_(out), before_(out.size()) { p_.file = file; }

  std::optional<project> read(const toml::table& root) {
    check(root, {"project", "scheme", "space", "module", "generate", "uses", "lint"}, "errdex.toml");
    head(root);
    for (const auto* t : tables(root, "scheme")) scheme_table(*t);
    for (const auto* t : tables(root, "space")) space_table(*t);
    if (p_.spaces.empty() && out_.size() == before_) {
      report(root, "a project has at least one [[space]] with a name such as \"" + p_.name + ".api\"");
    }
    for (const auto* t : tables(root, "module")) module_table(*t);
    for (const auto* t : tables(root, "generate")) generate_table(*t);
    if (const auto* t = table(root, "uses")) uses_table(*t);
    if (const auto* t = table(root, "lint")) lint_table(*t);
    if (out_.size() != before_) return std::nullopt;
    return std::move(p_);
  }

 private:
  void report(position at, std::string message, std::string_view rule = "project-value") {
    out_.push_back({rule, outcome::reject, p_.file, at, "", std::move(message)});
  }
  void report(const toml::node& at, std::string message) { report(place_of(at), std::move(message)); }

  void check(const toml::table& t, const keys& allowed, const std::string& what) {
    for (auto&& [key, value] : t) {
      const std::string_view k = key.str();
      if (std::find(allowed.begin(), allowed.end(), k) != allowed.end()) continue;
      const auto near = nearest_name(k, allowed);
      report(place_of(key.source()),
             "`" + std::string(k) + "` is not a key of " + what +
                 (near.empty() ? "" : "; did you mean `" + std::string(near) + "`?") +
                 " Allowed: " + list_of(allowed),
             "project-key");
    }
  }

  const toml::table* table(const toml::table& t, std::string_view key) {
    const auto* node = t.get(key);
    if (node == nullptr) return nullptr;
    if (const auto* sub = node->as_table()) return sub;
    report(*node, "`" + std::string(key) + "` is a table: [" + std::string(key) + "]");
    return nullptr;
  }

  std::vector<const toml::table*> tables(const toml::table& t, std::string_view key) {
    std::vector<const toml::table*> out;
    const auto* node = t.get(key);
    if (node == nullptr) return out;
    const auto* list = node->as_array();
    if (list == nullptr) {
      report(*node, "`" + std::string(key) + "` is a list of tables: [[" + std::string(key) + "]]");
      return out;
    }
    for (const auto& item : *list) {
      if (const auto* sub = item.as_table()) {
        out.push_back(sub);
      } else {
        report(item, "each `" + std::string(key) + "` is a table");
      }
    }
    return out;
  }

  std::string text(const toml::table& t, std::string_view key, std::string otherwise = {}) {
    const auto* node = t.get(key);
    if (node == nullptr) return otherwise;
    if (const auto* s = node->as_string()) return s->get();
    report(*node, "`" + std::string(key) + "` is a text in double quotes");
    return otherwise;
  }

  std::vector<std::string> texts(const toml::table& t, std::string_view key) {
    std::vector<std::string> out;
    const auto* node = t.get(key);
    if (node == nullptr) return out;
    if (const auto* list = node->as_array()) {
      for (const auto& item : *list) {
        if (const auto* s = item.as_string()) {
          out.push_back(s->get());
        } else {
          report(item, "each item of `" + std::string(key) + "` is a text in double quotes");
        }
      }
    } else {
      report(*node, "`" + std::string(key) + "` is a list of texts: [\"…\"]");
    }
    return out;
  }

  std::int64_t integer(const toml::table& t, std::string_view key, std::int64_t least, std::int64_t most,
                       std::int64_t otherwise) {
    const auto* node = t.get(key);
    if (node == nullptr) return otherwise;
    const auto* n = node->as_integer();
    if (n != nullptr && n->get() >= least && n->get() <= most) return n->get();
    report(*node, "`" + std::string(key) + "` is a whole number from " + std::to_string(least) + " to " +
                      std::to_string(most));
    return otherwise;
  }

  /// A title: one text for all languages, or {en = "…", zh = "…"}.
  draft::bilingual title(const toml::table& t, std::string_view key, const std::string& otherwise) {
    const auto* node = t.get(key);
    return node == nullptr ? draft::bilingual{otherwise, otherwise} : title(*node, key);
  }

  draft::bilingual title(const toml::node& node, std::string_view key) {
    if (const auto* s = node.as_string()) return {s->get(), s->get()};
    if (const auto* sub = node.as_table()) {
      check(*sub, {"en", "zh"}, "`" + std::string(key) + "`");
      draft::bilingual out{text(*sub, "en"), text(*sub, "zh")};
      if (out.en.empty()) out.en = out.zh;
      if (out.zh.empty()) out.zh = out.en;
      return out;
    }
    report(node, "`" + std::string(key) + "` is a text, or {en = \"…\", zh = \"…\"}");
    return {};
  }

  std::string inside(const toml::table& t, std::string_view key, std::string otherwise) {
    std::string path = text(t, key, std::move(otherwise));
    if (const auto* node = t.get(key); node != nullptr && node->is_string() && !is_inside(path)) {
      report(*node, "`" + path +
                        "` is not a path inside the project; write it relative to errdex.toml, without `..`");
    }
    return path;
  }

  void head(const toml::table& root) {
    const auto* t = table(root, "project");
    if (t == nullptr) {
      if (!root.contains("project")) report(position{1, 1}, "the table [project] with the `name` is missing");
      return;
    }
    check(*t, {"name", "title", "languages", "catalog", "lock", "exemptions", "glossary"}, "[project]");
    p_.name = text(*t, "name");
    if (!is_word(p_.name)) {
      report(t->contains("name") ? *t->get("name") : static_cast<const toml::node&>(*t),
             "`name` is a word of lower-case letters, digits, `-` and `_`, such as \"acme\"");
    }
    p_.title = title(*t, "title", p_.name);
    if (t->contains("languages")) {
      p_.languages = {false, false};
      for (const auto& l : texts(*t, "languages")) {
        if (l == "en") {
          p_.languages.en = true;
        } else if (l == "zh") {
          p_.languages.zh = true;
        } else {
          report(*t->get("languages"), "`" + l + "` is not a language of catalogs; en, zh");
        }
      }
      if (!p_.languages.en && !p_.languages.zh) {
        report(*t->get("languages"), "at least one of \"en\", \"zh\"");
      }
    }
    p_.catalog = texts(*t, "catalog");
    if (p_.catalog.empty() && !t->contains("catalog")) p_.catalog = {"errors"};
    for (const auto& path : p_.catalog) {
      if (!is_inside(path)) {
        report(*t->get("catalog"),
               "`" + path + "` is not a path inside the project; write it relative to errdex.toml");
      }
    }
    if (p_.catalog.empty()) report(*t->get("catalog"), "`catalog` names at least one file or folder");
    p_.lock = inside(*t, "lock", p_.lock);
    p_.exemptions = inside(*t, "exemptions", p_.exemptions);
    p_.glossary = inside(*t, "glossary", "");
  }

  void scheme_table(const toml::table& t) {
    check(t, {"name", "title", "note", "codes", "prefix", "separator", "form"}, "[[scheme]]");
    project_scheme s;
    s.at = place_of(t);
    s.name = text(t, "name");
    if (s.name.empty()) report(t, "a scheme needs a `name`");
    if (p_.find_scheme(s.name) != nullptr) report(t, "the scheme `" + s.name + "` is described twice");
    s.title = title(t, "title", s.name);
    const std::string codes = text(t, "codes", "number");
    if (codes == "text") {
      s.form = code_form::text;
    } else if (codes == "name") {
      s.form = code_form::name;
    } else if (codes != "number") {
      report(*t.get("codes"), "`codes` is \"number\", \"text\" or \"name\"");
    }
    s.prefix = text(t, "prefix");
    for (const char c : s.prefix) {
      if (c <= ' ' || c >= 0x7f || c == '"' || c == '\\') {
        report(*t.get("prefix"), "`prefix` has visible ASCII characters only");
        break;
      }
    }
    if (!s.prefix.empty() && s.form != code_form::text) {
      report(*t.get("prefix"), "`prefix` goes with codes = \"text\"");
    }
    const std::string separator = text(t, "separator");
    if (separator.size() > 1 || (separator.size() == 1 && (separator[0] <= ' ' || separator[0] >= 0x7f ||
                                                           (separator[0] >= '0' && separator[0] <= '9')))) {
      report(*t.get("separator"), "`separator` is one visible ASCII character that is no digit");
    }
    if (s.form == code_form::name) {
      if (t.contains("form"))
        report(*t.get("form"), "a scheme with codes = \"name\" has no digits and no form");
    } else {
      scheme_data data{s.name, s.title, title(t, "note", ""), separator.empty() ? '\0' : separator[0], {}};
      for (const auto* f : tables(t, "form")) data.forms.push_back(form_table(*f, s.form == code_form::text));
      if (out_.size() != before_) return;
      std::string error;
      s.digits = make_scheme(data, s.form == code_form::text, error);
      if (s.digits == nullptr) report(t, "the scheme `" + s.name + "`: " + error);
    }
    p_.schemes.push_back(std::move(s));
  }

  form_data form_table(const toml::table& t, bool leading_zeros) {
    check(t, {"name", "title", "group"}, "[[scheme.form]]");
    form_data f;
    f.name = text(t, "name", "code");
    f.title = title(t, "title", f.name);
    for (const auto* g : tables(t, "group")) {
      check(*g, {"name", "title", "digits", "first", "last", "values"}, "[[scheme.form.group]]");
      group_data group;
      group.name = text(*g, "name");
      if (!is_word(group.name)) report(*g, "a group needs a `name`: a lower-case word");
      group.title = title(*g, "title", group.name);
      group.digits = static_cast<std::uint32_t>(integer(*g, "digits", 1, 9, 1));
      std::int64_t largest = 9;
      for (std::uint32_t i = 1; i < group.digits; ++i) largest = largest * 10 + 9;
      group.last = static_cast<std::uint32_t>(integer(*g, "last", 0, largest, largest));
      // A number has no leading zero, so its first group begins at 1, 10, 100 unless it says otherwise.
      const std::int64_t least = leading_zeros || !f.groups.empty() ? 0 : (largest + 1) / 10;
      group.first = static_cast<std::uint32_t>(
          integer(*g, "first", 0, largest, std::min<std::int64_t>(least, group.last)));
      if (const auto* values = table(*g, "values")) {
        for (auto&& [key, value] : *values)
          group.values.push_back({std::string(key.str()), title(value, key.str())});
      }
      f.groups.push_back(std::move(group));
    }
    return f;
  }

  void space_table(const toml::table& t) {
    check(t, {"name", "title", "scheme", "allocation", "envelopes", "hosts"}, "[[space]]");
    project_space s;
    s.at = place_of(t);
    s.name = text(t, "name");
    const auto dot = s.name.find('.');
    if (s.name != p_.name && (dot == std::string::npos || s.name.substr(0, dot) != p_.name ||
                              !is_word(std::string_view(s.name).substr(dot + 1)))) {
      report(t, "`" + s.name + "` is not the name of a space of this project; write \"" + p_.name +
                    "\" or \"" + p_.name + ".area\"");
    }
    if (p_.find_space(s.name) != nullptr) report(t, "the space `" + s.name + "` is described twice");
    s.title = title(t, "title", s.name);
    s.scheme = text(t, "scheme");
    if (!s.scheme.empty()) use_scheme(s.scheme, *t.get("scheme"));
    const std::string allocate = text(t, "allocation", "spread");
    if (allocate == "sequential") {
      s.allocate = allocation::sequential;
    } else if (allocate != "spread") {
      report(*t.get("allocation"), "`allocation` is \"spread\" or \"sequential\"");
    }
    s.envelopes = texts(t, "envelopes");
    s.hosts = texts(t, "hosts");
    p_.spaces.push_back(std::move(s));
  }

  /// Makes sure that `schemes` has it; the built-in ones are added when they are used.
  void use_scheme(const std::string& name, const toml::node& at) {
    if (p_.find_scheme(name) != nullptr) return;
    if (const scheme* builtin = errdex::find_scheme(name)) {
      p_.schemes.push_back({name,
                            {std::string(builtin->title_en), std::string(builtin->title_zh)},
                            code_form::number,
                            "",
                            std::shared_ptr<const scheme>(std::shared_ptr<void>(), builtin),
                            {}});
      return;
    }
    keys known;
    for (const auto& s : p_.schemes) known.emplace_back(s.name);
    for (const auto& s : builtin_schemes()) known.push_back(s.name);
    const auto near = nearest_name(name, known);
    report(at, "there is no scheme `" + name + "`" +
                   (near.empty() ? "" : "; did you mean `" + std::string(near) + "`?") +
                   " Known: " + list_of(known));
  }

  void module_table(const toml::table& t) {
    check(t, {"name", "title", "space", "owners", "groups", "ranges", "file"}, "[[module]]");
    project_module m;
    m.at = place_of(t);
    m.name = text(t, "name");
    if (!is_word(m.name)) report(t, "a module needs a `name`: a lower-case word");
    if (p_.find_module(m.name) != nullptr) report(t, "the module `" + m.name + "` is described twice");
    m.title = title(t, "title", m.name);
    m.space = text(t, "space", p_.spaces.size() == 1 ? p_.spaces.front().name : "");
    const auto* s = p_.find_space(m.space);
    if (s == nullptr) {
      report(t.contains("space") ? *t.get("space") : static_cast<const toml::node&>(t),
             m.space.empty() ? "the module `" + m.name + "` names its `space`, because there are several"
                             : "there is no [[space]] `" + m.space + "`");
    }
    m.owners = texts(t, "owners");
    m.file = inside(t, "file", "");
    if (m.file.empty()) m.file = default_file(m.name);
    if (const auto* groups = table(t, "groups")) {
      for (auto&& [key, value] : *groups) {
        const auto* n = value.as_integer();
        if (n == nullptr || n->get() < 0 || n->get() > 999'999'999) {
          report(value, "a group of a module has a number: groups = {module = 17}");
        } else {
          m.groups.emplace_back(std::string(key.str()), static_cast<std::uint32_t>(n->get()));
          if (s != nullptr) check_group(*s, m.groups.back(), value);
        }
      }
    }
    if (const auto* node = t.get("ranges")) ranges(*node, m);
    p_.modules.push_back(std::move(m));
  }

  std::string default_file(const std::string& module) const {
    const std::string& place = p_.catalog.empty() ? std::string() : p_.catalog.front();
    return place.ends_with(".yaml") ? place : place + "/" + module + ".yaml";
  }

  void check_group(const project_space& s, const std::pair<std::string, std::uint32_t>& choice,
                   const toml::node& at) {
    const auto* scheme = p_.scheme_of(s);
    if (scheme == nullptr || scheme->digits == nullptr) {
      report(at, "the space `" + s.name + "` has no scheme with digit groups; use `ranges`");
      return;
    }
    keys known;
    for (const auto& form : scheme->digits->forms) {
      for (const auto& g : form.groups.first(form.groups.size() - 1)) {
        if (g.name == choice.first) {
          if (choice.second < g.first || choice.second > g.last) {
            report(at, "`" + choice.first + "` is between " + std::to_string(g.first) + " and " +
                           std::to_string(g.last));
          }
          return;
        }
        known.push_back(g.name);
      }
    }
    report(at, "the scheme `" + scheme->name + "` has no group `" + choice.first +
                   "` in front of the running number; there is " + list_of(known));
  }

  void ranges(const toml::node& node, project_module& m) {
    const auto* list = node.as_array();
    if (list == nullptr) {
      report(node, "`ranges` is a list of pairs: ranges = [[1000, 1999]]");
      return;
    }
    for (const auto& item : *list) {
      const auto* pair = item.as_array();
      const auto* from = pair != nullptr && pair->size() == 2 ? pair->get(0)->as_integer() : nullptr;
      const auto* to = pair != nullptr && pair->size() == 2 ? pair->get(1)->as_integer() : nullptr;
      if (from == nullptr || to == nullptr || from->get() < 0 || from->get() > to->get() ||
          to->get() > 999'999'999'999'999'999) {
        report(item, "a range is a pair of numbers of at most 18 digits, the lower one first: [1000, 1999]");
        continue;
      }
      m.ranges.emplace_back(from->get(), to->get());
    }
  }

  void generate_table(const toml::table& t) {
    check(t, {"lang", "out", "package", "namespace", "templates", "spaces"}, "[[generate]]");
    generate_target g;
    g.at = place_of(t);
    g.lang = text(t, "lang");
    if (g.lang.empty()) report(t, "an output names its `lang`");
    g.out = inside(t, "out", "");
    if (g.out.empty()) report(t, "an output names its folder: `out`");
    g.package = text(t, "package");
    g.name_space = text(t, "namespace");
    g.templates = inside(t, "templates", "");
    g.spaces = texts(t, "spaces");
    p_.generate.push_back(std::move(g));
  }

  void uses_table(const toml::table& t) {
    check(t, {"files", "exclude", "patterns"}, "[uses]");
    p_.uses = {texts(t, "files"), texts(t, "exclude"), texts(t, "patterns"), place_of(t)};
    for (const auto& pattern : p_.uses.patterns) {
      bool placeholder = false;
      for (const char* name : {"{name}", "{NAME}", "{Name}", "{nameName}", "{code}"}) {
        placeholder = placeholder || (pattern.find(name) != std::string::npos && pattern.find(name) > 0);
      }
      if (!placeholder) {
        report(*t.get("patterns"),
               "the pattern `" + pattern +
                   "` has text and then one of {name}, {NAME}, {Name}, {nameName}, {code}");
      }
    }
  }

  void lint_table(const toml::table& t) {
    for (auto&& [key, value] : t) {
      const std::string name(key.str());
      const std::string wanted = value.is_string() ? value.as_string()->get() : "";
      if (authoring::find_rule(name) == nullptr) {
        keys known;
        for (const auto rules : {authoring::all_rules(), authoring::project_rules()}) {
          for (const auto& r : rules) known.push_back(r.name);
        }
        const auto near = nearest_name(name, known);
        report(place_of(key.source()),
               "no rule is called `" + name + "`" +
                   (near.empty() ? "" : "; did you mean `" + std::string(near) + "`?"),
               "project-key");
      } else if (wanted == "off") {
        p_.outcomes[name] = std::nullopt;
      } else if (wanted == "warn") {
        p_.outcomes[name] = outcome::warn;
      } else if (wanted == "reject") {
        p_.outcomes[name] = outcome::reject;
      } else {
        report(value, "the outcome of `" + name + "` is \"reject\", \"warn\" or \"off\"");
      }
    }
  }

  project p_;
  findings& out_;
  std::size_t before_;
};

}  // namespace

std::optional<project> read_project(std::string_view text, const std::string& file_name, findings& out) {
  const auto fault = [&](const toml::parse_error& e) {
    out.push_back({"project-syntax", outcome::reject, file_name, place_of(e.source()), "",
                   std::string(e.description())});
  };
  try {
    const toml::table root = toml::parse(text, file_name);
    return reader(file_name, out).read(root);
  } catch (const toml::parse_error& e) {
    fault(e);
    return std::nullopt;
  }
}

}  // namespace errdex::govern
