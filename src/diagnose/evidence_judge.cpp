#include "diagnose/evidence_judge.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "diagnose/evidence_neighbours.hpp"
#include "diagnose/evidence_token.hpp"

namespace errdex::reading {
namespace {

bool contains(std::string_view text, std::string_view word) {
  return text.find(word) != std::string_view::npos;
}

/// Words in lower case; every Han character is a word of its own. Placeholders (%v, {open_id}) are left out.
std::vector<std::string> words_of(std::string_view text, std::size_t most = 64) {
  std::vector<std::string> out;
  std::string word;
  const auto flush = [&] {
    if (word.size() > 1) out.push_back(word);
    word.clear();
  };
  for (std::size_t i = 0; i < text.size() && out.size() < most; ++i) {
    const char c = text[i];
    if (static_cast<unsigned char>(c) >= 0xE4 && static_cast<unsigned char>(c) <= 0xE9 &&
        i + 2 < text.size()) {
      flush();
      out.emplace_back(text.substr(i, 3));
      i += 2;
    } else if (c == '%' && i + 1 < text.size() && is_letter(text[i + 1])) {
      flush();
      ++i;
    } else if (is_letter(c) || is_digit(c)) {
      word.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c);
    } else if (c == '\'' && !word.empty()) {
      continue;
    } else {
      flush();
    }
  }
  flush();
  return out;
}

bool texts_fit(std::string_view known, const std::vector<std::string>& said) {
  const std::vector<std::string> expected = words_of(known);
  if (expected.empty() || said.empty()) return false;
  const auto common =
      static_cast<std::size_t>(std::count_if(expected.begin(), expected.end(), [&](const std::string& w) {
        return std::find(said.begin(), said.end(), w) != said.end();
      }));
  if (expected.size() == 1) return common == 1 && said.size() == 1;
  return common * 10 >= expected.size() * 7;
}

/// The message is one of the entry's and says nothing besides.
bool message_is(const entry& e, std::string_view message) {
  const std::vector<std::string> said = words_of(message);
  const auto same = [&](std::string_view known) {
    return texts_fit(known, said) && texts_fit(message, words_of(known));
  };
  if (same(e.message())) return true;
  for (const std::string_view alias : e.aliases()) {
    if (same(alias)) return true;
  }
  return false;
}

bool in_some_range(const catalog& codes, std::string_view platform, std::int64_t number) {
  for (const errdex::space s : codes.spaces()) {
    if (s.platform() == platform && s.range_of(number)) return true;
  }
  return false;
}

bool space_has_envelope(const errdex::space& s, envelope as) {
  for (const std::string_view e : s.envelopes()) {
    if (e == "errcode" && as == envelope::errcode) return true;
    if (e == "code" && as == envelope::code) return true;
    if (e == "errno" && as == envelope::errno_) return true;
    if (e == "errorCode" && as == envelope::error_code_camel) return true;
    if (e == "error_code" && as == envelope::error_code) return true;
  }
  return false;
}

bool is_builtin_platform(std::string_view platform) {
  return platform == "feishu" || platform == "dingtalk" || platform == "wecom" || platform == "openapi";
}

/// The message and the entry's texts have two words in common that say something.
bool speaks_of(const entry& e, std::string_view message) {
  const std::vector<std::string> said = words_of(message);
  std::string known(e.message());
  known.append(" ")
      .append(e.title(language::en))
      .append(" ")
      .append(e.title(language::zh))
      .append(" ")
      .append(e.cause(language::en));
  for (const std::string_view alias : e.aliases()) known.append(" ").append(alias);
  const std::vector<std::string> expected = words_of(known, 256);
  std::size_t common = 0;
  for (const std::string& w : said) {
    static constexpr std::string_view empty_words[] = {
        "the",  "is",    "not",    "no",   "of",      "or",        "and",     "to",     "be",
        "in",   "error", "failed", "fail", "invalid", "this",      "that",    "can",    "id",
        "with", "for",   "has",    "are",  "request", "parameter", "message", "server", "internal"};
    if (std::find(std::begin(empty_words), std::end(empty_words), w) != std::end(empty_words)) continue;
    if (w.size() >= 3 && std::find(expected.begin(), expected.end(), w) != expected.end()) ++common;
  }
  return common >= 2;
}

/// What the catalog says of a number in one envelope. Texts are compared only when a rule asks for it: most
/// errors are known by what stands around them, and comparing costs more than everything else.
class listing {
 public:
  listing(const catalog& codes, envelope as, std::int64_t number, std::string_view message)
      : all_(codes.find_all(number)), as_(as), message_(message) {
    for (const entry first : all_) {
      const errdex::space s = first.space();
      if (!space_has_envelope(s, as_)) continue;
      listed = true;
      if (!is_builtin_platform(s.platform())) users_own = true;
    }
  }

