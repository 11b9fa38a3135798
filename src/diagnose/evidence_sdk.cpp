#include "diagnose/evidence_sdk.hpp"

#include <algorithm>
#include <array>

#include "diagnose/evidence_keys.hpp"
#include "diagnose/evidence_token.hpp"

namespace errdex::reading {
namespace {

/// No message of a platform is longer; the bound keeps hostile lines linear.
constexpr std::size_t longest_sentence = 2048;

class sentence {
 public:
  sentence(tree& out, std::size_t begin, std::string_view type_name = {}) : out_(out) {
    out_.clear();
    node root;
    root.kind = value_kind::group;
    root.begin = begin;
    root.closed = true;
    root.type_name = type_name;
    root.style = static_cast<std::uint16_t>(notation::not_json);
    out_.push_back(root);
  }

  void add(std::string_view name, value_kind kind, std::string_view text, std::string_view content) {
    node n;
    n.kind = kind;
    n.name = name;
    n.what = role_of(name);
    n.content = content;
    n.closed = true;
    n.begin = static_cast<std::size_t>(content.data() - text.data());
    n.end = n.begin + content.size();
    n.behind = out_.size() + 1;
    out_.push_back(n);
  }

  void close(std::size_t end) {
    out_[0].end = end;
    out_[0].behind = out_.size();
  }

