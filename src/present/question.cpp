#include "present/question.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "errdex/sighting.hpp"

namespace errdex::present {
namespace {

std::string_view trim(std::string_view s) {
  const auto first = s.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return s.substr(first, s.find_last_not_of(" \t\r\n") - first + 1);
}

bool is_number(std::string_view s) {
  if (s.starts_with('-')) s.remove_prefix(1);
  return !s.empty() && s.size() <= 18 &&
         std::all_of(s.begin(), s.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// A word such as a name or a textual code.
bool is_word(std::string_view s) {
  return !s.empty() && s.size() <= 128 && std::all_of(s.begin(), s.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           c == '.' || c == '-';
  });
}

finding of_code(std::string_view code, std::string_view platform, std::size_t offset, const catalog& codes) {
  finding f(code);
  f.offset = offset;
  f.reading = diagnose_code(f.text, platform, codes);
  f.given.platform = platform;
  return f;
}

/// Every entry with this name, one finding for all, asked for by code so that it is ranked like one.
std::vector<finding> of_name(std::string_view name, std::string_view platform, const catalog& codes) {
  std::vector<finding> out;
  for (const errdex::space s : codes.spaces()) {
    if (!platform.empty() && s.name() != platform && s.platform() != platform) continue;
    if (const entry e = codes.find_name(s.id(), name)) out.push_back(of_code(e.code(), s.name(), 0, codes));
  }
  return out;
}

bool is_url(std::string_view s) { return s.starts_with("http://") || s.starts_with("https://"); }

std::string_view host_of(std::string_view url) {
  url.remove_prefix(url.find("//") + 2);
  return url.substr(0, url.find_first_of("/?#:"));
}

bool same_site(std::string_view host, std::string_view domain) {
  return host == domain || (host.size() > domain.size() && host.ends_with(domain) &&
                            host[host.size() - domain.size() - 1] == '.');
}

/// The space whose codes an address on this host speaks of.
std::string_view space_of_host(std::string_view host) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 8> sites{{
      {"work.weixin.qq.com", "wecom"},
      {"qyapi.weixin.qq.com", "wecom"},
      {"feishu.cn", "feishu"},
      {"larksuite.com", "feishu"},
      {"larkoffice.com", "feishu"},
      {"dingtalk.com", "dingtalk"},
      {"dingtalkapps.com", "dingtalk"},
      {"dingtalk.io", "dingtalk"},
  }};
  for (const auto& [domain, space] : sites) {
    if (same_site(host, domain)) return space;
  }
  return {};
}

/// The value of one of these query parameters that is a number.
std::string_view number_in_query(std::string_view url) {
  static constexpr std::array<std::string_view, 9> keys{
      "e", "errcode", "code", "error_code", "errorcode", "errno", "err_code", "q", "keyword"};
  const auto start = url.find_first_of("?#");
  if (start == std::string_view::npos) return {};
  std::string_view rest = url.substr(start + 1);
  while (!rest.empty()) {
    const auto end = std::min(rest.find_first_of("&?#"), rest.size());
    const auto pair = rest.substr(0, end);
    const auto equals = pair.find('=');
    if (equals != std::string_view::npos) {
      std::string key(pair.substr(0, equals));
      for (char& c : key) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
      }
      const auto value = pair.substr(equals + 1);
      if (is_number(value) && std::find(keys.begin(), keys.end(), key) != keys.end()) return value;
    }
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return {};
}

/// The last run of digits behind '#', as in "#10649/错误码：40014".
std::string_view number_in_fragment(std::string_view url) {
  const auto hash = url.find('#');
  if (hash == std::string_view::npos) return {};
  const std::string_view fragment = url.substr(hash + 1);
  const auto last = fragment.find_last_of("0123456789");
  if (last == std::string_view::npos || last + 1 != fragment.size()) return {};
  const auto before = fragment.find_last_not_of("0123456789", last);
  // A fragment that is a number and nothing else is the number of a page.
  if (before == std::string_view::npos) return {};
  return fragment.substr(before + 1, last - before);
}

std::vector<finding> of_url(std::string_view url, const catalog& codes) {
  const auto platform = space_of_host(host_of(url));
  if (platform.empty()) return {};
  auto number = number_in_query(url);
  if (number.empty()) number = number_in_fragment(url);
  if (number.empty()) return {};
  finding f = of_code(number, platform, static_cast<std::size_t>(number.data() - url.data()), codes);
  if (f.reading.empty()) return {};
  return {std::move(f)};
}

/// The bodies in the text, with whatever the text around them gives away.
std::vector<finding> of_text(std::string_view text, const catalog& codes) {
  std::vector<finding> out;
  for (const sighting& s : find_errors(text, codes)) {
    finding f(s.what.body);
    f.offset = s.offset;
    f.given = s.what;
    f.given.body = f.text;
    f.seen = s.storage;
    f.reading = diagnose(f.given, codes);
    if (!f.reading.empty()) out.push_back(std::move(f));
  }
  if (!out.empty()) return out;
  // No error, but perhaps an answer that says success.
  if (const auto body = find_body(text); body && neighbour_of(text, codes).empty()) {
    finding f(text.substr(body->offset, body->length));
    f.offset = body->offset;
    f.given.body = f.text;
    f.reading = diagnose(f.given, codes);
    if (f.reading.body().success() && !f.reading.empty()) out.push_back(std::move(f));
  }
  return out;
}

/// Levenshtein distance, given up above `most`.
std::size_t distance(std::string_view a, std::string_view b, std::size_t most) {
  if (a.size() > b.size() + most || b.size() > a.size() + most) return most + 1;
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j < row.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t corner = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = std::min({above + 1, row[j - 1] + 1, corner + (a[i - 1] == b[j - 1] ? 0u : 1u)});
      corner = above;
    }
  }
  return row.back();
}

}  // namespace

