// The tokens of providers and of their suites, and the ticket that a suite needs for its own.
#include "emulator/wecom/providers.hpp"

namespace errdex::emulation::wecom {
namespace json = boost::json;
namespace {

constexpr std::int64_t token_life = 7200;  // Seconds.

/// The holder's token: the same as long as it is valid, and asking again does not prolong it.
json::object issue(exchange& x, std::string_view kind, std::string_view provider, std::string_view suite) {
  const std::string name(kind);
  auto current = x.data().query(
      "SELECT token, expires FROM wecom_provider_token WHERE corp = ? AND suite = ? AND expires > ? AND kind "
      "= ?",
      provider, suite, x.seconds(), kind);
  if (current.next()) return {{name, current.text(0)}, {"expires_in", current.integer(1) - x.seconds()}};
  const std::string token = x.ids().text("wecom." + name, 128);
  x.data().run("INSERT INTO wecom_provider_token(token, kind, corp, suite, expires) VALUES(?, ?, ?, ?, ?)",
               token, kind, provider, suite, x.seconds() + token_life);
  return {{name, token}, {"expires_in", token_life}};
}

answer get_provider_token(exchange& x) {
  const std::string corp = x.text("corpid"), secret = x.text("provider_secret");
  if (!x.data().exists("SELECT 1 FROM wecom_corp WHERE corpid = ?", corp))
    throw failure(code::corp_id_invalid, "there is no organisation " + corp);
  const auto own = x.data().value("SELECT secret FROM wecom_provider WHERE corp = ?", corp);
  if (!own) throw failure(code::app_secret_wrong, corp + " is no provider");
  need_provider_address(x, corp);
  if (*own != secret) {
    if (x.data().exists("SELECT 1 FROM wecom_provider WHERE secret = ?", secret))
      throw failure(code::app_secret_of_other_corp, "the secret is one of another provider");
    throw failure(code::app_secret_wrong, "the provider has another secret");
  }
  return issue(x, provider_access_token, corp, "");
}

answer get_suite_token(exchange& x) {
  const std::string suite = x.text("suite_id");
  auto found = x.data().query("SELECT corp, secret FROM wecom_suite WHERE suite = ?", suite);
  if (!found.next()) throw failure(code::suite_id_invalid, "there is no suite " + suite);
  const std::string provider(found.text(0));
  need_provider_address(x, provider);
  if (found.text(1) != x.text("suite_secret"))
    throw failure(code::suite_secret_wrong, "the suite has another secret");
  if (!is_suite_ticket(x.world, suite, x.text("suite_ticket")))
    throw failure(code::suite_ticket_invalid, "no such ticket was pushed in the last 30 minutes");
  return issue(x, suite_access_token, provider, suite);
}

answer show_suite_ticket(exchange& x) {
  const std::string suite = x.text("suite_id");
  if (!x.data().exists("SELECT 1 FROM wecom_suite WHERE suite = ?", suite))
    throw failure(code::suite_id_invalid, "there is no suite " + suite);
  return json::object{{"suite_id", suite}, {"suite_ticket", suite_ticket(x.world, suite, x.seconds())}};
}

}  // namespace

void add_suite_tokens(endpoint_list& list) {
  list.push_back({
      .name = "service/get_provider_token",
      .method = "POST",
      .path = "/cgi-bin/service/get_provider_token",
      .title = "Get the token of a provider",
      .group = "suites",
      .fields = {field("corpid").text().required(code::corp_id_missing),
                 field("provider_secret").text().required(code::corp_secret_missing)},
      .raises = {{code::corp_id_invalid, "no organisation has the corpid"},
                 {code::app_secret_wrong, "the organisation is no provider, or has another secret"},
                 {code::app_secret_of_other_corp, "the secret is one of another provider"},
                 {code::caller_ip_not_trusted, "the caller's address is not on the provider's list"}},
      .handle = get_provider_token,
  });
  list.push_back({
      .name = "service/get_suite_token",
      .method = "POST",
      .path = "/cgi-bin/service/get_suite_token",
      .title = "Get the token of a suite",
      .group = "suites",
      .fields = {field("suite_id").text().required(code::suite_id_missing),
                 field("suite_secret").text().required(code::suite_secret_missing),
                 field("suite_ticket").text().required(code::suite_ticket_missing)},
      .raises = {{code::suite_id_invalid, "there is no such suite"},
                 {code::caller_ip_not_trusted, "the caller's address is not on the provider's list"},
                 {code::suite_secret_wrong, "the suite has another secret"},
                 {code::suite_ticket_invalid, "no such ticket was pushed to it within 30 minutes"}},
      .handle = get_suite_token,
  });
  // No API of the service: there the ticket is only pushed, and the console of a provider pushes it on
  // demand.
  list.push_back({
      .name = "suite_ticket",
      .method = "GET",
      .path = "/3rdapp/suite_ticket",
      .title = "See the suite_ticket that was pushed last",
      .group = "suites",
      .fields = {field("suite_id").text().required(code::suite_id_missing)},
      .raises = {{code::suite_id_invalid, "there is no such suite"}},
      .handle = show_suite_ticket,
  });
}

}  // namespace errdex::emulation::wecom
