#include "diagnose/evidence_record.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>

#include "diagnose/evidence_text.hpp"
#include "diagnose/evidence_token.hpp"

namespace errdex::reading {
namespace {

bool to_number(std::string_view digits, std::int64_t& out) {
  const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), out);
  return !digits.empty() && result.ec == std::errc{} && result.ptr == digits.data() + digits.size();
}

/// Which of two names for the code counts when a group has both.
int rank(role r) {
  switch (r) {
    case role::ding_code: return 7;
    case role::errcode: return 6;
    case role::errno_: return 5;
    case role::error_code: return 4;
    case role::error_code_camel: return 3;
    case role::said_code: return 2;
    case role::code: return 1;
    default: return 0;
  }
}

/// Which of two names for the message counts beside this name for the code.
int fit(role code, role message) {
  switch (code) {
    case role::ding_code: return message == role::error_msg ? 2 : 1;
    case role::errcode: return message == role::errmsg ? 2 : 1;
    case role::errno_: return message == role::err_string ? 2 : 1;
    case role::error_code: return message == role::error_msg ? 3 : message == role::error_description ? 2 : 1;
    case role::error_code_camel: return message == role::error_message_camel ? 2 : 1;
    case role::code: return message == role::msg ? 3 : message == role::message ? 2 : 1;
    default: return 1;
  }
}

void append_json_string(std::string& out, std::string_view text) {
  static constexpr char hex[] = "0123456789abcdef";
  out.push_back('"');
  for (const char c : text) {
    switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          out += "\\u00";
          out.push_back(hex[static_cast<unsigned char>(c) >> 4]);
          out.push_back(hex[static_cast<unsigned char>(c) & 15]);
        } else {
          out.push_back(c);
        }
    }
  }
  out.push_back('"');
}

struct wire_names {
  std::string_view code;
  std::string_view message;
};

wire_names names_of(envelope as) {
  switch (as) {
    case envelope::errcode: return {"errcode", "errmsg"};
    case envelope::code: return {"code", "msg"};
    case envelope::code_text: return {"code", "message"};
    case envelope::errno_: return {"errno", "errString"};
    case envelope::error_code_camel: return {"errorCode", "errorMessage"};
    case envelope::error_code: return {"error_code", "error_msg"};
    case envelope::error: return {"code", "error_description"};
    case envelope::none: break;
  }
  return {};
}

std::string_view json_word(std::string_view word) {
  if (word == "true" || word == "True") return "true";
  if (word == "false" || word == "False") return "false";
  return "null";
}

class writer {
 public:
  writer(const tree& t, const record& r, envelope as) : t_(t), r_(r), names_(names_of(as)), as_(as) {}

  std::string write() {
    group(r_.at, true);
    return std::move(out_);
  }

 private:
  void group(std::size_t index, bool outermost) {
    const bool list = !outermost && is_list(index);
    out_.push_back(list ? '[' : '{');
    bool first = true;
    const auto comma = [&] {
      if (!first) out_.push_back(',');
      first = false;
    };
    for_each_member(t_, index, [&](std::size_t i) {
      const node& n = t_[i];
      if (list) {
        comma();
        value(i);
        return;
      }
      if (n.name.empty()) return;
      if (outermost && (n.what == r_.code_role || (r_.has_message && n.what == r_.message_role))) {
        comma();
        append_json_string(out_, n.what == r_.code_role ? names_.code : names_.message);
        out_.push_back(':');
        if (n.what == r_.code_role && (n.kind == value_kind::text || n.kind == value_kind::number)) {
          out_ += r_.has_number ? r_.code : quoted_text(n);
        } else {
          value(i);
        }
        return;
      }
      comma();
      if (outermost && n.what == role::sub_code) {
        append_json_string(out_, "sub_code");
      } else if (outermost && n.what == role::sub_msg) {
        append_json_string(out_, "sub_msg");
      } else if (outermost && n.what == role::log_id) {
        append_json_string(out_, "log_id");
      } else if (outermost && n.what == role::request_id) {
        append_json_string(out_, as_ == envelope::code_text ? "requestid" : "request_id");
      } else {
        append_json_string(out_, unescaped(n.name));
      }
      out_.push_back(':');
      value(i);
    });
    // DingTalk's true code, where only the text of the message gives it.
    if (outermost && !r_.sub_code.empty() && member(t_, index, "sub_code") == 0 &&
        member(t_, index, "subcode") == 0 && member(t_, index, "suberrcode") == 0) {
      comma();
      out_ += "\"sub_code\":";
      append_json_string(out_, r_.sub_code);
      if (!r_.sub_msg.empty()) {
        out_ += ",\"sub_msg\":";
        append_json_string(out_, r_.sub_msg);
      }
    }
    out_.push_back(list ? ']' : '}');
  }

  bool is_list(std::size_t index) const {
    bool named = false;
    for_each_member(t_, index, [&](std::size_t i) { named = named || !t_[i].name.empty(); });
    return t_[index].opener != '{' && !named;
  }

  std::string quoted_text(const node& n) const {
    std::string s;
    append_json_string(s, text_of(n));
    return s;
  }

  void value(std::size_t i) {
    const node& n = t_[i];
    switch (n.kind) {
      case value_kind::group: group(i, false); return;
      case value_kind::string:
      case value_kind::text: append_json_string(out_, text_of(n)); return;
      case value_kind::number:
        if (read_number(n.content, 0).plain) {
          out_ += n.content;
        } else {
          append_json_string(out_, n.content);
        }
        return;
      case value_kind::word: out_ += json_word(n.content); return;
    }
  }

