#include "authoring/rules.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "authoring/text.hpp"

namespace errdex::authoring {
namespace {

using enum outcome;

constexpr std::array<std::string_view, 24> units{
    "bytes",  "chars",       "words",  "KB",  "MB", "GB",      "items",  "calls",
    "levels", "s",           "ms",     "min", "h",  "d",       "px",     "times",
    "users",  "departments", "pixels", "%",   "mo", "entries", "digits", "rows"};

// Names become enumerators, constants and functions in generated code; these words are reserved in
// one of its languages.
constexpr std::array<std::string_view, 62> reserved{
    "and",       "as",       "assert",  "async",   "await", "break",   "case",    "catch",  "class",
    "const",     "continue", "default", "def",     "del",   "delete",  "do",      "double", "else",
    "enum",      "except",   "export",  "extern",  "false", "final",   "finally", "float",  "fn",
    "for",       "from",     "func",    "global",  "go",    "if",      "import",  "in",     "int",
    "interface", "is",       "lambda",  "let",     "long",  "match",   "mod",     "new",    "none",
    "not",       "null",     "or",      "package", "pass",  "private", "public",  "range",  "return",
    "static",    "struct",   "switch",  "true",    "try",   "type",    "var",     "while"};

bool is_name(std::string_view s) noexcept {
  if (s.empty() || s.size() > 64 || s.front() < 'a' || s.front() > 'z' || s.back() == '_') return false;
  char before = 'a';
  for (const char c : s) {
    if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_')) return false;
    if (c == '_' && before == '_') return false;
    before = c;
  }
  return std::find(reserved.begin(), reserved.end(), s) == reserved.end();
}

bool is_code(std::string_view s) {
  if (s.empty() || s.size() > 128) return false;
  return std::all_of(s.begin(), s.end(), [](char c) { return c > ' ' && c < 0x7f && c != '"' && c != '\\'; });
}

bool is_window(std::string_view s) {
  std::size_t i = 0;
  while (i < s.size() && s[i] >= '0' && s[i] <= '9') ++i;
  const auto unit = s.substr(i);
  return i > 0 && i < 10 &&
         (unit == "ms" || unit == "s" || unit == "m" || unit == "h" || unit == "d" || unit == "mo");
}

std::string quote(std::string_view s) {
  const auto points = code_points(s);
  if (points.size() <= 60) return "\"" + std::string(s) + "\"";
  std::size_t end = 0;  // The first 57 code points, then an ellipsis.
  for (std::size_t n = 0; n < 57; ++n) {
    do {
      ++end;
    } while (end < s.size() && (static_cast<unsigned char>(s[end]) & 0xc0) == 0x80);
  }
  return "\"" + std::string(s.substr(0, end)) + "…\"";
}

class checker {
 public:
  checker(const authored_catalog& read, std::span<const term> glossary, const catalog* known,
          written_languages languages)
      : read_(read), glossary_(glossary), known_(known), languages_(languages) {}

  findings run() {
    for (const auto& e : read_.entries) codes_.insert(subject(e));
    for (const auto& e : read_.entries) {
      current_ = &e;
      identity();
      texts();
      limits();
    }
    across();
    return std::move(out_);
  }

 private:
  static std::string subject(const authored_entry& e) { return e.value.space + ":" + e.value.code; }

  void report(std::string_view rule_name, std::string_view field, std::string message) {
    out_.push_back({rule_name, severity_of(rule_name), read_.files[current_->file], current_->place(field),
                    subject(*current_), std::move(message)});
  }

  void identity() {
    const auto& e = current_->value;
    if (!is_code(e.code)) {
      report("code-form", "code",
             "`" + e.code +
                 "` is not a code: digits with an optional minus, or a word of visible ASCII characters");
    }
    if (!is_name(e.name)) {
      report("name-form", "name",
             "`" + e.name +
                 "` is not a name: lower-case words joined by single underscores, at most 64 characters, not "
                 "a reserved word");
    }
    if ((e.status == status::ok) != (e.verdict == verdict::none)) {
      report("success-verdict", "verdict", "status OK goes with verdict none and no other does");
    }
    if (!e.document.empty() && !read_.documents.empty()) {
      const auto platform = platform_of(e.space);
      const bool exists = std::any_of(read_.documents.begin(), read_.documents.end(), [&](const auto& d) {
        return d.platform == platform && d.id == e.document;
      });
      if (!exists)
        report("source-known", "source",
               "the platform " + platform + " describes no document `" + e.document + "`");
    }
    for (const auto& s : e.see) reference("see-target", "see", s);
    if (!e.replaced_by.empty()) {
      reference("replaced-by", "replaced_by", e.replaced_by);
      if (e.state != lifecycle::obsolete)
        report("replaced-by", "replaced_by", "an active code has no successor; set `state: obsolete`");
    }
  }

