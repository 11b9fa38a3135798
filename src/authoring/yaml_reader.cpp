#include "authoring/yaml_reader.hpp"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <deque>
#include <filesystem>
#include <fstream>
#include <functional>
#include <future>
#include <initializer_list>
#include <set>
#include <sstream>
#include <thread>

namespace errdex::authoring {
namespace {

position place_of(const YAML::Mark& mark) {
  if (mark.is_null()) return {};
  return {static_cast<std::uint32_t>(mark.line + 1), static_cast<std::uint32_t>(mark.column + 1)};
}

std::string join(std::initializer_list<std::string_view> names) {
  std::string out;
  for (const auto n : names) {
    if (!out.empty()) out += ", ";
    out += n;
  }
  return out;
}

/// Reads one document; every problem becomes a finding at its place.
class reader {
 public:
  reader(const std::string& file_name, authored_catalog& into, findings& out)
      : file_name_(file_name), into_(into), out_(out) {
    file_ = static_cast<std::uint32_t>(into_.files.size());
    into_.files.push_back(file_name);
  }

  void read(const YAML::Node& root) {
    if (!root.IsMap()) {
      report("wrong-type", root, "a catalog file is a map with `space` and `entries`, or with `platform`");
      return;
    }
    if (root["platform"] && root["spaces"]) {
      read_platform(root);
    } else {
      read_group(root);
    }
  }

 private:
  void report(std::string_view rule, const YAML::Node& at, std::string message) {
    out_.push_back({rule, outcome::reject, file_name_, place_of(at.Mark()), subject_, std::move(message)});
  }

  /// Reports keys that are not allowed and keys that stand twice.
  void check_keys(const YAML::Node& map, std::initializer_list<std::string_view> allowed) {
    std::set<std::string> seen;
    for (const auto& pair : map) {
      if (!pair.first.IsScalar()) {
        report("wrong-type", pair.first, "a key is a plain word");
        continue;
      }
      const std::string key = pair.first.Scalar();
      if (!seen.insert(key).second) report("duplicate-key", pair.first, "`" + key + "` stands twice");
      if (std::find(allowed.begin(), allowed.end(), key) == allowed.end()) {
        report("unknown-key", pair.first, "`" + key + "` is not a key here; allowed: " + join(allowed));
      }
    }
  }

  std::string text(const YAML::Node& node, std::string_view what) {
    if (!node.IsDefined() || node.IsNull()) return {};
    if (!node.IsScalar()) {
      report("wrong-type", node, std::string(what) + " is a text");
      return {};
    }
    return node.Scalar();
  }

  std::vector<std::string> texts(const YAML::Node& node, std::string_view what) {
    std::vector<std::string> out;
    if (!node.IsDefined() || node.IsNull()) return out;
    if (!node.IsSequence()) {
      report("wrong-type", node, std::string(what) + " is a list of texts");
      return out;
    }
    for (const auto& item : node) {
      if (!item.IsScalar()) {
        report("wrong-type", item, "each item of " + std::string(what) + " is a text");
        continue;
      }
      out.push_back(item.Scalar());
    }
    return out;
  }

  draft::bilingual bilingual(const YAML::Node& node, std::string_view what) {
    if (!node.IsDefined() || node.IsNull()) return {};
    if (!node.IsMap()) {
      report("wrong-type", node, std::string(what) + " is {en: …, zh: …}");
      return {};
    }
    check_keys(node, {"en", "zh"});
    return {text(node["en"], std::string(what) + ".en"), text(node["zh"], std::string(what) + ".zh")};
  }

  std::optional<std::int64_t> integer(const YAML::Node& node, std::string_view what) {
    const std::string value = text(node, what);
    const auto number = draft::number_of(value);
    if (!number) report("wrong-type", node, std::string(what) + " is a whole number, not `" + value + "`");
    return number;
  }

  std::optional<double> number(const YAML::Node& node, std::string_view what) {
    if (!node.IsDefined()) return std::nullopt;
    double value = 0;
    if (!node.IsScalar() || !YAML::convert<double>::decode(node, value) || !(value == value) ||
        value > 1e300 || value < -1e300) {
      report("wrong-type", node, std::string(what) + " is a number");
      return std::nullopt;
    }
    return value;
  }

