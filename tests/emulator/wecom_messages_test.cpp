// What becomes of a message: no API reads it back, so the data of the world is looked at.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "emulator/platform/emulator.hpp"

namespace errdex::emulation {
namespace {

namespace json = boost::json;
using testing::ElementsAre;
using testing::StartsWith;

class messages : public testing::Test {
 protected:
  static emulator_options frozen() {
    emulator_options o;
    o.clock.freeze();
    o.clock.set(default_start);
    return o;
  }

  json::value send(const std::string& method, const std::string& target, const std::string& body = {}) {
    http::request r;
    r.method = method;
    r.target = target;
    r.body = body;
    r.peer = "127.0.0.1";
    return json::parse(e_.answer(r).content());
  }
  json::value call(const std::string& api, const json::value& body) {
    if (token_.empty())
      token_ = send("GET", "/cgi-bin/gettoken?corpid=ww0123456789abcdef&corpsecret=crm-secret")
                   .at("access_token")
                   .as_string();
    return send("POST", "/cgi-bin/" + api + "?access_token=" + token_, json::serialize(body));
  }
  json::value message(const std::string& type, const json::value& content,
                      const std::string& touser = "ada|linus") {
    return call("message/send",
                {{"touser", touser}, {"msgtype", type}, {"agentid", 1'000'002}, {type, content}});
  }

  store& data() { return e_.world().data; }
  json::value content_of(const json::value& answer) {
    return json::parse(
        data()
            .value("SELECT content FROM wecom_message WHERE msgid = ?", answer.at("msgid").as_string())
            .value_or("null"));
  }
  std::vector<std::string> receivers_of(const json::value& answer, const std::string& condition = "1") {
    std::vector<std::string> out;
    auto rows = data().query(
        "SELECT userid FROM wecom_message_receiver WHERE msgid = ? AND " + condition + " ORDER BY userid",
        answer.at("msgid").as_string());
    while (rows.next()) out.emplace_back(rows.text(0));
    return out;
  }

