// Reads catalog/glossary.yaml: one translation for each term, and the words to avoid for it.
#ifndef ERRDEX_SRC_AUTHORING_GLOSSARY_HPP
#define ERRDEX_SRC_AUTHORING_GLOSSARY_HPP

#include <string>
#include <vector>

#include "authoring/rules.hpp"

namespace errdex::authoring {

/// The terms of a glossary file: a list `terms` of {en, zh, avoid_en, avoid_zh}. A file that cannot
/// be read gives a finding.
[[nodiscard]] std::vector<term> read_glossary(const std::string& path, findings& out);

}  // namespace errdex::authoring

#endif
