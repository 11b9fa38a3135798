#include "emulator/wecom/suite_events.hpp"

#include "emulator/wecom/callback_crypto.hpp"
#include "emulator/wecom/providers.hpp"

namespace errdex::emulation::wecom {
namespace {

constexpr std::string_view ticket_event = "suite_ticket";

xml_writer info(std::string_view suite, std::string_view type, std::int64_t at) {
  xml_writer out;
  out.text("SuiteId", suite).text("InfoType", type).number("TimeStamp", at);
  return out;
}

void push_ticket_at(world& w, std::string_view suite, std::int64_t at) {
  const auto to = suite_receiver(w.data, suite);
  if (!to) return;
  xml_writer message = info(suite, ticket_event, at);
  message.text("SuiteTicket", suite_ticket(w, suite, at));
  notify(w, *to, ticket_event, message, instant(std::chrono::seconds(at)));
}

}  // namespace

std::optional<receiver> suite_receiver(store& data, std::string_view suite) {
  auto row =
      data.query("SELECT callback_url, token, encoding_aes_key FROM wecom_suite WHERE suite = ?", suite);
  if (!row.next() || row.text(0).empty() || !is_callback_key(row.text(2))) return std::nullopt;
  receiver out;
  out.name = suite;
  out.url = row.text(0);
  out.token = row.text(1);
  out.key = row.text(2);
  out.receive_id = suite;
  out.to_user = suite;
  return out;
}

void push_ticket(world& w, std::string_view suite) { push_ticket_at(w, suite, w.clock.seconds()); }

void push_next_ticket(world& w, const callback_message& sent) {
  if (sent.event != ticket_event) return;
  const auto suite = xml_child(sent.plain, "SuiteId"), at = xml_child(sent.plain, "TimeStamp");
  if (!suite || !at) return;
  // After a jump of the clock the ticket that was due is an old one, and the present one follows at once.
  const std::int64_t pushed = as_integer(boost::json::value(boost::json::string(*at))).value_or(0);
  const std::int64_t next = (pushed / ticket_interval + 1) * ticket_interval;
  push_ticket_at(w, *suite, std::max(next, w.clock.seconds() / ticket_interval * ticket_interval));
}

void tell_of_grant(world& w, std::string_view suite, std::string_view auth_code, std::string_view state) {
  const auto to = suite_receiver(w.data, suite);
  if (!to) return;
  xml_writer message = info(suite, "create_auth", w.clock.seconds());
  message.text("AuthCode", auth_code);
  if (!state.empty()) message.text("State", state);
  notify(w, *to, "create_auth", message);
}

void tell_of_change(world& w, std::string_view suite, std::string_view what, std::string_view corp) {
  const auto to = suite_receiver(w.data, suite);
  if (!to) return;
  xml_writer message = info(suite, what, w.clock.seconds());
  message.text("AuthCorpId", corp);
  notify(w, *to, what, message);
}

}  // namespace errdex::emulation::wecom
