#include "present/reproduction.hpp"

namespace errdex::present {
namespace {

/// Bytes that are no text go under another name, as hexadecimal digits: JSON has no place for them.
void write_bytes(json_writer& w, std::string_view name, std::string_view name_of_digits,
                 std::string_view bytes) {
  if (const std::string text = utf8(bytes); text == bytes) {
    w.key(name).string(text);
    return;
  }
  std::string digits;
  for (const char c : bytes)
    for (const int shift : {4, 0})
      digits += "0123456789abcdef"[(static_cast<unsigned char>(c) >> shift) & 15];
  w.key(name_of_digits).string(digits);
}

void write_step(json_writer& w, const reproduction_step& s) {
  w.begin_object();
  if (!s.note.empty()) w.key("note").string(utf8(s.note));
  if (!s.command.empty()) {
    w.key("request").begin_object();
    w.key("method").string(s.method).key("target").string(utf8(s.target));
    write_bytes(w, "body", "body_hex", s.body);
    if (!s.headers.empty()) {
      w.key("headers").begin_object();
      for (const auto& [name, value] : s.headers) w.text_key(utf8(name)).string(utf8(value));
      w.end_object();
    }
    w.end_object();
    w.key("curl").string(utf8(s.command));
    if (s.times > 1) w.key("times").number(static_cast<std::int64_t>(s.times));
    w.key("status").number(std::int64_t{s.status});
    write_bytes(w, "answer", "answer_hex", s.answer);
  }
  w.end_object();
}

}  // namespace

void write_reproduction(json_writer& w, const entry& e, const reproduction& r) {
  w.begin_object().key("space").string(e.space().name()).key("code").string(e.code());
  w.key("name").string(e.name()).key("endpoint").string(r.endpoint).key("when").string(r.when);
  w.key("steps").begin_array();
  for (const reproduction_step& s : r.steps) write_step(w, s);
  w.end_array().key("others").begin_array();
  for (const auto& [endpoint, when] : r.others)
    w.begin_object().key("endpoint").string(endpoint).key("when").string(when).end_object();
  w.end_array().end_object();
}

}  // namespace errdex::present
