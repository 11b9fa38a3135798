// Entries as JSON: the document that `errdex explain --json`, `errdex list --json`, the HTTP API and the MCP
// server have in common.
#ifndef ERRDEX_SRC_PRESENT_ENTRY_JSON_HPP
#define ERRDEX_SRC_PRESENT_ENTRY_JSON_HPP

#include <string>
#include <string_view>

#include "errdex/catalog.hpp"
#include "present/json_writer.hpp"

namespace errdex::present {

/// Which languages a document has. Texts are objects by language, {"en": …, "zh": …}, also when there is one.
enum class texts : std::uint8_t { both = 0, en = 1, zh = 2 };
inline constexpr std::size_t texts_count = 3;

[[nodiscard]] constexpr bool has(texts which, language lang) noexcept {
  return which == texts::both || (which == texts::en) == (lang == language::en);
}

/// A text in the languages that are wanted.
void write_text(json_writer& w, std::string_view en, std::string_view zh, texts which);

/// The entry with the keys space, code, name, message, aliases, title, cause, fix, status, verdict, limits,
/// context, see, basis, source, notes, state, group, in this order; then replaced_by, retry_limit and
/// overrides where there are any.
void write_entry(json_writer& w, const entry& e, texts which = texts::both);
[[nodiscard]] std::string entry_json(const entry& e, texts which = texts::both);

/// One line of a list: space, code, name, message, title, status, verdict, state, group.
void write_brief(json_writer& w, const entry& e, texts which = texts::both);

}  // namespace errdex::present

#endif
