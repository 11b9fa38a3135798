#include "import/document.hpp"

#include <map>
#include <tuple>

namespace errdex::importing {

void report_repetitions(document& d, repetition what) {
  std::map<std::tuple<space_id, std::string_view, std::string_view, std::string_view>, std::uint32_t> first;
  for (const auto& row : d.rows) {
    const bool texts = what == repetition::same_code_and_text;
    const auto [earlier, is_new] =
        first.try_emplace({row.space, row.code, texts ? row.message : std::string_view{},
                           texts ? row.translation : std::string_view{}},
                          row.line);
    if (is_new) continue;
    d.problem(row.line, "code " + row.code + " already stands in line " + std::to_string(earlier->second) +
                            (texts ? " with the same message; keep one of the two rows"
                                   : "; this format gives a code once"));
  }
}

}  // namespace errdex::importing
