// Errors of the platforms inside whatever people paste: a log line, an HTTP dump, an exception text, a
// body that was escaped twice on its way into a log.
//
//   #include <errdex/sighting.hpp>
//
//   errdex::sightings found = errdex::find_errors(text);
//   for (const errdex::sighting& s : found) {
//     errdex::diagnosis d = errdex::diagnose(s.what, codes);
//   }
//
// `find_body` (errdex/diagnose.hpp) is enough where bodies stand in the text as they came; this
// reads every other way in which they are printed, and says no to look-alikes.
#ifndef ERRDEX_SIGHTING_HPP
#define ERRDEX_SIGHTING_HPP

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "errdex/diagnose.hpp"

namespace errdex {

/// How an error is written in the text.
enum class text_shape : std::uint8_t {
  json = 0,            ///< The body as it came, compact or pretty-printed.
  escaped_json = 1,    ///< Inside a JSON string, escaped once or more.
  python_repr = 2,     ///< A dict: single quotes, None, True.
  go_map = 3,          ///< map[errcode:40014 errmsg:…] or {ErrCode:40014 ErrMsg:…} of %v and %+v.
  key_value = 4,       ///< errcode=40014 errmsg="…", logfmt and its like.
  sdk_message = 5,     ///< The text of an SDK's exception or log line.
  http_response = 6,   ///< Status line, headers and body, as curl -i prints them.
  truncated_json = 7,  ///< A body that ends before its brace, or begins behind it.
  object_literal =
      8,  ///< As console.log, Ruby, PHP, Rust and Swift write it: {code: 1}, {"code"=>1}, ["code" => 1].
};

[[nodiscard]] ERRDEX_API std::string_view name(text_shape value) noexcept;

/// One error that was found. `what` holds the body in plain JSON (unescaped, translated from its
/// printed form) and whatever else the text gives away: HTTP status, headers, URL, platform.
struct sighting {
  std::size_t offset = 0;  ///< Where it begins in the text, in bytes.
  std::size_t length = 0;
  text_shape shape = text_shape::json;
  evidence what;  ///< Views into `storage`.
  std::shared_ptr<const void> storage;
};

using sightings = std::vector<sighting>;

/// Every error in the text, in order, each once. Bytes are read as UTF-8 with a BOM or without, or as
/// UTF-16 with a BOM (offsets then count bytes of the original); ANSI colours are skipped. Anything that
/// is not UTF-8 is kept and harms nothing. Bodies of neighbours with the same keys are left out
/// (docs/evidence.md lists them). Linear in the length of the text.
[[nodiscard]] ERRDEX_API sightings find_errors(std::string_view text,
                                               const catalog& codes = catalog::builtin());

/// A neighbour whose answers are often taken for one of the platforms', when the text is one of its
/// answers: "WeChat official account", "Alipay" …; empty when it is none.
[[nodiscard]] ERRDEX_API std::string_view neighbour_of(std::string_view text,
                                                       const catalog& codes = catalog::builtin());

}  // namespace errdex

#endif
