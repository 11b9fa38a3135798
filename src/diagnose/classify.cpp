// From the members of a body to its envelope.
#include <array>
#include <optional>

#include "diagnose/body_answer.hpp"
#include "diagnose/body_reading.hpp"
#include "errdex/diagnose.hpp"

namespace errdex {
namespace detail {
namespace {

/// A value that can be a code: an integer, as a number or as a string of nothing else, or any other
/// string that is not empty.
struct code_value {
  bool usable = false;
  bool numeric = false;
  std::int64_t number = 0;
  std::string_view text;
};

class reading_of {
 public:
  reading_of(std::string_view body, const body_members& members) noexcept : body_(body), members_(members) {}

  [[nodiscard]] bool has(body_key key) const noexcept { return members_.has(key); }

  [[nodiscard]] std::string_view raw(body_key key) const noexcept {
    if (!members_.has(key)) return {};
    const body_value v = members_.value(key);
    return body_.substr(v.begin, v.end - v.begin);
  }

  [[nodiscard]] bool is_string(body_key key) const noexcept {
    const std::string_view text = raw(key);
    return !text.empty() && text.front() == '"';
  }

  /// The content of a string, as far as it goes; empty for other values.
  [[nodiscard]] std::string_view string(body_key key) const noexcept {
    if (!is_string(key)) return {};
    std::string_view text = raw(key).substr(1);
    if (!members_.is_cut(key)) text.remove_suffix(1);
    return text;
  }

  [[nodiscard]] code_value code(body_key key) const noexcept {
    code_value c;
    if (!members_.has(key) || members_.is_cut(key)) return c;
    const bool quoted = is_string(key);
    c.text = quoted ? string(key) : raw(key);
    const std::optional<std::int64_t> number = code_number(c.text);
    c.numeric = number.has_value();
    c.number = number.value_or(0);
    c.usable = c.numeric || (quoted && !c.text.empty());
    if (!c.usable) c.text = {};
    return c;
  }

  /// The content of a string or an integer that was not cut.
  [[nodiscard]] std::string_view id(body_key key) const noexcept {
    if (members_.is_cut(key)) return {};
    if (is_string(key)) return string(key);
    return code_number(raw(key)) ? raw(key) : std::string_view{};
  }

  /// The text of an object.
  [[nodiscard]] std::string_view object(body_key key) const noexcept {
    const std::string_view text = raw(key);
    return !text.empty() && text.front() == '{' ? text : std::string_view{};
  }

