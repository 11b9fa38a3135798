// Messages to members of the organisations that are linked with one's own.
#include <array>
#include <boost/json/array.hpp>
#include <set>

#include "emulator/wecom/agents.hpp"
#include "emulator/wecom/message_contents.hpp"
#include "emulator/wecom/messages.hpp"
#include "emulator/wecom/receivers.hpp"

namespace errdex::emulation::wecom {
namespace json = boost::json;
namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr std::array<std::string_view, 10> linked_types{
    "text",     "image", "voice",  "video",    "file",
    "textcard", "news",  "mpnews", "markdown", "miniprogram_notice"};

/// What stands before and behind the '/'; the first is empty for the own organisation.
struct linked_id {
  std::string outside;
  std::string id;
};
linked_id read_id(const std::string& text) {
  const auto slash = text.find('/');
  if (slash == std::string::npos) return {{}, text};
  return {text.substr(0, slash), text.substr(slash + 1)};
}

class linked_receivers {
 public:
  explicit linked_receivers(exchange& x) : x_(x) {}

  void take_users(const std::vector<std::string>& users) {
    for (const std::string& user : users) {
      const linked_id id = read_id(user);
      const auto found = id.outside.empty()
                             ? own_member(id.id)
                             : x_.data().value(
                                   "SELECT m.userid FROM wecom_linked_corp l JOIN wecom_member m ON m.corp = "
                                   "l.linked WHERE l.corp = ? AND l.linked = ? AND m.userid = ?",
                                   x_.caller.tenant, id.outside, id.id);
      if (found)
        users_.insert(id.outside.empty() ? *found : id.outside + '/' + *found);
      else
        bad_users_.emplace_back(user);
    }
  }

  void take_parties(const std::vector<std::string>& parties) {
    for (const std::string& party : parties) {
      const linked_id id = read_id(party);
      const auto linked = id.outside.empty() ? std::nullopt : linked_corp(id.outside);
      const bool taken =
          id.outside.empty() ? take_own({{}, {party}, {}}) : linked && take_linked(*linked, id.id);
      if (!taken) bad_parties_.emplace_back(party);
    }
  }

  void take_tags(const std::vector<std::string>& tags) {
    for (const std::string& tag : tags)
      if (!take_own({{}, {}, {tag}})) bad_tags_.emplace_back(tag);
  }

  void take_everyone() {
    take_own({{}, {}, {}, true});
    auto rows = x_.data().query(
        "SELECT l.linked, m.userid FROM wecom_linked_corp l JOIN wecom_member m ON m.corp = l.linked WHERE "
        "l.corp = ?",
        x_.caller.tenant);
    while (rows.next()) users_.insert(std::string(rows.text(0)) + '/' + std::string(rows.text(1)));
  }

  [[nodiscard]] std::vector<std::string> users() const { return {users_.begin(), users_.end()}; }
  [[nodiscard]] json::object refused() const {
    return {{"invaliduser", bad_users_}, {"invalidparty", bad_parties_}, {"invalidtag", bad_tags_}};
  }

 private:
  std::optional<std::string> own_member(const std::string& userid) const {
    auto found = find_member(x_, userid);
    return found && sees_member(x_, *found) ? found : std::nullopt;
  }
  std::optional<std::string> linked_corp(const std::string& link) const {
    return x_.data().value("SELECT linked FROM wecom_linked_corp WHERE corp = ? AND link = ?",
                           x_.caller.tenant, link);
  }
  bool take_own(const receiver_request& wanted) {
    const receivers found = find_receivers(x_, wanted);
    users_.insert(found.users.begin(), found.users.end());
    return found.bad_parties.empty() && found.bad_tags.empty();
  }
  bool take_linked(const std::string& corp, const std::string& department) {
    const auto id = as_integer(json::value(json::string(department)));
    if (!id || !x_.data().exists("SELECT 1 FROM wecom_department WHERE corp = ? AND id = ?", corp, *id))
      return false;
    auto rows = x_.data().query(
        "WITH RECURSIVE down(id) AS (SELECT ?2 UNION SELECT d.id FROM wecom_department d JOIN down ON "
        "d.parent = "
        "down.id WHERE d.corp = ?1) SELECT m.userid FROM wecom_membership m JOIN down ON m.department = "
        "down.id "
        "WHERE m.corp = ?1",
        corp, *id);
    while (rows.next()) users_.insert(corp + '/' + std::string(rows.text(0)));
    return true;
  }

  exchange& x_;
  std::set<std::string> users_;
  json::array bad_users_, bad_parties_, bad_tags_;
};

answer send_to_linked(exchange& x) {
  need_own_agent(x, x.integer("agentid"));
  const auto users = x.texts("touser"), parties = x.texts("toparty"), tags = x.texts("totag");
  const bool everyone = x.integer("toall") == 1;
  if (!everyone && users.empty() && parties.empty() && tags.empty())
    throw failure(code::recipients_missing_or_invalid, "touser, toparty and totag are all empty");
  json::object content = read_content(x);
  check_safe(x);
  linked_receivers found(x);
  if (everyone) {
    found.take_everyone();
  } else {
    found.take_users(users);
    found.take_parties(parties);
    found.take_tags(tags);
  }
  if (found.users().empty())
    throw failure(code::recipients_all_invalid, "nobody named exists and is seen by the app")
        .with(found.refused());
  keep_message(x, {"linked",
                   {},
                   x.text("msgtype"),
                   std::move(content),
                   found.users(),
                   {{30, minutes(1)}, {1000, hours(1)}}});
  return found.refused();
}

std::vector<field> linked_fields() {
  std::vector<field> out{field("touser").array().count(0, 1000, code::user_list_length_invalid),
                         field("toparty").array().count(0, 100, code::department_list_too_long),
                         field("totag").array().count(0, 100, code::tag_list_too_long),
                         field("toall").integer().one_of({"0", "1"})};
  std::vector<field> content = content_fields(linked_types);
  std::move(content.begin(), content.end(), std::back_inserter(out));
  out.push_back(field("agentid").required(code::agent_id_missing).integer(code::agent_id_invalid));
  out.push_back(field("safe").integer().one_of({"0", "1", "2"}));
  return out;
}

std::vector<claim> linked_claims() {
  std::vector<claim> out = content_claims(linked_types);
  out.push_back({code::agent_id_invalid, "the organisation has no app with the agentid"});
  out.push_back({code::agent_id_of_another_app, "the agentid is not that of the app whose token it is"});
  out.push_back({code::recipients_missing_or_invalid, "touser, toparty and totag are all empty"});
  out.push_back({code::recipients_all_invalid, "nobody named exists and is seen by the app"});
  out.push_back({code::news_message_not_confidential, "msgtype is news and safe is not 0"});
  return out;
}

}  // namespace

void add_linked_messages(endpoint_list& list) {
  list.push_back({
      .name = "linkedcorp/message/send",
      .method = "POST",
      .path = "/cgi-bin/linkedcorp/message/send",
      .title = "Send a message to members of linked organisations",
      .group = "messages",
      .credential = access_token,
      .permission = messages,
      .fields = linked_fields(),
      .raises = linked_claims(),
      .handle = send_to_linked,
  });
}

}  // namespace errdex::emulation::wecom
