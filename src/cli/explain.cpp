#include <algorithm>
#include <istream>
#include <iterator>
#include <ostream>

#include "cli/program.hpp"
#include "cli/render.hpp"
#include "cli/reproductions.hpp"
#include "cli/terminal.hpp"
#include "errdex/sighting.hpp"
#include "present/diagnosis_json.hpp"
#include "present/question.hpp"

namespace errdex::cli {
namespace {

using present::answer;
using present::finding;
using present::nearest;

struct options {
  std::vector<std::string> what;
  bool json = false;
  bool brief = false;
};

/// Beyond this a paste is a log, which is for another command; it also bounds memory.
constexpr std::size_t most_input = 64u << 20;

std::string read_all(std::istream& in) {
  std::string text;
  std::array<char, 65536> buffer;
  while (in.read(buffer.data(), buffer.size()) || in.gcount() > 0) {
    text.append(buffer.data(), static_cast<std::size_t>(in.gcount()));
    if (text.size() > most_input)
      throw usage_error("standard input is longer than 64 MB; give the part with the error");
  }
  return text;
}

/// "wecom 40014" typed as two words is one question.
std::vector<std::string> questions(const options& o, context& c) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < o.what.size(); ++i) {
    const std::string& word = o.what[i];
    if (word == "-") {
      out.push_back(read_all(c.in));
      continue;
    }
    const bool names_space =
        std::any_of(c.codes->spaces().begin(), c.codes->spaces().end(),
                    [&](const errdex::space& s) { return s.name() == word || s.platform() == word; });
    if (names_space && i + 1 < o.what.size()) {
      out.push_back(word + ":" + o.what[++i]);
    } else {
      out.push_back(word);
    }
  }
  return out;
}

/// The answer, or with `besides` one among others, is somebody else's; whose, is worth more than the nearest
/// code.
void print_neighbour(std::string_view neighbour, bool besides, context& c) {
  if (c.lang == language::zh) {
    c.out << (besides ? "其中一条看起来是 " : "这看起来是 ") << neighbour
          << " 的响应，不是飞书、钉钉或企业微信的。\n";
  } else {
    c.out << (besides ? "one of them looks" : "this looks") << " like an answer of " << neighbour
          << ", not of Feishu, DingTalk or WeCom.\n";
  }
}

void print_unknown(const std::string& question, context& c) {
  const style paint(c.screen);
  const bool zh = c.lang == language::zh;
  c.out << (zh ? "没有找到：" : "nothing known of: ") << cut(printable(question), 60) << '\n';
  const auto near = nearest(question, *c.codes, 5);
  if (near.empty()) {
    c.out << (zh ? "可以给出错误码（wecom:40014）、名称、响应体或查询地址；按关键词找用 errdex search。\n"
                 : "Give a code (wecom:40014), a name, a response body or an address; to look by words: "
                   "errdex search.\n");
    return;
  }
  c.out << (zh ? "最接近的：\n" : "nearest:\n");
  for (const entry& e : near) {
    c.out << "  " << paint.bold(std::string(e.space().name()) + ":" + std::string(e.code())) << "  "
          << e.title(c.lang) << '\n';
  }
}

void print(const finding& f, const options& o, context& c) {
  const style paint(c.screen);
  const auto candidates = f.reading.candidates();
  const bool zh = c.lang == language::zh;
  if (candidates.size() > 1) {
    const std::string shown = cut(printable(f.text), 60);
    c.out << paint.dim(zh ? shown + " 有 " + std::to_string(candidates.size()) + " 种解读，按可能性排列："
                          : shown + " has " + std::to_string(candidates.size()) +
                                " readings, likeliest first:")
          << "\n\n";
  }
  const auto what_to_do = advise(f.reading, f.given);
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (i > 0 && !o.brief) c.out << '\n';
    c.out << (o.brief ? headline(candidates[i], c)
                      : full(candidates[i], i == 0 ? what_to_do : std::nullopt, c));
    if (!o.brief && candidates[i].entry && reproducible(candidates[i].entry)) {
      c.out << "  " << paint.dim(pad(zh ? "复现" : "reproduce", 9)) << "  "
            << present::reproduce_command(candidates[i].entry) << '\n';
    }
    if (!candidates[i].entry) {
      const auto id = std::string(candidates[i].space.name()) + ":" + std::string(candidates[i].code);
      for (const entry& e : nearest(id, *c.codes, 3)) {
        c.out << (zh ? "  最接近  " : "  nearest  ") << e.space().name() << ':' << e.code() << "  "
              << e.title(c.lang) << '\n';
      }
    }
  }
}

int run(const options& o, context& c) {
  std::string json;
  present::json_writer w(json);
  w.begin_object().key("findings").begin_array();
  bool all_known = true;
  bool first = true;
  std::string_view named;
  for (const std::string& question : questions(o, c)) {
    const auto found = answer(question, *c.codes);
    const std::string_view neighbour = neighbour_of(question, *c.codes);
    all_known = all_known && !found.empty() && std::all_of(found.begin(), found.end(), [](const finding& f) {
                  return f.reading.known() || f.reading.body().success();
                });
    if (o.json) {
      if (!neighbour.empty() && named.empty()) named = neighbour;
      for (const auto& f : found)
        present::write_finding(w, f, {.codes = c.codes, .reproducible = reproducible});
      continue;
    }
    if (found.empty()) {
      if (!first) c.out << '\n';
      if (neighbour.empty()) {
        print_unknown(question, c);
      } else {
        print_neighbour(neighbour, false, c);
      }
      first = false;
    }
    for (const auto& f : found) {
      if (!first) c.out << '\n';
      print(f, o, c);
      first = false;
    }
    if (!found.empty() && !neighbour.empty()) {
      c.out << '\n';
      print_neighbour(neighbour, true, c);
    }
  }
  if (o.json) {
    w.end_array();
    if (!named.empty()) w.key("neighbour").string(named);
    w.end_object();
    c.out << json << '\n';
  }
  return all_known ? success : not_found;
}

}  // namespace

void add_explain(program& p) {
  auto o = std::make_shared<options>();
  CLI::App& sub = p.command("explain", "Say what a code, a response or an address means and what to do",
                            [o](context& c) { return run(*o, c); },
                            {{"errdex explain 40014", "every platform's reading of a number"},
                             {"errdex explain wecom:40014", "of one platform or space"},
                             {"errdex explain '{\"errcode\":40014,\"errmsg\":\"invalid access_token\"}'",
                              "a response body, or any text with bodies in it"},
                             {"errdex explain access_token_expired", "by name, in every space that has it"},
                             {"errdex explain 'https://open.work.weixin.qq.com/devtool/query?e=60020'",
                              "the address at the end of an error message"},
                             {"curl -s … | errdex explain - --json | jq -r '.findings[].verdict.action'",
                              "in a script: the verdict; exit code 1 when unknown"}});
  sub.add_option("what", o->what, "A code, space:code, name, body or address; - reads standard input")
      ->required()
      ->type_name("WHAT");
  sub.add_flag("--json", o->json, "One JSON object with all findings, for programs");
  sub.add_flag("--brief", o->brief, "Headlines only");
}

}  // namespace errdex::cli
