#include "reference_reader.hpp"

#include <optional>
#include <regex>

namespace errdex::reference {
namespace {

class reader {
 public:
  explicit reader(std::string_view body) : body_(body) {}

  std::map<std::string, value> read_object() {
    std::map<std::string, value> members;
    if (peek() != '{') return members;
    ++at_;
    for (;;) {
      skip_blanks();
      if (peek() != '"') return members;
      const value key = read_string();
      if (key.cut) return members;
      skip_blanks();
      if (peek() != ':') return members;
      ++at_;
      skip_blanks();
      const std::optional<value> member = read_value();
      if (!member) return members;
      members[without_escapes(key.text.substr(1, key.text.size() - 2))] = *member;
      if (member->cut) return members;
      skip_blanks();
      if (peek() != ',') return members;
      ++at_;
    }
  }

 private:
  /// The next byte, or -1 at the end.
  int peek() const { return at_ < body_.size() ? static_cast<unsigned char>(body_[at_]) : -1; }

  void skip_blanks() {
    while (peek() >= 0 && peek() <= ' ') ++at_;
  }

  std::optional<value> read_value() {
    if (peek() < 0) return std::nullopt;
    if (peek() == '"') return read_string();
    if (peek() == '{' || peek() == '[') {
      const std::size_t begin = at_;
      const bool closed = skip_container();
      return value{body_.substr(begin, at_ - begin), !closed};
    }
    const std::size_t begin = at_;
    while (peek() > ' ' && peek() != ',' && peek() != '}' && peek() != ']') ++at_;
    if (peek() < 0 || at_ == begin) return std::nullopt;  // Perhaps cut; or nothing.
    return value{body_.substr(begin, at_ - begin), false};
  }

  value read_string() {
    const std::size_t begin = at_++;
    while (peek() >= 0 && peek() != '"') at_ += peek() == '\\' ? 2u : 1u;
    if (at_ >= body_.size()) {
      at_ = body_.size();
      return {body_.substr(begin), true};
    }
    ++at_;
    return {body_.substr(begin, at_ - begin), false};
  }

  /// False when the end of the text comes first.
  bool skip_container() {
    ++at_;
    while (peek() >= 0) {
      if (peek() == '}' || peek() == ']') {
        ++at_;
        return true;
      }
      if (peek() == '{' || peek() == '[') {
        if (!skip_container()) return false;
      } else if (peek() == '"') {
        if (read_string().cut) return false;
      } else if (peek() == '\\' && at_ + 1 < body_.size() &&
                 (body_[at_ + 1] == '"' || body_[at_ + 1] == '\\')) {
        at_ += 2;  // Not JSON; a backslash hides a quote here too.
      } else {
        ++at_;
      }
    }
    return false;
  }

  static std::string without_escapes(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] != '\\' || i + 1 == text.size()) {
        out += text[i];
        continue;
      }
      const char kind = text[++i];
      static const std::regex four_digits("[0-9a-fA-F]{4}");
      const std::string digits(text.substr(i + 1, 4));
      if (kind == 'u' && std::regex_match(digits, four_digits)) {
        const int point = std::stoi(digits, nullptr, 16);
        // No known key has a character outside ASCII, so it does not matter which one this is.
        out += point < 0x80 ? static_cast<char>(point) : '?';
        i += 4;
      } else {
        const std::size_t control = std::string_view("bfnrt").find(kind);
        out += control == std::string_view::npos ? kind : "\b\f\n\r\t"[control];
      }
    }
    return out;
  }

  std::string_view body_;
  std::size_t at_ = 0;
};

struct code {
  std::string_view text;
  std::optional<std::int64_t> number;
};

class object {
 public:
  explicit object(std::map<std::string, value> members) : members_(std::move(members)) {}

  bool is_string(const char* key) const {
    return members_.contains(key) && members_.at(key).text.front() == '"';
  }

  std::string_view string(const char* key) const {
    if (!is_string(key)) return {};
    const value& v = members_.at(key);
    return v.text.substr(1, v.text.size() - (v.cut ? 1 : 2));
  }

