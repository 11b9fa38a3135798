// Scenarios that nobody has to write: an example of success, with one field changed so that it breaks one of
// its declared limits, must be answered with the error that is declared for that.
#include <algorithm>
#include <boost/json/array.hpp>
#include <optional>
#include <set>

#include "emulator/platform/scenario.hpp"

namespace errdex::emulation {
namespace json = boost::json;
namespace {

/// Longer values than this are not worth sending.
constexpr std::int64_t longest = 4'000'000;

/// A character that the field's other rules allow.
std::string allowed_character(const field& f) {
  for (const std::string_view c : {"x", "1", "a"}) {
    const bool fits = std::all_of(f.rules().begin(), f.rules().end(), [&](const rule& r) {
      if (r.kind == rule_kind::charset) return in_charset(c[0], r.characters);
      if (r.kind == rule_kind::without) return r.characters.find(c[0]) == std::string_view::npos;
      return true;
    });
    if (fits) return std::string(c);
  }
  return "x";
}

/// The field's example value made longer, so that what it begins with stays as it is; else repetition.
json::value text_of_length(const field& f, const json::value* now, std::int64_t length) {
  std::string out = now && now->is_string() ? std::string(now->get_string()) : std::string();
  if (static_cast<std::int64_t>(out.size()) > length) out.resize(static_cast<std::size_t>(length));
  const std::string unit = allowed_character(f);
  // In front, so that an ending that has a meaning, such as that of an e-mail address, is kept.
  const std::int64_t missing = length - count_characters(out);
  if (missing > 0) out.insert(0, static_cast<std::size_t>(missing), unit.front());
  return json::string(out);
}

/// A value that breaks the rule; nothing when none can be made. `now` is the example's value, or null.
std::optional<json::value> breaking(const rule& r, const field& f, const json::value* now) {
  switch (r.kind) {
    case rule_kind::type:
      switch (f.type()) {
        case value_type::integer:
        case value_type::number: return json::value("not a number");
        case value_type::array:
        case value_type::object:
        case value_type::boolean: return json::value("text");
        case value_type::text: return json::value(json::object{});
        case value_type::any: return std::nullopt;
      }
      return std::nullopt;
    case rule_kind::required: return json::value(nullptr);
    case rule_kind::characters:
    case rule_kind::bytes:
      if (r.high < longest) return text_of_length(f, now, r.high + 1);
      if (r.low > 0) return text_of_length(f, nullptr, r.low - 1);
      return std::nullopt;
    case rule_kind::count: {
      const std::int64_t wanted = r.high < 100'000 ? r.high + 1 : r.low - 1;
      if (wanted < 0) return std::nullopt;
      if (f.separator() != '\0') {
        std::string out;
        for (std::int64_t i = 1; i <= wanted; ++i)
          out += (i > 1 ? std::string(1, f.separator()) : "") + "u" + std::to_string(i);
        return json::value(json::string(out));
      }
      json::array out;
      const auto* elements = now ? now->if_array() : nullptr;
      const json::value element = elements && !elements->empty() ? elements->front() : json::value("x");
      for (std::int64_t i = 0; i < wanted; ++i) out.push_back(element);
      return json::value(std::move(out));
    }
    case rule_kind::range:
      if (r.high < std::numeric_limits<std::int64_t>::max()) return json::value(r.high + 1);
      return json::value(r.low - 1);
    case rule_kind::one_of:
      return f.type() == value_type::integer ? json::value(987654) : json::value("no such value");
    case rule_kind::charset:
      for (const char c : {'#', ' ', '!', 'x', '1'})
        if (!in_charset(c, r.characters)) return json::value(json::string(std::string("a") + c));
      return std::nullopt;
    case rule_kind::without: return json::value(json::string(std::string("a") + r.characters.front()));
    case rule_kind::form: return json::value(json::string(r.breaks));
  }
  return std::nullopt;
}

/// Where a path leads in the arguments of an example, through the first elements of arrays; the object that
/// has or would have the last key, and that key. Nothing when something on the way is not there.
struct place {
  json::object* in = nullptr;
  json::array* elements = nullptr;  // For a path that ends in "[]".
  std::string key;
};

std::optional<place> find_place(json::object& arguments, std::string_view path) {
  json::object* at = &arguments;
  while (true) {
    const auto end = std::min(path.find('.'), path.size());
    std::string_view key = path.substr(0, end);
    const bool through = key.size() > 2 && key.substr(key.size() - 2) == "[]";
    if (through) key.remove_suffix(2);
    const bool last = end == path.size();
    if (last && !through) return place{at, nullptr, std::string(key)};
    json::value* value = at->if_contains(key);
    if (!value) return std::nullopt;
    if (through) {
      auto* elements = value->if_array();
      if (!elements || elements->empty()) return std::nullopt;
      if (last) return place{nullptr, elements, {}};
      value = &elements->front();
    }
    at = value->if_object();
    if (!at) return std::nullopt;
    path.remove_prefix(end + 1);
  }
}

bool meets_condition(const field& f, json::object& arguments) {
  if (f.condition_field().empty()) return true;
  const auto where = find_place(arguments, f.condition_field());
  const json::value* v = where && where->in ? where->in->if_contains(where->key) : nullptr;
  return f.depends_on(v ? scalar_text(*v) : std::nullopt);
}

std::optional<scenario> derive(const scenario& example, const field& f, const rule& r) {
  scenario out = example;
  scenario_step& last = out.steps.back();
  if (!meets_condition(f, last.arguments)) return std::nullopt;
  auto where = find_place(last.arguments, f.path());
  if (!where) return std::nullopt;
  const json::value* now = where->elements ? &where->elements->front() : where->in->if_contains(where->key);
  auto value = breaking(r, f, now);
  if (!value) return std::nullopt;
  const bool in_query = f.is_in_query() || last.endpoint->method == "GET";
  if (in_query && r.kind == rule_kind::type && f.type() == value_type::text)
    return std::nullopt;  // A query has nothing but texts.
  if (where->elements) {
    if (value->is_null()) return std::nullopt;
    where->elements->front() = std::move(*value);
  } else if (value->is_null()) {
    if (!where->in->contains(where->key)) return std::nullopt;
    where->in->erase(where->key);
  } else {
    (*where->in)[where->key] = std::move(*value);
  }
  last.answers = r.error;
  last.save.clear();
  last.expect.clear();
  out.raises = r.error;
  out.when = std::string(f.path()) + " is not " + describe(r, f);
  out.file = "derived from " + example.file;
  return out;
}

}  // namespace

std::vector<scenario> derive_scenarios(const std::vector<scenario>& examples) {
  std::vector<scenario> out;
  std::set<const rule*> done;
  for (const scenario& example : examples) {
    if (example.raises || example.steps.empty()) continue;
    const scenario_step& last = example.steps.back();
    if (!last.endpoint || last.body || last.repeat != 1) continue;
    for (const field& f : last.endpoint->fields) {
      for (const rule& r : f.rules()) {
        if (!r.error || done.count(&r) != 0) continue;
        if (auto made = derive(example, f, r)) {
          done.insert(&r);
          out.push_back(std::move(*made));
        }
      }
    }
  }
  return out;
}

}  // namespace errdex::emulation
