// Devices that connect to the platform themselves, as their maker's backend sees them: it enters serial
// numbers under the models that it has in its console, and learns which organisation bound a device. What the
// devices say goes over a WebSocket of its own and is no part of this.
#include <algorithm>
#include <boost/json/array.hpp>

#include "emulator/wecom/suites.hpp"

namespace errdex::emulation::wecom {
namespace json = boost::json;
namespace {

constexpr std::string_view qr_page = "https://open.work.weixin.qq.com/connect/hardware?hw_code=";

constexpr const char* schema = R"(
CREATE TABLE IF NOT EXISTS wecom_device(sn TEXT PRIMARY KEY, corp TEXT NOT NULL, model TEXT NOT NULL, id INTEGER NOT NULL,
  secret_no TEXT, hw_code TEXT NOT NULL UNIQUE, created INTEGER NOT NULL, bound_to TEXT, remark_name TEXT NOT NULL,
  no_printer INTEGER NOT NULL, feature TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS wecom_device_maker ON wecom_device(corp, id);
)";

bool is_model_id(std::string_view text) {
  return text.size() == 19 && text.substr(0, 3) == "hwm" &&
         std::all_of(text.begin() + 3, text.end(), [](char c) { return in_charset(c, "0-9a-f"); });
}

answer add_device(exchange& x) {
  const std::string sn = x.text("device_sn"), model = x.text("model_id");
  if (!x.data().exists("SELECT 1 FROM wecom_device_model WHERE model = ? AND corp = ?", model,
                       x.caller.tenant))
    throw failure(code::device_model_not_found, "the provider has no model " + model);
  if (x.data().exists("SELECT 1 FROM wecom_device WHERE sn = ?", sn))
    throw failure(code::device_sn_taken, "the serial number was entered before");
  const std::string secret = x.ids().text("wecom.device secret", 32, alphabets::hex);
  const std::string hw_code = x.ids().text("wecom.hw_code", 43);
  const auto id = static_cast<std::int64_t>(
      mix(x.ids().seed(), "wecom.device", x.ids().next("wecom.device")) >> 2);  // Positive, with 18 digits.
  x.data().run(
      "INSERT INTO wecom_device(sn, corp, model, id, secret_no, hw_code, created, bound_to, remark_name, "
      "no_printer, feature) VALUES(?, ?, ?, ?, ?, ?, ?, NULL, '', 0, '{}')",
      sn, x.caller.tenant, model, id, secret, hw_code, x.seconds());
  return json::object{{"device_info", json::object{{"model_id", model},
                                                   {"device_sn", sn},
                                                   {"create_time", x.seconds()},
                                                   {"secret_no", secret},
                                                   {"device_id", id},
                                                   {"qr_code", std::string(qr_page) + hw_code}}}};
}

/// The provider must have entered the device.
void need_device(const exchange& x) {
  if (!x.data().exists("SELECT 1 FROM wecom_device WHERE sn = ? AND corp = ?", x.text("device_sn"),
                       x.caller.tenant))
    throw failure(code::device_sn_invalid, "the provider has entered no such serial number");
}

answer get_device_auth_info(exchange& x) {
  need_device(x);
  auto row = x.data().query(
      "SELECT d.bound_to, c.name, d.remark_name, d.model FROM wecom_device d JOIN wecom_corp c ON c.corpid = "
      "d.bound_to WHERE d.sn = ?",
      x.text("device_sn"));
  if (!row.next()) throw failure(code::device_not_bound_to_corp, "nobody has bound the device");
  return json::object{{"auth_corp_info", {{"corpid", row.text(0)}, {"corp_name", row.text(1)}}},
                      {"device_info", {{"remark_name", row.text(2)}, {"model_id", row.text(3)}}}};
}

answer reset_secret_no(exchange& x) {
  need_device(x);
  x.data().run("UPDATE wecom_device SET secret_no = NULL WHERE sn = ?", x.text("device_sn"));
  return {};
}

answer list_devices(exchange& x) {
  json::array out;
  auto rows = x.data().query(
      "SELECT sn, model FROM wecom_device WHERE corp = ? ORDER BY created, sn LIMIT ? OFFSET ?",
      x.caller.tenant, x.integer("limit"), x.integer("offset"));
  while (rows.next()) out.push_back(json::object{{"device_sn", rows.text(0)}, {"model_id", rows.text(1)}});
  return json::object{{"device_list", std::move(out)}};
}

answer delete_device(exchange& x) {
  need_device(x);
  x.data().run("DELETE FROM wecom_device WHERE sn = ?", x.text("device_sn"));
  return {};
}

answer get_device_feature(exchange& x) {
  need_device(x);
  const auto feature = x.data().value("SELECT feature FROM wecom_device WHERE sn = ?", x.text("device_sn"));
  return json::object{{"device_feature", feature.value_or("{}")}};
}

answer set_printer_support_state(exchange& x) {
  need_device(x);
  const auto type = x.data().value(
      "SELECT m.type FROM wecom_device d JOIN wecom_device_model m ON m.model = d.model WHERE "
      "d.sn = ?",
      x.text("device_sn"));
  if (type != "print")
    throw failure(code::device_type_unsupported, "the device is of the type " + type.value_or("?"));
  x.data().run("UPDATE wecom_device SET no_printer = ? WHERE sn = ?", x.boolean("not_supported_printer"),
               x.text("device_sn"));
  return {};
}

answer bind_device(exchange& x) {
  auto row = x.data().query("SELECT sn, corp FROM wecom_device WHERE hw_code = ?", x.text("hw_code"));
  if (!row.next()) throw failure(code::device_qrcode_unreadable, "no device has this code");
  const std::string sn(row.text(0));
  const visitor who = visitor_of(x, row.text(1));
  x.data().run("UPDATE wecom_device SET bound_to = ?, remark_name = ? WHERE sn = ?", who.corp,
               x.text("remark_name"), sn);
  return json::object{{"device_sn", sn}, {"corpid", who.corp}};
}

field sn_field() {
  return field("device_sn")
      .text(code::device_sn_invalid)
      .required(code::device_sn_missing)
      .charset("0-9A-Za-z", code::device_sn_invalid)
      .bytes(1, 128, code::device_sn_invalid);
}

endpoint device_call(std::string_view name, std::string_view path, std::string_view title,
                     std::vector<claim> claims, endpoint_handler handle) {
  claims.insert(claims.begin(), {code::device_sn_invalid, "the provider has entered no such serial number"});
  return {
      .name = name,
      .method = "POST",
      .path = path,
      .title = title,
      .group = "hardware",
      .credential = provider_access_token,
      .fields = {sn_field()},
      .raises = std::move(claims),
      .handle = handle,
  };
}

}  // namespace

void create_device_tables(store& data) { data.script(schema); }

void add_devices(endpoint_list& list) {
  list.push_back({
      .name = "service/add_device",
      .method = "POST",
      .path = "/cgi-bin/service/add_device",
      .title = "Enter the serial number of a device",
      .group = "hardware",
      .credential = provider_access_token,
      .fields = {field("model_id")
                     .text(code::device_model_id_invalid)
                     .required(code::device_model_id_missing)
                     .form(is_model_id, "hwm and 16 hexadecimal digits", "Loom Printer",
                           code::device_model_id_invalid),
                 sn_field()},
      .raises = {{code::device_model_not_found, "the provider has no such model"},
                 {code::device_sn_taken, "the serial number was entered before"}},
      .handle = add_device,
  });
  list.push_back(device_call("service/get_device_auth_info", "/cgi-bin/service/get_device_auth_info",
                             "Learn which organisation bound a device",
                             {{code::device_not_bound_to_corp, "no organisation has bound the device"}},
                             get_device_auth_info));
  list.push_back(device_call("service/reset_secret_no", "/cgi-bin/service/reset_secret_no",
                             "Let a device fetch a new SecretNo", {}, reset_secret_no));
  list.push_back({
      .name = "service/list_device",
      .method = "POST",
      .path = "/cgi-bin/service/list_device",
      .title = "List the devices of a provider",
      .group = "hardware",
      .credential = provider_access_token,
      .fields = {field("offset")
                     .integer(code::offset_or_limit_invalid)
                     .range(0, std::numeric_limits<std::int64_t>::max(), code::offset_or_limit_invalid),
                 field("limit")
                     .integer(code::offset_or_limit_invalid)
                     .required(code::offset_or_limit_invalid)
                     .range(1, 1000, code::offset_or_limit_invalid)},
      .empty_arrays = {"device_list"},
      .handle = list_devices,
  });
  list.push_back(
      device_call("service/del_device", "/cgi-bin/service/del_device", "Delete a device", {}, delete_device));
  list.push_back(device_call("hardware/get_device_feature", "/cgi-bin/hardware/get_device_feature",
                             "Read what a device says of itself", {}, get_device_feature));
  endpoint support =
      device_call("service/set_printer_support_state", "/cgi-bin/service/set_printer_support_state",
                  "Say whether the printer at a print box is supported",
                  {{code::device_type_unsupported, "the device is no print box"}}, set_printer_support_state);
  support.fields.push_back(field("not_supported_printer").boolean());
  list.push_back(std::move(support));
  list.push_back({
      .name = "connect/hardware",
      .method = "GET",
      .path = "/connect/hardware",
      .title = "The page behind the QR code of a device, where an administrator binds it",
      .group = "hardware",
      .fields = {field("hw_code").text().required(code::device_qrcode_unreadable),
                 field("remark_name").text().about("how the organisation calls the device"),
                 visitor_fields().front(), visitor_fields().back()},
      .raises = {{code::device_qrcode_unreadable, "the code is cut off, or no device's"},
                 {code::parameter_invalid, "there is no such organisation or member"}},
      .handle = bind_device,
  });
}

}  // namespace errdex::emulation::wecom
