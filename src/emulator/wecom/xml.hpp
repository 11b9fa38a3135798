// The little XML that WeCom's callbacks are made of: elements with text in CDATA or a number, one in another.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace errdex::emulation::wecom {

/// Writes one document with the root <xml>.
class xml_writer {
 public:
  /// <Name><![CDATA[text]]></Name>, the way the platform writes texts. Characters that XML has not are left
  /// out; a "]]>" in the text is divided between two sections.
  xml_writer& text(std::string_view name, std::string_view value);
  /// <Name>text</Name>, for texts that the platform writes without CDATA.
  xml_writer& plain(std::string_view name, std::string_view value);
  xml_writer& number(std::string_view name, std::int64_t value);
  xml_writer& begin(std::string_view name);
  xml_writer& end(std::string_view name);
  /// The elements that another writer has written.
  xml_writer& append(const xml_writer& other);
  [[nodiscard]] std::string document() const { return "<xml>" + inside_ + "</xml>"; }

 private:
  std::string inside_;
};

/// The text of a child of the root, CDATA and the five entities undone; nothing when the root has no such
/// child, or the text is no document of this kind: no attributes, comments or processing instructions but a
/// declaration at the start, and no element left open.
[[nodiscard]] std::optional<std::string> xml_child(std::string_view document, std::string_view name);

}  // namespace errdex::emulation::wecom
