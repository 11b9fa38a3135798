// What customers do, and members with them in their app: a customer comes, leaves, refuses a hand-over; a
// member sends a message to many customers that an app has prepared.
#include <boost/json/parse.hpp>
#include <mutex>

#include "emulator/wecom/customer_events.hpp"
#include "emulator/wecom/customers.hpp"

namespace errdex::emulation::wecom {
namespace json = boost::json;
namespace {

constexpr std::int64_t by_qr_code = 1;  // add_way
constexpr std::int64_t waiting = 2, refused = 3;
constexpr std::int64_t sent = 1, no_customer_any_more = 2;  // Of a message to many customers.

struct scene {
  console_call& call;
  exchange& x;  ///< For what calls of the API and people in their apps have in common.
};

std::string need_user(const scene& s) {
  auto found = find_member(s.x, s.call.needed("user"));
  if (!found || !serves_customers(s.x, *found))
    throw console_refusal{409, "customer contact is not switched on for " + s.call.text("user")};
  return std::move(*found);
}

/// The customer who is named, or a new one.
std::string customer_who_comes(const scene& s) {
  std::string id = s.call.text("customer");
  if (!id.empty() &&
      !s.x.data().exists("SELECT 1 FROM wecom_customer WHERE corp = ? AND id = ?", s.x.caller.tenant, id))
    throw console_refusal{404, "there is no customer " + id + "; without 'customer' a new one comes"};
  if (!id.empty()) return id;
  id = "wm" + s.x.ids().text("wecom.customer", 30, alphabets::alphanumeric);
  s.x.data().run(
      "INSERT INTO wecom_customer(corp, id, name, type, gender, unionid, openid, avatar, position, "
      "corp_name, "
      "corp_full_name) VALUES(?, ?, ?, 1, 0, ?, ?, '', '', '', '')",
      s.x.caller.tenant, id, s.call.text("name", "New customer"), "o" + s.x.ids().text("wecom.unionid", 27),
      "o" + s.x.ids().text("wecom.openid", 27));
  return id;
}

/// What the contact way that a customer has used brings with it.
struct way_used {
  std::string state;
  std::optional<std::int64_t> chat_ends;
};

way_used use_contact_way(const scene& s, const std::string& userid) {
  way_used out;
  const std::string id = s.call.text("contact_way");
  if (id.empty()) return out;
  auto row = s.x.data().query(
      "SELECT details, expires, users FROM wecom_contact_way WHERE corp = ? AND config_id = ? AND (expires "
      "IS NULL OR "
      "expires > ?)",
      s.x.caller.tenant, id, s.x.seconds());
  if (!row.next()) throw console_refusal{404, "there is no contact way " + id};
  const json::value details = json::parse(row.text(0)), users = json::parse(row.text(2));
  const auto* people = users.if_array();
  if (!people->empty() &&
      std::find(people->begin(), people->end(), json::value(json::string(userid))) == people->end())
    throw console_refusal{409, "the contact way is not for " + userid};
  if (const auto* state = details.get_object().if_contains("state"))
    out.state = scalar_text(*state).value_or("");
  if (row.is_null(1)) return out;
  constexpr std::int64_t usual_chat = 86'400;
  const auto* lasts = details.get_object().if_contains("chat_expires_in");
  out.chat_ends = s.x.seconds() + (lasts ? as_integer(*lasts).value_or(usual_chat) : usual_chat);
  // The QR code of a temporary chat works once.
  s.x.data().run("DELETE FROM wecom_contact_way WHERE corp = ? AND config_id = ?", s.x.caller.tenant, id);
  return out;
}

json::object come(const scene& s) {
  const std::string userid = need_user(s), customer = customer_who_comes(s);
  if (has_relation(s.x, userid, customer))
    throw console_refusal{409, userid + " serves " + customer + " already"};
  const way_used way = use_contact_way(s, userid);
  s.x.data().run(
      "INSERT INTO wecom_customer_relation(corp, userid, customer, remark, description, company, mobiles, "
      "added, "
      "add_way, oper_userid, state, chat_ends) VALUES(?, ?, ?, '', '', '', '[]', ?, ?, ?, ?, ?)",
      s.x.caller.tenant, userid, customer, s.x.seconds(), by_qr_code, customer, way.state, way.chat_ends);
  const std::string welcome = s.x.ids().text("wecom.welcome_code", 43);
  s.x.data().run(
      "INSERT INTO wecom_customer_welcome(corp, code, userid, customer, expires) VALUES(?, ?, ?, ?, ?)",
      s.x.caller.tenant, welcome, userid, customer, s.x.seconds() + welcome_code_life);
  return {{"customer", customer},
          {"welcome_code", welcome},
          {"callbacks", tell_customer_change(s.x.world, s.x.caller.tenant,
                                             {.type = "add_external_contact",
                                              .userid = userid,
                                              .customer = customer,
                                              .state = way.state,
                                              .welcome_code = welcome})}};
}

json::object leave(const scene& s) {
  const std::string userid = need_user(s), customer = s.call.needed("customer");
  if (!has_relation(s.x, userid, customer))
    throw console_refusal{409, userid + " does not serve " + customer};
  end_relation(s.x, userid, customer);
  return {{"callbacks",
           tell_customer_change(s.x.world, s.x.caller.tenant,
                                {.type = "del_follow_user", .userid = userid, .customer = customer})}};
}

json::object refuse(const scene& s) {
  const std::string customer = s.call.needed("customer");
  const auto taker = s.x.data().value(
      "SELECT takeover FROM wecom_customer_transfer WHERE corp = ? AND customer = ? AND status = ?",
      s.x.caller.tenant, customer, waiting);
  if (!taker) throw console_refusal{409, "nobody hands " + customer + " over"};
  s.x.data().run(
      "UPDATE wecom_customer_transfer SET status = ?, ended = ? WHERE corp = ? AND customer = ? AND status = "
      "?",
      refused, s.x.seconds(), s.x.caller.tenant, customer, waiting);
  return {{"callbacks", tell_customer_change(s.x.world, s.x.caller.tenant,
                                             {.type = "transfer_fail",
                                              .userid = *taker,
                                              .customer = customer,
                                              .fail_reason = "customer_refused"})}};
}

/// A customer opens a page of the organisation, which brings a code that crm/get_external_contact redeems
/// once.
json::object visit(const scene& s) {
  const std::string customer = s.call.needed("customer");
  if (!s.x.data().exists("SELECT 1 FROM wecom_customer WHERE corp = ? AND id = ?", s.x.caller.tenant,
                         customer))
    throw console_refusal{404, "there is no customer " + customer};
  const std::string given = s.x.ids().text("wecom.customer_auth_code", 43);
  s.x.data().run("INSERT INTO wecom_customer_auth_code(corp, code, customer) VALUES(?, ?, ?)",
                 s.x.caller.tenant, given, customer);
  return {{"code", given}};
}

json::object send(const scene& s) {
  const std::string userid = need_user(s), message = s.call.needed("message");
  struct delivery {
    std::string customer, chat;
  };
  std::vector<delivery> open;
  auto rows = s.x.data().query(
      "SELECT customer, chat FROM wecom_mass_target WHERE corp = ? AND msgid = ? AND userid = ? AND status = "
      "0",
      s.x.caller.tenant, message, userid);
  while (rows.next()) open.push_back({std::string(rows.text(0)), std::string(rows.text(1))});
  if (open.empty()) throw console_refusal{409, userid + " has nothing of " + message + " to send"};
  std::int64_t delivered = 0;
  for (const delivery& d : open) {
    const bool arrives = d.customer.empty() || has_relation(s.x, userid, d.customer);
    delivered += arrives ? 1 : 0;
    s.x.data().run(
        "UPDATE wecom_mass_target SET status = ?, sent = ? WHERE corp = ? AND msgid = ? AND userid = ? AND "
        "customer = ? "
        "AND chat = ?",
        arrives ? sent : no_customer_any_more, s.x.seconds(), s.x.caller.tenant, message, userid, d.customer,
        d.chat);
  }
  return {{"delivered", delivered}};
}

json::value act_as_customer(console_call& c) {
  const std::lock_guard lock(c.world.mutex);
  const auto corp = c.world.data.value(
      "SELECT corpid FROM wecom_corp WHERE ?1 = '' OR corpid = ?1 ORDER BY corpid LIMIT 1", c.text("corp"));
  if (!corp) throw console_refusal{404, "there is no organisation " + c.text("corp")};
  static const http::request none;
  exchange x(none, c.platform, c.platform.endpoints().front(), c.world);
  x.caller.tenant = *corp;
  transaction t(c.world.data);
  settle_relations(x);
  const scene s{c, x};
  const std::string does = c.needed("does");
  json::object out;
  if (does == "come")
    out = come(s);
  else if (does == "leave")
    out = leave(s);
  else if (does == "refuse")
    out = refuse(s);
  else if (does == "visit")
    out = visit(s);
  else if (does == "send")
    out = send(s);
  else
    throw console_refusal{400, "'does' must be come, leave, refuse, visit or send"};
  t.commit();
  return out;
}

}  // namespace

console_action customer_action() {
  return {"customer",
          "A customer comes, leaves, refuses a hand-over or visits a page; a member sends a prepared message",
          {{"corp", "string", "The organisation's corpid; the first one when it is not given"},
           {"does", "string", "come, leave, refuse, visit or send"},
           {"user", "string", "The member's userid; not of refuse and visit"},
           {"customer", "string", "The external_userid; without it a new customer comes"},
           {"name", "string", "Of a new customer"},
           {"contact_way", "string", "Of come: the config_id of the contact way that is used"},
           {"message", "string", "Of send: the msgid"}},
          act_as_customer};
}

}  // namespace errdex::emulation::wecom