  std::string platform_of(const std::string& space) const {
    for (const auto& s : read_.spaces) {
      if (s.name == space) return s.platform;
    }
    return space.substr(0, space.find('.'));
  }

  void reference(std::string_view rule_name, std::string_view field, const std::string& target) {
    const auto colon = target.find(':');
    const bool formed = colon != std::string::npos && colon > 0 && colon + 1 < target.size();
    if (formed && target == subject(*current_)) {
      // Of a code with several meanings, one meaning may refer to the other.
      const auto same = std::count_if(read_.entries.begin(), read_.entries.end(),
                                      [&](const auto& e) { return subject(e) == target; });
      if (same < 2) report(rule_name, field, "`" + target + "` is this code itself");
      return;
    }
    if (formed && codes_.count(target) != 0) return;
    if (formed && known_ != nullptr &&
        known_->find(std::string_view(target).substr(0, colon), std::string_view(target).substr(colon + 1)))
      return;
    report(rule_name, field,
           "`" + target + "` is not a code of the catalog; write space:code, such as wecom:40014");
  }

  void texts() {
    const auto& e = current_->value;
    form("message", e.message, false);
    for (const auto& a : e.aliases) form("aliases", a, false);
    for (const auto& n : e.notes) form("notes", n, false);
    both("title", e.title);
    both("cause", e.cause);
    headline(e.title.en, 80);
    headline(e.title.zh, 40);
    sentence("cause", e.cause.en, language::en);
    sentence("cause", e.cause.zh, language::zh);
    steps();
    if (!e.title.en.empty() && e.cause.en == e.title.en + ".") {
      report("cause-is-title", "cause", "the cause repeats the title " + quote(e.title.en));
    }
  }

  void both(std::string_view field, const draft::bilingual& t) {
    if (languages_.en && t.en.empty()) report("two-languages", field, std::string(field) + ".en is empty");
    if (languages_.zh && t.zh.empty()) report("two-languages", field, std::string(field) + ".zh is empty");
    written(field, t.en, language::en);
    written(field, t.zh, language::zh);
  }

  void form(std::string_view field, std::string_view text, bool ours) {
    for (const char c : text) {
      // A platform's own message may hold a tab; it is kept letter for letter.
      if ((static_cast<unsigned char>(c) < 0x20 && (ours || c != '\t')) || c == 0x7f) {
        report("text-form", field, "a control character in " + quote(text));
        return;
      }
    }
    if (!text.empty() && (text.front() == ' ' || text.back() == ' ') && ours) {
      report("text-form", field, "a blank at an end of " + quote(text));
    }
    if (ours && text.find("  ") != std::string_view::npos) {
      report("text-form", field, "two blanks in a row in " + quote(text));
    }
  }

  void written(std::string_view field, std::string_view text, language lang) {
    if (text.empty()) return;
    form(field, text, true);
    const auto points = code_points(text);
    if (lang == language::zh) {
      if (std::none_of(points.begin(), points.end(), is_han)) {
        report("chinese-text", field, quote(text) + " has no Chinese character");
      }
      for (std::size_t i = 1; i < points.size(); ++i) {
        const char32_t a = points[i - 1];
        const char32_t b = points[i];
        if ((is_han(a) && is_ascii_word(b)) || (is_ascii_word(a) && is_han(b))) {
          report("chinese-spacing", field, "no blank between Han and Latin characters in " + quote(text));
          break;
        }
      }
      for (std::size_t i = 1; i < points.size(); ++i) {
        const char32_t mark = points[i];
        const bool half = mark == ',' || mark == ';' || mark == ':' || mark == '?' || mark == '!';
        if (half && is_han(points[i - 1]) &&
            (i + 1 == points.size() || is_han(points[i + 1]) || points[i + 1] == ' ')) {
          report("chinese-punctuation", field, "a half-width mark between Han characters in " + quote(text));
          break;
        }
      }
    }
    for (const auto& t : glossary_) {
      for (const auto& bad : lang == language::zh ? t.avoid_zh : t.avoid_en) {
        const bool there =
            lang == language::zh ? text.find(bad) != std::string_view::npos : contains_word(text, bad);
        if (there) {
          report("glossary", field,
                 "write `" + (lang == language::zh ? t.zh : t.en) + "` for `" + bad + "` in " + quote(text));
        }
      }
    }
    if (field != "title" && points.size() > 600) {
      report("long-text", field, std::to_string(points.size()) + " characters in " + quote(text));
    }
  }

