// The rules about schemes, modules and texts.
#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "govern/lint.hpp"
#include "govern/numbers.hpp"
#include "govern/placeholders.hpp"

namespace errdex::govern {
namespace {

using authoring::authored_entry;

std::string subject(const draft::entry& e) { return e.space + ":" + e.code; }

std::string lower_first_word(std::string_view text) {
  std::string out;
  for (const char c : text.substr(0, text.find_first_of(" ,.;:'"))) {
    out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return out;
}

/// Words that no imperative begins with. A list of verbs would never be complete; this one can be.
constexpr std::array<std::string_view, 44> openers_en{
    "the",    "a",    "an",    "this",    "that",   "these",    "those",    "it",     "its",
    "you",    "your", "we",    "our",     "they",   "their",    "he",       "she",    "i",
    "there",  "here", "maybe", "perhaps", "since",  "is",       "are",      "was",    "were",
    "should", "must", "can",   "could",   "would",  "may",      "might",    "will",   "shall",
    "some",   "all",  "no",    "error",   "errors", "possibly", "probably", "because"};
constexpr std::array<std::string_view, 14> openers_zh{"该",   "您",   "你",   "这",   "此", "那",   "由于",
                                                      "因为", "应该", "可能", "也许", "它", "我们", "错误"};

class checker {
 public:
  checker(const project& p, const authoring::authored_catalog& codes) : project_(p), codes_(codes) {}

  findings run() {
    modules();
    for (const auto& e : codes_.entries) {
      current_ = &e;
      number();
      parameters();
      steps();
    }
    messages();
    holes();
    return std::move(out_);
  }

 private:
  void report(std::string_view rule, std::string_view field, std::string message) {
    out_.push_back({rule, authoring::severity_of(rule), codes_.files[current_->file], current_->place(field),
                    subject(current_->value), std::move(message)});
  }

  void report_module(std::string_view rule, const project_module& m, std::string message) {
    out_.push_back(
        {rule, authoring::severity_of(rule), project_.file, m.at, "module:" + m.name, std::move(message)});
  }

  void modules() {
    for (std::size_t i = 0; i < project_.modules.size(); ++i) {
      const auto& a = project_.modules[i];
      if (a.owners.empty()) report_module("module-owner", a, "the module `" + a.name + "` has no `owners`");
      for (std::size_t k = 0; k < i; ++k) {
        const auto& b = project_.modules[k];
        if (a.space == b.space && has_numbers(a) && has_numbers(b) && overlap(a, b)) {
          report_module("module-overlap", a,
                        "the modules `" + b.name + "` and `" + a.name + "` share numbers");
        }
      }
    }
  }

  bool overlap(const project_module& a, const project_module& b) const {
    for (const auto& [name, value] : a.groups) {
      for (const auto& [other, other_value] : b.groups) {
        if (name == other && value != other_value) return false;
      }
    }
    if (!a.ranges.empty() && !b.ranges.empty()) {
      return std::any_of(a.ranges.begin(), a.ranges.end(), [&](const auto& x) {
        return std::any_of(b.ranges.begin(), b.ranges.end(),
                           [&](const auto& y) { return x.first <= y.second && y.first <= x.second; });
      });
    }
    if (a.ranges.empty() && b.ranges.empty()) return share_a_form(a, b);
    // Numbers on one side, digit groups on the other: the ends of a range tell, because a block of groups
    // is narrower than what a range is used for.
    const auto& ranges = a.ranges.empty() ? b : a;
    const auto& groups = a.ranges.empty() ? a : b;
    const auto* s = project_.find_space(a.space);
    return s != nullptr && std::any_of(ranges.ranges.begin(), ranges.ranges.end(), [&](const auto& r) {
             return has_groups(*s, r.first, groups.groups) || has_groups(*s, r.second, groups.groups);
           });
  }

  /// A number has one form; modules whose groups belong to different forms cannot meet.
  bool share_a_form(const project_module& a, const project_module& b) const {
    const auto* s = project_.find_space(a.space);
    const auto* scheme = s == nullptr ? nullptr : project_.scheme_of(*s);
    if (scheme == nullptr || scheme->digits == nullptr) return false;
    const auto has_all = [](const scheme_form& form, const group_values& groups) {
      return std::all_of(groups.begin(), groups.end(), [&](const auto& wanted) {
        return std::any_of(form.groups.begin(), form.groups.end(),
                           [&](const digit_group& g) { return g.name == wanted.first; });
      });
    };
    return std::any_of(
        scheme->digits->forms.begin(), scheme->digits->forms.end(),
        [&](const scheme_form& form) { return has_all(form, a.groups) && has_all(form, b.groups); });
  }

  bool has_groups(const project_space& s, std::int64_t number, const group_values& wanted) const {
    const auto groups = groups_of(project_, s, std::to_string(number));
    return !groups.empty() && std::all_of(wanted.begin(), wanted.end(), [&](const auto& g) {
      return std::find(groups.begin(), groups.end(), g) != groups.end();
    });
  }

  void number() {
    const auto& e = current_->value;
    const auto* s = project_.find_space(e.space);
    if (s == nullptr) {
      report("project-value", "code", "the space `" + e.space + "` is not described in " + project_.file);
      return;
    }
    const auto* scheme = project_.scheme_of(*s);
    if (scheme != nullptr && scheme->form == code_form::name) {
      if (e.code != scheme->prefix + in_capitals(e.name)) {
        report("name-as-code", "code",
               "the code of `" + e.name + "` is " + in_capitals(e.name) + ", not " + e.code);
      }
      return;
    }
    if (scheme != nullptr && !has_form(*scheme, e.code)) return;
    const bool registered = std::any_of(project_.modules.begin(), project_.modules.end(),
                                        [&](const auto& m) { return m.space == s->name && has_numbers(m); });
    if (registered && module_of(project_, *s, e.code) == nullptr) {
      report("module-range", "code", e.code + " lies in the numbers of no module of " + project_.file);
    }
  }

  bool has_form(const project_scheme& s, const std::string& code) {
    std::string_view digits = code;
    if (s.form == code_form::text) {
      if (!digits.starts_with(s.prefix)) {
        report("scheme-format", "code", "a code of the scheme `" + s.name + "` begins with " + s.prefix);
        return false;
      }
      digits.remove_prefix(s.prefix.size());
    } else if (!draft::number_of(code)) {
      report("scheme-format", "code",
             "`" + code + "` is not a number; the scheme `" + s.name + "` has numbers on the wire");
      return false;
    }
    const auto problems = s.digits->validate(digits);
    for (const auto& problem : problems) {
      const bool unnamed = problem.fault == scheme_fault::unnamed;
      report(unnamed ? "scheme-registry" : "scheme-format", "code",
             message(*s.digits, problem, language::en));
      if (!unnamed) return false;
    }
    if (const auto read = s.digits->parse(digits); read && s.form == code_form::text) {
      const std::string written = s.prefix + s.digits->format(*read.code);
      if (written != code) {
        report("scheme-format", "code", "write " + written + ", not " + code);
        return false;
      }
    }
    return problems.empty();
  }

  void parameters() {
    const auto& e = current_->value;
    std::set<std::string> declared;
    for (const auto& p : e.parameters) {
      if (!authoring::is_entry_name(p.name) || !declared.insert(p.name).second) {
        report("parameter-form", "parameters", "`" + p.name + "` is no snake_case name, or stands twice");
      }
    }
    std::set<std::string> used;
    const auto look = [&](std::string_view field, std::string_view text) {
      std::set<std::string> here;
      for (auto& name : placeholders_of(text)) {
        if (declared.count(name) == 0) {
          report("placeholder-unknown", field, "`{" + name + "}` is not declared in `parameters`");
        }
        here.insert(std::move(name));
      }
      used.insert(here.begin(), here.end());
      return here;
    };
    look("message", e.message);
    const auto en = look("text", e.text.en);
    const auto zh = look("text", e.text.zh);
    for (const auto& name : declared) {
      if (used.count(name) == 0) {
        report("placeholder-unused", "parameters", "no text uses `{" + name + "}`");
      }
    }
    if (!e.text.en.empty() && !e.text.zh.empty() && en != zh) {
      report("placeholder-languages", "text", "text.en and text.zh have different placeholders");
    }
    const bool has_text = !e.text.en.empty() || !e.text.zh.empty();
    const bool lacks =
        (project_.languages.en && e.text.en.empty()) || (project_.languages.zh && e.text.zh.empty());
    if (has_text && lacks) {
      report("placeholder-languages", "text",
             std::string("text.") + (e.text.en.empty() ? "en" : "zh") + " is empty");
    }
    if (!e.example.empty() && !matches(e.example, e.message, e.parameters)) {
      report("example-matches", "example",
             "`" + e.example + "` is not `" + e.message + "` with values of the declared types put in");
    }
  }

  void steps() {
    const auto& e = current_->value;
    for (const auto& step : e.fix_en) {
      const auto word = lower_first_word(step);
      if (std::find(openers_en.begin(), openers_en.end(), word) != openers_en.end()) {
        report("fix-verb", "fix", "a step begins with its verb, not with `" + word + "`");
      }
      if (step == e.cause.en) report("cause-is-fix", "cause", "the cause is also a step of the fix");
    }
    for (const auto& step : e.fix_zh) {
      for (const auto opener : openers_zh) {
        if (step.starts_with(opener)) {
          report("fix-verb", "fix", "a step begins with its verb, not with `" + std::string(opener) + "`");
          break;
        }
      }
      if (step == e.cause.zh) report("cause-is-fix", "cause", "the Chinese cause is also a step of the fix");
    }
  }

  void messages() {
    std::map<std::pair<std::string_view, std::string_view>, const authored_entry*> seen;
    for (const auto& e : codes_.entries) {
      if (e.value.message.empty() || e.value.state == lifecycle::obsolete) continue;
      const auto [at, fresh] = seen.try_emplace({e.value.space, e.value.message}, &e);
      if (fresh || at->second->value.code == e.value.code) continue;
      current_ = &e;
      report("same-message", "message",
             "\"" + e.value.message + "\" is also the message of " + subject(at->second->value));
    }
  }

  /// Gaps in blocks that are filled one number after the other.
  void holes() {
    std::map<std::pair<std::string, group_values>, std::map<std::int64_t, const authored_entry*>> blocks;
    for (const auto& e : codes_.entries) {
      const auto* s = project_.find_space(e.value.space);
      if (s == nullptr || s->allocate != allocation::sequential) continue;
      if (const auto n = digits_of(project_, *s, e.value.code)) {
        blocks[{s->name, groups_of(project_, *s, e.value.code)}].emplace(*n, &e);
      }
    }
    for (const auto& [block, numbers] : blocks) {
      const std::pair<const std::int64_t, const authored_entry*>* before = nullptr;
      for (const auto& item : numbers) {
        if (before != nullptr && item.first - before->first > 1) {
          current_ = item.second;
          report("number-hole", "code",
                 item.first - before->first == 2 ? std::to_string(before->first + 1) + " is missing"
                                                 : std::to_string(before->first + 1) + " to " +
                                                       std::to_string(item.first - 1) + " are missing");
        }
        before = &item;
      }
    }
  }

  const project& project_;
  const authoring::authored_catalog& codes_;
  const authored_entry* current_ = nullptr;
  findings out_;
};

}  // namespace

findings check_codes(const project& p, const authoring::authored_catalog& codes) {
  return checker(p, codes).run();
}

}  // namespace errdex::govern
