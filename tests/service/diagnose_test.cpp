#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli_run.hpp"
#include "service/ask.hpp"

namespace errdex::service {
namespace {

using testing::HasSubstr;

constexpr const char* token_answer = R"({"errcode":40014,"errmsg":"invalid access_token"})";

TEST(Explain, IsWhatTheCommandLinePrints) {
  for (const std::string question :
       {"40014", "wecom:40014", "access_token_invalid", "99991999", token_answer, "企业微信 60020",
        "https://open.work.weixin.qq.com/devtool/query?e=60020"}) {
    const auto r = get("/api/v1/explain?q=" + http::percent_encode(question));
    auto expected = boost::json::parse(cli::run({"explain", "--json", question}).out);
    EXPECT_EQ(parsed(r), expected) << question;
  }
}

TEST(Explain, WhatIsNotUnderstoodGetsWhatIsNear) {
  const auto doc = parsed(get("/api/v1/explain?q=acess_token_invalid"));
  EXPECT_TRUE(doc.at("findings").as_array().empty());
  EXPECT_EQ(at(doc, "nearest/0/name"), "access_token_invalid");
}

TEST(Diagnose, APastedTextIsReadAsItIs) {
  for (const std::string type :
       {"text/plain", "text/plain; charset=utf-8", "TEXT/PLAIN", "", "application/x-www-form-urlencoded"}) {
    const auto doc =
        parsed(post("/api/v1/diagnose", std::string("ERROR call failed: ") + token_answer, type));
    EXPECT_EQ(at(doc, "findings/0/candidates/0/code"), "40014") << type;
    EXPECT_EQ(at(doc, "findings/0/offset"), "19");
    EXPECT_EQ(at(doc, "findings/0/verdict/action"), "refresh_token");
    EXPECT_EQ(at(doc, "findings/0/decision/rule"), "refresh_once");
  }
}

TEST(Diagnose, EvidenceComesInManyShapes) {
  for (
      const std::string evidence : {
          R"({"body":"{\"errcode\":40014,\"errmsg\":\"invalid access_token\"}","platform":"wecom"})",
          R"({"body":{"errcode":40014,"errmsg":"invalid access_token"},"platform":"企业微信"})",
          R"({"code":40014,"platform":"wecom"})",
          R"({"code":"40014","platform":"WeCom","http_status":200})",
          R"({"body":"2026-01-01 ERROR {\"errcode\":40014,\"errmsg\":\"invalid access_token\"} end","url":"https://qyapi.weixin.qq.com/cgi-bin/user/get"})",
          R"({"body":{"errcode":40014},"headers":{"Error-Code":"40014","X":["a","b"],"Content-Length":26},"url":"/cgi-bin/user/get"})",
      }) {
    const auto doc = parsed(post("/api/v1/diagnose", evidence));
    EXPECT_EQ(at(doc, "findings/0/candidates/0/space"), "wecom") << evidence;
    EXPECT_EQ(at(doc, "findings/0/decision/action"), "refresh_token") << evidence;
  }
  // The answer itself, sent by somebody who did not read this far.
  EXPECT_EQ(at(parsed(post("/api/v1/diagnose", token_answer)), "findings/0/candidates/0/code"), "40014");
}

TEST(Diagnose, TheDecisionIsForTheOperation) {
  const auto decided = [](const std::string& operation, const std::string& more = "") {
    const auto doc =
        parsed(post("/api/v1/diagnose",
                    R"({"body":{"errcode":-1,"errmsg":"system busy"},"platform":"wecom","operation":)" +
                        operation + more + "}"));
    return doc.at("findings").at(0).at("decision");
  };
  EXPECT_EQ(at(decided(R"({"repeat":"idempotent","attempts":1})"), "repeat"), "true");
  EXPECT_EQ(at(decided(R"({"repeat":"idempotent","attempts":50})"), "rule"), "attempts_used_up");
  EXPECT_EQ(at(decided(R"({"repeat":"unsafe"})"), "rule"), "may_have_executed");

  const auto refreshed = parsed(
      post("/api/v1/diagnose", R"({"code":40014,"platform":"wecom","operation":{"token_refreshes":1}})"));
  EXPECT_EQ(at(refreshed, "findings/0/decision/rule"), "already_refreshed");
  const auto waits = parsed(post(
      "/api/v1/diagnose",
      R"({"code":99991400,"platform":"feishu","headers":{"x-ogw-ratelimit-reset":"7"},"operation":{"repeat":"idempotent"}})"));
  EXPECT_EQ(at(waits, "findings/0/decision/rule"), "reset_header");
  EXPECT_EQ(at(waits, "findings/0/decision/delay_ms"), "7000");
}

