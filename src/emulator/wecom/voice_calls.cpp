// Urgent notices: the platform telephones members and reads a message of the app's to them.
#include <boost/json/array.hpp>

#include "emulator/wecom/wecom.hpp"

namespace errdex::emulation::wecom {
namespace json = boost::json;
namespace {

constexpr const char* schema = R"(
-- answered: when the member picked up, 0 for not at all; seconds: how long they listened.
CREATE TABLE IF NOT EXISTS wecom_voice_call(corp TEXT NOT NULL, callid TEXT NOT NULL, userid TEXT NOT NULL,
  called INTEGER NOT NULL, answered INTEGER NOT NULL, seconds INTEGER NOT NULL, PRIMARY KEY(corp, callid)) WITHOUT ROWID;
)";

constexpr std::int64_t kept_for = 604'800;  // Seconds: a week.
constexpr int not_reachable = 1;

answer call_members(exchange& x) {
  json::array states;
  for (const std::string& wanted : x.texts("callee_userid")) {
    const auto userid = find_member(x, wanted);
    const bool has_number = userid && sees_member(x, *userid) &&
                            x.data().value("SELECT mobile FROM wecom_member WHERE corp = ? AND userid = ?",
                                           x.caller.tenant, *userid);
    if (!has_number) {
      states.push_back(json::object{{"code", not_reachable}, {"callid", ""}, {"userid", wanted}});
      continue;
    }
    const std::string callid = "6-" + x.ids().text("wecom.voice_call", 24, alphabets::digits) + "-out";
    x.data().run(
        "INSERT INTO wecom_voice_call(corp, callid, userid, called, answered, seconds) VALUES(?, ?, ?, ?, 0, "
        "0)",
        x.caller.tenant, callid, *userid, x.seconds());
    states.push_back(json::object{{"code", 0}, {"callid", callid}, {"userid", *userid}});
  }
  return json::object{{"states", std::move(states)}};
}

answer call_state(exchange& x) {
  auto row = x.data().query(
      "SELECT called, answered, seconds FROM wecom_voice_call WHERE corp = ? AND callid = ? AND userid = ? "
      "COLLATE "
      "NOCASE AND called > ?",
      x.caller.tenant, x.text("callid"), x.text("callee_userid"), x.seconds() - kept_for);
  if (!row.next()) throw failure(code::parameter_invalid, "the member was not called so within seven days");
  return json::object{{"istalked", row.integer(1) != 0 ? 1 : 0},
                      {"calltime", row.integer(0)},
                      {"talktime", row.integer(2)},
                      {"reason", 0}};
}

}  // namespace

void create_voice_call_tables(store& data) { data.script(schema); }

void add_voice_calls(endpoint_list& list) {
  list.push_back({
      .name = "pstncc/call",
      .method = "POST",
      .path = "/cgi-bin/pstncc/call",
      .title = "Telephone members",
      .group = "dial",
      .credential = access_token,
      .permission = messages,
      .fields =
          {field("callee_userid").array().required().count(1, std::numeric_limits<std::int64_t>::max())},
      .handle = call_members,
      .document = "https://developer.work.weixin.qq.com/document/path/91627",
  });
  list.push_back({
      .name = "pstncc/getstates",
      .method = "POST",
      .path = "/cgi-bin/pstncc/getstates",
      .title = "Ask whether a member has picked up",
      .group = "dial",
      .credential = access_token,
      .permission = messages,
      .fields = {field("callee_userid").text().required(), field("callid").text().required()},
      .raises = {{code::parameter_invalid, "the member was not called so within seven days"}},
      .handle = call_state,
      .document = "https://developer.work.weixin.qq.com/document/path/91628",
  });
}

}  // namespace errdex::emulation::wecom
