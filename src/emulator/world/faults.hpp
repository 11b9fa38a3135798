// Rules by which a request that is fine is answered as if it were not: with a code of the catalog, with an
// HTTP status, late, half or not at all; before anything has happened, or after everything has.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "emulator/world/clock.hpp"

namespace errdex::emulation {

/// Whether the request takes effect although it is answered as failed.
enum class fault_phase : std::uint8_t {
  before = 1,  ///< Nothing happens: the usual failure.
  after = 2,   ///< "Done, but answered as failed": what makes a client that repeats do things twice.
};
[[nodiscard]] std::string_view name(fault_phase phase) noexcept;

/// What is answered. Parts combine: a code with a delay, a status with headers and a cut.
struct fault_effect {
  std::string code;                ///< "wecom:45009" or "wecom:rate_limited": a code of the catalog.
  std::optional<unsigned> status;  ///< An HTTP status instead of the platform's own.
  std::vector<std::pair<std::string, std::string>> headers;  ///< Set on the answer.
  std::optional<std::string> body;                           ///< Replaces the body.
  std::chrono::milliseconds delay{0};                        ///< Real time before the first byte.
  std::optional<std::size_t> cut_after;  ///< Bytes of the body before the connection is closed.
  bool reset = false;                    ///< The connection is reset instead of an answer.

  /// Whether the client gets another answer than the platform's, so that no handler need run.
  [[nodiscard]] bool replaces_answer() const noexcept {
    return !code.empty() || status.has_value() || body.has_value() || reset;
  }
};

struct fault_rule {
  std::uint64_t id = 0;  ///< Given by the list.
  // Which requests. Everything that is set must hold.
  std::string platform;  ///< "wecom"; empty for any.
  std::string endpoint;  ///< "user/get", or with '*' at its end, "user/*"; empty for any.
  std::vector<std::pair<std::string, std::string>> where;  ///< Arguments that must have these values.
  // How often.
  std::uint64_t skip = 0;              ///< Lets this many matching requests pass first.
  std::optional<std::uint64_t> times;  ///< Strikes this often at most.
  double probability = 1;        ///< 0 to 1; drawn from the world's seed, so it is the same in each run.
  std::string sequence;          ///< "x.x": strikes at 'x', not at '.', and over again; empty for always.
  std::optional<instant> until;  ///< Virtual time at which it ends by itself.
  // What.
  fault_phase phase = fault_phase::before;
  fault_effect effect;
  // Figures.
  std::uint64_t matched = 0;
  std::uint64_t struck = 0;
};

/// What a rule looks at in a request.
class fault_subject {
 public:
  virtual ~fault_subject() = default;
  [[nodiscard]] virtual std::string_view platform_name() const = 0;
  [[nodiscard]] virtual std::string_view endpoint_name() const = 0;
  /// An argument of the query or the body as text; nothing when it is not there.
  [[nodiscard]] virtual std::optional<std::string> argument_text(std::string_view name) const = 0;
};

class fault_list {
 public:
  /// Adds a rule behind the others; returns its id.
  std::uint64_t add(fault_rule rule);
  /// False when there is no such rule.
  bool remove(std::uint64_t id);
  void clear() noexcept { rules_.clear(); }
  [[nodiscard]] const std::vector<fault_rule>& rules() const noexcept { return rules_; }

  /// The first rule that strikes this request; nullptr for none. Counts. The pointer is valid until the
  /// list is changed.
  [[nodiscard]] const fault_rule* strike(const fault_subject& subject, instant now, std::uint64_t seed);

 private:
  std::vector<fault_rule> rules_;
  std::uint64_t last_id_ = 0;
};

}  // namespace errdex::emulation
