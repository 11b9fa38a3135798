// What the search knows of the language of its users: words without weight, and synonyms.
#ifndef ERRDEX_SRC_SEARCH_WORDS_HPP
#define ERRDEX_SRC_SEARCH_WORDS_HPP

#include <span>
#include <string_view>

namespace errdex::search {

/// A word that says nothing about the error ("how", "the"): left out when other words remain.
[[nodiscard]] bool is_filler(std::string_view folded) noexcept;

/// A word that most queries could do without ("error", "code"): counts where it stands, but need
/// not stand there.
[[nodiscard]] bool is_optional(std::string_view folded) noexcept;

/// The same for a run of Han characters that stands alone: 错误码.
[[nodiscard]] bool is_optional_run(std::string_view run) noexcept;

/// Bytes of a question phrase (怎么办, 是什么意思) at the start of `text`, which begins with the
/// character `first`; 0 when there is none.
[[nodiscard]] std::size_t question_at(char32_t first, std::string_view text) noexcept;

/// A character that binds words together (的, 了, 和) and is no part of one.
[[nodiscard]] bool is_particle(char32_t c) noexcept;

/// Groups of phrases that mean the same in this field, separated by "|". Words of one phrase are
/// separated by blanks and may stand anywhere in the entry. At most one word of a phrase is a Han
/// run of more than two characters.
[[nodiscard]] std::span<const std::string_view> synonym_groups() noexcept;

}  // namespace errdex::search

#endif
