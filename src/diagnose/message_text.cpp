#include "diagnose/message_text.hpp"

#include <algorithm>

namespace errdex::diagnose_detail {
namespace {

constexpr char folded(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

int hex(char d) noexcept {
  return d >= '0' && d <= '9'   ? d - '0'
         : d >= 'a' && d <= 'f' ? d - 'a' + 10
         : d >= 'A' && d <= 'F' ? d - 'A' + 10
                                : -1;
}

bool starts_folded(std::string_view text, std::string_view part) noexcept {
  return part.size() <= text.size() && std::equal(part.begin(), part.end(), text.begin(),
                                                  [](char a, char b) { return folded(a) == folded(b); });
}

/// Without what platforms append to their messages, and without closing marks.
std::string_view core(std::string_view message) noexcept {
  for (const std::string_view tail : {", hint:", " hint:", ", from ip:", ", more info at", ", rid:"}) {
    if (const auto at = message.find(tail); at != std::string_view::npos) message = message.substr(0, at);
  }
  const auto drop = [&](std::string_view mark) {
    if (!message.ends_with(mark)) return false;
    message.remove_suffix(mark.size());
    return true;
  };
  while (drop(".") || drop(" ") || drop("。") || drop("！") || drop("!") || drop("\n")) {
  }
  return message;
}

int fit(std::string_view message, std::string_view text) noexcept {
  // Each way to fit begins with the same letter, which tells most texts apart at once.
  if (text.empty() || message.empty() || folded(text[0]) != folded(message[0])) return 0;
  const auto wanted = core(text);
  if (wanted.empty()) return 0;
  if (message.size() == wanted.size() && starts_folded(message, wanted)) return 2;
  // The part before a placeholder, when it says enough.
  const auto hole = wanted.find_first_of("%<[");
  if (hole != std::string_view::npos && hole >= 8 && starts_folded(message, wanted.substr(0, hole))) return 1;
  if (wanted.size() >= 8 &&
      (starts_folded(message, wanted) || (message.size() >= 8 && starts_folded(wanted, message))))
    return 1;
  return 0;
}

}  // namespace

plain_text::plain_text(std::string_view raw) noexcept {
  if (raw.find('\\') == std::string_view::npos) {
    text_ = raw.substr(0, capacity - 4);
    return;
  }
  for (std::size_t i = 0; i < raw.size() && size_ + 4 < bytes_.size();) {
    const char c = raw[i++];
    if (c != '\\' || i >= raw.size()) {
      bytes_[size_++] = c;
      continue;
    }
    const char e = raw[i++];
    switch (e) {
      case 'n': bytes_[size_++] = '\n'; break;
      case 't': bytes_[size_++] = '\t'; break;
      case 'r': bytes_[size_++] = '\r'; break;
      case 'b':
      case 'f': break;
      case 'u': {
        unsigned value = 0;
        std::size_t k = 0;
        for (; k < 4 && i + k < raw.size() && hex(raw[i + k]) >= 0; ++k)
          value = value * 16 + static_cast<unsigned>(hex(raw[i + k]));
        i += k;
        // Half of a surrogate pair is no character of a message that is compared.
        if (k == 4 && (value < 0xd800 || value > 0xdfff)) put(value);
        break;
      }
      default: bytes_[size_++] = e; break;
    }
  }
  text_ = {bytes_.data(), size_};
}

void plain_text::put(unsigned v) noexcept {
  const auto add = [&](unsigned byte) { bytes_[size_++] = static_cast<char>(byte); };
  if (v < 0x80) {
    add(v);
  } else if (v < 0x800) {
    add(0xc0 | v >> 6);
    add(0x80 | (v & 0x3f));
  } else {
    add(0xe0 | v >> 12);
    add(0x80 | (v >> 6 & 0x3f));
    add(0x80 | (v & 0x3f));
  }
}

int message_fit(std::string_view message, const entry& code) noexcept {
  const auto said = core(message);
  if (said.empty()) return 0;
  int best = fit(said, code.message());
  for (const std::string_view alias : code.aliases()) best = std::max(best, fit(said, alias));
  return best;
}

bool has_han(std::string_view text) noexcept {
  for (std::size_t i = 0; i + 2 < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c >= 0xe4 && c <= 0xe9) return true;
  }
  return false;
}

bool contains_folded(std::string_view text, std::string_view part) noexcept {
  if (part.empty()) return false;
  for (std::size_t i = 0; i + part.size() <= text.size(); ++i) {
    if (starts_folded(text.substr(i), part)) return true;
  }
  return false;
}

}  // namespace errdex::diagnose_detail
