#include "errdex/search.hpp"

#include <algorithm>
#include <optional>
#include <ostream>

#include "cli/program.hpp"
#include "cli/terminal.hpp"
#include "present/search_json.hpp"

namespace errdex::cli {
namespace {

using present::texts_of;

struct options {
  std::vector<std::string> words;
  std::vector<std::string> spaces;
  std::vector<std::string> statuses;
  std::vector<std::string> verdicts;
  std::size_t limit = 10;
  bool json = false;
};

std::vector<std::string> strings(std::span<const std::string_view> names) {
  return {names.begin(), names.end()};
}

/// The spaces that were named by themselves or by their platform.
std::vector<space_id> chosen_spaces(const std::vector<std::string>& names, const catalog& codes) {
  std::vector<space_id> out;
  for (const auto& wanted : names) {
    const std::size_t before = out.size();
    for (const space s : codes.spaces()) {
      if (s.name() == wanted || s.platform() == wanted) out.push_back(s.id());
    }
    if (out.size() > before) continue;
    std::string known;
    for (const space s : codes.spaces()) known += (known.empty() ? "" : ", ") + std::string(s.name());
    throw usage_error("no space or platform is called " + printable(wanted) + "; there are " + known);
  }
  return out;
}

std::string painted(std::string_view text, const std::vector<text_range>& ranges, const style& paint) {
  std::string out;
  std::size_t from = 0;
  for (const text_range& r : ranges) {
    out += printable(text.substr(from, r.offset - from));
    out += paint.yellow(printable(text.substr(r.offset, r.length)));
    from = r.offset + r.length;
  }
  return out + printable(text.substr(from));
}

bool begins_character(char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }

/// The part of the text around its first match that fits into `width` columns.
std::string around(std::string_view text, std::size_t match, std::size_t width) {
  std::size_t from = match;
  while (from > 0 &&
         (display_width(text.substr(from, match - from)) < width / 3 || !begins_character(text[from]))) {
    --from;
  }
  // A short beginning is better shown than left out.
  if (display_width(text.substr(0, from)) <= width / 6) from = 0;
  return cut((from > 0 ? "…" : "") + std::string(text.substr(from)), width);
}

/// Why an entry was found: the first of its texts that has one of the words, else its message.
std::string excerpt(const search_hit& hit, const search_result& result, const context& c,
                    const style& paint) {
  const std::size_t width = static_cast<std::size_t>(c.screen.width) - 2;
  std::string shown = cut(hit.entry.message(), width);
  for (const std::string_view text : texts_of(hit.entry, c.lang)) {
    const auto found = find_words(text, result, hit.words);
    if (found.empty()) continue;
    shown = around(text, found[0].offset, width);
    break;
  }
  return painted(shown, find_words(shown, result, hit.words), paint);
}

void print_hit(const search_hit& hit, const search_result& result, const context& c) {
  const style paint(c.screen);
  const entry& e = hit.entry;
  const auto marked = [&](std::string_view text) {
    return painted(text, find_words(text, result, hit.words), paint);
  };
  c.out << paint.bold(std::string(e.space().name()) + ":" + std::string(e.code())) << "  " << marked(e.name())
        << "  " << paint.verdict(e.verdict()) << "\n  " << marked(e.title(c.lang)) << '\n';
  const std::string why = excerpt(hit, result, c, paint);
  if (!why.empty()) c.out << "  " << why << '\n';
}

void print_json(const search_hit& hit, const search_result& result, const context& c) {
  std::string json;
  present::json_writer w(json);
  present::write_hit(w, hit, result, c.lang);
  c.out << json << '\n';
}

/// What a reader has to know to judge the hits, on standard error: the hits alone go into a pipe.
void print_remarks(const search_result& result, const context& c) {
  const bool zh = c.lang == language::zh;
  std::vector<std::string> told;
  for (const search_word& w : result.words) {
    if (w.reading != word_reading::spelling) continue;
    std::string line = printable(w.asked) + " → " + w.taken;
    if (std::find(told.begin(), told.end(), line) == told.end()) told.push_back(std::move(line));
  }
  for (const auto& line : told) c.err << (zh ? "拼写相近：" : "spelled like: ") << line << '\n';
  if (result.hits[0].kind != match_kind::partial) return;
  c.err << (zh ? "没有条目包含全部词语，按缺少的词语由少到多排列。"
               : "no entry has all of the words; those that lack the fewest come first.");
  if (!result.unknown.empty()) c.err << (zh ? "目录中没有：" : " Nothing has:");
  for (std::size_t i = 0; i < result.unknown.size(); ++i) {
    c.err << (i > 0 ? (zh ? "、" : ", ") : (zh ? "" : " ")) << printable(result.unknown[i]);
  }
  c.err << '\n';
}

/// Says what could be tried instead.
void print_nothing_found(const std::string& query, bool filtered, const search_index& index,
                         const context& c) {
  const bool zh = c.lang == language::zh;
  c.err << (zh ? "没有找到：" : "nothing found for: ") << printable(query) << '\n';
  if (filtered) {
    const auto others = index.search(query, {.limit = 0}).total;
    if (others > 0) {
      c.err << (zh ? "去掉筛选条件后有 " : "without the filters: ") << others << (zh ? " 条。\n" : "\n");
      return;
    }
  }
  const bool number =
      std::all_of(query.begin(), query.end(), [](char d) { return (d >= '0' && d <= '9') || d == ' '; });
  if (number) {
    c.err << (zh ? "可以试试：errdex explain" : "try: errdex explain") << (query[0] == ' ' ? "" : " ")
          << printable(query) << '\n';
  } else {
    c.err << (zh ? "换一个说法或减少词语再试；errdex list 列出全部错误码。\n"
                 : "try other or fewer words; errdex list shows every code.\n");
  }
}

int run(const options& o, context& c) {
  const auto spaces = chosen_spaces(o.spaces, *c.codes);
  std::vector<status> statuses;
  for (const auto& s : o.statuses) statuses.push_back(*parse_status(s));
  std::vector<verdict> verdicts;
  for (const auto& v : o.verdicts) verdicts.push_back(*parse_verdict(v));
  std::string query;
  for (const auto& w : o.words) query += (query.empty() ? "" : " ") + w;

  const search_index index(*c.codes);
  const auto result = index.search(query, {o.limit, spaces, {}, statuses, verdicts});
  if (result.hits.empty()) {
    print_nothing_found(query, !(spaces.empty() && statuses.empty() && verdicts.empty()), index, c);
    return not_found;
  }
  print_remarks(result, c);
  for (const search_hit& hit : result.hits) {
    if (o.json) {
      print_json(hit, result, c);
    } else {
      print_hit(hit, result, c);
    }
  }
  if (c.screen.interactive && !o.json && result.total > result.hits.size()) {
    const style paint(c.screen);
    const std::string shown = std::to_string(result.hits.size());
    const std::string total = std::to_string(result.total);
    c.out << paint.dim(c.lang == language::zh
                           ? "显示 " + shown + " 条，共 " + total + " 条（--limit 可以调整）"
                           : shown + " of " + total + " entries (--limit shows more)")
          << '\n';
  }
  return success;
}

}  // namespace

void add_search(program& p) {
  auto o = std::make_shared<options>();
  CLI::App& sub =
      p.command("search", "Search the texts of all codes, in English and Chinese",
                [o](context& c) { return run(*o, c); },
                {{"errdex search token expired", "every entry with both words, the best first"},
                 {"errdex search 白名单 --space wecom", "two Chinese characters are enough"},
                 {"errdex search secrt --json | jq -r .code", "mistakes in Latin words are forgiven"}});
  sub.add_option("words", o->words, "What to look for: words of any text, a name or a code")
      ->type_name("WORDS")
      ->required();
  sub.add_option("--space", o->spaces, "Only this space or platform; may be repeated")
      ->allow_extra_args(false);
  sub.add_option("--status", o->statuses, "Only this canonical status; may be repeated")
      ->allow_extra_args(false)
      ->check(CLI::IsMember(strings(status_names())));
  sub.add_option("--verdict", o->verdicts, "Only this verdict; may be repeated")
      ->allow_extra_args(false)
      ->check(CLI::IsMember(strings(verdict_names())));
  sub.add_option("--limit", o->limit, "The most hits to show")
      ->check(CLI::Range(1, 1000000))
      ->capture_default_str();
  sub.add_flag("--json", o->json, "One JSON object a line, for programs");
}

}  // namespace errdex::cli
