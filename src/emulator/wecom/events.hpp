// What WeCom sends to applications: who takes it, and how it is wrapped, encrypted and signed.
//
//   if (const auto to = app_receiver(x.data(), x.caller.tenant, "crm"))
//     notify(x, *to, "enter_agent", event_message(*to, "ada", x.seconds(), "event").text("Event", …));
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "emulator/wecom/wecom.hpp"
#include "emulator/wecom/xml.hpp"

namespace errdex::emulation::wecom {

/// Where callbacks go, and with what they are encrypted and signed.
struct receiver {
  std::string name;  ///< The application or the suite, for the journal.
  std::string url;
  std::string token;
  std::string key;  ///< EncodingAESKey.
  std::string
      receive_id;       ///< At the end of what is encrypted: the corpid for an app, the suite id for a suite.
  std::string to_user;  ///< ToUserName around the encrypted text: the same, or what a suite has there.
  std::optional<std::int64_t> agent;  ///< AgentID, for an application that has one.
};

/// The receiving configuration of an application of an organisation; nothing when URL, Token and
/// EncodingAESKey are not all there.
[[nodiscard]] std::optional<receiver> app_receiver(store& data, std::string_view corp, std::string_view app);

/// A message that begins with ToUserName, FromUserName, CreateTime and MsgType.
[[nodiscard]] xml_writer event_message(const receiver& to, std::string_view from, std::int64_t created,
                                       std::string_view type);

/// Queues a message, encrypted and signed as of `due`, which is now when it is not given. Part of the
/// transaction that is open. `event` names it for people: "change_contact create_user". Returns its id.
std::uint64_t notify(world& w, const receiver& to, std::string_view event, const xml_writer& message,
                     std::optional<instant> due = std::nullopt);
inline std::uint64_t notify(exchange& x, const receiver& to, std::string_view event,
                            const xml_writer& message, std::optional<instant> due = std::nullopt) {
  return notify(x.world, to, event, message, due);
}

/// The request by which the console checks a URL before it saves it: a GET with an encrypted `echo` that the
/// application must answer with in plain, within a second.
[[nodiscard]] callback_message url_check(world& w, const receiver& to, std::string_view echo);

/// Reads what an application answered: nothing, "success", or an encrypted reply, which is verified and
/// decrypted.
void read_reply(const callback_message& sent, callback_outcome& outcome);

/// The table of receiving configurations, and its part of a fixture: `callbacks: [{app, url, token,
/// encoding_aes_key, contact_changes}]`.
void create_event_tables(store& data);
void load_callbacks(world& w, const std::string& corp, const boost::json::value& part);

}  // namespace errdex::emulation::wecom
