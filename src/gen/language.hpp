// How the names of a catalog are spelled in a language.
#ifndef ERRDEX_SRC_GEN_LANGUAGE_HPP
#define ERRDEX_SRC_GEN_LANGUAGE_HPP

#include <span>
#include <string_view>

#include "gen/spelling.hpp"

namespace errdex::gen {

/// One family of identifiers: they stand beside each other, so each has to be unique among them.
struct identifier_style {
  spelling how = spelling::snake;
  std::string_view prefix{};
  /// Left out where the name already ends with it: UnknownError, not UnknownErrorError.
  std::string_view suffix{};
};

struct target_language {
  std::string_view name;
  identifier_style constant;   ///< The enumerator of a code.
  identifier_style type;       ///< What stands for an error as a type.
  identifier_style function;   ///< What makes an error.
  identifier_style parameter;  ///< A parameter of a message.
  identifier_style space;      ///< A space as a package, module or namespace.
};

/// cpp, go, java, python, rust, typescript, protobuf, and `text` for everything else.
[[nodiscard]] std::span<const target_language> target_languages() noexcept;

/// Null when there is none of this name.
[[nodiscard]] const target_language* find_target_language(std::string_view name) noexcept;

}  // namespace errdex::gen

#endif