  emulator e_{all_platforms(), frozen()};
  std::string token_;
};

std::string times(std::string_view unit, int n) {
  std::string out;
  while (n-- > 0) out += unit;
  return out;
}

TEST_F(messages, reach_each_receiver_once_however_often_named) {
  const json::value sent = call("message/send", {{"touser", "Linus | linus"},
                                                 {"toparty", "4"},
                                                 {"totag", "1"},
                                                 {"msgtype", "text"},
                                                 {"agentid", 1'000'002},
                                                 {"text", {{"content", "Hello"}}}});
  EXPECT_THAT(receivers_of(sent), ElementsAre("barbara", "linus"));
}

TEST_F(messages, are_cut_between_characters_as_the_live_service_cuts_them) {
  e_.world().settings.profile = profile::wire;
  // 683 characters of 3 bytes are 2,049 bytes: the last one goes as a whole.
  const json::value text = message("text", {{"content", times("名", 683)}});
  EXPECT_EQ(content_of(text).at("content").as_string(), times("名", 682));
  const json::value card = message("textcard", {{"title", times("名", 129)},
                                                {"description", "d"},
                                                {"url", "https://beacon.example"},
                                                {"btntxt", "12345"}});
  EXPECT_EQ(content_of(card).at("title").as_string(), times("名", 128));
  EXPECT_EQ(content_of(card).at("btntxt").as_string(), "1234");
  const json::value news =
      message("news", {{"articles", {{{"title", times("名", 43)}, {"url", "https://beacon.example"}}}}});
  EXPECT_EQ(content_of(news).at("articles").at(0).at("title").as_string(), times("名", 42));
}

TEST_F(messages, to_one_member_are_dropped_from_the_thirty_first_in_a_minute_on) {
  json::value last;
  for (int i = 0; i < 31; ++i) last = message("text", {{"content", "Hello"}}, i == 30 ? "ada|linus" : "ada");
  EXPECT_EQ(last.at("errcode").as_int64(), 0);
  EXPECT_THAT(receivers_of(last, "dropped = 0"), ElementsAre("linus"));
  e_.world().clock.advance(std::chrono::minutes(1));
  EXPECT_THAT(receivers_of(message("text", {{"content", "Hello"}}), "dropped = 0"),
              ElementsAre("ada", "linus"));
}

TEST_F(messages, that_are_cards_are_replaced_for_those_who_are_named) {
  const json::value sent =
      message("template_card", {{"card_type", "button_interaction"},
                                {"main_title", {{"title", "Leave"}}},
                                {"task_id", "leave-1"},
                                {"button_list", {{{"text", "Approve"}, {"key", "yes"}}}}});
  ASSERT_TRUE(sent.as_object().contains("response_code"));
  const json::value updated =
      call("message/update_template_card", {{"userids", {"ada", "ken"}},
                                            {"agentid", 1'000'002},
                                            {"response_code", sent.at("response_code")},
                                            {"button", {{"replace_name", "Approved"}}}});
  EXPECT_EQ(json::serialize(updated), R"({"errcode":0,"errmsg":"ok","invaliduser":["ken"]})");
  EXPECT_THAT(receivers_of(sent, "shown LIKE '%Approved%'"), ElementsAre("ada"));
}

TEST_F(messages, have_no_response_code_when_nobody_can_answer_them) {
  const json::value sent =
      message("template_card", {{"card_type", "text_notice"},
                                {"main_title", {{"title", "Sales"}}},
                                {"card_action", {{"type", 1}, {"url", "https://a.example"}}}});
  EXPECT_EQ(sent.at("errcode").as_int64(), 0);
  EXPECT_FALSE(sent.as_object().contains("response_code"));
}

TEST_F(messages, that_failed_are_not_kept) {
  message("text", {{"content", "contraband"}});
  EXPECT_EQ(data().number("SELECT count(*) FROM wecom_message"), 0);
}

TEST_F(messages, with_escapes_pass_where_the_live_service_answers) {
  const std::string body =
      R"({"touser":"ada","msgtype":"text","agentid":1000002,"text":{"content":"\u4f60\u597d"}})";
  const auto code = [&](const std::string& text) {
    return send("POST", "/cgi-bin/message/send?access_token=" + token_, text).at("errcode").as_int64();
  };
  call("message/recall", {{"msgid", "none"}});
  EXPECT_EQ(code(body), 40033);
  // What serialisers escape for HTML, and a backslash before a 'u', are no such escapes.
  EXPECT_EQ(code(R"({"touser":"ada","msgtype":"text","agentid":1000002,"text":{"content":"\u003ca\u003e"}})"),
            0);
  EXPECT_EQ(code(R"({"touser":"ada","msgtype":"text","agentid":1000002,"text":{"content":"C:\\u4f60"}})"), 0);
  e_.world().settings.profile = profile::wire;
  EXPECT_EQ(code(body), 0);
}

TEST_F(messages, of_a_robot_go_to_its_group) {
  const std::string target = "/cgi-bin/webhook/send?key=693a91f6-7c0d-4bc4-97a0-0ec2c1f5aaa1";
  EXPECT_EQ(json::serialize(send("POST", target, R"({"msgtype":"text","text":{"content":"Down"}})")),
            R"({"errcode":0,"errmsg":"ok"})");
  EXPECT_EQ(
      data().number("SELECT count(*) FROM wecom_message m JOIN wecom_message_receiver r ON r.msgid = m.msgid "
                    "WHERE m.channel = 'robot'"),
      3);
  e_.world().settings.profile = profile::wire;
  const json::value refused =
      send("POST", target, R"({"msgtype":"text","text":{"content":")" + times("x", 5121) + "\"}}");
  EXPECT_EQ(refused.at("errcode").as_int64(), 40058);
  EXPECT_THAT(std::string(refused.at("errmsg").as_string()),
              StartsWith("text.content exceed max length 5120. invalid Request Parameter, hint: ["));
}

}  // namespace
}  // namespace errdex::emulation
