// Files of comma-separated values, as spreadsheets write them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace errdex::emulation::wecom {

/// The rows with their cells, blanks around these left out; rows without any text are left out too. A cell
/// may stand in double quotes, with "" for one in it. A byte-order mark at the start is skipped. Nothing for
/// a text that is no UTF-8, or in which a quote is left open.
[[nodiscard]] std::optional<std::vector<std::vector<std::string>>> parse_csv(std::string_view text);

}  // namespace errdex::emulation::wecom
