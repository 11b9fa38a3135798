#include "cli/render.hpp"

#include <array>
#include <cmath>

#include "cli/terminal.hpp"

namespace errdex::cli {
namespace {

struct labels {
  std::string_view message, why, fix, limits, verdict, status, context, rank, see, source, notes, line, up_to,
      at_least, per, within, each, not_listed, replaced, to, inner;
};

constexpr labels english{"message",
                         "why",
                         "do",
                         "limits",
                         "verdict",
                         "status",
                         "context",
                         "ranked by",
                         "see",
                         "source",
                         "note",
                         "line",
                         "at most",
                         "at least",
                         "per",
                         "within",
                         "characters",
                         "is not in the catalog of",
                         "obsolete, replaced by",
                         "to",
                         "inside"};
constexpr labels chinese{"消息",   "原因",     "处理",           "限制", "结论", "状态", "适用", "排序依据",
                         "参见",   "来源",     "备注",           "行",   "最多", "至少", "每",   "时间窗",
                         "字符集", "未收录于", "已废弃，替代为", "至",   "内层"};

const labels& words(language lang) { return lang == language::zh ? chinese : english; }

std::string number(double value) {
  if (std::floor(value) == value && std::fabs(value) < 1e15)
    return std::to_string(static_cast<long long>(value));
  std::string text = std::to_string(value);
  while (text.back() == '0') text.pop_back();
  return text;
}

/// A paragraph with its label in a column of its own.
class sheet {
 public:
  explicit sheet(const context& how) : how_(how), paint_(how.screen) {}

  void row(std::string_view label, std::string_view text) {
    if (text.empty()) return;
    const std::string first = "  " + paint_.dim(pad(label, label_width)) + "  ";
    // Wrapping counts columns, so colour is added around finished lines only.
    const std::string body = wrap(text, width(), std::string(indent, ' '), std::string(indent, ' '));
    out_ += first + body.substr(indent) + "\n";
  }

  void steps(std::string_view label, const text_list& list) {
    for (std::size_t i = 0; i < list.size(); ++i) {
      const std::string mark = list.size() > 1 ? std::to_string(i + 1) + ". " : "";
      const std::string body =
          wrap(list[i], width(), std::string(indent, ' ') + mark, std::string(indent + mark.size(), ' '));
      out_ += "  " + paint_.dim(pad(i == 0 ? label : "", label_width)) + "  " + body.substr(indent) + "\n";
    }
  }

  [[nodiscard]] std::string take() { return std::move(out_); }

  static constexpr std::size_t label_width = 9;
  static constexpr std::size_t indent = label_width + 4;

 private:
  // Piped output is not broken into lines: other tools search in it.
  [[nodiscard]] std::size_t width() const {
    return how_.screen.interactive ? static_cast<std::size_t>(how_.screen.width) : 0;
  }