  void headline(std::string_view text, std::size_t most) {
    if (text.empty()) return;
    if (text.ends_with('.') || text.ends_with("。"))
      report("title-stop", "title", "a title ends without a full stop: " + quote(text));
    if (const auto n = code_points(text).size(); n > most) {
      report("title-length", "title",
             std::to_string(n) + " characters, at most " + std::to_string(most) + ": " + quote(text));
    }
  }

  void sentence(std::string_view field, std::string_view text, language lang) {
    if (text.empty()) return;
    static constexpr std::array<std::string_view, 7> ends_en{".", ")", "?", "!", ":", "`", "\""};
    static constexpr std::array<std::string_view, 7> ends_zh{"。", "）", "？", "！", "：", "`", "”"};
    const auto& ends = lang == language::zh ? ends_zh : ends_en;
    if (std::none_of(ends.begin(), ends.end(), [&](auto end) { return text.ends_with(end); })) {
      report(
          "sentence-end", field,
          std::string(field) + "." + std::string(name(lang)) + " ends without a full stop: " + quote(text));
    }
  }

  void steps() {
    const auto& e = current_->value;
    // A language that is not asked for may be absent, not half there.
    const bool may_differ = (!languages_.en && e.fix_en.empty()) || (!languages_.zh && e.fix_zh.empty());
    if (e.fix_en.size() != e.fix_zh.size() && !may_differ) {
      report("fix-steps", "fix",
             "English has " + std::to_string(e.fix_en.size()) + " steps, Chinese " +
                 std::to_string(e.fix_zh.size()));
    } else if (e.fix_en.empty() && e.fix_zh.empty() && e.verdict != verdict::none) {
      report("fix-steps", "fix", "at least one step is needed");
    }
    for (const auto& s : e.fix_en) step(s, language::en);
    for (const auto& s : e.fix_zh) step(s, language::zh);
  }

  void step(std::string_view text, language lang) {
    if (text.empty()) {
      report("fix-steps", "fix", "a step is empty");
      return;
    }
    written("fix", text, lang);
    sentence("fix", text, lang);
    static constexpr std::array<std::string_view, 4> vague_en{
        "check whether the parameters", "check if the parameters", "check that the parameters",
        "check the parameters"};
    static constexpr std::array<std::string_view, 3> vague_zh{"检查参数是否正确", "检查请求参数是否",
                                                              "检查参数是否"};
    if (lang == language::en) {
      for (const auto v : vague_en) {
        if (contains_word(text, v)) report("vague-advice", "fix", "name the parameters in " + quote(text));
      }
      if (contains_word(text, "please")) report("no-please", "fix", "begin with the verb: " + quote(text));
    } else {
      for (const auto v : vague_zh) {
        if (text.find(v) != std::string_view::npos)
          report("vague-advice", "fix", "name the parameters in " + quote(text));
      }
      if (text.starts_with("请检查") || text.starts_with("请确认") || text.starts_with("请稍后") ||
          text.starts_with("请确保")) {
        report("no-please", "fix", "begin with the verb: " + quote(text));
      }
    }
  }

  void limits() {
    for (const auto& l : current_->value.limits) {
      if (l.field.empty()) report("limit-form", "limits", "a limit names its `field`");
      const bool fact =
          l.min || l.max || l.count || !l.charset.empty() || !l.values.empty() || !l.window.empty();
      if (!fact)
        report(
            "limit-form", "limits",
            "the limit of `" + l.field + "` states nothing: give min, max, count, charset, values or window");
      if (l.min && l.max && *l.min > *l.max)
        report("limit-form", "limits", "the limit of `" + l.field + "` has min above max");
      if (!l.unit.empty() && std::find(units.begin(), units.end(), l.unit) == units.end()) {
        std::string all;
        for (const auto u : units) all += (all.empty() ? "" : ", ") + std::string(u);
        report("limit-form", "limits", "`" + l.unit + "` is not a unit; one of " + all);
      }
      if (!l.window.empty() && !is_window(l.window)) {
        report("limit-form", "limits",
               "`" + l.window + "` is not a window; write a number and ms, s, m, h, d or mo, such as 60s");
      }
    }
  }

