#include "emulator/wecom/chats.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <charconv>

#include "emulator/wecom/message_contents.hpp"
#include "emulator/wecom/messages.hpp"

namespace errdex::emulation::wecom {
namespace json = boost::json;
namespace {

constexpr const char* schema = R"(
CREATE TABLE IF NOT EXISTS wecom_chat(corp TEXT NOT NULL, family INTEGER NOT NULL, chatid TEXT NOT NULL, app TEXT NOT NULL,
  name TEXT NOT NULL, owner TEXT NOT NULL, PRIMARY KEY(corp, family, chatid)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS wecom_chat_member(corp TEXT NOT NULL, family INTEGER NOT NULL, chatid TEXT NOT NULL,
  userid TEXT NOT NULL COLLATE NOCASE, PRIMARY KEY(corp, family, chatid, userid)) WITHOUT ROWID;
-- What a member has not read of a conversation: with another member (single) or of a chat (group).
CREATE TABLE IF NOT EXISTS wecom_conversation_unread(corp TEXT NOT NULL, userid TEXT NOT NULL COLLATE NOCASE, kind TEXT NOT NULL,
  id TEXT NOT NULL COLLATE NOCASE, messages INTEGER NOT NULL, PRIMARY KEY(corp, userid, kind, id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS wecom_conversation_mute(corp TEXT NOT NULL, userid TEXT NOT NULL COLLATE NOCASE,
  PRIMARY KEY(corp, userid)) WITHOUT ROWID;
)";

constexpr std::size_t longest_name = 50;

/// Ids of digits alone are numbers below 2^63; those from there on are the service's own.
bool is_allowed_number(std::string_view id) {
  if (id.find_first_not_of("0123456789") != std::string_view::npos) return true;
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(id.data(), id.data() + id.size(), number);
  return error == std::errc() && number >= 1;
}

void need_size(std::size_t members, chat_size size) {
  if (members < size.least || members > size.most)
    throw failure(code::chat_member_count_invalid, "it would have " + std::to_string(members) + " members");
}

std::string need_owner(const exchange& x, const std::string& userid) {
  const auto found = find_member(x, userid);
  if (!found) throw failure(code::chat_owner_invalid, "there is no member " + userid);
  return *found;
}

void need_owner_inside(const chat& c) {
  if (!c.has(c.owner)) throw failure(code::chat_owner_not_in_members, c.owner + " is not in the chat");
}

void keep_chat(exchange& x, chat_family family, const chat& c) {
  x.data().run(
      "INSERT OR REPLACE INTO wecom_chat(corp, family, chatid, app, name, owner) VALUES(?, ?, ?, ?, ?, ?)",
      x.caller.tenant, family, c.id, c.app, c.name, c.owner);
  x.data().run("DELETE FROM wecom_chat_member WHERE corp = ? AND family = ? AND chatid = ?", x.caller.tenant,
               family, c.id);
  for (const std::string& member : c.members)
    x.data().run("INSERT INTO wecom_chat_member(corp, family, chatid, userid) VALUES(?, ?, ?, ?)",
                 x.caller.tenant, family, c.id, member);
}

void add_member(chat& c, const std::string& userid) {
  if (!c.has(userid)) c.members.push_back(userid);
  std::sort(c.members.begin(), c.members.end());
}

}  // namespace

void create_chat_tables(store& data) { data.script(schema); }

bool chat::has(std::string_view userid) const {
  return std::find(members.begin(), members.end(), userid) != members.end();
}

std::optional<chat> find_chat(const exchange& x, chat_family family, std::string_view id) {
  chat out;
  {
    auto row = x.data().query(
        "SELECT chatid, app, name, owner FROM wecom_chat WHERE corp = ? AND family = ? AND chatid = ?",
        x.caller.tenant, family, id);
    if (!row.next()) return std::nullopt;
    out.id = row.text(0);
    out.app = row.text(1);
    out.name = row.text(2);
    out.owner = row.text(3);
  }
  auto rows = x.data().query(
      "SELECT userid FROM wecom_chat_member WHERE corp = ? AND family = ? AND chatid = ? ORDER BY userid",
      x.caller.tenant, family, id);
  while (rows.next()) out.members.emplace_back(rows.text(0));
  return out;
}

chat create_chat(exchange& x, chat_family family, const std::string& id, chat_size size) {
  chat out;
  out.id = id;
  out.app = x.caller.app;
  out.name = cut_characters(x.text("name"), longest_name);
  for (const std::string& userid : x.texts("userlist")) {
    const auto found = find_member(x, userid);
    if (!found) throw failure(code::chat_member_invalid, "there is no member " + userid);
    add_member(out, *found);
  }
  need_size(out.members.size(), size);
  if (x.has("owner")) {
    out.owner = need_owner(x, x.text("owner"));
    need_owner_inside(out);
  } else {
    const std::uint64_t n = x.ids().next("wecom.chat.owner");
    out.owner = out.members[mix(x.ids().seed(), "wecom.chat.owner", n) % out.members.size()];
  }
  if (find_chat(x, family, id)) throw failure(code::chat_id_taken, "there is a chat with the chatid");
  keep_chat(x, family, out);
  return out;
}

void change_chat(exchange& x, chat_family family, chat c, const chat_change& change, chat_size size) {
  if (change.name) c.name = cut_characters(*change.name, longest_name);
  for (const std::string& userid : change.added) {
    const auto found = find_member(x, userid);
    if (!found) throw failure(code::chat_member_not_found, "there is no member " + userid);
    add_member(c, *found);
  }
  for (const std::string& userid : change.removed) {
    const auto found = find_member(x, userid);
    const auto at = std::find(c.members.begin(), c.members.end(), found.value_or(userid));
    if (at == c.members.end()) throw failure(code::chat_member_not_found, userid + " is not in the chat");
    c.members.erase(at);
  }
  if (change.owner) c.owner = need_owner(x, *change.owner);
  need_owner_inside(c);
  need_size(c.members.size(), size);
  keep_chat(x, family, c);
}

chat_change read_change(const exchange& x) {
  chat_change out;
  if (x.has("name")) out.name = x.text("name");
  if (x.has("owner")) out.owner = x.text("owner");
  out.added = x.texts("add_user_list");
  out.removed = x.texts("del_user_list");
  return out;
}

json::object show_chat(const chat& c) {
  return {{"chatid", c.id},
          {"name", c.name},
          {"owner", c.owner},
          {"userlist", json::array(c.members.begin(), c.members.end())}};
}

field new_chat_id() {
  return field("chatid")
      .text(code::chat_id_invalid)
      .chars(0, 32, code::chat_id_too_long)
      .charset("0-9a-zA-Z", code::chat_id_invalid)
      .form(is_allowed_number, "below 2^63 when it is a number", "9223372036854775808",
            code::chat_id_number_too_large);
}

field known_chat_id() { return field("chatid").text(code::chat_id_missing).required(code::chat_id_missing); }

field chat_name() {
  // Longer names than 50 characters are cut.
  return field("name")
      .text(code::chat_name_invalid)
      .chars(1, std::numeric_limits<std::int64_t>::max(), code::chat_name_invalid)
      .without("\n\r\t\v\f\b\x1b\x7f", code::chat_name_invalid);
}

field chat_members(std::int64_t least, std::int64_t most) {
  return field("userlist")
      .array(code::chat_member_invalid)
      .required(code::chat_members_missing)
      .count(1, std::numeric_limits<std::int64_t>::max(), code::chat_members_missing)
      .count(least, most, code::chat_member_count_invalid);
}

std::vector<claim> creation_claims() {
  return {{code::chat_member_invalid, "somebody in userlist does not exist"},
          {code::chat_member_count_invalid, "userlist names too few different members"},
          {code::chat_owner_invalid, "the owner does not exist"},
          {code::chat_owner_not_in_members, "the owner is not in userlist"},
          {code::chat_id_taken, "there is a chat with the chatid"}};
}

std::vector<claim> change_claims() {
  return {{code::chat_member_not_found, "somebody to add does not exist, or somebody to remove is not in it"},
          {code::chat_owner_invalid, "the new owner does not exist"},
          {code::chat_owner_not_in_members, "the owner would not be in the chat any more"},
          {code::chat_member_count_invalid, "too few members, or too many, would be left"}};
}

}  // namespace errdex::emulation::wecom
