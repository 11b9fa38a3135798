// One request whose parameters were checked against the table of endpoints.
#ifndef ERRDEX_SRC_SERVICE_CALL_HPP
#define ERRDEX_SRC_SERVICE_CALL_HPP

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/message.hpp"
#include "present/entry_json.hpp"
#include "service/endpoints.hpp"

namespace errdex::service {

struct call {
  const http::request& request;
  const endpoint& what;
  std::vector<std::pair<std::string_view, std::string>> arguments;  ///< By name of the parameter, decoded.
  present::texts texts = present::texts::both;

  /// The language of what is said in one language only, such as a problem.
  [[nodiscard]] language lang() const noexcept {
    return texts == present::texts::zh ? language::zh : language::en;
  }
  /// The first value of a parameter; empty when it was not given.
  [[nodiscard]] std::string_view value(std::string_view name) const noexcept;
  [[nodiscard]] std::vector<std::string_view> values(std::string_view name) const;
  /// A whole number that was checked, or the other value.
  [[nodiscard]] std::int64_t number(std::string_view name, std::int64_t otherwise) const noexcept;
};

/// Why a parameter was refused, in the caller's language.
struct refusal {
  std::string parameter;
  std::string detail;
};

/// The languages that a request asks for: `lang` decides, and without it Accept-Language.
[[nodiscard]] present::texts requested_texts(const http::request& r);

/// Decodes and checks what stands in the path and in the query. Nothing when all is well; `into` then holds
/// the arguments and the languages.
[[nodiscard]] std::optional<refusal> check_arguments(const route& where, call& into);

/// One text out of two.
[[nodiscard]] inline std::string in(language lang, std::string en, std::string zh) {
  return lang == language::zh ? std::move(zh) : std::move(en);
}

}  // namespace errdex::service

#endif
