#include "diagnose/members.hpp"

#include <array>

namespace errdex::diagnose_detail {
namespace {

struct slot {
  std::string_view key;
  member members::*field;
};

constexpr std::array<slot, 22> slots{{
    {"errcode", &members::errcode},
    {"errmsg", &members::errmsg},
    {"code", &members::code},
    {"msg", &members::msg},
    {"message", &members::message},
    {"errno", &members::errno_},
    {"errString", &members::err_string},
    {"errMsg", &members::err_string},
    {"errorCode", &members::error_code_camel},
    {"errorMessage", &members::error_message_camel},
    {"error_code", &members::error_code},
    {"error_msg", &members::error_msg},
    {"error", &members::error},
    {"error_description", &members::error_description},
    {"sub_code", &members::sub_code},
    {"subCode", &members::sub_code},
    {"request_id", &members::request_id},
    {"requestid", &members::request_id},
    {"log_id", &members::log_id},
    {"data", &members::data},
    {"ttl", &members::ttl},
    {"details", &members::details},
}};

/// A key whose letters are written as \uXXXX is the same key. Long keys are none of ours.
bool same_key(std::string_view key, std::string_view wanted) noexcept {
  if (key.find('\\') == std::string_view::npos) return key == wanted;
  std::size_t at = 0;
  for (const char w : wanted) {
    if (at >= key.size()) return false;
    char c = key[at++];
    if (c == '\\') {
      if (at + 5 > key.size() || key[at] != 'u') return false;
      unsigned value = 0;
      for (std::size_t k = 1; k <= 4; ++k) {
        const char d = key[at + k];
        const int digit = d >= '0' && d <= '9'   ? d - '0'
                          : d >= 'a' && d <= 'f' ? d - 'a' + 10
                          : d >= 'A' && d <= 'F' ? d - 'A' + 10
                                                 : -1;
        if (digit < 0) return false;
        value = value * 16 + static_cast<unsigned>(digit);
      }
      if (value > 0x7f) return false;
      c = static_cast<char>(value);
      at += 5;
    }
    if (c != w) return false;
  }
  return at == key.size();
}

void set_code(classification& c, const member& m) noexcept {
  c.code = m.text;
  if (const auto n = integer_of(m.text);
      n && (m.kind == value_kind::number || m.kind == value_kind::string)) {
    c.has_number = true;
    c.number = *n;
  }
}

std::string_view text_of(const member& m) noexcept {
  return m.kind == value_kind::string ? m.text : std::string_view{};
}

bool is_integer(const member& m) noexcept {
  return (m.kind == value_kind::number || m.kind == value_kind::string) && integer_of(m.text).has_value();
}

}  // namespace

void members::take(const member& m) noexcept {
  for (const slot& s : slots) {
    if (same_key(m.key, s.key)) {
      this->*s.field = m;
      return;
    }
  }
}

members read_members(std::string_view text, std::size_t* length) noexcept {
  members all;
  object_scanner scanner(text);
  while (const auto m = scanner.next()) all.take(*m);
  if (length != nullptr) *length = scanner.closed() ? scanner.position() : 0;
  return all;
}

classification envelope_of(const members& m) noexcept {
  classification c;
  if (present(m.errcode) && is_integer(m.errcode)) {
    c.envelope = envelope::errcode;
    set_code(c, m.errcode);
    c.message = text_of(m.errmsg);
  } else if (present(m.errno_) && is_integer(m.errno_)) {
    c.envelope = envelope::errno_;
    set_code(c, m.errno_);
    c.message = text_of(m.err_string);
    // A bare errno is everybody's: Feishu's comes with its text.
    if (!present(m.err_string) && c.number != 0) c.envelope = envelope::none;
  } else if (present(m.error_code_camel) && is_integer(m.error_code_camel) &&
             present(m.error_message_camel)) {
    c.envelope = envelope::error_code_camel;
    set_code(c, m.error_code_camel);
    c.message = text_of(m.error_message_camel);
  } else if (present(m.error_code) && is_integer(m.error_code) &&
             (present(m.error_msg) || present(m.error_description) || present(m.error))) {
    c.envelope = envelope::error_code;
    set_code(c, m.error_code);
    c.message = present(m.error_msg)           ? text_of(m.error_msg)
                : present(m.error_description) ? text_of(m.error_description)
                                               : text_of(m.error);
  } else if (present(m.code) && is_integer(m.code) && m.code.kind == value_kind::number &&
             (present(m.msg) || present(m.message) || present(m.error_description) ||
              (m.code.text == "0" && present(m.data)))) {
    // Bilibili's answers have a ttl, gRPC's have details; both name their text `message`.
    if (!present(m.msg) && (present(m.ttl) || present(m.details))) return {};
    c.envelope = envelope::code;
    set_code(c, m.code);
    c.message = present(m.msg)       ? text_of(m.msg)
                : present(m.message) ? text_of(m.message)
                                     : text_of(m.error_description);
  } else if (present(m.code) && m.code.kind == value_kind::string && present(m.message)) {
    c.envelope = envelope::code_text;
    set_code(c, m.code);
    c.message = text_of(m.message);
  } else if (present(m.error) && m.error.kind == value_kind::string && present(m.error_description)) {
    c.envelope = envelope::error;
    set_code(c, m.error);
    c.message = text_of(m.error_description);
  }
  if (c.envelope == envelope::none) return {};
  c.sub_code = m.sub_code.kind == value_kind::object || m.sub_code.kind == value_kind::array
                   ? std::string_view{}
                   : m.sub_code.text;
  c.request_id = present(m.request_id) ? text_of(m.request_id) : text_of(m.log_id);
  if (c.request_id.empty() && m.error.kind == value_kind::object) {
    // Feishu keeps its log id one level down.
    object_scanner inner(m.error.text);
    while (const auto f = inner.next()) {
      if (f->key == "log_id" || f->key == "logid") c.request_id = text_of(*f);
    }
  }
  return c;
}

}  // namespace errdex::diagnose_detail
