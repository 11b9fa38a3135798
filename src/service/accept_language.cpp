#include "service/accept_language.hpp"

#include <algorithm>
#include <optional>

#include "http/text.hpp"

namespace errdex::service {
namespace {

using http::lower;

std::string_view trim(std::string_view s) noexcept {
  while (!s.empty() && (s.front() == ' ' || s.front() == '\t')) s.remove_prefix(1);
  while (!s.empty() && (s.back() == ' ' || s.back() == '\t')) s.remove_suffix(1);
  return s;
}

/// "en", "EN-us": the range is this language or one of its variants.
bool is_language(std::string_view range, std::string_view tag) noexcept {
  if (range.size() < tag.size() || (range.size() > tag.size() && range[tag.size()] != '-')) return false;
  return std::equal(tag.begin(), tag.end(), range.begin(), [](char a, char b) { return a == lower(b); });
}

/// Thousandths; nothing when it is not a quality.
std::optional<int> quality(std::string_view text) noexcept {
  if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1')) return std::nullopt;
  if (text.size() > 1 && text[1] != '.') return std::nullopt;
  int thousandths = (text[0] - '0') * 1000;
  int unit = 100;
  for (const char c : text.substr(std::min<std::size_t>(2, text.size()))) {
    if (c < '0' || c > '9') return std::nullopt;
    thousandths += (c - '0') * unit;
    unit /= 10;
  }
  return thousandths <= 1000 ? std::optional(thousandths) : std::nullopt;
}

}  // namespace

present::texts preferred_texts(std::string_view header) noexcept {
  std::optional<int> en;
  std::optional<int> zh;
  int any = 0;
  while (!header.empty()) {
    const std::size_t end = std::min(header.find(','), header.size());
    const std::string_view item = header.substr(0, end);
    header.remove_prefix(std::min(end + 1, header.size()));
    const std::size_t mark = std::min(item.find(';'), item.size());
    const std::string_view range = trim(item.substr(0, mark));
    int q = 1000;
    if (mark < item.size()) {
      const std::string_view weight = trim(item.substr(mark + 1));
      if (weight.size() < 2 || lower(weight[0]) != 'q' || weight[1] != '=') continue;
      const auto value = quality(trim(weight.substr(2)));
      if (!value) continue;
      q = *value;
    }
    if (is_language(range, "en")) en = std::max(en.value_or(0), q);
    if (is_language(range, "zh")) zh = std::max(zh.value_or(0), q);
    if (range == "*") any = q;
  }
  const int for_en = en.value_or(any);
  const int for_zh = zh.value_or(any);
  if (for_en == for_zh) return present::texts::both;
  return for_en > for_zh ? present::texts::en : present::texts::zh;
}

std::string_view content_language(present::texts which) noexcept {
  switch (which) {
    case present::texts::both: return "en, zh";
    case present::texts::en: return "en";
    case present::texts::zh: return "zh";
  }
  return {};
}

}  // namespace errdex::service
