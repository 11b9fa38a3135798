#include "emulator/platform/fixture.hpp"

#include <algorithm>
#include <stdexcept>

#include "emulator/platform/exchange.hpp"

namespace errdex::emulation {
namespace json = boost::json;

fixture_part::fixture_part(const json::value& value, std::string where)
    : object_(value.if_object()), where_(std::move(where)) {
  if (!object_) refuse("must be a mapping");
}

void fixture_part::refuse(const std::string& what) const {
  throw std::invalid_argument("fixture, " + where_ + ": " + what);
}

void fixture_part::only(const std::vector<std::string_view>& known) const {
  for (const auto& member : *object_) {
    if (std::find(known.begin(), known.end(), std::string_view(member.key())) != known.end()) continue;
    std::string list;
    for (const auto key : known) list += (list.empty() ? "" : ", ") + std::string(key);
    refuse("there is no key '" + std::string(member.key()) + "'; there are " + list);
  }
}

std::string fixture_part::text(std::string_view key, std::string otherwise) const {
  const auto* v = find_path(*object_, key);
  if (!v) return otherwise;
  auto written = scalar_text(*v);
  if (!written) refuse("'" + std::string(key) + "' must be a text");
  return std::move(*written);
}

std::string fixture_part::needed(std::string_view key) const {
  std::string out = text(key);
  if (out.empty()) refuse("needs '" + std::string(key) + "'");
  return out;
}

std::optional<std::string> fixture_part::maybe(std::string_view key) const {
  std::string out = text(key);
  return out.empty() ? std::nullopt : std::optional(std::move(out));
}

std::int64_t fixture_part::number(std::string_view key, std::int64_t otherwise) const {
  const auto* v = find_path(*object_, key);
  if (!v) return otherwise;
  const auto out = as_integer(*v);
  if (!out) refuse("'" + std::string(key) + "' must be a whole number");
  return *out;
}

const json::array& fixture_part::list(std::string_view key) const {
  static const json::array none;
  const auto* v = find_path(*object_, key);
  if (!v) return none;
  if (!v->is_array()) refuse("'" + std::string(key) + "' must be a sequence");
  return v->get_array();
}

}  // namespace errdex::emulation
