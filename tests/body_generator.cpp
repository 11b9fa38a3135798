#include "body_generator.hpp"

namespace errdex::testing {

std::string body_generator::key() {
  static const char* const known[] = {
      "errcode",   "errmsg",     "errno",     "errString", "errorCode", "errorMessage",      "error_code",
      "error_msg", "code",       "msg",       "message",   "error",     "error_description", "error_response",
      "sub_code",  "request_id", "requestid", "log_id",    "logid"};
  static const char* const other[] = {
      "",
      "data",
      "Code",
      "ERRCODE",
      "mycode",
      "codes",
      "msgs",
      "errcode_",
      "sub_msg",
      "request_ids",
      "error_descriptionx",
      "StatusCode",
      "err\\\"code",
      "\\\\",
      "code\\\\",
      "\xe9\x94\x99\xe8\xaf\xaf",
      "a_key_that_is_longer_than_sixty_four_bytes_so_that_it_spans_a_block_of_the_reader"};
  static const char* const escaped[] = {"\\u0063ode",
                                        "err\\u0063ode",
                                        "\\u006d\\u0073\\u0067",
                                        "errms\\u0067",
                                        "error\\u005fdescription",
                                        "\\u0065rror_description",
                                        "m\\sg",
                                        "\\ucode",
                                        "c\\u00f6de",
                                        "\\uD83D\\uDE00"};
  if (one_in(12)) return any(escaped);
  return one_in(4) ? any(other) : any(known);
}

std::string body_generator::content() {
  static const char* const pieces[] = {"invalid access_token",
                                       " ",
                                       "hint: [1713777111197560034674942]",
                                       "用户不存在",
                                       "\\u7528\\u6237",
                                       "\\\"errcode\\\":1",
                                       "\\\\",
                                       "\\n",
                                       "{",
                                       "}",
                                       "[",
                                       "]",
                                       ":",
                                       ",",
                                       "'",
                                       "\\/",
                                       "\\\\\\\"",
                                       "40014",
                                       "code",
                                       "\t"};
  std::string text;
  const std::size_t wanted = one_in(3) ? below(300) : below(40);
  while (text.size() < wanted) text += any(pieces);
  return text;
}

std::string body_generator::number() {
  static const char* const odd[] = {"0",
                                    "-0",
                                    "00",
                                    "-1",
                                    "-",
                                    "+1",
                                    "1.0",
                                    "1e3",
                                    "4.5e-3",
                                    "007",
                                    "88",
                                    "5",
                                    "1a",
                                    "true",
                                    "false",
                                    "null",
                                    "999999999999999999",
                                    "1000000000000000000",
                                    "-999999999999999999",
                                    "123456789012345678901234567890",
                                    "99991663",
                                    "999916630",
                                    "12345678",
                                    "123456789"};
  return one_in(3) ? any(odd) : std::to_string(below(one_in(2) ? 100000 : 100000000));
}

std::string body_generator::blanks() {
  static const char* const kinds[] = {" ", "", "\n  ", "\r\n\t", "    ", "  \n", "\t", "\n            "};
  return spaced_ ? any(kinds) : "";
}

std::string body_generator::array(int depth) {
  std::string text = "[";
  for (std::size_t n = below(4), i = 0; i < n; ++i) text += (i == 0 ? "" : ",") + blanks() + value(depth + 1);
  return text + blanks() + "]";
}

std::string body_generator::value(int depth) {
  switch (below(depth < 4 ? 8 : 5)) {
    case 0:
    case 1: return number();
    case 2:
    case 3: return '"' + content() + '"';
    case 4: return '"' + number() + '"';
    case 5: return array(depth);
    default: return object(depth + 1);
  }
}

std::string body_generator::object(int depth) {
  if (depth == 0) spaced_ = one_in(3);
  std::string text = "{";
  for (std::size_t n = below(depth == 0 ? 9 : 4), i = 0; i < n; ++i) {
    text += (i == 0 ? "" : ",") + blanks() + '"' + key() + '"' + (one_in(4) ? blanks() : "") + ':' +
            blanks() + value(depth);
  }
  return text + blanks() + "}";
}

std::string body_generator::envelope() {
  static const char* const codes[] = {"errcode", "errno", "errorCode", "error_code", "code"};
  static const char* const messages[] = {"errmsg", "errString", "errorMessage", "error_msg", "msg"};
  spaced_ = one_in(4);
  const std::size_t shape = below(5);
  std::string text = "{" + blanks();
  const auto member = [&](const std::string& name, const std::string& of) {
    text += (text.find(':') == std::string::npos ? "" : "," + blanks()) + '"' + name + "\":" + blanks() + of;
  };
  while (one_in(5)) member(key(), value(1));
  if (one_in(6)) member("request_id", '"' + content() + '"');
  const bool message_first = one_in(8);
  if (message_first) member(messages[shape], '"' + content() + '"');
  member(codes[shape], one_in(8) ? '"' + number() + '"' : number());
  if (one_in(12)) member("data", object(1));
  if (!message_first) member(one_in(12) ? "message" : messages[shape], '"' + content() + '"');
  while (one_in(3)) member(key(), value(1));
  if (one_in(4)) member("request_id", '"' + content() + '"');
  if (one_in(10)) member("error", "{" + blanks() + "\"log_id\":\"" + content() + "\"}");
  return text + blanks() + "}";
}

std::string body_generator::damaged(std::string body) {
  static const char interesting[] =
      "\"\\{}[]:, \n0-eu\xff\x01"
      "a";
  for (std::size_t n = 1 + below(3), i = 0; i < n && !body.empty(); ++i) {
    const std::size_t at = below(body.size());
    const char c = one_in(3) ? static_cast<char>(below(256)) : interesting[below(sizeof interesting)];
    switch (below(5)) {
      case 0: body.resize(at); break;
      case 1: body[at] = c; break;
      case 2: body[at] = static_cast<char>(body[at] ^ 1 << below(8)); break;
      case 3: body.insert(at, 1, c); break;
      default: body.erase(at, 1 + below(4)); break;
    }
  }
  return body;
}

}  // namespace errdex::testing