  bool listed = false;
  bool users_own = false;  ///< In a space that a user's catalog brought along.

  /// The message is one of an entry's.
  [[nodiscard]] bool fits() const { return any_entry(message_fits); }
  /// And says nothing besides.
  [[nodiscard]] bool same() const { return any_entry(message_is); }
  /// The message speaks of the same thing as an entry.
  [[nodiscard]] bool related() const { return any_entry(speaks_of); }

 private:
  [[nodiscard]] bool any_entry(bool (*holds)(const entry&, std::string_view)) const {
    for (const entry first : all_) {
      if (!space_has_envelope(first.space(), as_)) continue;
      for (entry e = first; e; e = e.next_meaning()) {
        if (holds(e, message_)) return true;
      }
    }
    return false;
  }

  entry_list all_;
  envelope as_;
  std::string_view message_;
};

bool speaks(party p, envelope as) {
  switch (p) {
    case party::feishu:
      return as == envelope::code || as == envelope::errno_ || as == envelope::error_code_camel ||
             as == envelope::error;
    case party::wecom: return as == envelope::errcode;
    case party::dingtalk: return as == envelope::errcode || as == envelope::code_text;
    case party::official_account: return as == envelope::errcode;
    case party::baidu: return as == envelope::error_code || as == envelope::errno_;
    case party::weibo:
    case party::telegram:
    case party::douyin: return as == envelope::error_code;
    case party::alibaba_cloud: return as == envelope::code_text;
    default: return as != envelope::errcode;
  }
}

/// Who stands around the group, as far as that party writes this envelope.
sign speaker(const surroundings& around, envelope as) {
  for (std::size_t i = 0; i < around.count; ++i) {
    if (speaks(around.signs[i].whose, as)) return around.signs[i];
  }
  return {};
}

/// Feishu's log ids: fourteen digits of a local time and about twenty characters more.
bool is_feishu_log_id(std::string_view id) {
  if (id.size() < 30 || id.size() > 40) return false;
  return id.substr(0, 2) == "20" &&
         id.substr(0, 14).find_first_not_of("0123456789") == std::string_view::npos &&
         id.find_first_not_of("0123456789ABCDEFabcdef") == std::string_view::npos;
}

bool has_feishu_mark(const tree& t, const record& r) {
  if (is_feishu_log_id(r.log_id) || is_feishu_log_id(r.request_id)) return true;
  if (contains(r.message, "open.feishu.cn/") || contains(r.message, "open.larksuite.com/")) return true;
  const std::size_t error = member(t, r.at, "error");
  if (error == 0 || t[error].kind != value_kind::group) return false;
  for (const std::string_view name :
       {"log_id", "logid", "troubleshooter", "permission_violations", "field_violations"}) {
    if (member(t, error, name) != 0) return true;
  }
  return false;
}

ruling yes(envelope as, party whose = party::none) { return {true, as, whose, false}; }
ruling no(party whose = party::none) { return {false, envelope::none, whose, false}; }

ruling judge_errcode(const tree& t, const record& r, const surroundings& around, const catalog& codes) {
  constexpr auto as = envelope::errcode;
  if (!r.has_number) return no();
  if (r.number == 0) return {false, as, party::none, true};
  const sign s = speaker(around, as);
  const listing l(codes, as, r.number, r.message);

  if (has_wecom_ending(r.message)) return yes(as, party::wecom);
  if (!r.sub_code.empty() && r.number == 88) return yes(as, party::dingtalk);
  if (r.code_role == role::ding_code) return yes(as, party::dingtalk);
  // WeCom's own texts speak of openid, suites and tickets in places as well: what the catalog has is WeCom's.
  const bool official = is_official_account_message(r.message) && !l.same();
  if (official && !(is_platform(s.whose) && s.strong)) return no(party::official_account);
  if (s.whose == party::official_account) return no(party::official_account);
  if (is_platform(s.whose) && (s.strong || l.listed || in_some_range(codes, name(s.whose), r.number)))
    return yes(as, s.whose);
  if (l.users_own) return yes(as);
  if (is_platform(s.whose) && r.has_message && r.number >= 1000 && !official) return yes(as, s.whose);
  if (!l.listed) {
    if (is_official_account_number(r.number)) return no(party::official_account);
    if (!r.request_id.empty() && r.has_message && r.number >= 1000) return yes(as);
    const bool ranged = in_some_range(codes, "wecom", r.number) || in_some_range(codes, "dingtalk", r.number);
    return r.has_message && ranged ? yes(as) : no();
  }
  // "system busy" and "404" are anybody's: without a message of the catalog they say nothing.
  if (r.number < 1000 && r.number != 88 && !l.fits() && r.request_id.empty()) return no();
  (void)t;
  return yes(as);
}

ruling judge_code(const tree& t, const record& r, const surroundings& around, const catalog& codes) {
  if (!r.has_number) {
    constexpr auto as = envelope::code_text;
    if (r.code.empty() || !is_letter(r.code[0]) || r.code.find_first_of(" \n") != std::string::npos)
      return no();
    const sign s = speaker(around, as);
    const bool small = r.request_id_name == "requestid";
    if (r.message_role == role::message && small && !is_neighbour(s.whose)) return yes(as, party::dingtalk);
    if (r.has_message && s.whose == party::dingtalk && s.strong && !r.code.starts_with("ERR_") &&
        !r.code.starts_with("E") && (small || contains(r.code, ".") || !r.request_id.empty())) {
      return yes(as, party::dingtalk);
    }
    return no(is_neighbour(s.whose) && s.strong && s.whose == party::alibaba_cloud ? s.whose : party::none);
  }
  if (r.number == 0) return {false, envelope::code, party::none, true};
  // Feishu's token endpoint adds OAuth's own fields to its number.
  const bool oauth = r.message_role == role::error_description && !r.error.empty();
  const auto as = oauth ? envelope::error : envelope::code;
  const sign s = speaker(around, as);
  const listing l(codes, envelope::code, r.number, r.message);
  const bool http_like = r.number >= 100 && r.number <= 599;

  if (l.users_own) return yes(envelope::code);
  if (has_feishu_mark(t, r) && !http_like) return yes(as, party::feishu);
  if (is_neighbour(s.whose) && s.strong) return no(s.whose);
  if (s.whose == party::feishu && (s.strong || l.fits() || r.number >= 10000) && r.number > 0) {
    const bool plausible =
        l.listed || (r.number >= 10000 && r.has_message && in_some_range(codes, "feishu", r.number)) ||
        (r.number >= 1000 && in_some_range(codes, "feishu", r.number)) || (s.host && r.number >= 1000);
    if (plausible && (r.has_message || l.listed)) return yes(as, party::feishu);
  }
  // The gateway's numbers have eight digits and a head of their own.
  if (r.number >= 99991000 && r.number <= 99993999 && (r.has_message || l.listed))
    return yes(as, party::feishu);
  if (oauth && r.number >= 20000 && r.number <= 29999) return yes(as, party::feishu);
  if (!l.listed || !r.has_message) return no(is_neighbour(s.whose) ? s.whose : party::none);
  if (s.whose == party::feishu && r.number >= 1000) return yes(as, party::feishu);
  // Without anything of Feishu around, the number itself has to be out of the common, or the message
  // Feishu's.
  if (r.number >= 1000000) return yes(as);
  if (r.number >= 10000 && l.fits()) return yes(as);
  if (r.number >= 100000 && l.related()) return yes(as);
  return no();
}

ruling judge_errno(const record& r, const surroundings& around, const catalog& codes) {
  constexpr auto as = envelope::errno_;
  if (!r.has_number || r.number < 0) return no();
  if (r.number == 0) return {false, as, party::none, true};
  const listing l(codes, as, r.number, r.message);
  if (l.users_own) return yes(as);
  if (r.message_role == role::err_string && (l.listed || in_some_range(codes, "feishu", r.number)))
    return yes(as, party::feishu);
  if (l.listed && r.number >= 1000000) return yes(as);
  if (l.listed && l.fits() && speaker(around, as).whose == party::feishu) return yes(as, party::feishu);
  return no();
}

ruling judge_error_code(const record& r, const surroundings& around, const catalog& codes) {
  const auto as = r.code_role == role::error_code ? envelope::error_code : envelope::error_code_camel;
  if (!r.has_number) return no();
  if (r.number == 0) return {false, as, party::none, true};
  const sign s = speaker(around, as);
  if (is_neighbour(s.whose) && s.strong) return no(s.whose);
  const listing l(codes, as, r.number, r.message);
  if (l.users_own) return yes(as);
  const bool fits = l.fits() || (!r.error.empty() && listing(codes, as, r.number, r.error).fits());
  if (l.listed && fits) return yes(as);
  // The numbers of h5sdk.config are nobody else's.
  if (as == envelope::error_code_camel && l.listed && (r.number >= 333430 && r.number <= 333459))
    return yes(as, party::feishu);
  if (as == envelope::error_code_camel && l.listed && s.whose == party::feishu) return yes(as, party::feishu);
  return no();
}

/// "Error code: 40014, message: …": the SDK's sentence leaves open whose number it is.
ruling judge_said(const tree& t, const record& r, const surroundings& around, const catalog& codes) {
  if (!r.has_number || r.number == 0) return no();
  const sign as_errcode = speaker(around, envelope::errcode);
  const sign as_code = speaker(around, envelope::code);
  if (as_code.whose == party::feishu && !is_platform(as_errcode.whose))
    return judge_code(t, r, around, codes);
  const ruling first = judge_errcode(t, r, around, codes);
  const listing l(codes, envelope::errcode, r.number, r.message);
  // A sentence without a name for its message is anybody's: "error code 40001: text". Its text has to be one
  // of the platform's, or the platform has to be named.
  const bool anybodys = r.message_role == role::errmsg && r.log_id.empty() &&
                        !is_platform(as_errcode.whose) && !is_platform(as_code.whose) &&
                        !has_wecom_ending(r.message);
  if (anybodys && !l.fits() && !listing(codes, envelope::code, r.number, r.message).fits())
    return no(is_neighbour(first.whose) ? first.whose : party::none);
  if (first.is_error && (l.listed || as_errcode.strong || has_wecom_ending(r.message))) return first;
  if (is_neighbour(first.whose)) return first;
  return judge_code(t, r, around, codes);
}

}  // namespace

bool message_fits(const entry& e, std::string_view message) {
  if (message.empty()) return false;
  // WeCom's ending says nothing of the text before it.
  if (const auto hint = message.find(", hint:"); hint != std::string_view::npos)
    message = message.substr(0, hint);
  const std::vector<std::string> said = words_of(message);
  if (texts_fit(e.message(), said)) return true;
  for (const std::string_view alias : e.aliases()) {
    if (texts_fit(alias, said)) return true;
  }
  return false;
}

ruling judge(const tree& t, const record& r, const surroundings& around, const catalog& codes) {
  const party neighbour = neighbour_of_group(t, r);
  if (neighbour != party::none) return no(neighbour);
  switch (r.code_role) {
    case role::errcode:
    case role::ding_code: return judge_errcode(t, r, around, codes);
    case role::code: return judge_code(t, r, around, codes);
    case role::errno_: return judge_errno(r, around, codes);
    case role::error_code:
    case role::error_code_camel: return judge_error_code(r, around, codes);
    case role::said_code: return judge_said(t, r, around, codes);
    default: return no();
  }
}

}  // namespace errdex::reading
