// From the members of a body to its classification. The common case is inlined into each reader, since
// handing the members over would cost as much as finding them.
#ifndef ERRDEX_SRC_DIAGNOSE_BODY_ANSWER_HPP
#define ERRDEX_SRC_DIAGNOSE_BODY_ANSWER_HPP

#include <array>
#include <string_view>

#include "diagnose/body_reader.hpp"
#include "errdex/diagnose.hpp"

namespace errdex::detail {

/// By body_key; a table, since which of them it is cannot be foreseen.
inline constexpr std::array<envelope, 6> plain_envelopes{envelope::none,       envelope::errcode,
                                                         envelope::errno_,     envelope::error_code_camel,
                                                         envelope::error_code, envelope::code};

constexpr body_key message_key_of(body_key code) noexcept {
  // The patterns are a table of pairs; the enumerators stand in the same order.
  return static_cast<body_key>(index_of(code) + index_of(body_key::errmsg) - index_of(body_key::errcode));
}

static_assert(message_key_of(body_key::code) == body_key::msg);
static_assert(message_key_of(body_key::error_code) == body_key::error_msg);
static_assert(message_key_of(body_key::errno_) == body_key::err_string);
static_assert(message_key_of(body_key::error_code_camel) == body_key::error_message_camel);

inline constexpr std::uint32_t plain_ids = bit_of(body_key::request_id) | bit_of(body_key::requestid) |
                                           bit_of(body_key::log_id) | bit_of(body_key::logid);

/// The id of a body whose members are `plain`.
[[nodiscard]] std::string_view plain_id(std::string_view body, const body_members& members) noexcept;

/// The answer for members that are not `plain`. `reader` reads objects inside.
[[nodiscard]] classification any_answer(std::string_view body, const body_members& members,
                                        body_reader reader) noexcept;

/// The answer for members that are `plain`.
__attribute__((always_inline)) inline classification plain_answer(const char* body, std::size_t size,
                                                                  const body_members& members) noexcept {
  const body_value code = members.value(members.plain);
  const body_value message = members.value(message_key_of(members.plain));
  classification c;
  c.envelope = plain_envelopes[index_of(members.plain)];
  c.has_number = true;
  c.complete = true;
  c.number = members.number;
  c.code = {body + code.begin, code.end - code.begin};
  c.message = {body + message.begin + 1, message.end - message.begin - 2};
  if ((members.present & plain_ids) != 0) c.request_id = plain_id({body, size}, members);
  return c;
}

}  // namespace errdex::detail

#endif
