// Group chats: what those that apps make and those of the retired conversations have in common.
#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/wecom/wecom.hpp"

namespace errdex::emulation::wecom {

/// Ids of the two families are apart from each other.
enum class chat_family : std::uint8_t {
  of_apps = 1,        ///< appchat/*
  conversations = 2,  ///< chat/*
};

struct chat {
  std::string id;
  std::string app;
  std::string name;
  std::string owner;
  std::vector<std::string> members;  ///< Sorted.

  [[nodiscard]] bool has(std::string_view userid) const;
};

/// How many members a chat may have.
struct chat_size {
  std::size_t least;
  std::size_t most;
};

/// What a call wants to have changed.
struct chat_change {
  std::optional<std::string> name;
  std::optional<std::string> owner;
  std::vector<std::string> added;
  std::vector<std::string> removed;
};

[[nodiscard]] std::optional<chat> find_chat(const exchange& x, chat_family family, std::string_view id);

/// Makes a chat out of the arguments name, owner and userlist, with an id that is free. Without an owner it
/// is one of the members.
chat create_chat(exchange& x, chat_family family, const std::string& id, chat_size size);
/// Applies a change, when the chat is all right after it.
void change_chat(exchange& x, chat_family family, chat c, const chat_change& change, chat_size size);
/// The arguments name, owner, add_user_list and del_user_list.
[[nodiscard]] chat_change read_change(const exchange& x);
/// {"chatid", "name", "owner", "userlist"}
[[nodiscard]] boost::json::object show_chat(const chat& c);

/// The id that a new chat is to have.
[[nodiscard]] field new_chat_id();
/// The id of a chat that is there.
[[nodiscard]] field known_chat_id();
[[nodiscard]] field chat_name();
[[nodiscard]] field chat_members(std::int64_t least, std::int64_t most);
[[nodiscard]] std::vector<claim> creation_claims();
[[nodiscard]] std::vector<claim> change_claims();

}  // namespace errdex::emulation::wecom
