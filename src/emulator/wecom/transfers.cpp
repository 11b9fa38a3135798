// Hand-overs of customers, from a member who stays or from one who has left. The customer can refuse for 24
// hours; then the relation moves.
#include "emulator/wecom/customers.hpp"

namespace errdex::emulation::wecom {
namespace json = boost::json;
namespace {

constexpr std::int64_t waiting = 2, no_record = 5;  // Of transfer_result.

struct hand_over {
  std::string from, to;
};

/// What keeps one customer from being handed over; nothing when it may begin.
std::optional<code> obstacle(const exchange& x, const hand_over& h, const std::string& customer) {
  if (!has_relation(x, h.from, customer)) return code::external_user_id_invalid;
  if (x.data().exists(
          "SELECT 1 FROM wecom_customer_transfer WHERE corp = ? AND status = ? AND handover = ? AND "
          "customer = ?",
          x.caller.tenant, waiting, h.from, customer))
    return code::contact_transfer_in_progress;
  if (!has_verified_name(x, h.to)) return code::successor_not_verified;
  const auto coming = x.data().number(
      "SELECT count(*) FROM wecom_customer_transfer WHERE corp = ? AND status = ? AND takeover = ?",
      x.caller.tenant, waiting, h.to);
  if (static_cast<std::int64_t>(customers_of(x, h.to).size()) + coming.value_or(0) >= customer_limit(x, h.to))
    return code::successor_contact_limit_reached;
  return std::nullopt;
}

void begin(const exchange& x, const hand_over& h, const std::string& customer) {
  x.data().run(
      "INSERT INTO wecom_customer_transfer(corp, customer, handover, takeover, status, started) VALUES(?, ?, "
      "?, ?, ?, "
      "?)",
      x.caller.tenant, customer, h.from, h.to, waiting, x.seconds());
}

hand_over need_present(const exchange& x) {
  const std::string from = need_server(x, x.text("handover_userid"));
  return {from, need_server(x, x.text("takeover_userid"))};
}

hand_over need_departed(const exchange& x) {
  const std::string from = x.text("handover_userid");
  if (!has_left(x, from)) {
    if (!find_member(x, from)) throw failure(code::user_not_found, "nobody has or had the userid " + from);
    throw failure(code::member_not_resigned, from + " is still a member");
  }
  return {from, need_server(x, x.text("takeover_userid"))};
}

/// Each customer by itself, with a code of its own.
answer hand_over_each(exchange& x, const hand_over& h) {
  json::array out;
  for (const std::string& customer : x.texts("external_userid")) {
    const auto wrong = obstacle(x, h, customer);
    if (!wrong) begin(x, h, customer);
    out.push_back(json::object{{"external_userid", customer},
                               {"errcode", wrong ? static_cast<std::int64_t>(*wrong) : std::int64_t{0}}});
  }
  return json::object{{"customer", std::move(out)}};
}

answer transfer_present(exchange& x) {
  settle_relations(x);
  return hand_over_each(x, need_present(x));
}

answer transfer_departed(exchange& x) {
  settle_relations(x);
  return hand_over_each(x, need_departed(x));
}

/// The call before there were lists: one customer of a member who has left.
answer transfer_one(exchange& x) {
  settle_relations(x);
  const hand_over h = need_departed(x);
  const std::string customer = x.text("external_userid");
  if (const auto wrong = obstacle(x, h, customer))
    throw failure(*wrong, h.to + " cannot take over " + customer);
  begin(x, h, customer);
  return {};
}

answer transfer_result(exchange& x) {
  settle_relations(x);
  const std::string from = x.text("handover_userid"), to = x.text("takeover_userid");
  json::array all;
  auto rows = x.data().query(
      "SELECT customer, status, ended FROM wecom_customer_transfer WHERE corp = ? AND handover = ? AND "
      "takeover = ? "
      "ORDER BY number",
      x.caller.tenant, from, to);
  while (rows.next()) {
    json::object one{{"external_userid", rows.text(0)}, {"status", rows.integer(1)}};
    if (rows.integer(1) == 1) one["takeover_time"] = rows.integer(2);
    all.push_back(std::move(one));
  }
  if (all.empty() && !find_member(x, from) && !has_left(x, from))
    throw failure(code::user_not_found, "nobody has or had the userid " + from);
  // Customers whom nobody has tried to hand over.
  if (all.empty())
    for (const std::string& customer : customers_of(x, from))
      all.push_back(json::object{{"external_userid", customer}, {"status", no_record}});
  page shown = cut_page(x, all, 1000);
  return json::object{{"customer", std::move(shown.items)}, {"next_cursor", shown.next_cursor}};
}

answer list_unassigned(exchange& x) {
  settle_relations(x);
  json::array all;
  auto rows = x.data().query(
      "SELECT d.userid, r.customer, d.left_at FROM wecom_customer_departure d JOIN wecom_customer_relation r "
      "ON "
      "r.corp = d.corp AND r.userid = d.userid WHERE d.corp = ?1 AND NOT EXISTS (SELECT 1 FROM wecom_member "
      "m WHERE "
      "m.corp = d.corp AND m.userid = d.userid) AND NOT EXISTS (SELECT 1 FROM wecom_customer_transfer t "
      "WHERE t.corp = "
      "d.corp AND t.status = ?2 AND t.handover = d.userid AND t.customer = r.customer) ORDER BY d.left_at "
      "DESC, "
      "r.customer",
      x.caller.tenant, waiting);
  while (rows.next())
    all.push_back(json::object{{"handover_userid", rows.text(0)},
                               {"external_userid", rows.text(1)},
                               {"dimission_time", rows.integer(2)}});
  const std::int64_t size = x.integer("page_size", 1000);
  page shown;
  if (x.has("page_id") && !x.has("cursor")) {
    const auto from = static_cast<std::size_t>(x.integer("page_id") * size);
    for (std::size_t i = from; i < std::min(all.size(), from + static_cast<std::size_t>(size)); ++i)
      shown.items.push_back(all[i]);
    return json::object{{"info", std::move(shown.items)},
                        {"is_last", from + static_cast<std::size_t>(size) >= all.size()}};
  }
  shown = cut_page(x, all, size);
  return json::object{{"info", std::move(shown.items)},
                      {"is_last", shown.next_cursor.empty()},
                      {"next_cursor", shown.next_cursor}};
}

endpoint transfer_call(std::string_view path, std::string_view title, endpoint_handler handle) {
  endpoint e = customer_endpoint("POST", path, title, "hand-overs", handle);
  e.fields = {server_field("handover_userid"), server_field("takeover_userid")};
  return e;
}

std::vector<field> list_fields() {
  return {server_field("handover_userid"), server_field("takeover_userid"),
          field("external_userid").array().required(code::external_user_id_missing).count(1, 100),
          field("external_userid[]").text(), field("transfer_success_msg").text().chars(0, 200)};
}

/// Those of one customer.
std::vector<claim> obstacles() {
  return {
      {code::external_user_id_invalid, "of a customer: the member who hands over does not serve it"},
      {code::contact_transfer_in_progress, "of a customer: a hand-over was begun less than 24 hours ago"},
      {code::successor_not_verified, "of a customer: who takes over has not verified the real name"},
      {code::successor_contact_limit_reached, "of a customer: who takes over has as many as one may have"}};
}

const claim unknown_member{code::user_not_found, "nobody has the userid, or had it"};
const claim outside{code::user_outside_customer_contact_range,
                    "customer contact is not switched on for who takes over"};
const claim still_here{code::member_not_resigned, "who hands over is still a member"};

}  // namespace

void add_transfers(endpoint_list& list) {
  endpoint e = transfer_call("/cgi-bin/externalcontact/transfer_customer",
                             "Hand over customers of a member who stays", transfer_present);
  e.fields = list_fields();
  e.raises = obstacles();
  e.raises.push_back(unknown_member);
  e.raises.push_back(outside);
  e.empty_arrays = {"customer"};
  list.push_back(e);

  e = transfer_call("/cgi-bin/externalcontact/resigned/transfer_customer",
                    "Hand over customers of a member who has left", transfer_departed);
  e.fields = list_fields();
  e.fields.pop_back();  // The customers get no message.
  e.raises = obstacles();
  e.raises.push_back(unknown_member);
  e.raises.push_back(outside);
  e.raises.push_back(still_here);
  e.empty_arrays = {"customer"};
  list.push_back(e);

  for (const auto& path : {"/cgi-bin/externalcontact/transfer", "/cgi-bin/crm/transfer_external_contact"}) {
    e = transfer_call(path, "Hand over one customer of a member who has left", transfer_one);
    e.fields.insert(e.fields.begin(), customer_field());
    e.fields.push_back(field("transfer_success_msg").text().chars(0, 200));
    e.raises = obstacles();
    e.raises.push_back(unknown_member);
    e.raises.push_back(outside);
    e.raises.push_back(still_here);
    list.push_back(e);
  }

  for (const auto& path :
       {"/cgi-bin/externalcontact/transfer_result", "/cgi-bin/externalcontact/resigned/transfer_result"}) {
    e = transfer_call(path, "How hand-overs between two members went", transfer_result);
    e.fields.push_back(field("cursor").text());
    e.raises = {unknown_member, {code::parameter_invalid, "no answer had the cursor"}};
    e.empty_arrays = {"customer"};
    list.push_back(e);
  }

  e = customer_endpoint("POST", "/cgi-bin/externalcontact/get_unassigned_list",
                        "List customers of members who have left", "hand-overs", list_unassigned);
  e.fields = {field("page_id").integer().range(0, 1'000'000), field("cursor").text(),
              field("page_size").integer().range(1, 1000)};
  e.raises = {{code::parameter_invalid, "no answer had the cursor"}};
  e.empty_arrays = {"info"};
  list.push_back(e);
}

}  // namespace errdex::emulation::wecom
