#include "emulator/platform/exchange.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <charconv>

#include "emulator/platform/platform.hpp"

namespace errdex::emulation {
namespace json = boost::json;

std::optional<std::string> scalar_text(const json::value& value) {
  switch (value.kind()) {
    case json::kind::string: return std::string(value.get_string());
    case json::kind::int64: return std::to_string(value.get_int64());
    case json::kind::uint64: return std::to_string(value.get_uint64());
    case json::kind::bool_: return value.get_bool() ? "true" : "false";
    case json::kind::double_: return json::serialize(value);
    case json::kind::null:
    case json::kind::array:
    case json::kind::object: return std::nullopt;
  }
  return std::nullopt;
}

std::optional<std::int64_t> as_integer(const json::value& value) {
  if (const auto* i = value.if_int64()) return *i;
  if (const auto* b = value.if_bool()) return *b ? 1 : 0;
  if (const auto* s = value.if_string()) {
    std::int64_t out = 0;
    const auto [end, error] = std::from_chars(s->data(), s->data() + s->size(), out);
    if (error == std::errc() && end == s->data() + s->size() && !s->empty()) return out;
  }
  return std::nullopt;
}

namespace {

/// The element that "[0][1]" leads to; nullptr when there is none.
const json::value* find_element(const json::value* in, std::string_view indices) {
  while (in && !indices.empty()) {
    const auto* elements = in->if_array();
    const auto close = indices.find(']');
    if (!elements || close == std::string_view::npos) return nullptr;
    const auto index = as_integer(json::value(json::string(indices.substr(1, close - 1))));
    if (!index || *index < 0 || static_cast<std::uint64_t>(*index) >= elements->size()) return nullptr;
    in = &(*elements)[static_cast<std::size_t>(*index)];
    indices.remove_prefix(close + 1);
  }
  return in;
}

}  // namespace

const json::value* find_path(const json::object& in, std::string_view path) {
  const json::object* at = &in;
  while (true) {
    const auto dot = path.find('.');
    const std::string_view step = path.substr(0, dot);
    const auto open = std::min(step.find('['), step.size());
    const json::value* value = find_element(at->if_contains(step.substr(0, open)), step.substr(open));
    if (!value || value->is_null()) return nullptr;
    if (dot == std::string_view::npos) return value;
    at = value->if_object();
    if (!at) return nullptr;
    path.remove_prefix(dot + 1);
  }
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const auto end = std::min(text.find(separator), text.size());
    if (end > 0) out.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

exchange::exchange(const http::request& r, const emulation::platform& p, const emulation::endpoint& e,
                   emulation::world& w)
    : request(r), platform(p), endpoint(e), world(w), query_(http::parse_query(r.query())) {}

bool exchange::reads_query(std::string_view name) const {
  if (endpoint.method == "GET") return true;
  const auto declared = std::find_if(endpoint.fields.begin(), endpoint.fields.end(),
                                     [&](const field& f) { return f.path() == name; });
  return declared != endpoint.fields.end() && declared->is_in_query();
}

const json::value* exchange::json(std::string_view path) const { return find_path(body_, path); }

const std::string* exchange::query(std::string_view name) const {
  for (const auto& [key, value] : query_)
    if (key == name) return &value;
  return nullptr;
}

const std::string* exchange::segment(std::string_view name) const {
  for (const auto& [key, value] : segments_)
    if (key == name) return &value;
  return nullptr;
}

bool exchange::has(std::string_view name) const {
  if (segment(name)) return true;
  return reads_query(name) ? query(name) != nullptr : json(name) != nullptr;
}

std::optional<std::string> exchange::argument_text(std::string_view name) const {
  if (const auto* s = segment(name)) return *s;
  if (reads_query(name)) {
    const auto* value = query(name);
    return value ? std::optional(*value) : std::nullopt;
  }
  const auto* value = json(name);
  return value ? scalar_text(*value) : std::nullopt;
}

std::string exchange::text(std::string_view name) const {
  return argument_text(name).value_or(std::string());
}

std::int64_t exchange::integer(std::string_view name, std::int64_t otherwise) const {
  if (!reads_query(name) && !segment(name)) {
    const auto* value = json(name);
    return value ? as_integer(*value).value_or(otherwise) : otherwise;
  }
  const auto written = argument_text(name);
  return written ? as_integer(json::value(json::string(*written))).value_or(otherwise) : otherwise;
}

bool exchange::boolean(std::string_view name, bool otherwise) const {
  const auto written = argument_text(name);
  if (!written || written->empty()) return otherwise;
  return *written == "true" || (*written != "false" && *written != "0");
}

std::vector<std::string> exchange::texts(std::string_view name) const {
  std::vector<std::string> out;
  const auto* value = json(name);
  if (!value) return out;
  if (const auto* array = value->if_array()) {
    for (const auto& element : *array)
      if (auto written = scalar_text(element)) out.push_back(std::move(*written));
  } else if (auto written = scalar_text(*value)) {
    out.push_back(std::move(*written));
  }
  return out;
}

std::vector<std::int64_t> exchange::integers(std::string_view name) const {
  std::vector<std::int64_t> out;
  const auto* value = json(name);
  if (!value) return out;
  if (const auto* array = value->if_array()) {
    for (const auto& element : *array)
      if (const auto number = as_integer(element)) out.push_back(*number);
  } else if (const auto number = as_integer(*value)) {
    out.push_back(*number);
  }
  return out;
}

bool exchange::parse_body() {
  json::error_code error;
  json::value value = json::parse(request.body, error);
  if (error) {
    json::parse_options forgiving;
    forgiving.allow_comments = true;
    forgiving.allow_trailing_commas = true;
    forgiving.allow_invalid_utf8 = true;
    error.clear();
    value = json::parse(request.body, error, {}, forgiving);
    tolerated = true;
  }
  if (error || !value.is_object()) {
    tolerated = true;
    return false;
  }
  body_ = std::move(value.get_object());
  return true;
}

std::string_view exchange::platform_name() const { return platform.name(); }

}  // namespace errdex::emulation