  template <typename Enum>
  Enum choice(const YAML::Node& node, std::string_view what,
              std::optional<Enum> (*parse)(std::string_view) noexcept, Enum otherwise, std::string_view set) {
    if (!node.IsDefined()) return otherwise;
    const std::string value = text(node, what);
    if (const auto parsed = parse(value)) return *parsed;
    report("unknown-value", node,
           "`" + value + "` is not a " + std::string(what) + "; one of " + std::string(set));
    return otherwise;
  }

  static std::string all(std::span<const std::string_view> names) {
    std::string out;
    for (const auto n : names) {
      if (!out.empty()) out += ", ";
      out += n;
    }
    return out;
  }

  draft::properties properties(const YAML::Node& node, std::string_view what,
                               std::initializer_list<std::string_view> keys) {
    draft::properties out;
    if (!node.IsDefined() || node.IsNull()) return out;
    if (!node.IsMap()) {
      report("wrong-type", node, std::string(what) + " is a map");
      return out;
    }
    check_keys(node, keys);
    for (const auto key : keys) {
      if (const auto value = node[std::string(key)]; value.IsDefined()) {
        out.emplace_back(std::string(key), text(value, key));
      }
    }
    return out;
  }

  void read_platform(const YAML::Node& root) {
    check_keys(root, {"platform", "title", "hosts", "documents", "spaces"});
    const std::string platform = text(root["platform"], "platform");
    const auto title = bilingual(root["title"], "title");
    const auto hosts = texts(root["hosts"], "hosts");
    for (const auto& node : sequence(root["documents"], "documents")) {
      check_keys(node, {"id", "title", "url", "seen"});
      into_.documents.push_back({platform, text(node["id"], "id"), text(node["title"], "title"),
                                 text(node["url"], "url"), text(node["seen"], "seen")});
    }
    for (const auto& node : sequence(root["spaces"], "spaces")) {
      read_space(node, platform, title, hosts);
    }
  }

  void read_space(const YAML::Node& node, const std::string& platform, const draft::bilingual& platform_title,
                  const std::vector<std::string>& hosts) {
    check_keys(node, {"space", "title", "scheme", "envelopes", "hosts", "ranges"});
    draft::space s;
    s.name = text(node["space"], "space");
    s.platform = platform;
    s.platform_title = platform_title;
    s.title = bilingual(node["title"], "title");
    s.scheme = text(node["scheme"], "scheme");
    s.envelopes = texts(node["envelopes"], "envelopes");
    s.hosts = node["hosts"] ? texts(node["hosts"], "hosts") : hosts;
    for (const auto& r : sequence(node["ranges"], "ranges")) {
      check_keys(r, {"from", "to", "title"});
      const auto from = integer(r["from"], "from");
      const auto to = integer(r["to"], "to");
      if (!from || !to) continue;
      if (*from > *to) {
        report("range-form", r, "`from` is above `to`");
        continue;
      }
      s.ranges.push_back({*from, *to, bilingual(r["title"], "title")});
    }
    if (s.name.empty()) {
      report("missing-field", node, "a space needs `space`, its name");
    } else if (find_space(s.name) != nullptr) {
      report("duplicate-space", node, "the space " + s.name + " is defined twice");
    } else {
      into_.spaces.push_back(std::move(s));
    }
  }

  std::vector<YAML::Node> sequence(const YAML::Node& node, std::string_view what) {
    std::vector<YAML::Node> out;
    if (!node.IsDefined() || node.IsNull()) return out;
    if (!node.IsSequence()) {
      report("wrong-type", node, std::string(what) + " is a list");
      return out;
    }
    for (const auto& item : node) {
      if (item.IsMap()) {
        out.push_back(item);
      } else {
        report("wrong-type", item, "each item of " + std::string(what) + " is a map");
      }
    }
    return out;
  }

  draft::space* find_space(std::string_view name) {
    const auto s = std::find_if(into_.spaces.begin(), into_.spaces.end(),
                                [&](const draft::space& x) { return x.name == name; });
    return s == into_.spaces.end() ? nullptr : &*s;
  }

  void read_group(const YAML::Node& root) {
    check_keys(root, {"space", "group", "title", "document", "entries"});
    const std::string space = text(root["space"], "space");
    if (space.empty()) {
      report("missing-field", root, "a catalog file names its `space`, such as `space: acme.billing`");
      return;
    }
    std::string group = text(root["group"], "group");
    if (group.empty()) group = std::filesystem::path(file_name_).stem().string();
    const std::string document = text(root["document"], "document");
    (void)bilingual(root["title"], "title");
    for (const auto& node : sequence(root["entries"], "entries")) {
      read_entry(node, space, group, document);
    }
    subject_.clear();
  }

