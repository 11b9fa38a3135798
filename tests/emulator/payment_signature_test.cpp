// The signature of payments, against the example of its document.
#include "emulator/wecom/payment_signature.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

namespace errdex::emulation::wecom {
namespace {

namespace json = boost::json;

constexpr std::string_view key = "at23pxnPBNQY3JiA8N5U1gabiQqxZwqH_Gihg7a_wrULmlOPVP-iiRjv9JWYPrDk";

json::object example() {
  return json::parse(
             R"({"orderid": "ord7", "buyer_corpid": "ww66302cfadbdd3c64", "buyer_userid": "invitetest",
    "product_id": "product_id_xxx", "product_name": "product_name_xxx", "product_detail": "product_detail_xxx",
    "unit_name": "台", "unit_price": 1, "num": 3, "nonce_str": "129031823", "ts": 1548302135,
    "sig": "mPOwVW/vQ74xN+b+Yu1KMa9RrmhKJaJjAtXHTof+EpU="})")
      .get_object();
}

TEST(payment_signature, is_that_of_the_document) {
  EXPECT_EQ(payment_signature(example(), key), "/WTXl/L2kJCYKJE5yY2JZvPq3rUjFf/pf39UhyJ2GUo=");
}

TEST(payment_signature, leaves_out_empty_values_and_itself) {
  json::object body = example();
  body["appid"] = "";
  body["note"] = nullptr;
  body["sig"] = "another";
  EXPECT_EQ(payment_text(body), payment_text(example()));
}

TEST(payment_signature, changes_with_each_leaf_and_the_key) {
  json::object body = example();
  body["num"] = 4;
  EXPECT_NE(payment_signature(body, key), payment_signature(example(), key));
  EXPECT_NE(payment_signature(example(), "another key"), payment_signature(example(), key));
}

TEST(payment_signature, has_the_leaves_of_lists_and_not_their_names) {
  const json::value body = json::parse(R"({"orderid": "i3khJ4dMv3", "order_type": 1, "credit_order_list": [
    {"credit_orderid": "B", "unit_price": 100000, "num": 1}, {"credit_orderid": "A", "unit_price": 90000, "num": 2}]})");
  EXPECT_EQ(payment_text(body.get_object()),
            "credit_orderid=A&credit_orderid=B&num=1&num=2&order_type=1&orderid=i3khJ4dMv3&unit_price=100000&"
            "unit_price=90000");
}

TEST(payment_signature, keeps_what_is_there_when_it_signs) {
  json::object body{{"order_id", "N1"}, {"ts", 5}};
  sign_payment(body, key, 1548302135, 7);
  EXPECT_EQ(body["ts"], 5);
  EXPECT_FALSE(body["nonce_str"].get_string().empty());
  EXPECT_EQ(std::string(body["sig"].as_string()), payment_signature(body, key));
  json::object next{{"order_id", "N1"}, {"ts", 5}};
  sign_payment(next, key, 1548302135, 8);
  EXPECT_NE(next["nonce_str"], body["nonce_str"]);
}

}  // namespace
}  // namespace errdex::emulation::wecom
