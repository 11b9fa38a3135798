#include "http/url.hpp"

#include <algorithm>
#include <charconv>

#include "http/request_rules.hpp"
#include "http/text.hpp"

namespace errdex::http {

std::string url::authority() const {
  std::string out = host.find(':') == std::string::npos ? host : "[" + host + "]";
  if (port != (secure ? 443 : 80)) out += ":" + std::to_string(port);
  return out;
}

std::optional<url> parse_url(std::string_view text) {
  url out;
  const std::size_t scheme = text.find("://");
  if (scheme == std::string_view::npos) return std::nullopt;
  if (same_word(text.substr(0, scheme), "https")) {
    out.secure = true;
    out.port = 443;
  } else if (!same_word(text.substr(0, scheme), "http")) {
    return std::nullopt;
  }
  text.remove_prefix(scheme + 3);
  text = text.substr(0, text.find('#'));
  if (std::any_of(text.begin(), text.end(),
                  [](char c) { return static_cast<unsigned char>(c) <= 0x20 || c == 0x7F; }))
    return std::nullopt;
  const std::size_t end = std::min(text.find_first_of("/?"), text.size());
  const std::string_view authority = text.substr(0, end);
  const auto name = host_name(authority);
  if (!name) return std::nullopt;
  if (authority.size() > name->size() + 1) {
    const std::string_view digits = authority.substr(name->size() + 1);
    unsigned port = 0;
    if (std::from_chars(digits.data(), digits.data() + digits.size(), port).ec != std::errc() || port == 0 ||
        port > 65535)
      return std::nullopt;
    out.port = static_cast<std::uint16_t>(port);
  }
  out.host = name->front() == '[' ? name->substr(1, name->size() - 2) : *name;
  if (end < text.size()) out.target = (text[end] == '?' ? "/" : "") + std::string(text.substr(end));
  return out;
}

}  // namespace errdex::http
