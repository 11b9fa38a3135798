// What was sent, to whom, and what the console of an organisation says about messages.
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "emulator/platform/fixture.hpp"
#include "emulator/wecom/messages.hpp"

namespace errdex::emulation::wecom {
namespace json = boost::json;
namespace {

constexpr const char* schema = R"(
CREATE TABLE IF NOT EXISTS wecom_message(corp TEXT NOT NULL, msgid TEXT NOT NULL, channel TEXT NOT NULL, app TEXT NOT NULL,
  target TEXT NOT NULL, type TEXT NOT NULL, content TEXT NOT NULL, request TEXT NOT NULL, digest INTEGER NOT NULL,
  sent INTEGER NOT NULL, recalled INTEGER NOT NULL, PRIMARY KEY(corp, msgid)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS wecom_message_digest ON wecom_message(corp, app, digest, sent);
CREATE INDEX IF NOT EXISTS wecom_message_sent ON wecom_message(corp, sent);
-- Dropped: the member had too many in a short time. Shown: what replaced the message for this member.
CREATE TABLE IF NOT EXISTS wecom_message_receiver(corp TEXT NOT NULL, msgid TEXT NOT NULL, userid TEXT NOT NULL COLLATE NOCASE,
  dropped INTEGER NOT NULL, shown TEXT, PRIMARY KEY(corp, msgid, userid)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS wecom_card_code(code TEXT PRIMARY KEY, corp TEXT NOT NULL, app TEXT NOT NULL, msgid TEXT NOT NULL,
  expires INTEGER NOT NULL, used INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS wecom_card_task(corp TEXT NOT NULL, app TEXT NOT NULL, task_id TEXT NOT NULL, msgid TEXT NOT NULL,
  PRIMARY KEY(corp, app, task_id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS wecom_forbidden_word(corp TEXT NOT NULL, word TEXT NOT NULL, PRIMARY KEY(corp, word)) WITHOUT ROWID;
-- A mini program exists for all; app is empty where an organisation has not linked it.
CREATE TABLE IF NOT EXISTS wecom_mini_program(corp TEXT NOT NULL, appid TEXT NOT NULL, app TEXT NOT NULL,
  PRIMARY KEY(corp, appid)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS wecom_linked_corp(corp TEXT NOT NULL, link TEXT NOT NULL, linked TEXT NOT NULL,
  PRIMARY KEY(corp, link)) WITHOUT ROWID;
)";

constexpr std::int64_t response_code_life = 72L * 3600;

}  // namespace

void create_message_tables(store& data) { data.script(schema); }

void load_messages(world& w, const std::string& corp, const json::value& part) {
  const fixture_part p(part, "corp " + corp + ", messages");
  p.only({"forbidden_words", "mini_programs", "linked_corps"});
  for (const auto& word : p.list("forbidden_words"))
    w.data.run("INSERT OR IGNORE INTO wecom_forbidden_word(corp, word) VALUES(?, ?)", corp,
               scalar_text(word));
  for (const auto& value : p.list("mini_programs")) {
    const fixture_part program(value, p.where() + ", mini program");
    program.only({"appid", "app"});
    w.data.run("INSERT INTO wecom_mini_program(corp, appid, app) VALUES(?, ?, ?)", corp,
               program.needed("appid"), program.text("app"));
  }
  for (const auto& value : p.list("linked_corps")) {
    const fixture_part link(value, p.where() + ", linked corp");
    link.only({"link", "corpid"});
    w.data.run("INSERT INTO wecom_linked_corp(corp, link, linked) VALUES(?, ?, ?)", corp, link.needed("link"),
               link.needed("corpid"));
  }
}

std::string keep_message(exchange& x, const outgoing_message& m) {
  std::string msgid = x.ids().text("wecom.message", 64);
  const std::string request = json::serialize(x.body());
  x.data().run(
      "INSERT INTO wecom_message(corp, msgid, channel, app, target, type, content, request, digest, sent, "
      "recalled) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",
      x.caller.tenant, msgid, m.channel, x.caller.app, m.target, m.type, json::serialize(m.content), request,
      static_cast<std::int64_t>(mix(0, request, 0)), x.seconds());
  for (const std::string& user : m.users) {
    bool dropped = false;
    for (const member_limit& limit : m.limits) {
      if (dropped || !x.world.settings.rate_limits) break;
      std::string key("wecom.message ");
      key.append(m.channel).append(" ").append(x.caller.tenant).append(" ").append(x.caller.app);
      key.append(" ").append(user).append(" ").append(std::to_string(limit.window.count()));
      dropped = !x.world.limits.take(key, limit.messages, limit.window, x.now());
    }
    x.data().run("INSERT INTO wecom_message_receiver(corp, msgid, userid, dropped) VALUES(?, ?, ?, ?)",
                 x.caller.tenant, msgid, user, dropped ? 1 : 0);
  }
  return msgid;
}

std::string make_response_code(exchange& x, const std::string& msgid) {
  std::string out = x.ids().text("wecom.card", 43);
  x.data().run("INSERT INTO wecom_card_code(code, corp, app, msgid, expires, used) VALUES(?, ?, ?, ?, ?, 0)",
               out, x.caller.tenant, x.caller.app, msgid, x.seconds() + response_code_life);
  return out;
}

void count_people(exchange& x, const std::string& whose, std::int64_t limit, std::chrono::seconds window,
                  std::size_t people) {
  if (!x.world.settings.rate_limits) return;
  const std::string key = "wecom.people " + whose + ' ' + std::to_string(window.count());
  if (!x.world.limits.take(key, limit, window, x.now(), static_cast<std::int64_t>(people)))
    throw failure(code::rate_limited,
                  "messages to more than " + std::to_string(limit) + " people in " + format_duration(window));
}

}  // namespace errdex::emulation::wecom
