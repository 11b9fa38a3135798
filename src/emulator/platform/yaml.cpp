#include <yaml-cpp/yaml.h>
#include <boost/json/value.hpp>
#include <charconv>
#include <stdexcept>

#include "emulator/platform/emulator.hpp"

namespace errdex::emulation {
namespace json = boost::json;
namespace {

constexpr int max_depth = 50;

json::value scalar(const YAML::Node& node) {
  const std::string& text = node.Scalar();
  // A tag of "!" is how yaml-cpp marks what was quoted, which stays a text.
  if (node.Tag() != "!") {
    if (text == "true") return true;
    if (text == "false") return false;
    if (text.empty() || text == "~" || text == "null") return nullptr;
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    // A number with zeros before it is an id, as in a telephone number.
    const bool id = text.size() > 1 && (text[0] == '0' || (text[0] == '-' && text[1] == '0'));
    if (error == std::errc() && end == text.data() + text.size() && !id) return number;
    if (text.find_first_not_of("0123456789.-") == std::string::npos && text.find('.') != std::string::npos) {
      double fraction = 0;
      const auto [stop, bad] = std::from_chars(text.data(), text.data() + text.size(), fraction);
      if (bad == std::errc() && stop == text.data() + text.size()) return fraction;
    }
  }
  return json::string(text);
}

json::value convert(const YAML::Node& node, int depth) {
  if (depth > max_depth) throw std::invalid_argument("the YAML is nested too deeply");
  switch (node.Type()) {
    case YAML::NodeType::Undefined:
    case YAML::NodeType::Null: return nullptr;
    case YAML::NodeType::Scalar: return scalar(node);
    case YAML::NodeType::Sequence: {
      json::array out;
      for (const auto& element : node) out.push_back(convert(element, depth + 1));
      return out;
    }
    case YAML::NodeType::Map: {
      json::object out;
      for (const auto& pair : node) out[pair.first.Scalar()] = convert(pair.second, depth + 1);
      return out;
    }
  }
  return nullptr;
}

}  // namespace

json::value yaml_to_json(const std::string& yaml) {
  try {
    return convert(YAML::Load(yaml), 0);
  } catch (const YAML::Exception& e) {
    throw std::invalid_argument("line " + std::to_string(e.mark.line + 1) + ", column " +
                                std::to_string(e.mark.column + 1) + ": " + e.msg);
  }
}

}  // namespace errdex::emulation
