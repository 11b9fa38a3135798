#include "evidence_corpus.hpp"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <filesystem>
#include <iomanip>
#include <set>
#include <sstream>
#include <stdexcept>

#include "diagnose/evidence_neighbours.hpp"
#include "diagnose/evidence_party.hpp"
#include "errdex/sighting.hpp"

namespace errdex::test {
namespace {

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
    text.replace(at, what.size(), by);
  return text;
}

/// The text as a JSON string, without the quotes around it.
std::string json_escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out.push_back('\\');
      out.push_back(c);
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (static_cast<unsigned char>(c) < 0x20) {
      std::ostringstream code;
      code << "\\u" << std::hex << std::setw(4) << std::setfill('0') << static_cast<int>(c);
      out += code.str();
    } else {
      out.push_back(c);
    }
  }
  return out;
}

std::string utf16(std::string_view text, bool little) {
  std::string out = little ? "\xFF\xFE" : "\xFE\xFF";
  const auto unit = [&](unsigned u) {
    const char low = static_cast<char>(u & 0xFF);
    const char high = static_cast<char>(u >> 8);
    out.push_back(little ? low : high);
    out.push_back(little ? high : low);
  };
  for (std::size_t i = 0; i < text.size();) {
    const auto b = static_cast<unsigned char>(text[i]);
    const std::size_t n = b < 0x80 ? 1 : b < 0xE0 ? 2 : b < 0xF0 ? 3 : 4;
    unsigned c = n == 1 ? b : b & (0xFFu >> (n + 1));
    for (std::size_t k = 1; k < n && i + k < text.size(); ++k)
      c = c << 6 | (static_cast<unsigned char>(text[i + k]) & 0x3Fu);
    i += n;
    if (c >= 0x10000) {
      unit(0xD800 + ((c - 0x10000) >> 10));
      unit(0xDC00 + ((c - 0x10000) & 0x3FF));
    } else {
      unit(c);
    }
  }
  return out;
}

std::string each_line(const std::string& text, std::string_view prefix) {
  std::string out(prefix);
  for (const char c : text) {
    out.push_back(c);
    if (c == '\n') out += prefix;
  }
  return out;
}

/// Every number and every name in quotes in a colour of its own, as tools do that colour JSON.
std::string coloured(const std::string& text) {
  std::string out = "\x1b[0m";
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool begins =
        text[i] >= '0' && text[i] <= '9' && (i == 0 || text[i - 1] < '0' || text[i - 1] > '9');
    if (begins) out += "\x1b[38;5;141m";
    out.push_back(text[i]);
    const bool ends =
        text[i] >= '0' && text[i] <= '9' && (i + 1 == text.size() || text[i + 1] < '0' || text[i + 1] > '9');
    if (ends) out += "\x1b[0m";
    if (text[i] == ',') out += "\x1b[K";
  }
  return out + "\x1b[0m\n";
}

struct change {
  std::string_view name;
  std::string_view meaning;
  std::string (*make)(const std::string&);
};

const change table[] = {
    {"crlf", "lines end with CR LF", [](const std::string& t) { return replaced(t + "\n", "\n", "\r\n"); }},
    {"bom", "a byte order mark before UTF-8", [](const std::string& t) { return "\xEF\xBB\xBF" + t; }},
    {"utf-16le", "UTF-16 as PowerShell writes it", [](const std::string& t) { return utf16(t, true); }},
    {"utf-16be", "UTF-16, the high byte first", [](const std::string& t) { return utf16(t, false); }},
    {"coloured", "numbers and commas in ANSI colours", [](const std::string& t) { return coloured(t); }},
    {"escaped", "as a string in a JSON log line",
     [](const std::string& t) {
       return R"({"time":"2025-06-12T10:30:00+08:00","level":"error","caller":"notify/send.go:42","error":")" +
              json_escaped(t) + "\"}";
     }},
    {"escaped twice", "as a string in a JSON document in a JSON log line",
     [](const std::string& t) {
       return R"({"stream":"stderr","log":")" +
              json_escaped(R"({"level":"error","detail":")" + json_escaped(t) + "\"}\n") + "\"}";
     }},
    {"quoted in a line", "with its quotes escaped, in a line of plain text",
     [](const std::string& t) {
       return R"(Jun 12 10:30:00 app-7 notify[4312]: upstream said ")" + json_escaped(t) +
              R"(" after 3 attempts)";
     }},
    {"container", "every line behind the prefix of docker compose logs",
     [](const std::string& t) { return each_line(t, "notify-1  | "); }},
    {"mail", "every line quoted as in a mail", [](const std::string& t) { return each_line(t, "> "); }},
    {"in a paste", "between log lines with ids, telephone numbers and times",
     [](const std::string& t) {
       return "2025-06-12 10:29:58.113 INFO  [main] order 400142025061200001 paid, phone 13840014001, build "
              "#60011\n" +
              t +
              "\n2025-06-12 10:30:01.007 INFO  [pool-3-thread-40014] GET /healthz HTTP/1.1\" 200 40014 \"-\" "
              "\"kube-probe/1.27\"\n";
     }},
    {"broken bytes", "between bytes that are not UTF-8",
     [](const std::string& t) { return "\xC3\x28 \xFF\x80 \xE4\xBD " + t + " \xF0\x28\x8C \xC0"; }},
};

