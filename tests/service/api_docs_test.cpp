// docs/api.md shows what the service answers. Each block of sh with a curl call is followed by a block of
// json with its output; ERRDEX_UPDATE_DOCS=1 in the environment writes the outputs anew.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "service/ask.hpp"

namespace errdex::service {
namespace {

namespace json = boost::json;

constexpr std::string_view base = "http://127.0.0.1:7340";

/// The text between `open` and `close`, and what stands behind it; empty when there is none.
std::string_view between(std::string_view& text, std::string_view open, std::string_view close) {
  const std::size_t from = text.find(open);
  if (from == std::string_view::npos) return {};
  const std::size_t end = text.find(close, from + open.size());
  if (end == std::string_view::npos) return {};
  const std::string_view out = text.substr(from + open.size(), end - from - open.size());
  text.remove_prefix(end + close.size());
  return out;
}

/// As jq prints it: two spaces a level.
void print(const json::value& v, std::size_t depth, std::string& out) {
  const std::string indent(2 * depth + 2, ' ');
  const auto close = [&](char bracket) { out += "\n" + indent.substr(2) + bracket; };
  bool first = true;
  if (v.is_object() && !v.get_object().empty()) {
    out += '{';
    for (const auto& member : v.get_object()) {
      out += (first ? "\n" : ",\n") + indent + json::serialize(json::value(member.key())) + ": ";
      print(member.value(), depth + 1, out);
      first = false;
    }
    close('}');
  } else if (v.is_array() && !v.get_array().empty()) {
    out += '[';
    for (const auto& item : v.get_array()) {
      out += (first ? "\n" : ",\n") + indent;
      print(item, depth + 1, out);
      first = false;
    }
    close(']');
  } else {
    out += json::serialize(v);
  }
}

/// The part of jq that the document uses: ".a[0].b" and behind a pipe "{a, b}".
json::value filtered(json::value v, std::string_view filter) {
  const std::size_t pipe = filter.find(" | ");
  std::string_view path = filter.substr(0, pipe);
  while (path.size() > 1) {
    if (path[0] == '[') {
      v = json::value(v.at(std::stoul(std::string(path.substr(1)))));
      path.remove_prefix(path.find(']') + 1);
    } else {
      const std::string_view key = path.substr(1, path.find_first_of(".[", 1) - 1);
      v = json::value(v.at(key));
      path.remove_prefix(key.size() + 1);
    }
  }
  if (pipe == std::string_view::npos) return v;
  json::object chosen;
  std::string_view names = filter.substr(pipe + 4);
  while (!names.empty()) {
    const std::size_t end = names.find_first_of(",}");
    const std::string_view name = names.substr(0, end);
    chosen[name] = v.at(name);
    names.remove_prefix(std::min(names.find_first_not_of(", }", end), names.size()));
  }
  return chosen;
}

std::string output_of(std::string_view command) {
  std::string_view rest = command;
  std::string target(between(rest, "'", "'"));
  EXPECT_TRUE(target.starts_with(base)) << command;
  target.erase(0, base.size());
  http::response r;
  if (std::string_view body = rest; body.find("-d '") != std::string_view::npos) {
    const std::string type(between(rest, "-H 'Content-Type: ", "'"));
    r = post(target, std::string(between(rest, "-d '", "'")), type);
  } else {
    r = get(target);
  }
  const std::string_view filter = between(rest, "jq '", "'");
  std::string out;
  print(filtered(parsed(r), filter), 0, out);
  return out + "\n";
}

TEST(ApiDocs, ShowWhatTheServiceAnswers) {
  const std::string file = ERRDEX_SOURCE_DIR "/docs/api.md";
  std::ostringstream read;
  read << std::ifstream(file).rdbuf();
  const std::string text = read.str();
  const bool update = std::getenv("ERRDEX_UPDATE_DOCS") != nullptr;
  std::string written;
  std::string_view rest = text;
  int blocks = 0;
  for (;;) {
    const std::string_view before = rest;
    const std::string_view command = between(rest, "```sh\n", "```\n");
    if (command.empty()) break;
    ++blocks;
    const std::string output = output_of(command);
    written += before.substr(0, before.size() - rest.size());
    const std::string_view shown = between(rest, "```json\n", "```\n");
    written += "```json\n" + output + "```\n";
    if (!update) {
      EXPECT_EQ(shown, output) << command;
    }
  }
  EXPECT_GE(blocks, 6);
  written += rest;
  if (update) std::ofstream(file) << written;
}

}  // namespace
}  // namespace errdex::service
