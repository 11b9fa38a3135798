// Cards that were sent are replaced for those who have them.
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <set>

#include "emulator/wecom/agents.hpp"
#include "emulator/wecom/message_cards.hpp"
#include "emulator/wecom/message_contents.hpp"
#include "emulator/wecom/messages.hpp"
#include "emulator/wecom/receivers.hpp"

namespace errdex::emulation::wecom {
namespace json = boost::json;
namespace {

struct sent_card {
  std::string msgid;
  std::string type;
  json::object content;
};

sent_card read_card(const exchange& x, const std::string& msgid) {
  auto row = x.data().query("SELECT type, content FROM wecom_message WHERE corp = ? AND msgid = ?",
                            x.caller.tenant, msgid);
  if (!row.next()) throw failure(code::parameter_invalid, "the message is gone");
  return {msgid, std::string(row.text(0)), json::parse(row.text(1)).as_object()};
}

/// The message of a code, which is used up.
std::string use_response_code(exchange& x) {
  const std::string response_code = x.text("response_code");
  auto row =
      x.data().query("SELECT app, msgid, expires, used FROM wecom_card_code WHERE corp = ? AND code = ?",
                     x.caller.tenant, response_code);
  if (!row.next() || row.text(0) != x.caller.app)
    throw failure(code::parameter_invalid, "the app was given no such response_code");
  if (row.integer(3) != 0) throw failure(code::parameter_invalid, "the response_code has been used");
  if (row.integer(2) <= x.seconds())
    throw failure(code::parameter_invalid, "the response_code is older than 72 hours");
  std::string msgid(row.text(1));
  x.data().run("UPDATE wecom_card_code SET used = 1 WHERE code = ?", response_code);
  return msgid;
}

/// Shows those members something else in place of the message; returns who does not have it.
json::array show_instead(exchange& x, const std::string& msgid, const std::vector<std::string>& users,
                         const json::object& shown) {
  json::array strangers;
  const std::string text = json::serialize(shown);
  for (const std::string& user : users)
    if (x.data().run("UPDATE wecom_message_receiver SET shown = ? WHERE corp = ? AND msgid = ? AND userid = "
                     "? AND NOT dropped",
                     text, x.caller.tenant, msgid, user) == 0)
      strangers.emplace_back(lower_case(user));
  return strangers;
}

std::vector<std::string> all_receivers(const exchange& x, const std::string& msgid) {
  std::vector<std::string> out;
  auto rows =
      x.data().query("SELECT userid FROM wecom_message_receiver WHERE corp = ? AND msgid = ? AND NOT dropped",
                     x.caller.tenant, msgid);
  while (rows.next()) out.emplace_back(rows.text(0));
  return out;
}

answer update_template_card(exchange& x) {
  need_own_agent(x, x.integer("agentid"));
  const receiver_request wanted{x.texts("userids"), x.texts("partyids"), x.texts("tagids"), false};
  const bool everyone = x.integer("atall") == 1;
  if (!everyone && wanted.empty())
    throw failure(code::recipients_missing_or_invalid, "userids, partyids and tagids are all empty");
  if (!x.has("button") && !x.has("template_card"))
    throw failure(code::parameter_missing, "neither button nor template_card says what is shown instead");
  sent_card card = read_card(x, use_response_code(x));
  if (x.has("template_card")) {
    card.content = x.json("template_card")->as_object();
    check_card(x, card.content);
    check_words(x, card.content);
  } else {
    const auto* type = card.content.if_contains("card_type");
    if (type && (*type == "text_notice" || *type == "news_notice"))
      throw failure(code::parameter_invalid, "the card has no buttons");
    card.content["replace_text"] = x.text("button.replace_name");
  }
  if (everyone) {
    show_instead(x, card.msgid, all_receivers(x, card.msgid), card.content);
    return json::object{{"invaliduser", json::array()}};
  }
  const receivers found = find_receivers(x, wanted);
  json::array refused = show_instead(x, card.msgid, found.users, card.content);
  for (const std::string& user : found.bad_users) refused.emplace_back(user);
  return json::object{{"invaliduser", std::move(refused)}};
}

bool has_button(const json::object& content, const std::string& key) {
  const auto* buttons = content.if_contains("btn");
  if (!buttons || !buttons->is_array()) return false;
  for (const json::value& button : buttons->get_array())
    if (const auto* in = button.if_object(); in && in->contains("key") && scalar_text(in->at("key")) == key)
      return true;
  return false;
}

answer update_task_card(exchange& x) {
  need_own_agent(x, x.integer("agentid"));
  const auto msgid =
      x.data().value("SELECT msgid FROM wecom_card_task WHERE corp = ? AND app = ? AND task_id = ?",
                     x.caller.tenant, x.caller.app, x.text("task_id"));
  if (!msgid) throw failure(code::parameter_invalid, "the app has sent no card with the task_id");
  sent_card card = read_card(x, *msgid);
  if (card.type == "template_card") throw failure(code::parameter_invalid, "the message is no task card");
  if (x.has("replace_name")) {
    card.content["replace_name"] = x.text("replace_name");
  } else {
    const std::string key = x.text("clicked_key");
    if (!has_button(card.content, key))
      throw failure(code::parameter_invalid, "the card has no button with the key '" + key + "'");
    card.content["clicked_key"] = key;
  }
  const receivers found = find_receivers(x, {x.texts("userids"), {}, {}, false});
  json::array refused = show_instead(x, card.msgid, found.users, card.content);
  for (const std::string& user : found.bad_users) refused.emplace_back(user);
  return json::object{{"invaliduser", std::move(refused)}};
}

std::vector<field> update_fields() {
  std::vector<field> out{
      field("userids").array().count(0, 1000, code::user_list_length_invalid),
      field("partyids").array().count(0, 100, code::department_list_too_long),
      field("tagids").array().count(0, 100, code::tag_list_too_long),
      field("atall").integer().one_of({"0", "1"}),
      field("agentid").required(code::agent_id_missing).integer(code::agent_id_invalid),
      field("response_code").text(code::parameter_invalid).required(code::parameter_missing),
      field("enable_id_trans").integer().one_of({"0", "1"}),
      field("button").object(),
      field("button.replace_name").text().required(code::parameter_missing)};
  for (field& f : card_fields(true))
    // Here there is no msgtype, and the card keeps the task_id that it has.
    if (f.path() != "template_card.task_id") out.push_back(std::move(f));
  return out;
}

}  // namespace

void add_card_updates(endpoint_list& list) {
  const claim foreign{code::agent_id_of_another_app, "the agentid is not that of the app whose token it is"};
  const claim unknown{code::agent_id_invalid, "the organisation has no app with the agentid"};
  list.push_back({
      .name = "message/update_template_card",
      .method = "POST",
      .path = "/cgi-bin/message/update_template_card",
      .title = "Replace a template card",
      .group = "messages",
      .credential = access_token,
      .permission = messages,
      .fields = update_fields(),
      .raises = {unknown,
                 foreign,
                 {code::recipients_missing_or_invalid, "userids, partyids and tagids are all empty"},
                 {code::parameter_missing, "neither button nor template_card is given"},
                 {code::parameter_invalid,
                  "the response_code was never given to the app, has been used, or is older than 72 hours"},
                 {code::title_missing, "the new card has no main_title.title"},
                 {code::media_id_invalid, "a row of the new card names a file that is not there"},
                 {code::message_sensitive, "the new card has a word that the organisation's filter refuses"},
                 {code::mini_program_appid_invalid, "there is no mini program with the appid"},
                 {code::mini_program_not_linked, "the organisation has not linked the mini program"},
                 {code::mini_program_appid_mismatch, "the mini program is linked to another app"}},
      .empty_arrays = {"invaliduser"},
      .handle = update_template_card,
  });
  list.push_back({
      .name = "message/update_taskcard",
      .method = "POST",
      .path = "/cgi-bin/message/update_taskcard",
      .title = "Show which button of a task card was clicked",
      .group = "messages",
      .credential = access_token,
      .permission = messages,
      .fields = {field("userids")
                     .array()
                     .required(code::parameter_missing)
                     .count(1, 1000, code::user_list_length_invalid),
                 field("agentid").required(code::agent_id_missing).integer(code::agent_id_invalid),
                 field("task_id").text().required(code::parameter_missing).bytes(1, 128),
                 field("clicked_key").text().required(code::parameter_missing).only_if("replace_name", {""}),
                 field("replace_name").text()},
      .raises = {unknown,
                 foreign,
                 {code::parameter_invalid,
                  "the app has sent no task card with the task_id, or the card has no such button"}},
      .empty_arrays = {"invaliduser"},
      .handle = update_task_card,
  });
}

}  // namespace errdex::emulation::wecom
