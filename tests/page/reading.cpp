#include "page/reading.hpp"

#include <algorithm>
#include <array>

namespace errdex::page {
namespace {

constexpr std::array<std::string_view, 6> lone{"meta", "link", "br", "input", "hr", "!doctype"};

std::string undone(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, char>, 5> entities{
      {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}}};
  std::string out;
  while (!text.empty()) {
    bool found = false;
    for (const auto& entity : entities) {
      if (!text.starts_with(entity.first)) continue;
      out += entity.second;
      text.remove_prefix(entity.first.size());
      found = true;
      break;
    }
    if (found) continue;
    out += text[0];
    text.remove_prefix(1);
  }
  return out;
}

class reader {
 public:
  explicit reader(std::string_view page) : rest_(page) {}

  reading read() {
    while (!rest_.empty()) {
      const std::size_t tag = std::min(rest_.find('<'), rest_.size());
      const std::string_view words = rest_.substr(0, tag);
      if (words.find('>') != std::string_view::npos)
        complain("a bare > in " + std::string(words.substr(0, 80)));
      out_.text += undone(words) + " ";
      rest_.remove_prefix(tag);
      if (!rest_.empty()) one_tag();
    }
    for (const std::string& name : open_) complain("<" + name + "> is never closed");
    std::sort(out_.ids.begin(), out_.ids.end());
    const auto twice = std::adjacent_find(out_.ids.begin(), out_.ids.end());
    if (twice != out_.ids.end()) complain("the id " + *twice + " stands twice");
    return std::move(out_);
  }

 private:
  void complain(std::string what) {
    if (out_.problems.size() < 10) out_.problems.push_back(std::move(what));
  }

  void one_tag() {
    rest_.remove_prefix(1);
    const bool end = rest_.starts_with('/');
    if (end) rest_.remove_prefix(1);
    const std::size_t length = std::min(rest_.find_first_of(" >"), rest_.size());
    std::string name(rest_.substr(0, length));
    rest_.remove_prefix(length);
    if (end) {
      if (open_.empty() || open_.back() != name) {
        complain("</" + name + "> closes " + (open_.empty() ? "nothing" : "<" + open_.back() + ">"));
      } else {
        open_.pop_back();
      }
      rest_.remove_prefix(std::min<std::size_t>(1, rest_.size()));
      return;
    }
    ++out_.elements;
    std::string type;
    std::string source;
    attributes(name, type, source);
    if (name == "script") {
      const bool data = type == "application/ld+json";
      if (!data && !source.starts_with("/assets/")) complain("a script that is not the page's own");
      if (data) {
        const std::size_t over = rest_.find("</script>");
        if (over == std::string_view::npos || rest_.substr(0, over).find('<') != std::string_view::npos)
          complain("a data block with a <");
        rest_.remove_prefix(std::min(over, rest_.size()));
      }
    }
    if (std::find(lone.begin(), lone.end(), name) == lone.end()) open_.push_back(std::move(name));
  }

  void attributes(const std::string& tag, std::string& type, std::string& source) {
    while (rest_.starts_with(' ')) {
      rest_.remove_prefix(1);
      const std::size_t length = std::min(rest_.find_first_of("= >"), rest_.size());
      const std::string name(rest_.substr(0, length));
      rest_.remove_prefix(length);
      std::string value;
      if (rest_.starts_with('=')) {
        rest_.remove_prefix(1);
        const std::size_t over = rest_.starts_with('"') ? rest_.find('"', 1) : std::string_view::npos;
        if (over == std::string_view::npos) {
          complain("<" + tag + " " + name + "> has a value without quotes");
          rest_ = {};
          return;
        }
        if (rest_.substr(1, over - 1).find_first_of("<>") != std::string_view::npos)
          complain("<" + tag + " " + name + "> has a bare < or >");
        value = undone(rest_.substr(1, over - 1));
        rest_.remove_prefix(over + 1);
      }
      if (name.starts_with("on") || name == "style") complain("<" + tag + "> has " + name);
      if (name == "href" || name == "src" || name == "action") {
        if (value.starts_with("javascript:") || value.starts_with("data:"))
          complain("an address that runs: " + value);
        out_.links.push_back(value);
      }
      if (name == "id") out_.ids.push_back(value);
      if (name == "type") type = value;
      if (name == "src") source = value;
    }
    if (!rest_.starts_with('>')) {
      complain("<" + tag + "> does not end");
      return;
    }
    rest_.remove_prefix(1);
  }

  std::string_view rest_;
  std::vector<std::string> open_;
  reading out_;
};

}  // namespace

reading read_page(std::string_view page) { return reader(page).read(); }

}  // namespace errdex::page
