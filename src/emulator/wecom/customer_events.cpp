#include "emulator/wecom/customer_events.hpp"

#include "emulator/wecom/events.hpp"

namespace errdex::emulation::wecom {
namespace json = boost::json;

json::array tell_customer_change(world& w, const std::string& corp, const customer_change& change) {
  std::vector<std::string> apps;
  auto rows =
      w.data.query("SELECT app FROM wecom_app WHERE corp = ? AND kind = 'customer' ORDER BY app", corp);
  while (rows.next()) apps.emplace_back(rows.text(0));
  json::array ids;
  for (const std::string& app : apps) {
    const auto to = app_receiver(w.data, corp, app);
    if (!to) continue;
    xml_writer message = event_message(*to, "sys", w.clock.seconds(), "event");
    message.text("Event", "change_external_contact").text("ChangeType", change.type);
    if (!change.fail_reason.empty()) message.text("FailReason", change.fail_reason);
    message.text("UserID", change.userid).text("ExternalUserID", change.customer);
    if (!change.state.empty()) message.text("State", change.state);
    if (!change.welcome_code.empty()) message.text("WelcomeCode", change.welcome_code);
    ids.emplace_back(notify(w, *to, "change_external_contact " + std::string(change.type), message));
  }
  return ids;
}

}  // namespace errdex::emulation::wecom
