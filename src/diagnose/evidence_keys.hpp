// The names under which codes, messages and ids are printed, in every spelling.
#ifndef ERRDEX_SRC_DIAGNOSE_EVIDENCE_KEYS_HPP
#define ERRDEX_SRC_DIAGNOSE_EVIDENCE_KEYS_HPP

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace errdex::reading {

/// What a name stands for.
enum class role : std::uint8_t {
  none = 0,
  errcode = 1,           ///< errcode, ErrCode, err_code: WeCom and DingTalk.
  code = 2,              ///< code, Code: Feishu, DingTalk's newer interfaces, and half of the world.
  errno_ = 3,            ///< errno: Feishu's client API.
  error_code_camel = 4,  ///< errorCode: Feishu's h5sdk.
  error_code = 5,        ///< error_code: generic open platforms.
  said_code = 6,         ///< "Error code", 错误码: whichever platform an SDK speaks of.
  ding_code = 7,         ///< ding_open_errcode of DingTalk's oldest interfaces.
  sub_code = 8,
  errmsg = 9,
  msg = 10,
  message = 11,
  err_string = 12,
  error_message_camel = 13,
  error_msg = 14,
  error_description = 15,
  error = 16,
  sub_msg = 17,
  said_message = 18,  ///< 错误信息 and its like.
  request_id = 19,    ///< requestid, request_id, RequestId, reqId.
  log_id = 20,        ///< log_id, logid, X-Tt-Logid.
  status = 21,        ///< The HTTP status.
  raw_body = 22,      ///< 微信原始报文 of WxJava: the body stands behind it.
};

/// The role of a name as it stands in the text, upper and lower case alike.
[[nodiscard]] role role_of(std::string_view name) noexcept;

/// It names the code of an error.
[[nodiscard]] constexpr bool names_code(role r) noexcept {
  return r >= role::errcode && r <= role::ding_code;
}

/// It names the message of an error.
[[nodiscard]] constexpr bool names_message(role r) noexcept {
  return r >= role::errmsg && r <= role::said_message && r != role::error && r != role::sub_msg;
}

/// A name of two words ("Error code", "err msg") or in Chinese (错误码) that begins at `at`; its length, or
/// 0.
struct phrase {
  role what = role::none;
  std::size_t length = 0;
};
[[nodiscard]] phrase phrase_at(std::string_view text, std::size_t at) noexcept;

/// Bytes of a name: letters, digits, '_', '-', '.', '$' and whatever is not ASCII.
[[nodiscard]] constexpr bool is_name_byte(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
         c == '.' || c == '$' || static_cast<unsigned char>(c) >= 0x80;
}

/// Compares with a word in lower case.
[[nodiscard]] bool equals_lower(std::string_view text, std::string_view lower) noexcept;
/// `text` has the word in lower case at `at`.
[[nodiscard]] bool has_lower_at(std::string_view text, std::size_t at, std::string_view lower) noexcept;
/// Where the word in lower case first stands in `text`, or npos.
[[nodiscard]] std::size_t find_lower(std::string_view text, std::string_view lower) noexcept;

}  // namespace errdex::reading

#endif
