// Messages of all kinds, to members, chats and groups: what was sent is kept, with who got it.
#pragma once

#include <boost/json/object.hpp>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/wecom/wecom.hpp"

namespace errdex::emulation::wecom {

/// How many messages one member gets from one app in a window; more are dropped without a word.
struct member_limit {
  std::int64_t messages = 0;
  std::chrono::seconds window{60};
};

struct outgoing_message {
  std::string_view channel;  ///< "app", "linked", "appchat", "chat" or "robot".
  std::string target;        ///< The chat's id or the robot's key; empty for members.
  std::string type;
  boost::json::object content;
  std::vector<std::string> users;  ///< Who is to get it.
  std::vector<member_limit> limits;
};

/// Keeps a message and who gets it; returns its msgid.
std::string keep_message(exchange& x, const outgoing_message& m);

/// A code with which the card of a message can be replaced once, within 72 hours.
[[nodiscard]] std::string make_response_code(exchange& x, const std::string& msgid);

/// Counts messages to so many people under a limit of the platform; throws when there are too many.
void count_people(exchange& x, const std::string& whose, std::int64_t limit, std::chrono::seconds window,
                  std::size_t people);

void add_messages(endpoint_list& list);
void add_linked_messages(endpoint_list& list);
void add_card_updates(endpoint_list& list);
void add_app_chats(endpoint_list& list);
void add_conversations(endpoint_list& list);
void add_robots(endpoint_list& list);

void create_message_tables(store& data);
void load_messages(world& w, const std::string& corp, const boost::json::value& part);
void create_chat_tables(store& data);
void create_robot_tables(store& data);
void load_robots(world& w, const std::string& corp, const boost::json::value& part);

}  // namespace errdex::emulation::wecom
