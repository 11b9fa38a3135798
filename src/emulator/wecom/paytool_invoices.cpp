// Invoices that buyers ask for at the cash register. Their applications are made on the platform's own pages.
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "emulator/platform/fixture.hpp"
#include "emulator/wecom/paytool.hpp"

namespace errdex::emulation::wecom {
namespace json = boost::json;
namespace {

constexpr const char* schema = R"(
-- status: 0 in progress, 1 posted, 2 sent, 3 cancelled. What the buyer wrote stands in details, as JSON.
CREATE TABLE IF NOT EXISTS wecom_app_invoice(corp TEXT NOT NULL, order_id TEXT PRIMARY KEY, applied INTEGER NOT NULL,
  status INTEGER NOT NULL, note TEXT NOT NULL, details TEXT NOT NULL) WITHOUT ROWID;
)";

constexpr code wrong = code::order_parameter_invalid;
constexpr std::int64_t usual_page = 50;
constexpr std::int64_t largest_page = 100;

answer list_invoices(exchange& x) {
  if (x.has("start_time") != x.has("end_time"))
    throw wrong_parameter(x.has("start_time") ? "end_time" : "start_time",
                          "one of the two is there without the other");
  const std::int64_t limit = x.integer("limit", usual_page);
  json::array out;
  std::string last;
  bool more = false;
  auto rows = x.data().query(
      "SELECT i.order_id, o.buyer, i.applied, o.paid_price, i.status, i.note, i.details FROM "
      "wecom_app_invoice i "
      "JOIN wecom_order o ON o.id = i.order_id WHERE i.corp = ? AND i.order_id > ? AND i.applied >= ? AND "
      "i.applied <= ? "
      "ORDER BY i.order_id LIMIT ?",
      x.caller.tenant, x.text("cursor"), x.integer("start_time"),
      x.integer("end_time", std::numeric_limits<std::int64_t>::max()), limit + 1);
  while (rows.next()) {
    more = static_cast<std::int64_t>(out.size()) == limit;
    if (more) break;
    last = rows.text(0);
    const json::value details = json::parse(rows.text(6));
    json::object one{{"order_id", last}, {"custom_corpid", rows.text(1)}, {"apply_time", rows.integer(2)}};
    const auto add = [&](std::string_view name, const json::value& otherwise) {
      const auto* v = find_path(details.get_object(), name);
      one[name] = v ? *v : otherwise;
    };
    add("invoice_type", 0);
    one["paid_price"] = rows.integer(3);
    one["invoice_status"] = rows.integer(4);
    add("invoice_title", "");
    add("tax_number", "");
    add("send_way", 0);
    for (const char* name :
         {"contact_name", "contact_tel", "contact_addr", "contact_postcode", "receive_email", "company_addr",
          "company_tel", "bank_name", "bank_account_number"})
      add(name, "");
    one["invoice_note"] = rows.text(5);
    out.push_back(std::move(one));
  }
  return json::object{
      {"has_more", more ? 1 : 0}, {"next_cursor", more ? last : ""}, {"invoice_list", std::move(out)}};
}

answer mark_invoice(exchange& x) {
  const std::string order = x.text("order_id");
  if (!is_cashier(x, x.text("oper_userid")))
    throw wrong_parameter("oper_userid", x.text("oper_userid") + " may not handle invoices");
  if (!x.data().exists("SELECT 1 FROM wecom_app_invoice WHERE corp = ? AND order_id = ?", x.caller.tenant,
                       order))
    throw failure(code::order_not_found, "nobody has asked for an invoice for " + order);
  // One that is out already stays as it is, and the call succeeds all the same.
  x.data().run(
      "UPDATE wecom_app_invoice SET status = ?, note = ? WHERE corp = ? AND order_id = ? AND status NOT IN "
      "(1, 2)",
      x.integer("invoice_status"), x.text("invoice_note"), x.caller.tenant, order);
  return {};
}

}  // namespace

void create_app_invoice_tables(store& data) { data.script(schema); }

void load_app_invoices(world& w, const std::string& corp, const json::value& part) {
  if (!part.is_array())
    fixture_part(json::value(json::object{}), corp + ", app_invoices").refuse("must be a sequence");
  for (const auto& value : part.get_array()) {
    const fixture_part p(value, corp + ", invoice");
    p.only({"order_id", "applied", "details"});
    const auto* details = p.object().if_contains("details");
    w.data.run(
        "INSERT INTO wecom_app_invoice(corp, order_id, applied, status, note, details) VALUES(?, ?, ?, 0, "
        "'', ?)",
        corp, p.needed("order_id"), p.number("applied", 0), details ? json::serialize(*details) : "{}");
  }
}

void add_paytool_invoices(endpoint_list& list) {
  list.push_back({
      .name = "paytool/get_invoice_list",
      .method = "POST",
      .path = "/cgi-bin/paytool/get_invoice_list",
      .title = "List the invoices that buyers have asked for",
      .group = "paytool",
      .credential = provider_access_token,
      .fields = {field("start_time").integer(wrong), field("end_time").integer(wrong),
                 field("cursor").text(wrong), field("limit").integer(wrong).range(1, largest_page, wrong)},
      .handle = list_invoices,
      .document = "https://developer.work.weixin.qq.com/document/path/99436",
  });
  list.push_back({
      .name = "paytool/mark_invoice_status",
      .method = "POST",
      .path = "/cgi-bin/paytool/mark_invoice_status",
      .title = "Say what has become of an invoice",
      .group = "paytool",
      .credential = provider_access_token,
      .fields = {field("order_id").text(wrong).required(wrong),
                 field("oper_userid").text(wrong).required(wrong),
                 field("invoice_status").integer(wrong).required(wrong).one_of({"1", "2", "3"}, wrong),
                 field("invoice_note").text(wrong).required(wrong).bytes(1, 200, wrong)},
      .raises = {{code::order_not_found, "nobody has asked for an invoice for the order"}},
      .handle = mark_invoice,
      .document = "https://developer.work.weixin.qq.com/document/path/99437",
  });
}

}  // namespace errdex::emulation::wecom
