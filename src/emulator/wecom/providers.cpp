#include "emulator/wecom/providers.hpp"

#include "emulator/platform/fixture.hpp"
#include "emulator/wecom/callback_crypto.hpp"
#include "emulator/wecom/checks.hpp"
#include "emulator/wecom/suite_events.hpp"

namespace errdex::emulation::wecom {
namespace {

constexpr const char* schema = R"(
CREATE TABLE IF NOT EXISTS wecom_provider(corp TEXT PRIMARY KEY, secret TEXT NOT NULL, trusted_ips TEXT NOT NULL,
  redirect_domain TEXT NOT NULL)
  WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS wecom_provider_token(token TEXT PRIMARY KEY, kind TEXT NOT NULL, corp TEXT NOT NULL,
  suite TEXT NOT NULL, expires INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS wecom_provider_token_holder ON wecom_provider_token(corp, suite, expires);
CREATE TABLE IF NOT EXISTS wecom_suite(suite TEXT PRIMARY KEY, corp TEXT NOT NULL, secret TEXT NOT NULL, name TEXT NOT NULL,
  redirect_domain TEXT NOT NULL, callback_url TEXT NOT NULL, token TEXT NOT NULL, encoding_aes_key TEXT NOT NULL)
  WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS wecom_suite_app(corp TEXT NOT NULL, suite TEXT NOT NULL, appid INTEGER NOT NULL, name TEXT NOT NULL,
  description TEXT NOT NULL, home_url TEXT NOT NULL, PRIMARY KEY(suite, appid)) WITHOUT ROWID;
-- What a provider offers new organisations to register with; they begin with the suite installed.
CREATE TABLE IF NOT EXISTS wecom_register_template(template TEXT PRIMARY KEY, corp TEXT NOT NULL, name TEXT NOT NULL,
  suite TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS wecom_device_model(model TEXT PRIMARY KEY, corp TEXT NOT NULL, name TEXT NOT NULL,
  type TEXT NOT NULL) WITHOUT ROWID;
)";

constexpr int tickets_valid = 3;  // The present one and two before it.

std::string ticket_of(const world& w, std::string_view suite, std::int64_t interval) {
  return make_text(w.ids.seed(), "wecom.suite_ticket " + std::string(suite),
                   static_cast<std::uint64_t>(interval), 64, alphabets::token);
}

void load_suite(world& w, const std::string& corp, const fixture_part& p) {
  store& data = w.data;
  p.only(
      {"suite_id", "secret", "name", "redirect_domain", "callback_url", "token", "encoding_aes_key", "apps"});
  const std::string suite = p.needed("suite_id");
  data.run(
      "INSERT INTO wecom_suite(suite, corp, secret, name, redirect_domain, callback_url, token, "
      "encoding_aes_key) VALUES(?, ?, ?, ?, ?, ?, ?, ?)",
      suite, corp, p.needed("secret"), p.needed("name"), p.text("redirect_domain"), p.text("callback_url"),
      p.text("token"), p.text("encoding_aes_key"));
  if (!p.text("callback_url").empty()) {
    if (!is_callback_token(p.text("token"))) p.refuse("'token' must have 1 to 32 letters and digits");
    if (!is_callback_key(p.text("encoding_aes_key")))
      p.refuse("'encoding_aes_key' must have 43 letters and digits");
    push_ticket(w, suite);
  }
  if (p.list("apps").empty()) p.refuse("needs 'apps'");
  for (const auto& value : p.list("apps")) {
    const fixture_part app(value, p.where() + ", app");
    app.only({"appid", "name", "description", "home_url"});
    if (app.number("appid", 0) < 1) app.refuse("needs an 'appid' of 1 or more");
    data.run(
        "INSERT INTO wecom_suite_app(corp, suite, appid, name, description, home_url) VALUES(?, ?, ?, ?, ?, "
        "?)",
        corp, suite, app.number("appid", 0), app.needed("name"), app.text("description"),
        app.text("home_url"));
  }
}

}  // namespace

void create_provider_tables(store& data) { data.script(schema); }

void load_provider(world& w, const std::string& corp, const boost::json::value& part) {
  const fixture_part p(part, corp + ", provider");
  p.only({"secret", "trusted_ips", "redirect_domain", "suites", "templates", "device_models"});
  std::string ranges;
  for (const auto& v : p.list("trusted_ips"))
    ranges += (ranges.empty() ? "" : ",") + scalar_text(v).value_or("");
  w.data.run("INSERT INTO wecom_provider(corp, secret, trusted_ips, redirect_domain) VALUES(?, ?, ?, ?)",
             corp, p.needed("secret"), ranges, p.text("redirect_domain"));
  for (const auto& suite : p.list("suites")) load_suite(w, corp, fixture_part(suite, p.where() + ", suite"));
  for (const auto& value : p.list("templates")) {
    const fixture_part t(value, p.where() + ", template");
    t.only({"template_id", "name", "suite"});
    if (!w.data.exists("SELECT 1 FROM wecom_suite WHERE corp = ? AND suite = ?", corp, t.needed("suite")))
      t.refuse("names a suite that the provider does not have");
    w.data.run("INSERT INTO wecom_register_template(template, corp, name, suite) VALUES(?, ?, ?, ?)",
               t.needed("template_id"), corp, t.text("name"), t.text("suite"));
  }
  for (const auto& value : p.list("device_models")) {
    const fixture_part m(value, p.where() + ", device model");
    m.only({"model_id", "name", "type"});
    w.data.run("INSERT INTO wecom_device_model(model, corp, name, type) VALUES(?, ?, ?, ?)",
               m.needed("model_id"), corp, m.text("name"), m.needed("type"));
  }
}

void need_provider_address(const exchange& x, std::string_view provider) {
  const auto ranges = x.data().value("SELECT trusted_ips FROM wecom_provider WHERE corp = ?", provider);
  if (ranges && !address_in(peer_of(x), *ranges))
    throw failure(code::caller_ip_not_trusted, "the provider's trusted addresses are " + *ranges);
}

std::string suite_ticket(const world& w, std::string_view suite, std::int64_t at) {
  return ticket_of(w, suite, at / ticket_interval);
}

bool is_suite_ticket(const world& w, std::string_view suite, std::string_view ticket) {
  const std::int64_t now = w.clock.seconds() / ticket_interval;
  for (int age = 0; age < tickets_valid; ++age)
    if (ticket_of(w, suite, now - age) == ticket) return true;
  return false;
}

}  // namespace errdex::emulation::wecom