finding read_finding(const std::string& written) {
  finding f;
  std::istringstream in(written);
  std::string head;
  std::string word;
  in >> head;
  while (in >> word) {
    if (word.starts_with('@')) {
      f.offset = std::stoul(word.substr(1));
    } else {
      f.shape = word;
    }
  }
  const auto colon = head.find(':');
  if (colon == std::string::npos || f.shape.empty())
    throw std::runtime_error("a finding is \"space:code shape\", not \"" + written + "\"");
  f.space = head.substr(0, colon);
  f.code = head.substr(colon + 1);
  if (const auto slash = f.code.find('/'); slash != std::string::npos) {
    f.sub_code = f.code.substr(slash + 1);
    f.code.resize(slash);
  }
  return f;
}

std::vector<finding> read_findings(const YAML::Node& node) {
  std::vector<finding> out;
  if (node.IsSequence()) {
    for (const auto& one : node) out.push_back(read_finding(one.as<std::string>()));
  } else if (const auto written = node.as<std::string>(); written != "nothing") {
    out.push_back(read_finding(written));
  }
  return out;
}

/// The shape that an error has after a change of the text around it.
std::string shape_after(std::string_view change, const std::string& shape) {
  const bool escapes = change == "escaped" || change == "escaped twice" || change == "quoted in a line";
  if (escapes && shape == "json") return "escaped_json";
  return shape;
}

void read_file(const std::filesystem::path& path, std::vector<evidence_case>& out) {
  const std::string file = path.filename().string();
  const YAML::Node document = YAML::LoadFile(path.string());
  for (const auto& node : document) {
    const auto fail = [&](const std::string& what) {
      throw std::runtime_error(file + ":" + std::to_string(node.Mark().line + 1) + ": " + what);
    };
    static const std::set<std::string> known{"case", "text",  "finds", "neighbour",
                                             "also", "known", "why",   "first"};
    for (const auto& field : node) {
      if (!known.contains(field.first.as<std::string>()))
        fail("unknown field \"" + field.first.as<std::string>() + "\"");
    }
    if (!node["case"] || !node["text"] || !node["finds"]) fail("a case has case, text and finds");
    evidence_case c;
    c.file = file;
    c.line = node.Mark().line + 1;
    c.name = node["case"].as<std::string>();
    c.text = replaced(node["text"].as<std::string>(), "␛", "\x1b");
    try {
      c.finds = read_findings(node["finds"]);
    } catch (const std::exception& e) {
      fail(e.what());
    }
    if (node["neighbour"]) c.neighbour = node["neighbour"].as<std::string>();
    if (node["known"]) {
      if (node["known"].as<std::string>() != "miss") fail("known is \"miss\" or absent");
      c.known_miss = true;
      if (!node["why"]) fail("a known miss says why");
      c.why = node["why"].as<std::string>();
    }
    if (node["first"]) {
      c.first = node["first"].as<std::string>();
      if (c.first != "missed" && c.first != "wrong") fail("first is \"missed\", \"wrong\" or absent");
    }
    const std::vector<std::string> also =
        node["also"] ? node["also"].as<std::vector<std::string>>() : std::vector<std::string>();
    out.push_back(c);
    for (const std::string& name : also) {
      evidence_case made = c;
      const auto text = changed(name, c.text);
      if (!text) fail("no such change: \"" + name + "\"");
      made.text = *text;
      made.change = name;
      for (finding& f : made.finds) {
        f.shape = shape_after(name, f.shape);
        f.offset.reset();
      }
      out.push_back(std::move(made));
    }
  }
}

std::string platform_of(const std::string& space) { return space.substr(0, space.find('.')); }

std::string percent(double share) {
  std::ostringstream out;
  out << std::fixed << std::setprecision(share == 1.0 ? 0 : 1) << share * 100 << " %";
  return out.str();
}

}  // namespace

