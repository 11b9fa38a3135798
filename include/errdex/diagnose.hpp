// What a response says: which platform's code it carries, in which envelope, and how sure that is.
//
//   #include <errdex/diagnose.hpp>
//
//   errdex::diagnosis d = errdex::diagnose({.body = R"({"errcode":40014,"errmsg":"invalid access_token"})"});
//   for (const errdex::candidate& c : d.candidates()) {
//     std::cout << c.space.name() << ':' << c.code << (c.entry ? c.entry.title(errdex::language::en) :
//     "unknown") << '\n';
//   }
//
// Any bytes are safe input. Nothing here allocates, locks or throws. An unknown code is a result
// (its space, the range that it falls into, the nearest known code), never a guess and never an error.
//
// `classify` answers only "what stands in this body" and is made for every response of a busy
// gateway; `diagnose` ranks which platform's code that is.
#ifndef ERRDEX_DIAGNOSE_HPP
#define ERRDEX_DIAGNOSE_HPP

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "errdex/catalog.hpp"
#include "errdex/detail/export.hpp"

namespace errdex {

/// The shape of a response that carries a code: keys at the top level of a JSON object.
enum class envelope : std::uint8_t {
  none = 0,              ///< Not a JSON object, or none of the shapes below.
  errcode = 1,           ///< {errcode, errmsg}: WeCom, DingTalk.
  code = 2,              ///< {code, msg}: Feishu server and Hire; its OAuth: {code, error_description}.
  code_text = 3,         ///< {code: "Text", message, requestid}: DingTalk's newer interfaces.
  errno_ = 4,            ///< {errno, errString}: Feishu's client API.
  error_code_camel = 5,  ///< {errorCode, errorMessage}: Feishu's h5sdk.
  error_code = 6,        ///< {error_code, error_msg}: generic open platforms.
  error = 7,             ///< {error, error_description}: OAuth 2, possibly with a number in `error_code`.
  error_response = 8,    ///< {error_response: {code, msg, sub_code}}: DingTalk's old gateway.
};

/// "errcode", "code", "code_text", "errno", "errorCode", "error_code", "error", "error_response";
/// empty for none. These are the names that a catalog gives the envelopes of a space.
[[nodiscard]] ERRDEX_API std::string_view name(envelope value) noexcept;

/// What stands in a body. Views point into the body; texts are as on the wire, escapes not undone.
struct classification {
  errdex::envelope envelope = envelope::none;
  bool has_number = false;
  /// Every key of the envelope stands there. Without: errcode and no errmsg; {code, message} as gRPC
  /// and many other frameworks write it; a textual code without requestid.
  bool complete = false;
  std::int64_t number = 0;      ///< The code, when has_number.
  std::string_view code;        ///< The code as it stands in the body, without quotes.
  std::string_view message;     ///< Raw content of the message; empty when there is none.
  std::string_view sub_code;    ///< DingTalk: the true code under 88.
  std::string_view request_id;  ///< request_id, requestid, log_id or error.log_id: the first there is.

  /// The envelope is recognised and says that the call succeeded.
  [[nodiscard]] bool success() const noexcept {
    return envelope != envelope::none && has_number && number == 0;
  }
};

/// Finds the envelope of a body. Takes some tens of nanoseconds for a body of a few hundred bytes; a
/// long body is read to its end, at some gigabytes per second.
///
/// - A byte order mark and blanks may stand before the object. An array is not an envelope.
/// - Only keys at the top level count, and of equal keys the last, as in most parsers. A key may be
///   written with escapes. Values are not searched, so a body inside a message is not seen.
/// - A code is an integer of up to 18 digits, negative ones included, as a number or as a string of
///   nothing else ("40014" is 40014), or any other string. A fraction, an exponent, leading zeros
///   without quotes or a longer number are not codes: the key then counts as absent.
/// - {code, …} needs `msg`, `message` or `error_description` beside it: a `code` alone is everybody's.
/// - Reading stops where the text is not JSON any more, or ends; what was read counts. So a truncated
///   body still gives its code, unless the cut is in the code itself: 400 may be the rest of 40014. A
///   message that was cut is given as far as it goes.
[[nodiscard]] ERRDEX_API classification classify(std::string_view body) noexcept;

/// A header of a response, as received.
struct header_field {
  std::string_view name{};
  std::string_view value{};
};

/// What is known about one failed call. Everything is optional.
struct evidence {
  std::string_view body{};
  std::optional<int> http_status{};
  std::span<const header_field> headers{};
  std::string_view url{};       ///< Absolute, or a path such as "/cgi-bin/gettoken".
  std::string_view platform{};  ///< Name of a platform or a space, when the caller knows it.
};

/// A reason why a candidate was ranked where it is. Each has a name and a weight.
enum class evidence_rule : std::uint8_t {
  platform_given = 0,     ///< The caller named the platform or the space.
  host = 1,               ///< The host of the URL is the platform's.
  path = 2,               ///< The path has the platform's form: /cgi-bin/, /topapi/, /open-apis/ …
  error_code_header = 3,  ///< WeCom's Error-Code header carries the number.
  wecom_hint = 4,         ///< The message ends with WeCom's hint or its devtool/query address.
  request_id = 5,         ///< DingTalk's request_id stands beside errcode.
  sub_code = 6,           ///< DingTalk's sub_code stands under 88.
  log_id = 7,             ///< Feishu's log_id, X-Tt-Logid header or `error` object stands there.
  envelope_shape = 8,     ///< The space uses this envelope.
  message_text = 9,       ///< The message is one that the catalog has for this code.
  message_language = 10,  ///< The message is in the language in which the platform writes.
  number_known = 11,      ///< The space lists this number.
  number_in_range = 12,   ///< The number falls into a described range of the space.
  http_status = 13,       ///< The HTTP status is one that the platform answers with.
};

[[nodiscard]] ERRDEX_API std::string_view name(evidence_rule value) noexcept;

/// A small set of rules.
class rule_set {
 public:
  constexpr void add(evidence_rule r) noexcept { bits_ |= 1u << static_cast<unsigned>(r); }
  [[nodiscard]] constexpr bool has(evidence_rule r) const noexcept {
    return (bits_ >> static_cast<unsigned>(r) & 1u) != 0;
  }
  [[nodiscard]] constexpr std::uint32_t bits() const noexcept { return bits_; }
  static constexpr unsigned count = 14;

