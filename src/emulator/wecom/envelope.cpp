#include "emulator/wecom/envelope.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "emulator/wecom/wecom.hpp"
#include "errdex/diagnose.hpp"

namespace errdex::emulation::wecom {
namespace json = boost::json;
namespace {

constexpr std::string_view sloppy = "Warning: wrong json format. ";

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c < 127; });
}

/// The service speaks English, the tables of codes Chinese: the first English text that the catalog has for
/// the code, else the table's own.
std::string_view wire_text(const entry& e) {
  for (const std::string_view alias : e.aliases())
    if (is_ascii(alias)) return alias;
  return e.message();
}

/// "mobile existed:<userid>" with the name in place of what stands in angle brackets.
std::string named(std::string_view text, std::string_view name) {
  const auto open = text.find('<');
  const auto close = text.find('>', open);
  if (open == std::string_view::npos || close == std::string_view::npos) return std::string(text);
  return std::string(text.substr(0, open)).append(name).append(text.substr(close + 1));
}

/// 25 digits: the second, and 15 more.
std::string make_hint(const exchange& x) {
  return std::to_string(x.seconds()) +
         make_text(x.world.ids.seed(), "wecom.hint", x.world.records.next_number(), 15, alphabets::digits);
}

std::string header_text(std::string_view text) {
  std::string out(text);
  std::replace_if(
      out.begin(), out.end(), [](char c) { return static_cast<unsigned char>(c) < ' ' || c == 127; }, ' ');
  return out;
}

http::response write(std::string body) {
  http::response out;
  out.headers.add("Content-Type", "application/json; charset=UTF-8");
  out.body = std::move(body);
  return out;
}

http::response write(const json::object& body) { return write(json::serialize(body)); }

json::object assemble(const exchange& x, const json::value& number, std::string_view message,
                      json::object members) {
  if (x.endpoint.members_first) {
    members["errcode"] = number;
    members["errmsg"] = message;
    return members;
  }
  json::object body;
  body.reserve(members.size() + 2);
  body.emplace("errcode", number);
  body.emplace("errmsg", message);
  for (auto& member : members) body[member.key()] = std::move(member.value());
  return body;
}

}  // namespace

http::response write_success(exchange& x, json::object members) {
  const std::string_view usual =
      x.endpoint.success_text.empty() ? std::string_view("ok") : x.endpoint.success_text;
  std::string message(usual);
  if (x.tolerated) message += ". " + std::string(sloppy);
  if (x.endpoint.members_first || members.contains("errcode") || members.contains("errmsg"))
    return write(assemble(x, 0, message, std::move(members)));
  // Most answers are these; their members need not move into another object for two that come first.
  std::string body = R"({"errcode":0,"errmsg":)" + json::serialize(message);
  if (members.empty()) {
    body += '}';
  } else {
    const std::string rest = json::serialize(members);
    body += ',';
    body.append(rest, 1);
  }
  return write(std::move(body));
}

std::string message_of(const failure& f) {
  return f.wire_text.empty() ? named(wire_text(f.error.entry()), f.wire_name) : f.wire_text;
}

http::response write_failure(exchange& x, const failure& f) {
  const entry e = f.error.entry();
  if (x.hint.empty()) x.hint = make_hint(x);
  std::string message = x.tolerated ? std::string(sloppy) : std::string();
  message += message_of(f);
  message += ", hint: [" + x.hint + "], from ip: " + (x.request.peer.empty() ? "127.0.0.1" : x.request.peer) +
             ", more info at https://open.work.weixin.qq.com/devtool/query?e=" + std::string(e.code());
  json::object members = f.members;
  for (const auto key : x.endpoint.empty_arrays)
    if (!members.contains(key)) members[key] = json::array();
  json::value number = e.number() ? json::value(*e.number()) : json::value(json::string(e.code()));
  http::response out = write(assemble(x, number, message, std::move(members)));
  out.headers.add("Error-Code", std::string(e.code()));
  out.headers.add("Error-Msg", header_text(message));
  return out;
}

std::string read_code(const http::response& answer) {
  const classification found = classify(answer.content());
  return found.envelope == envelope::none || found.success() ? std::string() : std::string(found.code);
}

void speak_as_the_live_service(failure& f, const rule& r, std::string_view path) {
  const std::string name(path);
  if (name == "msgtype") return;  // The code of this field has been seen on the live service.
  std::string text;
  switch (r.kind) {
    case rule_kind::characters:
      text = r.low > 0 && f.detail.find("it has 0") != std::string::npos
                 ? name + " exceed min utf8 words " + std::to_string(r.low)
                 : name + " exceed max utf8 words " + std::to_string(r.high);
      break;
    case rule_kind::bytes: text = name + " exceed max length " + std::to_string(r.high); break;
    case rule_kind::count:
      text = "field `" + name + "` expect array size in [" + std::to_string(r.low) + ", " +
             std::to_string(r.high) + "]";
      break;
    case rule_kind::type:
    case rule_kind::range:
    case rule_kind::one_of: text = "invalid param `" + name + "`"; break;
    case rule_kind::required:
    case rule_kind::charset:
    case rule_kind::without:
    case rule_kind::form: return;  // These have their own codes there too.
  }
  f.error = code::parameter_invalid;
  f.wire_text = text + ". invalid Request Parameter";
}

}  // namespace errdex::emulation::wecom
