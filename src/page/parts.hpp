// Pieces that several pages share.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "errdex/catalog.hpp"
#include "page/html.hpp"
#include "page/lattice.hpp"

namespace errdex::page {

/// The box that takes a code, words or a paste. It is a form, so that it works without a script; `large`
/// is the one of the start page, whose answers stand below it rather than over the page.
void ask_box(html& out, std::string_view question, language lang, bool large);

/// A verdict as a dot of its colour and a few words.
void pill(html& out, verdict value, language lang);

/// Copies the text. Shown by the script; without one a selection does the same.
void copy_button(html& out, std::string_view text, std::string_view label);

/// What stands below the title of a code in a list.
enum class row_detail : std::uint8_t {
  place = 0,    ///< Its space, where the list has codes of several.
  message = 1,  ///< The platform's message, where they are all of one.
};

/// One code in a list: number, title, detail, verdict. A link as a whole.
void code_row(html& out, const entry& e, language lang, row_detail detail = row_detail::place);

/// Several of them, in a list with a heading; nothing at all when there are none.
template <typename Entries>
void code_list(html& out, std::string_view heading, const Entries& entries, language lang) {
  if (entries.empty()) return;
  out.open("section", {{"class", "codes"}}).element("h2", {}, heading).open("ul", {{"class", "rows"}});
  for (const entry& e : entries) {
    out.open("li");
    code_row(out, e, lang);
    out.close();
  }
  out.close().close();
}

/// A grid of a hundred numbers; `here` is marked as the current one.
void block_grid(html& out, const lattice_block& block, language lang, const entry& here = {});

/// How a space is called where both platform and space matter: "WeCom", "Feishu / Lark · Hire API".
[[nodiscard]] std::string space_label(const errdex::space& s, language lang);

/// A bar that shows what the entries of a space ask for, in the order of the verdicts.
void verdict_bar(html& out, const errdex::space& s, language lang);

/// "1,504"
[[nodiscard]] std::string grouped(std::size_t n);

/// "api_version: contact v3, platforms: iOS"; empty for an entry without context.
[[nodiscard]] std::string context_of(const entry& e);

/// 3 rather than 3.0; "0.5".
[[nodiscard]] std::string number_text(double value);

}  // namespace errdex::page