std::string finding::text() const {
  return space + ":" + code + (sub_code.empty() ? "" : "/" + sub_code) + " " + shape +
         (offset ? " @" + std::to_string(*offset) : "");
}

void tally::add(const tally& other) {
  cases += other.cases;
  right += other.right;
  wrong += other.wrong;
  missed += other.missed;
}

std::optional<std::string> changed(std::string_view name, const std::string& text) {
  for (const change& c : table) {
    if (c.name == name) return c.make(text);
  }
  return std::nullopt;
}

const std::vector<std::pair<std::string_view, std::string_view>>& changes() {
  static const auto all = [] {
    std::vector<std::pair<std::string_view, std::string_view>> out;
    for (const change& c : table) out.emplace_back(c.name, c.meaning);
    return out;
  }();
  return all;
}

std::vector<evidence_case> read_corpus(const std::string& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".yaml") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  std::vector<evidence_case> out;
  for (const auto& path : files) read_file(path, out);
  return out;
}

answer ask(std::string_view text) {
  answer out;
  for (const sighting& s : find_errors(text)) {
    const diagnosis d = diagnose(s.what);
    finding f;
    f.shape = std::string(name(s.shape));
    f.offset = s.offset;
    if (d.empty()) {
      f.space = "none";
    } else {
      f.space = std::string(d.candidates()[0].space.name());
      f.code = std::string(d.candidates()[0].code);
      f.sub_code = std::string(d.candidates()[0].sub_code);
    }
    out.finds.push_back(std::move(f));
  }
  out.neighbour = std::string(neighbour_of(text));
  return out;
}

outcome judge(const evidence_case& c) {
  outcome out;
  out.of = &c;
  out.got = ask(c.text);
  out.counts.cases = 1;
  std::vector<finding> left = out.got.finds;
  for (const finding& wanted : c.finds) {
    const auto found =
        std::find_if(left.begin(), left.end(), [&](const finding& f) { return f.same_error(wanted); });
    if (found == left.end()) {
      ++out.counts.missed;
    } else {
      ++out.counts.right;
      left.erase(found);
    }
  }
  out.counts.wrong = left.size();
  out.exact = c.finds.size() == out.got.finds.size() && c.neighbour == out.got.neighbour &&
              std::equal(c.finds.begin(), c.finds.end(), out.got.finds.begin(),
                         [](const finding& wanted, const finding& got) {
                           return wanted.same_error(got) && wanted.shape == got.shape &&
                                  (!wanted.offset || wanted.offset == got.offset);
                         });
  return out;
}

namespace {

/// The section on cases that the reader had not seen.
std::string held_out_section(const std::vector<evidence_case>& cases) {
  tally first;
  tally now;
  std::size_t nothing = 0;
  std::string known;
  for (const evidence_case& c : cases) {
    now.add(judge(c).counts);
    if (c.finds.empty()) ++nothing;
    (c.first.empty() ? first.right : first.missed) += c.finds.size();
    if (c.first == "wrong") ++first.wrong;
    if (c.known_miss) known += "- " + c.name + ". " + c.why + "\n";
  }
  std::ostringstream out;
  out << "\n## Unseen pastes\n\n"
         "The corpus above grew together with the reader, so its figures say what was kept, not what a "
         "stranger's "
         "paste may expect. tests/evidence/held_out/ has "
      << cases.size() << " pastes with " << first.right + first.missed << " errors, " << nothing
      << " of them with nothing to find, which were written from issue threads and from programs outside the "
         "official "
         "SDKs after the reader was finished. What they show is mended where it can be, so only the first "
         "line is the "
         "honest one:\n\n"
         "| run | precision | recall |\n|---|--:|--:|\n"
      << "| the first, before anything was changed | " << percent(first.precision()) << " (" << first.wrong
      << " wrong) | " << percent(first.recall()) << " (" << first.missed << " missed) |\n"
      << "| now | " << percent(now.precision()) << " (" << now.wrong << " wrong) | " << percent(now.recall())
      << " (" << now.missed << " missed) |\n";
  if (!known.empty()) out << "\nStill missed:\n\n" << known;
  return out.str();
}

}  // namespace

std::string report(const std::string& project) {
  return report(read_corpus(project + "/tests/evidence"), read_corpus(project + "/tests/evidence/held_out"));
}