  const tree& t_;
  const record& r_;
  wire_names names_;
  envelope as_;
  std::string out_;
};

/// Behind this quote comes another one, with blanks, line feeds or a '+' between.
bool opens_next(std::string_view raw, std::size_t at) {
  std::size_t i = at + 1;
  while (i < raw.size() && (is_blank(raw[i]) || raw[i] == '\n' || raw[i] == '\r' || raw[i] == '+')) ++i;
  return i > at + 1 && i < raw.size() && is_quote(raw[i]);
}

/// The literals of a broken string put together: what stands between a closing quote and the next opening one
/// is dropped.
std::string joined_text(std::string_view raw) {
  std::string out;
  std::size_t at = 0;
  char quote = 0;
  while (at < raw.size()) {
    // The first quote without a backslash ends a literal.
    std::size_t end = at;
    while (end < raw.size() &&
           !(is_quote(raw[end]) && (quote == 0 || raw[end] == quote) && opens_next(raw, end)))
      end += raw[end] == '\\' ? std::size_t{2} : std::size_t{1};
    end = std::min(end, raw.size());
    out += unescaped(raw.substr(at, end - at));
    at = end + 1;
    while (at < raw.size() && !is_quote(raw[at])) ++at;
    if (at < raw.size()) quote = raw[at];
    ++at;
  }
  return out;
}

/// "ding talk error[subcode=40014,submsg=…]": DingTalk's wrapper says the true code in its message as well.
void read_ding_talk_message(record& r) {
  const auto at = r.message.find("subcode=");
  if (at == std::string::npos || !r.sub_code.empty()) return;
  std::size_t end = at + 8;
  while (end < r.message.size() && (is_name_byte(r.message[end]))) ++end;
  r.sub_code = r.message.substr(at + 8, end - at - 8);
  const auto text = r.message.find("submsg=", end);
  if (text == std::string::npos) return;
  const auto close = r.message.rfind(']');
  r.sub_msg = r.message.substr(
      text + 7, close == std::string::npos || close < text ? std::string::npos : close - text - 7);
}

}  // namespace

std::string text_of(const node& n) {
  if (n.joined) return joined_text(n.content);
  return n.kind == value_kind::string ? unescaped(n.content) : std::string(n.content);
}

std::size_t member(const tree& t, std::size_t index, std::string_view lower_name) noexcept {
  std::size_t found = 0;
  for_each_member(t, index, [&](std::size_t i) {
    if (equals_lower(t[i].name, lower_name)) found = i;
  });
  return found;
}

std::optional<record> record_of(const tree& t, std::size_t index) {
  record r;
  r.at = index;
  std::size_t code = 0;
  for_each_member(t, index, [&](std::size_t i) {
    if (!names_code(t[i].what) || t[i].kind == value_kind::group || t[i].kind == value_kind::word) return;
    if (code == 0 || rank(t[i].what) >= rank(t[code].what)) code = i;
  });
  if (code == 0) return std::nullopt;
  r.code_role = t[code].what;
  r.code = text_of(t[code]);
  r.has_number = to_number(r.code, r.number);
  // Go prints the numbers of a decoded map as floats: 9.9991663e+07.
  if (!r.has_number && t[code].kind == value_kind::number && r.code.find("e+") != std::string::npos) {
    const double value = std::strtod(r.code.c_str(), nullptr);
    r.has_number = value < 1e15 && value == std::floor(value);
    if (r.has_number) {
      r.number = static_cast<std::int64_t>(value);
      r.code = std::to_string(r.number);
    }
  }

  std::size_t message = 0;
  for_each_member(t, index, [&](std::size_t i) {
    const node& n = t[i];
    if (n.kind == value_kind::group) return;
    switch (n.what) {
      case role::sub_code: r.sub_code = text_of(n); break;
      case role::sub_msg: r.sub_msg = text_of(n); break;
      case role::request_id:
        r.request_id = text_of(n);
        r.request_id_name = n.name;
        break;
      case role::log_id: r.log_id = text_of(n); break;
      case role::error: r.error = text_of(n); break;
      case role::status: {
        std::int64_t status = 0;
        if (to_number(text_of(n), status) && status >= 100 && status <= 599)
          r.http_status = static_cast<int>(status);
        break;
      }
      default: break;
    }
    if (names_message(n.what) && n.kind != value_kind::number &&
        (message == 0 || fit(r.code_role, n.what) >= fit(r.code_role, t[message].what)))
      message = i;
  });
  if (message != 0) {
    r.message_role = t[message].what;
    r.has_message = true;
    if (t[message].kind != value_kind::word) r.message = text_of(t[message]);
  }
  read_ding_talk_message(r);
  return r;
}

std::string body_of(std::string_view text, const tree& t, const record& r, envelope as) {
  const node& n = t[r.at];
  const wire_names names = names_of(as);
  bool as_it_stands = n.opener == '{' && n.closed && !n.has(notation::not_json);
  for_each_member(t, r.at, [&](std::size_t i) {
    if (t[i].what == r.code_role && t[i].name != names.code) as_it_stands = false;
    if (r.has_message && t[i].what == r.message_role && t[i].name != names.message && as != envelope::error)
      as_it_stands = false;
  });
  if (as_it_stands) return std::string(text.substr(n.begin, n.end - n.begin));
  return writer(t, r, as).write();
}

}  // namespace errdex::reading
