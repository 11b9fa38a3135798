// How WeCom writes its answers: always HTTP 200, compact JSON, the code and the message first, and for errors
// the message with the id of the request, the caller's address and a link behind it.
#pragma once

#include "emulator/platform/exchange.hpp"

namespace errdex::emulation::wecom {

[[nodiscard]] http::response write_success(exchange& x, boost::json::object members);
[[nodiscard]] http::response write_failure(exchange& x, const failure& f);
/// The text of a failure without what stands behind it: no hint, no address, no link.
[[nodiscard]] std::string message_of(const failure& f);
/// The errcode of an answer when it is not 0.
[[nodiscard]] std::string read_code(const http::response& answer);
/// Turns a failure by a field's rule into the one general error by which the live service reports malformed
/// fields, with its text: "name exceed max utf8 words 64. invalid Request Parameter".
void speak_as_the_live_service(failure& f, const rule& r, std::string_view path);

}  // namespace errdex::emulation::wecom
