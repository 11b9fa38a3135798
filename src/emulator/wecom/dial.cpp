// Company-paid telephone calls: what an organisation's members have called, and the calls with which a
// provider's support reaches those who administer its customers' organisations.
#include <algorithm>
#include <boost/json/array.hpp>

#include "emulator/platform/fixture.hpp"
#include "emulator/wecom/payments.hpp"

namespace errdex::emulation::wecom {
namespace json = boost::json;
namespace {

constexpr const char* schema = R"(
-- minutes: what is left of those paid for; barred: members who may not call; providers: the corpids of those
-- that were allowed, when their app was installed, to call this organisation.
CREATE TABLE IF NOT EXISTS wecom_dial(corp TEXT PRIMARY KEY, enabled INTEGER NOT NULL, minutes INTEGER NOT NULL,
  barred TEXT NOT NULL, providers TEXT NOT NULL) WITHOUT ROWID;
-- callee_corp is empty for a number outside, which then stands in phone.
CREATE TABLE IF NOT EXISTS wecom_call(corp TEXT NOT NULL, id INTEGER NOT NULL, called INTEGER NOT NULL, caller TEXT NOT NULL,
  callee_corp TEXT NOT NULL, callee TEXT NOT NULL, phone TEXT NOT NULL, minutes INTEGER NOT NULL, PRIMARY KEY(corp, id)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS wecom_call_callee ON wecom_call(callee_corp, callee, called);
CREATE INDEX IF NOT EXISTS wecom_call_time ON wecom_call(corp, called);
)";

constexpr std::int64_t longest_span = 30 * seconds_a_day;
constexpr std::int64_t largest_page = 100;
constexpr std::int64_t call_minutes = 1;
constexpr std::int64_t between_calls = 5;  // Seconds, for one caller.
constexpr std::int64_t calls_of_a_provider = 4;
constexpr std::int64_t providers_of_a_callee = 3;
constexpr std::int64_t day_begins = 7200;  // 10:00 in Beijing, in UTC.

std::string joined(const json::array& list) {
  std::string out;
  for (const auto& v : list) out += (out.empty() ? "" : ",") + scalar_text(v).value_or("");
  return out;
}

bool lists(std::string_view joined, std::string_view wanted) {
  const auto all = split(joined, ',');
  return std::find(all.begin(), all.end(), wanted) != all.end();
}

void need_dial_app(const exchange& x) {
  if (!x.data().exists("SELECT 1 FROM wecom_dial WHERE corp = ? AND enabled", x.caller.tenant))
    throw failure(code::dial_app_not_enabled, "the organisation has not switched the app on");
}

answer list_records(exchange& x) {
  need_dial_app(x);
  const std::int64_t now = x.seconds();
  const std::int64_t to = x.integer("end_time", now);
  const std::int64_t asked = x.integer("start_time", to - longest_span);
  if (x.has("start_time") && (asked > now || (x.has("end_time") && to < asked)))
    throw failure(code::dial_record_time_range_invalid, "start_time is in the future, or behind end_time");
  const std::int64_t from = std::max(asked, to - longest_span);
  std::int64_t skip = x.integer("offset");
  const auto limit =
      static_cast<std::size_t>(std::clamp<std::int64_t>(x.integer("limit", largest_page), 0, largest_page));
  json::array out;
  auto rows = x.data().query(
      "SELECT called, caller, callee_corp, callee, phone, minutes FROM wecom_call WHERE corp = ? AND called "
      ">= ? AND "
      "called <= ? ORDER BY called, id",
      x.caller.tenant, from, to);
  while (rows.next() && out.size() < limit) {
    const bool inside = rows.text(2) == x.caller.tenant;
    if (!sees_member(x, rows.text(1)) || (inside && !sees_member(x, rows.text(3)))) continue;
    if (skip-- > 0) continue;
    json::object callee;
    if (inside)
      callee["userid"] = rows.text(3);
    else
      callee["phone"] = rows.text(4);
    callee["duration"] = rows.integer(5);
    out.push_back(json::object{{"call_time", rows.integer(0)},
                               {"total_duration", rows.integer(5)},
                               {"call_type", 1},
                               {"caller", {{"userid", rows.text(1)}, {"duration", rows.integer(5)}}},
                               {"callee", json::array{std::move(callee)}}});
  }
  return json::object{{"record", std::move(out)}};
}

enum class number_kind : std::uint8_t { malformed, mobile, landline, virtual_operator, foreign };

/// What sort of number it is, for someone in China.
number_kind kind_of(std::string_view number) {
  if (number.substr(0, 3) == "+86") number.remove_prefix(3);
  const bool abroad = number.substr(0, 1) == "+";
  const std::string_view digits = number.substr(abroad ? 1 : 0);
  if (digits.size() < 7 || digits.size() > 15 ||
      digits.find_first_not_of("0123456789") != std::string_view::npos)
    return number_kind::malformed;
  if (abroad) return number_kind::foreign;
  if (digits.front() == '0') return number_kind::landline;
  if (digits.size() != 11 || digits.front() != '1' || digits[1] < '3') return number_kind::malformed;
  for (const std::string_view prefix : {"162", "165", "167", "170", "171"})
    if (digits.substr(0, 3) == prefix) return number_kind::virtual_operator;
  return number_kind::mobile;
}

std::string number_of(const exchange& x, std::string_view corp, std::string_view userid) {
  return x.data()
      .value("SELECT mobile FROM wecom_member WHERE corp = ? AND userid = ?", corp, userid)
      .value_or("");
}

/// Throws when the telephone service cannot connect the two. The caller's own telephone is rung first.
void need_numbers(const std::string& caller, const std::string& callee) {
  const number_kind from = kind_of(caller), to = kind_of(callee);
  if (from == number_kind::malformed || to == number_kind::malformed)
    throw failure(code::phone_number_invalid, "'" + caller + "' or '" + callee + "' is no telephone number");
  if (from == number_kind::foreign || from == number_kind::landline)
    throw failure(code::caller_number_unsupported, "the caller's number is no mobile number of the mainland");
  if (to == number_kind::foreign)
    throw failure(code::callee_number_unsupported, "the callee's number is abroad");
  if (from == number_kind::virtual_operator || to == number_kind::virtual_operator)
    throw failure(code::phone_number_unsupported, "one of the numbers is a virtual operator's");
  const auto bare = [](std::string_view number) {
    return number.substr(0, 3) == "+86" ? number.substr(3) : number;
  };
  if (bare(caller) == bare(callee))
    throw failure(code::caller_equals_callee, "both have the number " + caller);
}

/// Throws when the callee was called often enough today, or the caller has called just now.
void need_quiet(const exchange& x, std::string_view caller, std::string_view corp, std::string_view callee) {
  const std::int64_t now = x.seconds(),
                     today = (now - day_begins) / seconds_a_day * seconds_a_day + day_begins;
  if (x.data().exists("SELECT 1 FROM wecom_call WHERE corp = ? AND caller = ? AND called > ?",
                      x.caller.tenant, caller, now - between_calls))
    throw failure(code::dial_rate_limited, "the caller has called less than 5 seconds ago");
  const auto own = x.data().number(
      "SELECT count(*) FROM wecom_call WHERE corp = ? AND callee_corp = ? AND callee = ? AND called >= ?",
      x.caller.tenant, corp, callee, today);
  if (own.value_or(0) >= calls_of_a_provider)
    throw failure(code::provider_daily_dial_limit_reached,
                  "the provider has called them four times since 10:00");
  const auto others = x.data().number(
      "SELECT count(DISTINCT corp) FROM wecom_call WHERE corp <> ? AND callee_corp = ? AND callee = ? AND "
      "called >= ?",
      x.caller.tenant, corp, callee, today);
  if (others.value_or(0) >= providers_of_a_callee)
    throw failure(code::admin_daily_provider_limit_reached,
                  "three other providers have called them since 10:00");
}

answer dial_customer(exchange& x) {
  need_dial_app(x);
  const std::string corp = x.text("auth_corpid");
  const auto caller = find_member(x, x.text("caller"));
  if (!caller) throw failure(code::caller_not_found, "the provider has no member " + x.text("caller"));
  auto own = x.data().query("SELECT barred, minutes FROM wecom_dial WHERE corp = ?", x.caller.tenant);
  own.next();
  if (lists(own.text(0), *caller)) throw failure(code::caller_dial_restricted, *caller + " may not call");
  if (!x.data().exists("SELECT 1 FROM wecom_corp WHERE corpid = ?", corp))
    throw failure(code::corp_id_invalid, "there is no organisation " + corp);
  if (!lists(x.data().value("SELECT providers FROM wecom_dial WHERE corp = ?", corp).value_or(""),
             x.caller.tenant))
    throw failure(code::dial_permission_not_granted, corp + " has not allowed the provider to call");
  const auto callee =
      x.data().value("SELECT userid FROM wecom_member WHERE corp = ? AND userid = ?", corp, x.text("callee"));
  if (!callee) throw failure(code::callee_not_found, corp + " has no member " + x.text("callee"));
  const std::string number = number_of(x, corp, *callee);
  need_numbers(number_of(x, x.caller.tenant, *caller), number);
  need_quiet(x, *caller, corp, *callee);
  if (own.integer(1) < call_minutes) throw failure(code::call_balance_exhausted, "no minutes are left");
  x.data().run("UPDATE wecom_dial SET minutes = minutes - ? WHERE corp = ?", call_minutes, x.caller.tenant);
  x.data().run(
      "INSERT INTO wecom_call(corp, id, called, caller, callee_corp, callee, phone, minutes) VALUES(?, ?, ?, "
      "?, ?, ?, ?, ?)",
      x.caller.tenant, x.ids().next("wecom.call"), x.seconds(), *caller, corp, *callee, number, call_minutes);
  return {};
}

}  // namespace

void create_dial_tables(store& data) { data.script(schema); }

void load_dial(world& w, const std::string& corp, const json::value& part) {
  const fixture_part p(part, corp + ", dial");
  p.only({"enabled", "minutes", "barred", "providers", "calls"});
  w.data.run("INSERT INTO wecom_dial(corp, enabled, minutes, barred, providers) VALUES(?, ?, ?, ?, ?)", corp,
             p.number("enabled", 1), p.number("minutes", 0), joined(p.list("barred")),
             joined(p.list("providers")));
  for (const auto& value : p.list("calls")) {
    const fixture_part c(value, p.where() + ", call");
    c.only({"called", "caller", "callee", "phone", "minutes"});
    const std::string callee = c.text("callee");
    w.data.run(
        "INSERT INTO wecom_call(corp, id, called, caller, callee_corp, callee, phone, minutes) VALUES(?, ?, "
        "?, ?, ?, ?, ?, ?)",
        corp, w.ids.next("wecom.call"), c.number("called", 0), c.needed("caller"), callee.empty() ? "" : corp,
        callee, c.text("phone"), c.number("minutes", 1));
  }
}

void add_dial(endpoint_list& list) {
  const claim off{code::dial_app_not_enabled,
                  "the organisation has not switched the app for company-paid calls on"};
  list.push_back({
      .name = "dial/get_dial_record",
      .method = "POST",
      .path = "/cgi-bin/dial/get_dial_record",
      .title = "List company-paid calls",
      .group = "dial",
      .credential = access_token,
      .permission = dial,
      .fields = {field("start_time").integer(code::dial_record_time_range_invalid),
                 field("end_time").integer(code::dial_record_time_range_invalid), field("offset").integer(),
                 field("limit").integer()},
      .raises = {off,
                 {code::dial_record_time_range_invalid, "start_time is behind end_time or in the future"}},
      .empty_arrays = {"record"},
      .handle = list_records,
      .document = "https://developer.work.weixin.qq.com/document/path/93662",
  });
  list.push_back({
      .name = "service/dial",
      .method = "POST",
      .path = "/cgi-bin/service/dial",
      .title = "Call someone of a customer's organisation (path not in the public documents)",
      .group = "dial",
      .credential = provider_access_token,
      .fields = {field("caller").text().required(code::caller_missing),
                 field("callee").text().required(code::callee_missing),
                 field("auth_corpid").text().required(code::auth_corp_id_missing)},
      .raises =
          {off,
           {code::caller_not_found, "the provider has no such member"},
           {code::caller_dial_restricted, "the provider has barred the caller"},
           {code::corp_id_invalid, "no organisation has the auth_corpid"},
           {code::dial_permission_not_granted, "the organisation has not allowed the provider to call"},
           {code::callee_not_found, "the organisation has no such member"},
           {code::phone_number_invalid, "a number of the two has not the form of one, or there is none"},
           {code::caller_number_unsupported, "the caller's number is abroad or a landline"},
           {code::callee_number_unsupported, "the callee's number is abroad"},
           {code::phone_number_unsupported, "a number of the two is a virtual operator's"},
           {code::caller_equals_callee, "both have the same number"},
           {code::dial_rate_limited, "the caller has called less than 5 seconds ago"},
           {code::provider_daily_dial_limit_reached, "the provider has called them four times since 10:00"},
           {code::admin_daily_provider_limit_reached, "three other providers have called them since 10:00"},
           {code::call_balance_exhausted, "the provider has no minutes left"}},
      .handle = dial_customer,
  });
}

}  // namespace errdex::emulation::wecom
