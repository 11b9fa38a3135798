// Decides whether what was read is an error of one of the platforms, somebody else's, or nothing.
//
// Two keys and a number are not enough: half of the world answers with {code, msg}. What decides is, in this
// order: what only one party writes into the group itself (a hint of WeCom, an rid of an official account, a
// log_id of Feishu); what stands around it (a host, a package, a word); whether the number is listed
// and the message is one that belongs to it. A number without any of these is no error.
#ifndef ERRDEX_SRC_DIAGNOSE_EVIDENCE_JUDGE_HPP
#define ERRDEX_SRC_DIAGNOSE_EVIDENCE_JUDGE_HPP

#include <array>
#include <string_view>

#include "diagnose/evidence_party.hpp"
#include "diagnose/evidence_record.hpp"
#include "errdex/catalog.hpp"
#include "errdex/diagnose.hpp"

namespace errdex::reading {

/// What stands around a group, the weightiest and nearest first.
struct surroundings {
  std::array<sign, 6> signs{};
  std::size_t count = 0;
};

struct ruling {
  bool is_error = false;
  envelope as = envelope::none;  ///< The envelope whose names the body gets.
  party whose = party::none;     ///< The platform, if anything but the number says it; or the neighbour.
  bool success = false;          ///< It is an answer that says success.
};

[[nodiscard]] ruling judge(const tree& t, const record& r, const surroundings& around, const catalog& codes);

/// The message is one of the entry's, or says nearly the same: placeholders, case and punctuation aside.
[[nodiscard]] bool message_fits(const entry& e, std::string_view message);

}  // namespace errdex::reading

#endif
