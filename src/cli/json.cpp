#include "cli/json.hpp"

#include <boost/json.hpp>
#include <cmath>

namespace errdex::cli {
namespace {

namespace json = boost::json;

json::array list(const text_list& texts) {
  json::array out;
  for (const std::string_view t : texts) out.emplace_back(t);
  return out;
}

json::object map(const property_list& properties) {
  json::object out;
  for (const property p : properties) out[p.key] = p.value;
  return out;
}

/// 3 rather than 3E0.
json::value number(double value) {
  if (std::floor(value) == value && std::fabs(value) < 9e15) return static_cast<std::int64_t>(value);
  return value;
}

json::object of(const limit& l) {
  json::object out;
  out["field"] = l.field;
  if (l.min) out["min"] = number(*l.min);
  if (l.max) out["max"] = number(*l.max);
  if (l.count) out["count"] = number(*l.count);
  if (!l.unit.empty()) out["unit"] = l.unit;
  if (!l.charset.empty()) out["charset"] = l.charset;
  if (!l.values.empty()) out["values"] = list(l.values);
  if (!l.window.empty()) out["window"] = l.window;
  if (!l.per.empty()) out["per"] = l.per;
  return out;
}

json::value or_null(std::string_view text) {
  if (text.empty()) return nullptr;
  return json::string(text);
}

}  // namespace

json::object to_json(const entry& e) {
  json::object out;
  out["space"] = e.space().name();
  out["code"] = e.code();
  out["name"] = e.name();
  out["message"] = e.message();
  out["aliases"] = list(e.aliases());
  out["title"] = json::object{{"en", e.title(language::en)}, {"zh", e.title(language::zh)}};
  out["cause"] = json::object{{"en", e.cause(language::en)}, {"zh", e.cause(language::zh)}};
  out["fix"] = json::object{{"en", list(e.fix(language::en))}, {"zh", list(e.fix(language::zh))}};
  out["status"] = name(e.status());
  out["verdict"] = name(e.verdict());
  json::array limits;
  for (const limit l : e.limits()) limits.push_back(of(l));
  out["limits"] = std::move(limits);
  out["context"] = map(e.context());
  out["see"] = list(e.see());
  out["basis"] = name(e.basis());
  const citation c = e.source();
  out["source"] = json::object{{"document", c.document},
                               {"title", c.title},
                               {"url", or_null(c.url)},
                               {"seen", or_null(c.seen)},
                               {"line", c.line}};
  out["notes"] = list(e.notes());
  out["state"] = name(e.state());
  out["group"] = e.group();
  if (!e.replaced_by().empty()) out["replaced_by"] = e.replaced_by();
  if (const auto n = e.retry_limit()) out["retry_limit"] = *n;
  if (!e.overrides().empty()) {
    json::array overrides;
    for (const verdict_override o : e.overrides()) {
      json::object item{{"when", map(o.when)}, {"verdict", name(o.verdict)}};
      if (!o.reason.empty()) item["reason"] = o.reason;
      overrides.push_back(std::move(item));
    }
    out["overrides"] = std::move(overrides);
  }
  return out;
}

std::string utf8(std::string_view s) {
  std::string out;
  out.reserve(s.size());
  for (std::size_t i = 0; i < s.size();) {
    const auto c = static_cast<unsigned char>(s[i]);
    std::size_t n = c < 0x80                ? 1
                    : c >= 0xc2 && c < 0xe0 ? 2
                    : c >= 0xe0 && c < 0xf0 ? 3
                    : c >= 0xf0 && c < 0xf5 ? 4
                                            : 0;
    bool sound = n != 0 && i + n <= s.size();
    for (std::size_t k = 1; sound && k < n; ++k)
      sound = (static_cast<unsigned char>(s[i + k]) & 0xc0) == 0x80;
    if (sound && n == 3) {
      // Overlong forms and surrogates are not UTF-8 either.
      const auto second = static_cast<unsigned char>(s[i + 1]);
      sound = !(c == 0xe0 && second < 0xa0) && !(c == 0xed && second >= 0xa0);
    } else if (sound && n == 4) {
      const auto second = static_cast<unsigned char>(s[i + 1]);
      sound = !(c == 0xf0 && second < 0x90) && !(c == 0xf4 && second >= 0x90);
    }
    if (sound) {
      out.append(s.substr(i, n));
      i += n;
    } else {
      out += "\xef\xbf\xbd";
      ++i;
    }
  }
  return out;
}

}  // namespace errdex::cli
