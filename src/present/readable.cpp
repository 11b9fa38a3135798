#include "present/readable.hpp"

#include "present/json_writer.hpp"

namespace errdex::present {
namespace {

std::string id_of(const candidate& c) { return std::string(c.space.name()) + ":" + utf8(c.code); }

std::string pick(language lang, std::string_view en, std::string_view zh) {
  return std::string(lang == language::zh ? zh : en);
}

void line(std::string& out, std::string_view label, std::string_view text) {
  if (!text.empty()) out.append(label).append(text).append("\n");
}

std::string in_full(const entry& e, language lang) {
  std::string out = headline(e, lang) + "\n";
  line(out, pick(lang, "message: ", "消息："), e.message());
  line(out, pick(lang, "why: ", "原因："), e.cause(lang));
  std::size_t number = 0;
  for (const std::string_view step : e.fix(lang))
    line(out, pick(lang, "do ", "处理 ") + std::to_string(++number) + ". ", step);
  std::string related;
  for (const std::string_view s : e.see())
    related += std::string(related.empty() ? "" : ", ") + std::string(s);
  line(out, pick(lang, "see: ", "参见："), related);
  return out;
}

std::string unlisted(const candidate& c, language lang) {
  return id_of(c) + pick(lang, " is not in the catalog", " 未收录");
}

}  // namespace

std::string headline(const entry& e, language lang) {
  return std::string(e.space().name()) + ":" + std::string(e.code()) + " " + std::string(e.name()) + ", " +
         std::string(name(e.status())) + ", " + std::string(name(e.verdict())) + pick(lang, ": ", "：") +
         std::string(e.title(lang));
}

std::string readable(const decision& d, language lang) {
  std::string out =
      std::string(name(d.action)) + pick(lang, ": ", "：") + std::string(meaning(d.action, lang));
  if (d.repeat) {
    const std::string delay = std::to_string(d.delay.count());
    const std::string left = std::to_string(d.attempts_left);
    out +=
        pick(lang, " The program may repeat the call after " + delay + " ms; repetitions left: " + left + ".",
             "程序可在 " + delay + " 毫秒后重发该调用，剩余 " + left + " 次。");
  } else if (d.action != verdict::none) {
    out += pick(lang, " The program must not repeat the call by itself.", "程序不应自行重发该调用。");
  }
  if (d.may_have_executed)
    out += pick(lang, " The failed call may have taken effect.", "失败的调用可能已经生效。");
  if (d.detail.kind != detail_kind::none)
    out += pick(lang, " The answer names: ", "响应中指出：") + utf8(d.detail.text);
  return out + pick(lang, " (rule ", "（规则 ") + std::string(name(d.rule)) + pick(lang, ")", "）");
}

std::string readable(const finding& f, language lang, const std::optional<operation>& op) {
  std::string out;
  const auto candidates = f.reading.candidates();
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const candidate& c = candidates[i];
    if (i == 0) {
      out += c.entry ? in_full(c.entry, lang) : unlisted(c, lang) + "\n";
      if (c.sub_entry) out += in_full(c.sub_entry, lang);
    } else {
      line(out, pick(lang, "or ", "或 "), c.entry ? headline(c.entry, lang) : unlisted(c, lang));
    }
  }
  // A code alone says nothing of a call; what a decision would add to its verdict is a guess.
  if (op) {
    line(out, pick(lang, "decision: ", "决定："), readable(decide(f.reading, f.given, *op), lang));
  } else if (const auto a = advise(f.reading, f.given)) {
    line(out, pick(lang, "verdict: ", "结论："),
         std::string(name(a->action)) + pick(lang, ": ", "：") + std::string(meaning(a->action, lang)));
  }
  return out;
}

}  // namespace errdex::present