  void read_entry(const YAML::Node& node, const std::string& space, const std::string& group,
                  const std::string& document) {
    authored_entry a;
    a.file = file_;
    a.at = place_of(node.Mark());
    draft::entry& e = a.value;
    e.space = space;
    e.group = group;
    e.document = document;
    if (node["code"] && node["code"].IsScalar()) e.code = node["code"].Scalar();
    subject_ = space + ":" + e.code;
    check_keys(node,
               {"code",    "name",  "message",     "aliases",    "title",   "cause",   "fix",   "status",
                "verdict", "retry", "overrides",   "limits",     "context", "see",     "basis", "source",
                "notes",   "state", "replaced_by", "parameters", "text",    "example", "was"});
    for (const auto& pair : node) {
      if (pair.first.IsScalar()) a.fields.emplace(pair.first.Scalar(), place_of(pair.second.Mark()));
    }
    for (const char* field :
         {"code", "name", "message", "title", "cause", "fix", "status", "verdict", "basis"}) {
      if (!node[field]) report("missing-field", node, std::string("`") + field + "` is missing");
    }
    e.code = text(node["code"], "code");
    e.name = text(node["name"], "name");
    e.message = text(node["message"], "message");
    e.aliases = texts(node["aliases"], "aliases");
    e.title = bilingual(node["title"], "title");
    e.cause = bilingual(node["cause"], "cause");
    if (const auto fix = node["fix"]; fix.IsDefined()) {
      if (!fix.IsMap()) {
        report("wrong-type", fix, "fix is {en: [steps], zh: [steps]}");
      } else {
        check_keys(fix, {"en", "zh"});
        e.fix_en = texts(fix["en"], "fix.en");
        e.fix_zh = texts(fix["zh"], "fix.zh");
      }
    }
    e.status = choice(node["status"], "status", &parse_status, status::unknown, all(status_names()));
    e.verdict =
        choice(node["verdict"], "verdict", &parse_verdict, verdict::contact_platform, all(verdict_names()));
    e.basis = choice(node["basis"], "basis", &parse_basis, basis::derived, "documented, derived");
    e.state = choice(node["state"], "state", &parse_lifecycle, lifecycle::active, "active, obsolete");
    e.replaced_by = text(node["replaced_by"], "replaced_by");
    if (const auto retry = node["retry"]; retry.IsDefined()) {
      check_keys(retry, {"max_attempts"});
      if (const auto n = integer(retry["max_attempts"], "max_attempts")) {
        if (*n < 0 || *n > 1000) {
          report("wrong-type", retry, "max_attempts is between 0 and 1000");
        } else {
          e.retry_limit = static_cast<std::uint32_t>(*n);
        }
      }
    }
    for (const auto& o : sequence(node["overrides"], "overrides")) {
      check_keys(o, {"when", "verdict", "reason"});
      draft::verdict_override v;
      v.when = properties(o["when"], "when",
                          {"sub_code", "endpoint", "token", "api_version", "http_status", "message"});
      if (v.when.empty()) report("missing-field", o, "an override needs a condition in `when`");
      if (!o["verdict"]) report("missing-field", o, "an override needs a `verdict`");
      v.verdict =
          choice(o["verdict"], "verdict", &parse_verdict, verdict::contact_platform, all(verdict_names()));
      v.reason = text(o["reason"], "reason");
      e.overrides.push_back(std::move(v));
    }
    for (const auto& l : sequence(node["limits"], "limits")) e.limits.push_back(read_limit(l));
    e.context = properties(node["context"], "context",
                           {"api_version", "token", "endpoint", "apis", "platforms", "since"});
    e.see = texts(node["see"], "see");
    e.notes = texts(node["notes"], "notes");
    if (const auto source = node["source"]; source.IsDefined()) {
      if (!source.IsMap()) {
        report("wrong-type", source, "source is {document: …, line: …}");
      } else {
        check_keys(source, {"document", "line"});
        if (source["document"]) e.document = text(source["document"], "document");
        if (source["line"]) {
          const auto line = integer(source["line"], "line");
          if (line && *line >= 0 && *line <= 100'000'000) e.line = static_cast<std::uint32_t>(*line);
        }
      }
    }
    for (const auto& p : sequence(node["parameters"], "parameters")) {
      check_keys(p, {"name", "type"});
      if (!p["name"]) report("missing-field", p, "a parameter needs a `name`");
      e.parameters.push_back({text(p["name"], "name"),
                              choice(p["type"], "type", &draft::parse_parameter_type,
                                     draft::parameter_type::string, "string, integer, number, boolean")});
    }
    e.text = bilingual(node["text"], "text");
    e.example = text(node["example"], "example");
    e.was = texts(node["was"], "was");
    into_.entries.push_back(std::move(a));
  }

