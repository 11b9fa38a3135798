// The sentences for what can be wrong with a code or with the groups of a new one.
#include <algorithm>

#include "errdex/scheme.hpp"

namespace errdex {
namespace {

std::string padded(std::uint64_t value, std::uint32_t digits) {
  std::string out = std::to_string(value);
  if (out.size() < digits) out.insert(0, digits - out.size(), '0');
  return out;
}

std::string quoted(std::string_view text) { return "`" + std::string(text) + "`"; }

class writer {
 public:
  writer(const scheme& s, const scheme_problem& p, language lang)
      : scheme_(s), problem_(p), zh_(lang == language::zh) {}

  std::string sentence() const {
    const std::string group = problem_.group == nullptr ? "" : std::string(problem_.group->name);
    const std::uint32_t digits = problem_.group == nullptr ? 0 : problem_.group->digits;
    const std::string value = padded(problem_.value, digits);
    const std::string text = quoted(problem_.text);
    switch (problem_.fault) {
      case scheme_fault::none: return say("nothing is wrong", "没有问题");
      case scheme_fault::empty: return say("there is no code; " + shapes(), "没有错误码；" + shapes());
      case scheme_fault::not_a_digit:
        return say(
            text + " at position " + std::to_string(problem_.position + 1) + " is not a digit; " + shapes(),
            "第 " + std::to_string(problem_.position + 1) + " 个字节 " + text + " 不是数字；" + shapes());
      case scheme_fault::wrong_length:
        return say(count(problem_.value, "digit") + "; " + shapes(),
                   "共 " + std::to_string(problem_.value) + " 位；" + shapes());
      case scheme_fault::wrong_groups:
        return say(count(problem_.value, "group") + " between separators; " + shapes(),
                   "分隔出 " + std::to_string(problem_.value) + " 段；" + shapes());
      case scheme_fault::group_length:
        return say(group + " is " + text + ", " + count(problem_.value, "digit") + "; it has " +
                       std::to_string(digits),
                   group + " 为 " + text + "，共 " + std::to_string(problem_.value) + " 位，应为 " +
                       std::to_string(digits) + " 位");
      case scheme_fault::out_of_range:
        return say(group + " is " + value + "; " + range(*problem_.group),
                   group + " 为 " + value + "；" + range(*problem_.group));
      case scheme_fault::unnamed:
        return say(group + " " + value + " has no meaning in " + std::string(scheme_.name) + names(),
                   std::string(scheme_.name) + " 未定义 " + group + " " + value + names());
      case scheme_fault::group_unknown:
        return say("there is no group " + text + " here; " + wanted(),
                   "没有 " + text + " 这一段；" + wanted());
      case scheme_fault::group_missing:
        return say("the group " + text + " is missing; " + wanted(), "缺少 " + text + " 段；" + wanted());
      case scheme_fault::group_repeated:
        return say("the group " + text + " is given twice", text + " 段重复给出");
      case scheme_fault::group_running:
        return say(text + " is the running number, which is what will be found; " + wanted(),
                   text + " 段是待分配的编号，不能指定；" + wanted());
    }
    return {};
  }

 private:
  std::string say(std::string en, std::string zh) const { return zh_ ? std::move(zh) : std::move(en); }

  static std::string count(std::uint64_t n, std::string_view what) {
    return std::to_string(n) + " " + std::string(what) + (n == 1 ? "" : "s");
  }

  std::string range(const digit_group& g) const {
    const std::string first = padded(g.first, g.digits);
    const std::string last = padded(g.last, g.digits);
    if (g.first == g.last) return say("it can only be " + first, "只能是 " + first);
    return say("it runs from " + first + " to " + last, "取值 " + first + " 至 " + last);
  }

  /// "a-bb-ccc is level(1)-module(2)-number(3)"; the digits in parentheses.
  std::string shapes() const {
    std::string out = std::string(scheme_.name) + say(" is ", " 为 ");
    bool first_form = true;
    for (const scheme_form& form : scheme_.forms) {
      if (!first_form) out += say(", or ", "，或 ");
      first_form = false;
      bool first_group = true;
      for (const digit_group& g : form.groups) {
        if (!first_group)
          out += scheme_.separator == '\0' ? std::string(" + ") : std::string(1, scheme_.separator);
        first_group = false;
        out += std::string(g.name) + "(" + std::to_string(g.digits) + ")";
      }
    }
    return out;
  }

  /// The groups that `next_free` asks for, form by form.
  std::string wanted() const {
    std::string out = say("give ", "应给出 ");
    bool first_form = true;
    for (const scheme_form& form : scheme_.forms) {
      if (form.groups.size() < 2) continue;
      if (!first_form) out += say(", or ", "，或 ");
      first_form = false;
      for (std::size_t i = 0; i + 1 < form.groups.size(); ++i) {
        if (i > 0) out += say(" and ", " 和 ");
        out += form.groups[i].name;
      }
    }
    return out;
  }

  /// The values of the group that have a name, in this block.
  std::string names() const {
    std::string out;
    std::uint64_t bound = 1;
    for (std::uint32_t i = 0; i < problem_.group->digits; ++i) bound *= 10;
    std::size_t listed = 0;
    for (const digit_value& v : problem_.group->values) {
      if (v.prefix / bound != problem_.block) continue;
      if (++listed > 12) return out + say(", …", "……");
      out += out.empty() ? say("; known: ", "；已有：") : say(", ", "、");
      out +=
          padded(v.prefix % bound, problem_.group->digits) + " " + std::string(zh_ ? v.title_zh : v.title_en);
    }
    return out;
  }

  const scheme& scheme_;
  const scheme_problem& problem_;
  bool zh_;
};

}  // namespace

std::string message(const scheme& s, const scheme_problem& p, language lang) {
  return writer(s, p, lang).sentence();
}

}  // namespace errdex
