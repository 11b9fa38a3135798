#include "emulator/world/outbox.hpp"

#include <algorithm>
#include <utility>

#include "emulator/world/store.hpp"

namespace errdex::emulation {
namespace {

constexpr const char* schema = R"(
CREATE TABLE IF NOT EXISTS errdex_callback(id INTEGER PRIMARY KEY, platform TEXT NOT NULL, event TEXT NOT NULL,
  method TEXT NOT NULL, url TEXT NOT NULL, content_type TEXT NOT NULL, body TEXT NOT NULL, plain TEXT NOT NULL,
  context TEXT NOT NULL, attempts INTEGER NOT NULL, retry_after INTEGER NOT NULL, answer_within INTEGER NOT NULL,
  state INTEGER NOT NULL, created INTEGER NOT NULL, due INTEGER NOT NULL, tried INTEGER NOT NULL,
  status INTEGER NOT NULL, answer TEXT NOT NULL, reply TEXT NOT NULL, problem TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS errdex_callback_due ON errdex_callback(state, due, id);
)";

constexpr std::string_view columns =
    "id, platform, event, method, url, content_type, body, plain, context, attempts, retry_after, "
    "answer_within, state, created, due, tried, status, answer, reply, problem";

std::int64_t milliseconds_of(instant moment) { return moment.time_since_epoch().count(); }
instant instant_of(std::int64_t milliseconds) { return instant(std::chrono::milliseconds(milliseconds)); }

callback_entry read(const query& row) {
  callback_entry out;
  out.id = static_cast<std::uint64_t>(row.integer(0));
  callback_message& m = out.message;
  m.platform = row.text(1);
  m.event = row.text(2);
  m.method = row.text(3);
  m.url = row.text(4);
  m.content_type = row.text(5);
  m.body = row.text(6);
  m.plain = row.text(7);
  m.context = row.text(8);
  m.attempts = row.integer(9);
  m.retry_after = std::chrono::milliseconds(row.integer(10));
  m.answer_within = std::chrono::milliseconds(row.integer(11));
  out.state = static_cast<callback_state>(row.integer(12));
  out.created = instant_of(row.integer(13));
  out.due = instant_of(row.integer(14));
  out.tried = row.integer(15);
  out.status = static_cast<unsigned>(row.integer(16));
  out.answer = row.text(17);
  out.reply = row.text(18);
  out.problem = row.text(19);
  return out;
}

/// Where it goes; the query is different for each event.
std::string_view address_of(std::string_view url) { return url.substr(0, url.find('?')); }

std::string select(std::string_view rest) {
  return "SELECT " + std::string(columns) + " FROM errdex_callback " + std::string(rest);
}

}  // namespace

std::string_view name(callback_state state) noexcept {
  switch (state) {
    case callback_state::pending: return "pending";
    case callback_state::delivered: return "delivered";
    case callback_state::failed: return "failed";
  }
  return {};
}

std::optional<callback_state> callback_state_of(std::string_view text) noexcept {
  for (const auto state : {callback_state::pending, callback_state::delivered, callback_state::failed})
    if (name(state) == text) return state;
  return std::nullopt;
}

outbox::outbox(store& data) : data_(data) { data_.script(schema); }

std::uint64_t outbox::add(const callback_message& m, instant now, instant due) {
  touched_ = true;
  data_.run(
      "INSERT INTO errdex_callback(platform, event, method, url, content_type, body, plain, context, "
      "attempts, retry_after, answer_within, state, created, due, tried, status, answer, reply, problem) "
      "VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, '', '', '')",
      m.platform, m.event, m.method, m.url, m.content_type, m.body, m.plain, m.context, m.attempts,
      m.retry_after.count(), m.answer_within.count(), callback_state::pending, milliseconds_of(now),
      milliseconds_of(due));
  return static_cast<std::uint64_t>(data_.number("SELECT last_insert_rowid()").value_or(0));
}

std::optional<callback_ticket> outbox::take(instant now) {
  static const std::string sql = select("WHERE state = ? AND due <= ? ORDER BY due, id");
  auto rows = data_.query(sql, callback_state::pending, milliseconds_of(now));
  while (rows.next()) {
    const auto id = static_cast<std::uint64_t>(rows.integer(0));
    if (is_busy(id, rows.text(4))) continue;
    callback_entry found = read(rows);
    taken_[id] = {++takings_, std::string(address_of(found.message.url))};
    return callback_ticket{id, takings_, found.tried + 1, std::move(found.message)};
  }
  return std::nullopt;
}

bool outbox::finish(const callback_ticket& ticket, const callback_outcome& outcome, instant now) {
  const auto found = taken_.find(ticket.id);
  if (found == taken_.end() || found->second.number != ticket.number) return false;
  taken_.erase(found);
  const bool again = !outcome.accepted && outcome.again && ticket.attempt < ticket.message.attempts;
  const callback_state state = outcome.accepted ? callback_state::delivered
                               : again          ? callback_state::pending
                                                : callback_state::failed;
  data_.run(
      "UPDATE errdex_callback SET state = ?, due = ?, tried = ?, status = ?, answer = ?, reply = ?, problem "
      "= ? WHERE id = ?",
      state, milliseconds_of(again ? now + ticket.message.retry_after : now), ticket.attempt, outcome.status,
      std::string_view(outcome.answer).substr(0, answer_limit), outcome.reply, outcome.problem, ticket.id);
  if (state != callback_state::pending && ticket.id > kept)
    data_.run("DELETE FROM errdex_callback WHERE id <= ? AND state <> ?", ticket.id - kept,
              callback_state::pending);
  return true;
}

std::optional<instant> outbox::next_due() const {
  auto rows = data_.query("SELECT id, url, due FROM errdex_callback WHERE state = ? ORDER BY due, id",
                          callback_state::pending);
  while (rows.next())
    if (!is_busy(static_cast<std::uint64_t>(rows.integer(0)), rows.text(1)))
      return instant_of(rows.integer(2));
  return std::nullopt;
}

bool outbox::is_busy(std::uint64_t id, std::string_view url) const {
  return std::any_of(taken_.begin(), taken_.end(),
                     [&](const auto& t) { return t.first == id || t.second.address == address_of(url); });
}

std::vector<callback_entry> outbox::list(std::optional<callback_state> state, std::int64_t limit) const {
  std::vector<callback_entry> out;
  static const std::string sql = select("WHERE ?1 = 0 OR state = ?1 ORDER BY id DESC LIMIT ?2");
  auto rows = data_.query(sql, state ? static_cast<int>(*state) : 0, limit);
  while (rows.next()) out.push_back(read(rows));
  std::reverse(out.begin(), out.end());
  return out;
}

std::optional<callback_entry> outbox::find(std::uint64_t id) const {
  static const std::string sql = select("WHERE id = ?");
  auto rows = data_.query(sql, id);
  if (!rows.next()) return std::nullopt;
  return read(rows);
}

std::int64_t outbox::count(callback_state state) const {
  return data_.number("SELECT count(*) FROM errdex_callback WHERE state = ?", state).value_or(0);
}

}  // namespace errdex::emulation
