#include "diagnose/evidence_http.hpp"

#include <algorithm>

#include "diagnose/evidence_keys.hpp"
#include "diagnose/evidence_token.hpp"

namespace errdex::reading {
namespace {

std::string_view trimmed(std::string_view s) {
  while (!s.empty() && (is_blank(s.front()) || s.front() == '\r')) s.remove_prefix(1);
  while (!s.empty() && (is_blank(s.back()) || s.back() == '\r')) s.remove_suffix(1);
  return s;
}

/// A line without the mark that curl -v puts before it.
std::string_view without_mark(std::string_view line) {
  if (line.starts_with("< ") || line.starts_with("> ")) line.remove_prefix(2);
  return trimmed(line);
}

/// The status of "HTTP/1.1 400 Bad Request", or 0.
int status_of(std::string_view line) {
  line = without_mark(line);
  if (!line.starts_with("HTTP/")) return 0;
  line.remove_prefix(5);
  const auto blank = line.find(' ');
  if (blank > 3 || !is_digit(line[0])) return 0;  // npos is beyond 3, too.
  line.remove_prefix(blank + 1);
  if (line.size() < 3 || !is_digit(line[0]) || !is_digit(line[1]) || !is_digit(line[2]) ||
      (line.size() > 3 && is_digit(line[3])))
    return 0;
  const int status = (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
  return status >= 100 && status <= 599 ? status : 0;
}

/// "POST /open-apis/im/v1/messages HTTP/1.1": the path; empty when the line is no request.
std::string_view path_of(std::string_view line) {
  line = without_mark(line);
  const auto blank = line.find(' ');
  if (blank == std::string_view::npos || blank < 3 || blank > 7) return {};
  if (!std::all_of(line.begin(), line.begin() + static_cast<std::ptrdiff_t>(blank),
                   [](char c) { return c >= 'A' && c <= 'Z'; }))
    return {};
  const auto end = line.find(" HTTP/", blank + 1);
  if (end == std::string_view::npos) return {};
  const std::string_view path = line.substr(blank + 1, end - blank - 1);
  return path.starts_with('/') || path.starts_with("http") ? path : std::string_view();
}

/// "Name: value".
bool read_header(std::string_view line, header_field& out) {
  line = without_mark(line);
  const auto colon = line.find(':');
  if (colon == 0 || colon == std::string_view::npos || colon > 64) return false;
  const bool token = std::all_of(line.begin(), line.begin() + static_cast<std::ptrdiff_t>(colon),
                                 [](char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '_'; });
  if (!token || !is_letter(line[0])) return false;
  out = {line.substr(0, colon), trimmed(line.substr(colon + 1))};
  return true;
}

/// curl -v writes "* Connection #0 …" and "{ [57 bytes data]" between the headers and the body.
bool is_noise(std::string_view line) {
  line = trimmed(line);
  return line.empty() || line.starts_with("* ") || line == "<" || line == ">" ||
         (line.starts_with("{ [") && line.ends_with("bytes data]")) ||
         (line.starts_with("} [") && line.ends_with("bytes data]"));
}

}  // namespace

std::string_view header(const http_head& head, std::string_view lower_name) noexcept {
  for (const header_field& h : head.headers) {
    if (equals_lower(h.name, lower_name)) return h.value;
  }
  return {};
}

std::vector<http_head> http_heads_in(std::string_view text) {
  std::vector<http_head> out;
  if (text.find("HTTP/") == std::string_view::npos) return out;
  std::string_view host;
  std::string_view path;
  bool in_request = false;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = line_end(text, at);
    const std::string_view line = text.substr(at, end - at);
    const std::size_t next = std::min(end + 1, text.size());
    if (const std::string_view p = path_of(line); !p.empty()) {
      path = p;
      host = {};
      in_request = true;
    } else if (const int status = status_of(line); status != 0) {
      http_head head;
      head.begin = at + line.find("HTTP/");
      head.status = status;
      head.host = host;
      head.path = path;
      in_request = false;
      std::size_t i = next;
      while (i < text.size()) {
        const std::size_t stop = line_end(text, i);
        const std::string_view one = text.substr(i, stop - i);
        header_field field;
        if (without_mark(one).empty() || trimmed(one) == "<") {
          i = std::min(stop + 1, text.size());
          break;
        }
        if (!read_header(one, field)) break;
        head.headers.push_back(field);
        i = std::min(stop + 1, text.size());
      }
      head.end = i;
      while (i < text.size()) {
        const std::size_t stop = line_end(text, i);
        if (!is_noise(text.substr(i, stop - i))) break;
        i = std::min(stop + 1, text.size());
      }
      head.body = i;
      out.push_back(std::move(head));
      at = std::max(out.back().end, next);
      continue;
    } else if (in_request) {
      header_field field;
      if (read_header(line, field) && equals_lower(field.name, "host")) host = field.value;
      if (without_mark(line).empty()) in_request = false;
    }
    if (end >= text.size()) break;
    at = next;
  }
  return out;
}

}  // namespace errdex::reading
