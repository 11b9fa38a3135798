#include "cli/findings.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <ostream>
#include <set>

#include "authoring/rules.hpp"
#include "cli/terminal.hpp"
#include "errdex/version.hpp"
#include "govern/project.hpp"
#include "present/json_writer.hpp"

namespace errdex::cli {
namespace {

using present::utf8;

namespace json = boost::json;

std::string_view level_of(authoring::outcome severity) noexcept {
  switch (severity) {
    case authoring::outcome::reject:
    case authoring::outcome::decide: return "error";
    case authoring::outcome::warn: return "warning";
  }
  return "none";
}

/// A path as a relative URI: everything but letters, digits and a few marks is escaped.
std::string uri_of(const std::string& path) {
  static constexpr char hex[] = "0123456789ABCDEF";
  std::string out;
  for (const char c : path.starts_with("./") ? path.substr(2) : path) {
    const auto u = static_cast<unsigned char>(c);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '/' || c == '.' || c == '-' || c == '_' || c == '~';
    if (plain) {
      out += c;
    } else {
      out += '%';
      out += hex[u >> 4];
      out += hex[u & 15];
    }
  }
  return out;
}

json::object result_of(const authoring::finding& f) {
  json::object place{{"artifactLocation", {{"uri", uri_of(f.file)}}}};
  if (f.at.line > 0) {
    json::object region{{"startLine", f.at.line}};
    if (f.at.column > 0) region["startColumn"] = f.at.column;
    place["region"] = std::move(region);
  }
  const std::string text = utf8(f.message) + (f.subject.empty() ? "" : " (" + utf8(f.subject) + ")");
  return {{"ruleId", f.rule},
          {"level", level_of(f.severity)},
          {"message", {{"text", text}}},
          {"locations", json::array{json::object{{"physicalLocation", std::move(place)}}}},
          // The same finding in the next run, wherever its line has moved to.
          {"partialFingerprints",
           {{"errdex/v1", std::string(f.rule) + " " + utf8(f.subject) + " " + utf8(f.file)}}}};
}

json::object rule_of(const authoring::rule& r) {
  return {{"id", r.name},
          {"shortDescription", {{"text", r.reason}}},
          {"help", {{"text", std::string(r.reason) + " " + std::string(r.mend)}}},
          {"defaultConfiguration", {{"level", level_of(r.severity)}}},
          {"properties", {{"outcome", authoring::name(r.severity)}}}};
}

}  // namespace

json::object to_json(const authoring::finding& f) {
  return {{"rule", f.rule},
          {"outcome", authoring::name(f.severity)},
          {"file", utf8(f.file)},
          {"line", f.at.line},
          {"column", f.at.column},
          {"subject", utf8(f.subject)},
          {"message", utf8(f.message)}};
}

json::object to_sarif(const authoring::findings& found) {
  std::set<std::string_view> names;
  json::array results;
  for (const auto& f : found) {
    names.insert(f.rule);
    results.push_back(result_of(f));
  }
  json::array rules;
  for (const auto name : names) {
    if (const auto* r = authoring::find_rule(name)) rules.push_back(rule_of(*r));
  }
  json::object driver{{"name", "errdex"}, {"semanticVersion", ERRDEX_VERSION}, {"rules", std::move(rules)}};
  return {{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
          {"version", "2.1.0"},
          {"runs", json::array{json::object{{"tool", {{"driver", std::move(driver)}}},
                                            {"columnKind", "utf16CodeUnits"},
                                            {"results", std::move(results)}}}}};
}

void print(const authoring::findings& found, context& c) {
  const style paint(c.screen);
  for (const auto& f : found) {
    const std::string line = printable(authoring::to_line(f));
    c.out << (f.severity == authoring::outcome::reject   ? paint.red(line)
              : f.severity == authoring::outcome::decide ? paint.yellow(line)
                                                         : line)
          << '\n';
  }
}

std::size_t broken(const authoring::findings& found) noexcept {
  return static_cast<std::size_t>(std::count_if(
      found.begin(), found.end(), [](const auto& f) { return f.severity != authoring::outcome::warn; }));
}

int complain(const authoring::findings& found, context& c) {
  for (const auto& f : found) c.err << printable(authoring::to_line(f)) << '\n';
  return bad_usage;
}

void exit_codes(CLI::App& command, const std::string& text) {
  command.footer(command.get_footer() + "\nExit codes:\n  " + text);
}

std::string project_file(const std::string& given) {
  if (!given.empty()) return given;
  if (auto found = govern::find_project_file()) return *found;
  throw usage_error(
      "there is no errdex.toml here or in a folder above; `errdex init` makes one, --project names one");
}

}  // namespace errdex::cli
