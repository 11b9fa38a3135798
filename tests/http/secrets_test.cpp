#include "http/secrets.hpp"

#include <gtest/gtest.h>

namespace errdex::http {
namespace {

TEST(Secrets, AreKnownByTheirNames) {
  for (const char* name :
       {"access_token", "suite_access_token", "corpsecret", "appSecret", "client-secret", "password",
        "jsapi_ticket", "msg_signature", "sign", "key", "authCode", "tmp_auth_code", "Authorization",
        "Cookie", "Set-Cookie", "x-acs-dingtalk-access-token", "Proxy-Authorization", "EncodingAESKey"})
    EXPECT_TRUE(names_secret(name)) << name;
  for (const char* name :
       {"q", "lang", "code", "userid", "department_id", "corpid", "Content-Type", "Host", "keyword"})
    EXPECT_FALSE(names_secret(name)) << name;
}

TEST(Secrets, DoNotStayInATarget) {
  EXPECT_EQ(masked_target("/cgi-bin/gettoken?corpid=ww1&corpsecret=abc"),
            "/cgi-bin/gettoken?corpid=ww1&corpsecret=***");
  EXPECT_EQ(masked_target("/x?access%5Ftoken=abc&a=b"), "/x?access%5Ftoken=***&a=b");
  EXPECT_EQ(masked_target("/x?a&ACCESS_TOKEN=abc&"), "/x?a&ACCESS_TOKEN=***&");
  EXPECT_EQ(masked_target("/wecom/40014"), "/wecom/40014");
  EXPECT_EQ(masked_target("/api?q=40014&lang=zh"), "/api?q=40014&lang=zh");
}

TEST(Secrets, DoNotStayInWhatWasPasted) {
  EXPECT_EQ(masked_target("/api/v1/explain?q=https%3A%2F%2Fx%2F%3Faccess_token%3Dabc"),
            "/api/v1/explain?q=***");
  EXPECT_EQ(masked_target("/api/v1/explain?q=Authorization%3a+Bearer+abc"), "/api/v1/explain?q=***");
  EXPECT_EQ(masked_target("/x?q=" + std::string(65, 'a')), "/x?q=***");
  EXPECT_EQ(masked_target("/x?" + std::string(65, 'a')), "/x?***");
}

TEST(Secrets, DoNotStayInAField) {
  EXPECT_EQ(masked_field("authorization", "Bearer t-abc"), "Bearer ***");
  EXPECT_EQ(masked_field("Authorization", "t-abc"), "***");
  EXPECT_EQ(masked_field("Cookie", "a=b; c=d"), "***");
  EXPECT_EQ(masked_field("User-Agent", "curl/8"), "curl/8");
}

}  // namespace
}  // namespace errdex::http
