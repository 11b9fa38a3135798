// Messages of an app to members of its organisation.
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "emulator/wecom/agents.hpp"
#include "emulator/wecom/message_cards.hpp"
#include "emulator/wecom/message_contents.hpp"
#include "emulator/wecom/messages.hpp"
#include "emulator/wecom/receivers.hpp"

namespace errdex::emulation::wecom {
namespace json = boost::json;
namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr std::array<std::string_view, 13> message_types{"text",
                                                         "image",
                                                         "voice",
                                                         "video",
                                                         "file",
                                                         "textcard",
                                                         "news",
                                                         "mpnews",
                                                         "markdown",
                                                         "template_card",
                                                         "taskcard",
                                                         "miniprogram_notice",
                                                         "interactive_taskcard"};

constexpr std::int64_t usual_duplicate_interval = 1800;
constexpr std::int64_t longest_duplicate_interval = 4L * 3600;
constexpr std::int64_t recall_limit = 24L * 3600;
constexpr std::int64_t sends_per_account_and_day = 200;
constexpr std::int64_t day = 24L * 3600;
/// Days begin at midnight in Beijing.
constexpr std::int64_t time_zone = 8L * 3600;

receiver_request wanted_receivers(const exchange& x) {
  receiver_request out;
  out.everyone = x.text("touser") == "@all";
  // Anything but a text is lost, as the service loses it.
  out.users = split_ids(x.text("touser"));
  out.parties = split_ids(x.text("toparty"));
  out.tags = split_ids(x.text("totag"));
  return out;
}

json::object refused_receivers(const receivers& found) {
  json::object out;
  if (!found.bad_users.empty()) out["invaliduser"] = join_ids(found.bad_users, '|');
  if (!found.bad_parties.empty()) out["invalidparty"] = join_ids(found.bad_parties, '|');
  if (!found.bad_tags.empty()) out["invalidtag"] = join_ids(found.bad_tags, '|');
  return out;
}

/// The same request, sent by the app within the interval that it gives; it is not delivered again.
std::optional<std::string> find_duplicate(const exchange& x) {
  if (x.integer("enable_duplicate_check") != 1) return std::nullopt;
  const std::int64_t interval = x.integer("duplicate_check_interval", usual_duplicate_interval);
  const std::string request = json::serialize(x.body());
  return x.data().value(
      "SELECT msgid FROM wecom_message WHERE corp = ? AND app = ? AND digest = ? AND sent > ? AND request = "
      "? "
      "AND recalled = 0 ORDER BY sent DESC LIMIT 1",
      x.caller.tenant, x.caller.app, static_cast<std::int64_t>(mix(0, request, 0)), x.seconds() - interval,
      request);
}

std::string task_id_of(const exchange& x, const std::string& type) { return x.text(type + ".task_id"); }

void need_free_task(const exchange& x, const std::string& task_id) {
  if (x.data().exists("SELECT 1 FROM wecom_card_task WHERE corp = ? AND app = ? AND task_id = ?",
                      x.caller.tenant, x.caller.app, task_id))
    throw failure(code::parameter_invalid, "the app has sent a card with the task_id '" + task_id + "'");
}

void need_task(const exchange& x, const json::object& card) {
  if (can_be_answered(card) && x.text("template_card.task_id").empty())
    throw failure(code::parameter_missing, "a card that can be answered needs a task_id");
}

answer send_message(exchange& x) {
  const std::string type = x.text("msgtype");
  if (x.has("agentid")) need_own_agent(x, x.integer("agentid"));
  const receiver_request wanted = wanted_receivers(x);
  if (wanted.empty())
    throw failure(code::recipients_missing_or_invalid, "touser, toparty and totag are all empty");
  if (wanted.everyone && type == "miniprogram_notice")
    throw failure(code::parameter_invalid, "a notice of a mini program does not go to @all");
  const json::object content = read_content(x);
  check_safe(x);
  const bool is_card = type == "template_card";
  if (is_card) need_task(x, content);
  const std::string task_id = task_id_of(x, type);
  const receivers found = find_receivers(x, wanted);
  json::object out = refused_receivers(found);
  if (found.users.empty())
    throw failure(code::recipients_all_invalid, "nobody named exists and is seen by the app").with(out);
  if (const auto duplicate = find_duplicate(x)) {
    out["msgid"] = *duplicate;
    return out;
  }
  if (!task_id.empty()) need_free_task(x, task_id);
  const auto accounts =
      x.data().number("SELECT member_limit FROM wecom_corp WHERE corpid = ?", x.caller.tenant).value_or(0);
  count_people(x, x.caller.tenant + ' ' + x.caller.app, accounts * sends_per_account_and_day, hours(24),
               found.users.size());
  const std::string msgid =
      keep_message(x, {"app", {}, type, content, found.users, {{30, minutes(1)}, {1000, hours(1)}}});
  out["msgid"] = msgid;
  if (!task_id.empty())
    x.data().run("INSERT INTO wecom_card_task(corp, app, task_id, msgid) VALUES(?, ?, ?, ?)", x.caller.tenant,
                 x.caller.app, task_id, msgid);
  if (is_card && can_be_answered(content)) out["response_code"] = make_response_code(x, msgid);
  return out;
}

answer recall_message(exchange& x) {
  auto row = x.data().query("SELECT app, sent, recalled FROM wecom_message WHERE corp = ? AND msgid = ?",
                            x.caller.tenant, x.text("msgid"));
  if (!row.next() || row.text(0) != x.caller.app)
    throw failure(code::parameter_invalid, "the app has sent no message with the msgid");
  if (row.integer(2) != 0) throw failure(code::parameter_invalid, "the message has been recalled");
  if (x.seconds() - row.integer(1) > recall_limit)
    throw failure(code::parameter_invalid, "the message is older than 24 hours");
  x.data().run("UPDATE wecom_message SET recalled = 1 WHERE corp = ? AND msgid = ?", x.caller.tenant,
               x.text("msgid"));
  return {};
}

/// How many people each app has reached, today or yesterday.
answer count_messages(exchange& x) {
  const std::int64_t today = (x.seconds() + time_zone) / day * day - time_zone;
  const std::int64_t from = x.integer("time_type") == 1 ? today - day : today;
  json::array out;
  auto rows = x.data().query(
      "SELECT a.agentid, a.name, count(*) FROM wecom_message m JOIN wecom_message_receiver r ON r.corp = "
      "m.corp "
      "AND r.msgid = m.msgid AND r.dropped = 0 JOIN wecom_app a ON a.corp = m.corp AND a.app = m.app "
      "WHERE m.corp = ? AND m.channel = 'app' AND m.sent >= ? AND m.sent < ? GROUP BY a.agentid, a.name "
      "ORDER BY "
      "a.agentid",
      x.caller.tenant, from, from + day);
  while (rows.next())
    out.push_back(
        json::object{{"agentid", rows.integer(0)}, {"app_name", rows.text(1)}, {"count", rows.integer(2)}});
  return json::object{{"statistics", std::move(out)}};
}

std::vector<field> send_fields() {
  std::vector<field> out{field("touser").separated_by('|').count(0, 1000, code::user_list_length_invalid),
                         field("toparty").separated_by('|').count(0, 100, code::department_list_too_long),
                         field("totag").separated_by('|').count(0, 100, code::tag_list_too_long)};
  std::vector<field> content = content_fields(message_types);
  std::move(content.begin(), content.end(), std::back_inserter(out));
  // The only message that is sent without: its mini program says whose it is.
  out.push_back(
      field("agentid")
          .required(code::agent_id_missing)
          .integer(code::agent_id_invalid)
          .only_if("msgtype", {"text", "image", "voice", "video", "file", "textcard", "news", "mpnews",
                               "markdown", "template_card", "taskcard", "interactive_taskcard"}));
  out.push_back(field("safe").integer().one_of({"0", "1", "2"}));
  out.push_back(field("enable_id_trans").integer().one_of({"0", "1"}));
  out.push_back(field("enable_duplicate_check").integer().one_of({"0", "1"}));
  out.push_back(field("duplicate_check_interval").integer().range(1, longest_duplicate_interval));
  return out;
}

std::vector<claim> send_claims() {
  std::vector<claim> out = content_claims(message_types);
  out.push_back({code::agent_id_invalid, "the organisation has no app with the agentid"});
  out.push_back({code::agent_id_of_another_app, "the agentid is not that of the app whose token it is"});
  out.push_back({code::recipients_missing_or_invalid, "touser, toparty and totag are all empty"});
  out.push_back({code::recipients_all_invalid, "nobody named exists and is seen by the app"});
  out.push_back({code::news_message_not_confidential, "msgtype is news and safe is not 0"});
  out.push_back({code::parameter_missing, "a card that can be answered has no task_id"});
  return out;
}

}  // namespace

