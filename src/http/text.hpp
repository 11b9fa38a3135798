// Small questions about texts of the protocol.
#pragma once

#include <cstddef>
#include <string_view>

namespace errdex::http {

/// ASCII only, whatever the locale.
[[nodiscard]] constexpr char lower(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// Equal without case, as names of fields, codings and hosts are.
[[nodiscard]] bool same_word(std::string_view a, std::string_view b) noexcept;

/// Without spaces and tabs at both ends.
[[nodiscard]] std::string_view trimmed(std::string_view text) noexcept;

/// The bytes of the UTF-8 character at the front of a text that is not empty; 0 when there is none:
/// an overlong form, a surrogate, a cut or stray byte.
[[nodiscard]] std::size_t utf8_character(std::string_view text) noexcept;
[[nodiscard]] bool is_utf8(std::string_view text) noexcept;

/// Whether a field's name is a token, and its value free of every control character but the tab: what may
/// stand in a header section without becoming another field, or another message.
[[nodiscard]] bool is_token(std::string_view text) noexcept;
[[nodiscard]] bool is_field_value(std::string_view text) noexcept;

/// Calls `see(element)` for each element of a comma-separated list, trimmed, until it returns false.
/// Empty elements are left out.
template <typename See>
void each_element(std::string_view list, See see) {
  while (!list.empty()) {
    const std::size_t comma = list.find(',');
    const std::string_view element = trimmed(list.substr(0, comma));
    list.remove_prefix(comma == std::string_view::npos ? list.size() : comma + 1);
    if (!element.empty() && !see(element)) return;
  }
}

}  // namespace errdex::http
