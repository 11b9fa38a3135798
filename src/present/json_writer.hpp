// Writes JSON straight into a string, without a tree in between: an answer of the service is written once
// and costs what copying its texts costs.
//
//   std::string out;
//   json_writer w(out);
//   w.begin_object().key("code").string("40014").key("known").boolean(true).end_object();
//
// Strings come out as Boost.JSON's serializer writes them, so that both may be used side by side.
#ifndef ERRDEX_SRC_PRESENT_JSON_WRITER_HPP
#define ERRDEX_SRC_PRESENT_JSON_WRITER_HPP

#include <cstdint>
#include <string>
#include <string_view>

namespace errdex::present {

/// Appends to a string that outlives it. The caller keeps objects and arrays balanced; commas come by
/// themselves.
class json_writer {
 public:
  explicit json_writer(std::string& out) noexcept : out_(out), start_(out.size()) {}

  json_writer& begin_object() { return open('{'); }
  json_writer& end_object() { return close('}'); }
  json_writer& begin_array() { return open('['); }
  json_writer& end_array() { return close(']'); }

  /// A key of the enclosing object that needs no escape: a name in a program.
  json_writer& key(std::string_view name);
  /// A key that is any UTF-8 text.
  json_writer& text_key(std::string_view text);
  /// Text that is UTF-8; see `utf8` for text that may not be.
  json_writer& string(std::string_view text);
  /// Any bytes: what is not UTF-8 is replaced as by `utf8`.
  json_writer& any_string(std::string_view bytes);
  json_writer& number(std::int64_t value);
  /// 3 rather than 3E0 for a whole number.
  json_writer& number(double value);
  json_writer& boolean(bool value) { return raw(value ? "true" : "false"); }
  json_writer& null() { return raw("null"); }
  /// The text as a string, null when it is empty.
  json_writer& string_or_null(std::string_view text) { return text.empty() ? null() : string(text); }
  /// A whole value that is JSON already.
  json_writer& raw(std::string_view json);
  /// Members of an object that are JSON already, such as `"a":1,"b":2`; nothing when empty.
  json_writer& members(std::string_view json) { return json.empty() ? *this : raw(json); }

 private:
  json_writer& open(char bracket);
  json_writer& close(char bracket);
  [[nodiscard]] bool needs_comma() const noexcept;
  void separate();

  std::string& out_;
  std::size_t start_;
};

/// The text with every byte that is not UTF-8 replaced by U+FFFD, so that it can stand in JSON.
[[nodiscard]] std::string utf8(std::string_view text);

}  // namespace errdex::present

#endif