  const context& how_;
  style paint_;
  std::string out_;
};

std::string context_of(const entry& e) {
  std::string out;
  for (const property p : e.context()) {
    out += std::string(out.empty() ? "" : ", ") + std::string(p.key) + " " + std::string(p.value);
  }
  return out;
}

std::string rules_of(const rule_set& rules) {
  std::string out;
  for (unsigned i = 0; i < rule_set::count; ++i) {
    const auto r = static_cast<evidence_rule>(i);
    if (rules.has(r)) out += std::string(out.empty() ? "" : ", ") + std::string(name(r));
  }
  return out;
}

std::string joined(const text_list& list) {
  std::string out;
  for (const std::string_view t : list) out += std::string(out.empty() ? "" : "  ") + std::string(t);
  return out;
}

}  // namespace

std::string in_words(const limit& l, language lang) {
  const labels& w = words(lang);
  std::string out = std::string(l.field) + (lang == language::zh ? "：" : ": ");
  std::string fact;
  const auto add = [&](std::string text) {
    if (!fact.empty()) fact += lang == language::zh ? "，" : ", ";
    fact += text;
  };
  const std::string unit = l.unit.empty() ? "" : " " + std::string(l.unit);
  if (l.min && l.max) {
    add(number(*l.min) + " " + std::string(w.to) + " " + number(*l.max) + unit);
  } else if (l.max) {
    add(std::string(w.up_to) + " " + number(*l.max) + unit);
  } else if (l.min) {
    add(std::string(w.at_least) + " " + number(*l.min) + unit);
  }
  if (l.count) add(number(*l.count) + unit);
  if (!l.values.empty()) {
    std::string values;
    for (const std::string_view v : l.values)
      values += std::string(values.empty() ? "" : " | ") + std::string(v);
    add(values);
  }
  if (!l.charset.empty()) add(std::string(w.each) + " " + std::string(l.charset));
  if (!l.window.empty()) add(std::string(w.within) + " " + std::string(l.window));
  if (!l.per.empty()) add(std::string(w.per) + " " + std::string(l.per));
  return out + fact;
}

std::string headline(const candidate& c, const context& how) {
  const style paint(how.screen);
  const std::string id = std::string(c.space.name()) + ":" + printable(c.code);
  if (!c.entry) {
    const labels& w = words(how.lang);
    std::string out =
        paint.bold(id) + "  " + std::string(w.not_listed) + " " + std::string(c.space.name()) + "\n";
    const auto number =
        c.code.size() < 19
            ? std::optional<std::int64_t>(std::strtoll(std::string(c.code).c_str(), nullptr, 10))
            : std::nullopt;
    if (number) {
      if (const auto range = c.space.range_of(*number)) {
        out += "  " + std::to_string(range->from) + "–" + std::to_string(range->to) + "  " +
               std::string(range->title(how.lang)) + "\n";
      }
    }
    return out;
  }
  return paint.bold(id) + "  " + paint.cyan(c.entry.name()) + "  " + paint.verdict(c.entry.verdict()) + "\n" +
         "  " + paint.bold(c.entry.title(how.lang)) + "\n";
}

std::string full(const candidate& c, const std::optional<advice>& what_to_do, const context& how) {
  std::string out = headline(c, how);
  if (!c.entry) return out;
  const entry& e = c.entry;
  const labels& w = words(how.lang);
  const style paint(how.screen);
  sheet s(how);
  s.row(w.message, e.message());
  s.row(w.context, context_of(e));
  s.row(w.why, e.cause(how.lang));
  s.steps(w.fix, e.fix(how.lang));
  std::string limits;
  for (const limit l : e.limits())
    limits += std::string(limits.empty()             ? ""
                          : how.lang == language::zh ? "；"
                                                     : "; ") +
              in_words(l, how.lang);
  s.row(w.limits, limits);
  const verdict todo = what_to_do ? what_to_do->action : e.verdict();
  std::string decision = std::string(name(todo)) + " (" + std::string(name(e.status())) + "). " +
                         std::string(meaning(todo, how.lang));
  if (const auto n = e.retry_limit())
    decision += how.lang == language::zh ? "最多重试 " + std::to_string(*n) + " 次。"
                                         : " At most " + std::to_string(*n) + " retries.";
  if (what_to_do && what_to_do->rule.starts_with("override")) {
    decision += " [" + std::string(what_to_do->rule) +
                (what_to_do->reason.empty() ? "" : ": " + std::string(what_to_do->reason)) + "]";
  }
  s.row(w.verdict, decision);
  if (c.sub_entry)
    s.row(w.inner, std::string(c.space.name()) + ":" + std::string(c.sub_code) + "  " +
                       std::string(c.sub_entry.title(how.lang)));
  s.row(w.rank, rules_of(c.rules));
  s.row(w.see, joined(e.see()));
  if (e.state() == lifecycle::obsolete) s.row(w.replaced, e.replaced_by().empty() ? "-" : e.replaced_by());
  const citation from = e.source();
  std::string source(from.title);
  if (from.line != 0)
    source += (how.lang == language::zh ? "，第 " : ", line ") + std::to_string(from.line) +
              (how.lang == language::zh ? " 行" : "");
  if (!from.seen.empty()) source += (how.lang == language::zh ? "，" : ", ") + std::string(from.seen);
  if (!from.url.empty()) source += " <" + std::string(from.url) + ">";
  s.row(w.source, source);
  for (const std::string_view note : e.notes()) s.row(w.notes, note);
  return out + s.take();
}

}  // namespace errdex::cli
