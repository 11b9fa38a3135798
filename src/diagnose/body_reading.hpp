// The rules of a body that `classify` shares with the ranking, `find_body` and their tests.
#ifndef ERRDEX_SRC_DIAGNOSE_BODY_READING_HPP
#define ERRDEX_SRC_DIAGNOSE_BODY_READING_HPP

#include <cstdint>
#include <optional>
#include <string_view>

#include "diagnose/body_reader.hpp"
#include "errdex/diagnose.hpp"

namespace errdex::detail {

/// A blank between the tokens of a body: any byte up to 0x20.
constexpr bool is_body_blank(char c) noexcept { return static_cast<unsigned char>(c) <= ' '; }

/// The integer that a code is: up to 18 digits, negative ones included, without leading zeros. More
/// than any platform uses, and it fits. Nothing for any other text.
[[nodiscard]] std::optional<std::int64_t> code_number(std::string_view text) noexcept;

/// `classify` with one level's code.
[[nodiscard]] classification classify_with(body_classifier classifier, std::string_view body) noexcept;

}  // namespace errdex::detail

#endif
