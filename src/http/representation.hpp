// The same answer in fewer bytes: compressed for who takes that, and not sent again to who has it.
#pragma once

#include <optional>
#include <string_view>

#include "http/message.hpp"

namespace errdex::http {

/// `inner` with content negotiation around it.
///
/// Texts (text/*, JSON, JavaScript, XML, SVG, and types that end in +json or +xml) from 1,400 bytes on, what
/// one packet carries anyway, are sent as br or gzip to callers whose Accept-Encoding names them, with Vary.
/// Bodies that answers share (`response::shared_body`) are compressed hard, once, and kept as long as they
/// live; others are compressed fast each time.
///
/// An answer of 200 to GET or HEAD gets an ETag made of its bytes unless it has one, and If-None-Match is
/// answered with 304. A coded form has a tag of its own, as RFC 9110 asks for.
///
/// Answers with a Content-Encoding, a delivery fault or Cache-Control: no-transform keep their bytes.
[[nodiscard]] handler negotiated(handler inner);

enum class coding { identity, gzip, br };

/// What an Accept-Encoding field prefers of what there is; br when it likes both.
[[nodiscard]] coding preferred_coding(std::string_view accept_encoding) noexcept;

/// Whether an If-None-Match field names this tag, compared weakly; "*" names every one.
[[nodiscard]] bool names_tag(std::string_view if_none_match, std::string_view tag) noexcept;

}  // namespace errdex::http
