#include "emulator/wecom/tickets.hpp"

#include <algorithm>

#include "emulator/wecom/callback_crypto.hpp"
#include "emulator/wecom/login.hpp"
#include "http/url.hpp"

namespace errdex::emulation::wecom {
namespace json = boost::json;
namespace {

constexpr std::int64_t ticket_life = 7200;  // Seconds.

// The organisation's tickets have no app.
constexpr const char* schema = R"(
CREATE TABLE IF NOT EXISTS wecom_js_ticket(ticket TEXT PRIMARY KEY, corp TEXT NOT NULL, app TEXT NOT NULL,
  kind TEXT NOT NULL, expires INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS wecom_js_ticket_of ON wecom_js_ticket(corp, app, kind, expires);
)";

/// The same ticket as long as it is good.
json::object give_ticket(exchange& x, std::string_view app, std::string_view kind) {
  auto row = x.data().query(
      "SELECT ticket, expires FROM wecom_js_ticket WHERE corp = ? AND app = ? AND kind = ? AND expires > ? "
      "ORDER BY "
      "expires DESC LIMIT 1",
      x.caller.tenant, app, kind, x.seconds());
  if (row.next()) return {{"ticket", row.text(0)}, {"expires_in", row.integer(1) - x.seconds()}};
  const std::string ticket = x.ids().text("wecom.js_ticket", 86);
  x.data().run("INSERT INTO wecom_js_ticket(ticket, corp, app, kind, expires) VALUES(?, ?, ?, ?, ?)", ticket,
               x.caller.tenant, app, kind, x.seconds() + ticket_life);
  return {{"ticket", ticket}, {"expires_in", ticket_life}};
}

answer get_corp_ticket(exchange& x) { return give_ticket(x, "", "jsapi"); }

answer get_ticket(exchange& x) {
  const std::string type = x.text("type");
  return give_ticket(x, type == "agent_config" ? std::string_view(x.caller.app) : std::string_view(), type);
}

/// Whether the host is the domain or below it.
bool is_within(std::string_view host, std::string_view domain) {
  if (domain.empty() || host.size() < domain.size()) return false;
  const std::string_view end = host.substr(host.size() - domain.size());
  return end == domain && (host.size() == domain.size() || host[host.size() - domain.size() - 1] == '.');
}

/// The JS-SDK works on pages of the app's trusted domain; for the organisation's signature any app's will do.
void need_trusted_page(const exchange& x, const std::string& address) {
  const auto url = http::parse_url(address);
  const std::string host = url ? url->authority() : std::string();
  auto domains =
      x.data().query("SELECT redirect_domain FROM wecom_app WHERE corp = ?1 AND (?2 = '' OR app = ?2)",
                     x.caller.tenant, x.caller.app);
  while (domains.next())
    if (is_within(host, domains.text(0))) return;
  throw failure(code::trusted_domain_invalid, "the page is at no trusted domain: " + address);
}

answer check_signature(exchange& x) {
  enter(x, x.text("corpid"), x.integer("agentid"));
  std::string address = x.text("url");
  address.resize(std::min(address.find('#'), address.size()));
  need_trusted_page(x, address);
  const std::string rest =
      "&noncestr=" + x.text("nonceStr") + "&timestamp=" + x.text("timestamp") + "&url=" + address;
  auto tickets = x.data().query(
      "SELECT ticket FROM wecom_js_ticket WHERE corp = ? AND app = ? AND kind = ? AND expires > ?",
      x.caller.tenant, x.caller.app, x.caller.app.empty() ? "jsapi" : "agent_config", x.seconds());
  while (tickets.next())
    if (sha1_hex("jsapi_ticket=" + std::string(tickets.text(0)) + rest) == x.text("signature")) return {};
  throw failure(code::jsapi_ticket_invalid,
                "no ticket that is good gives this signature for jsapi_ticket=…" + rest);
}

}  // namespace

void create_ticket_tables(store& data) { data.script(schema); }

void add_tickets(endpoint_list& list) {
  const std::vector<rate_limit> limits{{100, std::chrono::hours(1), rate_limit::scope::app},
                                       {400, std::chrono::hours(1)}};
  list.push_back({
      .name = "get_jsapi_ticket",
      .method = "GET",
      .path = "/cgi-bin/get_jsapi_ticket",
      .title = "Get the organisation's ticket for the JS-SDK",
      .group = "jssdk",
      .credential = access_token,
      .limits = limits,
      .handle = get_corp_ticket,
      .document = "https://developer.work.weixin.qq.com/document/path/90506",
  });
  list.push_back({
      .name = "ticket/get",
      .method = "GET",
      .path = "/cgi-bin/ticket/get",
      .title = "Get the app's ticket for the JS-SDK, or the one for invoices",
      .group = "jssdk",
      .credential = access_token,
      .fields = {field("type")
                     .text()
                     .required(code::ticket_type_invalid)
                     .one_of({"agent_config", "wx_card"}, code::ticket_type_invalid)},
      .limits = limits,
      .handle = get_ticket,
      .document = "https://developer.work.weixin.qq.com/document/path/90506",
  });
  list.push_back({
      .name = "client/wx.config",
      .method = "POST",
      .path = "/wecom-client/wx.config",
      .title = "What the JS-SDK does with a page's signature: wx.config, and with an agentid wx.agentConfig",
      .group = "clients",
      .fields = {field("corpid").text().required(code::corp_id_missing),
                 field("agentid").integer(code::agent_id_invalid), field("timestamp").integer().required(),
                 field("nonceStr").text().required(), field("signature").text().required(),
                 field("url").text().required()},
      .raises = entering(
          {{code::trusted_domain_invalid, "the page is at no trusted domain, nor below one"},
           {code::jsapi_ticket_invalid,
            "the signature was made with a ticket that has expired, of the other kind, or with other "
            "values"}}),
      .handle = check_signature,
      .document = "https://developer.work.weixin.qq.com/document/path/90506",
  });
}

}  // namespace errdex::emulation::wecom
