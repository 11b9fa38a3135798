// Parameters of a message: `{name}` in `message` and `text`, for each name that the entry declares.
//
//   message: card {card} expired {days} days ago
//   parameters: [{name: card, type: string}, {name: days, type: integer}]
//
// Everything else in braces is text, so that no platform's own message becomes a template by accident. Values
// are put in once: braces in a value are not looked at. The generated code of every language does the same.
#ifndef ERRDEX_SRC_GEN_PLACEHOLDER_HPP
#define ERRDEX_SRC_GEN_PLACEHOLDER_HPP

#include <span>
#include <string>
#include <string_view>

#include "catalog/draft.hpp"

namespace errdex::gen {

/// The text with each placeholder replaced by a sample of its type: the name itself, 42, 1.5, true.
[[nodiscard]] std::string with_samples(std::string_view text, std::span<const draft::parameter> parameters);

/// The sample that `with_samples` puts in.
[[nodiscard]] std::string_view sample_of(const draft::parameter& p) noexcept;

}  // namespace errdex::gen

#endif
