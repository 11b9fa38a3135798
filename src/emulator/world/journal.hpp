// What was asked of a world and what it answered, the latest requests first to be found and the oldest first
// to be forgotten.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "emulator/world/clock.hpp"

namespace errdex::emulation {

/// One request and its answer. As kept here it has the credentials in it; everything that shows a record
/// passes it through `mask` first.
struct journal_record {
  std::uint64_t number = 0;  ///< 1, 2, 3 … in this world.
  instant at{};              ///< Virtual time.
  std::string peer;
  std::string caller;  ///< Organisation and application, "ww0123456789abcdef/crm", once they were known.
  std::string method;
  std::string target;
  std::string request_body;  ///< Up to `journal::body_limit` bytes.
  unsigned status = 0;
  std::string answer_body;    ///< Likewise.
  std::string_view platform;  ///< Empty when the path is nobody's. A name that lives with the emulator.
  std::string_view endpoint;  ///< Empty when no endpoint has the path.
  std::vector<std::string_view> checks;  ///< The names of those that passed, in their order.
  std::string_view failed_check;         ///< Empty when all passed, or a fault answered.
  std::string failure;                   ///< What was wrong, in a sentence; empty for a success.
  std::string code;                      ///< "wecom:60111"; empty for a success.
  std::string hint;                      ///< The id under which the platform's own answer names this request.
  std::uint64_t fault = 0;               ///< The fault rule that changed the answer; 0 for none.
  // Of a callback, which the platform makes and an application answers; the target is its whole URL then.
  std::uint64_t callback = 0;         ///< Its id in the outbox; 0 for one that did not stand there.
  std::string event;                  ///< "change_contact create_user"; empty for a request that came in.
  std::string message;                ///< What its body says, decrypted.
  std::int64_t attempt = 0;           ///< 1 for the first.
  std::string reply;                  ///< What the application replied, decrypted.
  std::chrono::microseconds took{0};  ///< Real time that the answer took to make.
  /// A handler raised a code that its declaration does not list: a mistake in the emulator, which tests
  /// refuse.
  bool undeclared = false;
};

/// The names of query parameters, form fields and JSON keys whose values are secrets. Sorted.
using secret_names = std::vector<std::string_view>;

/// The text with the values of secret names replaced by their first four characters and "…": in a query
/// (`name=value`) and in JSON text (`"name":"value"`). Bytes around them are untouched.
[[nodiscard]] std::string mask(std::string_view text, const secret_names& secrets);

class journal {
 public:
  static constexpr std::size_t body_limit = 16384;

  explicit journal(std::size_t capacity = 1000) : capacity_(capacity) {}

  /// An empty record to fill and add. When the journal is full it has the memory of the oldest, which is
  /// forgotten.
  [[nodiscard]] journal_record take();
  /// Takes the record over and gives it its number.
  void add(journal_record record);
  /// The number that the next record will have.
  [[nodiscard]] std::uint64_t next_number() const noexcept { return last_ + 1; }
  /// The record with this number or this hint; nullptr when there is none, or none any more.
  [[nodiscard]] const journal_record* find(std::uint64_t number) const noexcept;
  [[nodiscard]] const journal_record* find_hint(std::string_view hint) const noexcept;
  [[nodiscard]] const std::deque<journal_record>& records() const noexcept { return records_; }
  /// The number of the last record; 0 before the first.
  [[nodiscard]] std::uint64_t last_number() const noexcept { return last_; }
  /// Forgets the records; numbers go on from 1 again.
  void clear() noexcept;
  /// How often it was cleared: who follows it begins anew when this changes.
  [[nodiscard]] std::uint64_t times_cleared() const noexcept { return times_cleared_; }

 private:
  std::size_t capacity_;
  std::uint64_t last_ = 0;
  std::uint64_t times_cleared_ = 0;
  std::deque<journal_record> records_;
};

}  // namespace errdex::emulation