 private:
  std::uint32_t bits_ = 0;
};

/// One reading of the evidence.
struct candidate {
  errdex::space space;
  errdex::entry entry;        ///< False when the space does not list the code.
  std::string_view code;      ///< As in the evidence; under DingTalk's 88 still "88".
  std::string_view sub_code;  ///< The true code behind a wrapper, when there is one.
  errdex::entry sub_entry;    ///< The entry of sub_code in the same space, if listed.
  int score = 0;              ///< Sum of the weights of `rules`; only for comparison inside one diagnosis.
  rule_set rules;
};

/// Ranked readings of one body or code.
class diagnosis {
 public:
  static constexpr std::size_t max_candidates = 12;

  [[nodiscard]] const errdex::classification& body() const noexcept { return classification_; }
  /// Best first. Empty when nothing of these platforms was found.
  [[nodiscard]] std::span<const candidate> candidates() const noexcept { return {items_.data(), count_}; }
  [[nodiscard]] bool empty() const noexcept { return count_ == 0; }
  /// The best candidate's space lists the code.
  [[nodiscard]] bool known() const noexcept { return count_ > 0 && static_cast<bool>(items_[0].entry); }

 private:
  friend class diagnoser;
  errdex::classification classification_;
  std::array<candidate, max_candidates> items_{};
  std::size_t count_ = 0;
};

/// Ranks what the evidence can mean. `codes` must outlive the result.
[[nodiscard]] ERRDEX_API diagnosis diagnose(const evidence& what,
                                            const catalog& codes = catalog::builtin()) noexcept;

/// Ranks the readings of a bare code: a number or a textual code, optionally of one space or
/// platform ("wecom").
[[nodiscard]] ERRDEX_API diagnosis diagnose_code(std::string_view code, std::string_view platform = {},
                                                 const catalog& codes = catalog::builtin()) noexcept;

/// What to do, as far as the entry and its overrides say it.
struct advice {
  errdex::verdict action = errdex::verdict::none;
  /// "entry", "sub_code" (of the code behind a wrapper), "override:sub_code", "override:http_status" …,
  /// "success", or "unknown_code".
  std::string_view rule;
  std::string_view reason;  ///< The catalog's reason for an override, or empty.
  std::optional<std::uint32_t> retry_limit;
};

/// What the caller knows of its own call; it decides overrides that the answer cannot.
struct call_context {
  std::string_view endpoint{};     ///< Path of the call.
  std::string_view token{};        ///< Kind of the token that was sent, such as "tenant_access_token".
  std::string_view api_version{};  ///< Such as "contact v3".
};

/// The verdict for the best candidate; nothing when there is none. For a code that is not listed
/// the action is `contact_platform` and the rule "unknown_code".
[[nodiscard]] ERRDEX_API std::optional<advice> advise(const diagnosis& d, const evidence& what,
                                                      const call_context& call = {}) noexcept;

/// A JSON object with a recognised envelope inside a longer text.
struct located_body {
  std::size_t offset = 0;
  std::size_t length = 0;
};

/// The first JSON object at or behind `from` that `classify` recognises. The located text is what `classify`
/// then is given. An object that is damaged or cut off reaches as far as it is JSON; a string never
/// goes on behind its line, so a cut line does not swallow the next. Objects that stand in more than 16
/// others are not looked at, and one is read to 64 brackets deep. Nothing when there is none. Linear in the
/// length of the text.
[[nodiscard]] ERRDEX_API std::optional<located_body> find_body(std::string_view text,
                                                               std::size_t from = 0) noexcept;

}  // namespace errdex

#endif
