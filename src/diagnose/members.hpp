// The members that tell an envelope, gathered from one object, and the envelope that they make.
#ifndef ERRDEX_SRC_DIAGNOSE_MEMBERS_HPP
#define ERRDEX_SRC_DIAGNOSE_MEMBERS_HPP

#include "diagnose/scan.hpp"
#include "errdex/diagnose.hpp"

namespace errdex::diagnose_detail {

/// Of equal keys the last one counts, as in most parsers.
struct members {
  member errcode, errmsg, code, msg, message, errno_, err_string, error_code_camel, error_message_camel,
      error_code, error_msg, error, error_description, sub_code, request_id, log_id, data, ttl, details;

  void take(const member& m) noexcept;
};

[[nodiscard]] inline bool present(const member& m) noexcept { return !m.key.empty(); }

/// Reads the object that begins at the first byte of `text`.
[[nodiscard]] members read_members(std::string_view text, std::size_t* length = nullptr) noexcept;

/// The envelope of what was gathered.
[[nodiscard]] classification envelope_of(const members& m) noexcept;

}  // namespace errdex::diagnose_detail

#endif
