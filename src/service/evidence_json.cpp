#include "service/evidence_json.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <optional>

#include "errdex/sighting.hpp"
#include "service/filters.hpp"

namespace errdex::service {
namespace {

namespace json = boost::json;

/// Keeps what the views of an evidence and of an operation show.
struct kept {
  std::string body, code, url, platform, endpoint, token, api_version;
  std::vector<std::pair<std::string, std::string>> header_texts;
  std::vector<header_field> headers;
};

constexpr std::array<std::string_view, 7> members{"body", "code",     "http_status", "headers",
                                                  "url",  "platform", "operation"};
constexpr std::array<std::string_view, 7> operation_members{
    "repeat", "attempts", "token_refreshes", "endpoint", "token", "api_version", "now"};

template <std::size_t N>
std::string joined(const std::array<std::string_view, N>& names) {
  std::string out;
  for (const std::string_view n : names) out += std::string(out.empty() ? "" : ", ") + std::string(n);
  return out;
}

/// Reads members one by one and keeps the first fault.
class reader {
 public:
  explicit reader(language lang) : lang_(lang) {}

  std::optional<std::string> fault;

  template <std::size_t N>
  void only(const json::object& o, const std::array<std::string_view, N>& known, const std::string& where) {
    for (const auto& member : o) {
      if (std::find(known.begin(), known.end(), std::string_view(member.key())) != known.end()) continue;
      fail(in(lang_,
              where + "has no member \"" + present::utf8(member.key()) + "\"; there are " + joined(known),
              where + "没有成员“" + present::utf8(member.key()) + "”；可用的有 " + joined(known)));
    }
  }

  void text(const json::object& o, std::string_view name, std::string& into) {
    const json::value* v = o.if_contains(name);
    if (v == nullptr || v->is_null()) return;
    if (!v->is_string()) return wrong(name, in(lang_, "a text", "文本"));
    into = v->get_string();
  }

  std::optional<std::int64_t> number(const json::object& o, std::string_view name, std::int64_t least,
                                     std::int64_t most) {
    const json::value* v = o.if_contains(name);
    if (v == nullptr || v->is_null()) return std::nullopt;
    if (v->is_int64() && v->get_int64() >= least && v->get_int64() <= most) return v->get_int64();
    wrong(name, in(lang_, "a whole number from " + std::to_string(least) + " to " + std::to_string(most),
                   std::to_string(least) + " 至 " + std::to_string(most) + " 的整数"));
    return std::nullopt;
  }

  void wrong(std::string_view name, const std::string& right) {
    fail(in(lang_, std::string(name) + ": must be " + right, std::string(name) + "：应为" + right));
  }

  void fail(std::string what) {
    if (!fault) fault = std::move(what);
  }

