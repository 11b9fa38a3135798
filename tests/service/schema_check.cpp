#include "service/schema_check.hpp"

#include <algorithm>

namespace errdex::service {
namespace {

namespace json = boost::json;

class checker {
 public:
  checker(const json::value& root, std::vector<std::string>& faults) : root_(root), faults_(faults) {}

  void check(const json::value& v, const json::value& schema, const std::string& where) {
    if (!schema.is_object()) return fault(where, "the schema is not an object");
    for (const auto& [key, rule] : schema.get_object()) apply(key, rule, v, schema.get_object(), where);
  }

 private:
  static bool has_type(const json::value& v, std::string_view type) {
    if (type == "object") return v.is_object();
    if (type == "array") return v.is_array();
    if (type == "string") return v.is_string();
    if (type == "boolean") return v.is_bool();
    if (type == "null") return v.is_null();
    if (type == "integer") return v.is_int64() || v.is_uint64();
    return type == "number" && v.is_number();
  }

  static bool fits(const json::value& v, const json::value& schema, const json::value& root) {
    std::vector<std::string> inner;
    checker(root, inner).check(v, schema, "");
    return inner.empty();
  }

  const json::value& resolve(std::string_view reference) {
    const json::value* at = &root_;
    std::size_t from = 2;  // Behind "#/".
    while (from <= reference.size()) {
      const std::size_t end = std::min(reference.find('/', from), reference.size());
      at = &at->at(reference.substr(from, end - from));
      from = end + 1;
    }
    return *at;
  }

  void apply(std::string_view key, const json::value& rule, const json::value& v, const json::object& schema,
             const std::string& where) {
    if (key == "description" || key == "examples" || key == "default" || key == "title" || key == "$defs")
      return;
    if (key == "$ref") return check(v, resolve(rule.as_string()), where);
    if (key == "type") {
      const bool ok = rule.is_string()
                          ? has_type(v, rule.get_string())
                          : std::any_of(rule.as_array().begin(), rule.as_array().end(),
                                        [&](const auto& t) { return has_type(v, t.as_string()); });
      if (!ok) fault(where, "must be " + json::serialize(rule));
    } else if (key == "const") {
      if (v != rule) fault(where, "must be " + json::serialize(rule));
    } else if (key == "enum") {
      const auto& all = rule.as_array();
      if (std::find(all.begin(), all.end(), v) == all.end())
        fault(where, json::serialize(v) + " is none of the set");
    } else if (key == "oneOf") {
      const auto count = std::count_if(rule.as_array().begin(), rule.as_array().end(),
                                       [&](const auto& s) { return fits(v, s, root_); });
      if (count != 1) fault(where, "fits " + std::to_string(count) + " of oneOf");
    } else if (key == "minimum") {
      if (v.is_number() && v.to_number<double>() < rule.to_number<double>()) fault(where, "is too small");
    } else if (key == "maximum") {
      if (v.is_number() && v.to_number<double>() > rule.to_number<double>()) fault(where, "is too large");
    } else if (key == "minLength") {
      if (v.is_string() && v.get_string().size() < rule.to_number<std::size_t>())
        fault(where, "is too short");
    } else if (key == "maxLength") {
      // Counted in bytes, which is stricter than the characters of the standard.
      if (v.is_string() && v.get_string().size() > rule.to_number<std::size_t>()) fault(where, "is too long");
    } else if (key == "minItems") {
      if (v.is_array() && v.get_array().size() < rule.to_number<std::size_t>())
        fault(where, "has too few items");
    } else if (key == "minProperties") {
      if (v.is_object() && v.get_object().size() < rule.to_number<std::size_t>())
        fault(where, "has too few members");
    } else if (key == "items") {
      if (!v.is_array()) return;
      for (std::size_t i = 0; i < v.get_array().size(); ++i)
        check(v.get_array()[i], rule, where + "/" + std::to_string(i));
    } else if (key == "properties") {
      if (!v.is_object()) return;
      for (const auto& [name, inner] : rule.as_object())
        if (const json::value* member = v.get_object().if_contains(name))
          check(*member, inner, where + "/" + std::string(name));
    } else if (key == "additionalProperties") {
      if (!v.is_object()) return;
      for (const auto& [name, member] : v.get_object()) {
        const json::value* named = schema.if_contains("properties");
        if (named != nullptr && named->as_object().contains(name)) continue;
        const std::string at = where + "/" + std::string(name);
        if (rule.is_bool()) {
          if (!rule.get_bool()) fault(at, "is not in the schema");
        } else {
          check(member, rule, at);
        }
      }
    } else if (key == "propertyNames") {
      if (!v.is_object()) return;
      for (const auto& member : v.get_object())
        check(json::value(member.key()), rule, where + "/" + std::string(member.key()));
    } else if (key == "required") {
      if (!v.is_object()) return;
      for (const auto& name : rule.as_array())
        if (!v.get_object().contains(name.as_string()))
          fault(where, "lacks " + std::string(name.as_string()));
    } else {
      fault(where, "unknown keyword " + std::string(key));
    }
  }

  void fault(const std::string& where, const std::string& what) { faults_.push_back(where + ": " + what); }

  const json::value& root_;
  std::vector<std::string>& faults_;
};

}  // namespace

std::vector<std::string> check_schema(const json::value& value, const json::value& schema,
                                      const json::value& root) {
  std::vector<std::string> faults;
  checker(root, faults).check(value, schema, "");
  return faults;
}

}  // namespace errdex::service
