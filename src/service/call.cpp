#include "service/call.hpp"

#include <algorithm>
#include <charconv>

#include "service/accept_language.hpp"

namespace errdex::service {
namespace {

std::string joined(std::span<const std::string_view> names) {
  std::string out;
  for (const std::string_view n : names) out += std::string(out.empty() ? "" : ", ") + std::string(n);
  return out;
}

std::optional<std::int64_t> whole_number(std::string_view text) noexcept {
  std::int64_t value = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), value);
  if (end.ec != std::errc() || end.ptr != text.data() + text.size()) return std::nullopt;
  return value;
}

/// What is wrong with a value, or nothing.
std::optional<std::string> fault(const parameter& p, std::string_view value, language lang) {
  switch (p.kind) {
    case parameter_kind::text: {
      const auto size = static_cast<std::int64_t>(value.size());
      if (size >= p.least && size <= p.most) return std::nullopt;
      return in(lang,
                "must have " + std::to_string(p.least) + " to " + std::to_string(p.most) + " bytes, not " +
                    std::to_string(size),
                "长度应为 " + std::to_string(p.least) + " 至 " + std::to_string(p.most) + " 字节，现为 " +
                    std::to_string(size));
    }
    case parameter_kind::whole_number: {
      const auto number = whole_number(value);
      if (number && *number >= p.least && *number <= p.most) return std::nullopt;
      return in(lang,
                "must be a whole number from " + std::to_string(p.least) + " to " + std::to_string(p.most),
                "应为 " + std::to_string(p.least) + " 至 " + std::to_string(p.most) + " 的整数");
    }
    case parameter_kind::choice:
      if (std::find(p.choices.begin(), p.choices.end(), value) != p.choices.end()) return std::nullopt;
      return in(lang, "must be one of " + joined(p.choices), "应为以下之一：" + joined(p.choices));
  }
  return std::nullopt;
}

std::string query_parameters(const endpoint& e) {
  std::string out;
  for (const parameter& p : e.parameters)
    if (p.place == parameter_place::query) out += std::string(out.empty() ? "" : ", ") + std::string(p.name);
  return out;
}

const parameter* find_parameter(const endpoint& e, parameter_place place, std::string_view name) {
  for (const parameter& p : e.parameters)
    if (p.place == place && p.name == name) return &p;
  return nullptr;
}

std::optional<refusal> check(const route& where, call& into) {
  const endpoint& e = into.what;
  std::size_t segment = 0;
  for (const parameter& p : e.parameters) {
    if (p.place != parameter_place::path) continue;
    auto value = http::percent_decode(where.segments[segment++]);
    if (!value) {
      return refusal{std::string(p.name), in(into.lang(), "has a % that no two hexadecimal digits follow",
                                             "% 之后缺少两位十六进制数字")};
    }
    if (auto what = fault(p, *value, into.lang())) return refusal{std::string(p.name), std::move(*what)};
    into.arguments.emplace_back(p.name, std::move(*value));
  }
  const std::string_view query = into.request.query();
  if (!query.empty()) {
    for (auto& [name, value] : http::parse_query(query)) {
      const parameter* p = find_parameter(e, parameter_place::query, name);
      if (p == nullptr) {
        const std::string known = query_parameters(e);
        return refusal{name, known.empty() ? in(into.lang(), "is unknown; there are no query parameters here",
                                                "未知；此操作没有查询参数")
                                           : in(into.lang(), "is unknown; there are " + known,
                                                "未知；可用的参数有 " + known)};
      }
      if (!p->repeated && !into.value(p->name).empty())
        return refusal{name, in(into.lang(), "is given more than once", "重复出现")};
      if (auto what = fault(*p, value, into.lang())) return refusal{name, std::move(*what)};
      into.arguments.emplace_back(p->name, std::move(value));
    }
  }
  for (const parameter& p : e.parameters) {
    if (p.required && p.place == parameter_place::query && into.value(p.name).empty())
      return refusal{std::string(p.name), in(into.lang(), "is required: " + std::string(p.meaning),
                                             "为必填参数，例如 " + std::string(p.example))};
  }
  return std::nullopt;
}

}  // namespace

std::string_view call::value(std::string_view name) const noexcept {
  for (const auto& [known, text] : arguments)
    if (known == name) return text;
  return {};
}

std::vector<std::string_view> call::values(std::string_view name) const {
  std::vector<std::string_view> out;
  for (const auto& [known, text] : arguments)
    if (known == name) out.emplace_back(text);
  return out;
}

std::int64_t call::number(std::string_view name, std::int64_t otherwise) const noexcept {
  return whole_number(value(name)).value_or(otherwise);
}

present::texts requested_texts(const http::request& r) {
  if (!r.query().empty()) {
    const auto lang = http::query_value(r.query(), "lang");
    if (lang == "en") return present::texts::en;
    if (lang == "zh") return present::texts::zh;
    if (lang == "both") return present::texts::both;
  }
  return preferred_texts(r.headers.get("Accept-Language").value_or(std::string_view()));
}

std::optional<refusal> check_arguments(const route& where, call& into) {
  into.texts = requested_texts(into.request);
  return check(where, into);
}

}  // namespace errdex::service
