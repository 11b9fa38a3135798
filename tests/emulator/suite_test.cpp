// A suite from its callback to its removal, as its provider's program meets it: ticket, authorization, token,
// and what the suite is told.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "emulator/platform/callbacks.hpp"
#include "emulator/platform/emulator.hpp"
#include "emulator/wecom/callback_crypto.hpp"
#include "emulator/wecom/xml.hpp"

namespace errdex::emulation {
namespace {

namespace json = boost::json;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr std::string_view corp = "ww0123456789abcdef", suite = "wwloomboard0000001";
constexpr std::string_view token = "QDG6eK", key = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C";

class suites : public testing::Test {
 protected:
  suites() {
    emulator_options o;
    o.clock.freeze();
    o.clock.set(default_start);
    o.send_callback = [this](const callback_message& m) { return receive(m); };
    emulated = std::make_unique<emulator>(all_platforms(), o);
  }

  /// The provider's program: what does not decrypt for its suite it refuses.
  callback_answer receive(const callback_message& m) {
    callback_answer out;
    const std::string_view target = m.url;
    const auto value = [&](std::string_view name) {
      return http::query_value(target.substr(target.find('?') + 1), name).value_or("");
    };
    if (unreachable) return {{}, "nobody listens", true};
    const std::string encrypted =
        m.method == "GET" ? value("echostr") : wecom::xml_child(m.body, "Encrypt").value_or("");
    const auto plain = wecom::decrypt_message(key, encrypted);
    if (!plain || plain->receive_id != suite ||
        wecom::sign_message(token, value("timestamp"), value("nonce"), encrypted) != value("msg_signature")) {
      out.answer.status = 403;
      return out;
    }
    if (m.method == "GET") {
      out.answer.body = plain->message;
    } else {
      told.push_back(plain->message);
      out.answer.body = "success";
    }
    return out;
  }

  json::object call(const std::string& method, const std::string& target, const json::object& body = {}) {
    http::request r;
    r.method = method;
    r.target = target;
    if (method == "POST") r.body = json::serialize(body);
    return json::parse(emulated->answer(r).content()).as_object();
  }
  json::object admin(const std::string& action, const json::object& body) {
    return call("POST", "/_errdex/" + action, body);
  }
  static std::string text(const json::object& from, std::string_view name) {
    const auto* v = from.if_contains(name);
    return v && v->is_string() ? std::string(v->get_string()) : std::string();
  }

  void take_callbacks() {
    const json::object saved = admin(
        "wecom/callback",
        {{"suite", suite}, {"url", "http://127.0.0.1:9/suite"}, {"token", token}, {"encoding_aes_key", key}});
    ASSERT_EQ(saved.at("errcode"), 0) << json::serialize(saved);
    deliver();
  }
  void deliver() { emulated->deliver_callbacks(emulated->world("main")); }
  void advance(std::string_view by) {
    admin("clock", {{"advance", by}});
    deliver();
  }

  /// One element of each message that has it.
  std::vector<std::string> told_of(std::string_view type, std::string_view element) const {
    std::vector<std::string> out;
    for (const std::string& m : told)
      if (wecom::xml_child(m, "InfoType") == type && wecom::xml_child(m, "SuiteId") == suite)
        out.push_back(wecom::xml_child(m, element).value_or("?"));
    return out;
  }
  json::object suite_token(const std::string& ticket) {
    return call("POST", "/cgi-bin/service/get_suite_token",
                {{"suite_id", suite}, {"suite_secret", "loom-board-secret"}, {"suite_ticket", ticket}});
  }
  json::object with_suite(const std::string& endpoint, const json::object& body) {
    const std::string held =
        text(suite_token(told_of("suite_ticket", "SuiteTicket").back()), "suite_access_token");
    return call("POST", "/cgi-bin/service/" + endpoint + "?suite_access_token=" + held, body);
  }

