// The pages, each a function from the catalog and what is asked for to a document's body. None of them knows
// of sockets, so that a test reads what a reader would.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "errdex/catalog.hpp"
#include "errdex/search.hpp"
#include "page/alike.hpp"
#include "page/frame.hpp"
#include "present/reproduction.hpp"

namespace errdex::page {

/// The start page: the box, the platforms, the verdicts.
[[nodiscard]] frame start_page(const catalog& codes, language lang);

/// What the box shows for a question: every error in it with its readings, what begins like it, and what
/// contains its words. Empty for an empty question.
[[nodiscard]] html answers(std::string_view question, const search_index& index, language lang);
/// The same as a page of its own.
[[nodiscard]] frame find_page(std::string_view question, const search_index& index, language lang);

/// What the page of a code is written with besides the code.
struct code_surroundings {
  std::string_view base{};  ///< For canonical links; may be empty.
  std::string_view here{};  ///< The address at which a terminal finds this server.
  present::reproducer reproduce{};
  bool reproduced = false;  ///< The requests that raise the code are shown and not only offered.
};

/// Everything about one code, all its meanings; `first` is the first of them.
[[nodiscard]] frame code_page(const entry& first, const alike_index& alike, const catalog& codes,
                              language lang, const code_surroundings& around);

/// Requests that raise one meaning of a code, with their answers, as they stand in its page. Empty when there
/// are none.
[[nodiscard]] html reproduction_piece(const entry& e, const code_surroundings& around, language lang);

/// What a list of codes is narrowed to; an empty text does not narrow.
struct filters {
  std::string space;  ///< Name of a space or a platform.
  std::string status, verdict, group;
  std::size_t page = 1;  ///< From 1.
};
/// Codes by space, status, verdict and group, with the number of codes behind each choice. Nothing when a
/// filter names what does not exist, or the page is beyond the last.
[[nodiscard]] std::optional<frame> browse_page(const catalog& codes, const filters& by, language lang);

/// All spaces, small; and one space, every number a square.
[[nodiscard]] frame map_index_page(const catalog& codes, language lang);
[[nodiscard]] frame map_page(const errdex::space& s, bool by_status, language lang);

/// The emulator: the shell that its script fills. `base` is the address at which SDKs find it.
[[nodiscard]] frame emulator_page(language lang, std::string_view base);

/// For an address that leads nowhere: what could have been meant.
[[nodiscard]] frame missing_page(std::string_view path, const catalog& codes, language lang);

}  // namespace errdex::page
