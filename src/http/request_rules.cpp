#include "http/request_rules.hpp"

#include <algorithm>
#include <charconv>

#include "http/text.hpp"

namespace errdex::http {
namespace {

constexpr std::size_t longest_method = 32;

/// The one field of this name; `twice` is set when there are several.
const std::string* only(const fields& all, std::string_view name, bool& twice) noexcept {
  const std::string* found = nullptr;
  for (const auto& [n, value] : all) {
    if (!same_word(n, name)) continue;
    if (found != nullptr) twice = true;
    found = &value;
  }
  return found;
}

bool is_digits(std::string_view text) noexcept {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::optional<refusal> check_framing(const request& asked, framing& out) {
  bool twice = false;
  const std::string* length = only(asked.headers, "Content-Length", twice);
  if (twice) return refusal{400, "Content-Length is given more than once"};
  const std::string* coding = only(asked.headers, "Transfer-Encoding", twice);
  if (twice) return refusal{400, "Transfer-Encoding is given more than once"};
  if (length != nullptr && coding != nullptr)
    return refusal{400, "Content-Length and Transfer-Encoding exclude each other"};
  if (length != nullptr) {
    std::uint64_t value = 0;
    const char* end = length->data() + length->size();
    if (!is_digits(*length) || std::from_chars(length->data(), end, value).ec != std::errc())
      return refusal{400, "Content-Length is not a decimal number"};
    out.content_length = value;
  }
  if (coding != nullptr) {
    if (out.http_1_0) return refusal{400, "HTTP/1.0 has no Transfer-Encoding"};
    if (!same_word(*coding, "chunked")) {
      const std::size_t comma = coding->rfind(',');
      const bool chunked_last = comma != std::string::npos &&
                                same_word(trimmed(std::string_view(*coding).substr(comma + 1)), "chunked");
      return chunked_last ? refusal{501, "chunked is the only transfer coding that this server takes"}
                          : refusal{400, "the last transfer coding of a request must be chunked"};
    }
    out.chunked = true;
  }
  return std::nullopt;
}

/// Percent escapes that are none, a NUL, or bytes that are no UTF-8 mean something else to each reader;
/// so do "." and ".." as parts.
std::optional<refusal> check_path(std::string_view path) {
  const auto decoded = percent_decode(path);
  if (!decoded) return refusal{400, "the path has a % without two hexadecimal digits behind it"};
  if (decoded->find('\0') != std::string::npos) return refusal{400, "the path has a NUL in it"};
  if (!is_utf8(*decoded)) return refusal{400, "the path is not UTF-8"};
  std::string_view rest = *decoded;
  while (!rest.empty()) {
    rest.remove_prefix(1);  // The '/'.
    const std::string_view part = rest.substr(0, rest.find('/'));
    if (part == "." || part == "..") return refusal{400, "the path has . or .. as a part"};
    rest.remove_prefix(part.size());
  }
  return std::nullopt;
}

std::optional<refusal> check_target(request& asked, std::size_t most_target, const std::string* host) {
  if (asked.method.size() > longest_method) return refusal{400, "the method is longer than any there is"};
  if (asked.target.size() > most_target)
    return refusal{414, "the request target is longer than this server takes"};
  if (asked.method == "CONNECT") return refusal{405, "this server is no proxy"};
  std::string& target = asked.target;
  const bool absolute = target.size() > 8 && (same_word(std::string_view(target).substr(0, 7), "http://") ||
                                              same_word(std::string_view(target).substr(0, 8), "https://"));
  if (absolute) {
    const std::size_t begin = target.find("//") + 2;
    const std::size_t end = std::min(target.find_first_of("/?", begin), target.size());
    if (host == nullptr || !same_word(std::string_view(target).substr(begin, end - begin), *host))
      return refusal{400, "the target and the Host field name different hosts"};
    target.erase(0, end);
    if (target.empty() || target.front() == '?') target.insert(0, 1, '/');
  }
  if (target == "*" && asked.method == "OPTIONS") return std::nullopt;
  if (target.empty() || target.front() != '/') return refusal{400, "the request target must begin with /"};
  for (const char c : target)
    if (static_cast<unsigned char>(c) <= 0x20 || c == 0x7F || c == '#')
      return refusal{400, "the request target has a character that must be percent-encoded"};
  if (!is_utf8(target)) return refusal{400, "the request target is not UTF-8"};
  // Most paths have nothing in them that needs a second look.
  const std::string_view path = asked.path();
  if (path.find('%') != std::string_view::npos || path.find("/.") != std::string_view::npos)
    return check_path(path);
  return std::nullopt;
}

}  // namespace

std::optional<std::string_view> host_name(std::string_view host) noexcept {
  std::string_view name = host;
  std::string_view port;
  if (!host.empty() && host.front() == '[') {
    const std::size_t close = host.find(']');
    if (close == std::string_view::npos || close < 3) return std::nullopt;
    name = host.substr(0, close + 1);
    port = host.substr(close + 1);
    for (const char c : name.substr(1, name.size() - 2)) {
      const char l = lower(c);
      if (!((c >= '0' && c <= '9') || (l >= 'a' && l <= 'f') || c == ':' || c == '.')) return std::nullopt;
    }
  } else {
    const std::size_t colon = std::min(host.find(':'), host.size());
    name = host.substr(0, colon);
    port = host.substr(colon);
    if (name.empty() || name.size() > 255) return std::nullopt;
    for (const char c : name) {
      const char l = lower(c);
      if (!((c >= '0' && c <= '9') || (l >= 'a' && l <= 'z') || c == '-' || c == '.' || c == '_'))
        return std::nullopt;
    }
  }
  if (!port.empty() &&
      (port.front() != ':' || (port.size() > 1 && !is_digits(port.substr(1))) || port.size() > 6))
    return std::nullopt;
  return name;
}

std::optional<refusal> check_request(request& asked, std::size_t most_target, framing& out) {
  bool twice = false;
  const std::string* host = only(asked.headers, "Host", twice);
  if (twice) return refusal{400, "Host is given more than once"};
  if (host == nullptr && !out.http_1_0) return refusal{400, "the request has no Host field"};
  if (host != nullptr && !host_name(*host)) return refusal{400, "the Host field is no host name"};
  if (const auto wrong = check_framing(asked, out)) return wrong;
  if (const auto wrong = check_target(asked, most_target, host)) return wrong;

  only(asked.headers, "Content-Type", twice);
  if (twice) return refusal{400, "Content-Type is given more than once"};
  only(asked.headers, "Authorization", twice);
  if (twice) return refusal{400, "Authorization is given more than once"};

  bool close = false;
  bool keep = !out.http_1_0;
  for (const auto& [name, value] : asked.headers) {
    if (same_word(name, "Connection")) {
      each_element(value, [&](std::string_view option) {
        close = close || same_word(option, "close");
        keep = keep || same_word(option, "keep-alive");
        return true;
      });
    } else if (same_word(name, "Expect")) {
      if (!same_word(value, "100-continue"))
        return refusal{417, "100-continue is the only expectation that this server meets"};
      // An answer of 1xx would confuse a caller of that age.
      out.expect_continue = !out.http_1_0;
    }
  }
  out.keep_alive = keep && !close;
  return std::nullopt;
}

}  // namespace errdex::http
