// Electronic invoices that members of the organisation submit from their WeChat cards: read, locked for a
// claim, and closed when they are paid.
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "emulator/platform/fixture.hpp"
#include "emulator/wecom/office.hpp"

namespace errdex::emulation::wecom {
namespace json = boost::json;
namespace {

constexpr std::string_view unlocked = "INVOICE_REIMBURSE_INIT", locked = "INVOICE_REIMBURSE_LOCK",
                           closed = "INVOICE_REIMBURSE_CLOSURE";

struct invoice_key {
  std::string card, encrypted;
};

struct invoice {
  std::string openid, status, locked_by, details;
};

invoice need_invoice(const exchange& x, const invoice_key& key) {
  auto row = x.data().query(
      "SELECT openid, status, locked_by, details FROM wecom_invoice WHERE corp = ? AND card_id = ? AND "
      "encrypt_code = "
      "?",
      x.caller.tenant, key.card, key.encrypted);
  if (!row.next())
    throw failure(code::parameter_invalid, "there is no invoice " + key.card + " with this code");
  return {std::string(row.text(0)), std::string(row.text(1)), std::string(row.text(2)),
          std::string(row.text(3))};
}

json::object show_invoice(const exchange& x, const invoice_key& key) {
  const invoice found = need_invoice(x, key);
  const json::value details = json::parse(found.details);
  json::object out{{"card_id", key.card}};
  for (const auto& member : details.get_object())
    if (member.key() != "user_info") out[member.key()] = member.value();
  out["openid"] = found.openid;
  const auto* user_info = details.get_object().if_contains("user_info");
  json::object user = user_info && user_info->is_object() ? user_info->get_object() : json::object();
  user["reimburse_status"] = found.status;
  out["user_info"] = std::move(user);
  return out;
}

void change_status(const exchange& x, const invoice_key& key, const std::string& status) {
  const invoice found = need_invoice(x, key);
  if (!found.locked_by.empty() && found.locked_by != x.caller.tenant)
    throw failure(code::invoice_locked_by_other, "it was locked by " + found.locked_by);
  if (found.status == closed && status != closed)
    throw failure(code::invoice_status_invalid, "the invoice is closed, which is for ever");
  x.data().run(
      "UPDATE wecom_invoice SET status = ?, locked_by = ? WHERE corp = ? AND card_id = ? AND encrypt_code = "
      "?",
      status, status == unlocked ? std::string() : x.caller.tenant, x.caller.tenant, key.card, key.encrypted);
}

std::vector<invoice_key> keys_in(const exchange& x, std::string_view name) {
  std::vector<invoice_key> out;
  for (const json::value& value : x.json(name)->as_array()) {
    const auto text = [&](std::string_view key) {
      const auto* v = value.is_object() ? value.get_object().if_contains(key) : nullptr;
      return v ? scalar_text(*v).value_or("") : std::string();
    };
    out.push_back({text("card_id"), text("encrypt_code")});
  }
  return out;
}

answer get_invoice(exchange& x) { return show_invoice(x, {x.text("card_id"), x.text("encrypt_code")}); }

answer get_invoices(exchange& x) {
  json::array out;
  for (const invoice_key& key : keys_in(x, "item_list")) out.push_back(show_invoice(x, key));
  return json::object{{"item_list", std::move(out)}};
}

answer update_invoice(exchange& x) {
  change_status(x, {x.text("card_id"), x.text("encrypt_code")}, x.text("reimburse_status"));
  return {};
}

/// All or nothing: what fails takes back what was changed before.
answer update_invoices(exchange& x) {
  const std::string openid = x.text("openid");
  if (!x.data().exists("SELECT 1 FROM wecom_member WHERE corp = ? AND openid = ?", x.caller.tenant, openid))
    throw failure(code::openid_not_found, "no member has the openid " + openid);
  for (const invoice_key& key : keys_in(x, "invoice_list")) {
    if (need_invoice(x, key).openid != openid)
      throw failure(code::invoice_not_owned_by_user, "the invoice " + key.card + " is not of " + openid);
    change_status(x, key, x.text("reimburse_status"));
  }
  return {};
}

field status_field() {
  return field("reimburse_status")
      .text(code::invoice_status_invalid)
      .required(code::invoice_status_invalid)
      .one_of({unlocked, locked, closed}, code::invoice_status_invalid);
}

std::vector<field> key_fields(bool of_list) {
  return {field(of_list ? "invoice_list[].card_id" : "card_id").text().required(),
          field(of_list ? "invoice_list[].encrypt_code" : "encrypt_code").text().required()};
}

endpoint invoice_call(std::string_view path, std::string_view title, endpoint_handler handle) {
  endpoint e;
  e.name = path.substr(std::string_view("/cgi-bin/").size());
  e.method = "POST";
  e.path = path;
  e.title = title;
  e.group = "invoices";
  e.credential = access_token;
  e.permission = messages;
  e.raises = {{code::parameter_invalid, "there is no such invoice"}};
  e.handle = handle;
  return e;
}

const claim locked_elsewhere{code::invoice_locked_by_other,
                             "another official account, enterprise or app locked it"};
const claim final_status{code::invoice_status_invalid, "the invoice is closed already"};

}  // namespace

void create_invoice_tables(store& data) {
  data.script(R"(
CREATE TABLE IF NOT EXISTS wecom_invoice(corp TEXT NOT NULL, card_id TEXT NOT NULL, encrypt_code TEXT NOT NULL,
  openid TEXT NOT NULL, status TEXT NOT NULL, locked_by TEXT NOT NULL, details TEXT NOT NULL,
  PRIMARY KEY(corp, card_id, encrypt_code)) WITHOUT ROWID;
)");
}

void load_invoices(world& w, const std::string& corp, const json::value& part) {
  const fixture_part p(part, corp + ", invoices");
  p.only({"list"});
  for (const auto& value : p.list("list")) {
    const fixture_part i(value, p.where());
    i.only({"card_id", "encrypt_code", "openid", "status", "locked_by", "details"});
    const auto* details = i.object().if_contains("details");
    w.data.run(
        "INSERT INTO wecom_invoice(corp, card_id, encrypt_code, openid, status, locked_by, details) "
        "VALUES(?, ?, ?, ?, "
        "?, ?, ?)",
        corp, i.needed("card_id"), i.needed("encrypt_code"), i.needed("openid"),
        i.text("status", std::string(unlocked)), i.text("locked_by"),
        details ? json::serialize(*details) : "{}");
  }
}

void add_invoices(endpoint_list& list) {
  endpoint e = invoice_call("/cgi-bin/card/invoice/reimburse/getinvoiceinfo", "Read an invoice", get_invoice);
  e.fields = key_fields(false);
  list.push_back(e);

  e = invoice_call("/cgi-bin/card/invoice/reimburse/getinvoiceinfobatch", "Read invoices", get_invoices);
  e.fields = {field("item_list").array().required().count(1, 1000), field("item_list[]").object(),
              field("item_list[].card_id").text().required(),
              field("item_list[].encrypt_code").text().required()};
  e.empty_arrays = {"item_list"};
  list.push_back(e);

  e = invoice_call("/cgi-bin/card/invoice/reimburse/updateinvoicestatus", "Lock, release or close an invoice",
                   update_invoice);
  e.fields = key_fields(false);
  e.fields.push_back(status_field());
  e.raises.push_back(locked_elsewhere);
  e.raises.push_back(final_status);
  list.push_back(e);

  e = invoice_call("/cgi-bin/card/invoice/reimburse/updatestatusbatch",
                   "Lock, release or close a person's invoices", update_invoices);
  e.fields = {field("openid").text().required(), status_field(),
              field("invoice_list").array().required().count(1, 1000), field("invoice_list[]").object()};
  for (field& f : key_fields(true)) e.fields.push_back(std::move(f));
  e.raises.push_back(locked_elsewhere);
  e.raises.push_back(final_status);
  e.raises.push_back({code::openid_not_found, "no member has the openid"});
  e.raises.push_back({code::invoice_not_owned_by_user, "one of the invoices is somebody else's"});
  list.push_back(e);
}

}  // namespace errdex::emulation::wecom
