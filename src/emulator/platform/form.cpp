#include "emulator/platform/form.hpp"

#include <algorithm>
#include <utility>

#include "http/text.hpp"

namespace errdex::emulation {
namespace {

using parameters = std::vector<std::pair<std::string, std::string>>;

/// Takes the value in front of `rest`: a word up to the next ';', or a text in quotes.
std::string take_value(std::string_view& rest) {
  std::string out;
  if (!rest.empty() && rest.front() == '"') {
    rest.remove_prefix(1);
    while (!rest.empty() && rest.front() != '"') {
      // Only a quote is written behind a backslash: browsers of Windows send "C:\folder\name" as it is.
      if (rest.front() == '\\' && rest.size() > 1 && rest[1] == '"') rest.remove_prefix(1);
      out += rest.front();
      rest.remove_prefix(1);
    }
    rest.remove_prefix(std::min(rest.find(';'), rest.size()));
    return out;
  }
  const auto end = std::min(rest.find(';'), rest.size());
  out = http::trimmed(rest.substr(0, end));
  rest.remove_prefix(end);
  return out;
}

/// What stands behind the first ';' of a header: `form-data; name="media"; filename="a.txt"`.
parameters read_parameters(std::string_view header) {
  parameters out;
  header.remove_prefix(std::min(header.find(';'), header.size()));
  while (!header.empty()) {
    header.remove_prefix(1);  // The ';'.
    const auto end = header.find_first_of("=;");
    if (end == std::string_view::npos) break;
    std::string name;
    for (const char c : http::trimmed(header.substr(0, end))) name += http::lower(c);
    header.remove_prefix(end);
    if (header.front() == ';') continue;
    header.remove_prefix(1);
    header.remove_prefix(std::min(header.find_first_not_of(" \t"), header.size()));
    out.emplace_back(std::move(name), take_value(header));
  }
  return out;
}

const std::string* find(const parameters& all, std::string_view name) {
  const auto found = std::find_if(all.begin(), all.end(), [&](const auto& p) { return p.first == name; });
  return found == all.end() ? nullptr : &found->second;
}

std::string without_folders(std::string_view path) {
  const auto slash = path.find_last_of("/\\");
  return std::string(slash == std::string_view::npos ? path : path.substr(slash + 1));
}

void read_disposition(std::string_view value, form_part& part) {
  const parameters all = read_parameters(value);
  if (const auto* name = find(all, "name")) part.name = *name;
  if (const auto* plain = find(all, "filename")) part.filename = without_folders(*plain);
  // RFC 5987, which Python's requests sends for names that are not ASCII: utf-8''%E5%90%8D.txt
  if (const auto* extended = find(all, "filename*")) {
    const auto quote = extended->rfind('\'');
    const std::string_view encoded = quote == std::string::npos
                                         ? std::string_view(*extended)
                                         : std::string_view(*extended).substr(quote + 1);
    if (const auto decoded = http::percent_decode(encoded)) part.filename = without_folders(*decoded);
  }
}

form_part read_part(std::string_view head, std::string_view content) {
  form_part out;
  out.content = content;
  while (!head.empty()) {
    const auto end = std::min(head.find("\r\n"), head.size());
    const std::string_view line = head.substr(0, end);
    head.remove_prefix(std::min(end + 2, head.size()));
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    const std::string_view name = http::trimmed(line.substr(0, colon));
    const std::string_view value = http::trimmed(line.substr(colon + 1));
    if (http::same_word(name, "Content-Disposition")) read_disposition(value, out);
    if (http::same_word(name, "Content-Type")) out.content_type = value;
  }
  return out;
}

}  // namespace

std::optional<std::vector<form_part>> read_form(const http::request& request) {
  const auto type = request.headers.get("Content-Type").value_or("");
  if (!http::same_word(http::trimmed(type.substr(0, type.find(';'))), "multipart/form-data"))
    return std::nullopt;
  const parameters all = read_parameters(type);
  const auto* boundary = find(all, "boundary");
  if (!boundary || boundary->empty()) return std::nullopt;
  const std::string first = "--" + *boundary, between = "\r\n" + first;

  std::string_view rest = request.body;
  if (rest.substr(0, first.size()) == first) {
    rest.remove_prefix(first.size());
  } else {  // What stands in front of the first delimiter is for nobody.
    const auto start = rest.find(between);
    if (start == std::string_view::npos) return std::nullopt;
    rest.remove_prefix(start + between.size());
  }
  std::vector<form_part> out;
  while (rest.substr(0, 2) != "--") {
    const auto line = rest.find("\r\n");
    const auto end = rest.find(between);
    if (line == std::string_view::npos || end == std::string_view::npos) return std::nullopt;
    std::string_view part = rest.substr(line, end - line);
    rest.remove_prefix(end + between.size());
    const auto blank = part.find("\r\n\r\n");
    if (blank == std::string_view::npos) return std::nullopt;
    out.push_back(read_part(part.substr(0, blank), part.substr(blank + 4)));
  }
  return out;
}

const form_part* find_part(const std::vector<form_part>& form, std::string_view name) noexcept {
  const auto found =
      std::find_if(form.begin(), form.end(), [&](const form_part& p) { return p.name == name; });
  return found == form.end() ? nullptr : &*found;
}

const form_part* find_file(const std::vector<form_part>& form) noexcept {
  const auto found =
      std::find_if(form.begin(), form.end(), [](const form_part& p) { return p.filename.has_value(); });
  return found == form.end() ? nullptr : &*found;
}

}  // namespace errdex::emulation
