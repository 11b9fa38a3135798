// Approvals: forms made from templates, handed in by members, decided by approvers in their app.
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include "emulator/platform/fixture.hpp"
#include "emulator/wecom/approval.hpp"
#include "emulator/wecom/customers.hpp"
#include "emulator/wecom/office.hpp"

namespace errdex::emulation::wecom {
namespace json = boost::json;
namespace {

constexpr std::int64_t in_progress = 1;  // sp_status

std::string need_approver(const exchange& x, std::string_view userid) {
  auto found = find_member(x, userid);
  if (!found || !sees_member(x, *found))
    throw failure(code::user_not_found, "no member that the app sees has the userid " + std::string(userid));
  return std::move(*found);
}

json::value need_template(const exchange& x, std::string& name) {
  auto row =
      x.data().query("SELECT names, controls FROM wecom_approval_template WHERE corp = ? AND template_id = ?",
                     x.caller.tenant, x.text("template_id"));
  if (!row.next()) throw failure(code::parameter_invalid, "there is no template " + x.text("template_id"));
  name = row.text(0);
  return json::parse(row.text(1));
}

answer get_template(exchange& x) {
  std::string names;
  json::value controls = need_template(x, names);
  return json::object{{"template_names", json::parse(names)},
                      {"template_content", json::object{{"controls", std::move(controls)}}}};
}

const json::object* property_of(const json::value& control) {
  const auto* properties = find_path(control.get_object(), "property");
  return properties ? properties->if_object() : nullptr;
}

/// Every control that is filled in belongs to the template, and what the template needs is there.
void need_fitting_data(const json::array& controls, const json::array& contents) {
  for (const json::value& content : contents) {
    const auto* given = content.if_object();
    const bool known =
        given && std::any_of(controls.begin(), controls.end(), [&](const json::value& control) {
          const auto* properties = property_of(control);
          return properties && text_of(*properties, "id") == text_of(*given, "id") &&
                 text_of(*properties, "control") == text_of(*given, "control");
        });
    if (!known) throw failure(code::parameter_invalid, "apply_data has a control that the template has not");
  }
  for (const json::value& control : controls) {
    const auto* properties = property_of(control);
    if (!properties || text_of(*properties, "require") != "1") continue;
    const bool filled = std::any_of(contents.begin(), contents.end(), [&](const json::value& content) {
      const auto* given = content.if_object();
      const auto* value = given ? find_path(*given, "value") : nullptr;
      return value && text_of(*given, "id") == text_of(*properties, "id") && value->is_object() &&
             !value->get_object().empty();
    });
    if (!filled) throw failure(code::parameter_invalid, "apply_data lacks " + text_of(*properties, "id"));
  }
}

json::object open_step(std::int64_t attribute, const std::vector<std::string>& approvers) {
  json::array details;
  for (const std::string& userid : approvers)
    details.push_back(json::object{{"approver", json::object{{"userid", userid}}},
                                   {"speech", ""},
                                   {"sp_status", in_progress},
                                   {"sptime", 0},
                                   {"media_id", json::array()}});
  return {{"sp_status", in_progress}, {"approverattr", attribute}, {"details", std::move(details)}};
}

/// The steps that the template has: one approver after the other.
json::array steps_of_template(const exchange& x) {
  const auto approvers =
      x.data().value("SELECT approvers FROM wecom_approval_template WHERE corp = ? AND template_id = ?",
                     x.caller.tenant, x.text("template_id"));
  const json::value list = json::parse(approvers.value_or("[]"));
  json::array out;
  for (const json::value& userid : list.as_array())
    out.push_back(open_step(1, {scalar_text(userid).value_or("")}));
  return out;
}

/// The steps of a form: each has one approver or several, who have not spoken yet.
json::array approval_steps(const exchange& x) {
  if (x.integer("use_template_approver") == 1) return steps_of_template(x);
  const auto* steps = x.json("approver");
  if (!steps || steps->as_array().empty()) throw failure(code::parameter_invalid, "there is no approver");
  json::array out;
  for (const json::value& step : steps->as_array()) {
    const auto* given = step.if_object();
    const auto* users = given ? find_path(*given, "userid") : nullptr;
    if (!users || !users->is_array() || users->get_array().empty())
      throw failure(code::parameter_invalid, "a step has no userid");
    std::vector<std::string> approvers;
    for (const json::value& userid : users->get_array())
      approvers.push_back(need_approver(x, scalar_text(userid).value_or("")));
    const auto* attribute = find_path(*given, "attr");
    out.push_back(open_step(attribute ? as_integer(*attribute).value_or(1) : 1, approvers));
  }
  return out;
}

/// The day in China and how many came before on it: 202601050001.
std::string new_number(const exchange& x) {
  const std::string date = x.data()
                               .value("SELECT strftime('%Y%m%d', ?, 'unixepoch')", x.seconds() + china_offset)
                               .value_or("19700101");
  const std::string count = std::to_string(x.ids().next("wecom.approval " + x.caller.tenant + ' ' + date));
  return date + std::string(4 - std::min<std::size_t>(count.size(), 4), '0') + count;
}

answer apply(exchange& x) {
  const std::string applier = need_approver(x, x.text("creator_userid"));
  std::string names;
  const json::value controls = need_template(x, names);
  const json::value& contents = *x.json("apply_data.contents");
  need_fitting_data(controls.as_array(), contents.as_array());
  json::array notified;
  if (x.integer("use_template_approver") == 0)
    for (const std::string& userid : x.texts("notifyer"))
      notified.push_back(json::object{{"userid", need_approver(x, userid)}});
  const json::value parsed = json::parse(names);
  const std::string name =
      parsed.as_array().empty() ? std::string() : text_of(parsed.at(0).as_object(), "text");
  const auto party =
      x.has("choose_department")
          ? std::optional(x.integer("choose_department"))
          : x.data().number("SELECT main_department FROM wecom_member WHERE corp = ? AND userid = ?",
                            x.caller.tenant, applier);
  const std::string number = new_number(x);
  x.data().run(
      "INSERT INTO wecom_approval(corp, sp_no, template_id, name, status, applied, applier, party, steps, "
      "notified, "
      "contents) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      x.caller.tenant, number, x.text("template_id"), name, in_progress, x.seconds(), applier,
      party.value_or(1), json::serialize(approval_steps(x)), json::serialize(notified),
      json::serialize(contents));
  return json::object{{"sp_no", number}};
}

answer get_approval(exchange& x) {
  auto row = x.data().query(
      "SELECT sp_no, name, status, template_id, applied, applier, party, steps, notified, contents FROM "
      "wecom_approval "
      "WHERE corp = ? AND sp_no = ?",
      x.caller.tenant, x.text("sp_no"));
  if (!row.next()) throw failure(code::parameter_invalid, "there is no form " + x.text("sp_no"));
  return json::object{{"info",
                       {{"sp_no", row.text(0)},
                        {"sp_name", row.text(1)},
                        {"sp_status", row.integer(2)},
                        {"template_id", row.text(3)},
                        {"apply_time", row.integer(4)},
                        {"applyer", {{"userid", row.text(5)}, {"partyid", std::to_string(row.integer(6))}}},
                        {"sp_record", json::parse(row.text(7))},
                        {"notifyer", json::parse(row.text(8))},
                        {"apply_data", json::object{{"contents", json::parse(row.text(9))}}},
                        {"comments", json::array()}}}};
}

answer get_open_approval(exchange& x) {
  const auto details =
      x.data().value("SELECT details FROM wecom_open_approval WHERE corp = ? AND third_no = ?",
                     x.caller.tenant, x.text("thirdNo"));
  if (!details) throw failure(code::parameter_invalid, "there is no form " + x.text("thirdNo"));
  json::object out{{"ThirdNo", x.text("thirdNo")}};
  const json::value parsed = json::parse(*details);
  for (const auto& member : parsed.as_object()) out[member.key()] = member.value();
  return json::object{{"data", std::move(out)}};
}

std::vector<field> application_fields() {
  return {server_field("creator_userid"),
          field("template_id").text().required(),
          field("use_template_approver").integer().required().one_of({"0", "1"}),
          field("choose_department").integer(),
          field("approver").array(),
          field("approver[].attr").integer().one_of({"1", "2"}),
          field("approver[].userid").array().required().count(1, 100),
          field("notifyer").array(),
          field("notifyer[]").text(),
          field("notify_type").integer().one_of({"1", "2", "3"}),
          field("apply_data").object().required(),
          field("apply_data.contents").array().required().count(1, 200),
          field("apply_data.contents[].control").text().required(),
          field("apply_data.contents[].id").text().required(),
          field("apply_data.contents[].value").object(),
          field("summary_list").array().required().count(1, 3),
          field("summary_list[].summary_info").array().required(),
          field("summary_list[].summary_info[].text").text().chars(1, 20),
          field("summary_list[].summary_info[].lang").text()};
}

const claim unknown_template{code::parameter_invalid, "there is no template of the template_id"};
const claim unknown_form{code::parameter_invalid, "there is no such form"};

}  // namespace

std::string text_of(const json::object& in, std::string_view key) {
  const auto* value = find_path(in, key);
  return value ? scalar_text(*value).value_or("") : std::string();
}

endpoint approval_call(std::string_view path, std::string_view title, endpoint_handler handle) {
  endpoint e;
  e.name = path.substr(std::string_view("/cgi-bin/").size());
  e.method = "POST";
  e.path = path;
  e.title = title;
  e.group = "approvals";
  e.credential = access_token;
  e.permission = approval;
  e.limits = {{600, std::chrono::minutes(1), rate_limit::scope::tenant}};
  e.handle = handle;
  return e;
}

void create_approval_tables(store& data) {
  data.script(R"(
CREATE TABLE IF NOT EXISTS wecom_approval_template(corp TEXT NOT NULL, template_id TEXT NOT NULL, names TEXT NOT NULL,
  controls TEXT NOT NULL, approvers TEXT NOT NULL, PRIMARY KEY(corp, template_id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS wecom_approval(corp TEXT NOT NULL, sp_no TEXT NOT NULL, template_id TEXT NOT NULL,
  name TEXT NOT NULL, status INTEGER NOT NULL, applied INTEGER NOT NULL, applier TEXT NOT NULL COLLATE NOCASE,
  party INTEGER NOT NULL, steps TEXT NOT NULL, notified TEXT NOT NULL, contents TEXT NOT NULL,
  PRIMARY KEY(corp, sp_no)) WITHOUT ROWID;
-- Forms of the organisation's own apps, which people hand in on a page: details as they are shown.
CREATE TABLE IF NOT EXISTS wecom_open_approval(corp TEXT NOT NULL, third_no TEXT NOT NULL, details TEXT NOT NULL,
  PRIMARY KEY(corp, third_no)) WITHOUT ROWID;
)");
}

void load_approval(world& w, const std::string& corp, const json::value& part) {
  const fixture_part p(part, corp + ", approval");
  p.only({"templates", "own_forms"});
  for (const auto& value : p.list("templates")) {
    const fixture_part t(value, p.where() + ", template");
    t.only({"template_id", "name", "lang", "controls", "approvers"});
    json::array controls;
    for (const auto& control : t.list("controls")) {
      const fixture_part c(control, t.where() + ", control");
      c.only({"id", "control", "title", "require", "config"});
      const json::array title{json::object{{"text", c.needed("title")}, {"lang", t.text("lang", "en")}}};
      json::object shown{{"property",
                          {{"control", c.needed("control")},
                           {"id", c.needed("id")},
                           {"title", title},
                           {"placeholder", json::array()},
                           {"require", c.number("require", 0)},
                           {"un_print", 0}}}};
      if (const auto* config = c.object().if_contains("config")) shown["config"] = *config;
      controls.push_back(std::move(shown));
    }
    const json::array names{json::object{{"text", t.needed("name")}, {"lang", t.text("lang", "en")}}};
    w.data.run(
        "INSERT INTO wecom_approval_template(corp, template_id, names, controls, approvers) VALUES(?, ?, ?, "
        "?, ?)",
        corp, t.needed("template_id"), json::serialize(names), json::serialize(controls),
        json::serialize(t.list("approvers")));
  }
  for (const auto& value : p.list("own_forms")) {
    const fixture_part f(value, p.where() + ", own form");
    f.only({"thirdNo", "details"});
    const auto* details = f.object().if_contains("details");
    w.data.run("INSERT INTO wecom_open_approval(corp, third_no, details) VALUES(?, ?, ?)", corp,
               f.needed("thirdNo"), details ? json::serialize(*details) : "{}");
  }
}

void add_approval(endpoint_list& list) {
  endpoint e = approval_call("/cgi-bin/oa/gettemplatedetail", "Read the template of a form", get_template);
  e.fields = {field("template_id").text().required()};
  e.raises = {unknown_template};
  e.empty_arrays = {"template_names"};
  list.push_back(e);

  e = approval_call("/cgi-bin/oa/applyevent", "Hand in a form", apply);
  e.fields = application_fields();
  e.raises = {{code::user_not_found, "no member that the app sees has a userid"},
              {code::parameter_invalid, "there is no such template, or the form does not fit it"}};
  list.push_back(e);

  e = approval_call("/cgi-bin/oa/getapprovaldetail", "Read a form", get_approval);
  e.fields = {field("sp_no").text().required()};
  e.raises = {unknown_form};
  list.push_back(e);

  e = approval_call("/cgi-bin/corp/getopenapprovaldata", "Read a form of one's own app", get_open_approval);
  e.permission = messages;
  e.fields = {field("thirdNo").text().required()};
  e.raises = {unknown_form};
  list.push_back(e);
}

}  // namespace errdex::emulation::wecom