  /// Rules that compare entries.
  void across() {
    std::map<std::string, const authored_entry*> names;
    std::map<std::string, const authored_entry*> titles;
    std::map<std::string, const authored_entry*> causes;
    std::map<std::string, std::vector<const authored_entry*>> meanings;
    const authored_entry* before = nullptr;
    for (const auto& e : read_.entries) {
      current_ = &e;
      const auto& v = e.value;
      if (before != nullptr && before->file == e.file && before->value.space == v.space) order(*before);
      before = &e;
      if (const auto [at, fresh] = names.try_emplace(v.space + ":" + v.name, &e); !fresh) {
        report(
            "name-unique", "name",
            "`" + v.name + "` is already the name of " + subject(*at->second) + " at " + where(*at->second));
      }
      for (const auto& title : {v.title.en, v.title.zh}) {
        if (!title.empty()) {
          if (const auto [at, fresh] = titles.try_emplace(v.space + ":" + title, &e);
              !fresh && at->second != &e) {
            report(
                "same-title", "title",
                quote(title) + " is also the title of " + subject(*at->second) + " at " + where(*at->second));
            break;
          }
        }
      }
      if (!v.cause.en.empty()) {
        if (const auto [at, fresh] = causes.try_emplace(v.space + ":" + v.cause.en, &e); !fresh) {
          report("same-cause", "cause",
                 quote(v.cause.en) + " is also the cause of " + subject(*at->second) + " at " +
                     where(*at->second));
        }
      }
      meanings[subject(e)].push_back(&e);
    }
    for (const auto& [code, all] : meanings) {
      if (all.size() < 2) continue;
      std::map<draft::properties, const authored_entry*> contexts;
      for (const auto* e : all) {
        current_ = e;
        if (e->value.context.empty()) {
          report("code-unique", "code",
                 "the code stands " + std::to_string(all.size()) +
                     " times; give each meaning a `context` that tells it apart");
        } else if (const auto [at, fresh] = contexts.try_emplace(e->value.context, e); !fresh) {
          report("code-unique", "code",
                 "the same code with the same context stands at " + where(*at->second));
        }
      }
    }
  }

  std::string where(const authored_entry& e) const {
    return read_.files[e.file] + ":" + std::to_string(e.at.line);
  }

  void order(const authored_entry& before) {
    const auto a = draft::number_of(before.value.code);
    const auto b = draft::number_of(current_->value.code);
    const bool wrong = a && b    ? *a > *b
                       : !a && b ? true
                                 : !a && !b && before.value.code > current_->value.code;
    if (wrong) report("code-order", "code", current_->value.code + " stands behind " + before.value.code);
  }

  const authored_catalog& read_;
  std::span<const term> glossary_;
  const catalog* known_;
  written_languages languages_;
  const authored_entry* current_ = nullptr;
  std::set<std::string> codes_;
  findings out_;
};

}  // namespace

bool is_entry_name(std::string_view word) noexcept { return is_name(word); }

findings check(const authored_catalog& read, std::span<const term> glossary, const catalog* known,
               written_languages languages) {
  return checker(read, glossary, known, languages).run();
}

findings apply_exemptions(findings all, std::string_view text, const std::string& file_name) {
  struct exemption {
    std::string rule;
    std::string subject;
    std::uint32_t line;
    bool used = false;
  };
  std::vector<exemption> exemptions;
  std::uint32_t line = 0;
  findings out;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    std::string_view row = text.substr(at, end - at);
    at = end + 1;
    ++line;
    row = row.substr(0, row.find('#'));
    while (!row.empty() && (row.back() == ' ' || row.back() == '\r' || row.back() == '\t'))
      row.remove_suffix(1);
    if (row.empty()) continue;
    const auto blank = row.find(' ');
    const auto rule_name = row.substr(0, blank);
    const rule* known = find_rule(rule_name);
    const bool is_rule = known != nullptr && known->severity == decide;
    if (blank == std::string_view::npos || !is_rule) {
      out.push_back(
          {"exemption-form",
           reject,
           file_name,
           {line, 1},
           "",
           "`" + std::string(row) +
               "` is not an exemption: write a rule that needs a decision, a blank and space:code"});
      continue;
    }
    exemptions.push_back(
        {std::string(rule_name), std::string(row.substr(row.find_first_not_of(' ', blank))), line});
  }
  for (auto& f : all) {
    bool exempt = false;
    for (auto& e : exemptions) {
      if (e.rule == f.rule && e.subject == f.subject) exempt = e.used = true;
    }
    if (!exempt) out.push_back(std::move(f));
  }
  for (const auto& e : exemptions) {
    if (!e.used) {
      out.push_back(
          {"exemption-unused",
           reject,
           file_name,
           {e.line, 1},
           "",
           "nothing needs the exemption `" + e.rule + " " + e.subject + "` any more; remove the line"});
    }
  }
  return out;
}

}  // namespace errdex::authoring