  std::vector<std::string> told;
  bool unreachable = false;
  std::unique_ptr<emulator> emulated;
};

TEST_F(suites, a_ticket_comes_every_ten_minutes_and_the_latest_three_are_good) {
  take_callbacks();
  ASSERT_THAT(told_of("suite_ticket", "SuiteTicket"), SizeIs(1));
  deliver();
  EXPECT_THAT(told, SizeIs(1)) << "no time has passed";
  for (int i = 0; i < 3; ++i) advance("10m");
  const auto tickets = told_of("suite_ticket", "SuiteTicket");
  ASSERT_THAT(tickets, SizeIs(4));
  EXPECT_EQ(suite_token(tickets[0]).at("errcode"), 40085);
  for (std::size_t i = 1; i < 4; ++i) EXPECT_EQ(suite_token(tickets[i]).at("errcode"), 0) << i;
}

TEST_F(suites, after_a_jump_of_the_clock_the_present_ticket_comes) {
  take_callbacks();
  advance("5h");
  const auto tickets = told_of("suite_ticket", "SuiteTicket");
  ASSERT_FALSE(tickets.empty());
  EXPECT_EQ(suite_token(tickets.back()).at("errcode"), 0);
  EXPECT_THAT(tickets, SizeIs(3)) << "the first, the one that was due, and the present one";
}

TEST_F(suites, tickets_go_on_when_nobody_listens_for_a_while) {
  take_callbacks();
  unreachable = true;
  for (int i = 0; i < 12; ++i) advance("5m");
  EXPECT_THAT(told, SizeIs(1));
  unreachable = false;
  advance("10m");
  const auto tickets = told_of("suite_ticket", "SuiteTicket");
  ASSERT_GE(tickets.size(), 2U);
  EXPECT_EQ(suite_token(tickets.back()).at("errcode"), 0);
}

TEST_F(suites, an_installation_from_the_authorization_to_the_removal) {
  take_callbacks();
  const json::object page =
      admin("wecom/install", {{"suite", suite}, {"scope", "user:ken"}, {"state", "s1"}});
  deliver();
  EXPECT_THAT(told_of("create_auth", "AuthCode"), ElementsAre(text(page, "auth_code")));
  EXPECT_THAT(told_of("create_auth", "State"), ElementsAre("s1"));

  const json::object permanent =
      with_suite("get_permanent_code", {{"auth_code", told_of("create_auth", "AuthCode").front()}});
  ASSERT_EQ(permanent.at("errcode"), 0) << json::serialize(permanent);
  const std::string permanent_code = text(permanent, "permanent_code");
  const json::object granted =
      with_suite("get_corp_token", {{"auth_corpid", corp}, {"permanent_code", permanent_code}});
  EXPECT_EQ(text(granted, "access_token"), text(permanent, "access_token"));
  const auto read = [&](const std::string& userid) {
    return call("GET",
                "/cgi-bin/user/get?userid=" + userid + "&access_token=" + text(granted, "access_token"));
  };
  EXPECT_EQ(text(read("ken"), "name"), "Ken Huang");
  EXPECT_EQ(read("ada").at("errcode"), 60011);

  EXPECT_EQ(text(admin("wecom/uninstall", {{"suite", suite}}), "removed"), suite);
  deliver();
  EXPECT_THAT(told_of("cancel_auth", "AuthCorpId"), ElementsAre(corp));
  EXPECT_EQ(read("ken").at("errcode"), 48004);
  EXPECT_EQ(
      with_suite("get_corp_token", {{"auth_corpid", corp}, {"permanent_code", permanent_code}}).at("errcode"),
      40084);
  EXPECT_NE(text(admin("wecom/uninstall", {{"suite", suite}}), "error"), "");
}

TEST_F(suites, who_registers_through_a_link_has_the_suite_and_its_scope_changes) {
  take_callbacks();
  const std::string held =
      text(call("POST", "/cgi-bin/service/get_provider_token",
                {{"corpid", "ww5a7c9e1b3d5f7a90"}, {"provider_secret", "loom-provider-secret"}}),
           "provider_access_token");
  const std::string code =
      text(call("POST", "/cgi-bin/service/get_register_code?provider_access_token=" + held,
                {{"template_id", "tplloom00000000001"}}),
           "register_code");
  const json::object registered = call("GET", "/3rdservice/wework/register?register_code=" + code);
  deliver();
  EXPECT_THAT(told_of("create_auth", "AuthCode"), ElementsAre(text(registered, "auth_code")));
  const json::object permanent =
      with_suite("get_permanent_code", {{"auth_code", text(registered, "auth_code")}});
  const json::object info =
      call("POST", "/cgi-bin/service/get_registration_info?provider_access_token=" + held,
           {{"register_code", code}});
  const std::string contacts = text(info.at("contact_sync").as_object(), "access_token");
  EXPECT_EQ(call("POST", "/cgi-bin/agent/set_scope?access_token=" + contacts,
                 {{"agentid", 1000002}, {"allow_user", json::array{"admin"}}, {"allow_party", json::array{}}})
                .at("errcode"),
            0);
  deliver();
  EXPECT_THAT(told_of("change_auth", "AuthCorpId"), ElementsAre(text(registered, "corpid")));
  const json::object after = with_suite(
      "get_auth_info",
      {{"auth_corpid", text(registered, "corpid")}, {"permanent_code", text(permanent, "permanent_code")}});
  const json::value& privilege = after.at("auth_info").at("agent").at(0).at("privilege");
  EXPECT_EQ(privilege.at("allow_user"), json::array{"admin"});
  EXPECT_EQ(privilege.at("allow_party"), json::array{});
}

TEST_F(suites, a_callback_that_does_not_decrypt_is_not_saved) {
  json::object body{{"suite", suite}, {"url", "http://127.0.0.1:9/suite"}, {"token", token}};
  body["encoding_aes_key"] = std::string(43, 'a');
  EXPECT_EQ(admin("wecom/callback", body).at("errcode"), 40057);
  body["suite"] = "wwnosuite";
  EXPECT_NE(text(admin("wecom/callback", body), "error"), "");
  deliver();
  EXPECT_THAT(told, IsEmpty());
}

}  // namespace
}  // namespace errdex::emulation