std::string report(const std::vector<evidence_case>& corpus, const std::vector<evidence_case>& held_out) {
  tally all;
  tally nothing;
  std::map<std::string, tally> by_shape;
  std::map<std::string, tally> by_platform;
  std::map<std::string, tally> by_change;
  std::map<std::string, std::size_t> by_neighbour;
  std::size_t by_hand = 0;
  std::size_t neighbours = 0;
  std::size_t neighbours_named = 0;
  std::vector<const evidence_case*> known;
  for (const evidence_case& c : corpus) {
    const outcome o = judge(c);
    all.add(o.counts);
    if (c.change.empty()) ++by_hand;
    by_change[c.change].add(o.counts);
    if (c.finds.empty()) nothing.add(o.counts);
    if (!c.neighbour.empty()) {
      ++neighbours;
      ++by_neighbour[c.neighbour];
      if (o.got.neighbour == c.neighbour) ++neighbours_named;
    }
    if (c.known_miss) known.push_back(&c);
    // A finding counts for the shape and the platform that it has, or that it was taken to have.
    std::vector<finding> left = o.got.finds;
    std::set<std::string> shapes;
    std::set<std::string> platforms;
    for (const finding& wanted : c.finds) {
      const auto found =
          std::find_if(left.begin(), left.end(), [&](const finding& f) { return f.same_error(wanted); });
      tally one;
      one.cases = shapes.insert(wanted.shape).second ? 1 : 0;
      (found == left.end() ? one.missed : one.right) = 1;
      by_shape[wanted.shape].add(one);
      one.cases = platforms.insert(platform_of(wanted.space)).second ? 1 : 0;
      by_platform[platform_of(wanted.space)].add(one);
      if (found != left.end()) left.erase(found);
    }
    for (const finding& f : left) {
      ++by_shape[f.shape].wrong;
      ++by_platform[platform_of(f.space)].wrong;
    }
  }

  std::ostringstream out;
  out << "# Errors in pastes: what is found, and what is left alone\n\n"
         "<!-- Written by `evidence_report`. Change the corpus in tests/evidence/, not this file. -->\n\n"
         "`find_errors` (`errdex/sighting.hpp`) is measured on a corpus of texts in tests/evidence/: each "
         "says what stands in it, "
         "or that nothing does. The figures below are those of the corpus as it is in this tree; a test "
         "fails when they change.\n\n";
  out << "| | |\n|---|---|\n"
      << "| cases | " << corpus.size() << ": " << by_hand << " written by hand, " << corpus.size() - by_hand
      << " made from them by a declared change |\n"
      << "| cases with nothing to find | " << nothing.cases << " |\n"
      << "| errors to find | " << all.right + all.missed << " |\n"
      << "| precision | " << percent(all.precision()) << " (" << all.right << " right, " << all.wrong
      << " false alarms) |\n"
      << "| recall | " << percent(all.recall()) << " (" << all.missed << " missed) |\n"
      << "| neighbours named | " << neighbours_named << " of " << neighbours << " |\n\n"
      << "An error is right when the space, the code and, behind a wrapper, the true code are right, as "
         "`diagnose` ranks them first.\n";

  const auto rows = [&](const std::string& title, const std::string& first,
                        const std::map<std::string, tally>& map) {
    out << "\n## " << title << "\n\n| " << first
        << " | cases | errors | precision | recall |\n|---|--:|--:|--:|--:|\n";
    for (const auto& [name, t] : map) {
      out << "| " << (name.empty() ? "as written" : name) << " | " << t.cases << " | " << t.right + t.missed
          << " | " << percent(t.precision()) << " | " << percent(t.recall()) << " |\n";
    }
  };
  out << held_out_section(held_out);
  rows("By shape", "shape", by_shape);
  rows("By platform", "platform", by_platform);
  rows("By change", "change", by_change);
  out << "\n";
  for (const auto& [name, meaning] : changes()) out << "- " << name << ": " << meaning << "\n";

  out << "\n## Neighbours\n\n"
         "Answers of these are no findings, and `neighbour_of` names them.\n\n"
         "| neighbour | told by | cases |\n|---|---|--:|\n";
  for (const auto& n : reading::described_neighbours()) {
    const std::string name(reading::name(n.whose));
    out << "| " << name << " | " << n.how << " | " << by_neighbour[name] << " |\n";
  }

  out << "\n## Known misses\n\n";
  if (known.empty()) out << "None.\n";
  for (const evidence_case* c : known) {
    out << "- " << c->name << (c->change.empty() ? "" : " (" + c->change + ")") << ", " << c->file << ":"
        << c->line << ". " << c->why << "\n";
  }
  return out.str();
}

}  // namespace errdex::test
