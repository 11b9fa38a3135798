#include "authoring/finding.hpp"

namespace errdex::authoring {

std::string_view name(outcome value) noexcept {
  switch (value) {
    case outcome::reject: return "reject";
    case outcome::decide: return "decide";
    case outcome::warn: return "warn";
  }
  return "";
}

std::string to_line(const finding& f) {
  std::string out = f.file;
  if (f.at.line != 0) out += ":" + std::to_string(f.at.line) + ":" + std::to_string(f.at.column);
  out += ": ";
  out += name(f.severity);
  out += " ";
  out += f.rule;
  out += ": " + f.message;
  if (!f.subject.empty()) out += " (" + f.subject + ")";
  return out;
}

}  // namespace errdex::authoring
