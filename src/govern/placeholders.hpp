// Placeholders of messages: "card {card} has expired".
#ifndef ERRDEX_SRC_GOVERN_PLACEHOLDERS_HPP
#define ERRDEX_SRC_GOVERN_PLACEHOLDERS_HPP

#include <string>
#include <string_view>
#include <vector>

#include "catalog/draft.hpp"

namespace errdex::govern {

/// A piece of a template: a literal text, or the name of a placeholder.
struct template_piece {
  bool is_placeholder = false;
  std::string text;
};

/// The pieces from left to right. `{word}` in lower snake_case is a placeholder; `{{` and `}}` are braces;
/// any other brace is a text, so that a message may quote JSON.
[[nodiscard]] std::vector<template_piece> pieces_of(std::string_view text);

/// The names of the placeholders, each once, in the order of their first use.
[[nodiscard]] std::vector<std::string> placeholders_of(std::string_view text);

/// True when `example` is the template with a value of the right type in place of each placeholder. One that
/// is not declared takes any text.
[[nodiscard]] bool matches(std::string_view example, std::string_view text,
                           const std::vector<draft::parameter>& parameters);

}  // namespace errdex::govern

#endif
