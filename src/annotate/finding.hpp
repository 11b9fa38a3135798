// One error in a log, judged.
#ifndef ERRDEX_SRC_ANNOTATE_FINDING_HPP
#define ERRDEX_SRC_ANNOTATE_FINDING_HPP

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "errdex/catalog.hpp"
#include "errdex/diagnose.hpp"
#include "errdex/sighting.hpp"

namespace errdex::annotate {

/// What one sighting means: its likeliest reading.
struct finding {
  std::size_t offset = 0;  ///< Where it begins in the text that was judged, in bytes.
  std::size_t length = 0;
  text_shape shape = text_shape::json;
  errdex::space space;
  errdex::entry entry;      ///< False when the space does not list the code.
  std::string code;         ///< As it was sent.
  std::string sub_code;     ///< Behind a wrapper such as DingTalk's 88; else empty.
  errdex::entry sub_entry;  ///< Of sub_code, when it is listed.
  errdex::verdict action = errdex::verdict::none;
  std::string_view rule;  ///< As in `advice::rule`.

  /// The entry that says most: of the sub_code where there is one.
  [[nodiscard]] const errdex::entry& telling() const noexcept { return sub_entry ? sub_entry : entry; }
};

/// The slow path: every error in the text, in order. Answers that say that the call succeeded are not
/// errors, and what no platform's reading fits is left out. Appends to `out`.
void judge(std::string_view text, const catalog& codes, std::vector<finding>& out);

}  // namespace errdex::annotate

#endif
