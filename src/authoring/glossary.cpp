#include "authoring/glossary.hpp"

#include <yaml-cpp/yaml.h>

namespace errdex::authoring {

std::vector<term> read_glossary(const std::string& path, findings& out) {
  std::vector<term> terms;
  try {
    const YAML::Node root = YAML::LoadFile(path);
    for (const auto& node : root["terms"]) {
      term t{node["en"].as<std::string>(), node["zh"].as<std::string>(), {}, {}};
      for (const auto& word : node["avoid_en"]) t.avoid_en.push_back(word.as<std::string>());
      for (const auto& word : node["avoid_zh"]) t.avoid_zh.push_back(word.as<std::string>());
      terms.push_back(std::move(t));
    }
  } catch (const YAML::Exception& e) {
    const auto mark = e.mark;
    out.push_back({"yaml-syntax",
                   outcome::reject,
                   path,
                   {static_cast<std::uint32_t>(mark.line + 1), static_cast<std::uint32_t>(mark.column + 1)},
                   "",
                   e.msg + "; a glossary is `terms:` with {en, zh, avoid_en, avoid_zh}"});
  }
  return terms;
}

}  // namespace errdex::authoring
