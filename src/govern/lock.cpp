#include "govern/lock.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <tuple>

namespace errdex::govern {
namespace {

namespace json = boost::json;

constexpr std::int64_t format_version = 1;

/// Reads the members of one line; the first that is wrong becomes `problem`.
class line_reader {
 public:
  explicit line_reader(const json::object& o) : o_(o) {}

  std::string text(std::string_view key) {
    const auto* v = o_.if_contains(key);
    if (v == nullptr) return {};
    if (const auto* s = v->if_string()) return {s->data(), s->size()};
    fail(key);
    return {};
  }
  std::vector<std::string> texts(std::string_view key) {
    std::vector<std::string> out;
    const auto* v = o_.if_contains(key);
    if (v == nullptr) return out;
    if (!v->is_array()) fail(key);
    if (v->is_array()) {
      for (const auto& item : v->get_array()) {
        if (item.is_string()) {
          out.emplace_back(item.get_string());
        } else {
          fail(key);
        }
      }
    }
    return out;
  }
  std::int64_t integer(std::string_view key) {
    const auto* v = o_.if_contains(key);
    if (v != nullptr && v->is_int64() && v->get_int64() >= 0) return v->get_int64();
    fail(key);
    return 0;
  }
  void fail(std::string_view key) {
    if (problem.empty()) problem = "`" + std::string(key) + "` is not what a release writes";
  }

  std::string problem;

 private:
  const json::object& o_;
};

std::vector<std::string> in_words(const std::vector<draft::parameter>& parameters) {
  std::vector<std::string> out;
  for (const auto& p : parameters) out.push_back(p.name + ":" + std::string(draft::name(p.type)));
  return out;
}

released_entry read_entry(line_reader& line) {
  released_entry e;
  e.space = line.text("space");
  e.code = line.text("code");
  e.name = line.text("name");
  e.since = line.text("since");
  e.retired = line.text("retired");
  e.message = line.text("message");
  e.title = line.text("title");
  e.replaced_by = line.text("replaced_by");
  e.was = line.texts("was");
  if (const auto s = parse_status(line.text("status"))) {
    e.status = *s;
  } else {
    line.fail("status");
  }
  if (const auto v = parse_verdict(line.text("verdict"))) {
    e.verdict = *v;
  } else {
    line.fail("verdict");
  }
  for (const auto& word : line.texts("parameters")) {
    const auto colon = word.find(':');
    const auto type = colon == std::string::npos
                          ? std::nullopt
                          : draft::parse_parameter_type(std::string_view(word).substr(colon + 1));
    if (type) {
      e.parameters.push_back({word.substr(0, colon), *type});
    } else {
      line.fail("parameters");
    }
  }
  if (e.space.empty() || e.code.empty() || e.name.empty()) line.fail("space, code and name");
  return e;
}

json::object to_json(const released_entry& e) {
  json::object o{{"space", e.space},     {"code", e.code},           {"name", e.name},
                 {"since", e.since},     {"status", name(e.status)}, {"verdict", name(e.verdict)},
                 {"message", e.message}, {"title", e.title}};
  if (!e.parameters.empty()) o["parameters"] = json::value_from(in_words(e.parameters));
  if (!e.retired.empty()) o["retired"] = e.retired;
  if (!e.replaced_by.empty()) o["replaced_by"] = e.replaced_by;
  if (!e.was.empty()) o["was"] = json::value_from(e.was);
  return o;
}

auto order(const released_entry& e) {
  const auto number = draft::number_of(e.code);
  return std::tuple(std::string_view(e.space), !number.has_value(), number.value_or(0),
                    std::string_view(e.code), std::string_view(e.name));
}

}  // namespace

const released_entry* released::find(std::string_view space, std::string_view code,
                                     std::string_view name) const noexcept {
  const released_entry* any = nullptr;
  for (const auto& e : entries) {
    if (e.space != space || e.code != code) continue;
    if (e.name == name) return &e;
    if (any == nullptr) any = &e;
  }
  return any;
}

released read_lock(std::string_view text, const std::string& file_name, findings& out) {
  released lock;
  std::uint32_t number = 0;
  const auto fault = [&](std::string message) {
    out.push_back({"lock-form", authoring::outcome::reject, file_name, {number, 1}, "", std::move(message)});
  };
  bool head = false;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    std::string_view row = text.substr(at, end - at);
    at = end + 1;
    ++number;
    if (row.ends_with('\r')) row.remove_suffix(1);
    if (row.empty()) continue;
    boost::system::error_code error;
    const auto value = json::parse(row, error);
    if (error || !value.is_object()) {
      fault(row.starts_with("<<<<<<<") || row.starts_with(">>>>>>>") || row.starts_with("=======")
                ? "a merge conflict; keep the lines of both sides"
                : "not a JSON object");
      continue;
    }
    line_reader line(value.get_object());
    if (!head) {
      head = true;
      if (line.integer("errdex_lock") != format_version) {
        fault("the file begins with {\"errdex_lock\":1,…}; this one is of another program or version");
        return lock;
      }
      lock.version = line.text("version");
      lock.exemptions = static_cast<std::size_t>(line.integer("exemptions"));
    } else {
      lock.entries.push_back(read_entry(line));
    }
    if (!line.problem.empty()) fault(line.problem);
  }
  return lock;
}

released load_lock(const project& p, findings& out) {
  const std::string path = p.path(p.lock);
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    std::error_code error;
    if (std::filesystem::exists(path, error)) {
      out.push_back({"unreadable-file", authoring::outcome::reject, path, {}, "", "cannot be read"});
    }
    return {};
  }
  const std::string text(std::istreambuf_iterator<char>(in), {});
  return read_lock(text, path, out);
}

std::string to_text(const released& lock) {
  json::object head{
      {"errdex_lock", format_version}, {"version", lock.version}, {"exemptions", lock.exemptions}};
  std::string out = json::serialize(head) + "\n";
  for (const auto& e : lock.entries) out += json::serialize(to_json(e)) + "\n";
  return out;
}

released release(const released& before, const authoring::authored_catalog& codes, const std::string& version,
                 std::size_t exemptions) {
  released out;
  out.version = version;
  out.exemptions = exemptions;
  for (const auto& a : codes.entries) {
    const draft::entry& e = a.value;
    const released_entry* old = before.find(e.space, e.code, e.name);
    released_entry now;
    now.space = e.space;
    now.code = e.code;
    now.name = e.name;
    now.since = old != nullptr && !old->since.empty() ? old->since : version;
    if (e.state == lifecycle::obsolete) {
      now.retired = old != nullptr && !old->retired.empty() ? old->retired : version;
    }
    now.status = e.status;
    now.verdict = e.verdict;
    now.message = e.message;
    now.parameters = e.parameters;
    now.title = headline_of(e);
    now.replaced_by = e.replaced_by;
    now.was = e.was;
    out.entries.push_back(std::move(now));
  }
  // What is gone from the catalog stays promised: the number must not come back with another meaning.
  for (const auto& old : before.entries) {
    const bool there = std::any_of(codes.entries.begin(), codes.entries.end(), [&](const auto& a) {
      return a.value.space == old.space && a.value.code == old.code;
    });
    if (!there) out.entries.push_back(old);
  }
  std::stable_sort(out.entries.begin(), out.entries.end(),
                   [](const released_entry& a, const released_entry& b) { return order(a) < order(b); });
  return out;
}

const std::string& headline_of(const draft::entry& e) noexcept {
  return e.title.en.empty() ? e.title.zh : e.title.en;
}

}  // namespace errdex::govern
