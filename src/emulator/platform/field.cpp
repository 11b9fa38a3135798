#include "emulator/platform/field.hpp"

#include <algorithm>
#include <array>

namespace errdex::emulation {
namespace {

constexpr std::array<std::string_view, 7> type_names{"any",   "text",   "integer", "boolean",
                                                     "array", "object", "number"};
constexpr std::array<std::string_view, 11> kind_names{
    "", "type", "required", "characters", "bytes", "count", "range", "one_of", "charset", "without", "form"};

std::string bounds(const rule& r, std::string_view unit) {
  const std::string word(unit);
  if (r.low <= 0) return "at most " + std::to_string(r.high) + word;
  if (r.high == std::numeric_limits<std::int64_t>::max()) return "at least " + std::to_string(r.low) + word;
  if (r.low == r.high) return std::to_string(r.low) + word;
  return std::to_string(r.low) + " to " + std::to_string(r.high) + word;
}

}  // namespace

std::string_view name(value_type type) noexcept { return type_names[static_cast<std::size_t>(type)]; }
std::string_view name(rule_kind kind) noexcept { return kind_names[static_cast<std::size_t>(kind)]; }

field& field::add(rule r) {
  rules_.push_back(std::move(r));
  return *this;
}

field& field::type(value_type type, error_ref error) {
  type_ = type;
  return add({.kind = rule_kind::type, .error = error});
}

field& field::required(error_ref error) { return add({.kind = rule_kind::required, .error = error}); }

field& field::chars(std::int64_t low, std::int64_t high, error_ref error) {
  return add({.kind = rule_kind::characters, .low = low, .high = high, .error = error});
}

field& field::bytes(std::int64_t low, std::int64_t high, error_ref error) {
  return add({.kind = rule_kind::bytes, .low = low, .high = high, .error = error});
}

field& field::count(std::int64_t low, std::int64_t high, error_ref error) {
  return add({.kind = rule_kind::count, .low = low, .high = high, .error = error});
}

field& field::range(std::int64_t low, std::int64_t high, error_ref error) {
  return add({.kind = rule_kind::range, .low = low, .high = high, .error = error});
}

field& field::one_of(std::vector<std::string_view> values, error_ref error) {
  return add({.kind = rule_kind::one_of, .values = std::move(values), .error = error});
}

field& field::charset(std::string_view characters, error_ref error) {
  return add({.kind = rule_kind::charset, .characters = characters, .error = error});
}

field& field::without(std::string_view characters, error_ref error) {
  return add({.kind = rule_kind::without, .characters = characters, .error = error});
}

field& field::form(text_predicate obeys, std::string_view says, std::string_view breaks, error_ref error) {
  return add({.kind = rule_kind::form, .obeys = obeys, .says = says, .breaks = breaks, .error = error});
}

field& field::only_if(std::string_view other, std::initializer_list<std::string_view> values) {
  condition_field_ = other;
  condition_values_ = values;
  return *this;
}

bool field::depends_on(const std::optional<std::string>& value) const {
  return std::find(condition_values_.begin(), condition_values_.end(), value.value_or("")) !=
         condition_values_.end();
}

bool field::is_required() const noexcept {
  return std::any_of(rules_.begin(), rules_.end(),
                     [](const rule& r) { return r.kind == rule_kind::required; });
}

std::string describe(const rule& r, const field& f) {
  switch (r.kind) {
    case rule_kind::type:
      return f.type() == value_type::integer ? "an integer"
                                             : "a value of type " + std::string(name(f.type()));
    case rule_kind::required: return "present and not empty";
    case rule_kind::characters: return bounds(r, " characters");
    case rule_kind::bytes: return bounds(r, " bytes");
    case rule_kind::count: return bounds(r, " elements");
    case rule_kind::range:
      return r.high == std::numeric_limits<std::int64_t>::max()
                 ? std::to_string(r.low) + " or more"
                 : std::to_string(r.low) + " to " + std::to_string(r.high);
    case rule_kind::one_of: {
      std::string out = "one of ";
      for (const auto v : r.values) out += (v == r.values.front() ? "" : ", ") + std::string(v);
      return out;
    }
    case rule_kind::charset: return "made of the characters " + std::string(r.characters);
    case rule_kind::without: return "without any of the characters " + std::string(r.characters);
    case rule_kind::form: return std::string(r.says);
  }
  return {};
}

bool forms::http_url(std::string_view text) {
  const std::size_t scheme = text.substr(0, 7) == "http://" ? 7 : text.substr(0, 8) == "https://" ? 8 : 0;
  return scheme != 0 && text.size() > scheme && text[scheme] != '/' &&
         text.find_first_of(" \t\r\n") == std::string_view::npos;
}

bool forms::email(std::string_view text) {
  const auto at = text.find('@');
  if (at == 0 || at == std::string_view::npos || text.find('@', at + 1) != std::string_view::npos)
    return false;
  const std::string_view host = text.substr(at + 1);
  const auto dot = host.rfind('.');
  if (dot == 0 || dot == std::string_view::npos || dot + 1 == host.size()) return false;
  return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 127; });
}

std::int64_t count_characters(std::string_view text) noexcept {
  return std::count_if(text.begin(), text.end(),
                       [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; });
}

bool in_charset(char c, std::string_view characters) noexcept {
  for (std::size_t i = 0; i < characters.size(); ++i) {
    if (i + 2 < characters.size() && characters[i + 1] == '-') {
      if (c >= characters[i] && c <= characters[i + 2]) return true;
      i += 2;
    } else if (characters[i] == c) {
      return true;
    }
  }
  return false;
}

}  // namespace errdex::emulation
