// New entries as YAML, in the layout of the built-in catalog.
#include <algorithm>
#include <array>

#include "govern/yaml_edit.hpp"

namespace errdex::govern {
namespace {

/// Plain where every reader of YAML takes it for this text, also inside brackets.
bool is_plain(std::string_view s) {
  if (s.empty() || s.front() == ' ' || s.back() == ' ') return false;
  static constexpr std::array<std::string_view, 12> words{"true", "false", "yes", "no", "on",  "off",
                                                          "null", "~",     "y",   "n",  "nan", "inf"};
  std::string low(s);
  for (char& c : low) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  if (std::find(words.begin(), words.end(), low) != words.end()) return false;
  const auto first = static_cast<unsigned char>(s.front());
  const bool letter = (first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z') ||
                      (first >= '0' && first <= '9') || first >= 0x80;
  if (!letter) return false;
  if (s.find(": ") != std::string_view::npos || s.find(" #") != std::string_view::npos || s.back() == ':')
    return false;
  return std::all_of(s.begin(), s.end(), [](char c) {
    const auto u = static_cast<unsigned char>(c);
    return u >= 0x20 && u != 0x7f && c != ',' && c != '[' && c != ']' && c != '{' && c != '}' && c != '"' &&
           c != '\\' && c != '`' && c != '?';  // Inside brackets yaml-cpp ends a text at any question mark.
  });
}

/// A text that nobody wrote yet stands there empty, to be filled in.
std::string both(const draft::bilingual& t) {
  const bool empty = t.en.empty() && t.zh.empty();
  std::string out = "{";
  if (!t.en.empty() || empty) out += "en: " + yaml_scalar(t.en);
  if (!t.zh.empty() || empty) out += (out.size() > 1 ? ", zh: " : "zh: ") + yaml_scalar(t.zh);
  return out + "}";
}

std::string list(const std::vector<std::string>& items) {
  std::string out = "[";
  for (const auto& item : items) out += (out.size() > 1 ? ", " : "") + yaml_scalar(item);
  return out + "]";
}

}  // namespace

std::string yaml_scalar(std::string_view text) {
  if (is_plain(text)) return std::string(text);
  static constexpr char hex[] = "0123456789abcdef";
  std::string out = "\"";
  for (const char c : text) {
    const auto u = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (u < 0x20 || u == 0x7f) {
      out += "\\x";
      out += hex[u >> 4];
      out += hex[u & 15];
    } else {
      out += c;
    }
  }
  return out + "\"";
}

std::string entry_as_yaml(const draft::entry& e, std::size_t indent) {
  const std::string dash = std::string(indent, ' ') + "- ";
  const std::string lead = std::string(indent, ' ') + "  ";
  std::string out = dash + "code: " + yaml_scalar(e.code) + "\n";
  const auto line = [&](const std::string& key, const std::string& value) {
    out += lead + key + ": " + value + "\n";
  };
  line("name", yaml_scalar(e.name));
  line("message", yaml_scalar(e.message));
  if (!e.parameters.empty()) {
    std::string all = "[";
    for (const auto& p : e.parameters) {
      all += (all.size() > 1 ? ", " : "") + std::string("{name: ") + yaml_scalar(p.name) +
             ", type: " + std::string(draft::name(p.type)) + "}";
    }
    line("parameters", all + "]");
  }
  if (!e.example.empty()) line("example", yaml_scalar(e.example));
  if (!e.text.en.empty() || !e.text.zh.empty()) line("text", both(e.text));
  line("title", both(e.title));
  line("status", std::string(name(e.status)));
  line("verdict", std::string(name(e.verdict)));
  out += lead + "cause:\n";
  const bool no_cause = e.cause.en.empty() && e.cause.zh.empty();
  if (!e.cause.en.empty() || no_cause) out += lead + "  en: " + yaml_scalar(e.cause.en) + "\n";
  if (!e.cause.zh.empty() || no_cause) out += lead + "  zh: " + yaml_scalar(e.cause.zh) + "\n";
  out += lead + "fix:\n";
  const bool no_fix = e.fix_en.empty() && e.fix_zh.empty();
  if (!e.fix_en.empty() || no_fix) out += lead + "  en: " + list(e.fix_en) + "\n";
  if (!e.fix_zh.empty() || no_fix) out += lead + "  zh: " + list(e.fix_zh) + "\n";
  if (!e.see.empty()) line("see", list(e.see));
  line("basis", std::string(name(e.basis)));
  if (e.state != lifecycle::active) line("state", std::string(name(e.state)));
  if (!e.replaced_by.empty()) line("replaced_by", yaml_scalar(e.replaced_by));
  if (!e.was.empty()) line("was", list(e.was));
  return out;
}

}  // namespace errdex::govern
