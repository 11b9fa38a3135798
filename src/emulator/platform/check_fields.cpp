#include <algorithm>
#include <boost/json/serialize.hpp>

#include "emulator/platform/platform.hpp"

namespace errdex::emulation {
namespace json = boost::json;
namespace {

/// Checks one field of one request.
class field_check {
 public:
  field_check(exchange& x, const field& f) : x_(x), field_(f) {}

  void run() {
    if (!applies()) return;
    if (x_.segment(field_.path()) || reads_query()) {
      const auto written = x_.argument_text(field_.path());
      if (!written) return absent(field_.path());
      return present(json::value(json::string(*written)), field_.path(), true);
    }
    descend(x_.body(), field_.path(), {});
  }

 private:
  bool applies() const {
    const std::string_view other = field_.condition_field();
    if (other.empty() || other.find("[]") != std::string_view::npos) return true;
    return field_.depends_on(x_.argument_text(other));
  }

  /// The same for one element of an array, by a value in it. `through` is the path to the array: "items[]".
  bool applies_to(const json::value& element, std::string_view through) const {
    std::string_view other = field_.condition_field();
    if (other.size() <= through.size() || other.substr(0, through.size()) != through) return true;
    other.remove_prefix(through.size() + 1);
    if (other.find("[]") != std::string_view::npos) return true;  // By the elements of an array in it.
    const auto* in = element.if_object();
    const auto* value = in ? find_path(*in, other) : nullptr;
    return field_.depends_on(value ? scalar_text(*value) : std::nullopt);
  }

  bool reads_query() const { return field_.is_in_query() || x_.endpoint.method == "GET"; }

  /// Follows the path through objects and through all the elements of arrays.
  void descend(const json::object& at, std::string_view path, const std::string& done) {
    const auto end = std::min(path.find('.'), path.size());
    std::string_view key = path.substr(0, end);
    const bool through = key.size() > 2 && key.substr(key.size() - 2) == "[]";
    if (through) key.remove_suffix(2);
    const std::string here = done.empty() ? std::string(key) : done + '.' + std::string(key);
    const json::value* value = at.if_contains(key);
    const bool last = end == path.size();
    if (!value || value->is_null()) {
      if (last && !through) absent(here);
      return;
    }
    if (!through) {
      if (last) return present(*value, here, false);
      if (const auto* inner = value->if_object()) descend(*inner, path.substr(end + 1), here);
      return;
    }
    const auto* elements = value->if_array();
    if (!elements) return;
    const std::string_view through_here = field_.path().substr(0, field_.path().size() - (path.size() - end));
    for (std::size_t i = 0; i < elements->size(); ++i) {
      if (!applies_to((*elements)[i], through_here)) continue;
      const std::string element = here + '[' + std::to_string(i) + ']';
      if (last)
        present((*elements)[i], element, false);
      else if (const auto* inner = (*elements)[i].if_object())
        descend(*inner, path.substr(end + 1), element);
    }
  }

  void absent(std::string_view path) {
    for (const rule& r : field_.rules())
      if (r.kind == rule_kind::required) broken(r, path, std::string(path) + " is missing");
  }

  void present(const json::value& value, std::string_view path, bool from_query) {
    for (const rule& r : field_.rules()) {
      const auto wrong = fault(r, value, from_query);
      if (wrong) broken(r, path, std::string(path) + " must be " + describe(r, field_) + "; " + *wrong);
    }
  }