  std::string_view object_text(const char* key) const {
    return members_.contains(key) && members_.at(key).text.front() == '{' ? members_.at(key).text
                                                                          : std::string_view{};
  }

  std::optional<code> code_of(const char* key) const {
    if (!members_.contains(key) || members_.at(key).cut) return std::nullopt;
    const std::string text(is_string(key) ? string(key) : members_.at(key).text);
    const std::string_view view = is_string(key) ? string(key) : members_.at(key).text;
    static const std::regex integer("-?(0|[1-9][0-9]{0,17})");
    if (std::regex_match(text, integer)) return code{view, std::stoll(text)};
    if (is_string(key) && !text.empty()) return code{view, std::nullopt};
    return std::nullopt;
  }

  std::string_view id(const char* key) const {
    const auto c = code_of(key);
    return c ? c->text : std::string_view{};
  }

  std::string_view first_id(std::initializer_list<const char*> keys) const {
    for (const char* key : keys) {
      if (!id(key).empty()) return id(key);
    }
    return {};
  }

 private:
  std::map<std::string, value> members_;
};

classification make(envelope shape, const code& c, std::string_view message, bool complete) {
  classification out;
  out.envelope = shape;
  out.complete = complete;
  out.has_number = c.number.has_value();
  out.number = c.number.value_or(0);
  out.code = c.text;
  out.message = message;
  return out;
}

std::optional<classification> envelope_of(const object& o) {
  if (const auto c = o.code_of("errcode")) {
    return make(envelope::errcode, *c, o.string("errmsg"), o.is_string("errmsg"));
  }
  if (const auto c = o.code_of("errno")) {
    return make(envelope::errno_, *c, o.string("errString"), o.is_string("errString"));
  }
  if (const auto c = o.code_of("errorCode")) {
    return make(envelope::error_code_camel, *c, o.string("errorMessage"), o.is_string("errorMessage"));
  }
  const std::string_view description = o.string("error_description");
  if (const auto c = o.code_of("error_code")) {
    if (o.is_string("error_msg")) return make(envelope::error_code, *c, o.string("error_msg"), true);
    if (o.is_string("error_description")) return make(envelope::error, *c, description, o.is_string("error"));
    return make(envelope::error_code, *c, {}, false);
  }
  if (const auto c = o.code_of("code")) {
    if (o.is_string("msg")) return make(envelope::code, *c, o.string("msg"), c->number.has_value());
    if (o.is_string("message")) {
      const bool dingtalk = o.is_string("requestid");
      const envelope shape = dingtalk || !c->number ? envelope::code_text : envelope::code;
      return make(shape, *c, o.string("message"), dingtalk);
    }
    if (c->number && o.is_string("error_description")) return make(envelope::code, *c, description, true);
  }
  if (const auto c = o.code_of("error"); c && o.is_string("error") && o.is_string("error_description")) {
    return make(envelope::error, *c, description, true);
  }
  return std::nullopt;
}

}  // namespace

std::map<std::string, value> members_of(std::string_view body) { return reader(body).read_object(); }

classification classify(std::string_view body) {
  if (body.starts_with("\xef\xbb\xbf")) body.remove_prefix(3);
  while (!body.empty() && static_cast<unsigned char>(body.front()) <= ' ') body.remove_prefix(1);
  const object all(members_of(body));
  if (auto c = envelope_of(all)) {
    c->sub_code = all.id("sub_code");
    c->request_id = all.first_id({"request_id", "requestid", "log_id", "logid"});
    if (c->request_id.empty()) {
      c->request_id = object(members_of(all.object_text("error"))).first_id({"log_id", "logid"});
    }
    return *c;
  }
  const object wrapped(members_of(all.object_text("error_response")));
  if (const auto c = wrapped.code_of("code")) {
    classification out = make(envelope::error_response, *c, wrapped.string("msg"), wrapped.is_string("msg"));
    out.sub_code = wrapped.id("sub_code");
    out.request_id = wrapped.first_id({"request_id", "requestid"});
    return out;
  }
  return {};
}

}  // namespace errdex::reference
