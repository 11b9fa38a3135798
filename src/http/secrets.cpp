#include "http/secrets.hpp"

#include <algorithm>
#include <array>

#include "http/message.hpp"
#include "http/text.hpp"

namespace errdex::http {
namespace {

constexpr std::size_t longest_shown = 64;

constexpr std::array<std::string_view, 9> parts = {"token",  "secret",   "passw",  "ticket",    "signature",
                                                   "cookie", "authoriz", "bearer", "credential"};
constexpr std::array<std::string_view, 6> whole = {"sign",     "key",         "apikey",
                                                   "authcode", "tmpauthcode", "encodingaeskey"};

std::string bare(std::string_view name) {
  std::string out;
  for (const char c : name)
    if (c != '_' && c != '-') out += lower(c);
  return out;
}

bool has_part(std::string_view text) {
  return std::any_of(parts.begin(), parts.end(),
                     [&](std::string_view p) { return text.find(p) != std::string_view::npos; });
}

}  // namespace

bool names_secret(std::string_view name) {
  const std::string plain = bare(name);
  return has_part(plain) || std::find(whole.begin(), whole.end(), plain) != whole.end();
}

std::string masked_target(std::string_view target) {
  const std::size_t mark = target.find('?');
  if (mark == std::string_view::npos) return std::string(target);
  std::string out(target.substr(0, mark + 1));
  std::string_view query = target.substr(mark + 1);
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    const std::string_view pair = query.substr(0, end);
    query.remove_prefix(end);
    const std::size_t equals = pair.find('=');
    const std::string_view name = pair.substr(0, equals);
    const std::string decoded_name = percent_decode(name, true).value_or(std::string(name));
    if (equals == std::string_view::npos) {
      // A pair without '=' may be a pasted token as well.
      out += name.size() > longest_shown || names_secret(decoded_name) ? masked : name;
    } else {
      const std::string_view value = pair.substr(equals + 1);
      const std::string decoded = percent_decode(value, true).value_or(std::string(value));
      const bool hide = names_secret(decoded_name) || value.size() > longest_shown || has_part(bare(decoded));
      out += name;
      out += '=';
      out += hide ? masked : value;
    }
    if (!query.empty()) {
      out += '&';
      query.remove_prefix(1);
    }
  }
  return out;
}

std::string masked_field(std::string_view name, std::string_view value) {
  if (!names_secret(name)) return std::string(value);
  const std::size_t blank = value.find(' ');
  if (bare(name).find("authoriz") != std::string::npos && blank != std::string_view::npos &&
      is_token(value.substr(0, blank)))
    return std::string(value.substr(0, blank + 1)) + std::string(masked);
  return std::string(masked);
}

}  // namespace errdex::http