  /// What is wrong with the value by this rule; nothing when it obeys.
  std::optional<std::string> fault(const rule& r, const json::value& value, bool from_query) {
    switch (r.kind) {
      case rule_kind::type:
        return has_type(value, from_query) ? std::nullopt : std::optional("it is " + shown(value));
      case rule_kind::required:
        return value.is_string() && value.get_string().empty() ? std::optional<std::string>("it is empty")
                                                               : std::nullopt;
      case rule_kind::characters: return length(value, r, true);
      case rule_kind::bytes: return length(value, r, false);
      case rule_kind::count: {
        const auto count = count_of(value);
        if (!count || (*count >= r.low && *count <= r.high)) return std::nullopt;
        return "it has " + std::to_string(*count);
      }
      case rule_kind::range: {
        const auto number = as_integer(value);
        if (number && *number >= r.low && *number <= r.high) return std::nullopt;
        // What is no number at all is the type's business.
        if (!number && !value.is_uint64() && !from_query) return std::nullopt;
        return "it is " + shown(value);
      }
      case rule_kind::one_of: {
        const auto written = scalar_text(value);
        if (written && std::find(r.values.begin(), r.values.end(), *written) != r.values.end())
          return std::nullopt;
        return "it is " + shown(value);
      }
      case rule_kind::charset:
        return every_character(value, [&](char c) { return in_charset(c, r.characters); });
      case rule_kind::without:
        return every_character(value, [&](char c) { return r.characters.find(c) == std::string_view::npos; });
      case rule_kind::form: {
        const auto written = scalar_text(value);
        if (!written || written->empty() || r.obeys(*written)) return std::nullopt;
        return "it is " + shown(value);
      }
    }
    return std::nullopt;
  }

  bool has_type(const json::value& value, bool from_query) {
    const bool converts = from_query || x_.platform.converts_types();
    bool exact = false, close = false;
    switch (field_.type()) {
      case value_type::any: return true;
      case value_type::text:
        exact = value.is_string();
        close = value.is_number();
        break;
      case value_type::integer:
        exact = value.is_int64() || value.is_uint64();
        close = as_integer(value).has_value();
        break;
      case value_type::number:
        exact = value.is_number();
        close = as_integer(value).has_value();
        break;
      case value_type::boolean:
        exact = value.is_bool();
        close = value.is_int64() ||
                (value.is_string() && (value == "true" || value == "false" || as_integer(value)));
        break;
      case value_type::array: exact = value.is_array(); break;
      case value_type::object: exact = value.is_object(); break;
    }
    if (exact || !converts || !close) return exact;
    if (!from_query) x_.tolerated = true;
    return true;
  }

  static std::optional<std::string> length(const json::value& value, const rule& r, bool characters) {
    const auto written = scalar_text(value);
    if (!written) return std::nullopt;
    const auto size = characters ? count_characters(*written) : static_cast<std::int64_t>(written->size());
    if (size >= r.low && size <= r.high) return std::nullopt;
    return "it has " + std::to_string(size);
  }

  std::optional<std::int64_t> count_of(const json::value& value) const {
    if (const auto* array = value.if_array()) return static_cast<std::int64_t>(array->size());
    if (field_.separator() != '\0' && value.is_string())
      return static_cast<std::int64_t>(
          split(std::string_view(value.get_string()), field_.separator()).size());
    return std::nullopt;
  }

  template <typename Allowed>
  static std::optional<std::string> every_character(const json::value& value, Allowed allowed) {
    const auto written = scalar_text(value);
    if (!written || std::all_of(written->begin(), written->end(), allowed)) return std::nullopt;
    return "it is " + shown(value);
  }

  static std::string shown(const json::value& value) {
    std::string out = json::serialize(value);
    if (out.size() <= 60) return out;
    std::size_t end = 57;
    while (end > 0 && (static_cast<unsigned char>(out[end]) & 0xC0U) == 0x80U) --end;
    return out.substr(0, end) + "…";
  }

  [[noreturn]] void broken(const rule& r, std::string_view path, std::string detail) const {
    throw x_.platform.field_failure(x_, field_, r, path, std::move(detail));
  }

  exchange& x_;
  const field& field_;
};

}  // namespace

void check_fields(exchange& x) {
  for (const field& f : x.endpoint.fields) field_check(x, f).run();
}

}  // namespace errdex::emulation
