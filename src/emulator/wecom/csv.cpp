#include "emulator/wecom/csv.hpp"

#include <algorithm>
#include <cstdint>

namespace errdex::emulation::wecom {
namespace {

bool is_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto first = static_cast<unsigned char>(text[i]);
    const std::size_t more = first < 0x80                    ? 0
                             : first >= 0xc2 && first < 0xe0 ? 1
                             : first >= 0xe0 && first < 0xf0 ? 2
                             : first >= 0xf0 && first < 0xf5 ? 3
                                                             : 4;
    if (more == 4 || i + more >= text.size()) return false;
    for (std::size_t k = 1; k <= more; ++k)
      if ((static_cast<unsigned char>(text[i + k]) & 0xc0U) != 0x80U) return false;
    i += more + 1;
  }
  return true;
}

void add_cell(std::vector<std::string>& row, std::string& cell) {
  constexpr std::string_view blanks = " \t";
  const auto first = cell.find_first_not_of(blanks);
  row.push_back(first == std::string::npos ? std::string()
                                           : cell.substr(first, cell.find_last_not_of(blanks) + 1 - first));
  cell.clear();
}

}  // namespace

std::optional<std::vector<std::vector<std::string>>> parse_csv(std::string_view text) {
  constexpr std::string_view mark = "\xef\xbb\xbf";
  if (text.substr(0, mark.size()) == mark) text.remove_prefix(mark.size());
  if (!is_utf8(text)) return std::nullopt;
  std::vector<std::vector<std::string>> out;
  std::vector<std::string> row;
  std::string cell;
  bool quoted = false;
  const auto end_row = [&] {
    add_cell(row, cell);
    if (std::any_of(row.begin(), row.end(), [](const std::string& c) { return !c.empty(); }))
      out.push_back(std::move(row));
    row.clear();
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c != '"') {
        cell += c;
      } else if (text.substr(i + 1, 1) == "\"") {
        cell += c;
        ++i;
      } else {
        quoted = false;
      }
    } else if (c == '"' && cell.find_first_not_of(" \t") == std::string::npos) {
      cell.clear();
      quoted = true;
    } else if (c == ',') {
      add_cell(row, cell);
    } else if (c == '\n') {
      end_row();
    } else if (c != '\r') {
      cell += c;
    }
  }
  if (quoted) return std::nullopt;
  end_row();
  return out;
}

}  // namespace errdex::emulation::wecom
