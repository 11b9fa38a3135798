// What a printed group says of an error: code, message, ids; and the same as a plain JSON body.
#ifndef ERRDEX_SRC_DIAGNOSE_EVIDENCE_RECORD_HPP
#define ERRDEX_SRC_DIAGNOSE_EVIDENCE_RECORD_HPP

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "diagnose/evidence_tree.hpp"
#include "errdex/diagnose.hpp"

namespace errdex::reading {

/// The fields of one group that speak of an error. Texts have their escapes undone.
struct record {
  std::size_t at = 0;  ///< Index of the group in its tree.
  role code_role = role::none;
  role message_role = role::none;
  bool has_number = false;
  std::int64_t number = 0;
  std::string code;
  bool has_message = false;
  std::string message;
  std::string sub_code;
  std::string sub_msg;
  std::string request_id;
  std::string_view
      request_id_name;  ///< As it stands: "requestid" is DingTalk's, "RequestId" Alibaba Cloud's.
  std::string log_id;
  std::string error;  ///< Of {error: "text"}.
  std::optional<int> http_status;
};

/// The fields of the group at `index`; nothing when it names no code.
[[nodiscard]] std::optional<record> record_of(const tree& t, std::size_t index);

/// The member with this name, upper and lower case alike; 0 when there is none.
[[nodiscard]] std::size_t member(const tree& t, std::size_t index, std::string_view lower_name) noexcept;

/// The text of a leaf, escapes undone.
[[nodiscard]] std::string text_of(const node& n);

/// The group as JSON. `as` says which envelope its code and its message belong to, so that they get the
/// names that they have on the wire. A group that is JSON with these names already is copied as it is.
[[nodiscard]] std::string body_of(std::string_view text, const tree& t, const record& r, envelope as);

}  // namespace errdex::reading

#endif
