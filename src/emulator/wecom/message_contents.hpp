// What a message says: one declaration of the content of each msgtype for all the APIs that send messages,
// and the one reader of it.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/wecom/wecom.hpp"

namespace errdex::emulation::wecom {

/// `msgtype`, which must be one of these, and the fields of their contents. A robot's messages may have
/// longer texts in Markdown, carry their picture in them, and have only cards that nobody answers.
[[nodiscard]] std::vector<field> content_fields(std::span<const std::string_view> types,
                                                bool of_robot = false);

/// What `read_content` raises for messages of these types.
[[nodiscard]] std::vector<claim> content_claims(std::span<const std::string_view> types,
                                                bool of_robot = false);

struct content_options {
  /// The robot that sends; empty for an app. A robot's files are its own.
  std::string robot{};
  /// The longest text that the live service takes from this API; longer ones are cut off at 2,048 bytes
  /// where it is 0.
  std::int64_t live_text_bytes = 0;
};

/// The content under the name of the msgtype, cut where the service cuts; its media, its mini programs and
/// its words are checked.
[[nodiscard]] boost::json::object read_content(exchange& x, const content_options& options = {});

/// Throws when `safe` is not for messages of this type.
void check_safe(const exchange& x);

/// Throws unless the caller may use the media as a file of this type.
void need_media(const exchange& x, std::string_view media_id, std::string_view type,
                std::string_view robot = {});
/// Throws unless the mini program is linked to the calling app.
void need_mini_program(const exchange& x, std::string_view appid);
/// Throws when one of the texts has a word that the organisation's filter refuses.
void check_words(const exchange& x, const boost::json::value& content);

/// The text shortened to so many bytes, without cutting a character in two.
[[nodiscard]] std::string cut_bytes(std::string text, std::size_t bytes);
/// The text shortened to so many characters.
[[nodiscard]] std::string cut_characters(std::string text, std::size_t characters);

}  // namespace errdex::emulation::wecom
