// Readings of an answer as JSON, as `errdex explain --json`, the HTTP API and the MCP server print them.
#ifndef ERRDEX_SRC_PRESENT_DIAGNOSIS_JSON_HPP
#define ERRDEX_SRC_PRESENT_DIAGNOSIS_JSON_HPP

#include <functional>
#include <optional>

#include "errdex/handle.hpp"
#include "present/entry_json.hpp"
#include "present/question.hpp"

namespace errdex::present {

/// Writes the whole document of an entry. A service puts its prebuilt documents here.
using entry_writer = std::function<void(json_writer&, const entry&)>;

/// How findings are written.
struct finding_style {
  texts which = texts::both;
  const catalog* codes = nullptr;  ///< For the codes nearest to an unknown one.
  entry_writer entries{};          ///< `write_entry` when empty.
  /// For which codes a candidate says by which command it can be met; empty for none.
  std::function<bool(const entry&)> reproducible{};
  std::optional<operation> decide_for{};  ///< Adds `decision`, what `decide` says of this operation.
};

/// What was found, with every reading of it and the verdict: text, offset, candidates, verdict; and decision
/// where the style asks for it.
void write_finding(json_writer& w, const finding& f, const finding_style& style);

/// action, rule, source, repeat, delay_ms, attempts_left, may_have_executed, meaning, detail.
void write_decision(json_writer& w, const decision& d, texts which);

/// "space:code" of each.
void write_ids(json_writer& w, const std::vector<entry>& entries);

}  // namespace errdex::present

#endif
