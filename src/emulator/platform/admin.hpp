// The interface under /_errdex/: the clock, the faults, the journal, snapshots, worlds, settings and data of
// an emulator, for tests in any language. GET /_errdex/openapi.json describes it.
#pragma once

#include <boost/json/value.hpp>

#include "emulator/world/faults.hpp"
#include "emulator/world/journal.hpp"
#include "http/message.hpp"

namespace errdex::emulation {

class emulator;
class world;

/// Answers a request below /_errdex. Takes the lock of the world. From another machine than this it wants
/// the emulator's admin token, and it refuses what a page of another origin sends.
[[nodiscard]] http::response answer_admin(emulator& e, world& w, const http::request& request);

/// A fault rule from JSON: platform, endpoint, where, skip, times, probability, sequence, for (a duration),
/// phase, and the effect: code, status, headers, body, delay, cut_after, reset. Throws std::invalid_argument
/// with a message that says which key is wrong and what would be right.
[[nodiscard]] fault_rule read_fault(const boost::json::value& json, instant now);
[[nodiscard]] boost::json::object to_json(const fault_rule& rule);
/// A record with its credentials masked.
[[nodiscard]] boost::json::object to_json(const journal_record& record, const secret_names& secrets);

}  // namespace errdex::emulation
