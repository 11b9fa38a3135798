// The addresses of the pages. They are what people share, so they are short, stable and readable.
#pragma once

#include <string>
#include <string_view>

#include "errdex/catalog.hpp"

namespace errdex::page {

/// "/wecom/40014"
[[nodiscard]] std::string address_of(const entry& e);
/// "/wecom"
[[nodiscard]] std::string address_of(const errdex::space& s);
/// "/map/wecom"
[[nodiscard]] std::string map_of(const errdex::space& s);
/// "/find?q=40014"
[[nodiscard]] std::string find_address(std::string_view question);
/// Whether a question may stand in an address, where logs and histories keep it: one short line that is no
/// body. A longer one is a paste, and may hold a token.
[[nodiscard]] bool fits_address(std::string_view question) noexcept;
/// "wecom:40014": how a code is named everywhere but in an address.
[[nodiscard]] std::string id_of(const entry& e);
/// What tells the meanings of one code apart inside its page: "meaning-2"; empty for the only one.
[[nodiscard]] std::string anchor_of(const entry& e);
/// The address of a meaning: the page, and its place in it where the code has several.
[[nodiscard]] std::string meaning_address(const entry& e);
/// The entry that such an id names, its first meaning; false when there is none.
[[nodiscard]] entry entry_of(std::string_view id, const catalog& codes);

/// The query of a page with filters, put together a pair at a time.
class query {
 public:
  query& set(std::string_view name, std::string_view value);
  /// "?a=b&c=d", or empty.
  [[nodiscard]] const std::string& str() const noexcept { return out_; }

 private:
  std::string out_;
};

}  // namespace errdex::page