std::string_view space_or_platform(std::string_view name, const catalog& codes) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 7> also_called{
      {{"lark", "feishu"},
       {"飞书", "feishu"},
       {"钉钉", "dingtalk"},
       {"dingding", "dingtalk"},
       {"企业微信", "wecom"},
       {"wework", "wecom"},
       {"work_weixin", "wecom"}}};
  std::string lower(name);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  for (const auto& [other, own] : also_called) {
    if (lower == other) return own;
  }
  for (const errdex::space s : codes.spaces()) {
    if (lower == s.name()) return s.name();
    if (lower == s.platform()) return s.platform();
  }
  return {};
}

std::vector<finding> answer(std::string_view question, const catalog& codes) {
  std::string_view q = trim(question);
  if (q.empty()) return {};
  if (is_url(q)) {
    auto found = of_url(q, codes);
    return found.empty() ? of_text(q, codes) : found;
  }
  std::string_view platform;
  std::string_view what = q;
  if (const auto mark = q.find_first_of(": \t"); mark != std::string_view::npos) {
    platform = space_or_platform(q.substr(0, mark), codes);
    if (!platform.empty()) what = trim(q.substr(mark + 1));
  }
  const auto offset = static_cast<std::size_t>(what.data() - question.data());
  if (is_number(what)) {
    finding f = of_code(what, platform, offset, codes);
    if (f.reading.empty()) return {};
    return {std::move(f)};
  }
  if (is_word(what)) {
    if (auto found = of_name(what, platform, codes); !found.empty()) return found;
    finding f = of_code(what, platform, offset, codes);
    if (!f.reading.empty()) return {std::move(f)};
    return {};
  }
  return of_text(question, codes);
}

std::vector<entry> nearest(std::string_view question, const catalog& codes, std::size_t most) {
  std::string_view q = trim(question);
  std::string_view platform;
  if (const auto mark = q.find_first_of(": \t"); mark != std::string_view::npos) {
    platform = space_or_platform(q.substr(0, mark), codes);
    if (!platform.empty()) q = trim(q.substr(mark + 1));
  }
  struct neighbour {
    std::uint64_t distance;
    entry code;
  };
  std::vector<neighbour> all;
  if (is_number(q)) {
    const auto number = static_cast<std::int64_t>(std::strtoll(std::string(q).c_str(), nullptr, 10));
    for (const errdex::space s : codes.spaces()) {
      if (!platform.empty() && s.name() != platform && s.platform() != platform) continue;
      if (const entry e = s.nearest(number)) {
        const auto n = e.number().value_or(0);
        all.push_back({static_cast<std::uint64_t>(n > number ? n - number : number - n), e});
      }
    }
  } else if (is_word(q) && q.size() >= 3) {
    const std::size_t allowed = 1 + q.size() / 4;
    for (const entry e : codes.entries()) {
      if (!platform.empty() && e.space().name() != platform && e.space().platform() != platform) continue;
      if (const auto d = distance(q, e.name(), allowed); d <= allowed) all.push_back({d, e});
    }
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const auto& a, const auto& b) { return a.distance < b.distance; });
  std::vector<entry> out;
  for (const auto& n : all) {
    if (out.size() < most) out.push_back(n.code);
  }
  return out;
}

}  // namespace errdex::present
