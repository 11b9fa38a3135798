#include "service/filters.hpp"

#include <algorithm>

#include "present/question.hpp"

namespace errdex::service {
namespace {

/// Adds the spaces with these names to `chosen`; says what is wrong with a name.
std::optional<refusal> choose(const std::vector<std::string_view>& names, std::string_view parameter,
                              language lang, const catalog& codes, std::vector<space_id>& chosen) {
  for (const std::string_view value : names) {
    const auto found = spaces_called(value, codes);
    if (found.empty()) {
      return refusal{std::string(parameter),
                     in(lang, "names no space or platform; there are " + all_spaces(codes),
                        "不是已知的空间或平台；可用的有 " + all_spaces(codes))};
    }
    for (const space& s : found) chosen.push_back(s.id());
  }
  return std::nullopt;
}

refusal no_such_name(std::string_view parameter, std::span<const std::string_view> known, language lang) {
  std::string all;
  for (const std::string_view n : known) all += std::string(all.empty() ? "" : ", ") + std::string(n);
  return {std::string(parameter), in(lang, "must be one of " + all, "应为以下之一：" + all)};
}

}  // namespace

bool filters::take(const entry& e) const noexcept {
  const auto has = [](const auto& wanted, auto value) {
    return wanted.empty() || std::find(wanted.begin(), wanted.end(), value) != wanted.end();
  };
  return has(statuses, e.status()) && has(verdicts, e.verdict());
}

std::variant<filters, refusal> resolve(const filter_names& names, language lang, const catalog& codes) {
  std::vector<space_id> named;
  std::vector<space_id> of_platforms;
  if (auto wrong = choose(names.spaces, "space", lang, codes, named)) return *wrong;
  if (auto wrong = choose(names.platforms, "platform", lang, codes, of_platforms)) return *wrong;
  const auto fits = [](const std::vector<space_id>& wanted, space_id id) {
    return wanted.empty() || std::find(wanted.begin(), wanted.end(), id) != wanted.end();
  };
  filters out;
  for (const space s : codes.spaces())
    if (fits(named, s.id()) && fits(of_platforms, s.id())) out.spaces.push_back(s.id());
  for (const std::string_view n : names.statuses) {
    const auto s = parse_status(n);
    if (!s) return no_such_name("status", status_names(), lang);
    out.statuses.push_back(*s);
  }
  for (const std::string_view n : names.verdicts) {
    const auto v = parse_verdict(n);
    if (!v) return no_such_name("verdict", verdict_names(), lang);
    out.verdicts.push_back(*v);
  }
  return out;
}

std::variant<filters, refusal> read_filters(const call& c, const catalog& codes) {
  return resolve({c.values("space"), c.values("platform"), c.values("status"), c.values("verdict")}, c.lang(),
                 codes);
}

std::vector<space> spaces_called(std::string_view name, const catalog& codes) {
  const std::string_view own = present::space_or_platform(name, codes);
  std::vector<space> out;
  if (own.empty()) return out;
  for (const space s : codes.spaces())
    if (s.name() == own || s.platform() == own) out.push_back(s);
  return out;
}

std::string all_spaces(const catalog& codes) {
  std::string out;
  for (const space s : codes.spaces()) out += std::string(out.empty() ? "" : ", ") + std::string(s.name());
  return out;
}

}  // namespace errdex::service
