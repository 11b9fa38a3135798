// The cash register with the buyer beside it: what the provider signs, and what happens on the payment page.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "emulator/platform/emulator.hpp"
#include "emulator/wecom/payment_signature.hpp"

namespace errdex::emulation {
namespace {

namespace json = boost::json;
using testing::HasSubstr;

constexpr std::string_view buyer = "wwfedcba9876543210";

class payments : public testing::Test {
 protected:
  payments() {
    emulator_options o;
    o.clock.freeze();
    o.clock.set(default_start);
    emulated = std::make_unique<emulator>(all_platforms(), o);
    provider_token = post("/cgi-bin/service/get_provider_token",
                          {{"corpid", "ww5a7c9e1b3d5f7a90"}, {"provider_secret", "loom-provider-secret"}})
                         .at("provider_access_token")
                         .as_string();
  }
  json::value post(const std::string& target, const json::object& body) {
    http::request r;
    r.method = "POST";
    r.target = target;
    r.headers.add("Host", "127.0.0.1:7340");
    r.body = json::serialize(body);
    return json::parse(emulated->answer(r).content());
  }
  json::value cash(const std::string& action, json::object body) {
    wecom::sign_payment(body, "loom-payment-key", 1'767'574'800, ++requests);
    return post("/cgi-bin/paytool/" + action + "?provider_access_token=" + provider_token, body);
  }
  std::string open(std::string_view corp, int pay_type) {
    const json::value goods = {{"suiteid", "wwloomboard0000001"},
                               {"edition_id", "sploomteam0000001"},
                               {"user_count", 3},
                               {"duration_days", 30}};
    const json::value answer =
        cash("open_order",
             {{"business_type", 1},
              {"custom_corpid", corp},
              {"pay_type", pay_type},
              {"product_list", {{"third_app", {{"order_type", 0}, {"buy_info_list", json::array{goods}}}}}}});
    return std::string(answer.at("order_id").as_string());
  }
  json::value pay(json::object body) { return post("/_errdex/wecom/pay", body); }
  json::value read(const std::string& order) {
    return cash("get_order_detail", {{"order_id", order}}).at("pay_order");
  }

  std::unique_ptr<emulator> emulated;
  std::string provider_token;
  std::uint64_t requests = 0;
};

TEST_F(payments, an_order_is_paid_once) {
  const std::string order = open(buyer, 0);
  EXPECT_EQ(read(order).at("order_status").as_int64(), 1);
  EXPECT_EQ(pay({{"order", order}}).at("order_status").as_int64(), 2);
  const json::value paid = read(order);
  EXPECT_EQ(paid.at("order_status").as_int64(), 2);
  EXPECT_EQ(paid.at("paid_time").as_int64(), 1'767'574'800);
  EXPECT_FALSE(paid.at("channel_order_id").as_string().empty());
  EXPECT_THAT(pay({{"order", order}}).at("error").as_string(), HasSubstr("state 2"));
}

TEST_F(payments, a_free_order_is_confirmed) {
  const std::string order = open(buyer, 2);
  EXPECT_EQ(read(order).at("order_status").as_int64(), 8);
  EXPECT_EQ(pay({{"order", order}}).at("order_status").as_int64(), 7);
  EXPECT_EQ(read(order).at("paid_price").as_int64(), 0);
}

TEST_F(payments, a_link_for_nobody_in_particular_is_paid_by_somebody) {
  const std::string order = open("", 0);
  EXPECT_THAT(pay({{"order", order}}).at("error").as_string(), HasSubstr("'corp'"));
  EXPECT_EQ(pay({{"order", order}, {"corp", buyer}}).at("custom_corpid").as_string(), buyer);
  EXPECT_EQ(read(order).at("custom_corpid").as_string(), buyer);
}

TEST_F(payments, nobody_pays_for_others_or_what_is_not_there) {
  const std::string order = open(buyer, 0);
  EXPECT_THAT(pay({{"order", order}, {"corp", "ww0123456789abcdef"}}).at("error").as_string(),
              HasSubstr("is for"));
  EXPECT_THAT(pay({{"order", "N1"}}).at("error").as_string(), HasSubstr("no order N1"));
}

TEST_F(payments, a_wrong_field_is_named) {
  const json::value answer = cash("get_order_list", {{"limit", 2001}});
  EXPECT_EQ(answer.at("errmsg").as_string().find("invalid param `limit`, hint"), 0U);
  json::object stale{{"limit", 1}};
  wecom::sign_payment(stale, "another key", 1'767'574'800, 99);
  const json::value refused =
      post("/cgi-bin/paytool/get_order_list?provider_access_token=" + provider_token, stale);
  EXPECT_EQ(refused.at("errmsg").as_string().find("invalid param `sig`, hint"), 0U);
}

}  // namespace
}  // namespace errdex::emulation