 private:
  language lang_;
};

/// A text as it is; any other value as JSON.
std::string raw_text(const json::value& v) {
  return v.is_string() ? std::string(v.get_string()) : json::serialize(v);
}

void read_headers(const json::object& o, kept& keep, reader& r, language lang) {
  const json::value* v = o.if_contains("headers");
  if (v == nullptr || v->is_null()) return;
  const std::string right = in(lang, "an object of texts by name, such as {\"Retry-After\": \"1\"}",
                               "以名称为键、文本为值的对象，例如 {\"Retry-After\": \"1\"}");
  if (!v->is_object()) return r.wrong("headers", right);
  for (const auto& field : v->get_object()) {
    const json::value& value = field.value();
    if (value.is_array()) {
      for (const json::value& one : value.get_array()) {
        if (!one.is_string()) return r.wrong("headers", right);
        keep.header_texts.emplace_back(field.key(), one.get_string());
      }
    } else if (value.is_string() || value.is_int64()) {
      keep.header_texts.emplace_back(field.key(), raw_text(value));
    } else {
      return r.wrong("headers", right);
    }
  }
  for (const auto& [name, value] : keep.header_texts) keep.headers.push_back({name, value});
}

void read_operation(const json::object& o, kept& keep, operation& op, reader& r, language lang) {
  const json::value* v = o.if_contains("operation");
  if (v == nullptr || v->is_null()) return;
  if (!v->is_object()) return r.wrong("operation", in(lang, "an object", "对象"));
  const json::object& given = v->get_object();
  r.only(given, operation_members, "operation ");
  std::string repeat;
  r.text(given, "repeat", repeat);
  if (repeat == "idempotent") {
    op.repeat = repeatability::idempotent;
  } else if (repeat == "keyed") {
    op.repeat = repeatability::keyed;
  } else if (!repeat.empty() && repeat != "unsafe") {
    r.wrong("repeat", in(lang, "unsafe, idempotent or keyed", "unsafe、idempotent 或 keyed"));
  }
  op.attempts = static_cast<std::uint32_t>(r.number(given, "attempts", 1, 1'000'000).value_or(1));
  op.token_refreshes =
      static_cast<std::uint32_t>(r.number(given, "token_refreshes", 0, 1'000'000).value_or(0));
  op.now = r.number(given, "now", 0, 253402300799).value_or(0);
  r.text(given, "endpoint", keep.endpoint);
  r.text(given, "token", keep.token);
  r.text(given, "api_version", keep.api_version);
  op.endpoint = keep.endpoint;
  op.token = keep.token;
  op.api_version = keep.api_version;
}

/// The document is itself what a platform answered.
bool is_answer(const json::object& document) {
  if (document.contains("body") || document.contains("http_status") || document.contains("operation"))
    return false;
  return classify(json::serialize(document)).envelope != envelope::none;
}

/// The answers in a text that is not one by itself; what the document says holds for each of them.
std::vector<present::finding> inside(const evidence& given, const std::shared_ptr<kept>& keep,
                                     const catalog& codes) {
  std::vector<present::finding> out;
  for (const sighting& s : find_errors(given.body, codes)) {
    present::finding f(s.what.body);
    f.offset = s.offset;
    f.given = s.what;
    f.given.body = f.text;
    if (given.http_status) f.given.http_status = given.http_status;
    if (!given.headers.empty()) f.given.headers = given.headers;
    if (!given.url.empty()) f.given.url = given.url;
    if (!given.platform.empty()) f.given.platform = given.platform;
    f.seen = std::make_shared<std::pair<std::shared_ptr<const void>, std::shared_ptr<const void>>>(s.storage,
                                                                                                   keep);
    f.reading = diagnose(f.given, codes);
    if (!f.reading.empty()) out.push_back(std::move(f));
  }
  return out;
}

}  // namespace

std::variant<evidence_reading, std::string> read_evidence(const json::object& document, language lang,
                                                          const catalog& codes) {
  const auto keep = std::make_shared<kept>();
  evidence_reading out;
  out.storage = keep;
  evidence given;
  reader r(lang);
  if (is_answer(document)) {
    keep->body = json::serialize(document);
  } else {
    r.only(document, members, "");
    if (const json::value* v = document.if_contains("body"); v != nullptr && !v->is_null())
      keep->body = raw_text(*v);
    if (const json::value* v = document.if_contains("code"); v != nullptr && !v->is_null()) {
      if (v->is_string() || v->is_int64()) {
        keep->code = raw_text(*v);
      } else {
        r.wrong("code", in(lang, "a number or a text", "数字或文本"));
      }
    }
    if (const auto status = r.number(document, "http_status", 100, 599))
      given.http_status = static_cast<int>(*status);
    r.text(document, "url", keep->url);
    r.text(document, "platform", keep->platform);
    read_headers(document, *keep, r, lang);
    read_operation(document, *keep, out.call, r, lang);
  }
  if (!keep->platform.empty()) {
    const std::string_view own = present::space_or_platform(keep->platform, codes);
    if (own.empty()) {
      r.wrong("platform", in(lang, "the name of a platform or of a space; there are " + all_spaces(codes),
                             "平台或空间的名称；可用的有 " + all_spaces(codes)));
    }
    given.platform = own;
  }
  if (!keep->body.empty() && !keep->code.empty())
    r.fail(in(lang, "give body or code, not both: a body says its code itself",
              "body 与 code 只能给出一个：响应体自身已含错误码"));
  if (keep->body.empty() && keep->code.empty() && !given.http_status)
    r.fail(in(lang, "needs body, code or http_status", "需要 body、code 或 http_status 之一"));
  if (r.fault) return std::move(*r.fault);

  given.headers = keep->headers;
  given.url = keep->url;
  out.question = keep->body.empty() ? keep->code : keep->body;
  present::finding f(out.question);
  f.given = given;
  f.seen = keep;
  if (keep->code.empty()) {
    f.given.body = f.text;
    f.reading = diagnose(f.given, codes);
    if (f.reading.empty() && !f.text.empty()) out.found = inside(f.given, keep, codes);
  } else {
    f.reading = diagnose_code(f.text, given.platform, codes);
  }
  if (out.found.empty()) out.found.push_back(std::move(f));
  return out;
}

}  // namespace errdex::service
