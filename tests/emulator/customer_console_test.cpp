// What customers do, and what the API then says: they come, are greeted, refuse a hand-over, leave.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "emulator/platform/emulator.hpp"

namespace errdex::emulation {
namespace {

namespace json = boost::json;
using testing::HasSubstr;

class customers : public testing::Test {
 protected:
  void SetUp() override {
    emulator_options o;
    o.clock.freeze();
    o.clock.set(default_start);
    emulated_ = std::make_unique<emulator>(all_platforms(), o);
    // The app for customer contact takes callbacks; nothing is delivered here.
    admin("data",
          {{"sql", "UPDATE wecom_app SET callback_url = 'http://127.0.0.1:9/in' WHERE app = 'customer'"}});
    admin("data", {{"sql",
                    "INSERT INTO wecom_callback(corp, app, token, encoding_aes_key, contact_changes) VALUES("
                    "'ww0123456789abcdef', 'customer', 'token', "
                    "'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG', 0)"}});
    renew();
  }
  json::value send(const std::string& method, const std::string& target, const json::object& body = {}) {
    http::request r;
    r.method = method;
    r.target = target;
    if (method == "POST") r.body = json::serialize(body);
    return json::parse(emulated_->answer(r).content());
  }
  json::value admin(const std::string& action, const json::object& body) {
    return send("POST", "/_errdex/" + action, body);
  }
  json::value act(json::object body) { return admin("wecom/customer", std::move(body)); }
  std::string refusal(json::object body) {
    const json::value answer = act(std::move(body));
    const auto* error = answer.get_object().if_contains("error");
    return error ? std::string(error->as_string()) : "accepted: " + json::serialize(answer);
  }
  void renew() {
    token_ = send("GET", "/cgi-bin/gettoken?corpid=ww0123456789abcdef&corpsecret=customer-secret")
                 .at("access_token")
                 .as_string();
  }
  json::value call(const std::string& name, const json::object& body) {
    return send("POST", "/cgi-bin/externalcontact/" + name + "?access_token=" + token_, body);
  }
  json::value get(const std::string& name, const std::string& query) {
    return send("GET", "/cgi-bin/externalcontact/" + name + "?access_token=" + token_ + "&" + query);
  }
  static std::int64_t code(const json::value& answer) { return answer.at("errcode").as_int64(); }
  /// The newest callback as it is before its encryption.
  std::string told() {
    const json::value all = send("GET", "/_errdex/callbacks");
    return all.as_array().empty() ? std::string() : json::serialize(all.as_array().back());
  }

