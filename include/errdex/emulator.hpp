// A platform inside a test: what it answers is what the real one is documented to answer, in its envelope,
// and each error comes under its documented condition.
//
//   #include <errdex/emulator.hpp>            // find_package(errdex COMPONENTS emulator), errdex::emulator
//
//   errdex::emulator platform;                                  // At http://127.0.0.1 on a free port.
//   my_client client(platform.base_url());                      // The code under test, or a real SDK.
//   platform.advance(std::chrono::hours(2));                    // Every token has expired.
//   platform.inject({.code = "wecom:45009", .endpoint = "user/get", .times = 1});
//   client.sync();
//   for (const auto& r : platform.journal()) std::cout << r.target << ' ' << r.code << '\n';
//
// It starts in a few milliseconds, the first of a process in some more, so that each test can have one of its
// own. The same seed, clock and
// requests give the same bytes. Without a port nothing is opened, and `request` is the way in:
//
//   errdex::emulator platform({.frozen_at = errdex::emulator::time{}, .port = std::nullopt});
//   auto answer = platform.request("GET",
//   "/cgi-bin/gettoken?corpid=ww0123456789abcdef&corpsecret=crm-secret");
#ifndef ERRDEX_EMULATOR_HPP
#define ERRDEX_EMULATOR_HPP

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "errdex/detail/export.hpp"

namespace errdex {

/// How the platforms answer where their documents and their services differ.
enum class emulator_profile : std::uint8_t {
  table = 1,  ///< The specific code that the documents give for a field.
  wire = 2,   ///< What the live service is known to answer, such as one general code for every field.
};

/// Header fields in their order; a name may stand several times.
using emulator_headers = std::vector<std::pair<std::string, std::string>>;

struct emulator_options {
  /// Who is there at the start, as YAML text: a mapping with a key for each platform. Empty for the
  /// organisation that comes with errdex.
  std::string fixture{};
  /// A file that keeps everything; what was answered survives a crash. Empty: everything is in memory.
  std::string state_file{};
  /// What ids, tokens and drawn faults are made from.
  std::uint64_t seed = 1;
  /// A clock that stands still at this moment until it is moved. Without it the clock runs with real time.
  std::optional<std::chrono::sys_time<std::chrono::milliseconds>> frozen_at{};
  emulator_profile profile = emulator_profile::table;
  /// Whether documented limits on calls are counted.
  bool rate_limits = true;
  /// Where it listens on 127.0.0.1; 0 for any free port, nothing for no port at all.
  std::optional<std::uint16_t> port = 0;
  /// How many requests the journal keeps.
  std::size_t journal_capacity = 1000;
};

/// A rule by which requests that are fine are answered as if they were not. Parts that are not set do not
/// narrow it, and do nothing; at least one of `code`, `status`, `headers`, `body`, `delay`, `cut_after` and
/// `reset` must be set.
struct emulator_fault {
  /// "wecom:45009" or "wecom:rate_limited": any code of the catalog, in the platform's envelope.
  std::string code{};
  std::string platform{};  ///< Only requests to this platform: "wecom".
  std::string endpoint{};  ///< Only this endpoint: "user/get", or "user/*".
  /// Only requests with these arguments, of the query or of the body.
  std::vector<std::pair<std::string, std::string>> where{};
  std::uint64_t skip = 0;                ///< Lets so many matching requests pass first.
  std::optional<std::uint64_t> times{};  ///< Strikes so often at most.
  double probability = 1;                ///< 0 to 1, drawn from the seed.
  bool after_effect = false;           ///< The request takes effect, and is answered as failed all the same.
  std::optional<unsigned> status{};    ///< An HTTP status, 200 to 599.
  emulator_headers headers{};          ///< Set on the answer.
  std::optional<std::string> body{};   ///< Replaces the body.
  std::chrono::milliseconds delay{0};  ///< Real time before the answer; `request` does not wait for it.
  std::optional<std::size_t> cut_after{};  ///< Bytes of the body before the connection is closed.
  bool reset = false;                      ///< The connection is reset instead of an answer.
};

struct emulator_answer {
  unsigned status = 0;
  emulator_headers headers;
  std::string body;

