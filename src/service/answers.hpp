// Answers with what is common to them: media type, languages, validators.
#ifndef ERRDEX_SRC_SERVICE_ANSWERS_HPP
#define ERRDEX_SRC_SERVICE_ANSWERS_HPP

#include <memory>
#include <string>
#include <string_view>

#include "http/message.hpp"
#include "service/call.hpp"

namespace errdex::service {

/// An answer that depends on the catalog and the request alone: it may be kept for five minutes and is
/// validated by its ETag; 304 without a body when the caller has it already. A body that answers share is
/// one that a server may keep in compressed forms.
[[nodiscard]] http::response catalog_answer(const call& c, std::shared_ptr<const std::string> body,
                                            std::string etag);
[[nodiscard]] http::response catalog_answer(const call& c, std::string body);

/// An answer that nobody keeps.
[[nodiscard]] http::response fresh_answer(const call& c, std::string body);

}  // namespace errdex::service

#endif
