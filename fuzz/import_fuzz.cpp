// Any bytes are a safe document for every reader: no crash, only whole rows, something is always
// said, and the comparison counts every row once.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "import/compare.hpp"
#include "import/formats.hpp"
#include "import/lines.hpp"

namespace {

using namespace errdex;
using namespace errdex::importing;

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto lines = split_lines(bytes).size();
  require(recognise(bytes).size() <= all_formats().size());
  for (const auto& form : all_formats()) {
    const document d = read_document(bytes, form, catalog::builtin());
    require(!d.rows.empty() || !d.problems.empty());
    for (const auto& row : d.rows) {
      require(is_code(row.code));
      require(!row.message.empty() || !row.translation.empty());
      require(row.line >= 1 && row.line <= lines);
    }
    for (const auto& p : d.problems) require(p.line >= 1 && !p.message.empty());
    const comparison c = compare(d, form, catalog::builtin());
    std::size_t rows = 0;
    for (const auto& s : c.spaces) {
      rows += s.rows;
      require(s.unchanged + s.added + s.reworded == s.rows);
    }
    require(rows == d.rows.size());
  }
  return 0;
}