  draft::limit read_limit(const YAML::Node& node) {
    check_keys(node, {"field", "min", "max", "count", "unit", "charset", "values", "window", "per"});
    draft::limit l;
    l.field = text(node["field"], "field");
    l.min = number(node["min"], "min");
    l.max = number(node["max"], "max");
    l.count = number(node["count"], "count");
    l.unit = text(node["unit"], "unit");
    l.charset = text(node["charset"], "charset");
    l.values = texts(node["values"], "values");
    l.window = text(node["window"], "window");
    l.per = text(node["per"], "per");
    return l;
  }

  const std::string& file_name_;
  authored_catalog& into_;
  findings& out_;
  std::uint32_t file_ = 0;
  std::string subject_;
};

/// The byte offset of the first byte that is not UTF-8, or npos.
std::size_t first_invalid_utf8(std::string_view s) {
  for (std::size_t i = 0; i < s.size();) {
    const auto c = static_cast<unsigned char>(s[i]);
    const std::size_t n = c < 0x80                ? 1
                          : c >= 0xc2 && c < 0xe0 ? 2
                          : c >= 0xe0 && c < 0xf0 ? 3
                          : c >= 0xf0 && c < 0xf5 ? 4
                                                  : 0;
    if (n == 0 || i + n > s.size()) return i;
    if (n > 2) {  // Forms that are longer than needed, surrogates, and what lies behind U+10FFFF.
      const auto second = static_cast<unsigned char>(s[i + 1]);
      if ((c == 0xe0 && second < 0xa0) || (c == 0xed && second > 0x9f) || (c == 0xf0 && second < 0x90) ||
          (c == 0xf4 && second > 0x8f)) {
        return i;
      }
    }
    for (std::size_t k = 1; k < n; ++k) {
      if ((static_cast<unsigned char>(s[i + k]) & 0xc0) != 0x80) return i;
    }
    i += n;
  }
  return std::string_view::npos;
}

/// Deep nesting overflows the stack of a recursive parser; no catalog needs more than a few levels.
bool too_deep(std::string_view text) {
  std::size_t flow = 0;
  for (const char c : text) {
    if (c == '[' || c == '{') ++flow;
    if ((c == ']' || c == '}') && flow > 0) --flow;
    if (c == '\n' && flow == 0) continue;
    if (flow > 64) return true;
  }
  std::size_t at = 0;
  while (at < text.size()) {  // "- - - -" and "? ? ?" nest without brackets, and so does indentation.
    auto end = text.find('\n', at);
    if (end == std::string_view::npos) end = text.size();
    std::size_t markers = 0;
    std::size_t i = at;
    while (i < end && (text[i] == ' ' || text[i] == '-' || text[i] == '?' || text[i] == ':')) {
      if (text[i] != ' ') ++markers;
      ++i;
    }
    if (markers > 64 || (i - at > 400 && i < end)) return true;
    at = end + 1;
  }
  return false;
}

}  // namespace

draft::catalog authored_catalog::to_draft() const {
  draft::catalog out;
  out.spaces = spaces;
  out.documents = documents;
  for (const auto& e : entries) {
    const bool known = std::any_of(out.spaces.begin(), out.spaces.end(),
                                   [&](const draft::space& s) { return s.name == e.value.space; });
    if (!known) {  // A user's file may name a space without describing it.
      draft::space s;
      s.name = e.value.space;
      s.platform = e.value.space.substr(0, e.value.space.find('.'));
      s.platform_title = {s.platform, s.platform};
      s.title = {s.name, s.name};
      out.spaces.push_back(std::move(s));
    }
    out.entries.push_back(e.value);
  }
  return out;
}

void read_yaml(std::string_view text, const std::string& file_name, authored_catalog& into, findings& out) {
  const auto fault = [&](position at, std::string message) {
    out.push_back({"yaml-syntax", outcome::reject, file_name, at, "", std::move(message)});
  };
  if (const auto bad = first_invalid_utf8(text); bad != std::string_view::npos) {
    const auto before = text.substr(0, bad);
    const auto line = static_cast<std::uint32_t>(std::count(before.begin(), before.end(), '\n'));
    const auto start = before.rfind('\n');
    fault({line + 1, static_cast<std::uint32_t>(bad - (start == std::string_view::npos ? 0 : start + 1)) + 1},
          "not UTF-8 text; save the file as UTF-8");
    return;
  }
  if (too_deep(text)) {
    fault({1, 1}, "nested more than 64 levels deep; a catalog needs six");
    return;
  }
  try {
    const YAML::Node root = YAML::Load(std::string(text));
    if (!root.IsDefined() || root.IsNull()) {
      fault({1, 1}, "the file is empty; a catalog file has `space` and `entries`");
      return;
    }
    reader(file_name, into, out).read(root);
  } catch (const YAML::Exception& e) {
    fault(place_of(e.mark), e.msg);
  }
}

namespace {

/// What one file gave, before it is put beside the others.
struct part {
  std::string text;
  bool readable = false;
  authored_catalog codes;
  findings found;
};

part read_part(const std::filesystem::path& file) {
  part out;
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  out.readable = in && (text << in.rdbuf());
  if (!out.readable) return out;
  out.text = std::move(text).str();
  read_yaml(out.text, file.string(), out.codes, out.found);
  return out;
}

void append(part&& p, const std::string& file, authored_catalog& into, findings& out) {
  if (!p.readable) {
    out.push_back({"unreadable-file", outcome::reject, file, {}, "", "cannot be read, or is empty"});
    return;
  }
  // A space may stand in one file only, which a file read by itself cannot know.
  if (!p.codes.spaces.empty()) return read_yaml(p.text, file, into, out);
  const auto index = static_cast<std::uint32_t>(into.files.size());
  into.files.insert(into.files.end(), p.codes.files.begin(), p.codes.files.end());
  into.documents.insert(into.documents.end(), p.codes.documents.begin(), p.codes.documents.end());
  for (auto& e : p.codes.entries) {
    e.file += index;
    into.entries.push_back(std::move(e));
  }
  out.insert(out.end(), p.found.begin(), p.found.end());
}

/// Parsing YAML is nearly all of the time that a large catalog takes, and files do not need each other.
void read_files(const std::vector<std::filesystem::path>& files, authored_catalog& into, findings& out) {
  const std::size_t width = std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, 8);
  std::deque<std::future<part>> running;
  std::size_t next = 0;
  for (const auto& file : files) {
    while (files.size() > 1 && next < files.size() && running.size() < width) {
      running.push_back(std::async(std::launch::async, read_part, std::cref(files[next++])));
    }
    if (running.empty()) {
      append(read_part(file), file.string(), into, out);
      continue;
    }
    append(running.front().get(), file.string(), into, out);
    running.pop_front();
  }
}

}  // namespace

void read_path(const std::string& path, authored_catalog& into, findings& out) {
  namespace fs = std::filesystem;
  std::error_code error;
  std::vector<fs::path> files;
  if (fs::is_directory(path, error)) {
    for (fs::recursive_directory_iterator it(path, error), end; it != end && !error; it.increment(error)) {
      const auto& p = it->path();
      std::error_code unreadable;
      if (it->is_regular_file(unreadable) && p.extension() == ".yaml" && p.filename() != "glossary.yaml") {
        files.push_back(p);
      }
    }
    std::sort(files.begin(), files.end());
    // A platform's file defines the spaces that the others write into.
    std::stable_partition(files.begin(), files.end(),
                          [](const fs::path& p) { return p.filename() == "platform.yaml"; });
  } else {
    files.emplace_back(path);
  }
  if (error || files.empty()) {
    out.push_back({"unreadable-file",
                   outcome::reject,
                   path,
                   {},
                   "",
                   error ? error.message() : "no *.yaml file below this folder"});
    return;
  }
  read_files(files, into, out);
}

}  // namespace errdex::authoring
