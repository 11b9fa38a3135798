#include "govern/lint.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "authoring/glossary.hpp"
#include "errdex/catalog.hpp"
#include "govern/uses.hpp"

namespace errdex::govern {

std::size_t exemptions_in(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    const auto row = text.substr(at, end - at);
    at = end + 1;
    const auto first = row.find_first_not_of(" \t\r");
    if (first == std::string_view::npos || row[first] == '#') continue;
    if (!row.substr(first).starts_with("released-meaning ")) ++count;
  }
  return count;
}

std::string exemptions_of(const project& p) {
  std::ifstream in(p.path(p.exemptions), std::ios::binary);
  return in ? std::string(std::istreambuf_iterator<char>(in), {}) : std::string();
}

findings lint(const project& p, const authoring::authored_catalog& codes, const released& lock,
              findings found) {
  const auto take = [&](findings more) {
    found.insert(found.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
  };
  std::vector<authoring::term> glossary;
  if (!p.glossary.empty()) glossary = authoring::read_glossary(p.path(p.glossary), found);
  take(authoring::check(codes, glossary, &catalog::builtin(), p.languages));
  take(check_codes(p, codes));
  take(check_released(p, codes, lock));
  take(check_uses(p, codes));
  findings kept;
  for (auto& f : found) {
    const auto own = p.outcomes.find(f.rule);
    if (own != p.outcomes.end()) {
      if (!own->second) continue;
      f.severity = *own->second;
    }
    kept.push_back(std::move(f));
  }
  const std::string exemptions = exemptions_of(p);
  const std::string file = p.path(p.exemptions);
  const std::size_t count = exemptions_in(exemptions);
  if (!lock.version.empty() && count > lock.exemptions) {
    kept.push_back({"exemption-growth",
                    authoring::outcome::reject,
                    file,
                    {},
                    "",
                    "the list has " + std::to_string(count) + " lines, the release " + lock.version +
                        " had " + std::to_string(lock.exemptions)});
  }
  return authoring::apply_exemptions(std::move(kept), exemptions, file);
}

}  // namespace errdex::govern