  /// The first field of this name, whose case does not count; empty when there is none.
  [[nodiscard]] ERRDEX_API std::string_view header(std::string_view name) const noexcept;
};

/// One request and its answer. Credentials in target and bodies are masked.
struct emulator_record {
  std::uint64_t number = 0;                               ///< 1, 2, 3 … since the last reset.
  std::chrono::sys_time<std::chrono::milliseconds> at{};  ///< Virtual time.
  std::string method;
  std::string target;
  std::string request_body;
  unsigned status = 0;
  std::string answer_body;
  std::string platform;      ///< "wecom"; empty for a path that is nobody's.
  std::string endpoint;      ///< "user/get"; empty when no endpoint has the path.
  std::string caller;        ///< Organisation and application: "ww0123456789abcdef/crm".
  std::string failed_check;  ///< "access token", "fields", "handler" …; empty for a success.
  std::string failure;       ///< What was wrong, in a sentence; empty for a success.
  std::string code;          ///< "wecom:60111"; empty for a success.
  std::string hint;          ///< The id under which the platform's own answer names this request.
  std::uint64_t fault = 0;   ///< The fault that changed the answer; 0 for none.
};

/// Platforms, their data and their clock, in this process. Safe for several threads. The admin interface
/// below /_errdex/ is there too, by `base_url` and by `request`.
class emulator {
 public:
  /// A moment of virtual time.
  using time = std::chrono::sys_time<std::chrono::milliseconds>;

  /// Starts. Throws std::invalid_argument for a fixture that is wrong, with its place in it, and
  /// std::runtime_error when the port is taken or the state file cannot be used.
  ERRDEX_API explicit emulator(const emulator_options& options = {});
  ERRDEX_API ~emulator();
  ERRDEX_API emulator(emulator&& other) noexcept;
  ERRDEX_API emulator& operator=(emulator&& other) noexcept;

  /// "http://127.0.0.1:40123", without a slash at its end; empty without a port.
  [[nodiscard]] ERRDEX_API std::string base_url() const;
  /// 0 without a port.
  [[nodiscard]] ERRDEX_API std::uint16_t port() const noexcept;

  /// Answers a request without a network. `target` is path and query, percent-encoded.
  [[nodiscard]] ERRDEX_API emulator_answer request(std::string method, std::string target,
                                                   const emulator_headers& headers = {},
                                                   std::string body = {});

  // --- The clock, by which tokens, limits and one-time codes live.
  [[nodiscard]] ERRDEX_API time now() const;
  /// Moves on; a negative duration moves back.
  ERRDEX_API void advance(std::chrono::milliseconds by);
  /// Goes to this moment, and goes on running or standing still as before.
  ERRDEX_API void set_time(time moment);
  ERRDEX_API void freeze();
  /// Goes on with real time from the present virtual moment.
  ERRDEX_API void run();

  // --- Faults.
  /// Adds a rule behind the others and returns its id. Throws std::invalid_argument that says what is wrong.
  ERRDEX_API std::uint64_t inject(const emulator_fault& fault);
  /// False when there is no such rule.
  ERRDEX_API bool remove_fault(std::uint64_t id);
  ERRDEX_API void clear_faults();

  // --- What was asked and answered, the oldest first.
  [[nodiscard]] ERRDEX_API std::vector<emulator_record> journal() const;
  ERRDEX_API void clear_journal();

  // --- Callbacks.
  /// Sends every event that is due to the address that its application has set, on this machine only, and
  /// returns how many arrived. With a port they are sent by themselves when they are due.
  ERRDEX_API std::size_t deliver_callbacks();

  // --- State.
  ERRDEX_API void set_profile(emulator_profile profile);
  ERRDEX_API void set_rate_limits(bool counted);
  /// Data, clock, faults and settings become as they were at the start; the journal is emptied.
  ERRDEX_API void reset();
  /// Keeps the present state under a name, replacing what had it.
  ERRDEX_API void snapshot(const std::string& name);
  /// Goes back to it; the journal is kept. False when there is no such name.
  ERRDEX_API bool restore(const std::string& name);

 private:
  struct state;
  std::unique_ptr<state> self_;
};

}  // namespace errdex

#endif