 private:
  tree& out_;
};

std::string_view trimmed(std::string_view s) {
  while (!s.empty() && (is_blank(s.front()) || s.front() == '\r')) s.remove_prefix(1);
  while (!s.empty() && (is_blank(s.back()) || s.back() == '\r')) s.remove_suffix(1);
  return s;
}

std::size_t sentence_end(std::string_view text, std::size_t at) {
  return line_end(text, at, longest_sentence);
}

std::size_t digits_at(std::string_view s, std::size_t at) {
  std::size_t n = at < s.size() && s[at] == '-' ? 1 : 0;
  const std::size_t sign = n;
  while (at + n < s.size() && n < 12 && is_digit(s[at + n])) ++n;
  return n > sign ? n : 0;
}

/// WeChatClientException(40014, invalid access_token)
bool read_repr(std::string_view text, std::size_t at, std::size_t length, tree& out, std::size_t& resume) {
  static constexpr std::array<std::string_view, 7> classes{
      "WeChatClientException",   "WeChatException",   "WeChatOAuthException",  "APILimitedException",
      "DingTalkClientException", "DingTalkException", "DingTalkOAuthException"};
  const std::string_view full = text.substr(at, length);
  const auto dot = full.rfind('.');
  const std::string_view word = dot == std::string_view::npos ? full : full.substr(dot + 1);
  if (std::find(classes.begin(), classes.end(), word) == classes.end()) return false;
  const std::size_t open = at + length;
  if (open >= text.size() || text[open] != '(') return false;
  const std::size_t digits = digits_at(text, open + 1);
  if (digits == 0 || text.substr(open + 1 + digits, 2) != ", ") return false;
  const std::size_t stop = sentence_end(text, open);
  std::size_t depth = 0;
  std::size_t i = open;
  for (; i < stop; ++i) {
    if (text[i] == '(') ++depth;
    if (text[i] == ')' && --depth == 0) break;
  }
  std::string_view message = text.substr(open + 3 + digits, i - open - 3 - digits);
  sentence s(out, at, full);
  s.add("errcode", value_kind::number, text, text.substr(open + 1, digits));
  if (message.size() >= 2 && is_quote(message.front()) && message.back() == message.front()) {
    s.add("errmsg", value_kind::string, text, message.substr(1, message.size() - 2));
  } else {
    s.add("errmsg", value_kind::text, text, message);
  }
  resume = std::min(i + 1, text.size());
  s.close(std::min(i + 1, stop));
  return true;
}

/// ApiException: 88:text:40014:text
bool read_taobao(std::string_view text, std::size_t at, std::size_t length, tree& out, std::size_t& resume) {
  const std::string_view word = text.substr(at, length);
  if (word != "ApiException" && !word.ends_with(".ApiException")) return false;
  std::size_t i = at + length;
  if (text.substr(i, 2) != ": ") return false;
  i += 2;
  const std::size_t digits = digits_at(text, i);
  if (digits == 0 || i + digits >= text.size() || text[i + digits] != ':') return false;
  const std::size_t stop = sentence_end(text, i);
  std::string_view rest = text.substr(i + digits + 1, stop - i - digits - 1);
  sentence s(out, at, word);
  s.add("errcode", value_kind::number, text, text.substr(i, digits));
  // The message may hold colons; a sub code is the last part but one, without blanks.
  std::string_view message = rest;
  if (const auto last = rest.rfind(':'); last != std::string_view::npos && last > 0) {
    const auto before = rest.rfind(':', last - 1);
    if (before != std::string_view::npos) {
      const std::string_view sub = rest.substr(before + 1, last - before - 1);
      if (!sub.empty() && sub.find(' ') == std::string_view::npos &&
          sub.find_first_not_of("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-_") ==
              std::string_view::npos) {
        s.add("sub_code", value_kind::text, text, sub);
        s.add("sub_msg", value_kind::text, text, trimmed(rest.substr(last + 1)));
        message = rest.substr(0, before);
      }
    }
  }
  s.add("errmsg", value_kind::text, text, trimmed(message));
  resume = stop;
  s.close(stop);
  return true;
}

/// ResponseError: Forbidden.X: code: 403, text request id: ID
bool read_tea(std::string_view text, std::size_t at, std::size_t length, tree& out, std::size_t& resume) {
  const std::string_view word = text.substr(at, length);
  if (word != "ResponseError" && !word.ends_with("TeaException") && word != "Error" && word != "ClientError")
    return false;
  std::size_t i = at + length;
  if (i < text.size() && text[i] == ']') ++i;  // [ResponseError]: …
  if (text.substr(i, 2) != ": ") return false;
  i += 2;
  const std::size_t stop = sentence_end(text, i);
  const std::string_view line = text.substr(i, stop - i);
  std::size_t colon = line.find(": code: ");
  std::size_t skip = 8;
  if (colon == std::string_view::npos) {
    colon = line.find(" code: ");  // As Python writes it.
    skip = 7;
  }
  if (colon == std::string_view::npos || colon == 0) return false;
  const std::string_view code = line.substr(0, colon);
  if (!is_letter(code[0]) ||
      code.find_first_not_of("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-_") !=
          std::string_view::npos)
    return false;
  const std::size_t status = i + colon + skip;
  if (digits_at(text, status) != 3 || text.substr(status + 3, 2) != ", ") return false;
  const auto id = line.find(" request id: ", colon);
  if (id == std::string_view::npos) return false;
  std::size_t id_end = i + id + 13;
  while (id_end < stop && (is_letter(text[id_end]) || is_digit(text[id_end]) || text[id_end] == '-'))
    ++id_end;
  sentence s(out, at, word);
  s.add("code", value_kind::text, text, code);
  s.add("message", value_kind::text, text, text.substr(status + 5, i + id - status - 5));
  s.add("request id", value_kind::text, text, text.substr(i + id + 13, id_end - i - id - 13));
  out.back().what = role::request_id;
  s.add("status", value_kind::number, text, text.substr(status, 3));
  resume = id_end;
  s.close(id_end);
  return true;
}

/// invalid access_token, hint: [17…], from ip: …, more info at
/// https://open.work.weixin.qq.com/devtool/query?e=40014
bool read_devtool(std::string_view text, std::size_t at, std::size_t length, tree& out, std::size_t& resume) {
  if (text.substr(at, length) != "devtool" || text.substr(at + length, 9) != "/query?e=") return false;
  const std::size_t number = at + length + 9;
  const std::size_t digits = digits_at(text, number);
  if (digits == 0) return false;
  std::size_t begin = line_begin(text, at, 512);
  const std::string_view before = text.substr(begin, at - begin);
  for (const std::string_view mark :
       {"Exception: ", "Error: ", "error: ", "err: ", "err=", "error=", "msg=", "msg:"}) {
    if (const auto found = before.rfind(mark); found != std::string_view::npos) {
      begin += found + mark.size();
      break;
    }
  }
  while (begin < at && (is_blank(text[begin]) || is_quote(text[begin]))) ++begin;
  sentence s(out, begin);
  s.add("errcode", value_kind::number, text, text.substr(number, digits));
  s.add("errmsg", value_kind::text, text, text.substr(begin, number + digits - begin));
  resume = number + digits;
  s.close(resume);
  return true;
}

/// ding talk error[subcode=40014,submsg=text]
bool read_ding_talk(std::string_view text, std::size_t at, std::size_t length, tree& out,
                    std::size_t& resume) {
  constexpr std::string_view head = "ding talk error[subcode=";
  if (text.substr(at, length) != "ding" || text.substr(at, head.size()) != head) return false;
  const std::size_t stop = sentence_end(text, at);
  // The text may hold brackets; the last one of the line closes the message.
  const auto close = text.substr(at, stop - at).rfind(']');
  const std::size_t end = close == std::string_view::npos ? stop : at + close + 1;
  sentence s(out, at);
  static constexpr std::string_view wrapper = "88";
  node code;
  code.kind = value_kind::number;
  code.name = "errcode";
  code.what = role::errcode;
  code.content = wrapper;
  code.closed = true;
  code.begin = at;
  code.end = at;
  code.behind = 2;
  out.push_back(code);
  s.add("errmsg", value_kind::text, text, text.substr(at, end - at));
  resume = end;
  s.close(end);
  return true;
}

/// OrderedDict([('errcode', 40014), ('errmsg', 'text')]), as Python prints it before 3.12
bool read_ordered_dict(std::string_view text, std::size_t at, std::size_t length, tree& out,
                       std::size_t& resume) {
  if (text.substr(at, length) != "OrderedDict" || text.substr(at + length, 2) != "([") return false;
  const std::size_t stop = std::min(text.size(), at + longest_sentence);
  sentence s(out, at);
  for (std::size_t i = at + length + 2; i + 1 < stop && text[i] == '(' && is_quote(text[i + 1]);) {
    const quoted name = read_quoted(text, i + 1, false);
    if (!name.closed || text.substr(name.end, 2) != ", ") return false;
    const std::size_t value = name.end + 2;
    std::size_t end = value;
    if (value < stop && is_quote(text[value])) {
      const quoted q = read_quoted(text, value, false);
      if (!q.closed) return false;
      s.add(name.content, value_kind::string, text, q.content);
      end = q.end;
    } else if (const number_token n = read_number(text, value); n.length != 0) {
      s.add(name.content, value_kind::number, text, text.substr(value, n.length));
      end = value + n.length;
    } else {
      // None, True, False; a list or a dict inside is more than this reads.
      while (end < stop && is_letter(text[end])) ++end;
      if (end == value) return false;
    }
    if (text.substr(end, 3) == ")])") {
      resume = end + 3;
      s.close(resume);
      return true;
    }
    if (text.substr(end, 3) != "), ") return false;
    i = end + 3;
  }
  return false;
}

/// The text up to the end of the line, or up to a bracket that closes what was opened before it.
std::string_view message_at(std::string_view text, std::size_t at) {
  const std::size_t stop = sentence_end(text, at);
  std::size_t depth = 0;
  for (std::size_t i = at; i < stop; ++i) {
    if (text[i] == '(') ++depth;
    if (text[i] == ')' && depth-- == 0) return trimmed(text.substr(at, i - at));
  }
  return trimmed(text.substr(at, stop - at));
}

void add_said_code(sentence& s, tree& out, std::string_view text, std::string_view digits) {
  s.add("error code", value_kind::number, text, digits);
  out.back().what = role::said_code;
}

/// FeishuApiException: [99991663] text, as programs title their own exceptions
bool read_bracketed(std::string_view text, std::size_t at, std::size_t length, tree& out,
                    std::size_t& resume) {
  const std::string_view word = text.substr(at, length);
  if (!word.ends_with("ApiException") || text.substr(at + length, 3) != ": [") return false;
  const std::size_t number = at + length + 3;
  const std::size_t digits = digits_at(text, number);
  if (digits < 4 || text.substr(number + digits, 2) != "] ") return false;
  const std::string_view message = message_at(text, number + digits + 2);
  if (message.empty()) return false;
  sentence s(out, at, word);
  add_said_code(s, out, text, text.substr(number, digits));
  s.add("errmsg", value_kind::text, text, message);
  resume = out.back().end;
  s.close(resume);
  return true;
}

/// Lark error code 99991672: text, and what Feishu's own page says: 错误码：20029 text, with a Logid: below
bool read_said(std::string_view text, std::size_t at, std::size_t length, tree& out, std::size_t& resume) {
  const phrase p = phrase_at(text, at);
  if (p.what != role::said_code || p.length != length) return false;
  const bool chinese = static_cast<unsigned char>(text[at]) >= 0x80;
  std::size_t number = at + length;
  if (chinese) {
    constexpr std::string_view wide_colon = "\xEF\xBC\x9A";
    if (text.substr(number, wide_colon.size()) == wide_colon) {
      number += wide_colon.size();
    } else if (text.substr(number, 1) == ":") {
      ++number;
    } else {
      return false;
    }
  }
  number = skip_blanks(text, number);
  const std::size_t digits = digits_at(text, number);
  const std::string_view mark = chinese ? " " : ": ";
  if (digits < 4 || text.substr(number + digits, mark.size()) != mark) return false;
  const std::string_view message = message_at(text, number + digits + mark.size());
  // Behind a name of its own the message belongs to the ways in which pairs are read.
  if (message.empty() || phrase_at(message, 0).length != 0 || is_quote(message[0]) || message[0] == ',')
    return false;
  sentence s(out, at);
  add_said_code(s, out, text, text.substr(number, digits));
  s.add("errmsg", value_kind::text, text, message);
  resume = out.back().end;
  constexpr std::string_view label = "Logid: ";
  const std::string_view below = text.substr(resume, 512);
  if (const auto found = below.find(label); chinese && found != std::string_view::npos) {
    const std::size_t id = resume + found + label.size();
    std::size_t end = id;
    while (end < text.size() && end - id < 40 && (is_digit(text[end]) || is_letter(text[end]))) ++end;
    if (end > id) s.add("log_id", value_kind::text, text, text.substr(id, end - id));
    resume = end;
  }
  s.close(resume);
  return true;
}

}  // namespace

bool read_sdk_sentence(std::string_view text, std::size_t at, std::size_t length, tree& out,
                       std::size_t& resume) {
  return read_repr(text, at, length, out, resume) || read_taobao(text, at, length, out, resume) ||
         read_tea(text, at, length, out, resume) || read_devtool(text, at, length, out, resume) ||
         read_ding_talk(text, at, length, out, resume) || read_bracketed(text, at, length, out, resume) ||
         read_said(text, at, length, out, resume) || read_ordered_dict(text, at, length, out, resume);
}

std::size_t log_id_at_end(std::string_view text, std::size_t begin, std::size_t end) noexcept {
  while (end > begin && (text[end - 1] == '\r' || is_blank(text[end - 1]))) --end;
  std::size_t at = end;
  while (at > begin && end - at < 41 &&
         (is_digit(text[at - 1]) || (text[at - 1] >= 'A' && text[at - 1] <= 'F')))
    --at;
  if (end - at < 32 || end - at > 40 || text.substr(at, 2) != "20" || at == begin || text[at - 1] != ' ')
    return std::string_view::npos;
  for (std::size_t i = at; i < at + 14; ++i) {
    if (!is_digit(text[i])) return std::string_view::npos;
  }
  return at;
}

bool read_printed_response(std::string_view text, std::size_t at, std::size_t log_id, tree& out,
                           std::size_t& resume) {
  const std::size_t digits = digits_at(text, at);
  if (digits < 4 || digits > 9 || at + digits >= log_id || text[at + digits] != ' ') return false;
  const std::string_view message = trimmed(text.substr(at + digits, log_id - at - digits));
  if (message.empty() || is_digit(message.front())) return false;
  std::size_t end = log_id;
  while (end < text.size() && (is_digit(text[end]) || is_letter(text[end]))) ++end;
  sentence s(out, at);
  s.add("code", value_kind::number, text, text.substr(at, digits));
  s.add("msg", value_kind::text, text, message);
  s.add("log_id", value_kind::text, text, text.substr(log_id, end - log_id));
  resume = end;
  s.close(end);
  return true;
}

}  // namespace errdex::reading