  std::unique_ptr<emulator> emulated_;
  std::string token_;
};

TEST_F(customers, one_who_comes_through_a_contact_way_can_be_greeted_once_in_twenty_seconds) {
  const json::value way =
      call("add_contact_way", {{"type", 1}, {"scene", 2}, {"user", {"grace"}}, {"state", "fair"}});
  const json::value came =
      act({{"does", "come"}, {"user", "grace"}, {"name", "Ola"}, {"contact_way", way.at("config_id")}});
  const std::string id(came.at("customer").as_string()), welcome(came.at("welcome_code").as_string());
  ASSERT_EQ(came.at("callbacks").as_array().size(), 1U) << json::serialize(came);
  for (const char* part : {"change_external_contact", "add_external_contact", "fair"})
    EXPECT_THAT(told(), HasSubstr(part));
  EXPECT_THAT(told(), HasSubstr(id));

  const json::value read = get("get", "external_userid=" + id);
  EXPECT_EQ(read.at("external_contact").at("name").as_string(), "Ola");
  EXPECT_EQ(read.at("follow_user").at(0).at("state").as_string(), "fair");

  const json::object greeting{{"welcome_code", welcome}, {"text", {{"content", "Hello"}}}};
  EXPECT_EQ(code(call("send_welcome_msg", greeting)), 0);
  EXPECT_EQ(code(call("send_welcome_msg", greeting)), 40058);
  const json::value late = act({{"does", "come"}, {"user", "linus"}, {"customer", id}});
  admin("clock", {{"advance", "20s"}});
  EXPECT_EQ(code(call("send_welcome_msg",
                      {{"welcome_code", late.at("welcome_code")}, {"text", {{"content", "Hello"}}}})),
            40058);
  EXPECT_THAT(refusal({{"does", "come"}, {"user", "linus"}, {"customer", id}}), HasSubstr("serves"));
}

TEST_F(customers, the_code_of_a_temporary_chat_works_once_and_the_chat_ends) {
  const json::value way =
      call("add_contact_way",
           {{"type", 1}, {"scene", 2}, {"user", {"grace"}}, {"is_temp", true}, {"chat_expires_in", 3600}});
  const json::object coming{{"does", "come"}, {"user", "grace"}, {"contact_way", way.at("config_id")}};
  const std::string id(act(coming).at("customer").as_string());
  EXPECT_THAT(refusal(coming), HasSubstr("no contact way"));
  EXPECT_EQ(code(get("get", "external_userid=" + id)), 0);
  admin("clock", {{"advance", "1h"}});
  EXPECT_EQ(code(get("get", "external_userid=" + id)), 84061);
}

TEST_F(customers, one_who_refuses_stays_and_the_app_is_told) {
  EXPECT_THAT(refusal({{"does", "refuse"}, {"customer", "wmMeiZhang"}}), HasSubstr("nobody hands"));
  call("transfer_customer",
       {{"handover_userid", "grace"}, {"takeover_userid", "barbara"}, {"external_userid", {"wmMeiZhang"}}});
  act({{"does", "refuse"}, {"customer", "wmMeiZhang"}});
  EXPECT_THAT(told(), HasSubstr("customer_refused"));
  admin("clock", {{"advance", "24h"}});
  renew();
  EXPECT_EQ(call("transfer_result", {{"handover_userid", "grace"}, {"takeover_userid", "barbara"}})
                .at("customer")
                .at(0)
                .at("status")
                .as_int64(),
            3);
  EXPECT_EQ(get("get", "external_userid=wmMeiZhang").at("follow_user").at(0).at("userid").as_string(),
            "grace");
}

TEST_F(customers, a_member_who_is_full_when_the_day_is_over_takes_nobody_over) {
  admin("data", {{"sql", "UPDATE wecom_customer_server SET customer_limit = 2 WHERE userid = 'edsger'"}});
  call("transfer_customer",
       {{"handover_userid", "grace"}, {"takeover_userid", "edsger"}, {"external_userid", {"wmMeiZhang"}}});
  act({{"does", "come"}, {"user", "edsger"}});
  admin("clock", {{"advance", "24h"}});
  renew();
  EXPECT_EQ(call("transfer_result", {{"handover_userid", "grace"}, {"takeover_userid", "edsger"}})
                .at("customer")
                .at(0)
                .at("status")
                .as_int64(),
            4);
  EXPECT_THAT(told(), HasSubstr("customer_limit_exceed"));
}

TEST_F(customers, a_message_reaches_who_has_not_left_meanwhile) {
  const json::value made = call("add_msg_template", {{"sender", "grace"}, {"text", {{"content", "Hello"}}}});
  act({{"does", "leave"}, {"user", "grace"}, {"customer", "wmTaoLiu"}});
  EXPECT_THAT(told(), HasSubstr("del_follow_user"));
  const json::object sending{{"does", "send"}, {"user", "grace"}, {"message", made.at("msgid")}};
  EXPECT_EQ(act(sending).at("delivered").as_int64(), 1);
  EXPECT_THAT(refusal(sending), HasSubstr("has nothing"));
  const json::value result = call("get_group_msg_result", {{"msgid", made.at("msgid")}});
  EXPECT_EQ(result.at("detail_list").at(0).at("status").as_int64(), 1);
  EXPECT_EQ(result.at("detail_list").at(1).at("status").as_int64(), 2);
}

TEST_F(customers, the_code_of_a_visit_says_who_came_once) {
  const json::value visited = act({{"does", "visit"}, {"customer", "wmTaoLiu"}});
  const auto redeem = [&] {
    return send("GET", "/cgi-bin/crm/get_external_contact?access_token=" + token_ +
                           "&code=" + std::string(visited.at("code").as_string()));
  };
  EXPECT_EQ(redeem().at("external_contact").at("name").as_string(), "Tao");
  EXPECT_EQ(code(redeem()), 84071);
  EXPECT_THAT(refusal({{"does", "visit"}, {"customer", "wmNobody"}}), HasSubstr("no customer"));
}

TEST_F(customers, what_cannot_be_is_refused_with_a_reason) {
  EXPECT_THAT(refusal({{"does", "sing"}}), HasSubstr("'does' must be"));
  EXPECT_THAT(refusal({{"does", "come"}, {"user", "ken"}}), HasSubstr("not switched on for ken"));
  EXPECT_THAT(refusal({{"does", "come"}, {"user", "grace"}, {"customer", "wmNobody"}}),
              HasSubstr("no customer"));
  EXPECT_THAT(refusal({{"does", "leave"}, {"user", "grace"}, {"customer", "woLiNa"}}),
              HasSubstr("does not serve"));
  EXPECT_THAT(refusal({{"does", "come"}, {"user", "grace"}, {"corp", "wwnobody"}}),
              HasSubstr("no organisation"));
}

TEST_F(customers, a_form_is_approved_step_by_step) {
  const std::string token(
      send("GET", "/cgi-bin/gettoken?corpid=ww0123456789abcdef&corpsecret=approval-secret")
          .at("access_token")
          .as_string());
  const json::array contents{
      json::object{{"control", "Text"}, {"id", "Text-1"}, {"value", json::object{{"text", "Shenzhen"}}}}};
  const json::array summary{
      json::object{{"summary_info", json::array{json::object{{"text", "Trip"}, {"lang", "en"}}}}}};
  const json::array approvers{json::object{{"attr", 2}, {"userid", json::array{"ada", "linus"}}},
                              json::object{{"attr", 1}, {"userid", json::array{"margaret", "ken"}}}};
  json::object form{{"creator_userid", "grace"},
                    {"template_id", "C4RbTravel"},
                    {"use_template_approver", 0},
                    {"approver", approvers},
                    {"apply_data", {{"contents", contents}}},
                    {"summary_list", summary}};
  const auto hand_in = [&] {
    return send("POST", "/cgi-bin/oa/applyevent?access_token=" + token, form).at("sp_no");
  };
  const auto decide = [&](const json::value& no, const char* user, const char* does) {
    return admin("wecom/approval", {{"form", no}, {"user", user}, {"does", does}, {"speech", "seen"}});
  };
  const auto error = [](const json::value& answer) { return std::string(answer.at("error").as_string()); };
  const json::value no = hand_in();
  EXPECT_THAT(error(decide(no, "margaret", "agree")), HasSubstr("not the turn of margaret"));
  EXPECT_EQ(decide(no, "ada", "agree").at("sp_status").as_int64(), 1);
  EXPECT_THAT(error(decide(no, "ada", "agree")), HasSubstr("not the turn of ada"));
  EXPECT_EQ(decide(no, "linus", "agree").at("sp_status").as_int64(), 1);
  EXPECT_EQ(decide(no, "ken", "agree").at("sp_status").as_int64(), 2);
  EXPECT_THAT(error(decide(no, "margaret", "agree")), HasSubstr("decided already"));
  const json::value info =
      send("POST", "/cgi-bin/oa/getapprovaldetail?access_token=" + token, {{"sp_no", no}}).at("info");
  EXPECT_EQ(info.at("sp_status").as_int64(), 2);
  EXPECT_EQ(info.at("sp_record").at(0).at("details").at(1).at("speech").as_string(), "seen");
  EXPECT_EQ(info.at("sp_record").at(1).at("details").at(0).at("sp_status").as_int64(), 1);

  form["use_template_approver"] = 1;
  const json::value by_template = hand_in();
  EXPECT_EQ(decide(by_template, "ada", "refuse").at("sp_status").as_int64(), 3);
  EXPECT_THAT(error(decide("200001010001", "ada", "agree")), HasSubstr("no form"));
  EXPECT_THAT(error(decide(by_template, "ada", "sing")), HasSubstr("'does' must be"));
}

}  // namespace
}  // namespace errdex::emulation
