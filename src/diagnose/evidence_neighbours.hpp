// The bodies and texts of neighbours: platforms and programs whose errors are taken for those of Feishu,
// DingTalk or WeCom because keys, numbers or words are the same.
#ifndef ERRDEX_SRC_DIAGNOSE_EVIDENCE_NEIGHBOURS_HPP
#define ERRDEX_SRC_DIAGNOSE_EVIDENCE_NEIGHBOURS_HPP

#include <span>
#include <string_view>
#include <vector>

#include "diagnose/evidence_party.hpp"
#include "diagnose/evidence_record.hpp"

namespace errdex::reading {

/// The neighbour that writes such a group, by its keys and values alone; none when it could be anybody's.
[[nodiscard]] party neighbour_of_group(const tree& t, const record& r);

/// The neighbour that writes such a group, for groups that name no code.
[[nodiscard]] party neighbour_of_codeless_group(const tree& t, std::size_t index);

/// Errors of other programs that are no groups: "ERROR 1045 (28000)", "rpc error: code = …".
[[nodiscard]] std::vector<sign> neighbours_in_text(std::string_view text);

/// The message of an errcode answer is one of a WeChat official account or mini program.
[[nodiscard]] bool is_official_account_message(std::string_view message) noexcept;

/// A number that official accounts and mini programs have and neither WeCom nor DingTalk lists.
[[nodiscard]] bool is_official_account_number(std::int64_t number) noexcept;

/// The message ends as WeCom's do: a hint of 25 digits or of the older form, or the address of its query
/// tool.
[[nodiscard]] bool has_wecom_ending(std::string_view message) noexcept;

struct described_neighbour {
  party whose;
  std::string_view how;  ///< By what it is told from the platforms.
};
/// What docs/evidence.md lists.
[[nodiscard]] std::span<const described_neighbour> described_neighbours() noexcept;

}  // namespace errdex::reading

#endif
