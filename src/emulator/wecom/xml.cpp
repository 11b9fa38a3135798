#include "emulator/wecom/xml.hpp"

#include <array>
#include <utility>

namespace errdex::emulation::wecom {
namespace {

constexpr std::string_view section_start = "<![CDATA[";
constexpr std::string_view section_end = "]]>";

bool is_in_xml(char c) {
  const auto u = static_cast<unsigned char>(c);
  return u >= 32 || u == '\t' || u == '\n' || u == '\r';
}

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

void skip_blanks(std::string_view& text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
}

bool take(std::string_view& text, std::string_view prefix) {
  if (text.substr(0, prefix.size()) != prefix) return false;
  text.remove_prefix(prefix.size());
  return true;
}

/// "<Name>" at the start of the text; an empty name when there is none.
std::string_view take_start(std::string_view& text) {
  if (text.size() < 3 || text[0] != '<' || text[1] == '/' || text[1] == '!' || text[1] == '?') return {};
  const auto close = text.find('>');
  if (close == std::string_view::npos) return {};
  std::string_view name = text.substr(1, close - 1);
  while (!name.empty() && is_blank(name.back())) name.remove_suffix(1);
  if (name.empty() || name.find_first_of(" \t\r\n/<&'\"=") != std::string_view::npos) return {};
  text.remove_prefix(close + 1);
  return name;
}

std::string undo_entities(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, char>, 5> entities{
      {{"&lt;", '<'}, {"&gt;", '>'}, {"&amp;", '&'}, {"&quot;", '"'}, {"&apos;", '\''}}};
  std::string out;
  while (!text.empty()) {
    bool found = false;
    for (const auto& [entity, character] : entities) {
      if (!take(text, entity)) continue;
      out += character;
      found = true;
      break;
    }
    if (found) continue;
    out += text.front();
    text.remove_prefix(1);
  }
  return out;
}

constexpr int deepest = 20;

/// Reads what stands between a start tag, which was taken, and its end tag. False for what is no such XML.
bool read_element(std::string_view& text, std::string_view name, std::string& content, int depth) {
  if (depth > deepest) return false;
  while (!text.empty()) {
    if (take(text, section_start)) {
      const auto end = text.find(section_end);
      if (end == std::string_view::npos) return false;
      content += text.substr(0, end);
      text.remove_prefix(end + section_end.size());
    } else if (text.substr(0, 2) == "</") {
      text.remove_prefix(2);
      if (!take(text, name)) return false;
      skip_blanks(text);
      return take(text, ">");
    } else if (text.front() == '<') {
      const std::string_view inner = take_start(text);
      std::string below;
      if (inner.empty() || !read_element(text, inner, below, depth + 1)) return false;
      content += below;
    } else {
      const auto next = text.find('<');
      content += undo_entities(text.substr(0, next));
      text.remove_prefix(next == std::string_view::npos ? text.size() : next);
    }
  }
  return false;
}

}  // namespace

xml_writer& xml_writer::text(std::string_view name, std::string_view value) {
  inside_ += '<';
  inside_ += name;
  inside_ += '>';
  inside_ += section_start;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value.substr(i, section_end.size()) == section_end) {
      inside_ += "]]]]><![CDATA[>";
      i += section_end.size() - 1;
    } else if (is_in_xml(value[i])) {
      inside_ += value[i];
    }
  }
  inside_ += section_end;
  return end(name);
}

xml_writer& xml_writer::plain(std::string_view name, std::string_view value) {
  begin(name);
  for (const char c : value) {
    if (c == '<')
      inside_ += "&lt;";
    else if (c == '>')
      inside_ += "&gt;";
    else if (c == '&')
      inside_ += "&amp;";
    else if (is_in_xml(c))
      inside_ += c;
  }
  return end(name);
}

xml_writer& xml_writer::number(std::string_view name, std::int64_t value) {
  begin(name);
  inside_ += std::to_string(value);
  return end(name);
}

xml_writer& xml_writer::begin(std::string_view name) {
  inside_ += '<';
  inside_ += name;
  inside_ += '>';
  return *this;
}

xml_writer& xml_writer::end(std::string_view name) {
  inside_ += "</";
  inside_ += name;
  inside_ += '>';
  return *this;
}

xml_writer& xml_writer::append(const xml_writer& other) {
  inside_ += other.inside_;
  return *this;
}

std::optional<std::string> xml_child(std::string_view document, std::string_view name) {
  skip_blanks(document);
  if (take(document, "<?xml")) {
    const auto end = document.find("?>");
    if (end == std::string_view::npos) return std::nullopt;
    document.remove_prefix(end + 2);
    skip_blanks(document);
  }
  const std::string_view root = take_start(document);
  if (root.empty()) return std::nullopt;
  std::optional<std::string> found;
  while (true) {
    skip_blanks(document);
    if (document.substr(0, 2) == "</") {
      document.remove_prefix(2);
      if (!take(document, root)) return std::nullopt;
      skip_blanks(document);
      return take(document, ">") ? found : std::nullopt;
    }
    const std::string_view child = take_start(document);
    std::string content;
    if (child.empty() || !read_element(document, child, content, 0)) return std::nullopt;
    if (child == name && !found) found = std::move(content);
  }
}

}  // namespace errdex::emulation::wecom