TEST(Diagnose, AnHttpStatusAloneIsEvidence) {
  const auto doc =
      parsed(post("/api/v1/diagnose", R"({"http_status":503,"operation":{"repeat":"idempotent"}})"));
  EXPECT_EQ(at(doc, "findings/0/decision/rule"), "http_status");
  EXPECT_EQ(at(doc, "findings/0/decision/action"), "retry");
  EXPECT_TRUE(doc.at("findings").at(0).at("verdict").is_null());
}

TEST(Diagnose, WhatCannotBeReadIsSaidWithItsPlace) {
  const std::vector<std::pair<std::string, std::string>> wrong{
      {"", "not JSON"},
      {"{\"body\":", "not JSON"},
      {"{\"body\" 1}", "at byte 8"},
      {"{} {}", "not JSON"},
      {"[]", "JSON object"},
      {"\"x\"", "JSON object"},
      {"{}", "needs body, code or http_status"},
      {R"({"boddy":"x"})", "there are body, code"},
      {R"({"body":"x","http_status":"200"})", "100 to 599"},
      {R"({"body":"x","http_status":99})", "100 to 599"},
      {R"({"body":"x","headers":[]})", "headers: must be"},
      {R"({"body":"x","headers":{"a":{}}})", "headers: must be"},
      {R"({"body":"x","platform":"slack"})", "feishu.server"},
      {R"({"body":"x","code":"1"})", "not both"},
      {R"({"code":1.5})", "code: must be"},
      {R"({"code":1,"operation":{"attempts":0}})", "attempts: must be"},
      {R"({"code":1,"operation":{"repeat":"maybe"}})", "idempotent or keyed"},
      {R"({"code":1,"operation":{"tries":1}})", "token_refreshes"},
      {R"({"code":1,"operation":3})", "operation: must be"},
      {"{\"body\":\"\xff\"}", "not JSON"},
      {std::string(100, '['), "not JSON"},
  };
  for (const auto& [body, hint] : wrong) {
    const auto r = post("/api/v1/diagnose", body);
    EXPECT_EQ(r.status, 400u) << body;
    EXPECT_EQ(at(parsed(r), "type"), "/api/v1/problems#bad-body");
    EXPECT_THAT(at(parsed(r), "detail"), HasSubstr(hint)) << body;
  }
  const auto media = post("/api/v1/diagnose", "<xml/>", "application/xml");
  EXPECT_EQ(media.status, 415u);
  EXPECT_THAT(at(parsed(media), "detail"), HasSubstr("application/xml"));
}

TEST(Search, IsFastEnoughForTypingAndPaged) {
  std::vector<std::string> paged;
  std::int64_t offset = 0;
  for (int page = 0; page < 4; ++page) {
    const auto doc = parsed(get("/api/v1/search?q=token&limit=7&offset=" + std::to_string(offset)));
    for (const auto& hit : doc.at("hits").as_array())
      paged.push_back(std::string(hit.at("space").as_string()) + ":" +
                      std::string(hit.at("name").as_string()));
    offset = doc.at("next").as_int64();
  }
  std::vector<std::string> whole;
  const auto doc = parsed(get("/api/v1/search?q=token&limit=28"));
  for (const auto& hit : doc.at("hits").as_array())
    whole.push_back(std::string(hit.at("space").as_string()) + ":" + std::string(hit.at("name").as_string()));
  EXPECT_EQ(paged, whole);
  EXPECT_TRUE(parsed(get("/api/v1/search?q=access_token_invalid&limit=100&offset=2000"))
                  .at("hits")
                  .as_array()
                  .empty());
}

TEST(Search, HitsAreThoseOfTheCommandLine) {
  const auto doc = parsed(get("/api/v1/search?q=secrt+token&limit=5&platform=wecom"));
  std::string lines;
  for (const auto& hit : doc.at("hits").as_array()) lines += boost::json::serialize(hit) + "\n";
  EXPECT_EQ(lines, cli::run({"search", "secrt", "token", "--limit", "5", "--space", "wecom", "--json"}).out);
}

TEST(Search, SaysWhatItTookForTheWords) {
  const auto doc = parsed(get("/api/v1/search?q=secrt%20qqqzzzqqq"));
  EXPECT_EQ(at(doc, "words/0/asked"), "secrt");
  EXPECT_EQ(at(doc, "words/0/taken"), "secret");
  EXPECT_EQ(at(doc, "words/0/reading"), "spelling");
  EXPECT_EQ(at(doc, "unknown/0"), "qqqzzzqqq");
  EXPECT_EQ(at(parsed(get("/api/v1/search?q=token&space=wecom&platform=feishu")), "total"), "0");
}

}  // namespace
}  // namespace errdex::service
