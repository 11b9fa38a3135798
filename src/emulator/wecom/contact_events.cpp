// By default all that the documents list is told. The live service tells less to a URL that was saved after
// 15 August 2022: of members UserID, NewUserID and Department, of departments Id and ParentId, and of changes
// only those to them. The profile `wire` does as it does.
#include "emulator/wecom/contact_events.hpp"

#include <boost/json/array.hpp>

#include "emulator/wecom/events.hpp"
#include "emulator/wecom/members.hpp"

namespace errdex::emulation::wecom {
namespace json = boost::json;
namespace {

bool tells_little(const exchange& x) { return x.world.settings.profile == profile::wire; }

/// Calls `tell` for each who is to be told, x.caller being that application meanwhile, so that it is told
/// what it may see. An application is not told what it has done itself.
template <typename Tell>
void each_listener(exchange& x, Tell tell) {
  struct listener {
    std::string app, kind;
  };
  std::vector<listener> all;
  auto rows = x.data().query(
      "SELECT c.app, a.kind FROM wecom_callback c JOIN wecom_app a ON a.corp = c.corp AND a.app = c.app "
      "WHERE c.corp = ? AND c.contact_changes AND c.app <> ? ORDER BY c.app",
      x.caller.tenant, x.caller.app);
  while (rows.next()) all.push_back({std::string(rows.text(0)), std::string(rows.text(1))});
  const caller_identity caller = x.caller;
  for (const listener& l : all) {
    const auto to = app_receiver(x.data(), caller.tenant, l.app);
    if (!to) continue;
    x.caller.app = l.app;
    x.caller.kind = l.kind;
    tell(*to);
  }
  x.caller = caller;
}

xml_writer change_of(const exchange& x, const receiver& to, std::string_view type) {
  xml_writer out = event_message(to, "sys", x.seconds(), "event");
  out.text("Event", "change_contact").plain("ChangeType", type);
  return out;
}

void send(exchange& x, const receiver& to, std::string_view type, const xml_writer& message) {
  notify(x, to, "change_contact " + std::string(type), message);
}

std::string joined(const std::vector<std::string>& list) {
  std::string out;
  for (const std::string& part : list) out += (out.empty() ? "" : ",") + part;
  return out;
}

std::string joined(const json::value& list) {
  std::vector<std::string> parts;
  if (const auto* array = list.if_array())
    for (const auto& v : *array) parts.push_back(scalar_text(v).value_or(""));
  return joined(parts);
}

xml_writer attributes(const json::value& extattr) {
  xml_writer out;
  out.begin("ExtAttr");
  const auto* attrs = extattr.is_object() ? extattr.get_object().if_contains("attrs") : nullptr;
  if (attrs && attrs->is_array())
    for (const auto& attr : attrs->get_array()) {
      const auto* o = attr.if_object();
      if (!o) continue;
      const auto text = [&](std::string_view path) {
        const auto* v = find_path(*o, path);
        return v ? scalar_text(*v).value_or("") : std::string();
      };
      const bool web = text("type") == "1";
      out.begin("Item").text("Name", text("name")).number("Type", web ? 1 : 0);
      if (web)
        out.begin("Web").text("Title", text("web.title")).text("Url", text("web.url")).end("Web");
      else
        out.begin("Text").text("Value", text("text.value")).end("Text");
      out.end("Item");
    }
  out.end("ExtAttr");
  return out;
}

/// The departments of a member that the application sees, with what stands at the same places of `values`.
json::array seen(const exchange& x, const json::object& member, std::string_view values) {
  json::array out;
  const json::array& departments = member.at("department").get_array();
  const json::array& list = member.at(values).get_array();
  for (std::size_t i = 0; i < departments.size(); ++i)
    if (sees_department(x, departments[i].get_int64())) out.push_back(list[i]);
  return out;
}

/// The elements of a member that are different from `before`; all of them without it.
void append_member(const exchange& x, xml_writer& out, const json::object& now, const json::object* before) {
  const auto changed = [&](std::string_view key) { return !before || before->at(key) != now.at(key); };
  const auto word = [&](std::string_view key) { return scalar_text(now.at(key)).value_or(""); };
  if (!tells_little(x) && changed("name")) out.text("Name", word("name"));
  const bool moved = changed("department") || (tells_little(x) && changed("is_leader_in_dept"));
  if (moved) out.text("Department", joined(seen(x, now, "department")));
  if (tells_little(x)) return;
  if (changed("main_department")) out.number("MainDepartment", now.at("main_department").get_int64());
  if (moved || changed("is_leader_in_dept"))
    out.text("IsLeaderInDept", joined(seen(x, now, "is_leader_in_dept")));
  if (changed("direct_leader")) out.text("DirectLeader", joined(now.at("direct_leader")));
  if (changed("position")) out.text("Position", word("position"));
  if (changed("mobile")) out.plain("Mobile", word("mobile"));
  if (changed("gender")) out.plain("Gender", word("gender"));
  if (changed("email")) out.text("Email", word("email"));
  if (changed("biz_mail")) out.text("BizMail", word("biz_mail"));
  if (changed("status")) out.number("Status", now.at("status").get_int64());
  if (changed("avatar")) out.text("Avatar", word("avatar"));
  if (changed("alias")) out.text("Alias", word("alias"));
  if (changed("telephone")) out.text("Telephone", word("telephone"));
  if (changed("address")) out.text("Address", word("address"));
  if (changed("extattr")) out.append(attributes(now.at("extattr")));
}

}  // namespace

bool contact_changes_are_heard(const exchange& x) {
  return x.data().exists("SELECT 1 FROM wecom_callback WHERE corp = ? AND contact_changes AND app <> ?",
                         x.caller.tenant, x.caller.app);
}

void tell_member_created(exchange& x, std::string_view userid) {
  each_listener(x, [&](const receiver& to) {
    if (!sees_member(x, userid)) return;
    xml_writer message = change_of(x, to, "create_user");
    message.text("UserID", userid);
    append_member(x, message, show_member(x, userid), nullptr);
    send(x, to, "create_user", message);
  });
}

void tell_member_updated(exchange& x, std::string_view userid, std::string_view new_userid,
                         const json::object& before) {
  each_listener(x, [&](const receiver& to) {
    if (!sees_member(x, new_userid)) return;
    xml_writer changes;
    append_member(x, changes, show_member(x, new_userid), &before);
    const bool renamed = userid != new_userid;
    if (!renamed && changes.document() == xml_writer().document()) return;
    xml_writer message = change_of(x, to, "update_user");
    message.text("UserID", userid);
    if (renamed) message.text("NewUserID", new_userid);
    send(x, to, "update_user", message.append(changes));
  });
}

void tell_member_deleted(exchange& x, std::string_view userid) {
  each_listener(x, [&](const receiver& to) {
    if (!sees_member(x, userid)) return;
    xml_writer message = change_of(x, to, "delete_user");
    send(x, to, "delete_user", message.text("UserID", userid));
  });
}

void tell_department_created(exchange& x, std::int64_t id) {
  each_listener(x, [&](const receiver& to) {
    if (!sees_department(x, id)) return;
    auto row = x.data().query("SELECT name, parent, sort FROM wecom_department WHERE corp = ? AND id = ?",
                              x.caller.tenant, id);
    if (!row.next()) return;
    xml_writer message = change_of(x, to, "create_party");
    message.number("Id", id);
    if (!tells_little(x)) message.text("Name", row.text(0));
    message.text("ParentId", std::to_string(row.integer(1)));
    if (!tells_little(x)) message.number("Order", row.integer(2));
    send(x, to, "create_party", message);
  });
}

void tell_department_updated(exchange& x, std::int64_t id, std::string_view name, std::int64_t parent) {
  each_listener(x, [&](const receiver& to) {
    if (!sees_department(x, id)) return;
    auto row = x.data().query("SELECT name, parent FROM wecom_department WHERE corp = ? AND id = ?",
                              x.caller.tenant, id);
    if (!row.next()) return;
    const bool renamed = !tells_little(x) && row.text(0) != name, moved = row.integer(1) != parent;
    if (!renamed && !moved) return;
    xml_writer message = change_of(x, to, "update_party");
    message.number("Id", id);
    if (renamed) message.text("Name", row.text(0));
    if (moved) message.text("ParentId", std::to_string(row.integer(1)));
    send(x, to, "update_party", message);
  });
}

void tell_department_deleted(exchange& x, std::int64_t id) {
  each_listener(x, [&](const receiver& to) {
    if (!sees_department(x, id)) return;
    xml_writer message = change_of(x, to, "delete_party");
    send(x, to, "delete_party", message.number("Id", id));
  });
}

void tell_tag_changed(exchange& x, std::int64_t tagid, const tag_change& change) {
  if (change.added_users.empty() && change.removed_users.empty() && change.added_parties.empty() &&
      change.removed_parties.empty())
    return;
  each_listener(x, [&](const receiver& to) {
    if (!sees_tag(x, tagid)) return;
    xml_writer message = event_message(to, "sys", x.seconds(), "event");
    message.text("Event", "change_contact").text("ChangeType", "update_tag").number("TagId", tagid);
    const auto list = [&](std::string_view name, const std::vector<std::string>& items) {
      if (!items.empty()) message.text(name, joined(items));
    };
    list("AddUserItems", change.added_users);
    list("DelUserItems", change.removed_users);
    list("AddPartyItems", change.added_parties);
    list("DelPartyItems", change.removed_parties);
    send(x, to, "update_tag", message);
  });
}

}  // namespace errdex::emulation::wecom