 private:
  std::string_view body_;
  const body_members& members_;
};

/// An envelope that one key is enough to recognise, and the key of its message.
struct form {
  envelope shape;
  body_key code;
  body_key message;
};

// Keys that only one kind of platform uses come before `error_code` and `code`, which many use: a body
// with both is of the first.
constexpr std::array<form, 3> certain_forms{
    {{envelope::errcode, body_key::errcode, body_key::errmsg},
     {envelope::errno_, body_key::errno_, body_key::err_string},
     {envelope::error_code_camel, body_key::error_code_camel, body_key::error_message_camel}}};

void take(classification& c, envelope shape, const code_value& code, std::string_view message,
          bool complete) {
  c.envelope = shape;
  c.has_number = code.numeric;
  c.number = code.numeric ? code.number : 0;
  c.code = code.text;
  c.message = message;
  c.complete = complete;
}

/// False when none of the forms is there.
bool find_form(const reading_of& body, classification& c) {
  for (const form& f : certain_forms) {
    if (const code_value code = body.code(f.code); code.usable) {
      take(c, f.shape, code, body.string(f.message), body.is_string(f.message));
      return true;
    }
  }
  const bool described = body.is_string(body_key::error_description);
  if (const code_value code = body.code(body_key::error_code); code.usable) {
    if (!body.is_string(body_key::error_msg) && described) {
      take(c, envelope::error, code, body.string(body_key::error_description),
           body.is_string(body_key::error));
    } else {
      take(c, envelope::error_code, code, body.string(body_key::error_msg),
           body.is_string(body_key::error_msg));
    }
    return true;
  }
  if (const code_value code = body.code(body_key::code); code.usable) {
    if (body.is_string(body_key::msg)) {
      take(c, envelope::code, code, body.string(body_key::msg), code.numeric);
      return true;
    }
    if (body.is_string(body_key::message)) {
      const bool dingtalk = body.is_string(body_key::requestid);
      take(c, dingtalk || !code.numeric ? envelope::code_text : envelope::code, code,
           body.string(body_key::message), dingtalk);
      return true;
    }
    if (code.numeric && described) {
      take(c, envelope::code, code, body.string(body_key::error_description), true);
      return true;
    }
  }
  if (const code_value code = body.code(body_key::error);
      code.usable && described && body.is_string(body_key::error)) {
    take(c, envelope::error, code, body.string(body_key::error_description), true);
    return true;
  }
  return false;
}

void find_ids(const reading_of& body, classification& c) {
  c.sub_code = body.id(body_key::sub_code);
  const std::string_view request_id = body.id(body_key::request_id);
  c.request_id = request_id.empty() ? body.id(body_key::requestid) : request_id;
}

std::string_view log_id_of(const reading_of& body) {
  const std::string_view id = body.id(body_key::log_id);
  return id.empty() ? body.id(body_key::logid) : id;
}

/// Where the object begins, behind a byte order mark and blanks; npos without one.
std::size_t object_start(std::string_view body) {
  std::size_t i = body.substr(0, 3) == "\xef\xbb\xbf" ? 3 : 0;
  while (i < body.size() && is_body_blank(body[i])) ++i;
  return i < body.size() && body[i] == '{' ? i : std::string_view::npos;
}

}  // namespace

std::optional<std::int64_t> code_number(std::string_view text) noexcept {
  const bool negative = !text.empty() && text.front() == '-';
  const std::string_view digits = text.substr(negative ? 1 : 0);
  if (digits.empty() || digits.size() > 18 || (digits.size() > 1 && digits.front() == '0'))
    return std::nullopt;
  std::int64_t value = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return negative ? -value : value;
}

std::string_view plain_id(std::string_view body, const body_members& members) noexcept {
  const reading_of all(body, members);
  // One that was cut off is no id; another may be whole.
  std::string_view id = all.id(body_key::request_id);
  if (id.empty()) id = all.id(body_key::requestid);
  return id.empty() ? log_id_of(all) : id;
}

classification any_answer(std::string_view body, const body_members& members, body_reader reader) noexcept {
  classification c;
  const reading_of all(body, members);
  if (!find_form(all, c)) {
    // DingTalk's old gateway wraps everything into one object.
    const std::string_view wrapped = all.object(body_key::error_response);
    if (wrapped.empty()) return c;
    body_members inside;
    reader(wrapped.data(), wrapped.size(), inside);
    const reading_of response(wrapped, inside);
    const code_value code = response.code(body_key::code);
    if (!code.usable) return c;
    take(c, envelope::error_response, code, response.string(body_key::msg),
         response.is_string(body_key::msg));
    find_ids(response, c);
    return c;
  }
  find_ids(all, c);
  if (!c.request_id.empty()) return c;
  c.request_id = log_id_of(all);
  // Feishu keeps it one level down.
  if (const std::string_view error = all.object(body_key::error); c.request_id.empty() && !error.empty()) {
    body_members inside;
    reader(error.data(), error.size(), inside);
    c.request_id = log_id_of(reading_of(error, inside));
  }
  return c;
}

classification classify_with(body_classifier classifier, std::string_view body) noexcept {
  if (body.empty() || body.front() != '{') {
    const std::size_t start = object_start(body);
    if (start == std::string_view::npos) return {};
    body.remove_prefix(start);
  }
  return classifier(body.data(), body.size());
}

}  // namespace detail

classification classify(std::string_view body) noexcept {
  return detail::classify_with(detail::best_classifier(), body);
}

}  // namespace errdex
