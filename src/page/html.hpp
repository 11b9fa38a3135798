// Writing HTML so that a text can never become markup: what comes from a catalog or from a caller goes
// through `text` or through an attribute's value, and both escape it.
//
//   html out;
//   out.open("p", {{"class", "lead"}}).text("a < b").close();     // <p class="lead">a &lt; b</p>
//
// Names of tags and attributes are literals of the program. A template engine was not taken: the pages
// are few, and with functions the compiler checks what they use.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace errdex::page {

/// A piece of HTML that grows at its end.
class html {
 public:
  struct attribute {
    std::string_view name;
    std::string_view value{};
    bool present = true;  ///< False leaves the attribute out.
  };
  using attributes = std::initializer_list<attribute>;

  /// Begins an element; `close` ends the innermost one.
  html& open(std::string_view tag, attributes with = {});
  html& close();
  /// An element with nothing but a text.
  html& element(std::string_view tag, attributes with, std::string_view content);
  /// An element that has no end tag: meta, link, input, br.
  html& lone(std::string_view tag, attributes with);
  /// A text. Bytes that are not UTF-8 and control characters but tab and line feed become U+FFFD.
  html& text(std::string_view content);
  /// A piece that was written by another writer.
  html& add(const html& piece);
  /// JSON-LD in a script element that is data and never runs. `json` has to be JSON; what could end the
  /// element is escaped as JSON allows.
  html& data_block(std::string_view json);

  /// What was written. Every element must have been closed.
  [[nodiscard]] const std::string& str() const noexcept { return out_; }
  [[nodiscard]] bool empty() const noexcept { return out_.empty(); }
  /// How many elements are open.
  [[nodiscard]] std::size_t depth() const noexcept { return open_.size(); }

 private:
  void begin(std::string_view tag, attributes with);

  std::string out_;
  std::vector<std::string_view> open_;
};

/// A text as it may stand between tags and in quoted values.
[[nodiscard]] std::string escaped(std::string_view text);

/// A text as a JSON string with its quotes, which is harmless inside HTML as well.
[[nodiscard]] std::string json_string(std::string_view text);

}  // namespace errdex::page