void add_messages(endpoint_list& list) {
  list.push_back({
      .name = "message/send",
      .method = "POST",
      .path = "/cgi-bin/message/send",
      .title = "Send a message to members",
      .group = "messages",
      .credential = access_token,
      .permission = messages,
      .fields = send_fields(),
      .raises = send_claims(),
      .handle = send_message,
  });
  list.push_back({
      .name = "message/recall",
      .method = "POST",
      .path = "/cgi-bin/message/recall",
      .title = "Recall a message",
      .group = "messages",
      .credential = access_token,
      .permission = messages,
      .fields = {field("msgid").text(code::parameter_invalid).required(code::parameter_missing)},
      .raises = {{code::parameter_invalid,
                  "the app has sent no such message, it was recalled, or it is older than 24 hours"}},
      .handle = recall_message,
  });
  list.push_back({
      .name = "message/get_statistics",
      .method = "POST",
      .path = "/cgi-bin/message/get_statistics",
      .title = "Count the messages of a day",
      .group = "messages",
      .credential = access_token,
      .permission = messages,
      .fields =
          {field("time_type").integer(code::parameter_invalid).one_of({"0", "1"}, code::parameter_invalid)},
      .empty_arrays = {"statistics"},
      .handle = count_messages,
  });
}

}  // namespace errdex::emulation::wecom
