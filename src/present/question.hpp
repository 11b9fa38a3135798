// What people ask `explain` about: a code, a name, a body, an address, a paste.
#ifndef ERRDEX_SRC_PRESENT_QUESTION_HPP
#define ERRDEX_SRC_PRESENT_QUESTION_HPP

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "errdex/diagnose.hpp"

namespace errdex::present {

/// One thing that was found in what was asked.
struct finding {
  explicit finding(std::string_view found)
      : storage(std::make_shared<const std::string>(found)), text(*storage) {}

  std::shared_ptr<const std::string> storage;  // A finding may move; what its views show must not.
  std::string_view text;                       ///< The code, the name or the body itself.
  std::size_t offset = 0;                      ///< Where it stands in the question, in bytes.
  diagnosis reading;
  evidence given;                    ///< Views into `text`, into `seen` and into the catalog.
  std::shared_ptr<const void> seen;  // Keeps headers and address of a paste.
};

/// Answers one question. In order: a code ("40014", "wecom:40014", "feishu 99991663"), a name
/// ("access_token_invalid"), an address (a query tool's or a documentation page's), else every
/// response body that the text contains. Empty when none of these was found.
[[nodiscard]] std::vector<finding> answer(std::string_view question, const catalog& codes);

/// The catalog's own name of a platform or a space, in whatever way people write it: "WeCom", "lark",
/// "企业微信". Empty when it is none.
[[nodiscard]] std::string_view space_or_platform(std::string_view name, const catalog& codes);

/// Codes near one that nothing lists, best first: the neighbours in number, or the names with the
/// fewest different letters. At most `most`.
[[nodiscard]] std::vector<entry> nearest(std::string_view question, const catalog& codes, std::size_t most);

}  // namespace errdex::present

#endif
